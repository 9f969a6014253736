"""Exactly once: look, write, read back, compare."""

from __future__ import annotations

import time
from collections.abc import Callable

from casework.errors import BackOfficeDown, PageChanged, ReadBackDiffers
from casework.filing import Entry, Proof, Record, differences
from casework.ports import BackOffice

_SESSIONS = 2
_LOOKS, _BETWEEN = 4, 2.0  # seconds; the time-out itself has been waited for before


def fill(back_office: BackOffice, entry: Entry, *, wait: Callable[[float], object] = time.sleep) -> Proof:
    """The proven record and its pictures; safe to call again after any failure.

    Raises EntryRefused, ReadBackDiffers, BackOfficeDown or PageChanged. Nothing is tried twice here: who calls decides
    when to call again, and each call begins by looking.
    """
    known = back_office.look(entry)
    record, before = (known, None) if known else _written(back_office, entry, wait)
    wrong = differences(entry, record)
    if wrong:
        raise ReadBackDiffers(
            f"{entry.system} {record.id} does not hold what was written in {', '.join(wrong)}",
            remedy="compare the record with the application, then correct one of them",
        )
    return Proof(record=record, found=known is not None, before=before, after=back_office.picture(record))


def _shown(back_office: BackOffice, entry: Entry, wait: Callable[[float], object] | None) -> Record | None:
    """The record, looked for again and again where the system may be at work on it still.

    A second write would otherwise be a second record.
    """
    record = back_office.look(entry)
    for _ in range(_LOOKS if wait else 0):
        if record is not None or wait is None:
            break
        wait(_BETWEEN)
        record = back_office.look(entry)
    return record


def _written(back_office: BackOffice, entry: Entry, wait: Callable[[float], object]) -> tuple[Record, bytes | None]:
    """Write and look again, also where the write ended in doubt: the answer may be what was lost, not the record."""
    doubt: BackOfficeDown | None = None
    before: bytes | None = None
    for _ in range(_SESSIONS):
        doubt = None
        try:
            before = back_office.write(entry)
        except BackOfficeDown as down:
            doubt = down
        except PageChanged:  # a page of scripts whose last answer was lost never says that it has saved
            record = back_office.look(entry)
            if record is None or differences(entry, record):
                raise
            return record, None
        record = _shown(back_office, entry, wait if doubt and doubt.unanswered else None)
        if record is not None:
            return record, before
        if not (doubt and doubt.again):  # only a session that was lost is worth beginning again here
            break
    if doubt is not None:
        raise doubt
    raise ReadBackDiffers(
        f"{entry.system} said it had saved {entry.name} and shows no record of it",
        remedy="search the record by hand before anything is written again",
    )
