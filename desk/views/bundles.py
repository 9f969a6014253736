"""Several requests in one delivery: pages taken out into a case of their own, in the order and turn a clerk gives."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from casework.case import Case
from casework.errors import DecisionRefused, DovTechError
from desk import work
from desk.lines import title_of
from desk.ports import Taken
from desk.setup import given_ports
from desk.sheets import Sheet, sheets_of
from desk.views.gate import clerk, seen_case

TURNS = (0, 90, 180, 270)
_REFUSED = 409


@require_http_methods(["GET", "POST"])
@clerk
def bundle(request: HttpRequest, number: str) -> HttpResponse:
    """Choose pages; they become a case that was presented when this one was, and both say so."""
    case = seen_case(request, number)
    sheets, error = sheets_of(case), None
    if request.method == "POST":
        try:
            taken = taken_of(request.POST, sheets)
            work.require_free(number, request.user.get_username())
            made = given_ports().split(case, taken)
        except DovTechError as refused:
            error = refused
        else:
            work.split(number, made, request.user.get_username())
            return redirect("arrived", number=made)
    return _page(request, case, sheets, error)


def _page(request: HttpRequest, case: Case, sheets: list[Sheet], error: DovTechError | None) -> HttpResponse:
    context = {
        "case": case,
        "title_of": title_of,
        "sheets": sheets,
        "turns": TURNS,
        "error": error,
        "typed": request.POST,
    }
    return render(request, "bundle.html", context, status=_REFUSED if error else 200)


def taken_of(form: QueryDict, sheets: list[Sheet]) -> list[Taken]:
    """The chosen pages in their new order; raises DecisionRefused where none is chosen or a place is no number."""
    chosen: list[tuple[int, int, Taken]] = []
    for place, sheet in enumerate(sheets):
        order, turn = form.get(f"order-{place}", "").strip(), form.get(f"turn-{place}", "0")
        if not order:
            continue
        if not order.isdecimal() or not turn.isdecimal() or int(turn) not in TURNS:
            raise DecisionRefused("the order of pages is given in numbers", remedy="write 1, 2, 3… beside the pages")
        chosen.append((int(order), place, (sheet.document, sheet.number, int(turn))))
    if not chosen:
        raise DecisionRefused("no page was chosen", remedy="write 1, 2, 3… beside the pages to take out")
    return [taken for _, _, taken in sorted(chosen)]
