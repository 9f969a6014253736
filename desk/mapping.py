"""Cases as rows and rows as cases: what is loaded equals what was saved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.utils import timezone

from casework.application import Application, Channel, Document
from casework.case import Case, Letter
from casework.clock import Pause
from casework.decision import Decision, Verdict
from casework.fields import Classification, FieldReading, Part
from casework.filing import Filing
from casework.findings import Finding, Severity
from casework.journey import Actor, Event, Stage, Status
from casework.modes import Mode, Rehearsal
from casework.reading import Box
from casework.requirement import Defect, Ending, Link, Reply, Requirement
from desk import models
from desk.plain_words import storable, words_of
from desk.urgency import urgency_of

T = TypeVar("T")
Columns = dict[str, Any]
_ID_LENGTH = 60


def _box(value: list[float] | None) -> Box | None:
    return None if value is None else Box(*value)


def _defects(value: list[dict[str, Any]]) -> tuple[Defect, ...]:
    return tuple(Defect(**columns) for columns in value)


@dataclass(frozen=True)
class Table(Generic[T]):
    """How one sort of part is kept: columns are named as the domain names its facts."""

    model: type[models.Part]
    shape: type[T]
    restore: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    append_only: bool = False

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The facts of the shape, which are its columns."""
        return tuple(known.name for known in fields(self.shape))  # type: ignore[arg-type]  # every shape is a dataclass

    def columns(self, part: T) -> Columns:
        """The part as its row's columns."""
        return {name: plain(getattr(part, name)) for name in self.names}

    def part(self, columns: Mapping[str, Any]) -> T:
        """The part that `columns` gave."""
        return self.shape(**{name: self.restore.get(name, _same)(columns[name]) for name in self.names})


def _same(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, datetime) else value


TABLES: Mapping[str, Table[Any]] = {
    "documents": Table(models.Document, Document),
    "fields": Table(
        models.FieldValue, FieldReading, {"box": _box, "checks_passed": tuple, "checks_failed": tuple}
    ),
    "findings": Table(models.Finding, Finding, {"severity": Severity, "box": _box}),
    "decisions": Table(models.Decision, Decision, {"verdict": Verdict, "illegible": tuple}, append_only=True),
    "filings": Table(models.Filing, Filing),
    "rehearsals": Table(models.Rehearsal, Rehearsal, {"mode": Mode}),
    "letters": Table(models.Letter, Letter),
    "requirements": Table(models.Requirement, Requirement, {"defects": _defects, "ended": Ending}),
    "replies": Table(models.Reply, Reply, {"channel": Channel, "documents": tuple, "linked_by": Link}),
    "pauses": Table(models.Pause, Pause),
    "events": Table(models.Event, Event, {"stage": Stage, "actor": Actor}, append_only=True),
}  # fmt: skip


def parts_of(case: Case) -> dict[str, list[Columns]]:
    """Every part of a case as columns, by the name of its table."""
    return {
        name: [table.columns(part) for part in (case.application.documents if name == "documents" else _of(case, name))]
        for name, table in TABLES.items()
    }


def _of(case: Case, name: str) -> tuple[Any, ...]:
    parts: tuple[Any, ...] = getattr(case, name)
    return parts


def head_of(case: Case) -> Columns:
    """The case's own facts as columns of its row."""
    told, values = case.classification, case.values
    return {
        "received_at": case.application.received_at,
        "presented_at": case.presented_at,
        "channel": plain(case.application.channel),
        "mailbox": plain(case.application.mailbox),
        "mailbox_entry": case.application.mailbox_entry,
        "stage": plain(case.stage),
        "status": plain(case.status),
        "revision": case.revision,
        "kind": plain(told.kind),
        "kind_confidence": told.confidence,
        "language": plain(told.language),
        "parts": [[part.document, list(part.pages), part.kind] for part in told.parts],
        "because": plain(told.because),
        "also": plain(told.also),
        "readings": plain(case.readings),
        "unit": plain(case.unit),
        "due": case.due,
        "duplicate_of": plain(case.duplicate_of),
        "archived": plain(case.archived),
        "applicant_id": plain(values.get("applicant_id", ""))[:_ID_LENGTH],  # a misread line can be of any length
        "applicant_name": plain(values.get("applicant_name", "")),
        "search": words_of(case.number, values.values()),
        "urgency": urgency_of(case.number, case.status, case.due, case.application.channel, case.presented_at),
        "doubts": len(case.doubts),
    }


def case_of(row: Mapping[str, Any], parts: Mapping[str, Iterable[Mapping[str, Any]]]) -> Case:
    """The case that `head_of` and `parts_of` gave."""
    facts: Columns = {name: row[name] for name in ("revision", "readings", "duplicate_of", "due", "unit", "archived")}
    made: Columns = {
        name: tuple(table.part(columns) for columns in parts.get(name, ())) for name, table in TABLES.items()
    }
    return Case(
        application=application_of(row, made.pop("documents")),
        presented_at=timezone.localtime(row["presented_at"]),
        stage=Stage(row["stage"]),
        status=Status(row["status"]),
        classification=Classification(
            kind=row["kind"],
            confidence=row["kind_confidence"],
            language=row["language"],
            parts=tuple(Part(document=sha256, pages=tuple(pages), kind=kind) for sha256, pages, kind in row["parts"]),
            because=tuple(row["because"]),
            also=tuple(row["also"]),
        ),
        **facts,
        **made,
    )


def application_of(row: Mapping[str, Any], documents: tuple[Document, ...]) -> Application:
    """The application of a case's row."""
    return Application(
        number=row["number"],
        received_at=timezone.localtime(row["received_at"]),
        channel=Channel(row["channel"]),
        documents=documents,
        mailbox=row["mailbox"],
        mailbox_entry=row["mailbox_entry"],
    )


def digest(columns: Any) -> str:
    """A hash that is the same for the same columns."""
    return hashlib.sha256(json.dumps(columns, sort_keys=True, default=_instant).encode()).hexdigest()


def _instant(value: datetime | date) -> str:
    """The moment whatever the time zone it is written in."""
    return (value.astimezone(timezone.get_fixed_timezone(0)) if isinstance(value, datetime) else value).isoformat()


def plain(value: Any) -> Any:
    """A fact of the domain as a column holds it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {storable(name): plain(one) for name, one in value.items()}
    return _shape(value)


def _shape(value: Any) -> Any:
    """A small shape of the domain as a column holds it; anything else as it is."""
    if isinstance(value, Defect):
        return plain(asdict(value))
    if isinstance(value, Box):
        return [value.x0, value.y0, value.x1, value.y1]
    return value
