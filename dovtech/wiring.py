"""Builds the real adapters and hands them to those who need them; nothing else constructs one."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

import yaml

from bots.secrets import Secrets
from bots.store import FolderStore
from casework.deadlines import Calendars
from casework.filing import Entry, Filing, Proof, Record
from casework.ports import Turns
from casework.procedure import Procedure
from casework.streets import NO_STREETS, StreetMap
from casework.streets import read as read_streets
from casework.verification import letter_code, letter_reference
from dovtech import keys, outgoing, temporal
from dovtech.answer_limit import AnswerLimit
from dovtech.answering import Answers
from dovtech.doors import doors_of
from dovtech.guarded import GuardedProcedures
from dovtech.intake import Intake
from dovtech.mailboxes import Watched, watched
from dovtech.procedures import load_calendars, load_procedures
from dovtech.readings import KeptReadings
from dovtech.returned import Returned
from dovtech.settings import Settings
from workflows.activities import CaseActivities, PaperActivities, ReadingActivities
from workflows.answers import AnswerActivities
from workflows.arranging import ArrangingActivities
from workflows.beating import beating
from workflows.converter import data_converter
from workflows.filling import FillingActivities
from workflows.gateway import Cases
from workflows.sending import SendingActivities
from workflows.undoing import UndoingActivities
from workflows.watching import ClockActivities

if TYPE_CHECKING:  # these are slow to import, and not every command needs them
    from temporalio.converter import DataConverter

    from bots.archive import FolderArchive
    from bots.arranging import Leaf
    from bots.exporting.council import Sender
    from bots.filling.circuit import Circuits, Guard
    from bots.filling.seat import Seat
    from bots.filling.systems import BackOffices, Robot
    from bots.mailing import MailWriter
    from bots.reading.isolated import IsolatedReader
    from desk.register import DjangoRegister
    from dovtech.erasing import Eraser
    from dovtech.learning import Following
    from nlp.pipeline import Understander

OFFICIAL_TIME = ZoneInfo("Europe/Madrid")


def now() -> datetime:
    """The official time of the council (art. 31.2)."""
    return datetime.now(OFFICIAL_TIME)


@dataclass(frozen=True)
class OnceFiller:
    """A back-office filled exactly once: looks, writes, reads back, compares."""

    back_office: Robot
    guard: Guard
    seat: Seat | None = None

    @property
    def account(self) -> str:
        """The robot's own account there."""
        return self.back_office.account

    def fill(self, entry: Entry) -> Proof:
        """The proven record and its pictures."""
        from bots.filling.once import fill

        with self._passing():
            return fill(self.back_office, entry)

    def look(self, entry: Entry) -> Record | None:
        """The record with the entry's key, or the one that is known by what it says."""
        with self._passing():
            return self.back_office.look(entry)

    def rehearse(self, entry: Entry) -> bytes | None:
        """Everything but the write; a PNG of the filled form where the system has pages."""
        with self._passing():
            return self.back_office.rehearse(entry)

    def undo(self, filing: Filing, reason: str) -> str:
        """Undo a filing exactly once, where its entry says how; the record that undoes it, where there is one."""
        from bots.filling.undoing import take_back

        with self._passing():
            return take_back(self.back_office, filing, reason)

    @contextmanager
    def _passing(self) -> Iterator[None]:
        """Let through, and alone with the account where the system bears one session only."""
        with self.guard.passing(), self.seat.taken() if self.seat else nullcontext():
            yield


