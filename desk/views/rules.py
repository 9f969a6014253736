"""Procedures and rules: what each asks and promises, how much robots do of it, and their stop buttons."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from casework.modes import Mode, ModeChange
from casework.procedure import Procedure
from desk import audit, samples
from desk.access import ADMINISTRATOR, DPO, HEAD, sight_of
from desk.lines import title_of
from desk.models import Application, Decision, FieldValue
from desk.queries import visible
from desk.register import DjangoRegister
from desk.setup import given_ports
from desk.views.control import label_of
from desk.views.gate import holding
from desk.words import in_language, word

_LATEST = 200
_SHOWN = 40


@require_GET
@holding(HEAD, ADMINISTRATOR, DPO)
def show(request: HttpRequest) -> HttpResponse:
    """Every procedure with the mode of each of its systems, the robots, and who changed what."""
    context = {
        "procedures": _seen(request),
        "title_of": title_of,
        "in_language": in_language,
        "modes": list(Mode),
        "mode_of": DjangoRegister().mode,
        "robots": given_ports().robots(),
        "changes": DjangoRegister().mode_changes()[:_SHOWN],
    }
    return render(request, "rules.html", context)


@require_GET
@holding(HEAD, ADMINISTRATOR, DPO)
def procedure(request: HttpRequest, kind: str) -> HttpResponse:
    """One procedure whole, and how its latest cases would fare at other thresholds."""
    known = _seen(request).get(kind)
    if known is None:
        raise Http404
    context = {
        "procedure": known,
        "title": title_of(kind),
        "in_language": in_language,
        "label_of": label_of,
        "curve": curve(visible(sight_of(request.user, given_ports().procedures)), known),
        "lowered": {field for one, field in samples.lowered() if one == kind},
        "latest": _LATEST,
        "whole": max((spec.whole for spec in known.fields.values() if spec.whole), default=None),
    }
    return render(request, "procedure.html", context)


def curve(cases: QuerySet[Application], known: Procedure) -> list[tuple[float, int, int, int]]:
    """By threshold: of the latest values read, how many would pass unseen, how many of those a clerk changed, and all.

    What a clerk changed is known only where a clerk looked: it is a floor of the error, not the error.
    """
    numbers = list(
        Application.objects.filter(pk__in=cases.filter(kind=known.id).values("pk"))
        .order_by("-number").values_list("number", flat=True)[:_LATEST]
    )  # fmt: skip
    changed = {
        (number, name)
        for number, names in Decision.objects.filter(case_id__in=numbers).values_list("case_id", "corrections")
        for name in names
    }
    values = [
        (confidence, (number, name) in changed)
        for number, name, confidence in FieldValue.objects.filter(case_id__in=numbers)
        .exclude(method=samples.BY_CLERK, raw="")
        .values_list("case_id", "name", "confidence")
    ]
    return [
        (bar, sum(sure >= bar for sure, _ in values), sum(sure >= bar and wrong for sure, wrong in values), len(values))
        for bar in (0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999)
    ]


@require_POST
@holding(HEAD, ADMINISTRATOR)
def mode(request: HttpRequest) -> HttpResponse:
    """Set how much robots do of a procedure's filing in a system; the reason is kept."""
    kind, system, wanted = (request.POST.get(name, "") for name in ("kind", "system", "mode"))
    known = _seen(request).get(kind)
    reason = request.POST.get("reason", "").strip()
    if known is None or system not in {target.system for target in known.targets} or wanted not in set(Mode):
        raise Http404
    if not reason:
        return _without_reason(request)
    change = ModeChange(
        procedure=kind, system=system, mode=Mode(wanted), by=request.user.get_username(), at=timezone.localtime(),
        reason=reason,
    )  # fmt: skip
    DjangoRegister().set_mode(change)
    return redirect("rules")


@require_POST
@holding(HEAD, ADMINISTRATOR)
def robot(request: HttpRequest) -> HttpResponse:
    """Stop a system's robots, with the reason, or let them go on."""
    system, reason = request.POST.get("system", ""), request.POST.get("reason", "").strip()
    if system not in {one.system for one in given_ports().robots()}:
        raise Http404
    by = request.user.get_username()
    if request.POST.get("do") == "go":
        given_ports().go(system)
        audit.record(by, "robot_go", detail=system)
    elif not reason:
        return _without_reason(request)
    else:
        given_ports().stop(system, f"{by}: {reason}")
        audit.record(by, "robot_stop", detail=system)
    return redirect("rules")


def _without_reason(request: HttpRequest) -> HttpResponse:
    return render(request, "error.html", {"error": word("needs_reason")}, status=400)


def _seen(request: HttpRequest) -> Mapping[str, Procedure]:
    sight = sight_of(request.user, given_ports().procedures)
    return {kind: one for kind, one in given_ports().procedures.items() if sight.sees(kind, one.unit)}
