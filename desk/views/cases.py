"""The tray and one case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from casework.case import Case
from casework.decision import Decision, Verdict
from casework.errors import DovTechError
from casework.fields import FieldReading
from casework.journey import Status
from casework.procedure import FieldSpec, Procedure
from desk import audit, queries
from desk.access import hidden_kinds, may_decide, roles_of
from desk.register import DjangoRegister
from desk.setup import given_ports


@require_GET
@login_required
def tray(request: HttpRequest) -> HttpResponse:
    """The cases, the most urgent first."""
    procedures = given_ports().procedures
    hidden = hidden_kinds(roles_of(request.user), procedures)
    wanted = queries.Filter(
        text=request.GET.get("q", ""),
        stage=request.GET.get("stage", ""),
        status=request.GET.get("status", ""),
        kind=request.GET.get("kind", ""),
    )
    context = {
        "page": queries.page_of(queries.found(wanted, hidden), request.GET.get("page", "1")),
        "wanted": wanted,
        "counts": queries.stage_counts(hidden),
        "waiting": queries.waiting(hidden),
        "procedures": procedures,
        "title_of": lambda kind: title_of(procedures.get(kind), kind),
    }
    return render(request, "tray.html", context)


def title_of(procedure: Procedure | None, kind: str) -> str:
    """A kind's title in the reader's language."""
    if procedure is None:
        return kind
    return procedure.title.get(get_language() or "es", procedure.title["es"])


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the validation table: what the procedure asks for and what was read."""

    spec: FieldSpec
    label: str
    reading: FieldReading | None

    @property
    def value(self) -> str:
        return self.reading.value if self.reading else ""


def seen_case(request: HttpRequest, number: str) -> Case:
    """The case, if this person may see it; every look is noted, and every look that was denied."""
    case = DjangoRegister().load(number)
    user = request.user.get_username()
    if case.kind in hidden_kinds(roles_of(request.user), given_ports().procedures):
        audit.record(user, "denied", number)
        raise PermissionDenied
    audit.record(user, "see", number)
    return case


@require_GET
@login_required
def show(request: HttpRequest, number: str) -> HttpResponse:
    """One case, whole."""
    return _page(request, seen_case(request, number))


def _page(request: HttpRequest, case: Case, *, error: DovTechError | None = None, status: int = 200) -> HttpResponse:
    ports = given_ports()
    procedure = ports.procedures.get(case.kind)
    deciding = case.status is Status.WAITING and may_decide(roles_of(request.user))
    context = {
        "case": case,
        "title": title_of(procedure, case.kind),
        "lines": list(_lines(case, procedure)),
        "missing": _missing(case, procedure),
        "procedures": ports.procedures,
        "title_of": lambda kind: title_of(ports.procedures.get(kind), kind),
        "deciding": deciding,
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
        Line(spec, _label(spec), read.get(name))
        for name, spec in procedure.fields.items()
        if name in read or spec.required
    ]
    yield from sorted(lines, key=lambda line: bool(line.reading and line.reading.accepted))


def _missing(case: Case, procedure: Procedure | None) -> list[Line]:
    specs = procedure.fields.values() if procedure else ()
    return [Line(spec, _label(spec), None) for spec in specs if spec.name not in case.values and not spec.required]


def _label(spec: FieldSpec) -> str:
    label = spec.label()
    return label.get(get_language() or "es", label["es"])


@require_http_methods(["POST"])
@login_required
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Hand a decision to the running case; a refusal is shown with the case as it stands now."""
    case = seen_case(request, number)
    if not may_decide(roles_of(request.user)):
        raise PermissionDenied
    try:
        given_ports().decide(number, decision_of(request, case))
    except DovTechError as error:
        return _page(request, DjangoRegister().load(number), error=error, status=409)
    return redirect("case", number=number)


def decision_of(request: HttpRequest, case: Case) -> Decision:
    """The decision a form states: only the values that differ from what was read are corrections."""
    form = request.POST
    typed = {name.removeprefix("field-"): str(form[name]).strip() for name in form if name.startswith("field-")}
    known = case.values
    added = form.get("add-name", "")
    if added and str(form.get("add-value", "")).strip():
        typed[added] = str(form["add-value"]).strip()
    revision = form.get("revision", "")
    return Decision(
        by=request.user.get_username(),
        at=timezone.localtime(),
        verdict=Verdict(form.get("verdict", Verdict.CORRECT)),
        revision=int(revision) if revision.isdigit() else -1,
        reason=form.get("reason", "").strip(),
        kind=form.get("kind") if form.get("kind") not in {"", None, case.kind} else None,
        corrections={name: value or None for name, value in typed.items() if value != known.get(name, "")},
        duplicate_of=form.get("duplicate_of", "").strip() if form.get("verdict") == Verdict.DUPLICATE else "",
    )
