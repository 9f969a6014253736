"""The terms that run: what ends when, what silence will mean, and a person's word that a case was resolved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from casework.errors import DecisionRefused
from casework.journey import Status
from desk.access import sight_of
from desk.lines import title_of
from desk.register import DjangoRegister
from desk.setup import given_ports
from desk.terms import is_resolved, running
from desk.views.asking import day_of
from desk.views.gate import clerk, member, seen_case
from desk.views.review import units_of


@require_GET
@member
def show(request: HttpRequest) -> HttpResponse:
    """What the legal clock told of cases that nobody has resolved."""
    procedures = given_ports().procedures
    context = {
        "cases": running(sight_of(request.user, procedures), procedures),
        "title_of": title_of,
        "units": units_of(procedures),
        "today": timezone.localdate(),
    }
    return render(request, "terms.html", context)


@require_POST
@clerk
def resolve(request: HttpRequest, number: str) -> HttpResponse:
    """Note on which day the council's answer was notified: nothing is left to watch (art. 21.2).

    Raises DecisionRefused for a case that is not filed or was resolved already.
    """
    case = seen_case(request, number)
    if case.status is not Status.FILED or is_resolved(DjangoRegister().reminders(number)):
        raise DecisionRefused("this case has no term to end", remedy="look at where it stands")
    day = day_of(request.POST.get("day", ""))
    if day < timezone.localdate(case.presented_at):
        raise DecisionRefused("that day is before the application", remedy="check the day on the proof")
    given_ports().resolve(number, day, request.user.get_username())
    return redirect("case", number=number)
