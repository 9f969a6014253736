"""A clerk asks the citizen for what is missing, and the case goes on with what comes, on a real Temporal server."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from fakes import ports
from fakes.clerk import decision, until
from fakes.office import Office, Starting
from temporalio.client import Client

from casework.application import Channel
from casework.asking import defects_of
from casework.decision import Verdict
from casework.errors import DecisionRefused
from casework.journey import Status
from casework.requirement import Answer, Asking, Defect, Ending, Link
from workflows.clock import clock_id
from workflows.gateway import Cases
from workflows.messages import CaseState, ClockFace

OWN = Defect(es="Aclare qué pide.", ca="Aclariu què demaneu.")


@pytest.fixture
def incomplete(office_of: Starting) -> Office:
    """An office whose applications come without the person's number."""
    return office_of(understanding=ports.SureUnderstanding(values={}))


async def waiting(office: Office, cases: Cases) -> CaseState:
    """A case that waits because something is missing."""
    number = office.admit()
    await cases.start(number)
    return await cases.settled(number)


def asking(office: Office, state: CaseState, **changes: object) -> Asking:
    """A clerk's word that all that is missing be asked for."""
    plain = Asking(
        by="clerk", at=ports.MOMENT, revision=state.revision, defects=defects_of(office.register.load(state.number))
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def answer(office: Office, data: bytes = b"an answer", **changes: object) -> Answer:
    """What a citizen sends."""
    office.store.put(data)
    plain = Answer(
        key=data.decode(), received_at=ports.MOMENT + timedelta(days=2), channel=Channel.COUNTER,
        documents=(ports.document(data, "respuesta.pdf"),), linked_by=Link.NUMBER,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


async def test_what_is_missing_is_asked_for_comes_and_the_case_is_filed(temporal: Client, incomplete: Office) -> None:
    """One letter with the list, the term stands still for the two days, and nobody else had to touch it."""
    async with incomplete.open(temporal) as cases:
        before = await waiting(incomplete, cases)
        asked = await cases.ask_citizen(before.number, asking(incomplete, before))
        assert (asked.status, asked.answer_until, asked.due) == (Status.ASKED, None, date(2027, 2, 23))
        received = await cases.citizen_received(before.number, date(2026, 11, 23), "clerk")
        assert (received.answer_until and received.answer_until.date(), received.due) == (
            date(2026, 12, 8), date(2027, 3, 9),
        )  # fmt: skip
        incomplete.understanding = ports.SureUnderstanding()
    async with incomplete.open(temporal) as cases:
        await cases.take_answer(before.number, answer(incomplete))
        assert (await cases.result(before.number)).status is Status.FILED
    case = incomplete.register.load(before.number)
    assert case.requirement is not None
    assert (case.requirement.ended, case.requirement.ended_on, case.due) == (
        Ending.MET, date(2026, 11, 25), date(2027, 2, 25),
    )  # fmt: skip
    assert ([letter.kind for letter in case.letters], len(case.application.documents)) == (["L3", "L1"], 2)
    assert case.values == {"applicant_id": "48576231R"}


async def test_what_does_not_fit_is_refused(temporal: Client, incomplete: Office) -> None:
    """On another revision, for nothing, by nobody, before the letter was written, or where nothing was asked."""
    async with incomplete.open(temporal) as cases:
        state = await waiting(incomplete, cases)
        number = state.number
        for wrong, message in (
            (asking(incomplete, state, revision=0), "has changed since"),
            (asking(incomplete, state, defects=()), "lists exactly what is missing"),
            (asking(incomplete, state, by=" "), "who approved it"),
        ):
            with pytest.raises(DecisionRefused, match=message):
                await cases.ask_citizen(number, wrong)
        with pytest.raises(DecisionRefused, match="asks the citizen for nothing"):
            await cases.citizen_received(number, date(2026, 11, 24), "clerk")
        await cases.ask_citizen(number, asking(incomplete, state))
        with pytest.raises(DecisionRefused, match="not received before it is written"):
            await cases.citizen_received(number, date(2026, 11, 22), "clerk")
        with pytest.raises(DecisionRefused, match="who gave it"):
            await cases.extend_answer(number, "")
        await cases.cancel(number)
        await cases.settled(number)


async def test_a_clerk_may_let_a_case_go_on_without_what_was_asked(temporal: Client, incomplete: Office) -> None:
    """The asking ends with the decision; the late reply of the same case is then another delivery's business."""
    async with incomplete.open(temporal) as cases:
        state = await waiting(incomplete, cases)
        asked = await cases.ask_citizen(state.number, asking(incomplete, state, notified_on=date(2026, 11, 23)))
        corrected = await cases.decide(state.number, decision(asked, Verdict.CORRECT))
        assert corrected.status is Status.ASKED
        approved = await cases.decide(state.number, decision(corrected, corrections={"applicant_id": "48576231R"}))
        assert approved.answer_until is None
        assert (await cases.result(state.number)).status is Status.FILED
    requirement = incomplete.register.load(state.number).requirement
    assert requirement is not None
    assert requirement.ended is Ending.LIFTED


async def test_an_answer_that_cannot_be_understood_waits_for_a_person(temporal: Client, office_of: Starting) -> None:
    """It is part of the case all the same."""
    office = office_of(understanding=ports.StumblingUnderstanding(values={}, broken=False))
    async with office.open(temporal) as cases:
        state = await waiting(office, cases)
        await cases.ask_citizen(state.number, asking(office, state, defects=(OWN,)))
        office.understanding.broken = True  # type: ignore[attr-defined]
        after = await cases.take_answer(state.number, answer(office))
        assert (after.status, "UNEXPECTED" in after.doubts) == (Status.WAITING, True)
        assert len(office.register.load(state.number).application.documents) == 2
        await cases.cancel(state.number)
        await cases.settled(state.number)


async def test_the_clock_of_a_filed_case_goes_on_until_it_is_resolved(temporal: Client, office_of: Starting) -> None:
    """It outlives the journey, shows its face, counts again when told, and ends with the council's answer."""
    office = office_of()
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        await cases.result(number)

        async def looked() -> bool:
            return (await cases.clock(number)).due == date(2027, 2, 23)

        await until(looked)

        async def listed() -> bool:
            return number in await cases.watched()

        await until(listed)
        await cases.recount(number)
        await cases.resolve(number, date(2026, 12, 1), "clerk")
        face = await temporal.get_workflow_handle(clock_id(number), result_type=ClockFace).result()
    assert (face.number, face.due) == (number, date(2027, 2, 23))
    assert [reminder.code for reminder in office.register.reminders(number)][-1] == "RESOLVED"


async def test_the_clock_of_a_cancelled_case_ends_by_itself(temporal: Client, incomplete: Office) -> None:
    """Told that something changed, it finds no term to watch."""
    async with incomplete.open(temporal) as cases:
        state = await waiting(incomplete, cases)

        async def looked() -> bool:
            return (await cases.clock(state.number)).wake is not None

        await until(looked)
        await cases.cancel(state.number)
        await cases.settled(state.number)
        await cases.recount(state.number)
        face = await temporal.get_workflow_handle(clock_id(state.number), result_type=ClockFace).result()
    assert face == ClockFace(number=state.number)


async def test_the_day_of_receipt_can_be_noted_anew(temporal: Client, incomplete: Office) -> None:
    """The ten days then run from the other day; one timer watches all the while."""
    async with incomplete.open(temporal) as cases:
        state = await waiting(incomplete, cases)
        await cases.ask_citizen(state.number, asking(incomplete, state))
        first = await cases.citizen_received(state.number, date(2026, 11, 23), "clerk")
        second = await cases.citizen_received(state.number, date(2026, 11, 24), "clerk")
        days = [state.answer_until.day if state.answer_until else 0 for state in (first, second)]
        assert days[1] > days[0] > 0
        await cases.cancel(state.number)
        await cases.settled(state.number)


async def test_an_answer_to_a_case_that_is_over_is_refused(temporal: Client, incomplete: Office) -> None:
    """It is another delivery's business; a recount and a notice then change nothing either."""
    async with incomplete.open(temporal) as cases:
        state = await waiting(incomplete, cases)
        await cases.pause(state.number, "")
        await cases.decide(state.number, decision(state))
        with pytest.raises(DecisionRefused, match="cannot take an answer by counter"):
            await cases.take_answer(state.number, answer(incomplete))
        for signal in ("recount", "inform"):
            await temporal.get_workflow_handle(state.number).signal(signal)
        await cases.resume(state.number)
        await cases.result(state.number)
    assert incomplete.register.load(state.number).replies == ()
