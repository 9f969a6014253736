"""Undone exactly once: look, undo, look again; or by a record of its own, filed as any other."""

from __future__ import annotations

from typing import Protocol

from bots.filling.once import fill
from casework.errors import BackOfficeDown, ReadBackDiffers
from casework.filing import Entry, Filing
from casework.ports import BackOffice


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


class TakesBack(Undoes, BackOffice, Protocol):
    """A back-office whose entries are undone in their record, or by another record where nothing may be changed."""

    def counter(self, filing: Filing, reason: str) -> Entry | None:
        """The entry whose record undoes a filing, where there must be one; raises as `stands` does."""
        ...


def take_back(back_office: TakesBack, filing: Filing, reason: str) -> str:
    """Undo a filing in the way its entry says; the number of the record that undoes it, where there is one.

    Safe to call again after any failure; raises what `undo` raises.
    """
    if counter := back_office.counter(filing, reason):
        return fill(back_office, counter).record.id
    undo(back_office, filing, reason)
    return ""


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
