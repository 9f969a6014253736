"""Journeys that are held up, by a system, a defect or a person, on a real Temporal server."""

from __future__ import annotations

import asyncio

import pytest
from fakes import ports
from fakes.clerk import admitted, decision, status, until, with_courses
from fakes.office import Office, Starting
from temporalio.client import Client, WorkflowExecutionStatus

from casework.decision import Verdict
from casework.errors import DecisionRefused
from casework.journey import Stage, Status
from workflows.gateway import Cases


async def test_a_back_office_that_is_down_is_filled_once_it_is_back(temporal: Client, office_of: Starting) -> None:
    """No person is asked, and one record is written."""
    office = office_of(filler=ports.FlakyFiller())
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        assert (await cases.result(number)).status is Status.FILED
    assert (office.filler.writes, [event.what for event in office.register.load(number).events].count("blocked")) == (
        1, 0,
    )  # fmt: skip


@pytest.mark.parametrize("answer", ["retry", "approve"])
async def test_a_refused_entry_waits_for_a_person(temporal: Client, office_of: Starting, answer: str) -> None:
    """The clerk mends what is wrong in the back-office and lets the case go on, by either way."""
    office = office_of(filler=ports.RefusingFiller())
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        blocked = await cases.settled(number)
        assert (blocked.status, blocked.stage, blocked.doubts) == (Status.WAITING, Stage.FILL, ("ENTRY_REFUSED",))
        assert office.register.load(number).findings[0].law == "there is another record of that person"
        office.filler.refuses = False  # type: ignore[attr-defined]
        if answer == "retry":
            await cases.retry(number)
        else:
            await cases.decide(number, decision(blocked))
        assert (await cases.result(number)).status is Status.FILED
    assert office.filler.writes == 1


async def test_a_refused_entry_may_be_entered_as_another_kind(temporal: Client, office_of: Starting) -> None:
    """The entries of the kind that the clerk gives are made, not those of the former one."""
    office = with_courses(office_of(filler=ports.RefusingFiller()))
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        blocked = await cases.settled(number)
        office.filler.refuses = False  # type: ignore[attr-defined]
        await cases.decide(number, decision(blocked, kind="P09"))
        assert (await cases.result(number)).status is Status.FILED
    assert [filing.entry for filing in office.register.load(number).filings] == ["course", "list"]


async def test_a_refused_entry_may_be_given_back(temporal: Client, office_of: Starting) -> None:
    """The case ends without a record."""
    office = office_of(filler=ports.RefusingFiller())
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        blocked = await cases.settled(number)
        await cases.decide(number, decision(blocked, Verdict.REJECT, reason="ya existe"))
        assert (await cases.result(number)).status is Status.RETURNED
    assert office.register.load(number).filings == ()


