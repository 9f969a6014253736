"""Tells every dated story on one Temporal server that skips time, all of them on the same line of days."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from fakes import ports
from fakes.office import RING, Office
from temporalio import activity
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.testing import WorkflowEnvironment

from casework.application import Application, Channel, Document
from casework.asking import defects_of
from casework.case import Case
from casework.deadlines import Calendar, Calendars, Silence, Term, TermUnit
from casework.delivery import Standing
from casework.fields import Classification, FieldReading
from casework.ports import Submission
from casework.procedure import FieldSpec, FieldType, Procedure
from casework.reading import Reading
from casework.requirement import Answer, Asking, Link
from workflows import search
from workflows.converter import data_converter
from workflows.gateway import Cases
from workflows.messages import ClockFace, LetterRef, LetterState, Moment
from workflows.sending import SendingActivities
from workflows.watching import ClockActivities

CYCLE = 400  # years after which the calendar is the same again: every story lies ahead of the machine's own clock
HERE = Path(__file__).parent
VECTORS = json.loads((HERE.parents[1] / "unit" / "casework" / "vectors.json").read_text(encoding="utf-8"))
UNITS = {"months": TermUnit.MONTHS, "days": TermUnit.NATURAL_DAYS, "working": TermUnit.WORKING_DAYS}
NAMES = {"meses": "months", "naturales": "days", "habiles": "working"}
NOON, MORNING = time(12), time(9)
ALL = {"applicant_id": "48576231R", "signature_date": "2026-01-02"}
DAY = timedelta(days=1)


def later(day: date) -> date:
    """The same day of the calendar's next cycle."""
    return day.replace(year=day.year + CYCLE)


def earlier(day: date | None) -> str:
    """A day of the next cycle as the table writes it."""
    return day.replace(year=day.year - CYCLE).isoformat() if day else ""


def at(day: date, hour: time = MORNING) -> datetime:
    """That hour of the story's day, in official time."""
    return datetime.combine(later(day), hour, tzinfo=ports.MADRID)


def stories() -> dict[str, tuple[str, dict[str, Any]]]:
    """Every story by its name: its sort and its facts; those of the vectors come last."""
    table = yaml.safe_load((HERE / "stories.yaml").read_text(encoding="utf-8"))
    table.pop("towns")
    told = {
        f"{sort}-{number}": (sort, facts) for sort, rows in table.items() for number, facts in enumerate(rows, start=1)
    }
    for number, vector in enumerate(VECTORS["deadlines"], start=1):
        if vector["kind"] != "presentacion":
            facts = {
                "presented": date.fromisoformat(vector["start"]),
                NAMES[vector["kind"]]: vector["n"],
                "last": date.fromisoformat(vector["end"]),
                "town": "elda" if vector["extra_inhabiles"] else "",
                "told": {"TERM_OVER": date.fromisoformat(vector["end"]) + DAY},
            }
            told[f"vector-{number}"] = ("term", facts)
    return told


def calendars() -> Calendars:
    """Alicante's days of the vectors and the towns' of the table, in the next cycle."""
    towns = yaml.safe_load((HERE / "stories.yaml").read_text(encoding="utf-8"))["towns"]
    days = (date.fromisoformat(day) for year in VECTORS["holidays_alicante"].values() for day in year)
    return Calendars(
        council=Calendar(frozenset(map(later, days))),
        towns={name: Calendar(frozenset(map(later, free))) for name, free in towns.items()},
    )


@dataclass
class StoryUnderstanding(ports.SureUnderstanding):
    """Knows each document by its bytes: its kind and the values it states."""

    known: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def classify(self, readings: tuple[Reading, ...]) -> Classification:
        told = super().classify(readings)
        return replace(told, kind=self.known[readings[0].document][0])

    def extract(
        self, readings: tuple[Reading, ...], classification: Classification, procedure: Procedure
    ) -> tuple[FieldReading, ...]:
        self_ = replace(self, values={k: v for one in readings for k, v in self.known[one.document][1].items()})
        return ports.SureUnderstanding.extract(self_, readings, classification, procedure)


