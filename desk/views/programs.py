"""The tokens of programs that speak to the desk's interface, as an administrator gives and takes them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from casework.errors import WrongUse
from desk import tokens
from desk.access import ADMINISTRATOR
from desk.models import Token
from desk.views.gate import holding

_REFUSED = 409


@require_http_methods(["GET", "POST"])
@holding(ADMINISTRATOR)
def show(request: HttpRequest) -> HttpResponse:
    """All tokens; a new one is shown this once, with the key of its webhook where it has one."""
    if request.method == "GET":
        return _page(request)
    name, webhook = (request.POST.get(field, "").strip() for field in ("name", "webhook"))
    try:
        given = tokens.give(name, request.POST.getlist("scope"), by=request.user.get_username(), webhook=webhook)
    except WrongUse as refused:
        return _page(request, error=refused)
    return _page(request, given=given, name=name)


@require_POST
@holding(ADMINISTRATOR)
def revoke(request: HttpRequest) -> HttpResponse:
    """Let a token open nothing any more."""
    try:
        tokens.revoke(request.POST.get("name", ""), by=request.user.get_username())
    except WrongUse as refused:
        return _page(request, error=refused)
    return redirect("tokens")


def _page(
    request: HttpRequest, *, given: tokens.Given | None = None, name: str = "", error: WrongUse | None = None
) -> HttpResponse:
    context = {
        "tokens": Token.objects.order_by("revoked_at", "name"),
        "scopes": tokens.SCOPES,
        "given": given,
        "name": name,
        "error": error,
    }
    return render(request, "tokens.html", context, status=_REFUSED if error else 200)
