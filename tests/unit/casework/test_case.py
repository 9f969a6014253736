"""A case goes from step to step, and takes decisions that fit it as it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes.ports import MOMENT, MemoryRegister, document, procedure

from casework.application import Channel
from casework.case import Case
from casework.decision import Decision, Verdict
from casework.errors import DecisionRefused
from casework.fields import Classification, FieldReading
from casework.filing import Filing
from casework.findings import finding
from casework.journey import Actor, Event, Stage, Status
from casework.modes import Mode, Rehearsal
from casework.ports import Submission
from casework.procedure import FieldSpec, FieldType

PROCEDURES = {
    "P08": procedure(),
    "P09": procedure(
        id="P09",
        fields={
            "signature_date": FieldSpec(name="signature_date", type=FieldType.DATE, labels={"es": ("F",), "ca": ("D",)})
        },
    ),
}
READ = Event(at=MOMENT, stage=Stage.READ, actor=Actor.ROBOT, what="read")


def field(name: str, value: str, **more: object) -> FieldReading:
    """A value with its evidence."""
    found = FieldReading(name=name, value=value, raw=value, confidence=0.6, method="fake", page=1)
    return replace(found, **more)  # type: ignore[arg-type]


def case(kind: str = "P08", **changes: object) -> Case:
    """A case with two fields."""
    register = MemoryRegister()
    new = register.load(register.case_of(document()))
    fields = (field("applicant_id", "48576231T", checks_failed=("tax_id",)), field("signature_date", "2026-11-20"))
    told = Classification(kind=kind, confidence=0.7, language="ca")
    return replace(new, classification=told, fields=fields, **changes)  # type: ignore[arg-type]


def decision(**changes: object) -> Decision:
    """An approval of the case as it was made."""
    return replace(Decision(by="clerk", at=MOMENT, verdict=Verdict.APPROVE, revision=0), **changes)  # type: ignore[arg-type]


def test_a_new_case_stands_at_the_beginning() -> None:
    """Received, under way, of no known kind, without doubts."""
    register = MemoryRegister()
    new = register.load(register.case_of(document()))
    assert (new.stage, new.status, new.kind, new.language, new.revision, new.needs_review) == (
        Stage.RECEIVE, Status.RUNNING, "unknown", "es", 0, False,
    )  # fmt: skip
    assert [event.what for event in new.events] == ["received"]


def test_a_case_from_the_mailbox_has_no_entry_date_and_waits_for_a_person() -> None:
    """No robot makes an entry of an e-mail (art. 16.4)."""
    register = MemoryRegister()
    new = register.load(register.case_of(document(), channel=Channel.EMAIL))
    assert ([found.code for found in new.findings], new.needs_review) == (["NO_ENTRY_DATE"], True)


def test_each_step_leaves_an_event_and_a_revision() -> None:
    """Stage, status, timeline and revision go on together."""
    step = case().at(Stage.READ, READ, status=Status.WAITING)
    assert (step.stage, step.status, step.revision, step.events[-1]) == (Stage.READ, Status.WAITING, 1, READ)
    assert step.at(Stage.CLASSIFY, replace(READ, what="classified")).status is Status.WAITING


def test_a_step_taken_again_leaves_one_event() -> None:
    """The first moment stays; only the status may change."""
    once = case().at(Stage.READ, READ)
    later = replace(READ, at=MOMENT + timedelta(hours=1))
    assert once.at(Stage.READ, later) == once
    assert once.at(Stage.READ, later, status=Status.WAITING) == replace(once, status=Status.WAITING)
    assert once.at(Stage.READ, replace(later, detail="2/2")).revision == 2


def test_what_a_person_does_twice_happened_twice() -> None:
    """Two equal corrections are two events, and each makes the case another one."""
    twice = case().then(Stage.READ, READ).then(Stage.READ, READ)
    assert (twice.events[-2:], twice.revision) == ((READ, READ), 2)


def test_the_same_finding_stands_once() -> None:
    """Finding it again adds nothing; elsewhere it is another."""
    one, other = finding("FIELD_INVALID", field="a"), finding("FIELD_INVALID", field="b")
    found = case().with_findings(one, one).with_findings(one, other)
    assert (found.findings, found.doubts) == ((one, other), (one, other))


def test_a_second_receipt_for_a_key_replaces_the_first() -> None:
    """A retry leaves one filing for each key."""
    first = Filing(
        key="k", system="s", entry="e", entry_version="1", record="1", address="", account="r", filed_at=MOMENT
    )
    second, other = replace(first, found=True), replace(first, key="l")
    assert case().filed(first).filed(other).filed(second).filings == (other, second)


def test_a_second_rehearsal_for_a_key_replaces_the_first_and_pictures_are_told() -> None:
    """Every picture a robot took can be found by its hash."""
    first = Rehearsal(key="k", system="s", entry="e", entry_version="1", mode=Mode.OFF, at=MOMENT)
    second, other = replace(first, picture="p1"), replace(first, key="l")
    rehearsed = case().rehearsed(first).rehearsed(other).rehearsed(second)
    assert (rehearsed.rehearsals, rehearsed.rehearsal_of("k"), rehearsed.rehearsal_of("m")) == (
        (other, second), second, None,
    )  # fmt: skip
    filing = Filing(key="k", system="s", entry="e", entry_version="1", record="1", address="", account="r",
                    filed_at=MOMENT, screenshot="p2", before="p3")  # fmt: skip
    assert rehearsed.filed(filing).pictures == {"p1", "p2", "p3"}


def test_an_approved_case_has_every_value_vouched_for() -> None:
    """The clerk answers for all of them."""
    assert [known.accepted for known in case().approved().fields] == [True, True]


def test_a_correction_keeps_the_place_and_forgets_what_failed() -> None:
    """What the clerk typed is sure, accepted, and still shows where it stands on the paper."""
    decided = case().decided(decision(corrections={"applicant_id": "48576231R"}), PROCEDURES)
    corrected = next(known for known in decided.fields if known.name == "applicant_id")
    assert (corrected.value, corrected.raw, corrected.page) == ("48576231R", "48576231T", 1)
    assert (corrected.method, corrected.confidence, corrected.accepted, corrected.checks_failed) == (
        "clerk", 1.0, True, (),
    )  # fmt: skip
    assert decided.values == {"signature_date": "2026-11-20", "applicant_id": "48576231R"}
    assert (decided.classification.confidence, decided.told_kind) == (0.7, None)


def test_a_clerk_may_add_a_value_that_nobody_found() -> None:
    """It has no place on the paper."""
    decided = replace(case(), fields=()).decided(decision(corrections={"applicant_id": "48576231R"}), PROCEDURES)
    assert decided.fields == (
        FieldReading(name="applicant_id", value="48576231R", raw="", confidence=1.0, method="clerk", accepted=True),
    )


def test_a_clerk_may_say_that_there_is_no_value() -> None:
    """The value goes, and the word stays until another one is said."""
    emptied = case().decided(decision(corrections={"signature_date": None}), PROCEDURES)
    assert (emptied.values, emptied.told_empty) == ({"applicant_id": "48576231T"}, {"signature_date"})
    filled = emptied.decided(decision(corrections={"signature_date": "2026-11-21"}), PROCEDURES)
    assert filled.told_empty == set()


def test_a_clerk_may_say_that_a_value_cannot_be_made_out() -> None:
    """It has no value either, and is told apart; what is typed later counts."""
    illegible = decision(corrections={"signature_date": None, "applicant_id": None}, illegible=("signature_date",))
    unread = case().decided(illegible, PROCEDURES)
    assert (unread.values, unread.told_empty, unread.told_illegible) == (
        {}, {"signature_date", "applicant_id"}, {"signature_date"},
    )  # fmt: skip
    assert unread.decided(decision(), PROCEDURES).told_illegible == {"signature_date"}
    typed = unread.decided(decision(corrections={"signature_date": "2026-11-21"}), PROCEDURES)
    assert typed.told_illegible == set()
    absent = unread.decided(decision(corrections={"signature_date": None}), PROCEDURES)
    assert absent.told_illegible == set()


def test_the_administration_that_a_clerk_named_stays_with_the_case() -> None:
    """Whatever kind the application is of, and of none."""
    forward = decision(verdict=Verdict.FORWARD, destination="Generalitat Valenciana")
    assert case("advertising").decided(forward, PROCEDURES).destination == "Generalitat Valenciana"
    assert case().destination == ""
    coded = case("advertising").decided(replace(forward, destination_code="A10002983"), PROCEDURES)
    assert (coded.destination_code, case().destination_code) == ("A10002983", "")


def test_another_kind_drops_the_fields_it_does_not_know() -> None:
    """The kind is the clerk's and sure; values of fields that both kinds have stay."""
    decided = case().decided(decision(kind="P09"), PROCEDURES)
    assert (decided.kind, decided.told_kind, decided.classification.confidence) == ("P09", "P09", 1.0)
    assert list(decided.values) == ["signature_date"]


