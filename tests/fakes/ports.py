"""Small stand-ins for the ports: one that works for each, and one for each way to fail."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from casework.application import Application, Channel, Document, application_number
from casework.case import Case, Letter, new_case
from casework.deadlines import Term, TermUnit
from casework.delivery import Dispatch, Notice
from casework.errors import (
    BackOfficeDown,
    DovTechError,
    EntryRefused,
    LockedDocument,
    MailRefused,
    MaybeSent,
    Misconfigured,
    UnknownCase,
    UnreadableDocument,
)
from casework.fields import Classification, FieldReading, Part
from casework.filing import Entry, Filing, Proof, Record, filing_key
from casework.journey import Actor, Event, Stage, Status
from casework.modes import Mode, ModeChange
from casework.ports import Reminder, SetAside, Submission
from casework.procedure import FieldSpec, FieldType, Procedure, Target
from casework.reading import Box, Page, Reading, Source, Word

MADRID = ZoneInfo("Europe/Madrid")
MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def now() -> datetime:
    """A clock that stands still."""
    return MOMENT


def procedure(**changes: object) -> Procedure:
    """A small procedure with one required field and one back-office."""
    plain = Procedure(
        id="P08",
        slug="citizen_proposal",
        title={"es": "Propuesta ciudadana", "ca": "Proposta ciutadana"},
        unit="participation",
        unit_name={"es": "Participación", "ca": "Participació"},
        term=Term(3, TermUnit.MONTHS),
        retention_years=5,
        series="PTC",
        fields={
            "applicant_id": FieldSpec(
                name="applicant_id", type=FieldType.TAX_ID, labels={"es": ("NIF",), "ca": ("NIF",)}, required=True
            ),
            "signature_date": FieldSpec(
                name="signature_date", type=FieldType.DATE, labels={"es": ("Fecha",), "ca": ("Data",)}
            ),
        },
        targets=(Target(system="town", entry="case_file"),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@dataclass
class MemoryStore:
    """Documents in a dictionary."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self.kept[sha256] = data
        return sha256

    def get(self, sha256: str) -> bytes:
        if sha256 not in self.kept:
            raise UnreadableDocument("the document is not in the store")
        return self.kept[sha256]


@dataclass
class MemoryRegister:
    """Cases in a dictionary."""

    cases: dict[str, Case] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    same: tuple[str, ...] = ()
    aside: dict[str, SetAside] = field(default_factory=dict)
    first: int = 1
    changes: list[ModeChange] = field(default_factory=list)

    def mode(self, procedure: str, system: str) -> Mode:
        set_ones = (one.mode for one in self.mode_changes() if (one.procedure, one.system) == (procedure, system))
        return next(set_ones, Mode.AUTO)

    def set_mode(self, change: ModeChange) -> None:
        self.changes.append(change)

    def mode_changes(self) -> tuple[ModeChange, ...]:
        return tuple(reversed(self.changes))

    told: list[Reminder] = field(default_factory=list)

    def asked_of(self, tax_id: str) -> tuple[str, ...]:
        asked = (case for case in self.cases.values() if case.status is Status.ASKED)
        return tuple(case.number for case in asked if case.values.get("applicant_id") == tax_id)

    def case_of_letter(self, csv: str) -> str:
        found = (case.number for case in self.cases.values() if any(letter.csv == csv for letter in case.letters))
        return next(found, "")

    def remind(self, reminder: Reminder) -> None:
        if all((known.code, known.day) != (reminder.code, reminder.day) for known in self.reminders(reminder.number)):
            self.told.append(reminder)

    def reminders(self, number: str) -> tuple[Reminder, ...]:
        return tuple(known for known in self.told if known.number == number)

    def admit(self, submission: Submission) -> Application:
        if submission.key in self.keys:
            return self.cases[self.keys[submission.key]].application
        number = application_number(submission.received_at.year, self.first + len(self.cases))
        application = Application(
            number=number,
            received_at=submission.received_at,
            channel=submission.channel,
            documents=submission.documents,
            mailbox=submission.mailbox,
            mailbox_entry=submission.mailbox_entry,
        )
        self.keys[submission.key] = number
        event = Event(at=submission.received_at, stage=Stage.RECEIVE, actor=Actor.REGISTER, what="received")
        self.cases[number] = new_case(application, submission.received_at, event, *submission.findings)
        return application

    def set_aside(self, message: SetAside) -> None:
        if message.key not in self.keys:
            self.aside.setdefault(message.key, message)

    def outcomes(self, keys: Collection[str]) -> Mapping[str, str]:
        codes = {key: message.code for key, message in self.aside.items()}
        return {key: outcome for key, outcome in {**codes, **self.keys}.items() if key in keys}

    def load(self, number: str) -> Case:
        if number not in self.cases:
            raise UnknownCase(f"no application has the number {number}")
        return self.cases[number]

    def save(self, case: Case) -> None:
        self.cases[case.number] = case

    def open_numbers(self) -> Iterable[str]:
        return [number for number, case in self.cases.items() if not case.status.ended]

    def twins(self, case: Case) -> tuple[str, ...]:
        return self.same

    def case_of(self, *documents: Document, channel: Channel = Channel.COUNTER) -> str:
        """Admit documents and give the number."""
        key = "+".join(document.sha256 for document in documents) + str(len(self.cases))
        return self.admit(Submission(key=key, received_at=MOMENT, channel=channel, documents=documents)).number


