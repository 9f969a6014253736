"""Whole journeys on a real Temporal server, with fakes at the rim."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import ports
from fakes.clerk import decision, events, status, until, with_courses
from fakes.office import Office, Starting
from temporalio.client import Client, WorkflowExecutionStatus

from casework.arranging import Arranging
from casework.decision import Verdict
from casework.errors import DecisionRefused, UnknownCase
from casework.fields import FieldReading
from casework.journey import Stage, Status
from workflows import policies
from workflows.converter import INLINE_LIMIT


async def test_a_sure_case_is_filed_without_a_person(temporal: Client, office_of: Starting) -> None:
    """One record, one letter, one archived file; nobody decided anything."""
    office = office_of()
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        state = await cases.result(number)
    case = office.register.load(number)
    assert (state.status, state.stage, state.summary, case.decisions) == (
        Status.FILED, Stage.ARCHIVE, "archived", (),
    )  # fmt: skip
    assert (office.filler.writes, len(case.letters), list(office.archive.kept)) == (1, 1, [number])
    assert await status(temporal, number) is WorkflowExecutionStatus.COMPLETED


async def test_a_doubtful_case_waits_and_is_filed_as_the_clerk_corrected_it(temporal: Client, doubtful: Office) -> None:
    """The corrected value is the one in the back-office."""
    async with doubtful.open(temporal) as cases:
        number = doubtful.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        assert (waiting.status, waiting.doubts, doubtful.filler.writes) == (Status.WAITING, ("FIELD_DOUBTFUL",), 0)
        approved = await cases.decide(number, decision(waiting, corrections={"applicant_id": "00000001R"}))
        assert approved.status is Status.RUNNING
        assert (await cases.result(number)).status is Status.FILED
    [record] = doubtful.filler.records.values()
    assert record.values == {"number": number, "applicant_id": "00000001R"}


async def test_a_decision_that_does_not_fit_never_enters_history(temporal: Client, doubtful: Office) -> None:
    """Made on another revision, by nobody, or on a case that does not wait."""
    async with doubtful.open(temporal) as cases:
        number = doubtful.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        before = await events(temporal, number)
        for wrong, message in (
            (decision(waiting, revision=waiting.revision - 1), "changed since: reload it and decide again"),
            (decision(waiting, by=" "), "who took it"),
        ):
            with pytest.raises(DecisionRefused, match=message):
                await cases.decide(number, wrong)
        assert await events(temporal, number) == before
        await cases.pause(number, "")
        await cases.decide(number, decision(waiting))
        word = Arranging(by="ana", at=ports.MOMENT, revision=1, documents=())
        with pytest.raises(DecisionRefused, match=r"not waiting for a decision \(it is running\)"):
            await cases.arrange(number, word)
        with pytest.raises(DecisionRefused, match=r"not waiting for a decision \(it is running\)"):
            await cases.decide(number, decision(waiting))
        await cases.resume(number)
        await cases.result(number)
    assert len(doubtful.register.load(number).decisions) == 1


async def test_a_value_that_is_not_valid_is_refused_by_the_domain(temporal: Client, doubtful: Office) -> None:
    """The case goes on waiting as it was; the reason comes through."""
    async with doubtful.open(temporal) as cases:
        number = doubtful.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        with pytest.raises(DecisionRefused, match="'applicant_id' is no valid tax_id — correct the value"):
            await cases.decide(number, decision(waiting, corrections={"applicant_id": "48576231T"}))
        assert await cases.settled(number) == waiting
        await cases.decide(number, decision(waiting))
        await cases.result(number)


async def test_a_case_of_another_administration_ends_with_the_letter_that_says_so(
    temporal: Client, doubtful: Office
) -> None:
    """The receipt goes out, the forwarding is a draft for a person to sign, and nothing is entered anywhere."""
    async with doubtful.open(temporal) as cases:
        number = doubtful.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        await cases.decide(number, decision(waiting, Verdict.FORWARD, destination="Generalitat Valenciana"))
        assert (await cases.result(number)).status is Status.FORWARDED
    case = doubtful.register.load(number)
    assert [(letter.kind, letter.draft) for letter in case.letters] == [("L1", False), ("L7", True)]
    assert (doubtful.filler.writes, case.destination, case.archived) == (0, "Generalitat Valenciana", f"2026/{number}")


async def test_pages_are_put_in_order_while_the_case_waits(temporal: Client, doubtful: Office) -> None:
    """Read, told and checked again in the running case; an old page's word is refused, and it is filed afterwards."""
    made = ports.document(b"made")
    doubtful.store.put(b"made")
    async with doubtful.open(temporal) as cases:
        number = doubtful.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        word = Arranging(by="ana", at=ports.MOMENT, revision=waiting.revision, documents=(made,))
        arranged = await cases.arrange(number, word)
        assert (arranged.status, arranged.stage) == (Status.WAITING, Stage.REVIEW)
        with pytest.raises(DecisionRefused, match="has changed since"):
            await cases.arrange(number, word)
        with pytest.raises(DecisionRefused, match="stand like that already"):
            await cases.arrange(number, replace(word, revision=arranged.revision, at=ports.MOMENT + timedelta(hours=1)))
        await cases.decide(number, decision(arranged))
        assert (await cases.result(number)).status is Status.FILED
    case = doubtful.register.load(number)
    assert ([one.container for one in case.application.documents], list(case.readings)) == (
        [True, False], [made.sha256],
    )  # fmt: skip


