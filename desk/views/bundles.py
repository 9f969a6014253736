"""The pages of a case as a clerk orders them: some into a case of their own, or all of them in another order here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page on the form: what it is, and what a clerk says of it; `starts` a document of its own."""

    sheet: Sheet
    order: str
    turn: str
    picked: bool
    starts: bool

    @property
    def taken(self) -> Taken:
        return self.sheet.document, self.sheet.number, int(self.turn)


@require_http_methods(["GET", "POST"])
@clerk
def bundle(request: HttpRequest, number: str) -> HttpResponse:
    """Show the pages; those that were picked become a case of their own, or all are put in order in this one."""
    case = seen_case(request, number)
    leaves = list(_leaves(sheets_of(case), request.POST if request.method == "POST" else None))
    if request.method != "POST":
        return _page(request, case, leaves)
    who = request.user.get_username()
    try:
        work.require_free(number, who)
        if request.POST.get("do") == "arrange":
            given_ports().arrange(case, documents_of(leaves), _revision(request.POST), who)
            return redirect("review", number=number)
        made = given_ports().split(case, [leaf.taken for leaf in _picked(leaves)])
    except DovTechError as refused:
        return _page(request, case, leaves, refused)
    work.split(number, made, who)
    return redirect("arrived", number=made)


def _page(request: HttpRequest, case: Case, leaves: Sequence[Leaf], error: DovTechError | None = None) -> HttpResponse:
    context = {"case": case, "title_of": title_of, "leaves": leaves, "turns": TURNS, "error": error}
    return render(request, "bundle.html", context, status=_REFUSED if error else 200)


def _leaves(sheets: Sequence[Sheet], form: QueryDict | None) -> Iterator[Leaf]:
    """Each page as it stands now, or as the form says."""
    for place, sheet in enumerate(sheets):
        if form is None:
            starts = place == 0 or sheets[place - 1].document != sheet.document
            yield Leaf(sheet, str(place + 1), "0", picked=False, starts=starts)
        else:
            order, turn = form.get(f"order-{place}", "").strip(), form.get(f"turn-{place}", "0")
            yield Leaf(sheet, order, turn, picked=f"pick-{place}" in form, starts=f"start-{place}" in form)


def _picked(leaves: Sequence[Leaf]) -> list[Leaf]:
    """The picked pages in their order; raises DecisionRefused where none is."""
    picked = _in_order([leaf for leaf in leaves if leaf.picked])
    if not picked:
        raise DecisionRefused("no page was chosen", remedy="tick the pages to take out")
    return picked


def documents_of(leaves: Sequence[Leaf]) -> list[list[Taken]]:
    """All pages in their order, by document: one begins at each page that says so, and at the first.

    Raises DecisionRefused where a place is no number, or there are no pages.
    """
    documents: list[list[Taken]] = []
    for leaf in _in_order(leaves):
        if leaf.starts or not documents:
            documents.append([])
        documents[-1].append(leaf.taken)
    if not documents:
        raise DecisionRefused("the case has no pages", remedy="see its documents")
    return documents


def _in_order(leaves: Sequence[Leaf]) -> list[Leaf]:
    if not all(leaf.order.isdecimal() and leaf.turn.isdecimal() and int(leaf.turn) in TURNS for leaf in leaves):
        raise DecisionRefused("the order of pages is given in numbers", remedy="write 1, 2, 3… beside the pages")
    return sorted(leaves, key=lambda leaf: int(leaf.order))


def _revision(form: QueryDict) -> int:
    told = form.get("revision", "")
    return int(told) if told.isdecimal() else -1
