"""A vault of secrets, through `RPA.Robocorp.Vault`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bots.filling import libraries
from bots.secrets import private
from casework.errors import Misconfigured


@dataclass(frozen=True)
class Vault:
    """What one secret of a vault holds, by name, asked once; which vault, rpaframework's own variables say.

    `file` is the vault's file where it is one (`RPA_SECRET_FILE`).
    """

    secret: str
    file: Path | None = None

    def __call__(self) -> Mapping[str, str]:
        """Names and values; raises Misconfigured where the vault does not give them or its file is open to others."""
        return self._held

    @cached_property
    def _held(self) -> Mapping[str, str]:
        if self.file is not None:
            private(self.file)
        try:
            held = libraries.vault().get_secret(self.secret)
        except Exception as wrong:  # noqa: BLE001 - each adapter has its own errors, and they may quote what they hold
            raise Misconfigured(
                f"the vault does not give {self.secret} ({type(wrong).__name__})",
                remedy="see RPA_SECRET_MANAGER and DOVTECH_VAULT_SECRET in docs/settings.md",
            ) from None
        return {str(name): str(value) for name, value in held.items()}