async def test_pages_that_nobody_understands_in_their_order_are_a_clerks_to_look_at(
    temporal: Client, office_of: Starting
) -> None:
    """The case waits with the reason, and a clerk may still give it back."""
    office = office_of(understanding=ports.StumblingUnderstanding(value_confidence=0.5, broken=False))
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        word = Arranging(by="ana", at=ports.MOMENT, revision=waiting.revision, documents=(ports.document(b"made"),))
        office.understanding.broken = True  # type: ignore[attr-defined]
        blocked = await cases.arrange(number, word)
        assert (blocked.status, "UNEXPECTED" in blocked.doubts) == (Status.WAITING, True)
        await cases.decide(number, decision(blocked, Verdict.REJECT, reason="no"))
        assert (await cases.result(number)).status is Status.RETURNED


async def test_two_clerks_at_once_decide_once(temporal: Client, doubtful: Office) -> None:
    """The second one is told to reload."""
    async with doubtful.open(temporal) as cases:
        number = doubtful.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        both = [cases.decide(number, decision(waiting, by=by)) for by in ("one", "other")]
        answers = await asyncio.gather(*both, return_exceptions=True)
        await cases.result(number)
    assert sorted(type(answer).__name__ for answer in answers) == ["CaseState", "DecisionRefused"]
    assert (len(doubtful.register.load(number).decisions), doubtful.filler.writes) == (1, 1)


async def test_a_corrected_kind_is_extracted_anew_and_stays_with_the_clerk(temporal: Client, doubtful: Office) -> None:
    """The fields are those of the new kind; the case waits at review until it is approved, then all is entered."""
    office = with_courses(doubtful)
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        corrected = await cases.decide(number, decision(waiting, Verdict.CORRECT, kind="P09"))
        assert (corrected.kind, corrected.status, corrected.stage, corrected.unit) == (
            "P09", Status.WAITING, Stage.REVIEW, "training",
        )  # fmt: skip
        assert office.register.load(number).values == {"signature_date": "2026-11-20"}
        await cases.decide(number, decision(corrected))
        assert (await cases.result(number)).status is Status.FILED
    assert [filing.entry for filing in office.register.load(number).filings] == ["course", "list"]


@pytest.mark.parametrize(
    ("readings", "verdict", "ended"),
    [
        (ports.PlainReadings, {"verdict": Verdict.REJECT, "reason": "falta la firma"}, Status.RETURNED),
        (ports.NothingReadable, {"verdict": Verdict.REJECT, "reason": "no se lee"}, Status.REFUSED),
        (ports.PlainReadings, {"verdict": Verdict.DUPLICATE, "duplicate_of": "DOV-2026-999999"}, Status.DUPLICATE),
    ],
    ids=["returned", "refused", "duplicate"],
)
async def test_a_case_that_is_not_filed_gets_its_letter_and_its_archive(
    temporal: Client, doubtful: Office, readings: type[ports.PlainReadings], verdict: dict[str, object], ended: Status
) -> None:
    """Nothing is entered anywhere; the citizen still hears of it."""
    doubtful.readings = readings()
    async with doubtful.open(temporal) as cases:
        number = doubtful.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        await cases.decide(number, decision(waiting, **verdict))  # type: ignore[arg-type]
        assert (await cases.result(number)).status is ended
    case = doubtful.register.load(number)
    assert (doubtful.filler.writes, [letter.kind for letter in case.letters], case.archived) == (
        0, ["L1"], f"2026/{number}",
    )  # fmt: skip


