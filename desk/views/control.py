"""The control view: how the office and its robots do, with every figure as a table to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from desk import audit, samples
from desk.access import ADMINISTRATOR, DPO, HEAD, sight_of
from desk.control import TABLES, Row, Span
from desk.lines import title_of
from desk.models import Lowered
from desk.queries import visible
from desk.setup import given_ports
from desk.views.gate import holding
from desk.words import word

SPANS = (7, 30, 90, 365)
_FORMULA = tuple("=+-@\t\r")


@require_GET
@holding(HEAD, ADMINISTRATOR, DPO)
def show(request: HttpRequest) -> HttpResponse:
    """Every figure, drawn where a drawing says more."""
    span = _span(request)
    tables = {name: make(span) for name, (make, _) in TABLES.items()}
    sight = sight_of(request.user, given_ports().procedures)
    context = {
        "days": span.days,
        "spans": SPANS,
        "tables": tables,
        "heads": {name: heads for name, (_, heads) in TABLES.items()},
        "highest": max(value for row in tables["volumes"] for value in row[1:] if isinstance(value, int)),
        "title_of": title_of,
        "lowered": [
            one for one in Lowered.objects.filter(ended_at=None).order_by("-at") if one.kind not in sight.hidden
        ],
        "robots": given_ports().robots(),
        "label_of": label_of,
    }
    return render(request, "control.html", context)


@require_GET
@holding(HEAD, ADMINISTRATOR, DPO)
def table(request: HttpRequest, name: str) -> HttpResponse:
    """One figure as CSV."""
    if name not in TABLES:
        raise Http404
    make, heads = TABLES[name]
    audit.record(request.user.get_username(), "figures", detail=name)
    return as_csv(f"{name}.csv", [word(f"head_{head}") for head in heads], make(_span(request)))


@require_POST
@holding(HEAD, ADMINISTRATOR)
def trust(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a field that fell to review be filed unseen again; the reason is kept."""
    reason = request.POST.get("reason", "").strip()
    if reason:
        samples.trust_again(pk, by=request.user.get_username(), reason=reason)
    return redirect("control")


def label_of(kind: str, field: str) -> str:
    """What a field is called on the form."""
    procedure = given_ports().procedures.get(kind)
    labels = procedure.labels_of(field) if procedure else {}
    return labels.get(word("language_code")) or labels.get("es", field)


def as_csv(name: str, heads: list[str], rows: Sequence[Row]) -> HttpResponse:
    """A table for a spreadsheet; no cell is taken for a formula there."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.6g}".replace(".", ",")
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _span(request: HttpRequest) -> Span:
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isdecimal() and int(asked) in SPANS else 30
    return Span(visible(sight_of(request.user, given_ports().procedures)), days)
