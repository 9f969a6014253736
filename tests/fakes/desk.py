"""What the desk asks of others, in memory, and one person's case to look at."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.test import Client
from PIL import Image

from bots.locked import opened
from casework.application import Channel
from casework.case import Case
from casework.decision import Decision
from casework.delivery import Dispatch
from casework.errors import DecisionRefused
from casework.fields import FieldReading
from casework.findings import finding
from casework.journey import Actor, Event, Stage, Status
from casework.ports import Submission
from casework.procedure import Procedure
from casework.reading import Box, Page, Source, Word
from casework.requirement import Asking
from casework.undoing import Undoing
from desk.ports import DeskPorts
from dovtech.desk_ports import normalise
from fakes import ports as fakes

EVIL = "<script>alert('x')</script>"


@dataclass
class Office:
    """Remembers what the desk handed over; refuses decisions when told to."""

    decisions: list[tuple[str, Decision]] = field(default_factory=list)
    submissions: list[tuple[Sequence[tuple[str, bytes]], Channel]] = field(default_factory=list)
    store: fakes.MemoryStore = field(default_factory=fakes.MemoryStore)
    told: list[tuple[str, str]] = field(default_factory=list)
    taken: list[tuple[str, list[tuple[str, int, int]]]] = field(default_factory=list)
    arranged: list[tuple[str, list[list[tuple[str, int, int]]], int, str]] = field(default_factory=list)
    unlocked: list[tuple[str, str, str]] = field(default_factory=list)
    asked: list[tuple[str, Asking]] = field(default_factory=list)
    undone: list[tuple[str, Undoing]] = field(default_factory=list)
    undoes: bool = True
    answers: list[tuple[str, Sequence[tuple[str, bytes]]]] = field(default_factory=list)
    erased: list[tuple[str, str, str]] = field(default_factory=list)
    refusal: str = ""
    number: str = ""

    def decide(self, number: str, decision: Decision) -> None:
        """Take a decision, or refuse it."""
        if self.refusal:
            raise DecisionRefused(self.refusal, remedy="reload the case and decide again")
        self.decisions.append((number, decision))

    def submit(self, files: Sequence[tuple[str, bytes]], channel: Channel) -> str:
        """Take files in as the case that is already there."""
        self.submissions.append((files, channel))
        return self.number

    def deliver(self, files: Sequence[tuple[str, bytes]], key: str) -> str:
        """Admit files in the register, once for each key; nothing is started."""
        from desk.register import DjangoRegister

        for _, data in files:
            self.store.put(data)
        documents = tuple(fakes.document(data, name) for name, data in files)
        submission = Submission(key=key, received_at=fakes.MOMENT, channel=Channel.API, documents=documents)
        return DjangoRegister().admit(submission).number

    def split(self, case: Case, taken: Sequence[tuple[str, int, int]]) -> str:
        """Remember which pages were taken out, into the case that is there already."""
        self.taken.append((case.number, list(taken)))
        return self.number

    def arrange(self, case: Case, documents: Sequence[Sequence[tuple[str, int, int]]], revision: int, by: str) -> None:
        """Remember the order, or refuse it."""
        if self.refusal:
            raise DecisionRefused(self.refusal, remedy="reload the case")
        self.arranged.append((case.number, [list(pages) for pages in documents], revision, by))

    def unlock(self, case: Case, sha256: str, password: str, by: str) -> None:
        """Really open the document, and remember which was."""
        opened(self.store.get(sha256), password)
        self.unlocked.append((case.number, sha256, by))

    def print_letters(self, letters: Sequence[Dispatch]) -> str:
        """Keep a PDF that only names its letters."""
        return self.store.put(("%PDF " + " ".join(letter.csv for letter in letters)).encode())

    def erase(self, number: str, reason: str, by: str) -> int:
        """Remember what was to be erased; three files are gone."""
        self.erased.append((number, reason, by))
        return 3

    def ports(self, procedures: Mapping[str, Procedure] | None = None) -> DeskPorts:
        """The ports of this office: one ordinary and one restricted procedure."""
        ordinary = fakes.procedure()
        restricted = replace(
            ordinary, id="P05", restricted=True, title={"es": "Teleasistencia", "ca": "Teleassistència"}
        )
        return DeskPorts(
            decide=self.decide,
            submit=self.submit,
            deliver=self.deliver,
            document_bytes=self.store.get,
            pages=lambda _reading: [printed_page()],
            page_picture=lambda _document, _page, enlarged: blank_page(5 if enlarged else 1),
            normalise=normalise,
            alternatives=lambda _readings, spec, _read, _today: ["48576231R"] if spec.name == "applicant_id" else [],
            pause=lambda number: self.told.append(("pause", number)),
            resume=lambda number: self.told.append(("resume", number)),
            retry=lambda number: self.told.append(("retry", number)),
            ask_citizen=lambda number, asking: self.asked.append((number, asking)),
            citizen_received=lambda number, day, by: self.told.append((f"received {day} {by}", number)),
            extend_answer=lambda number, by: self.told.append((f"extended {by}", number)),
            take_answer=lambda number, files: self.answers.append((number, files)),
            resolve=lambda number, day, by: self.told.append((f"resolved {day} {by}", number)),
            split=self.split,
            arrange=self.arrange,
            unlock=self.unlock,
            undo=lambda number, undoing: self.undone.append((number, undoing)),
            undoable=lambda _filing: self.undoes,
            print_letters=self.print_letters,
            settle_letter=lambda number, csv, verdict, by: self.told.append((f"{verdict} {csv} {by}", number)),
            clock_of=lambda _case: None,
            erase=self.erase,
            export=lambda case, form: [(f"{form}.xml", case.number.encode())],
            procedures=procedures or {"P08": ordinary, "P05": restricted},
            temporal_ui_url="http://127.0.0.1:8233",
        )


def printed_page() -> Page:
    """A page of A4 with two words on one line."""
    words = (("NIF", 40, 80), ("48576231R", 100, 180))
    return Page(
        number=1,
        width=595,
        height=842,
        source=Source.OCR,
        words=tuple(
            Word(text=text, box=Box(x0, 120, x1, 132), confidence=0.9, source=Source.OCR) for text, x0, x1 in words
        ),
    )


def blank_page(scale: int = 1) -> bytes:
    """A PNG of an empty page."""
    made = io.BytesIO()
    Image.new("L", (60 * scale, 84 * scale), 255).save(made, "PNG")
    return made.getvalue()


def waiting_case(office: Office, *, key: str = "k", kind: str = "P08", name: str = EVIL) -> Case:
    """A case that waits for a clerk, in the register: sure values, a doubtful one with its place, a hostile name."""
    from desk.register import DjangoRegister

    register = DjangoRegister()
    sha256 = office.store.put(b"an application")
    document = fakes.document(name=f"{name}.pdf")
    number = register.admit(
        Submission(key=key, received_at=fakes.MOMENT, channel=Channel.COUNTER, documents=(document,))
    ).number
    office.number = office.number or number
    case = register.load(number)
    read = {"document": sha256, "page": 1, "method": "text_layer"}
    case = replace(
        case,
        classification=replace(case.classification, kind=kind, confidence=0.99),
        readings={sha256: "r" * 64},
        unit="participation",
        fields=(
            FieldReading(
                name="applicant_id", value=EVIL, raw="485 76231-R", confidence=0.61, box=Box(100, 120, 180, 132), **read
            ),
            FieldReading(
                name="signature_date", value="2026-11-20", raw="20/11/2026", confidence=0.999, accepted=True, **read
            ),
            FieldReading(name="applicant_name", value=name, raw=name, confidence=0.99, accepted=True, **read),
        ),
        findings=(finding("FIELD_DOUBTFUL", field="applicant_id", label={"es": "NIF", "ca": "NIF"}),),
    )
    event = Event(at=fakes.MOMENT, stage=Stage.REVIEW, actor=Actor.ROBOT, what="asked", detail="1")
    case = case.at(Stage.REVIEW, event, status=Status.WAITING)
    register.save(case)
    return case


def clerk(name: str = "ana", *more: str, language: str = "es") -> Client:
    """A browser in which that clerk is signed in."""
    from django.contrib.auth.models import Group, User

    from desk.accounts import ensure_groups

    ensure_groups()
    user = User.objects.create_user(name, password="una clave bien larga 7")
    user.groups.set(Group.objects.filter(name__in=["clerk", *more]))
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client