@dataclass
class FullRegister(MemoryRegister):
    """Has no room for more than a case's first steps."""

    room: int = 2

    def save(self, case: Case) -> None:
        if case.revision > self.room:
            raise OSError("no space left on device")
        super().save(case)


@dataclass
class PlainReadings:
    """Every document reads as one page with one word."""

    kept: dict[str, Reading] = field(default_factory=dict)
    text: str = "hola"
    codes: tuple[str, ...] = ()

    def read(self, document: Document, *, on_page: object = None) -> tuple[str, Reading]:
        word = Word(text=self.text, box=Box(10, 10, 40, 20), confidence=1.0, source=Source.TEXT_LAYER)
        page = Page(number=1, width=595, height=842, source=Source.TEXT_LAYER, words=(word,), codes=self.codes)
        self.kept[document.sha256] = Reading(document=document.sha256, recipe="fake", pages=(page,))
        return document.sha256, self.kept[document.sha256]

    def load(self, sha256: str) -> Reading:
        return self.kept[sha256]


@dataclass
class NothingReadable(PlainReadings):
    """No document can be read."""

    def read(self, document: Document, *, on_page: object = None) -> tuple[str, Reading]:
        raise UnreadableDocument("not a document")


@dataclass
class LockedReadings(PlainReadings):
    """What is in `locked` asks for a password."""

    locked: tuple[str, ...] = ()

    def read(self, document: Document, *, on_page: object = None) -> tuple[str, Reading]:
        if document.sha256 in self.locked:
            raise LockedDocument("it needs a password")
        return super().read(document)


@dataclass
class RepairedReadings(PlainReadings):
    """Every document was damaged, and a repaired copy was read."""

    def read(self, document: Document, *, on_page: object = None) -> tuple[str, Reading]:
        sha256, reading = super().read(document)
        self.kept[sha256] = replace(reading, repaired=True)
        return sha256, self.kept[sha256]


@dataclass
class SureUnderstanding:
    """Answers what it is told to, as sure as it is told to be."""

    kind: str = "P08"
    confidence: float = 1.0
    values: Mapping[str, str] = field(default_factory=lambda: {"applicant_id": "48576231R"})
    value_confidence: float = 1.0

    def classify(self, readings: tuple[Reading, ...]) -> Classification:
        parts = tuple(Part(document=reading.document, pages=(1,), kind=self.kind) for reading in readings)
        return Classification(kind=self.kind, confidence=self.confidence, language="es", parts=parts)

    def extract(
        self, readings: tuple[Reading, ...], classification: Classification, procedure: Procedure
    ) -> tuple[FieldReading, ...]:
        return tuple(
            FieldReading(name=name, value=value, raw=value, confidence=self.value_confidence, method="fake")
            for name, value in self.values.items()
            if name in procedure.fields
        )


@dataclass
class StumblingUnderstanding(SureUnderstanding):
    """Has a defect that nobody foresaw, whose message quotes the citizen, until it is mended."""

    broken: bool = True

    def extract(
        self, readings: tuple[Reading, ...], classification: Classification, procedure: Procedure
    ) -> tuple[FieldReading, ...]:
        if self.broken:
            raise ValueError(f"cannot understand {self.values}")
        return super().extract(readings, classification, procedure)


@dataclass
class MemoryEntries:
    """Types the number and every value."""

    def render(self, case: Case, procedure: Procedure, system: str, name: str) -> Entry:
        values = {"number": case.number, **case.values}
        return Entry(key=filing_key(case.number, system, name), system=system, name=name, version="1", values=values)


@dataclass
class MemoryFiller:
    """A back-office in a dictionary; counts how often it was written."""

    account: str = "robot"
    records: dict[str, Record] = field(default_factory=dict)
    writes: int = 0
    undone: list[tuple[str, str]] = field(default_factory=list)

    def fill(self, entry: Entry) -> Proof:
        if entry.key in self.records:
            return Proof(record=self.records[entry.key], found=True)
        self.writes += 1
        record = self.records[entry.key] = Record(id=str(self.writes), values=entry.values)
        return Proof(record=record, found=False, before=b"a form", after=b"a picture")

    def look(self, entry: Entry) -> Record | None:
        return self.records.get(entry.key)

    def rehearse(self, entry: Entry) -> bytes | None:
        return f"a form for {entry.key}".encode()

    def undo(self, filing: Filing, reason: str) -> str:
        """Take the record out, once, by a record of its own."""
        self.undone += [(filing.record, reason)] if self.records.pop(filing.key, None) else []
        return f"-{filing.record}"