@dataclass
class StoryRegister(ports.MemoryRegister):
    """Presents what comes on a free day on the next working one, as the real register does."""

    calendar: Calendar = field(default_factory=lambda: calendars().council)

    def admit(self, submission: Submission) -> Application:
        application = super().admit(submission)
        if submission.channel is not Channel.FOLDER:  # paper carries its own day
            case = self.cases[application.number]
            self.save(replace(case, presented_at=self.calendar.presented_at(submission.received_at)))
        return application


@dataclass(frozen=True)
class EndlessClocks(ClockActivities):
    """Clocks that go on after their term: the test server stands still for ever once one ends after its parent did."""

    @activity.defn
    def look(self, moment: Moment) -> ClockFace:
        face = super().look(moment)
        return face if face.wake else replace(face, wake=moment.at + 2000 * DAY)


@dataclass(frozen=True)
class HeldLetters(SendingActivities):
    """Letters that stay with a person: one that ends after its case did stands the test server still, too."""

    @activity.defn
    def send(self, ref: LetterRef) -> LetterState:
        return LetterState(csv=ref.csv, standing=Standing.HELD)


@dataclass
class WatchedOffice(Office):
    """An office whose clocks never end and whose letters never leave."""

    def sending(self) -> SendingActivities:
        return HeldLetters(**vars(super().sending()))

    def clocks(self) -> ClockActivities:
        return EndlessClocks(**vars(super().clocks()))


Step = Callable[[], Awaitable[None]]


