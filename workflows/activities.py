"""What is done at each stage: load the case, let a port do its work, save the case. Safe to repeat."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from temporalio import activity

from casework.application import Channel, Document
from casework.asking import clock_of, decided_meanwhile, new_documents
from casework.case import FOR_A_PERSON, Case, Letter, LetterKind
from casework.deadlines import Calendars
from casework.decision import Verdict
from casework.delivery import is_announced
from casework.errors import Refused
from casework.fields import UNKNOWN
from casework.findings import Finding, finding
from casework.journey import Actor, Event, Stage, Status
from casework.paper import findings_of
from casework.ports import Answering, Archive, Archivist, DocumentStore, Letters, Register, Understanding
from casework.procedure import Procedure, asked_by
from casework.reading import Reading
from casework.streets import NO_STREETS, StreetMap
from casework.validation import doubts_of_bundle, doubts_of_kind, validate
from casework.verification import codes_in
from workflows.judgement import (
    OF_READING,
    approved,
    blocked_by,
    looked,
    of_arrival,
    once,
    status_after,
    unread,
    unreadable,
)
from workflows.messages import Block, CaseRef, CaseState, Closing, DecisionRef, state_of

NO_PROCEDURE = {"blank_form": "BLANK_FORM", UNKNOWN: "KIND_DOUBTFUL"}
Procedures = Mapping[str, Procedure]
Now = Callable[[], datetime]
OnPage = Callable[[int], None]


class Unpacker(Protocol):
    """Opens what holds other documents: a message with attachments, a zip."""

    def unpack(self, name: str, data: bytes) -> list[tuple[str, str, bytes]]:
        """Name, media type and bytes of each document inside; the bytes themselves alone where they hold none.

        Raises Refused where what is packed cannot be opened.
        """
        ...


class Readings(Protocol):
    """Keeps readings in the document store, so that the same bytes are read once for each recipe."""

    def read(self, document: Document, *, on_page: OnPage | None = None) -> tuple[str, Reading]:
        """The reading and the hash it is kept under; `on_page` is told each page's number. Raises Refused."""
        ...

    def load(self, sha256: str) -> Reading:
        """A kept reading."""
        ...


def _event(now: Now, stage: Stage, what: str, *, actor: Actor = Actor.ROBOT, detail: str = "", by: str = "") -> Event:
    return Event(at=now(), stage=stage, actor=actor, what=what, detail=detail, by=by)


@dataclass(frozen=True)
class ReadingActivities:
    """The stage that needs the processor: reading pages. `case_of_letter` gives a case's number for a letter's code."""

    register: Register
    readings: Readings
    beating: Callable[[], AbstractContextManager[OnPage | None]]
    now: Now
    case_of_letter: Callable[[str], str]

    @activity.defn
    def read(self, ref: CaseRef) -> CaseState:
        """Read every document that can hold text; one that cannot be read becomes a finding, not a failure."""
        case = self._through(self.register.load(ref.number))
        event = _event(self.now, Stage.READ, "read", detail=f"{len(case.readings)}/{len(leaves(case))}")
        return _saved(self.register, case.at(Stage.READ, event, status=Status.RUNNING))

    @activity.defn
    def read_again(self, ref: CaseRef) -> CaseState:
        """Read the documents as they stand now; the case stays where it is."""
        return _saved(self.register, self._through(self.register.load(ref.number)))

    @activity.defn
    def read_more(self, ref: CaseRef) -> CaseState:
        """Read what a reply brought; the case stays where it is."""
        case = self.register.load(ref.number)
        kept, findings = self._read(new_documents(case), case.number)
        case = replace(case, readings={**case.readings, **kept}).with_findings(*findings)
        return _saved(self.register, case)

    def _through(self, case: Case) -> Case:
        """The case with the readings of its documents, and what is to be said of those alone."""
        kept, findings = self._read(leaves(case), case.number)
        before = tuple(found for found in case.findings if found.code not in OF_READING)
        return replace(case, readings=kept, findings=before).with_findings(*findings)

    def _read(self, documents: Iterable[Document], number: str) -> tuple[dict[str, str], list[Finding]]:
        kept: dict[str, str] = {}
        findings: list[Finding] = []
        for document in documents:
            try:
                with self.beating() as page_done:
                    kept[document.sha256], reading = self.readings.read(document, on_page=page_done)
            except Refused as refused:
                findings.append(unread(refused, document))
            else:
                findings += [*findings_of(reading), *self._answered(document, reading, number)]
        return kept, findings

    def _answered(self, document: Document, reading: Reading, number: str) -> Iterator[Finding]:
        """What a letter of ours for another case says that came with the papers: they may be an answer to it."""
        letters = (self.case_of_letter(code) for code in codes_in("\n".join((reading.text, *reading.codes))))
        for other in sorted({other for other in letters if other not in {"", number}}):
            found = finding("POSSIBLE_ANSWER", document=document.sha256)
            yield replace(found, es=f"{found.es} ({other})", ca=f"{found.ca} ({other})")


