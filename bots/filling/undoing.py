"""Undone exactly once: look, undo, look again."""

from __future__ import annotations

from typing import Protocol

from casework.errors import BackOfficeDown, ReadBackDiffers
from casework.filing import Filing


class Undoes(Protocol):
    """A back-office in which an entry can be undone, where the entry says how."""

    def stands(self, filing: Filing) -> bool:
        """Whether the record is there and not undone.

        Raises EntryRefused where the entry cannot be undone, ReadBackDiffers where the record is not the filed one.
        """
        ...

    def undo(self, filing: Filing, reason: str) -> None:
        """Undo it once, telling the system why. Proof comes from looking again."""
        ...


def undo(back_office: Undoes, filing: Filing, reason: str) -> None:
    """Undo a filing; safe to call again after any failure.

    Raises EntryRefused with the system's own words, ReadBackDiffers, BackOfficeDown or PageChanged. Nothing is tried
    twice here: each call begins by looking, and one that finds the record undone changes nothing.
    """
    if not back_office.stands(filing):
        return
    doubt: BackOfficeDown | None = None
    try:
        back_office.undo(filing, reason)
    except BackOfficeDown as down:  # the answer may be what was lost, not the change
        doubt = down
    if back_office.stands(filing):
        raise doubt or ReadBackDiffers(
            f"{filing.system} said it had undone {filing.record} and shows it as before",
            remedy="look at the record, and undo it there by hand",
        )