@dataclass
class Teller:
    """One office, one server, and the answers of each story by name."""

    environment: WorkflowEnvironment
    office: Office
    cases: Cases
    moment: list[datetime]
    towns: dict[str, Calendar]
    numbers: dict[str, str] = field(default_factory=dict)
    seen: dict[str, dict[str, object]] = field(default_factory=dict)

    async def tell(self) -> None:
        """Every step of every story in the order of its moment."""
        steps = [step for name, (sort, facts) in stories().items() for step in self._steps(name, sort, facts)]
        for moment, step in sorted(steps, key=lambda one: one[0]):
            ahead = moment - await self.environment.get_current_time()
            if ahead > timedelta(0):
                await self.environment.sleep(ahead)
            self.moment[0] = moment
            await step()

    def _steps(self, name: str, sort: str, facts: dict[str, Any]) -> Iterator[tuple[datetime, Step]]:
        self.seen[name] = {}
        yield from getattr(self, f"_{sort}")(name, facts)

    # The sorts of stories -----------------------------------------------------------------------------------------

    def _asked(self, name: str, facts: dict[str, Any]) -> Iterator[tuple[datetime, Step]]:
        yield from self._begun(name, facts, {})
        yield at(facts["received"], time(10)), lambda: self.ask(name, facts["received"])
        if facts.get("more"):
            yield at(facts["received"], NOON), lambda: self.extend(name)
        yield at(facts["last"], time(23, 59)), lambda: self.look(name, "last day", "asked")
        yield at(facts["last"] + DAY), lambda: self.look(name, "day after", "waiting")

    def _answered(self, name: str, facts: dict[str, Any]) -> Iterator[tuple[datetime, Step]]:
        yield from self._begun(name, facts, {})
        yield at(facts["received"], time(10)), lambda: self.ask(name, facts["received"])
        yield at(facts["came"], NOON), lambda: self.answer(name, facts["came"], ALL)
        yield at(facts["came"], time(13)), lambda: self.look(name, "answered", "filed")

    def _in_part(self, name: str, facts: dict[str, Any]) -> Iterator[tuple[datetime, Step]]:
        yield from self._begun(name, facts, {})
        yield at(facts["received"], time(10)), lambda: self.ask(name, facts["received"])
        part = {"signature_date": ALL["signature_date"]}
        yield at(facts["came"], NOON), lambda: self.answer(name, facts["came"], part)
        yield at(facts["came"], time(13)), lambda: self.look(name, "part", "asked")
        yield at(facts["rest"], NOON), lambda: self.answer(name, facts["rest"], ALL)
        yield at(facts["rest"], time(13)), lambda: self.look(name, "rest", "filed")

    def _late(self, name: str, facts: dict[str, Any]) -> Iterator[tuple[datetime, Step]]:
        yield from self._begun(name, facts, {})
        yield at(facts["received"], time(10)), lambda: self.ask(name, facts["received"])
        yield at(facts["came"], NOON), lambda: self.answer(name, facts["came"], ALL)
        yield at(facts["came"], time(13)), lambda: self.look(name, "late", "waiting")

    def _term(self, name: str, facts: dict[str, Any]) -> Iterator[tuple[datetime, Step]]:
        yield from self._begun(name, facts, ALL, Channel.FOLDER)
        yield at(facts["presented"], NOON), lambda: self.look(name, "filed", "filed")
        for code, day in facts["told"].items():
            yield at(day - DAY, time(23, 59)), lambda code=code: self.remember(name, code, told=False)  # type: ignore[misc]
            yield at(day), lambda code=code: self.remember(name, code, told=True)  # type: ignore[misc]

    def _entry(self, name: str, facts: dict[str, Any]) -> Iterator[tuple[datetime, Step]]:
        arrived = datetime.fromisoformat(facts["at"])
        moment = at(arrived.date(), arrived.time())
        yield moment, lambda: self.begin(name, facts, {}, moment)
        yield moment + timedelta(seconds=1), lambda: self.look(name, "entered", "waiting")

    def _notice(self, name: str, facts: dict[str, Any]) -> Iterator[tuple[datetime, Step]]:
        yield from self._begun(name, facts, {})
        yield at(facts["eighth"] - DAY, time(23, 59)), lambda: self.remember(name, "NOTICE_NEAR", told=False)
        yield at(facts["eighth"]), lambda: self.remember(name, "NOTICE_NEAR", told=True)
        yield at(facts["eighth"], NOON), lambda: self.look(name, "told", "waiting", letters=1)

    def _recounted(self, name: str, facts: dict[str, Any]) -> Iterator[tuple[datetime, Step]]:
        yield from self._begun(name, facts, {})
        yield at(facts["received"], time(10)), lambda: self.ask(name, facts["received"])
        yield at(facts["received"] + DAY), lambda: self.free(name, facts["town"], facts["free"])
        yield at(facts["last"] + DAY), lambda: self.look(name, "old last day over", "asked")
        yield at(facts["then"], time(23, 59)), lambda: self.look(name, "last day", "asked")
        yield at(facts["then"] + DAY), lambda: self.look(name, "day after", "waiting")

    def _begun(
        self, name: str, facts: dict[str, Any], values: dict[str, str], channel: Channel = Channel.COUNTER
    ) -> Iterator[tuple[datetime, Step]]:
        moment = at(facts.get("presented") or facts["received"])
        yield moment, lambda: self.begin(name, facts, values, moment, channel)

    # What happens -------------------------------------------------------------------------------------------------

    async def begin(
        self,
        name: str,
        facts: dict[str, Any],
        values: dict[str, str],
        moment: datetime,
        channel: Channel = Channel.COUNTER,
    ) -> None:
        """An application comes in and goes as far as it can."""
        unit = next((unit for unit in UNITS if unit in facts), "months")
        amount = facts.get(unit, 3)
        kind = f"{unit}-{amount}"
        self.office.procedures.setdefault(kind, _procedure(kind, Term(amount, UNITS[unit], Silence.NEGATIVE)))
        town = facts.get("town", "")
        document = self._document(name, kind, {**values, **({"applicant_municipality": town} if town else {})})
        application = self.office.register.admit(
            Submission(key=name, received_at=moment, channel=channel, documents=(document,))
        )
        self.numbers[name] = application.number
        await self.cases.start(application.number)
        await self.cases.settled(application.number)

    async def ask(self, name: str, received: date) -> None:
        """A clerk asks for all that is missing; it is received on that day."""
        case = self.case(name)
        asking = Asking(
            by="clerk", at=at(received), revision=case.revision, defects=defects_of(case), notified_on=later(received)
        )
        await self.cases.ask_citizen(case.number, asking)

    async def extend(self, name: str) -> None:
        """A clerk gives five days more."""
        await self.cases.extend_answer(self.numbers[name], "clerk")

    async def answer(self, name: str, day: date, values: dict[str, str]) -> None:
        """The citizen answers at noon."""
        document = self._document(f"{name} {day} answer", self.case(name).kind, values)
        answer = Answer(
            key=document.sha256, received_at=at(day, NOON), channel=Channel.COUNTER, documents=(document,),
            linked_by=Link.NUMBER,
        )  # fmt: skip
        await self.cases.take_answer(self.numbers[name], answer)

    async def free(self, name: str, town: str, day: date) -> None:
        """A town declares one more free day, and the case is counted anew."""
        self.towns[town] = Calendar(self.towns[town].holidays | {later(day)})
        await self.cases.recount(self.numbers[name])

    async def look(self, name: str, when: str, status: str, *, letters: int = 0) -> None:
        """Note how the case stands, once the server has come to rest there."""
        for _ in range(250):
            case = self.case(name)
            if case.status.value == status and sum(letter.kind == "L2" for letter in case.letters) >= letters:
                break
            await asyncio.sleep(0.02)
        self.seen[name][when] = _standing(self.case(name))

    async def remember(self, name: str, code: str, *, told: bool) -> None:
        """Note whether the clock has told somebody of this."""
        for _ in range(250 if told else 1):
            if code in self._told(name):
                break
            await asyncio.sleep(0.02)
        self.seen[name][f"{code} {'on the day' if told else 'the day before'}"] = code in self._told(name)

    def case(self, name: str) -> Case:
        """The story's case as it stands."""
        return self.office.register.load(self.numbers[name])

    def _told(self, name: str) -> set[str]:
        return {reminder.code for reminder in self.office.register.reminders(self.numbers[name])}

    def _document(self, name: str, kind: str, values: dict[str, str]) -> Document:
        document = ports.document(name.encode())
        self.office.understanding.known[document.sha256] = (kind, values)  # type: ignore[attr-defined]
        self.office.store.put(name.encode())
        return document


