"""A clerk has an entry undone in the system where a robot filed it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.errors import DecisionRefused
from casework.undoing import Undoing, check_undoing
from desk import audit
from desk.setup import given_ports
from desk.systems import called
from desk.views.gate import clerk, seen_case


@require_POST
@clerk
def undo(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Hand the word on; what comes of it stands on the case. Raises DecisionRefused where it does not fit."""
    case = seen_case(request, number, what="")
    user = request.user.get_username()
    undoing = Undoing(key=key, by=user, at=timezone.localtime(), reason=request.POST.get("reason", "").strip())
    filing = check_undoing(case, undoing)
    if not given_ports().undoable(filing):
        system = called(filing.system)
        raise DecisionRefused(f"{system} does not let robots undo this entry", remedy="undo it there by hand")
    audit.record(user, "undo", number, f"{filing.system}/{filing.entry} {filing.record}")
    given_ports().undo(number, undoing)
    return redirect("case", number=number)
