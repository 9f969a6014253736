"""Who may have a filing undone, and the trace it leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import ports

from casework.case import Case
from casework.errors import DecisionRefused
from casework.filing import Filing
from casework.journey import Status
from casework.undoing import Undoing, asked, being_undone, check_undoing, not_undone, undone

FILING = Filing(key="k1", system="town", entry="case_file", entry_version="1", record="7", address="", account="robot",
                filed_at=ports.MOMENT)  # fmt: skip
OTHER = replace(FILING, key="k2", record="8")
WORD = Undoing(key="k1", by="anna", at=ports.MOMENT, reason="registered twice")


@pytest.fixture
def case() -> Case:
    """A filed case with two filings."""
    register = ports.MemoryRegister()
    case = register.load(register.case_of(ports.document(b"an application")))
    return replace(case, status=Status.FILED, filings=(FILING, OTHER))


def test_a_word_is_noted_once(case: Case) -> None:
    """The same word again changes nothing, and meanwhile the page can tell that it is under way."""
    told = asked(case, WORD)
    assert (told.events[-1].what, told.events[-1].by, told.events[-1].detail) == (
        "undo_asked",
        "anna",
        "town/case_file 7",
    )
    assert asked(told, WORD) is told
    assert [being_undone(told, one) for one in told.filings] == [True, False]


def test_the_receipt_gets_the_trace(case: Case) -> None:
    """When, by whom, why; once, and the other filing stays as it was."""
    later = ports.MOMENT + timedelta(minutes=1)
    traced = undone(asked(case, WORD), WORD, later, "9")
    first, second = traced.filings
    assert (first.undone_at, first.undone_by, first.undone_because, first.undone_record) == (
        later,
        "anna",
        "registered twice",
        "9",
    )
    assert second == OTHER
    assert not being_undone(traced, first)
    assert undone(traced, WORD, later + timedelta(minutes=1)) is traced


def test_what_could_not_be_undone_stands(case: Case) -> None:
    """The system's own words are on the timeline, and the clerk may ask again."""
    failed = not_undone(asked(case, WORD), WORD, ports.MOMENT, "El expediente está cerrado")
    assert failed.events[-1].detail == "town/case_file 7: El expediente está cerrado"
    assert failed.filings == case.filings
    assert not being_undone(failed, failed.filings[0])
    assert check_undoing(failed, WORD) == FILING


@pytest.mark.parametrize(
    ("changes", "status", "why"),
    [
        ({"key": "k9"}, Status.FILED, "no such filing"),
        ({"by": " "}, Status.FILED, "who and why"),
        ({"reason": ""}, Status.FILED, "who and why"),
        ({}, Status.RUNNING, "being worked on"),
    ],
)
def test_a_word_that_does_not_fit_is_refused(case: Case, changes: dict[str, str], status: Status, why: str) -> None:
    """With what is wrong."""
    with pytest.raises(DecisionRefused, match=why):
        check_undoing(replace(case, status=status), replace(WORD, **changes))


def test_nothing_is_undone_twice(case: Case) -> None:
    """A second word hears so."""
    with pytest.raises(DecisionRefused, match="undone already"):
        asked(undone(case, WORD, ports.MOMENT), WORD)
