"""The roles that DovTech needs others to play; adapters stand in `bots/`, `nlp/` and `desk/`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from casework.application import Application, Channel, Document
from casework.case import Case, Letter
from casework.deadlines import Silence
from casework.delivery import Dispatch, Notice
from casework.fields import Classification, FieldReading
from casework.filing import Entry, Record
from casework.modes import Mode, ModeChange
from casework.procedure import Procedure
from casework.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What arrives: stored documents, the channel, the moment, and a key that is the same for the same delivery.

    `mailbox_entry` says that the council gave this mailbox out for presenting (art. 16.4 Ley 39/2015); `findings` are
    codes that the case begins with.
    """

    key: str
    received_at: datetime
    channel: Channel
    documents: tuple[Document, ...]
    mailbox: str = ""
    mailbox_entry: bool = False
    findings: tuple[str, ...] = ()


class DocumentStore(Protocol):
    """Keeps bytes by what they are; the same bytes stand once, and what is returned is what was put."""

    def put(self, data: bytes) -> str:
        """Keep the bytes durably before returning their SHA-256 in hexadecimal."""
        ...

    def get(self, sha256: str) -> bytes:
        """The bytes; raises UnreadableDocument where they are missing or no longer match their hash."""
        ...


class Register(Protocol):
    """Remembers every case after Temporal has forgotten its run."""

    def admit(self, submission: Submission) -> Application:
        """Give the submission its number, gapless and ordered; the same key gives the same application."""
        ...

    def load(self, number: str) -> Case:
        """The case as last saved; raises UnknownCase."""
        ...

    def save(self, case: Case) -> None:
        """Keep the case; saving the same case again changes nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A message that is no application: where its bytes are kept, and the code that says what it is."""

    key: str
    mailbox: str
    received_at: datetime
    sha256: str
    code: str


class Ledger(Protocol):
    """Answers for every message that came in."""

    def set_aside(self, message: SetAside) -> None:
        """Note a message that became no case; twice is once, and one that is a case already stays one."""
        ...

    def outcomes(self, keys: Collection[str]) -> Mapping[str, str]:
        """By key, the number of the case a message became, or its code where it was set aside; no unknown ones."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What somebody must know about a case's term: its code, the day it is for, and the last day as it stood then."""

    number: str
    code: str
    day: date
    due: date | None
    silence: Silence = Silence.NONE
    by: str = ""


class Reminders(Protocol):
    """Keeps what the legal clock tells people."""

    def remind(self, reminder: Reminder) -> None:
        """Note a reminder; the same code for the same day of the same case is one."""
        ...


class Archivist(Protocol):
    """Finds cases by what they are: those not ended, and those that look like another."""

    def open_numbers(self) -> Iterable[str]:
        """Numbers of the cases that have not ended, oldest first."""
        ...

    def twins(self, case: Case) -> tuple[str, ...]:
        """Numbers of earlier cases with the same bytes, or of the same person and kind within 30 days (trap 10)."""
        ...


class Reader(Protocol):
    """Reads a document into pages of words with their places."""

    def read(self, document: Document, data: bytes, *, on_page: Callable[[int], None] | None = None) -> Reading:
        """The reading; raises UnreadableDocument or TooLarge. Never opens a link, never runs what is inside.

        `on_page` is told the number of each page that is done.
        """
        ...


class Understanding(Protocol):
    """Tells what an application is about and which values it states."""

    def classify(self, readings: tuple[Reading, ...]) -> Classification:
        """The kind of the whole application, its language and the kinds of its pages."""
        ...

    def extract(
        self, readings: tuple[Reading, ...], classification: Classification, procedure: Procedure
    ) -> tuple[FieldReading, ...]:
        """At most one value for each of the procedure's fields; a blank on the paper has none."""
        ...


