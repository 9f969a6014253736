"""Each stage loads the case, does its work through a port, and saves it; doing so twice changes nothing more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from fakes import ports
from fakes.office import Office
from fakes.walking import TARGET, decide, doubtful, run, walked

from casework.application import Channel
from casework.case import Letter
from casework.decision import Decision, Verdict
from casework.errors import EntryRefused, LockedDocument, Misconfigured, TooLarge, UnreadableDocument
from casework.fields import FieldReading
from casework.filing import Entry, Proof
from casework.findings import finding
from casework.journey import Stage, Status
from casework.procedure import Target
from workflows.judgement import unread
from workflows.messages import Block, CaseRef, CaseState, Closing, DecisionRef, FillRef


def test_a_sure_case_goes_through_every_stage() -> None:
    """One event a stage, every value accepted, one record, one letter, one archived file."""
    office = Office()
    case = walked(office)
    assert [event.what for event in case.events] == [
        "received", "opened", "read", "classified", "extracted", "validated", "passed", "entered", "notified",
        "archived",
    ]  # fmt: skip
    assert ([field.accepted for field in case.fields], case.findings, case.due) == ([True], (), date(2027, 2, 23))
    assert (office.filler.writes, [letter.kind for letter in case.letters], case.archived) == (
        1, ["L1"], f"2026/{case.number}",
    )  # fmt: skip
    assert office.archive.kept[case.number].letters == case.letters


def test_a_complaint_says_who_sent_it() -> None:
    """It goes to a clerk, who finds it by the sender's number; nothing of it is accepted unseen."""
    office = Office(understanding=ports.SureUnderstanding(kind="complaint"))
    case = walked(office, Stage.VALIDATE)
    assert (case.values, [field.accepted for field in case.fields]) == ({"applicant_id": "48576231R"}, [False])
    assert [found.code for found in case.findings] == ["NOT_A_PROCEDURE"]


@pytest.mark.parametrize("until", Stage)
def test_a_stage_that_is_taken_twice_leaves_the_same_case(until: Stage) -> None:
    """A worker may die after the work and before it could say so."""
    office = doubtful()
    case = walked(office, until)
    light, papers, number = office.light(), office.papers(), case.number
    acts: dict[Stage, tuple[Callable[..., CaseState], object]] = {
        Stage.READ: (office.reading().read, CaseRef(number=number)),
        Stage.FILL: (office.filling().fill, FillRef(number=number, target=TARGET)),
        Stage.NOTIFY: (papers.notify, CaseRef(number=number)),
        Stage.ARCHIVE: (papers.archive, CaseRef(number=number)),
    }
    act, argument = acts.get(until, (getattr(light, until.value, light.receive), CaseRef(number=number)))
    run(act, argument)
    assert office.register.load(number) == case


def test_settling_blocking_cancelling_and_deciding_twice_leaves_the_same_case() -> None:
    """What people and robots say about a case is said once."""
    office = doubtful()
    number = walked(office, Stage.FILL).number
    light = office.light()
    block = Block(number=number, stage=Stage.FILL, code="ENTRY_REFUSED", message="no")
    decision = Decision(
        by="clerk", at=ports.MOMENT, verdict=Verdict.CORRECT, revision=office.register.load(number).revision + 1
    )
    acts: list[tuple[Callable[..., CaseState], object]] = [
        (light.block, block),
        (light.decide, DecisionRef(number=number, decision=decision)),
        (light.settle, CaseRef(number=number)),
        (light.cancel, Closing(number=number, by="administrator")),
    ]
    for act, argument in acts:
        first = run(act, argument)
        case = office.register.load(number)
        assert run(act, argument) == first
        assert office.register.load(number) == case