def leaves(case: Case) -> tuple[Document, ...]:
    """The documents that are read: all but those that only hold others."""
    return tuple(document for document in case.application.documents if not document.container)


@dataclass(frozen=True)
class CaseActivities:
    """The light stages: each loads the case, asks the domain, saves the case."""

    register: Register
    archivist: Archivist
    store: DocumentStore
    unpacker: Unpacker
    readings: Readings
    understanding: Understanding
    procedures: Procedures
    calendars: Calendars
    now: Now
    streets: StreetMap = NO_STREETS

    @activity.defn
    def receive(self, ref: CaseRef) -> CaseState:
        """Open messages and archives, so that each document inside stands for itself."""
        case = self.register.load(ref.number)
        if all(event.what != "opened" for event in case.events):  # an archive inside an archive stays closed
            documents = tuple(inner for document in case.application.documents for inner in self.opened(document))
            case = replace(case, application=replace(case.application, documents=once(documents)))
            event = _event(self.now, Stage.RECEIVE, "opened", actor=Actor.REGISTER, detail=str(len(documents)))
            case = case.at(Stage.RECEIVE, event, status=Status.RUNNING)
        return _saved(self.register, case)

    def opened(self, document: Document) -> list[Document]:
        """The document with what it holds, each standing for itself; alone where it holds nothing."""
        if document.container:
            return [document]
        try:
            inside = self.unpacker.unpack(document.name, self.store.get(document.sha256))
        except Refused:
            return [document]  # reading it will say why, in a finding
        if len(inside) == 1 and hashlib.sha256(inside[0][2]).hexdigest() == document.sha256:
            return [replace(document, media_type=inside[0][1])]
        return [
            replace(document, container=True),
            *(
                Document(sha256=self.store.put(data), name=name, media_type=media_type, size=len(data))
                for name, media_type, data in inside
            ),
        ]

    @activity.defn
    def classify(self, ref: CaseRef) -> CaseState:
        """Tell what is asked for, in which language, and what each page is; a clerk's word on the kind stands."""
        case = self.register.load(ref.number)
        readings = self._readings(case)
        told = self.understanding.classify(readings) if readings else unreadable(case.language)
        if case.told_kind:
            told = replace(told, kind=case.told_kind, confidence=1.0)
        event = _event(self.now, Stage.CLASSIFY, "classified", detail=told.kind)
        return self._save(looked(replace(case, classification=told), event, asked=ref.asked))

    @activity.defn
    def extract(self, ref: CaseRef) -> CaseState:
        """Find the fields of the procedure; what a clerk typed, or said to be empty, stays as it is."""
        case = self.register.load(ref.number)
        procedure = asked_by(case.kind, self.procedures)
        fields = case.fields
        if procedure is not None:
            typed = tuple(field for field in case.fields if field.method == "clerk" and field.name in procedure.fields)
            names = {field.name for field in typed} | case.told_empty
            found = self.understanding.extract(self._readings(case), case.classification, procedure)
            fields = (*typed, *(field for field in found if field.name not in names))
        event = _event(self.now, Stage.EXTRACT, "extracted", detail=str(len(fields)))
        return self._save(looked(replace(case, fields=fields), event, asked=ref.asked))

    @activity.defn
    def validate(self, ref: CaseRef) -> CaseState:
        """Check the fields against the procedure and the law, look for twins, set the term of an entry."""
        case = self.validated(self.register.load(ref.number))
        event = _event(self.now, Stage.VALIDATE, "validated", detail=str(len(case.doubts)))
        return self._save(looked(case, event, asked=ref.asked))

    def validated(self, case: Case) -> Case:
        """The case with its findings found again: those of reading stay, the rest is judged afresh."""
        procedure = self.procedures.get(case.kind)
        entry = case.has_entry(procedure)
        case = replace(case, findings=of_arrival(case, entry=entry))
        twins = self.archivist.twins(case)
        case = case.with_findings(
            *(finding("POSSIBLE_DUPLICATE", label={"es": twin, "ca": twin}) for twin in twins[:1])
        )
        case = case.with_findings(*doubts_of_bundle(case.classification))
        if procedure is None:
            return replace(
                case.with_findings(finding(NO_PROCEDURE.get(case.kind, "NOT_A_PROCEDURE"))), due=None, unit=""
            )
        judged = validate(
            procedure,
            case.classification,
            case.fields,
            today=case.presented_at.date(),
            illegible=case.told_illegible,
            streets=self.streets,
        )
        kind = doubts_of_kind(case.classification, self.procedures)
        case = replace(case.with_findings(*kind, *judged.findings), fields=judged.fields, unit=procedure.unit)
        return case.timed(clock_of(case, procedure, self.calendars))

    @activity.defn
    def review(self, ref: CaseRef) -> CaseState:
        """Let a case without doubts go on by itself; leave any other to a clerk."""
        case = self.register.load(ref.number)
        if case.needs_review and not approved(case):
            event = _event(self.now, Stage.REVIEW, "asked", detail=str(len(case.doubts)))
            return self._save(case.at(Stage.REVIEW, event, status=Status.WAITING))
        event = _event(self.now, Stage.REVIEW, "passed")
        return self._save(case.at(Stage.REVIEW, event, status=Status.RUNNING))

    @activity.defn
    def decide(self, ref: DecisionRef) -> CaseState:
        """Apply a clerk's decision; the same decision applied again changes nothing."""
        case = self.register.load(ref.number)
        if ref.decision in case.decisions:
            return _state(case, self.procedures)
        decided = case.decided(ref.decision, self.procedures)
        if ref.decision.verdict in {Verdict.CORRECT, Verdict.APPROVE}:
            decided = self.validated(decided)
        if ref.decision.verdict is Verdict.APPROVE:
            decided = decided.approved()
        event = _event(
            self.now, case.stage, f"decided_{ref.decision.verdict}", actor=Actor.CLERK, by=ref.decision.by,
            detail=str(len(ref.decision.corrections)),
        )  # fmt: skip
        decided = decided.then(case.stage, event, status=status_after(ref.decision, case))
        return self._save(decided_meanwhile(decided, self.now().date()))

    @activity.defn
    def block(self, block: Block) -> CaseState:
        """Leave a stage that cannot go on to a clerk, with its reason; a case that has ended keeps its end."""
        case = self.register.load(block.number)
        found = blocked_by(block.code, block.message)
        event = _event(self.now, block.stage, "blocked", detail=block.code)
        status = case.status if case.status.ended else Status.WAITING
        return self._save(case.with_findings(found).at(block.stage, event, status=status))

    @activity.defn
    def settle(self, ref: CaseRef) -> CaseState:
        """Note that every entry stands in its back-office and is proven."""
        case = self.register.load(ref.number)
        event = _event(self.now, Stage.FILL, "filed", detail=str(len(case.filings)))
        return self._save(case.at(Stage.FILL, event, status=Status.FILED))

    @activity.defn
    def cancel(self, closing: Closing) -> CaseState:
        """End a case by a person's hand; one that had ended before keeps its end."""
        case = self.register.load(closing.number)
        event = _event(self.now, case.stage, "cancelled", actor=Actor.CLERK, by=closing.by)
        status = case.status if case.status.ended else Status.CANCELLED
        return self._save(case.at(case.stage, event, status=status))

    def _readings(self, case: Case) -> tuple[Reading, ...]:
        kept = [case.readings[document.sha256] for document in leaves(case) if document.sha256 in case.readings]
        return tuple(self.readings.load(sha256) for sha256 in kept)

    def _save(self, case: Case) -> CaseState:
        self.register.save(case)
        return _state(case, self.procedures)