class Parts:
    """Every part of one installation, built when first asked for, closed together."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._closing = ExitStack()

    def close(self) -> None:
        """End every process and connection that a part opened."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def store(self) -> FolderStore:
        return FolderStore(self.settings.store)

    @cached_property
    def procedures(self) -> Mapping[str, Procedure]:
        """The procedures; where the council sets no threshold, the one the model's target error asks for holds."""
        from nlp.bars import released_bars

        bars = released_bars()
        return {key: one.with_bars(bars) for key, one in load_procedures(self.settings.procedures).items()}

    @cached_property
    def calendars(self) -> Calendars:
        return load_calendars(self.settings.procedures)

    @cached_property
    def streets(self) -> StreetMap:
        """The council's street map, where it gave one."""
        path = self.settings.path("DOVTECH_STREETS")
        return read_streets(path) if path else NO_STREETS

    @cached_property
    def secrets(self) -> dict[str, str]:
        """Secrets by name: those people gave win over those of the file this installation made for itself."""
        path = self.settings.secrets_file
        if not path.exists():
            keys.private_write(path, json.dumps(_first_secrets()))
        kept: dict[str, str] = json.loads(keys.private_read(path))
        return {**kept, **{name: value for name in kept if (value := self.given_secrets.given(name))}}

    @cached_property
    def given_secrets(self) -> Secrets:
        """The secrets that people gave: by environment, by a file of theirs, or in a vault."""
        from bots.vault import Vault

        vault = self.settings.value("DOVTECH_VAULT_SECRET")
        held = Vault(vault, self.settings.path("RPA_SECRET_FILE")) if vault else dict
        return Secrets(self.settings.environment, self.settings.path("DOVTECH_SECRETS_FILE"), held)

    def secret(self, name: str) -> str:
        """One secret, by the name a system's configuration gives it; empty where nobody gave it."""
        return self.given_secrets.given(name) or self.secrets.get(name, "")

    @cached_property
    def register(self) -> DjangoRegister:
        from desk.setup import configure

        configure(
            database_url=self.settings.database,
            secret_key=self.secret("DESK_SECRET_KEY"),
            doors=doors_of(self.settings, self.secret),
            sample=self.settings.sample,
        )
        from desk.register import DjangoRegister  # its models need a configured Django

        return DjangoRegister(presented_at=self.calendars.council.presented_at, now=now)

    @cached_property
    def intake(self) -> Intake:
        secret = self.secret("VERIFICATION_KEY").encode()
        answers = Answers(cases=self.register, ledger=self.register, store=self.store, secret=secret)
        _ = self.register
        from desk.dispatches import DjangoDispatches  # its models need a configured Django

        returned = Returned(
            register=self.register, ledger=self.register, dispatches=DjangoDispatches(), secret=secret,
            copy_to=self.settings.value("DOVTECH_SMTP_COPY"), now=now,
        )  # fmt: skip
        return Intake(
            store=self.store, register=self.register, ledger=self.register, answers=answers, returned=returned
        )

    @cached_property
    def reader(self) -> IsolatedReader:
        from bots.reading.isolated import IsolatedReader

        reader = IsolatedReader(processes=self.settings.reader_processes, profile=self.settings.reading_profile)
        self._closing.callback(reader.close)
        return reader

    def page_picture(self, sha256: str, number: int, *, enlarged: bool = False) -> bytes:
        """A page of a stored document as a PNG, finer where `enlarged`, drawn where documents are read.

        Raises UnreadableDocument.
        """
        from bots.reading.pictures import ENLARGED_DPI, SCREEN_DPI, page_png

        dpi = ENLARGED_DPI if enlarged else SCREEN_DPI
        return self.reader.errand(page_png, self.store.get(sha256), number, dpi)

    def arranged(self, leaves: Sequence[Leaf]) -> bytes:
        """Pages put together anew, where documents are read; raises UnreadableDocument."""
        from bots.arranging import arranged

        return self.reader.errand(arranged, leaves)

    def opened(self, sha256: str, password: str) -> bytes:
        """The stored PDF without its lock, opened where documents are read; raises LockedDocument."""
        from bots.locked import opened

        return self.reader.errand(opened, self.store.get(sha256), password)

    @cached_property
    def readings(self) -> KeptReadings:
        return KeptReadings(reader=self.reader, store=self.store, index=self.reading_index, recipe=self.reader.recipe)

    @cached_property
    def archive(self) -> FolderArchive:
        from bots.archive import FolderArchive

        return FolderArchive(self.settings.archive, self.store)

    @cached_property
    def eraser(self) -> Eraser:
        from dovtech.erasing import Eraser

        return Eraser(store=self.store, index=self.reading_index, register=self.register, archive=self.archive, now=now)

    @property
    def sender(self) -> Sender:
        """The administration that exports, as the letters name it."""
        from bots.exporting.council import Sender

        council = yaml.safe_load((self.settings.templates / "letters" / "council.yaml").read_text(encoding="utf-8"))
        return Sender(dir3=council["dir3"], name=council["name"]["es"])

    @property
    def reading_index(self) -> Path:
        """Where the kept readings are found by document and recipe."""
        return self.settings.home / "readings"

    @cached_property
    def understanding(self) -> Understander:
        from nlp.pipeline import load

        return load(self.procedures)

    @cached_property
    def following(self) -> Following:
        """The understanding by the model in force, which people may change while workers run."""
        _ = self.register
        from desk import champions
        from desk.register import with_connection
        from dovtech.learning import Following, understander
        from nlp.bars import MODEL

        champion = with_connection(champions.champion)
        return Following(lambda: champion(MODEL), lambda model: understander(self, model))

    @cached_property
    def back_offices(self) -> BackOffices:
        from bots.filling.systems import build_backoffices

        systems = build_backoffices(
            self.settings.templates / "entries",
            self.back_office_settings,
            secrets=self.secret,
            documents=self.store.get,
        )
        self._closing.callback(systems.close)
        return systems

    @cached_property
    def circuits(self) -> Circuits:
        from bots.filling.circuit import Circuits

        return Circuits(self.settings.home / "circuits")

    def guard(self, system: str) -> Guard:
        """What lets entries through to a system, or has them wait."""
        from bots.filling.circuit import Guard

        return Guard(system, self.circuits, now, self.back_offices.hours[system])

    def seat(self, system: str) -> Seat | None:
        """The seat at a system that bears one session of its account only; None where it bears several."""
        if system not in self.back_offices.one_session:
            return None
        from bots.filling.seat import Seat

        seat = Seat(system, self.turns, now)
        self._closing.callback(seat.leave)
        return seat

    @cached_property
    def turns(self) -> Turns:
        """How the robots of all workers take turns, by the register's database."""
        _ = self.register
        from desk.turns import DjangoTurns  # its models need a configured Django

        return DjangoTurns()

    @property
    def back_office_settings(self) -> dict[str, str]:
        """What a system's configuration may name: addresses and programs of this machine."""
        demo = f"http://{self.settings.host}:{self.settings.ports.back_office}"
        return {
            "MUNICIPAL_ADDRESS": demo,
            "CHROMIUM": self.settings.chromium,
            "CHROMEDRIVER": self.settings.chromedriver,
            **self.settings.environment,
        }

    @cached_property
    def converter(self) -> DataConverter:
        return data_converter(keys.key_ring(self.settings), self.store)

    def mailboxes(self) -> tuple[Watched, ...]:
        """The mailboxes that are watched; raises Misconfigured where none is named or one is not whole."""
        return watched(self.settings, self.secret)

    async def cases(self) -> Cases:
        """The running cases, through Temporal."""
        return Cases(await temporal.connect(self.settings, self.converter))

    def letter_code(self, number: str, kind: str) -> str:
        """The verification code of a letter."""
        return letter_code(number, kind, self.secret("VERIFICATION_KEY").encode())

    @property
    def verification_page(self) -> str:
        """Where anyone checks the code of a letter."""
        return f"{self.settings.desk_address}/csv"

    def mail_writer(self, sender: str) -> MailWriter:
        """What writes the mails that bring letters, from that address."""
        from bots.mailing import MailWriter

        key = self.secret("VERIFICATION_KEY").encode()
        return MailWriter(
            templates=self.settings.templates,
            sender=sender,
            verification_page=self.verification_page,
            official_time=OFFICIAL_TIME,
            procedures=self.procedures,
            reference=lambda number: letter_reference(number, key),
            documents=self.store.get,
        )

    def sending(self) -> SendingActivities:
        """What sends letters."""
        _ = self.register
        from desk.dispatches import DjangoDispatches  # its models need a configured Django

        return SendingActivities(
            register=self.register,
            dispatches=DjangoDispatches(),
            store=self.store,
            post=outgoing.post(self.settings, self.secret, self.mail_writer),
            notifier=outgoing.notifier(self.settings, self.secret),
            now=now,
        )

    # The activities, by the queue that serves them ----------------------------------------------------------------

    def answer_limit(self) -> AnswerLimit:
        """What keeps automatic answers to one address within bounds."""
        _ = self.register
        from desk.answered import count_answer  # its models need a configured Django

        return AnswerLimit(
            store=self.store, count=count_answer, most=self.settings.answers_a_day, official_time=OFFICIAL_TIME
        )

    def case_activities(self) -> list[Callable[..., object]]:
        from bots.letters import LetterWriter

        light = CaseActivities(
            register=self.register,
            archivist=self.register,
            store=self.store,
            unpacker=self.reader,
            readings=self.readings,
            understanding=self.following,
            procedures=GuardedProcedures(self.procedures, self.register.lowered),
            calendars=self.calendars,
            now=now,
            streets=self.streets,
        )
        papers = PaperActivities(
            register=self.register,
            procedures=self.procedures,
            letters=LetterWriter(
                self.settings.templates / "letters",
                verification_page=self.verification_page,
            ),
            answering=self.answer_limit(),
            archiver=self.archive,
            store=self.store,
            verification_code=self.letter_code,
            now=now,
        )
        answers = AnswerActivities(cases=light, papers=papers)
        clocks = ClockActivities(
            register=self.register, reminders=self.register, procedures=self.procedures, calendars=self.calendars,
            official_time=OFFICIAL_TIME,
        )  # fmt: skip
        undoing, sending = self.undoing({}), self.sending()
        arranging = ArrangingActivities(register=self.register, procedures=light.procedures)
        return [
            light.receive, light.classify, light.extract, light.validate, light.review, light.decide, light.block,
            light.settle, light.cancel, papers.notify, papers.inform, papers.archive, answers.ask, answers.received,
            answers.opened, answers.extend, answers.join, answers.weigh, answers.lapse, answers.recount, clocks.look,
            clocks.stop, papers.acknowledge, sending.send, sending.hear, sending.follow, undoing.ask_undo,
            undoing.leave_filed, arranging.arrange, arranging.unlock,
        ]  # fmt: skip

    def reading_activities(self) -> list[Callable[..., object]]:
        reading = ReadingActivities(
            register=self.register,
            readings=self.readings,
            beating=beating,
            now=now,
            case_of_letter=self.register.case_of_letter,
        )
        return [reading.read, reading.read_again, reading.read_more]

    def robot_activities(self) -> list[Callable[..., object]]:
        from bots.filling.entries import TemplateEntries

        for name in self.back_offices:
            self.back_offices[name].share_pace(partial(self.turns.reserve, name))
        fillers = {
            name: OnceFiller(self.back_offices[name], self.guard(name), self.seat(name)) for name in self.back_offices
        }
        filling = FillingActivities(
            register=self.register,
            modes=self.register,
            procedures=self.procedures,
            entries=TemplateEntries(self.settings.templates / "entries"),
            fillers=fillers,
            store=self.store,
            model=lambda: self.following.version,
            now=now,
            beating=beating,
        )
        return [filling.fill, self.undoing(fillers).undo]

    def undoing(self, undoers: Mapping[str, OnceFiller]) -> UndoingActivities:
        """The undoing of filings by these robots."""
        return UndoingActivities(
            register=self.register, procedures=self.procedures, undoers=undoers, now=now, beating=beating
        )


def _first_secrets() -> dict[str, str]:
    """Made once for each installation: nothing ships with a default password."""
    return {
        "DESK_SECRET_KEY": secrets.token_urlsafe(48),
        "VERIFICATION_KEY": secrets.token_urlsafe(32),
        "BACKOFFICE_ROBOT_USER": "robot-dovtech",
        "BACKOFFICE_ROBOT_PASSWORD": secrets.token_urlsafe(18),
        "BACKOFFICE_API_TOKEN": secrets.token_urlsafe(24),
    }
