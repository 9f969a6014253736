"""Secrets by name: from an environment handed in, a file that only its owner can read, or a vault."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casework.errors import Misconfigured


def _empty() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Secrets:
    """Gives a secret by its name, the environment's before the file's before the vault's; shows none when printed.

    `vault` gives the names and values that a vault holds; it is asked only for what the others do not have.
    """

    environment: Mapping[str, str] = field(repr=False)
    file: Path | None = None
    vault: Callable[[], Mapping[str, str]] = field(default=_empty, repr=False)

    def __call__(self, name: str) -> str:
        """The secret; raises Misconfigured where nobody has given it or the file is open to others."""
        value = self.given(name)
        if not value:
            raise Misconfigured(f"the secret {name} is not set", remedy=f"set {name}, or write it to the secrets file")
        return value

    def given(self, name: str) -> str:
        """The secret, empty where nobody has given it."""
        filed = _read(self.file).get(name) if self.file else ""
        return self.environment.get(name) or filed or self.vault().get(name, "")


def private(file: Path) -> Path:
    """The file, if only its owner can read it; raises Misconfigured."""
    try:
        mode = file.stat().st_mode
    except OSError as wrong:
        raise Misconfigured(f"{file} cannot be read: {wrong.strerror}", remedy="check its path and owner") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Misconfigured(f"{file} can be read by others than its owner", remedy=f"chmod 600 {file}")
    return file


def _read(file: Path) -> dict[str, str]:
    """Lines `NAME=value`; empty lines and those that begin with # say nothing."""
    try:
        lines = private(file).read_text(encoding="utf-8").splitlines()
    except OSError as wrong:
        raise Misconfigured(f"{file} cannot be read: {wrong.strerror}", remedy="check its path and owner") from None
    pairs = (line.partition("=") for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}