def test_what_a_message_holds_stands_for_itself() -> None:
    """The message is kept and not read; what is inside is, each once; an archive inside stays as it is on a retry."""
    mail, form, packed = b"a message", b"a form", b"a zip"
    inside = {
        mail: [("form.pdf", "application/pdf", form), ("copy.pdf", "application/pdf", form),
               ("more.zip", "application/zip", packed)],
        packed: [("late.pdf", "application/pdf", b"late")],
    }  # fmt: skip
    office = Office(unpacker=ports.Unpacked(inside))
    number = office.admit(mail, Channel.EMAIL)
    for _ in range(2):
        run(office.light().receive, CaseRef(number=number))
    documents = office.register.load(number).application.documents
    assert [(found.name, found.container) for found in documents] == [
        ("instancia.pdf", True), ("copy.pdf", False), ("more.zip", False),
    ]  # fmt: skip
    assert office.store.get(documents[1].sha256) == form


def test_a_plain_document_gets_its_real_type() -> None:
    """A document that holds nothing else is itself; its bytes say what it is."""
    office = Office(unpacker=ports.Unpacked({b"a picture": [("x", "image/png", b"a picture")]}))
    number = office.admit(b"a picture")
    run(office.light().receive, CaseRef(number=number))
    [document] = office.register.load(number).application.documents
    assert (document.name, document.media_type, document.container) == ("instancia.pdf", "image/png", False)


def test_what_cannot_be_opened_is_left_to_reading() -> None:
    """Missing bytes are no failure of receiving; a container of the intake is kept as it is."""
    office = Office()
    container = replace(ports.document(b"mail"), container=True)
    number = office.admit_documents(container, ports.document(b"lost"))
    run(office.light().receive, CaseRef(number=number))
    assert office.register.load(number).application.documents == (container, ports.document(b"lost"))


def test_what_is_too_large_or_locked_is_told_as_such() -> None:
    """The citizen is asked for it in parts or without its lock, not for another copy of the same."""
    document = ports.document(b"large")
    told = [unread(error("no"), document).code for error in (TooLarge, LockedDocument, UnreadableDocument)]
    assert told == ["DOCUMENT_TOO_LARGE", "DOCUMENT_LOCKED", "DOCUMENT_UNREADABLE"]


def test_an_unreadable_case_is_no_procedure() -> None:
    """The reason is a finding with its code; nothing is left to understand."""
    office = Office(readings=ports.NothingReadable())
    case = walked(office, Stage.REVIEW)
    assert ([found.code for found in case.findings], case.kind, case.status) == (
        ["DOCUMENT_UNREADABLE", "NOT_A_PROCEDURE"], "unreadable", Status.WAITING,
    )  # fmt: skip
    assert case.findings[0].ca == "Un dels arxius no es pot llegir."
    assert [event.detail for event in case.events if event.what == "read"] == ["0/1"]


@pytest.mark.parametrize("shown", ["DOV7-Q2M9-XKD4-4TBH-A3FF", "dov7 q2m9 xkd4 4tbh a3ff"])
def test_papers_with_another_cases_letter_may_be_an_answer_to_it(shown: str) -> None:
    """Who brings back our letter answers it; a person says so, and is told which case it was written for."""
    office = Office(readings=ports.PlainReadings(text=f"Código seguro de verificación {shown}"))
    number, letter = office.admit(b"what was missing"), Letter(
        kind="L3", language="es", csv="DOV7Q2M9XKD44TBHA3FF", sha256="l", written_at=office.now()
    )  # fmt: skip
    run(office.reading().read, CaseRef(number=number))
    assert office.register.load(number).findings == ()
    asked = office.register.load(office.admit(b"the application"))
    office.register.save(replace(asked, letters=(letter,)))
    for case in (number, asked.number):
        run(office.reading().read, CaseRef(number=case))
    [found] = office.register.load(number).findings
    assert (found.code, found.es.endswith(f"({asked.number})")) == ("POSSIBLE_ANSWER", True)
    assert office.register.load(asked.number).findings == ()


