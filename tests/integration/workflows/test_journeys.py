"""Whole journeys on a real Temporal server, with fakes at the rim."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from fakes import ports
from fakes.office import Office
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowExecutionStatus

from casework.decision import Decision, Verdict
from casework.errors import DecisionRefused, UnknownCase
from casework.fields import FieldReading
from casework.journey import Stage, Status
from casework.procedure import FieldSpec, FieldType, Target
from workflows import policies
from workflows.converter import INLINE_LIMIT
from workflows.gateway import Cases
from workflows.messages import CaseState

Starting = Callable[..., Office]


@pytest.fixture
def office_of(first: int) -> Starting:
    """Makes offices whose numbers are this test's own."""

    def make(**parts: object) -> Office:
        register = ports.MemoryRegister(first=first)
        return Office(register=register, **parts)  # type: ignore[arg-type]

    return make


@pytest.fixture
def doubtful(office_of: Starting) -> Office:
    """An office whose reading of the values is not sure enough."""
    return office_of(understanding=ports.SureUnderstanding(value_confidence=0.5))


def decision(state: CaseState, verdict: Verdict = Verdict.APPROVE, **changes: object) -> Decision:
    """A clerk's word on the case as it stands."""
    plain = Decision(by="clerk", at=ports.MOMENT, verdict=verdict, revision=state.revision)
    return replace(plain, **changes)  # type: ignore[arg-type]


async def events(temporal: Client, number: str) -> list[int]:
    """The types of all events of a case's history."""
    return [event.event_type async for event in temporal.get_workflow_handle(number).fetch_history_events()]


async def status(temporal: Client, number: str) -> WorkflowExecutionStatus | None:
    """How Temporal says the run ended."""
    return (await temporal.get_workflow_handle(number).describe()).status


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


DATE = FieldSpec(name="signature_date", type=FieldType.DATE, labels={"es": ("Fecha",), "ca": ("Data",)})
COURSE = ports.procedure(
    id="P09",
    unit="training",
    fields={"signature_date": DATE},
    targets=(Target(system="town", entry="course"), Target(system="town", entry="list")),
)


def with_courses(office: Office, **told: object) -> Office:
    """The office with a second procedure, which has another unit, other fields and two entries."""
    office.procedures["P09"] = COURSE
    values = {"applicant_id": "48576231R", "signature_date": "2026-11-20"}
    office.understanding = replace(office.understanding, values=values, **told)  # type: ignore[arg-type]
    return office


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


async def admitted(temporal: Client, number: str) -> None:
    """Wait until an update has entered the case's history."""

    async def seen() -> bool:
        return EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED in await events(temporal, number)

    await until(seen)


async def until(seen: Callable[[], Awaitable[bool]]) -> None:
    """Look again and again: the server is another process."""
    while not await seen():  # noqa: ASYNC110 - nothing here could set an event
        await asyncio.sleep(0.02)


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
