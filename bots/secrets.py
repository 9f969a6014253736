"""Secrets by name, from an environment handed in or from a file that only its owner can read."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casework.errors import Misconfigured


@dataclass(frozen=True)
class Secrets:
    """Gives a secret by its name, the environment's before the file's; shows none when printed."""

    environment: Mapping[str, str] = field(repr=False)
    file: Path | None = None

    def __call__(self, name: str) -> str:
        """The secret; raises Misconfigured where nobody has given it or the file is open to others."""
        value = self.environment.get(name) or (_read(self.file).get(name) if self.file else "")
        if not value:
            raise Misconfigured(f"the secret {name} is not set", remedy=f"set {name}, or write it to the secrets file")
        return value


def _read(file: Path) -> dict[str, str]:
    """Lines `NAME=value`; empty lines and those that begin with # say nothing."""
    try:
        mode = file.stat().st_mode
        lines = file.read_text().splitlines()
    except OSError as wrong:
        raise Misconfigured(f"{file} cannot be read: {wrong.strerror}", remedy="check secrets_file") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Misconfigured(f"{file} can be read by others than its owner", remedy=f"chmod 600 {file}")
    pairs = (line.partition("=") for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}
