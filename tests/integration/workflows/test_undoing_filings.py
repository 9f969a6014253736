"""Undoing a filing on a real Temporal server: while the case waits, after its end, and where it cannot be."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Event

import pytest
from fakes import ports
from fakes.clerk import decision, until, with_courses
from fakes.office import Office, Starting
from temporalio.client import Client, WorkflowFailureError

from casework.decision import Verdict
from casework.errors import BackOfficeDown, DecisionRefused, Misconfigured
from casework.filing import Filing
from casework.undoing import Undoing
from workflows.gateway import Cases
from workflows.messages import UndoRef
from workflows.policies import WHILE_ASKED
from workflows.undoing import undo_id


@dataclass
class LostAnswer(ports.MemoryFiller):
    """Undoes, and the answer is lost on the way the first time."""

    lost: bool = True

    def undo(self, filing: Filing, reason: str) -> str:
        record = super().undo(filing, reason)
        if self.lost:
            self.lost = False
            raise BackOfficeDown("no answer")
        return record


@dataclass
class Away(ports.MemoryFiller):
    """Does not answer whoever undoes."""

    asked: int = 0

    def undo(self, filing: Filing, reason: str) -> str:
        self.asked += 1
        raise BackOfficeDown("connection refused")


@dataclass
class Slow(ports.MemoryFiller):
    """Begins to undo and goes on only when it is let."""

    begun: Event = field(default_factory=Event)
    may_go_on: Event = field(default_factory=Event)

    def undo(self, filing: Filing, reason: str) -> str:
        self.begun.set()
        assert self.may_go_on.wait(30)
        return super().undo(filing, reason)


def word(office: Office, number: str, reason: str = "registered twice") -> Undoing:
    """A clerk's word on the first filing."""
    return Undoing(key=office.register.load(number).filings[0].key, by="anna", at=ports.MOMENT, reason=reason)


async def filed(office: Office, cases: Cases) -> str:
    """A case that went all its way."""
    number = office.admit()
    await cases.start(number)
    await cases.result(number)
    return number


async def test_a_filing_of_an_ended_case_is_undone_once(temporal: Client, office_of: Starting) -> None:
    """Its receipt has the trace, the archive too; a second word is refused."""
    office = office_of(filler=LostAnswer())
    async with office.open(temporal) as cases:
        number = await filed(office, cases)
        await cases.undo(number, word(office, number))
        case = office.register.load(number)
        with pytest.raises(DecisionRefused, match="undone already"):
            await cases.undo(number, word(office, number))
    [filing] = case.filings
    assert office.filler.undone == [(filing.record, "registered twice")]
    assert (filing.undone_at, filing.undone_by, filing.undone_because) == (ports.now(), "anna", "registered twice")
    assert filing.undone_record == f"-{filing.record}"
    assert [event.what for event in case.events[-3:]] == ["undo_asked", "undone", "archived"]
    assert office.archive.kept[number].filings == case.filings


async def test_what_cannot_be_undone_stands_with_the_reason(temporal: Client, office_of: Starting) -> None:
    """In the system's own words, where the clerk looks."""
    office = office_of(filler=ports.NeverUndoing())
    async with office.open(temporal) as cases:
        number = await filed(office, cases)
        await cases.undo(number, word(office, number))
    case = office.register.load(number)
    assert case.filings[0].undone_at is None
    assert [event.what for event in case.events[-3:]] == ["undo_asked", "undo_failed", "archived"]
    assert case.events[-2].detail.endswith("cannot be undone by a robot — undo it there by hand")


async def test_a_system_that_is_away_is_asked_a_few_times(
    temporal: Client, office_of: Starting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the clerk is told and may ask again."""
    monkeypatch.setattr("workflows.gateway._PATIENCE", 60.0)
    office = office_of(filler=Away())
    async with office.open(temporal) as cases:
        number = await filed(office, cases)
        await cases.undo(number, word(office, number))
    assert isinstance(office.filler, Away)
    assert office.filler.asked == WHILE_ASKED.maximum_attempts
    assert office.register.load(number).events[-2].what == "undo_failed"


async def test_while_the_case_waits_the_journey_itself_undoes(temporal: Client, office_of: Starting) -> None:
    """One entry was filed before the next was refused; the first is undone, and the case goes on waiting."""
    office = with_courses(office_of())
    office.understanding = replace(office.understanding, kind="P09")
    office.filler = ports.SecondRefused()
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        assert waiting.waiting
        await cases.undo(number, word(office, number))
        case = office.register.load(number)
        assert [(filing.entry, filing.undone_by) for filing in case.filings] == [("course", "anna")]
        state = await cases.state(number)
        assert (state.waiting, state.revision) == (True, case.revision)
        with pytest.raises(DecisionRefused, match="undone already"):
            await cases.undo(number, word(office, number))
        await cases.decide(number, decision(await cases.state(number), verdict=Verdict.REJECT, reason="no"))
        await cases.result(number)


async def test_a_case_under_way_is_not_touched(temporal: Client, doubtful: Office) -> None:
    """Who asks is told to wait."""
    async with doubtful.open(temporal) as cases:
        number = doubtful.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        await cases.pause(number, "")
        await cases.decide(number, decision(waiting))
        with pytest.raises(DecisionRefused, match="being worked on"):
            await cases.undo(number, Undoing(key="k", by="anna", at=ports.MOMENT, reason="twice"))
        await cases.resume(number)
        await cases.result(number)


async def test_an_answer_that_takes_long_comes_on_the_case(
    temporal: Client, office_of: Starting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits in front of a page for a system that is slow."""
    monkeypatch.setattr("workflows.gateway._PATIENCE", 0.0)
    office = office_of()
    async with office.open(temporal) as cases:
        number = await filed(office, cases)
        await cases.undo(number, word(office, number))

        async def told() -> bool:
            return office.register.load(number).events[-1].what == "archived" and bool(office.filler.undone)

        await until(told)


async def test_a_system_that_is_configured_no_more_is_named(temporal: Client, office_of: Starting) -> None:
    """Nothing is undone in a system that the council took away meanwhile."""
    office = office_of()
    async with office.open(temporal) as cases:
        number = await filed(office, cases)
        office.undoers = {}
        ref = UndoRef(number=number, undoing=word(office, number))
        with pytest.raises(Misconfigured, match="no back-office 'town'"):
            office.undoing().undo(ref)


async def test_an_undo_that_is_cancelled_says_nothing_of_how_it_stands(temporal: Client, office_of: Starting) -> None:
    """Whether it was undone its own activity notes; that the entry stands would be a guess."""
    office = office_of(filler=Slow())
    async with office.open(temporal) as cases:
        number = await filed(office, cases)
        told = word(office, number)
        asked = asyncio.create_task(cases.undo(number, told))
        assert isinstance(office.filler, Slow)
        await asyncio.to_thread(office.filler.begun.wait, 30)
        handle = temporal.get_workflow_handle(undo_id(number, told.key))
        await handle.cancel()
        with pytest.raises(WorkflowFailureError):
            await handle.result()
        office.filler.may_go_on.set()
        with suppress(DecisionRefused):
            await asked
    assert "undo_failed" not in [event.what for event in office.register.load(number).events]