def test_the_last_kind_that_a_clerk_gave_counts() -> None:
    """A decision without a kind changes nothing about it."""
    correct = decision(verdict=Verdict.CORRECT)
    told = case()
    for kind in ("P09", "P08", None):
        told = told.decided(replace(correct, kind=kind), PROCEDURES)
    assert (told.told_kind, len(told.decisions)) == ("P08", 3)


def test_what_is_no_procedure_has_no_fields() -> None:
    """Giving such a case back needs no kind."""
    decided = case("advertising").decided(decision(verdict=Verdict.REJECT, reason="publicidad"), PROCEDURES)
    assert (decided.kind, decided.fields, len(decided.decisions)) == ("advertising", (), 1)


def test_a_duplicate_names_the_other() -> None:
    """The number stays with the case through later decisions."""
    first = case().decided(decision(verdict=Verdict.DUPLICATE, duplicate_of="DOV-2026-000009"), PROCEDURES)
    assert first.decided(decision(), PROCEDURES).duplicate_of == "DOV-2026-000009"


@pytest.mark.parametrize(
    ("kind", "changes", "message"),
    [
        ("P08", {"revision": 1}, r"changed since \(revision 0, decided on 1\) — reload"),
        ("P08", {"by": " "}, "who took it"),
        ("P08", {"kind": "P99"}, "'P99' is no procedure"),
        ("unreadable", {}, "'unreadable' is no procedure"),
        ("P08", {"verdict": Verdict.REJECT, "reason": " "}, "needs a reason"),
        ("unreadable", {"verdict": Verdict.CORRECT, "corrections": {"a": "b"}}, "within a procedure"),
        ("P08", {"corrections": {"iban": "x"}}, "P08 has no field 'iban'"),
        ("P08", {"kind": "P09", "corrections": {"applicant_id": "48576231R"}}, "P09 has no field 'applicant_id'"),
        ("P08", {"corrections": {"applicant_id": "48576231T"}}, "'applicant_id' is no valid tax_id"),
        ("P08", {"verdict": Verdict.FORWARD, "destination": " "}, "name of the other administration"),
        ("P08", {"verdict": Verdict.FORWARD, "destination": "Otra", "destination_code": "A1"}, "code is none"),
        ("P08", {"corrections": {"applicant_id": "48576231R"}, "illegible": ("applicant_id",)}, "has no value"),
        ("P08", {"illegible": ("applicant_id",)}, "has no value"),
        ("P08", {"verdict": Verdict.DUPLICATE}, "number of the other application"),
        ("P08", {"verdict": Verdict.DUPLICATE, "duplicate_of": "DOV-2026-000001"}, "number of the other application"),
        ("P08", {"verdict": Verdict.DUPLICATE, "duplicate_of": "the first"}, "number of the other application"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused(kind: str, changes: dict[str, object], message: str) -> None:
    """Each reason is said, with what to do, and never with the value itself."""
    with pytest.raises(DecisionRefused, match=message) as refused:
        case(kind).decided(decision(**changes), PROCEDURES)
    assert refused.value.remedy
    assert "48576231" not in str(refused.value)


@pytest.mark.parametrize("status", Status)
def test_a_case_has_ended_in_one_of_six_ways(status: Status) -> None:
    """Under way, waiting and paused go on."""
    ended = {"filed", "returned", "duplicate", "forwarded", "refused", "cancelled"}
    assert status.ended is (status.value in ended)


@pytest.mark.parametrize(
    ("channel", "by_mailbox", "by_procedure", "entry"),
    [
        (Channel.COUNTER, False, False, True),
        (Channel.EMAIL, False, False, False),
        (Channel.EMAIL, True, False, False),
        (Channel.EMAIL, False, True, False),
        (Channel.EMAIL, True, True, True),
    ],
)
def test_mail_is_an_entry_where_mailbox_and_procedure_both_say_so(
    channel: Channel,
    by_mailbox: bool,  # noqa: FBT001
    by_procedure: bool,  # noqa: FBT001
    entry: bool,  # noqa: FBT001
) -> None:
    """Either alone makes a pre-entry (art. 16.4); without a procedure there is none."""
    register = MemoryRegister()
    new = register.load(register.case_of(document(), channel=channel))
    new = replace(new, application=replace(new.application, mailbox_entry=by_mailbox))
    assert new.has_entry(procedure(mailbox_entry=by_procedure)) is entry
    assert new.has_entry(None) is (channel is Channel.COUNTER)


def test_a_machine_gets_no_letter_until_its_message_was_filed() -> None:
    """People are answered; a machine's message only where a person let it be filed."""
    register = MemoryRegister()
    sent = Submission(
        key="k", received_at=MOMENT, channel=Channel.EMAIL, documents=(document(),), findings=("AUTOMATIC_MESSAGE",)
    )
    new = register.load(register.admit(sent).number)
    assert [found.code for found in new.findings] == ["NO_ENTRY_DATE", "AUTOMATIC_MESSAGE"]
    assert (new.is_answered, replace(new, status=Status.FILED).is_answered) == (False, True)
    assert replace(new, findings=()).is_answered
