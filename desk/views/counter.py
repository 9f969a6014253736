"""The counter: papers come in, and what the machine makes of them is there while the citizen still is."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from casework.application import NUMBER, Channel
from casework.case import Case
from casework.errors import TooLarge
from casework.findings import Severity
from casework.journey import Stage, Status
from casework.unlocking import locked_documents
from desk import audit
from desk.lines import lines_of, title_of
from desk.models import Application
from desk.setup import given_ports
from desk.views.gate import clerk, seen_case
from desk.views.review import ANSWERABLE
from desk.views.uploads import UPLOAD_LIMIT, given_files
from desk.words import word

MOST_AT_ONCE = 200
_NOTHING, _TOO_LARGE = 400, 413
_SCAN_AGAIN = frozenset({"PAGE_POOR", "PAGE_UNREADABLE", "DOCUMENT_UNREADABLE", "DOCUMENT_TOO_LARGE"})
_SHOWN = ("applicant_name", "applicant_id", "representative_name", "applicant_address", "applicant_phone")
_STAGES = list(Stage)


@require_http_methods(["GET", "POST"])
@clerk
def submit(request: HttpRequest) -> HttpResponse:
    """Take in files: together they are one application, or each is one, as a pile from the scanner."""
    if request.method == "GET":
        return _form(request)
    try:
        files = given_files(request, "files", "photos")
    except TooLarge:
        return _form(request, problem=f"{word('too_much')} {UPLOAD_LIMIT // 1024**2} MB.", status=_TOO_LARGE)
    if not files:
        return _form(request, problem=word("choose_first"), status=_NOTHING)
    each = "each" in request.POST
    if each and len(files) > MOST_AT_ONCE:
        return _form(request, problem=word("too_many").format(len(files), MOST_AT_ONCE), status=_TOO_LARGE)
    deliveries = [[file] for file in files] if each else [files]
    numbers = [given_ports().submit(delivery, Channel.COUNTER) for delivery in deliveries]
    for number in numbers:
        audit.record(request.user.get_username(), "submit", number)
    if len(numbers) == 1:
        return redirect("arrived", number=numbers[0])
    return redirect(f"{reverse('arrivals')}?{urlencode({'number': numbers}, doseq=True)}")


def _form(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    return render(request, "submit.html", {"problem": problem, "most": MOST_AT_ONCE}, status=status)


@require_GET
@clerk
def arrived(request: HttpRequest, number: str) -> HttpResponse:
    """What the machine makes of what just came: the proposal, what to scan again, what is missing."""
    case = seen_case(request, number)
    lines = {line.name: line for line in lines_of(case, given_ports().procedures.get(case.kind))}
    context = {
        "case": case,
        "title": title_of(case.kind),
        "moving": case.status is Status.RUNNING and case.stage is not Stage.FILL,
        "done": _STAGES.index(case.stage),
        "steps": _STAGES.index(Stage.REVIEW),
        "again": [found for found in case.findings if found.code in _SCAN_AGAIN],
        "lacks": _lacks(case),
        "locked": locked_documents(case),
        "deciding": case.status in ANSWERABLE,
        "lines": [lines[name] for name in _SHOWN if name in lines and lines[name].value],
    }
    return render(request, "arrived.html", context)


def _lacks(case: Case) -> list[object]:
    return [found for found in case.findings if found.severity is Severity.DEFECT and found.code not in _SCAN_AGAIN]


@require_GET
@clerk
def arrivals(request: HttpRequest) -> HttpResponse:
    """How far a pile has come; asked again by the page itself until all of it stands still."""
    numbers = [number for number in request.GET.getlist("number") if NUMBER.fullmatch(number)][:MOST_AT_ONCE]
    cases = [
        seen_case(request, number, what="") for number in numbers if Application.objects.filter(pk=number).exists()
    ]
    context = {
        "cases": cases,
        "ready": sum(case.status is not Status.RUNNING for case in cases),
        "again": request.get_full_path(),
        "title_of": title_of,
        "stages": len(_STAGES),
        "reached": {case.number: _STAGES.index(case.stage) + 1 for case in cases},
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "arrivals_part.html" if part else "arrivals.html", context)


@require_GET
@clerk
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The slip for the citizen, to print at once: number, moment, and the fingerprint of each document (art. 16.3)."""
    case = seen_case(request, number, what="print_receipt")
    return render(request, "receipt.html", {"case": case, "title": title_of(case.kind)})