async def test_a_number_is_one_run_for_ever(temporal: Client, office_of: Starting) -> None:
    """Started twice while it runs and once more after it ended, it ran once."""
    office = office_of()
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        await cases.start(number)
        assert await cases.running(number) is True
        await cases.result(number)
        await cases.start(number)
        assert await cases.running(number) is False
        assert await cases.running("DOV-2026-999998") is False
    assert office.filler.writes == 1


async def test_settled_answers_before_and_after_the_end(temporal: Client, doubtful: Office) -> None:
    """A case that waits, one that is over, and a number that nobody knows."""
    async with doubtful.open(temporal) as cases:
        number = doubtful.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        assert waiting == await cases.state(number)
        await cases.decide(number, decision(waiting))
        assert (await cases.settled(number)).status is Status.FILED
        assert await cases.settled(number) == await cases.result(number)
        with pytest.raises(UnknownCase, match="DOV-2026-999998"):
            await cases.settled("DOV-2026-999998")
        with pytest.raises(UnknownCase, match="no running case"):
            await cases.decide(number, decision(waiting))


async def test_a_case_goes_on_under_another_worker(temporal: Client, doubtful: Office) -> None:
    """Workers stop between stages, at review, and after the decision; every stage is taken once."""
    number = doubtful.admit()
    async with doubtful.open(temporal, [policies.CASES]) as cases:
        await cases.start(number)

        async def opened() -> bool:
            return (await cases.state(number)).summary == "opened"

        await until(opened)
    async with doubtful.open(temporal, [policies.CASES, policies.READING]) as cases:
        waiting = await cases.settled(number)
        await cases.decide(number, decision(waiting))
    async with doubtful.open(temporal) as cases:
        assert (await cases.result(number)).status is Status.FILED
    assert [event.what for event in doubtful.register.load(number).events] == [
        "received", "opened", "read", "classified", "extracted", "validated", "asked", "decided_approve", "entered",
        "filed", "notified", "archived",
    ]  # fmt: skip
    assert doubtful.filler.writes == 1


async def test_a_very_long_reason_goes_to_the_store(
    temporal: Client, doubtful: Office, payloads: ports.MemoryStore
) -> None:
    """What is too large for history is kept beside it, encrypted, and comes back whole."""
    before, reason = len(payloads.kept), "motivo " * INLINE_LIMIT
    async with doubtful.open(temporal) as cases:
        number = doubtful.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        await cases.decide(number, decision(waiting, Verdict.REJECT, reason=reason))
        await cases.result(number)
    history = await temporal.get_workflow_handle(number).fetch_history()
    assert doubtful.register.load(number).decisions[0].reason == reason
    assert (len(payloads.kept) > before, len(history.to_json()) < INLINE_LIMIT) == (True, True)
    assert not any(b"motivo" in kept for kept in payloads.kept.values())


async def test_a_clerks_values_are_kept_as_typed(temporal: Client, doubtful: Office) -> None:
    """A correction crosses Temporal and comes out the same, an emptied field included."""
    office = with_courses(doubtful)
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        waiting = await cases.settled(number)
        corrections = {"applicant_id": "00000001R", "signature_date": None}
        await cases.decide(number, decision(waiting, corrections=corrections))
        await cases.result(number)
    case = office.register.load(number)
    assert (case.decisions[0].corrections, case.decisions[0].at) == (corrections, ports.MOMENT)
    assert case.fields == (
        FieldReading(
            name="applicant_id", value="00000001R", raw="48576231R", confidence=1.0, method="clerk", accepted=True,
            checks_passed=("tax_id",),
        ),
    )  # fmt: skip
