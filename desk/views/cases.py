"""One case, whole: what it says, what happened to it, what was written where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from casework.application import NUMBER
from casework.journey import Stage, Status
from casework.undoing import being_undone
from casework.unlocking import locked_documents
from desk import dispatches, work
from desk.access import may_decide, roles_of, sight_of
from desk.lines import lines_of, title_of
from desk.models import Work
from desk.register import DjangoRegister
from desk.setup import given_ports
from desk.story import story_of
from desk.terms import is_resolved
from desk.views.gate import member, seen_case
from desk.views.review import ANSWERABLE, units_of
from desk.withheld import story_without_unseen
from desk.words import in_language


@require_GET
@member
def show(request: HttpRequest, number: str) -> HttpResponse:
    """One case, whole."""
    case = seen_case(request, number)
    ports = given_ports()
    procedure, sight = ports.procedures.get(case.kind), sight_of(request.user, ports.procedures)
    told = DjangoRegister().reminders(number)
    context = {
        "case": case,
        "title": title_of(case.kind),
        "title_of": title_of,
        "lines": [line for line in lines_of(case, procedure) if line.value or line.spec.required],
        "sent": {dispatch.csv: dispatch for dispatch in dispatches.of_case(number)},
        "story": story_without_unseen(story_of(case, procedure), sight)[::-1],
        "stages": list(Stage),
        "unit": in_language(procedure.unit_name) if procedure else "",
        "units": units_of(ports.procedures),
        "moving": case.status is Status.RUNNING or (case.status.ended and not case.archived),
        "waits": case.status in ANSWERABLE and may_decide(roles_of(request.user)),
        "acts": may_decide(roles_of(request.user)),
        "undoable": {filing.key: ports.undoable(filing) for filing in case.filings},
        "being_undone": {filing.key: being_undone(case, filing) for filing in case.filings},
        "locked": locked_documents(case),
        "clock": ports.clock_of(case),
        "reminders": told,
        "resolved": is_resolved(told),
        "today": timezone.localdate(),
        "work": Work.objects.filter(pk=number).first(),
        "held": work.holder(number),
        "twin": case.duplicate_of if NUMBER.fullmatch(case.duplicate_of) else "",
        "run": f"{ports.temporal_ui_url}/namespaces/default/workflows/{case.number}" if ports.temporal_ui_url else "",
    }
    return render(request, "case.html", context)
