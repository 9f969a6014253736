"""What the desk needs of the rest of the program, built from its parts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bots.arranging import Leaf
from casework.application import Channel, Document
from casework.arranging import Arranging
from casework.asking import clock_of
from casework.case import Case
from casework.clock import RESOLVED
from casework.errors import DovTechError, UnknownCase
from casework.fields import FieldReading
from casework.ports import Reminder
from casework.procedure import FieldSpec
from casework.reading import Page
from casework.unlocking import Unlocking, check_locked
from desk.ports import DeskPorts, File, Robot, Taken
from dovtech import up, wiring
from dovtech.bridge import Bridge
from dovtech.exporting import Format, contents
from dovtech.known_systems import KnownSystems
from dovtech.outgoing import print_letters
from dovtech.wiring import Parts
from nlp.bars import MODEL
from workflows.messages import LetterWord

PICTURES_KEPT = 64
READINGS_KEPT = 32


@dataclass(frozen=True)
class _Incoming:
    """What comes in at the desk: applications, deliveries of programs, answers."""

    parts: Parts
    bridge: Bridge

    def submit(self, files: Sequence[File], channel: Channel) -> str:
        number = self.parts.intake.take(files, channel=channel, received_at=wiring.now()).number
        self.bridge.ask(lambda cases: cases.start(number))
        return number

    def deliver(self, files: Sequence[File], key: str) -> str:
        number = self.parts.intake.take(files, channel=Channel.API, received_at=wiring.now(), key=key).number
        self.bridge.ask(lambda cases: cases.start(number))  # starting what runs already changes nothing
        return number

    def take_answer(self, number: str, files: Sequence[File]) -> None:
        answer = self.parts.intake.answer(files, channel=Channel.COUNTER, received_at=wiring.now())
        self.bridge.ask(lambda cases: cases.take_answer(number, answer))


class _Looked:
    """What is looked at on the desk: pages and their pictures, kept for a while, and other readings of a value."""

    def __init__(self, parts: Parts) -> None:
        self.pages = lru_cache(maxsize=READINGS_KEPT)(lambda reading: parts.readings.load(reading).pages)
        self.picture = lru_cache(maxsize=PICTURES_KEPT)(
            lambda sha256, number, enlarged: parts.page_picture(sha256, number, enlarged=enlarged)
        )

    def alternatives(
        self, readings: Sequence[str], spec: FieldSpec, read: FieldReading | None, today: date
    ) -> Sequence[str]:
        from nlp.alternatives import alternatives

        return alternatives([page for reading in readings for page in self.kept(reading)], spec, read, today=today)

    def kept(self, reading: str) -> Sequence[Page]:
        try:
            return self.pages(reading)
        except DovTechError:  # a reading that is gone offers nothing, and the case can still be decided
            return ()


def ports(parts: Parts) -> DeskPorts:
    """The desk's ports in this installation."""
    bridge, known = Bridge(parts), KnownSystems(parts.settings.templates / "entries")
    incoming, looked = _Incoming(parts, bridge), _Looked(parts)
    return DeskPorts(
        decide=lambda number, decision: _unused(bridge.ask(lambda cases: cases.decide(number, decision))),
        submit=incoming.submit,
        deliver=incoming.deliver,
        document_bytes=parts.store.get,
        pages=looked.pages,
        page_picture=looked.picture,
        normalise=normalise,
        alternatives=looked.alternatives,
        pause=lambda number: bridge.ask(lambda cases: cases.pause(number, "")),
        resume=lambda number: bridge.ask(lambda cases: cases.resume(number)),
        retry=lambda number: bridge.ask(lambda cases: cases.retry(number)),
        ask_citizen=lambda number, asking: bridge.tell(lambda cases: cases.ask_citizen(number, asking)),
        citizen_received=lambda number, day, by: bridge.tell(lambda cases: cases.citizen_received(number, day, by)),
        extend_answer=lambda number, by: bridge.tell(lambda cases: cases.extend_answer(number, by)),
        take_answer=incoming.take_answer,
        resolve=lambda number, day, by: resolve(parts, bridge, number, day, by),
        split=_Arranger(parts, bridge, looked.kept).split,
        arrange=_Arranger(parts, bridge, looked.kept).arrange,
        unlock=lambda case, sha256, password, by: unlock(parts, bridge, case, sha256, password, by),
        print_letters=lambda letters: print_letters(parts, letters),
        settle_letter=lambda number, csv, verdict, by: bridge.ask(
            lambda cases: cases.say_of_letter(LetterWord(number=number, csv=csv, verdict=verdict, by=by))
        ),
        clock_of=lambda case: clock_of(case, parts.procedures.get(case.kind), parts.calendars),
        export=lambda case, form: contents(parts, case, Format(form)),
        erase=lambda number, reason, by: parts.eraser.erase(number, reason=reason, by=by)[1],
        robots=lambda: _robots(parts, known),
        stop=lambda system, reason: _unused(parts.circuits.stop(system, reason)),
        go=lambda system: _unused(parts.circuits.go(system)),
        undo=lambda number, undoing: bridge.ask(lambda cases: cases.undo(number, undoing)),
        undoable=known.undoable,
        called=known.called,
        procedures=parts.procedures,
        temporal_ui_url=up.addresses(parts.settings).temporal_ui,
        model=MODEL,
    )