@dataclass(frozen=True)
class PaperActivities:
    """The stages that leave something to hold: the letter and the archived file."""

    register: Register
    procedures: Procedures
    letters: Letters
    answering: Answering
    archiver: Archive
    store: DocumentStore
    verification_code: Callable[[str, str], str]
    now: Now

    @activity.defn
    def notify(self, ref: CaseRef) -> CaseState:
        """Write the letters of the procedure in the citizen's language; a letter is written once, to a machine none."""
        case = self.register.load(ref.number)
        procedure = self.procedures.get(case.kind)
        letters = procedure.letters if procedure else ("L1",)
        letters = (*letters, LetterKind.FORWARDING) if case.status is Status.FORWARDED else letters
        for kind in letters if case.is_answered else ():
            if all(letter.kind != kind for letter in case.letters):
                case = self.written(case, kind) if self._may_go(case, kind) else self._withheld(case)
        event = _event(self.now, Stage.NOTIFY, "notified", detail=str(len(case.letters)))
        case = case.at(Stage.NOTIFY, event)
        self.register.save(case)
        return _state(case, self.procedures)

    @activity.defn
    def acknowledge(self, ref: CaseRef) -> CaseState:
        """Answer an e-mail that gave no entry with the valid channels, at once and once (art. 16.4).

        Nothing is said yet of what it is about: nobody has vouched for that. Who had the day's answers gets no more.
        """
        case = self.register.load(ref.number)
        answered = any(letter.kind == LetterKind.RECEIPT for letter in case.letters)
        doubtful = any(found.code in {"POSSIBLE_ANSWER", "INVOICE"} for found in case.findings)
        if case.is_answered and not answered and not doubtful:
            if self._may_go(case, LetterKind.RECEIPT):
                event = _event(self.now, case.stage, "acknowledged")
                case = self.written(case, LetterKind.RECEIPT, known=False).then(case.stage, event)
            else:
                case = self._withheld(case)
            self.register.save(case)
        return _state(case, self.procedures)

    @activity.defn
    def inform(self, ref: CaseRef) -> CaseState:
        """Tell the citizen the day of entry, the term and the effect of silence, once (art. 21.4)."""
        case = self.register.load(ref.number)
        if all(letter.kind not in {LetterKind.RECEIPT, LetterKind.NOTICE} for letter in case.letters):
            event = _event(self.now, case.stage, "informed")
            case = self.written(case, LetterKind.NOTICE).then(case.stage, event)
            self.register.save(case)
        return _state(case, self.procedures)

    def _may_go(self, case: Case, kind: str) -> bool:
        """Whether a letter may be written: an answer to mail that nobody has looked at yet has its bounds."""
        unseen = case.application.channel is Channel.EMAIL and not case.decisions
        return kind != LetterKind.RECEIPT or not unseen or self.answering.may_answer(case, self.now())

    def _withheld(self, case: Case) -> Case:
        if any(found.code == "ANSWER_WITHHELD" for found in case.findings):
            return case
        return case.with_findings(finding("ANSWER_WITHHELD")).then(
            case.stage, _event(self.now, case.stage, "answer_withheld")
        )

    def written(self, case: Case, kind: str, *, known: bool = True) -> Case:
        """The case with one more letter of this kind, and its alert where there is one; each has a code of its own.

        Where it is not `known` what the case is about, the letter says nothing of it.
        """
        earlier = sum(letter.kind == kind for letter in case.letters)
        csv = self.verification_code(case.number, f"{kind}.{earlier + 1}" if earlier else kind)
        pdf = self.letters.write(kind, case, self.procedures.get(case.kind) if known else None, csv)
        letter = Letter(
            kind=kind, language=case.language, csv=csv, sha256=self.store.put(pdf), written_at=self.now(),
            draft=kind in FOR_A_PERSON,
        )  # fmt: skip
        case = replace(case, letters=(*case.letters, letter))
        return self.written(case, LetterKind.ALERT, known=False) if is_announced(case, letter) else case

    @activity.defn
    def archive(self, ref: CaseRef) -> CaseState:
        """Keep the whole file outside every other system."""
        case = self.register.load(ref.number)
        event = _event(self.now, Stage.ARCHIVE, "archived")
        case = case.at(Stage.ARCHIVE, event)
        case = replace(case, archived=self.archiver.keep(case))
        self.register.save(case)
        return _state(case, self.procedures)


def _saved(register: Register, case: Case) -> CaseState:
    register.save(case)
    return state_of(case)


def _state(case: Case, procedures: Procedures) -> CaseState:
    return state_of(case, procedures.get(case.kind))
