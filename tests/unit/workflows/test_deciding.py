"""What people say about a case is taken, kept, and stands against what machines say later."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import ports
from fakes.office import Office
from fakes.walking import decide, doubtful, run, walked

from casework.arranging import Arranging
from casework.asking import defects_of
from casework.decision import Verdict
from casework.errors import DecisionRefused
from casework.fields import FieldReading
from casework.findings import Severity
from casework.journey import Actor, Stage, Status
from workflows.messages import ArrangingRef, Block, CaseRef, Closing


def test_a_correction_is_judged_and_leaves_the_case_waiting() -> None:
    """The corrected value is in order; the clerk still has the case."""
    office = doubtful()
    number = walked(office, Stage.REVIEW).number
    state = decide(office, number, verdict=Verdict.CORRECT, corrections={"applicant_id": "00000001R"})
    case = office.register.load(number)
    assert (state.status, state.stage, state.doubts, case.values) == (
        Status.WAITING, Stage.REVIEW, (), {"applicant_id": "00000001R"},
    )  # fmt: skip
    assert (case.events[-1].actor, case.events[-1].by, case.events[-1].detail) == (Actor.CLERK, "clerk", "1")


def test_two_equal_corrections_are_two_events() -> None:
    """The second is another revision, so that a decision made before it is refused."""
    office = doubtful()
    number = walked(office, Stage.REVIEW).number
    first = decide(office, number, verdict=Verdict.CORRECT, corrections={"applicant_id": "00000001R"})
    second = decide(office, number, verdict=Verdict.CORRECT, corrections={"applicant_id": "48576231R"})
    assert second.revision == first.revision + 1
    with pytest.raises(DecisionRefused, match="changed since"):
        decide(office, number, revision=first.revision)


def test_an_approval_lets_the_case_go_on_with_every_value_vouched_for() -> None:
    """The doubts stay on file."""
    office = doubtful()
    number = walked(office, Stage.REVIEW).number
    state = decide(office, number)
    case = office.register.load(number)
    assert (state.status, [field.accepted for field in case.fields]) == (Status.RUNNING, [True])
    assert [found.code for found in case.doubts] == ["FIELD_DOUBTFUL"]
    assert run(office.light().review, CaseRef(number=number)).status is Status.RUNNING


def test_an_approval_before_review_does_not_count_for_what_is_found_later() -> None:
    """A clerk who helped a blocked stage has not seen the doubts yet."""
    office = doubtful()
    number = walked(office, Stage.CLASSIFY).number
    light = office.light()
    run(light.block, Block(number=number, stage=Stage.EXTRACT, code="UNEXPECTED", message=""))
    assert decide(office, number).status is Status.RUNNING
    for act in (light.extract, light.validate, light.review):
        state = run(act, CaseRef(number=number))
    assert (state.status, state.doubts) == (Status.WAITING, ("FIELD_DOUBTFUL",))


@pytest.mark.parametrize(
    ("understanding", "changes", "status"),
    [
        ("P08", {"verdict": Verdict.REJECT, "reason": "no"}, Status.RETURNED),
        ("unreadable", {"verdict": Verdict.REJECT, "reason": "no"}, Status.REFUSED),
        ("P08", {"verdict": Verdict.DUPLICATE, "duplicate_of": "DOV-2026-000009"}, Status.DUPLICATE),
        ("P08", {"verdict": Verdict.FORWARD, "destination": "Generalitat Valenciana"}, Status.FORWARDED),
    ],
)
def test_a_clerk_may_end_a_case(understanding: str, changes: dict[str, object], status: Status) -> None:
    """Given back, refused, or linked to the first one."""
    office = doubtful()
    office.understanding = ports.SureUnderstanding(kind=understanding, value_confidence=0.5)
    number = walked(office, Stage.REVIEW).number
    assert decide(office, number, **changes).status is status
    assert office.register.load(number).duplicate_of == changes.get("duplicate_of", "")


def test_what_a_clerk_said_outlives_another_extraction() -> None:
    """Typed values stay, emptied ones stay empty, and a person who has the case keeps it."""
    office = doubtful()
    office.understanding = ports.SureUnderstanding(
        values={"applicant_id": "48576231R", "signature_date": "2026-11-20"}, value_confidence=0.5
    )
    number = walked(office, Stage.REVIEW).number
    decide(office, number, verdict=Verdict.CORRECT, corrections={"applicant_id": "00000001R", "signature_date": None})
    state = run(office.light().extract, CaseRef(number=number, asked=True))
    case = office.register.load(number)
    assert (state.status, state.stage, case.values) == (Status.WAITING, Stage.REVIEW, {"applicant_id": "00000001R"})
    assert case.fields == (
        FieldReading(
            name="applicant_id", value="00000001R", raw="48576231R", confidence=1.0, method="clerk", accepted=True,
            checks_passed=("tax_id",),
        ),
    )  # fmt: skip


def test_the_kind_a_clerk_gave_outlives_the_classifier() -> None:
    """Going on from a blocked stage does not ask the classifier against the clerk."""
    office = doubtful()
    number = walked(office, Stage.READ).number
    run(office.light().block, Block(number=number, stage=Stage.CLASSIFY, code="UNEXPECTED", message=""))
    decide(office, number, kind="P09")
    assert run(office.light().classify, CaseRef(number=number)).kind == "P09"
    assert office.register.load(number).classification.confidence == 1.0


def test_a_blocked_stage_waits_with_the_systems_own_words() -> None:
    """The code is the error's; the sentence is for everyone, the message for the clerk."""
    office = Office()
    number = walked(office, Stage.REVIEW).number
    block = Block(number=number, stage=Stage.FILL, code="ENTRY_REFUSED", message="another record")
    state = run(office.light().block, block)
    [found] = office.register.load(number).findings
    assert (state.status, state.stage, state.doubts) == (Status.WAITING, Stage.FILL, ("ENTRY_REFUSED",))
    assert (found.severity, found.es, found.law) == (
        Severity.DOUBT, "El trabajo no puede seguir sin una persona (entry refused).", "another record",
    )  # fmt: skip


