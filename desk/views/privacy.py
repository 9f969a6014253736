"""What the data protection officer asks: who saw what, was anything denied, is the audit whole."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from casework.errors import DecisionRefused, DovTechError
from desk import audit
from desk.access import ADMINISTRATOR, DPO
from desk.models import AuditEntry
from desk.setup import given_ports
from desk.views.control import as_csv
from desk.views.gate import holding, seen_case
from desk.words import word

_PAGE = 100
_REFUSED = 409
_MOST = 10_000  # lines of one file


@require_GET
@holding(DPO, ADMINISTRATOR)
def show(request: HttpRequest) -> HttpResponse:
    """The audit by case, person and deed; walked whole where that is asked for."""
    return _page(request)


@require_POST
@holding(DPO, ADMINISTRATOR)
def erase(request: HttpRequest) -> HttpResponse:
    """Suppress what was derived from the documents of a case that has ended (R-26); it cannot be taken back."""
    number, reason = request.POST.get("number", "").strip().upper(), request.POST.get("reason", "").strip()
    try:
        if "sure" not in request.POST or not reason:
            raise DecisionRefused("erasing needs a reason and a name", remedy="write the reason")
        seen_case(request, number, what="")
        gone = given_ports().erase(number, reason, request.user.get_username())
    except DovTechError as refused:
        return _page(request, error=refused)
    return _page(request, erased=word("erased").format(number=number, gone=gone))


def _page(request: HttpRequest, *, erased: str = "", error: DovTechError | None = None) -> HttpResponse:
    problem = audit.verify() if request.GET.get("verify") else None
    context = {
        "page": Paginator(_found(request), _PAGE).get_page(request.GET.get("page", "1")),
        "wanted": {name: request.GET.get(name, "") for name in ("number", "who", "what")},
        "whats": sorted(AuditEntry.objects.order_by().values_list("what", flat=True).distinct()),
        "verified": bool(request.GET.get("verify")),
        "problem": problem,
        "erased": erased,
        "error": error,
    }
    return render(request, "privacy.html", context, status=_REFUSED if error else 200)


@require_GET
@holding(DPO, ADMINISTRATOR)
def looks(request: HttpRequest) -> HttpResponse:
    """What was found as CSV; taking it away is noted too."""
    rows = [
        (timezone.localtime(one.at).isoformat(timespec="seconds"), one.who, one.what, one.number, one.detail)
        for one in _found(request)[:_MOST]
    ]
    audit.record(request.user.get_username(), "audit_taken", request.GET.get("number", "")[:15])
    heads = [word(key) for key in ("when", "who", "what_done", "number", "detail")]
    return as_csv("audit.csv", heads, rows)


def _found(request: HttpRequest) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.order_by("-sequence")
    for name in ("number", "who", "what"):
        value = request.GET.get(name, "").strip()
        entries = entries.filter(**{name: value.upper() if name == "number" else value}) if value else entries
    return entries
