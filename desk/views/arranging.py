"""What people at the desk arrange about a case: handing it over, putting it off, taking it up, leaving a word."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from casework.case import Case
from casework.errors import DecisionRefused
from desk import work
from desk.access import may_decide, roles_of, sight_of
from desk.setup import given_ports
from desk.views.gate import clerk, seen_case

_NOTE = 2000  # characters


@require_POST
@clerk
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """Give the case to a person or a unit; to nobody where neither is named, so that anyone may take it."""
    case = seen_case(request, number)
    person, unit = request.POST.get("person", "").strip(), request.POST.get("unit", "")
    require_taker(case, person, unit)
    work.hand_over(number, request.user.get_username(), person=person, unit=unit, note=_note(request))
    return redirect("tray")


def require_taker(case: Case, person: str, unit: str) -> None:
    """Raise DecisionRefused where that person may not have the case, or there is no such unit."""
    if person and not may_have(person, case.kind, case.unit):
        raise DecisionRefused("nobody of that name may have this case", remedy="choose a name from the list")
    if unit and unit not in {known.unit for known in given_ports().procedures.values()}:
        raise DecisionRefused("there is no such unit", remedy="choose one from the list")


def may_have(person: str, kind: str, unit: str) -> bool:
    """Whether somebody of that name decides, and may see such a case."""
    user = User.objects.filter(username=person, is_active=True).first()
    return user is not None and may_decide(roles_of(user)) and sight_of(user, given_ports().procedures).sees(kind, unit)


@require_POST
@clerk
def put_off(request: HttpRequest, number: str) -> HttpResponse:
    """Set the case aside: it goes on to no further stage until somebody takes it up again."""
    seen_case(request, number)
    note = _note(request)
    require_reason(note)
    given_ports().pause(number)
    work.put_off(number, request.user.get_username(), note)
    return redirect("tray")


def require_reason(note: str) -> None:
    """Raise DecisionRefused where a case is put off and nobody says why."""
    if not note:
        raise DecisionRefused("putting a case off needs a reason", remedy="write the note")


@require_POST
@clerk
def take_up(request: HttpRequest, number: str) -> HttpResponse:
    """Go on with a case that was put off."""
    seen_case(request, number)
    given_ports().resume(number)
    work.take_up(number, request.user.get_username())
    return redirect("case", number=number)


@require_POST
@clerk
def remark(request: HttpRequest, number: str) -> HttpResponse:
    """Leave a word on the case."""
    seen_case(request, number)
    note = _note(request)
    if note:
        work.remark(number, request.user.get_username(), note)
    return redirect("case", number=number)


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "").strip()[:_NOTE]
