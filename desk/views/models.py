"""The models that read papers: the one in force, challengers with their comparison, and who decided what and why."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from casework.errors import DovTechError
from desk import champions
from desk.access import ADMINISTRATOR
from desk.lines import title_of
from desk.setup import given_ports
from desk.views.control import label_of
from desk.views.gate import holding

Change = Callable[[str, str, str], object]
_SHOWN = 10
_REFUSED = 409
_FIGURES = (
    ("kinds", "kinds_before", "kinds_after", "papers"),
    ("right", "right_before", "right_after", "values"),
    ("accepted", "accepted_before", "accepted_after", "values"),
    ("wrong", "wrong_before", "wrong_after", "values"),
)


@require_GET
@holding(ADMINISTRATOR)
def show(request: HttpRequest) -> HttpResponse:
    """The model in force and the latest challengers."""
    return _page(request)


@require_POST
@holding(ADMINISTRATOR)
def accept(request: HttpRequest) -> HttpResponse:
    """Bring a challenger into force; what its comparison speaks against is refused."""
    version = request.POST.get("version", "")
    return _decided(request, lambda base, by, reason: champions.accept(base, version, by=by, reason=reason))


@require_POST
@holding(ADMINISTRATOR)
def rollback(request: HttpRequest) -> HttpResponse:
    """Bring the model that was in force before back."""
    return _decided(request, lambda base, by, reason: champions.rollback(base, by=by, reason=reason))


def _decided(request: HttpRequest, change: Change) -> HttpResponse:
    try:
        change(given_ports().model, request.user.get_username(), request.POST.get("reason", ""))
    except DovTechError as refused:
        return _page(request, error=refused)
    return redirect("models")


def _page(request: HttpRequest, *, error: DovTechError | None = None) -> HttpResponse:
    base = given_ports().model
    champion = champions.champion(base)
    context = {
        "base": base,
        "champion": champion,
        "models": [one for one in champions.made(base) if one.version != champion.version][:_SHOWN],
        "history": champions.history(base)[:_SHOWN],
        "figures": _FIGURES,
        "title_of": title_of,
        "label_of": label_of,
        "error": error,
    }
    return render(request, "models.html", context, status=_REFUSED if error else 200)
