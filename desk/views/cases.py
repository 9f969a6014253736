"""The tray and one case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from casework.application import NUMBER
from casework.case import Case
from casework.errors import DovTechError
from casework.fields import FieldReading
from casework.journey import Stage, Status
from casework.procedure import FieldSpec, FieldType, Procedure
from desk import queries
from desk.access import may_decide, roles_of, sight_of
from desk.setup import given_ports
from desk.sheets import sheets_of
from desk.views.gate import member, seen_case
from desk.words import in_language as _in_language
from desk.words import word

SOON = 5  # days before the end of the term from which a case is marked as urgent


@require_GET
@member
def tray(request: HttpRequest) -> HttpResponse:
    """The cases, the most urgent first."""
    procedures = given_ports().procedures
    sight = sight_of(request.user, procedures)
    wanted = queries.Filter(
        text=request.GET.get("q", ""),
        stage=request.GET.get("stage", ""),
        status=request.GET.get("status", ""),
        kind=request.GET.get("kind", ""),
        unit=request.GET.get("unit", ""),
    )
    context = {
        "page": queries.page_of(queries.found(wanted, sight), request.GET.get("page", "1")),
        "wanted": wanted,
        "counts": queries.stage_counts(sight),
        "waiting": queries.waiting(sight),
        "procedures": {name: known for name, known in procedures.items() if name not in sight.hidden},
        "units": {
            known.unit: _in_language(known.unit_name)
            for known in procedures.values()
            if sight.units is None or known.unit in sight.units
        },
        "statuses": list(Status),
        "title_of": title_of,
        "days_left": lambda due: (due - timezone.localdate()).days,
        "soon": SOON,
    }
    return render(request, "tray.html", context)


def title_of(kind: str) -> str:
    """A kind's title in the reader's language."""
    procedure = given_ports().procedures.get(kind)
    return _in_language(procedure.title) if procedure else word(f"kind_{kind}", kind)


@dataclass(frozen=True, slots=True)
class Line:
    """One field as it is shown: what the procedure asks for and what was read."""

    spec: FieldSpec
    label: str
    reading: FieldReading | None

    @property
    def value(self) -> str:
        return self.reading.value if self.reading else ""

    @property
    def shown(self) -> str:
        """The value as people say it: a choice by its name on the form."""
        named = self.spec.choices or self.spec.type is FieldType.CHECKBOX
        return _choice_name(self.value, self.spec.choices.get(self.value, {})) if self.value and named else self.value

    @property
    def state(self) -> str:
        """How sure the value is: missing, clerk, invalid, sure or doubtful."""
        if self.reading is None:
            return "missing"
        if self.reading.method == "clerk":
            return "clerk"
        if self.reading.checks_failed:
            return "invalid"
        return "sure" if self.reading.accepted else "doubtful"


@require_GET
@member
def show(request: HttpRequest, number: str) -> HttpResponse:
    """One case, whole."""
    return case_page(request, seen_case(request, number))


def case_page(
    request: HttpRequest, case: Case, *, error: DovTechError | None = None, status: int = 200
) -> HttpResponse:
    """The page of a case, with what was refused where something was."""
    ports = given_ports()
    procedure = ports.procedures.get(case.kind)
    lines = list(_lines(case, procedure))
    context = {
        "case": case,
        "title": title_of(case.kind),
        "lines": lines,
        "labels": {line.spec.name: line.label for line in lines},
        "sheets": sheets_of(case),
        "missing": _missing(case, procedure),
        "procedures": ports.procedures,
        "title_of": title_of,
        "choice_name": _choice_name,
        "stages": list(Stage),
        "unit": _in_language(procedure.unit_name) if procedure else "",
        "deciding": case.status in {Status.WAITING, Status.ASKED} and may_decide(roles_of(request.user)),
        "twin": case.duplicate_of if NUMBER.match(case.duplicate_of) else "",
        "error": error,
        "run": f"{ports.temporal_ui_url}/namespaces/default/workflows/{case.number}" if ports.temporal_ui_url else "",
    }
    return render(request, "case.html", context, status=status)


def _lines(case: Case, procedure: Procedure | None) -> Iterator[Line]:
    """The fields that were read and those that are required, in the procedure's order, doubtful ones first."""
    if procedure is None:
        return
    read = {field.name: field for field in case.fields}
    lines = [
        Line(spec, _in_language(spec.label()), read.get(name))
        for name, spec in procedure.fields.items()
        if name in read or spec.required
    ]
    yield from sorted(lines, key=lambda line: bool(line.reading and line.reading.accepted))


def _choice_name(choice: str, names: Mapping[str, tuple[str, ...]]) -> str:
    """A choice as the form prints it; what has no name of its own is shown as it is kept."""
    known = names.get(get_language() or "es") or names.get("es")
    return known[0] if known else word(f"choice_{choice}", choice)


def _missing(case: Case, procedure: Procedure | None) -> list[Line]:
    specs = procedure.fields.values() if procedure else ()
    absent = [spec for spec in specs if spec.name not in case.values and not spec.required]
    return [Line(spec, _in_language(spec.label()), None) for spec in absent]