def test_a_letters_code_that_only_its_qr_picture_tells_is_enough() -> None:
    """The printed code is worn away; the picture beside it holds the address with the code."""
    office = Office()
    asked, number = office.register.load(office.admit(b"the application")), office.admit(b"what was missing")
    letter = Letter(kind="L3", language="es", csv="DOV7Q2M9XKD44TBHA3FF", sha256="l", written_at=office.now())
    office.register.save(replace(asked, letters=(letter,)))
    office.readings = ports.PlainReadings(codes=("https://sede.example.org/verificar?csv=DOV7Q2M9XKD44TBHA3FF",))
    run(office.reading().read, CaseRef(number=number))
    [found] = office.register.load(number).findings
    assert (found.code, found.es.endswith(f"({asked.number})")) == ("POSSIBLE_ANSWER", True)


def test_reading_again_forgets_what_reading_said_before() -> None:
    """A file that can be read now is no longer called unreadable; the note of arrival stays."""
    office = Office(readings=ports.NothingReadable())
    number = walked(office, Stage.READ, channel=Channel.EMAIL).number
    office.readings = ports.RepairedReadings()
    run(office.reading().read, CaseRef(number=number))
    assert [found.code for found in office.register.load(number).findings] == ["NO_ENTRY_DATE", "DOCUMENT_REPAIRED"]


@pytest.mark.parametrize(
    ("kind", "code"), [("invoice", "NOT_A_PROCEDURE"), ("blank_form", "BLANK_FORM"), ("unknown", "KIND_DOUBTFUL")]
)
def test_what_is_no_procedure_waits_with_its_reason(kind: str, code: str) -> None:
    """It has no term and belongs to no unit."""
    office = Office(understanding=ports.SureUnderstanding(kind=kind))
    case = walked(office, Stage.REVIEW)
    assert ([found.code for found in case.doubts], case.status, case.due, case.unit, case.fields) == (
        [code], Status.WAITING, None, "", (),
    )  # fmt: skip


def test_an_unsure_kind_and_a_twin_are_doubts() -> None:
    """The first twin is named."""
    register = ports.MemoryRegister(same=("DOV-2026-000007", "DOV-2026-000008"))
    office = Office(register=register, understanding=ports.SureUnderstanding(confidence=0.9))
    case = walked(office, Stage.VALIDATE)
    assert [(found.code, found.es) for found in case.doubts] == [
        ("POSSIBLE_DUPLICATE", "Puede ser un duplicado del expediente DOV-2026-000007."),
        ("KIND_DOUBTFUL", "No hay seguridad suficiente sobre qué se solicita."),
    ]


@dataclass
class PictureAtEachLook(ports.MemoryFiller):
    """Shows another picture at each look."""

    looks: list[int] = field(default_factory=list)

    def fill(self, entry: Entry) -> Proof:
        proof = super().fill(entry)
        self.looks.append(1)
        return replace(proof, before=None if proof.found else b"form", after=b"look %d" % len(self.looks))


def test_a_repeated_filing_keeps_the_first_receipt() -> None:
    """The moment, the picture and who wrote it are those of the try that wrote."""
    office = Office(filler=PictureAtEachLook())
    first = walked(office, Stage.FILL)
    run(office.filling().fill, FillRef(number=first.number, target=TARGET))
    [filing] = office.register.load(first.number).filings
    assert filing == first.filings[0]
    assert (filing.found, office.store.get(filing.screenshot), office.filler.writes) == (False, b"look 1", 1)
    assert (office.store.get(filing.before), filing.model) == (b"form", "fake-1")
    assert filing.read_back == {"number": first.number, "applicant_id": "48576231R"}


def test_a_record_that_was_there_says_so() -> None:
    """Without a first receipt, an earlier try had written it; another entry's receipt is not its own."""
    office = Office()
    case = walked(office, Stage.FILL)
    office.register.save(replace(case, filings=(replace(case.filings[0], key="another"),)))
    run(office.filling().fill, FillRef(number=case.number, target=TARGET))
    assert [(filing.key == "another", filing.found) for filing in office.register.load(case.number).filings] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_a_refused_entry_leaves_no_receipt() -> None:
    """Nothing is noted that was not proven."""
    office = Office(filler=ports.RefusingFiller())
    with pytest.raises(EntryRefused):
        walked(office, Stage.FILL)
    assert office.register.load("DOV-2026-000001").filings == ()


