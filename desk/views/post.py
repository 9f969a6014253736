"""The letters on their way: what waits for the printer, what waits for a person, and a person's word on it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from casework.delivery import Dispatch, Standing, Verdict
from casework.errors import DecisionRefused, DovTechError
from desk import dispatches
from desk.access import sight_of
from desk.models import Application
from desk.setup import given_ports
from desk.views.gate import clerk, seen_case

_REFUSED = 409


@require_GET
@clerk
def show(request: HttpRequest) -> HttpResponse:
    """The print queue, the letters that are held, and what was printed of late."""
    return _page(request)


def _page(request: HttpRequest, *, error: DovTechError | None = None) -> HttpResponse:
    context = {
        "queued": _seen(request, dispatches.standing_at(Standing.QUEUED)),
        "held": _seen(request, dispatches.standing_at(Standing.HELD)),
        "batches": dispatches.batches_by(request.user.get_username()),
        "error": error,
    }
    return render(request, "post.html", context, status=_REFUSED if error else 200)


@require_POST
@clerk
def print_run(request: HttpRequest) -> HttpResponse:
    """Put what waits for the printer into one PDF; each letter is in one of them only."""
    letters = _seen(request, dispatches.standing_at(Standing.QUEUED))
    if not letters:
        return _page(request, error=DecisionRefused("no letter waits for the printer", remedy="come back later"))
    batch = given_ports().print_letters(letters)
    try:
        dispatches.printed(letters, batch, request.user.get_username(), timezone.localtime())
    except DecisionRefused as error:
        return _page(request, error=error)
    return redirect("printed", batch=batch)


@require_GET
@clerk
def printed(request: HttpRequest, batch: str) -> HttpResponse:
    """A PDF for the printer, for whoever made it."""
    if batch not in {one for one, _, _ in dispatches.batches_by(request.user.get_username())}:
        raise PermissionDenied
    answer = HttpResponse(given_ports().document_bytes(batch), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="cartas-{batch[:8]}.pdf"'
    return answer


@require_POST
@clerk
def settle(request: HttpRequest, number: str, csv: str) -> HttpResponse:
    """Hand a person's word on a held letter to its sending."""
    seen_case(request, number, what="settle_letter")
    verdict = request.POST.get("verdict", "")
    if verdict not in set(Verdict):
        raise DecisionRefused("nothing was chosen", remedy="say whether the letter went out")
    given_ports().settle_letter(number, csv, Verdict(verdict), request.user.get_username())
    return redirect("case", number=number)


def _seen(request: HttpRequest, letters: Sequence[Dispatch]) -> list[Dispatch]:
    """Those of cases that this person may see."""
    sight = sight_of(request.user, given_ports().procedures)
    rows = Application.objects.filter(number__in={letter.number for letter in letters})
    seen = {number for number, kind, unit in rows.values_list("number", "kind", "unit") if sight.sees(kind, unit)}
    return [letter for letter in letters if letter.number in seen]
