"""Undoing a filing at a clerk's word: who may ask when, and the trace it leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from casework.case import Case
from casework.errors import DecisionRefused
from casework.filing import Filing
from casework.journey import Actor, Event, Status

ASKED, UNDONE, FAILED = "undo_asked", "undone", "undo_failed"
_BUSY = frozenset({Status.RUNNING, Status.PAUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """A clerk's word that a filing be undone: which one, who says so, when and why."""

    key: str
    by: str
    at: datetime
    reason: str


def check_undoing(case: Case, undoing: Undoing) -> Filing:
    """The filing that is meant.

    Raises DecisionRefused where there is none, it was undone before, nobody or nothing stands behind the word, or
    robots are at work on the case.
    """
    filing = next((filing for filing in case.filings if filing.key == undoing.key), None)
    if filing is None:
        raise DecisionRefused("the case has no such filing", remedy="reload the case")
    if filing.undone_at is not None:
        raise DecisionRefused(f"{filing.system} {filing.record} was undone already", remedy="see its trace")
    if not undoing.by.strip() or not undoing.reason.strip():
        raise DecisionRefused("undoing needs to say who and why", remedy="write the reason")
    if case.status in _BUSY:
        raise DecisionRefused("the case is being worked on", remedy="ask again when it waits or has ended")
    return filing


def asked(case: Case, undoing: Undoing) -> Case:
    """The case with the clerk's word on its timeline; the same word again changes nothing."""
    filing = check_undoing(case, undoing)
    event = Event(at=undoing.at, stage=case.stage, actor=Actor.CLERK, what=ASKED, detail=_name(filing), by=undoing.by)
    return case if event in case.events else case.then(case.stage, event)


def undone(case: Case, undoing: Undoing, at: datetime, record: str = "") -> Case:
    """The case with the trace on the filing's receipt; undone again it stays as it was undone first.

    `record` is the one that undoes it, where it took one of its own.
    """
    filing = next(filing for filing in case.filings if filing.key == undoing.key)
    if filing.undone_at is not None:
        return case
    traced = replace(filing, undone_at=at, undone_by=undoing.by, undone_because=undoing.reason, undone_record=record)
    event = Event(at=at, stage=case.stage, actor=Actor.ROBOT, what=UNDONE, detail=_name(filing))
    filings = tuple(traced if known.key == filing.key else known for known in case.filings)
    return replace(case, filings=filings).then(case.stage, event)


def not_undone(case: Case, undoing: Undoing, at: datetime, why: str) -> Case:
    """The case with the reason for which the filing stands as it was, in the system's own words."""
    filing = next(filing for filing in case.filings if filing.key == undoing.key)
    event = Event(at=at, stage=case.stage, actor=Actor.ROBOT, what=FAILED, detail=f"{_name(filing)}: {why}")
    return case.then(case.stage, event)


def being_undone(case: Case, filing: Filing) -> bool:
    """Whether a clerk has asked and no answer has come yet."""
    told = [event.what for event in case.events
            if event.what in {ASKED, UNDONE, FAILED} and event.detail.split(": ")[0] == _name(filing)]  # fmt: skip
    return told[-1:] == [ASKED]


def _name(filing: Filing) -> str:
    return f"{filing.system}/{filing.entry} {filing.record}"