def resolve(parts: Parts, bridge: Bridge, number: str, day: date, by: str) -> None:
    """Stop the clock, and note it ourselves as well: one that told the last day is over, and notes nothing more."""
    with suppress(UnknownCase):
        bridge.ask(lambda cases: cases.resolve(number, day, by))
    due = parts.register.load(number).due
    parts.register.remind(Reminder(number=number, code=RESOLVED, day=day, due=due, by=by))


def unlock(parts: Parts, bridge: Bridge, case: Case, sha256: str, password: str, by: str) -> None:
    """Open a locked document and have the case read what was in it; the password goes no further than this."""
    check_locked(case, sha256)
    data = parts.opened(sha256, password)
    place = next(place for place, one in enumerate(case.application.documents, start=1) if one.sha256 == sha256)
    document = Document(
        sha256=parts.store.put(data), name=f"{case.number}-{place}.pdf", media_type="application/pdf", size=len(data)
    )
    unlocking = Unlocking(by=by, at=wiring.now(), locked=sha256, document=document)
    bridge.ask(lambda cases: cases.unlock(case.number, unlocking))


def normalise(spec: FieldSpec, text: str) -> str | None:
    """What was typed in the normal form of its field; None where it states no value of that type."""
    from nlp.normalise import normalise as normal_form

    value = normal_form(spec, text)
    return value.text if value else None


def _robots(parts: Parts, known: KnownSystems) -> list[Robot]:
    systems = known.systems().values()
    return [Robot(system=one.name, kind=one.kind, stopped=parts.circuits.why(one.name)) for one in systems]


def _unused(_: object) -> None:
    """Nobody asks what stood before."""


@dataclass(frozen=True)
class _Arranger:
    """Pages taken out of a case's documents and put together anew: as a case of their own, or within it."""

    parts: Parts
    bridge: Bridge
    kept: Callable[[str], Sequence[Page]]

    def split(self, case: Case, taken: Sequence[Taken]) -> str:
        """The number of the case that these pages are; the same pages of the same case are the same new one."""
        sent, data = case.application, self._bound(case, taken)
        number = self.parts.intake.take(
            [(f"{case.number}.pdf", data)],
            channel=sent.channel,
            received_at=sent.received_at,
            key=f"split:{case.number}:{hashlib.sha256(data).hexdigest()}",
            mailbox=sent.mailbox,
            mailbox_entry=sent.mailbox_entry,
        ).number
        self.bridge.ask(lambda cases: cases.start(number))
        return number

    def arrange(self, case: Case, documents: Sequence[Sequence[Taken]], revision: int, by: str) -> None:
        arranging = Arranging(
            by=by,
            at=wiring.now(),
            revision=revision,
            documents=tuple(self._document(case, place, pages) for place, pages in enumerate(documents, start=1)),
        )
        self.bridge.ask(lambda cases: cases.arrange(case.number, arranging))

    def _document(self, case: Case, place: int, pages: Sequence[Taken]) -> Document:
        """The case's own document where it stays as it is, else a new one of these pages."""
        [sha256, *others] = dict.fromkeys(document for document, _, _ in pages)
        whole = len(self.kept(case.readings[sha256]))
        if not others and list(pages) == [(sha256, number, 0) for number in range(1, whole + 1)]:
            return next(document for document in case.application.documents if document.sha256 == sha256)
        data = self._bound(case, pages)
        return Document(
            sha256=self.parts.store.put(data), name=f"{case.number}-{place}.pdf", media_type="application/pdf",
            size=len(data),
        )  # fmt: skip

    def _bound(self, case: Case, taken: Sequence[Taken]) -> bytes:
        """The pages as they were read upright, turned on by what the clerk says; each document is fetched once."""
        data = {sha256: self.parts.store.get(sha256) for sha256, _, _ in taken}
        uprights = {sha256: self.kept(case.readings[sha256]) for sha256 in data}
        return self.parts.arranged(
            [Leaf(data[sha256], number, uprights[sha256][number - 1].rotation + turn) for sha256, number, turn in taken]
        )
