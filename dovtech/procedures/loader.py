"""From checked files to the shapes the program works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from casework.deadlines import Calendar, Calendars, Term
from casework.procedure import FieldSpec, Paper, Procedure, Rule, Target
from dovtech.procedures.folder import read_calendar, read_kinds, study
from dovtech.procedures.problems import Problem
from dovtech.procedures.schema import (
    CommonShape,
    FieldShape,
    Holiday,
    Names,
    PaperShape,
    ProcedureShape,
    RuleShape,
    Synonyms,
    TermShape,
    When,
)

_THRESHOLD = 0.9  # how sure the kind must be where the council says nothing
_ShapeT = TypeVar("_ShapeT", bound=BaseModel)
Titles = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """What a document may be besides a procedure: titles by language, by kind."""

    others: Titles
    attachments: Titles


def load_procedures(folder: Path) -> dict[str, Procedure]:
    """Every procedure of the folder by its id, in the order of the ids; raises Misconfigured with the first problem."""
    found = study(folder)
    if found.problems:
        raise found.problems[0].as_error()
    return {shape.id: _procedure(shape, found.common, found.units) for shape in found.procedures}


def load_calendars(folder: Path) -> Calendars:
    """The days on which nothing falls due, here and in other towns; raises Misconfigured with the first problem."""
    calendar = _sound(*read_calendar(folder))
    towns = {name.casefold(): _days(town.holidays) for town in calendar.towns for name in town.names}
    return Calendars(council=_days(calendar.holidays), towns=towns)


def _days(holidays: list[Holiday]) -> Calendar:
    return Calendar(frozenset(holiday.date for holiday in holidays))


def load_kinds(folder: Path) -> Kinds:
    """The kinds that are no procedure; raises Misconfigured with the first problem."""
    kinds = _sound(*read_kinds(folder))
    return Kinds(
        others={kind: _names(names) for kind, names in kinds.other_kinds.items()},
        attachments={kind: _names(names) for kind, names in kinds.attachment_kinds.items()},
    )


def _sound(shape: _ShapeT | None, problems: list[Problem]) -> _ShapeT:
    if shape is None or problems:
        raise problems[0].as_error()
    return shape


def _procedure(shape: ProcedureShape, common: CommonShape, units: Mapping[str, Names]) -> Procedure:
    return Procedure(
        id=shape.id,
        slug=shape.slug,
        title=_names(shape.title),
        unit=shape.unit,
        unit_name=_names(units[shape.unit]),
        term=_term(shape.term),
        retention_years=shape.retention.years,
        series=shape.retention.series,
        fields=_fields(shape, common),
        restricted=shape.restricted,
        mailbox_entry=shape.mailbox_entry,
        competitive=shape.competitive,
        rules=tuple(_rule(rule) for rule in (*common.rules, *shape.rules)),
        papers=tuple(_paper(paper) for paper in (*common.papers, *shape.papers)),
        letters=tuple(shape.letters),
        targets=tuple(Target(system=target.system, entry=target.entry) for target in shape.back_offices),
        titles_on_paper=_synonyms(shape.titles_on_paper),
        threshold=_THRESHOLD if shape.threshold is None else shape.threshold,
    )


def _fields(shape: ProcedureShape, common: CommonShape) -> dict[str, FieldSpec]:
    return {
        name: _field(name, spec, required=spec.required or name in shape.also_required, threshold=shape.threshold)
        for name, spec in (common.fields | shape.fields).items()
    }


def _field(name: str, shape: FieldShape, *, required: bool, threshold: float | None) -> FieldSpec:
    return FieldSpec(
        name=name,
        type=shape.type,
        labels=_synonyms(shape.labels),
        required=required,
        minimum=shape.minimum,
        maximum=shape.maximum,
        pattern=shape.pattern,
        choices={value: _synonyms(names) for value, names in shape.choices.items()},
        threshold=threshold if shape.threshold is None else shape.threshold,
    )


def _rule(shape: RuleShape) -> Rule:
    return Rule(
        code=shape.code,
        kind=shape.kind,
        fields=tuple(shape.fields),
        severity=shape.severity,
        es=shape.es,
        ca=shape.ca,
        value=shape.value,
        when=_when(shape.when),
        law=shape.law,
    )


def _paper(shape: PaperShape) -> Paper:
    return Paper(kinds=tuple(shape.kinds), es=shape.es, ca=shape.ca, lookup=shape.lookup, when=_when(shape.when))


def _term(shape: TermShape) -> Term:
    return Term(shape.amount, shape.unit, shape.silence, shape.law)


def _when(when: When) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in when.items()}


def _names(names: Names) -> dict[str, str]:
    return {"es": names.es, "ca": names.ca}


def _synonyms(names: Synonyms) -> dict[str, tuple[str, ...]]:
    return {"es": tuple(names.es), "ca": tuple(names.ca)}
