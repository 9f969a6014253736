"""The whole folder `procedures/`: every file read, held to the schema and checked against the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, RootModel, ValidationError

from dovtech.procedures import checks
from dovtech.procedures.problems import Flaw, Problem, flaws_of
from dovtech.procedures.schema import CalendarShape, CommonShape, KindsShape, Names, ProcedureShape
from dovtech.procedures.yaml_file import NotYaml, YamlFile, read_yaml

COMMON, UNITS, CALENDAR, KINDS = "common.yaml", "units.yaml", "calendar.yaml", "kinds.yaml"
_ShapeT = TypeVar("_ShapeT", bound=BaseModel)


class UnitsShape(RootModel[dict[str, Names]]):
    """`units.yaml`: the units' names by code."""


@dataclass(slots=True)
class Study:
    """What was found in a folder: the procedures that can be used, what they share, and all that is wrong."""

    common: CommonShape = field(default_factory=lambda: CommonShape(fields={}))
    units: dict[str, Names] = field(default_factory=dict)
    procedures: list[ProcedureShape] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def lint(folder: Path, entries: Path | None = None) -> list[Problem]:
    """Everything that is wrong in the folder, file by file.

    With `entries` (the folder of back-office templates), also the back-office entries that have no template there.
    """
    problems = study(folder, entries).problems
    _, calendar_problems = read_calendar(folder)
    return [*problems, *calendar_problems]


def read_calendar(folder: Path) -> tuple[CalendarShape | None, list[Problem]]:
    """The holidays, or what is wrong with them."""
    file, calendar, problems = _read(folder / CALENDAR, CalendarShape)
    if file and calendar:
        problems += [file.problem(flaw) for flaw in checks.calendar_flaws(calendar)]
    return calendar, problems


def read_kinds(folder: Path) -> tuple[KindsShape | None, list[Problem]]:
    """The other kinds and the attachment kinds, or what is wrong with them."""
    _, kinds, problems = _read(folder / KINDS, KindsShape)
    return kinds, problems


def study(folder: Path, entries: Path | None = None) -> Study:
    """Read the procedures with all they refer to."""
    found = Study()
    common_file, common, found.problems = _read(folder / COMMON, CommonShape)
    _, units, unit_problems = _read(folder / UNITS, UnitsShape)
    kinds, kind_problems = read_kinds(folder)
    found.problems += [*unit_problems, *kind_problems]
    if common_file is None or common is None or units is None or kinds is None:
        return found  # nothing can be checked against files that are themselves wrong
    found.common, found.units = common, units.root
    known = checks.Known(
        common=common,
        units=frozenset(units.root),
        attachments=frozenset(kinds.attachment_kinds),
        entries=entries,
    )
    found.problems += [common_file.problem(flaw) for flaw in checks.common_flaws(known)]
    files = list(_procedure_files(folder, found))
    found.problems += _problems(files, known)
    found.procedures = [procedure for _, procedure in files]
    return found


def _procedure_files(folder: Path, found: Study) -> Iterator[tuple[YamlFile, ProcedureShape]]:
    for path in sorted(folder.glob("*.yaml")):
        if path.name in {COMMON, UNITS, CALENDAR, KINDS}:
            continue
        file, procedure, problems = _read(path, ProcedureShape)
        found.problems += problems
        if file is not None and procedure is not None:
            yield file, procedure


def _problems(files: Iterable[tuple[YamlFile, ProcedureShape]], known: checks.Known) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for file, procedure in files:
        flaws = [
            *checks.name_flaws(procedure, file.path.name, seen),
            *checks.procedure_flaws(procedure, known),
        ]
        yield from map(file.problem, flaws)


def _read(path: Path, model: type[_ShapeT]) -> tuple[YamlFile | None, _ShapeT | None, list[Problem]]:
    try:
        file = read_yaml(path)
    except NotYaml as error:
        return None, None, [error.problem]
    if file.data is None:
        return file, None, [file.problem(Flaw((), "the file is empty", "fill it or remove it"))]
    try:
        return file, model.model_validate(file.data), []
    except ValidationError as error:
        return file, None, [file.problem(flaw) for flaw in flaws_of(error, model)]