async def test_a_defect_is_told_to_a_person_and_goes_on_once_it_is_mended(
    temporal: Client, office_of: Starting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some tries nobody is kept waiting in silence; the doubts that are found later are still asked about."""
    monkeypatch.setattr("workflows.interceptor.TRIES_OF_THE_UNFORESEEN", 1)
    office = office_of(understanding=ports.StumblingUnderstanding(value_confidence=0.5))
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        blocked = await cases.settled(number)
        assert (blocked.stage, blocked.doubts) == (Stage.EXTRACT, ("UNEXPECTED",))
        assert office.register.load(number).findings[0].law.startswith("ValueError at extract:")
        office.understanding.broken = False  # type: ignore[attr-defined]
        await cases.decide(number, decision(blocked))
        waiting = await cases.settled(number)
        assert (waiting.stage, waiting.doubts) == (Stage.REVIEW, ("FIELD_DOUBTFUL",))
        await cases.decide(number, decision(waiting))
        assert (await cases.result(number)).status is Status.FILED


async def test_a_letter_that_cannot_be_written_holds_the_case_and_keeps_its_end(
    temporal: Client, office_of: Starting
) -> None:
    """Someone mends the template and says so; the case stays filed throughout, and nothing else can be decided."""
    office = office_of(letters=ports.MissingTemplate())
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        stuck = await cases.settled(number)
        assert (stuck.status, stuck.stage, stuck.summary) == (Status.FILED, Stage.NOTIFY, "blocked")
        with pytest.raises(DecisionRefused, match="it is filed"):
            await cases.decide(number, decision(stuck))
        office.letters.missing = False  # type: ignore[attr-defined]
        await cases.retry(number)
        assert (await cases.result(number)).stage is Stage.ARCHIVE
    case = office.register.load(number)
    assert (case.status, len(case.letters), case.archived) == (Status.FILED, 1, f"2026/{number}")


async def test_a_paused_case_holds_before_its_next_stage(temporal: Client, doubtful: Office) -> None:
    """It goes on where it was when it is resumed."""
    number = doubtful.admit()
    await Cases(temporal).start(number)
    await Cases(temporal).pause(number, "the register is being moved")
    async with doubtful.open(temporal) as cases:
        assert (await cases.state(number)).stage is Stage.RECEIVE
        assert [event.what for event in doubtful.register.load(number).events] == ["received"]
        await cases.resume(number)
        waiting = await cases.settled(number)
        await cases.decide(number, decision(waiting))
        assert (await cases.result(number)).status is Status.FILED


async def test_a_cancelled_case_ends_cancelled(temporal: Client, doubtful: Office) -> None:
    """In the register, in Temporal, and for whoever asks; nothing was entered."""
    async with doubtful.open(temporal) as cases:
        number = doubtful.admit()
        await cases.start(number)
        await cases.settled(number)
        await cases.cancel(number)
        with pytest.raises(DecisionRefused, match=f"{number} was cancelled or could not end"):
            await cases.result(number)
        assert (await cases.state(number)).status is Status.CANCELLED
    assert await status(temporal, number) is WorkflowExecutionStatus.CANCELED
    assert (doubtful.register.load(number).status, doubtful.filler.writes) == (Status.CANCELLED, 0)


async def test_a_case_may_be_cancelled_while_a_robot_tries(temporal: Client, office_of: Starting) -> None:
    """What is tried again and again is given up at once."""
    office = office_of(filler=ports.FlakyFiller(down=1_000_000))
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)

        async def tried() -> bool:
            return office.filler.down < 1_000_000  # type: ignore[attr-defined]

        await until(tried)
        await cases.cancel(number)
        with pytest.raises(DecisionRefused, match="was cancelled"):
            await cases.result(number)
    assert await status(temporal, number) is WorkflowExecutionStatus.CANCELED
    assert (office.register.load(number).status, office.filler.writes) == (Status.CANCELLED, 0)


async def test_a_case_that_cannot_even_be_blocked_fails_in_sight(
    temporal: Client, first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody can be asked, Temporal shows a failed run; who waits for it is answered."""
    monkeypatch.setattr("workflows.interceptor.TRIES_OF_THE_UNFORESEEN", 1)
    office = Office(register=ports.FullRegister(first=first))
    number = office.admit()
    async with office.open(temporal) as cases:
        await cases.start(number)
        with pytest.raises(DecisionRefused, match="could not end"):
            await cases.result(number)
    assert await status(temporal, number) is WorkflowExecutionStatus.FAILED


async def test_whoever_waits_for_a_cancelled_case_is_answered(temporal: Client, office_of: Starting) -> None:
    """The update of one who waits ends with the case, not with the server's patience."""
    office = office_of()
    number = office.admit()
    await Cases(temporal).start(number)
    await Cases(temporal).pause(number, "")
    async with office.open(temporal) as cases:
        waiting = asyncio.create_task(cases.settled(number))
        await admitted(temporal, number)
        await cases.cancel(number)
        assert (await waiting).status is Status.CANCELLED


async def test_whoever_waits_for_a_terminated_case_is_told(temporal: Client, office_of: Starting) -> None:
    """An administrator may end a run over its head."""
    office = office_of()
    number = office.admit()
    await Cases(temporal).start(number)
    await Cases(temporal).pause(number, "")
    async with office.open(temporal) as cases:
        waiting = asyncio.create_task(cases.settled(number))
        await admitted(temporal, number)
        await temporal.get_workflow_handle(number).terminate()
        with pytest.raises(DecisionRefused, match="was cancelled or could not end"):
            await waiting
