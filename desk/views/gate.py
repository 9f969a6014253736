"""Who gets in: the door of every page that shows a case."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from casework.case import Case
from desk import audit
from desk.access import Sight, may_decide, roles_of, sight_of
from desk.models import Work
from desk.register import DjangoRegister
from desk.setup import given_ports
from desk.withheld import without_unseen

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def member(page: Page[P]) -> Page[P]:
    """Let in who is signed in and has a role; an account alone opens nothing."""

    @login_required
    @functools.wraps(page)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not roles_of(request.user):
            raise PermissionDenied
        return page(request, *args, **kwargs)

    return guarded


def clerk(page: Page[P]) -> Page[P]:
    """Let in who takes decisions and takes applications in."""

    @member
    @functools.wraps(page)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may_decide(roles_of(request.user)):
            raise PermissionDenied
        return page(request, *args, **kwargs)

    return guarded


def holding(*wanted: str) -> Callable[[Page[P]], Page[P]]:
    """Let in who has one of these roles; whoever tries without is noted."""

    def guard(page: Page[P]) -> Page[P]:
        @member
        @functools.wraps(page)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if roles_of(request.user).isdisjoint(wanted):
                audit.record(request.user.get_username(), "denied", detail=request.path)
                raise PermissionDenied
            return page(request, *args, **kwargs)

        return guarded

    return guard


def _handed_over(number: str, kind: str, sight: Sight) -> bool:
    """Whether another unit gave the case to one of theirs."""
    unit = Work.objects.filter(pk=number).exclude(unit="").values_list("unit", flat=True).first()
    return unit is not None and sight.sees(kind, unit)


def seen_case(request: HttpRequest, number: str, *, what: str = "see") -> Case:
    """The case, if this person may see it; every look is noted, and every look that was denied.

    `what` names the look in the audit; a part of a page that was noted already needs none. Raises UnknownCase,
    PermissionDenied. Other cases that this person may not see are not named.
    """
    case = DjangoRegister().load(number)
    user = request.user.get_username()
    sight = sight_of(request.user, given_ports().procedures)
    if not sight.sees(case.kind, case.unit) and not _handed_over(number, case.kind, sight):
        audit.record(user, "denied", number)
        raise PermissionDenied
    if what:
        audit.record(user, what, number)
    return without_unseen(case, sight)


def seen_again(request: HttpRequest, number: str) -> Case:
    """A case that this person has open, as it stands now."""
    return without_unseen(DjangoRegister().load(number), sight_of(request.user, given_ports().procedures))