class BackOffice(Protocol):
    """A council system that a robot fills. Looking always comes before writing."""

    @property
    def account(self) -> str:
        """The robot's own account there, never a person's."""
        ...

    def look(self, entry: Entry) -> Record | None:
        """The record that carries the entry's key, read back with the values it holds now; None where there is none.

        Raises BackOfficeDown or PageChanged.
        """
        ...

    def write(self, entry: Entry) -> bytes | None:
        """Type the entry and save it once; a PNG of the filled form before. Proof comes from looking again.

        Raises EntryRefused with the system's own words, BackOfficeDown or PageChanged.
        """
        ...

    def rehearse(self, entry: Entry) -> bytes | None:
        """Everything but the write; a PNG of the filled form, or None where the system has no pages."""
        ...

    def picture(self, record: Record) -> bytes | None:
        """A PNG of the record as a person sees it, or None where the system has no pages."""
        ...


class Turns(Protocol):
    """Has robots of several processes and machines take turns at a system."""

    def lend(self, seat: str, holder: str, until: datetime) -> str:
        """Lend a seat where it is free, run out or the holder's own already; who holds it now."""
        ...

    def give_back(self, seat: str, holder: str) -> None:
        """Free a seat, where that holder has it."""
        ...

    def reserve(self, system: str, seconds: float) -> float:
        """Give the caller a stretch of a system's time, behind all given before; in how many seconds it begins."""
        ...


class Modes(Protocol):
    """Remembers how much of the filing robots do, for each procedure and system."""

    def mode(self, procedure: str, system: str) -> Mode:
        """The mode in force: the last one set, AUTO where nobody has set one."""
        ...

    def set_mode(self, change: ModeChange) -> None:
        """Set a mode; it holds for the entries that begin from now on."""
        ...

    def mode_changes(self) -> tuple[ModeChange, ...]:
        """Every change ever made, newest first."""
        ...


class Entries(Protocol):
    """Renders what is typed into a back-office for a case."""

    def render(self, case: Case, procedure: Procedure, system: str, name: str) -> Entry:
        """The entry with its key and values; raises Misconfigured where the template is missing or wrong."""
        ...


class Answering(Protocol):
    """Keeps automatic answers to mail within bounds, so that no two programs write to each other for ever."""

    def may_answer(self, case: Case, at: datetime) -> bool:
        """Whether whoever wrote this case may get one more automatic answer that day; one case counts once."""
        ...


class Letters(Protocol):
    """Writes letters to citizens."""

    def write(self, kind: str, case: Case, procedure: Procedure | None, csv: str) -> bytes:
        """The letter as a tagged PDF in the citizen's language, with its verification code."""
        ...


class Dispatches(Protocol):
    """Remembers of every letter how it was sent, before and after."""

    def plan(self, dispatch: Dispatch) -> Dispatch:
        """Keep the plan of a letter's sending; where one is kept already, that one."""
        ...

    def move(self, before: Dispatch, after: Dispatch) -> bool:
        """Keep `after` where `before` still stands; False where somebody else moved it meanwhile."""
        ...


class Post(Protocol):
    """Sends mail."""

    def send(self, case: Case, letter: Letter, pdf: bytes, leaving: Callable[[], None]) -> str:
        """Send a letter to the citizen who wrote, or an alert to the address given for it; the mail server's answer.

        `leaving` is called just before the message leaves. Raises Unavailable where nothing left, MaybeSent where it
        left and no answer came, MailRefused.
        """
        ...

    def kept(self, case: Case, letter: Letter) -> bool:
        """Whether a copy of the letter's mail came back to the council: then it was sent."""
        ...


class Notifier(Protocol):
    """The electronic office as the place of notifications (art. 43)."""

    def put(self, case: Case, letter: Letter, pdf: bytes) -> Notice:
        """Make a letter available under its code; what is there already stays. Raises Unavailable, MailRefused."""
        ...

    def look(self, csv: str) -> Notice:
        """Where the notification with that code stands."""
        ...


class Archive(Protocol):
    """Keeps the finished file outside every other system."""

    def keep(self, case: Case) -> str:
        """Write originals, readings, decisions, filings and checksums; returns the folder's name. Safe to repeat."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An e-mail as the mailbox holds it, whole."""

    uid: str
    key: str
    data: bytes
    received_at: datetime


class Mailbox(Protocol):
    """A mailbox that is watched for applications."""

    def unread(self) -> Iterable[Message]:
        """Messages not yet taken in, oldest first; reading them marks nothing."""
        ...

    def done(self, message: Message) -> None:
        """Flag and move a message that is safely stored."""
        ...