@pytest.mark.parametrize("status", [Status.FILED, Status.RETURNED])
def test_a_case_that_has_ended_keeps_its_end(status: Status) -> None:
    """Neither a letter that cannot be written nor a late cancellation undoes what was done."""
    office = Office()
    case = walked(office, Stage.FILL)
    office.register.save(replace(case, status=status))
    light = office.light()
    block = Block(number=case.number, stage=Stage.NOTIFY, code="MISCONFIGURED", message="")
    assert run(light.block, block).status is status
    assert run(light.cancel, Closing(number=case.number, by="administrator")).status is status


def test_a_running_case_is_cancelled_by_a_person() -> None:
    """The timeline says by whom."""
    office = Office()
    number = walked(office, Stage.READ).number
    state = run(office.light().cancel, Closing(number=number, by="administrator"))
    event = office.register.load(number).events[-1]
    assert (state.status, state.stage, event.what, event.by) == (
        Status.CANCELLED, Stage.READ, "cancelled", "administrator",
    )  # fmt: skip


def test_what_a_clerk_cannot_make_out_is_a_defect_to_ask_for() -> None:
    """It waits for the citizen's word, in the words of the requirement; an answer that brings it settles it."""
    office = doubtful()
    number = walked(office, Stage.REVIEW).number
    decide(
        office, number, verdict=Verdict.CORRECT, corrections={"applicant_id": None}, illegible=("applicant_id",)
    )  # fmt: skip
    case = office.register.load(number)
    assert [(defect.code, defect.field, defect.es) for defect in defects_of(case)] == [
        (
            "FIELD_ILLEGIBLE",
            "applicant_id",
            "No se puede leer en el papel: NIF. Indíquelo de nuevo, a máquina o con letra clara.",
        )
    ]


def test_pages_in_a_new_order_are_read_where_the_case_stands() -> None:
    """Told twice, done once; the kind that a clerk gave and what they typed stay theirs."""
    office = doubtful()
    number = walked(office, Stage.REVIEW).number
    decide(office, number, verdict=Verdict.CORRECT, kind="P09", corrections={"signature_date": "2026-11-20"})
    made = ports.document(b"made")
    office.store.put(b"made")
    revision = office.register.load(number).revision
    arranging = Arranging(by="ana", at=ports.MOMENT, revision=revision, documents=(made,))
    ref, asked = ArrangingRef(number=number, arranging=arranging), CaseRef(number=number, asked=True)
    for act, argument in (
        (office.arranging().arrange, ref), (office.arranging().arrange, ref), (office.reading().read_again, asked),
        (office.light().classify, asked), (office.light().extract, asked), (office.light().validate, asked),
    ):  # fmt: skip
        state = run(act, argument)
    case = office.register.load(number)
    assert (state.stage, state.status, state.kind) == (Stage.REVIEW, Status.WAITING, "P09")
    assert (list(case.readings), case.values) == ([made.sha256], {"signature_date": "2026-11-20"})
    assert [event.what for event in case.events].count("arranged") == 1
