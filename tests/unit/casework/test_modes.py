"""Modes include each other, and a rehearsal tells where a person wrote otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from casework.modes import Mode, Rehearsal

MOMENT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
REHEARSAL = Rehearsal(
    key="k", system="s", entry="e", entry_version="1", mode=Mode.SHADOW, at=MOMENT,
    written={"name": "Ana  Pérez", "nif": "12345678Z", "phone": "600"},
)  # fmt: skip


def test_people_write_where_robots_do_not() -> None:
    """Off and shadow leave the record to a person."""
    assert [mode.by_hand for mode in (Mode.OFF, Mode.SHADOW, Mode.ASSIST, Mode.AUTO)] == [True, True, False, False]


def test_only_what_a_person_wrote_otherwise_differs() -> None:
    """Spaces are no difference, and what was not read back is not judged."""
    compared = replace(REHEARSAL, by_hand={"name": "Ana Pérez", "nif": "00000000T"})
    assert (REHEARSAL.differences, compared.differences) == ((), ("nif",))