@pytest.mark.parametrize(
    ("kind", "target", "message"),
    [("P08", Target(system="moon", entry="x"), "no back-office 'moon'"), ("P99", TARGET, "no procedure 'P99'")],
)
def test_what_is_not_configured_is_named(kind: str, target: Target, message: str) -> None:
    """Trying again does not help; somebody must mend the configuration."""
    office = Office()
    case = walked(office, Stage.REVIEW)
    office.register.save(replace(case, classification=replace(case.classification, kind=kind)))
    with pytest.raises(Misconfigured, match=message):
        run(office.filling().fill, FillRef(number=case.number, target=target))


def test_a_filling_without_pictures_has_none() -> None:
    """Systems without pages have nothing to show."""

    class Blind(ports.MemoryFiller):
        def fill(self, entry: Entry) -> Proof:
            return replace(super().fill(entry), before=None, after=None)

    [filing] = walked(Office(filler=Blind()), Stage.FILL).filings
    assert (filing.before, filing.screenshot) == ("", "")


def test_what_is_no_procedure_gets_a_plain_receipt() -> None:
    """Every citizen gets an answer; a letter is written once, with its code and its hash."""
    office = Office(understanding=ports.SureUnderstanding(kind="invoice"))
    number = walked(office, Stage.REVIEW).number
    run(office.papers().notify, CaseRef(number=number))
    [letter] = office.register.load(number).letters
    assert (letter.kind, letter.language, letter.csv, letter.written_at) == ("L1", "es", f"{number}-L1", ports.MOMENT)
    assert office.store.get(letter.sha256) == f"L1 {number} {number}-L1".encode()


def test_a_letter_for_the_electronic_office_is_written_with_its_alert() -> None:
    """In one step, so that no crash parts them; the alert says nothing of the case and the journey does not send it."""
    office = Office()
    case = walked(office, Stage.REVIEW, channel=Channel.API)
    given = FieldReading(
        name="applicant_email", value="ana@example.org", raw="", confidence=1, method="test", accepted=True
    )
    office.register.save(replace(case, fields=(*case.fields, given)))
    for _ in range(2):
        state = office.papers().notify(CaseRef(number=case.number))
        letters = office.register.load(case.number).letters
        assert [(letter.kind, letter.csv) for letter in letters] == [
            ("L1", f"{case.number}-L1"), ("L9", f"{case.number}-L9"),
        ]  # fmt: skip
        assert state.letters == (f"{case.number}-L1",)


def test_missing_bytes_are_a_refusal() -> None:
    """The store never invents a document."""
    with pytest.raises(UnreadableDocument):
        Office().store.get("0" * 64)


def test_the_understanding_is_asked_for_the_procedures_fields_alone() -> None:
    """A value of another procedure is not taken over."""
    office = Office(understanding=ports.SureUnderstanding(values={"iban": "x", "applicant_id": "48576231R"}))
    assert walked(office, Stage.EXTRACT).values == {"applicant_id": "48576231R"}


def test_findings_are_found_anew_at_each_validation() -> None:
    """What was mended is no longer found; what arrival said stays."""
    office = Office()
    case = walked(office, Stage.EXTRACT, channel=Channel.EMAIL)
    office.register.save(case.with_findings(finding("FIELD_MISSING", field="applicant_id")))
    run(office.light().validate, CaseRef(number=case.number))
    assert [found.code for found in office.register.load(case.number).findings] == ["NO_ENTRY_DATE"]


