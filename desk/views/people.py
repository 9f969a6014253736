"""The accounts of those who work here, as an administrator looks after them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from desk import audit
from desk.access import ADMINISTRATOR, ROLES
from desk.accounts import invite, link_for, place
from desk.models import Seat
from desk.setup import given_ports
from desk.views.gate import holding
from desk.words import in_language, word

_NAME = re.compile(r"[\w.@+-]{1,150}")  # what Django takes for one


@dataclass(frozen=True, slots=True)
class Person:
    """One account as it is listed."""

    pk: int
    name: str
    roles: tuple[str, ...]
    units: tuple[str, ...]
    active: bool
    whole: bool
    second_factor: bool
    last: datetime | None


def _people() -> Iterator[Person]:
    guarded = set(Authenticator.objects.values_list("user_id", flat=True))
    seats: defaultdict[int, list[str]] = defaultdict(list)
    for pk, unit in Seat.objects.order_by("unit").values_list("user_id", "unit"):
        seats[pk].append(unit)
    for user in User.objects.order_by("username").prefetch_related("groups"):
        yield Person(
            pk=user.pk,
            name=user.get_username(),
            roles=tuple(sorted(group.name for group in user.groups.all())),
            units=tuple(seats[user.pk]),
            active=user.is_active,
            whole=user.is_superuser,
            second_factor=user.pk in guarded,
            last=user.last_login,
        )


@require_http_methods(["GET", "POST"])
@holding(ADMINISTRATOR)
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts; a new one begins with a link that is shown this once."""
    if request.method == "GET":
        return _page(request)
    name = request.POST.get("username", "").strip()
    roles, units = _chosen(request)
    if not name or not roles or not _NAME.fullmatch(name):
        return _page(request, problem=word("account_needs"), status=400)
    if User.objects.filter(username=name).exists():
        return _page(request, problem=word("account_exists"), status=409)
    return _page(request, link=invite(name, roles, units, by=request.user.get_username()), invited=name)


@require_POST
@holding(ADMINISTRATOR)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what an account may do, close it, give it a new link, or take a lost second factor away."""
    user, by = get_object_or_404(User, pk=pk), request.user.get_username()
    wanted = request.POST.get("do", "")
    if wanted == "link":
        audit.record(by, "link", detail=user.get_username())
        return _page(request, link=link_for(user), invited=user.get_username())
    if user == request.user:
        return _page(request, problem=word("account_own"), status=409)
    with transaction.atomic():
        if wanted == "place":
            roles, units = _chosen(request)
            place(user, roles, units)
            audit.record(by, "place", detail=f"{user.get_username()}: {' '.join(sorted(roles))}; {' '.join(units)}")
        elif wanted in {"close", "open"}:
            User.objects.filter(pk=pk).update(is_active=wanted == "open")
            audit.record(by, f"account_{wanted}", detail=user.get_username())
        elif wanted == "factor":
            Authenticator.objects.filter(user=user).delete()
            audit.record(by, "second_factor_removed", detail=user.get_username())
    return redirect("accounts")


def _chosen(request: HttpRequest) -> tuple[list[str], list[str]]:
    """Roles and units that exist, of those that were ticked."""
    known = {procedure.unit for procedure in given_ports().procedures.values()}
    return (
        [role for role in ROLES if role in request.POST.getlist("role")],
        sorted(known.intersection(request.POST.getlist("unit"))),
    )


def _page(
    request: HttpRequest, *, link: str = "", invited: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "people": list(_people()),
        "roles": ROLES,
        "units": {known.unit: in_language(known.unit_name) for known in given_ports().procedures.values()},
        "link": request.build_absolute_uri(link) if link else "",
        "invited": invited,
        "problem": problem,
    }
    return render(request, "accounts.html", context, status=status)