@dataclass
class RefusingFiller(MemoryFiller):
    """Refuses entries with a message of substance until it is told not to."""

    refuses: bool = True

    def fill(self, entry: Entry) -> Proof:
        if self.refuses:
            raise EntryRefused("there is another record of that person")
        return super().fill(entry)


@dataclass
class SecondRefused(MemoryFiller):
    """Takes the first entry of a course and refuses the second."""

    def fill(self, entry: Entry) -> Proof:
        if entry.name == "list":
            raise EntryRefused("the list is full")
        return super().fill(entry)


@dataclass
class NeverUndoing(MemoryFiller):
    """A system in which nothing can be undone."""

    def undo(self, filing: Filing, reason: str) -> str:
        raise EntryRefused("town/case_file cannot be undone by a robot", remedy="undo it there by hand")


@dataclass
class FlakyFiller(MemoryFiller):
    """Is down for the first tries."""

    down: int = 2

    def fill(self, entry: Entry) -> Proof:
        if self.down:
            self.down -= 1
            raise BackOfficeDown("connection refused")
        return super().fill(entry)


@dataclass
class PlainLetters:
    """Letters of one line."""

    def write(self, kind: str, case: Case, procedure: Procedure | None, csv: str) -> bytes:
        return f"{kind} {case.number} {csv}".encode()


@dataclass
class MissingTemplate(PlainLetters):
    """Has no template for any letter until someone brings it."""

    missing: bool = True

    def write(self, kind: str, case: Case, procedure: Procedure | None, csv: str) -> bytes:
        if self.missing:
            raise Misconfigured(f"there is no template {kind}")
        return super().write(kind, case, procedure, csv)


@dataclass
class MemoryDispatches:
    """How letters were sent, in a dictionary."""

    kept: dict[str, Dispatch] = field(default_factory=dict)

    def plan(self, dispatch: Dispatch) -> Dispatch:
        return self.kept.setdefault(dispatch.csv, dispatch)

    def move(self, before: Dispatch, after: Dispatch) -> bool:
        if self.kept.get(before.csv) != before:
            return False
        self.kept[before.csv] = after
        return True


@dataclass
class MemoryAnswering:
    """Lets the first `most` cases be answered."""

    most: int = 5
    answered: list[str] = field(default_factory=list)

    def may_answer(self, case: Case, at: datetime) -> bool:
        assert at.tzinfo is not None
        self.answered = list(dict.fromkeys([*self.answered, case.number]))
        return case.number in self.answered[: self.most]


@dataclass
class MemoryPost:
    """A mail server in a list, that fails with each of `troubles` first.

    With `silent` it takes the mail and its answer is lost.
    """

    mails: list[str] = field(default_factory=list)
    troubles: list[DovTechError] = field(default_factory=list)
    silent: bool = False
    copies: bool = False

    def send(self, case: Case, letter: Letter, pdf: bytes, leaving: Callable[[], None]) -> str:
        if self.troubles:
            raise self.troubles.pop(0)
        leaving()
        self.mails.append(letter.csv)
        if self.silent:
            raise MaybeSent("no answer came")
        return "250 queued"

    def kept(self, case: Case, letter: Letter) -> bool:
        return self.copies and letter.csv in self.mails


@dataclass
class MemoryNotifier:
    """An electronic office in a dictionary."""

    there: dict[str, Notice] = field(default_factory=dict)
    refuses: bool = False

    def put(self, case: Case, letter: Letter, pdf: bytes) -> Notice:
        if self.refuses:
            raise MailRefused("nobody vouches for the addressee")
        return self.there.setdefault(letter.csv, Notice(receipt=f"N-{len(self.there)}"))

    def look(self, csv: str) -> Notice:
        return self.there[csv]


@dataclass
class MemoryArchive:
    """Archived cases in a dictionary."""

    kept: dict[str, Case] = field(default_factory=dict)

    def keep(self, case: Case) -> str:
        self.kept[case.number] = case
        return f"{case.application.received_at.year}/{case.number}"


@dataclass
class Unpacked:
    """Nothing holds anything else, except what it was told."""

    inside: Mapping[bytes, list[tuple[str, str, bytes]]] = field(default_factory=dict)

    def unpack(self, name: str, data: bytes) -> list[tuple[str, str, bytes]]:
        return self.inside.get(data, [(name, "application/pdf", data)])


def document(data: bytes = b"an application", name: str = "instancia.pdf") -> Document:
    """A document of those bytes."""
    return Document(sha256=hashlib.sha256(data).hexdigest(), name=name, media_type="application/pdf", size=len(data))


TODAY = date(2026, 11, 23)