def test_a_pre_entry_has_no_term_and_an_entry_by_mail_has_one() -> None:
    """The mailbox gave a date and the procedure takes it: the note goes, the term is set; and back again."""
    office = Office(procedures={"P08": ports.procedure(mailbox_entry=True)})
    case = walked(office, Stage.EXTRACT, channel=Channel.EMAIL)
    run(office.light().validate, CaseRef(number=case.number))
    validated = office.register.load(case.number)
    assert (validated.due, [found.code for found in validated.findings]) == (None, ["NO_ENTRY_DATE"])
    office.register.save(replace(validated, application=replace(validated.application, mailbox_entry=True)))
    run(office.light().validate, CaseRef(number=case.number))
    validated = office.register.load(case.number)
    assert (validated.due, validated.findings) == (date(2027, 2, 23), ())
    office.procedures["P08"] = ports.procedure()
    run(office.light().validate, CaseRef(number=case.number))
    validated = office.register.load(case.number)
    assert (validated.due, [found.code for found in validated.findings]) == (None, ["NO_ENTRY_DATE"])


@pytest.mark.parametrize("code", ["POSSIBLE_ANSWER", "AUTOMATIC_MESSAGE"])
def test_what_may_be_an_answer_or_a_machines_is_not_told_of_channels(code: str) -> None:
    """A person says first what it is; all other mail is answered once."""
    office = Office()
    case = walked(office, Stage.VALIDATE, channel=Channel.EMAIL)
    office.register.save(case.with_findings(finding(code)))
    run(office.papers().acknowledge, CaseRef(number=case.number))
    assert office.register.load(case.number).letters == ()
    office.register.save(case)
    for _ in range(2):
        run(office.papers().acknowledge, CaseRef(number=case.number))
    answered = office.register.load(case.number)
    assert ([letter.kind for letter in answered.letters], answered.events[-1].what) == (["L1"], "acknowledged")


def test_an_address_gets_so_many_answers_a_day_and_the_rest_are_cases_that_say_so() -> None:
    """What is beyond the bound is taken in; its case tells once that it was not answered, at every look."""
    office = Office(answering=ports.MemoryAnswering(most=1))
    first, second = (walked(office, Stage.VALIDATE, channel=Channel.EMAIL, data=data) for data in (b"one", b"two"))
    for case in (first, second, second, first):
        run(office.papers().acknowledge, CaseRef(number=case.number))
    assert [letter.kind for letter in office.register.load(first.number).letters] == ["L1"]
    told = office.register.load(second.number)
    assert ([event.what for event in told.events].count("answer_withheld"), told.letters) == (1, ())
    run(office.light().validate, CaseRef(number=second.number))
    told = office.register.load(second.number)
    assert [found.code for found in told.findings] == ["NO_ENTRY_DATE", "ANSWER_WITHHELD"]
    assert [found.code for found in told.doubts] == ["NO_ENTRY_DATE"]


def test_the_receipt_at_the_end_has_the_same_bound_until_a_person_decides() -> None:
    """No way of answering mail by itself goes round the bound; a clerk's word does."""
    office = Office(answering=ports.MemoryAnswering(most=0))
    mail = walked(office, Stage.REVIEW, channel=Channel.EMAIL)
    run(office.papers().notify, CaseRef(number=mail.number))
    assert office.register.load(mail.number).letters == ()
    decide(office, mail.number)
    paper = walked(office, Stage.REVIEW, data=b"on paper")
    for case in (mail, paper):
        run(office.papers().notify, CaseRef(number=case.number))
        assert [letter.kind for letter in office.register.load(case.number).letters] == ["L1"]


def test_automatic_mail_gets_no_letter() -> None:
    """Whatever ended the case, no machine is written to; the doubt outlives every look at the fields."""
    office = Office()
    case = walked(office, Stage.EXTRACT, channel=Channel.EMAIL)
    office.register.save(case.with_findings(finding("AUTOMATIC_MESSAGE")))
    run(office.light().validate, CaseRef(number=case.number))
    run(office.papers().notify, CaseRef(number=case.number))
    told = office.register.load(case.number)
    assert ([found.code for found in told.doubts], told.letters) == (["NO_ENTRY_DATE", "AUTOMATIC_MESSAGE"], ())