def _standing(case: Case) -> dict[str, object]:
    requirement = case.requirement
    return {
        "status": case.status.value,
        "due": earlier(case.due),
        "presented": earlier(case.presented_at.date()),
        "letters": "".join(sorted(letter.kind for letter in case.letters if letter.kind != "L2")),
        "notices": sum(letter.kind == "L2" for letter in case.letters),
        "doubts": sorted({found.code for found in case.doubts}),
        "last": earlier(requirement.due) if requirement else "",
        "ended": requirement.ended.value if requirement else "",
        "missing": len(requirement.missing) if requirement else 0,
        "late": [reply.late for reply in case.replies],
    }


def _procedure(kind: str, term: Term) -> Procedure:
    fields = {
        name: FieldSpec(name=name, type=type_, labels={"es": (name,), "ca": (name,)}, required=name in ALL)
        for name, type_ in (
            ("applicant_id", FieldType.TAX_ID),
            ("signature_date", FieldType.DATE),
            ("applicant_municipality", FieldType.TEXT),
        )
    }
    return ports.procedure(id=kind, term=term, fields=fields)


async def told(binary: str) -> dict[str, dict[str, object]]:
    """What was seen in every story."""
    moment = [at(date(2026, 1, 1))]
    converter = data_converter(RING, ports.MemoryStore())
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=binary, data_converter=converter
    ) as environment:
        types = {
            key.name: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME
            if key is search.DUE
            else IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
            for key in (search.KIND, search.STAGE, search.UNIT, search.DUE, search.ATTENTION)
        }
        await environment.client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace="default", search_attributes=types)
        )
        towns: dict[str, Calendar] = dict(calendars().towns)
        office = WatchedOffice(
            register=StoryRegister(), understanding=StoryUnderstanding(), procedures={},
            calendars=replace(calendars(), towns=towns), now=lambda: moment[0],
        )  # fmt: skip
        async with office.open(environment.client) as cases:
            teller = Teller(environment, office, cases, moment, towns)
            await teller.tell()
            return teller.seen
