"""What a schema cannot see in a procedure: names that refer to nothing, and names that stand twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casework.case import LetterKind
from dovtech.procedures.field_checks import field_flaws
from dovtech.procedures.problems import Flaw, Where, one_of
from dovtech.procedures.rule_checks import Fields, rule_flaws, when_flaws
from dovtech.procedures.schema import CalendarShape, CommonShape, PaperShape, ProcedureShape


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a procedure may refer to; `entries` is the folder of back-office templates, or None not to look there."""

    common: CommonShape
    units: frozenset[str]
    attachments: frozenset[str]
    entries: Path | None


def common_flaws(known: Known) -> Iterator[Flaw]:
    """What is wrong in `common.yaml`."""
    common = known.common
    yield from field_flaws(common.fields)
    yield from rule_flaws(common.rules, common.fields)
    yield from _paper_flaws(common.papers, common.fields, known)


def name_flaws(procedure: ProcedureShape, file: str, seen: dict[str, str]) -> Iterator[Flaw]:
    """Id and slug against the file's name and against those in `seen`, which this adds to."""
    wanted = f"{procedure.id}_{procedure.slug}.yaml"
    if file != wanted:
        yield Flaw(("id",), f"id and slug do not match the file's name {file}", f"name the file {wanted}")
    for key, name in (("id", procedure.id), ("slug", procedure.slug)):
        if name in seen:
            yield Flaw((key,), f"{key} '{name}' is already that of {seen[name]}", f"give this procedure its own {key}")
        seen.setdefault(name, file)


def procedure_flaws(procedure: ProcedureShape, known: Known) -> Iterator[Flaw]:
    """What is wrong in one procedure beyond its name."""
    common = known.common.fields
    every = common | procedure.fields
    if procedure.unit not in known.units:
        yield Flaw(("unit",), f"unknown unit '{procedure.unit}'", one_of(known.units, like=procedure.unit))
    for name in procedure.fields:
        if name in common:
            yield Flaw(
                ("fields", name), f"'{name}' is a common field already", "remove it, or list it in also_required"
            )
    yield from unknown(procedure.also_required, ("also_required",), common, "common field")
    yield from field_flaws(procedure.fields)
    yield from rule_flaws(procedure.rules, every, taken={rule.code for rule in known.common.rules})
    yield from _paper_flaws(procedure.papers, every, known)
    yield from unknown(procedure.letters, ("letters",), [letter.value for letter in LetterKind], "letter")
    yield from _target_flaws(procedure, known.entries)


def calendar_flaws(calendar: CalendarShape) -> Iterator[Flaw]:
    """Days that stand twice."""
    yield from _twice([holiday.date for holiday in calendar.holidays], ("holidays",))
    for index, town in enumerate(calendar.towns):
        yield from _twice([holiday.date for holiday in town.holidays], ("towns", index, "holidays"))


def _twice(days: list[date], where: Where) -> Iterator[Flaw]:
    for index, day in enumerate(days):
        if day in days[:index]:
            yield Flaw((*where, index), f"{day} stands here twice", "keep one of the two")


def unknown(names: Iterable[str], where: Where, known: Iterable[str], what: str) -> Iterator[Flaw]:
    """Names of a list that are not among the known ones."""
    known = list(known)
    for index, name in enumerate(names):
        if name not in known:
            yield Flaw((*where, index), f"unknown {what} '{name}'", one_of(known, like=name))


def _paper_flaws(papers: list[PaperShape], fields: Fields, known: Known) -> Iterator[Flaw]:
    for index, paper in enumerate(papers):
        where: Where = ("papers", index)
        yield from unknown(paper.kinds, (*where, "kinds"), known.attachments, "attachment kind")
        yield from when_flaws(paper.when, where, fields)


def _target_flaws(procedure: ProcedureShape, entries: Path | None) -> Iterator[Flaw]:
    targets = [(target.system, target.entry) for target in procedure.back_offices]
    for index, (system, entry) in enumerate(targets):
        if (system, entry) in targets[:index]:
            yield Flaw(("back_offices", index), f"{system}/{entry} stands here twice", "keep one of the two")
        if entries is not None and not (entries / system / f"{entry}.yaml").is_file():
            template = entries / system / f"{entry}.yaml"
            yield Flaw(("back_offices", index), f"{system}/{entry} has no template", f"write {template}")
