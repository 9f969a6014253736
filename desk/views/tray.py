"""The tray: what waits for people, the most urgent first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from casework.application import NUMBER, Channel
from casework.errors import DecisionRefused, DovTechError
from casework.journey import Status
from desk import queries, work
from desk.access import may_decide, roles_of, sight_of
from desk.accounts import people
from desk.lines import title_of
from desk.models import SavedSearch
from desk.setup import given_ports
from desk.views.arranging import require_reason, require_taker
from desk.views.gate import clerk, member, seen_case
from desk.views.live import beat_of
from desk.views.review import units_of

SOON = 5  # days before the end of the term from which a case is marked as urgent
MOST_AT_ONCE = 200
ACTIONS = ("mine", "hand_over", "put_off", "take_up", "retry")
_NAMES = {"text": "q"}


@require_GET
@member
def tray(request: HttpRequest) -> HttpResponse:
    """The cases, the most urgent first."""
    return tray_page(request)


def tray_page(request: HttpRequest, *, refusals: Mapping[str, str] | None = None, done: int = 0) -> HttpResponse:
    """The tray; after a batch with what was done and, by number, why the rest was not."""
    procedures, me = given_ports().procedures, request.user.get_username()
    sight, wanted = sight_of(request.user, procedures), filter_of(request.GET)
    cases = queries.found(wanted, sight, me=me, today=timezone.localdate())
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    units, tally = units_of(procedures), queries.tally_of(sight)
    context = {
        "page": queries.page_of(cases, wanted.sort, before=before, after=after, size=wanted.page_size),
        "wanted": wanted,
        "asked": query_of(wanted),
        "query_of": lambda **changes: query_of(wanted, **changes),
        "counts": tally.stages,
        "waiting": tally.waiting,
        "procedures": {name: known for name, known in procedures.items() if name not in sight.hidden},
        "units": {unit: name for unit, name in units.items() if sight.units is None or unit in sight.units},
        "all_units": units,
        "statuses": list(Status),
        "channels": list(Channel),
        "people": people(),
        "saved": SavedSearch.objects.filter(who=me).order_by("name"),
        "title_of": title_of,
        "days_left": lambda due: (due - timezone.localdate()).days,
        "soon": SOON,
        "now": timezone.now(),
        "me": me,
        "pulse": beat_of(tally),
        "acts": may_decide(roles_of(request.user)),
        "actions": ACTIONS,
        "refusals": refusals or {},
        "done": done,
    }
    return render(request, "tray.html", context)


def filter_of(asked: QueryDict) -> queries.Filter:
    """The filter that an address asks for."""
    names = {one.name: _NAMES.get(one.name, one.name) for one in fields(queries.Filter)}
    return queries.Filter(**{name: asked.get(key, "").strip() for name, key in names.items()})


def query_of(wanted: queries.Filter, **changes: str) -> str:
    """The filter as an address writes it, with something changed."""
    facts = {**{_NAMES.get(name, name): value for name, value in asdict(wanted).items()}, **changes}
    return urlencode({name: value for name, value in facts.items() if value})


@require_GET
@clerk
def next_case(request: HttpRequest) -> HttpResponse:
    """The next case to review; the tray where none is left."""
    sight = sight_of(request.user, given_ports().procedures)
    number = queries.next_for(sight, request.user.get_username(), now=timezone.now())
    return redirect("review", number=number) if number else redirect("tray")


@require_POST
@member
def save_search(request: HttpRequest) -> HttpResponse:
    """Keep a search under a name, or forget it where no search is given."""
    me, name = request.user.get_username(), request.POST.get("name", "").strip()[:80]
    query = query_of(filter_of(QueryDict(request.POST.get("query", ""))))
    if name and "forget" in request.POST:
        SavedSearch.objects.filter(who=me, name=name).delete()
        return redirect("tray")
    if name:
        SavedSearch.objects.update_or_create(who=me, name=name, defaults={"query": query})
    response = redirect("tray")
    response.headers["Location"] += f"?{query}" if query else ""
    return response


@require_POST
@clerk
def batch(request: HttpRequest) -> HttpResponse:
    """Do the same with several cases; each is done or refused by itself, and the page says which."""
    numbers = [number for number in request.POST.getlist("number") if NUMBER.fullmatch(number)][:MOST_AT_ONCE]
    refusals: dict[str, str] = {}
    for number in numbers:
        try:
            _one(request, number, request.POST.get("action", ""))
        except DovTechError as error:
            refusals[number] = str(error)
    return tray_page(request, refusals=refusals, done=len(numbers) - len(refusals))


def _one(request: HttpRequest, number: str, action: str) -> None:
    if action not in ACTIONS:
        raise DecisionRefused("the form names no action", remedy="choose one of the list")
    case, me = seen_case(request, number, what=f"batch_{action}"), request.user.get_username()
    note = request.POST.get("note", "").strip()
    work.require_free(number, me)
    if action == "mine":
        work.hand_over(number, me, person=me, note=note)
    elif action == "hand_over":
        person, unit = request.POST.get("person", "").strip(), request.POST.get("to_unit", "")
        require_taker(case, person, unit)
        work.hand_over(number, me, person=person, unit=unit, note=note)
    elif action == "put_off":
        require_reason(note)
        given_ports().pause(number)
        work.put_off(number, me, note)
    elif action == "take_up":
        given_ports().resume(number)
        work.take_up(number, me)
    else:
        given_ports().retry(number)
