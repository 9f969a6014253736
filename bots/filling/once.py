"""Exactly once: look, write, read back, compare."""

from __future__ import annotations

from casework.errors import BackOfficeDown, ReadBackDiffers
from casework.filing import Entry, Record, differences
from casework.ports import BackOffice

_SESSIONS = 2


def fill(back_office: BackOffice, entry: Entry) -> tuple[Record, bool, bytes | None]:
    """The proven record, whether it was there before, and its picture; safe to call again after any failure.

    Raises EntryRefused, ReadBackDiffers, BackOfficeDown or PageChanged. Nothing is tried twice here: who calls decides
    when to call again, and each call begins by looking.
    """
    known = back_office.look(entry)
    record = known or _written(back_office, entry)
    wrong = differences(entry, record)
    if wrong:
        raise ReadBackDiffers(
            f"{entry.system} {record.id} does not hold what was written in {', '.join(wrong)}",
            remedy="compare the record with the application, then correct one of them",
        )
    return record, known is not None, back_office.picture(record)


def _written(back_office: BackOffice, entry: Entry) -> Record:
    """Write and look again, also where the write ended in doubt: the answer may be what was lost, not the record."""
    doubt: BackOfficeDown | None = None
    for _ in range(_SESSIONS):
        doubt = None
        try:
            back_office.write(entry)
        except BackOfficeDown as down:
            doubt = down
        record = back_office.look(entry)
        if record is not None:
            return record
        if not (doubt and doubt.again):  # only a session that was lost is worth beginning again here
            break
    if doubt is not None:
        raise doubt
    raise ReadBackDiffers(
        f"{entry.system} said it had saved {entry.name} and shows no record of it",
        remedy="search the record by hand before anything is written again",
    )
