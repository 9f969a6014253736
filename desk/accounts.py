"""People who work at the desk: their roles, and the first of them without a default password."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from desk import audit
from desk.access import DECIDING, ROLES
from desk.models import Seat

ADMINISTRATOR = "admin"


def ensure_groups() -> None:
    """Make the groups that roles are given by."""
    for name in ROLES:
        Group.objects.get_or_create(name=name)


def ensure_administrator() -> str | None:
    """The path of a one-time link to set the first administrator's password; None once it is set.

    Each start until then gives a fresh link, good for a day; setting the password ends all of them.
    """
    with transaction.atomic():
        ensure_groups()
        administrators = list(User.objects.filter(is_superuser=True))
        if any(user.has_usable_password() for user in administrators):
            return None
        user = administrators[0] if administrators else User(username=ADMINISTRATOR)
        user.is_superuser = user.is_staff = True
        if not administrators:
            user.set_unusable_password()
        user.save()
    return link_for(user)


def invite(username: str, roles: Iterable[str], units: Iterable[str] = (), *, by: str = audit.ROBOT) -> str:
    """Make an account of that name with those roles in those units, or find it; the path of its one-time link."""
    with transaction.atomic():
        ensure_groups()
        user, made = User.objects.get_or_create(username=username)
        if made:
            user.set_unusable_password()
            user.save()
        place(user, roles, units)
        audit.record(by, "invite", detail=username)
    return link_for(user)


def place(user: User, roles: Iterable[str], units: Iterable[str]) -> None:
    """Give the account these roles in these units, and no others."""
    user.groups.set(Group.objects.filter(name__in=list(roles)))
    Seat.objects.filter(user=user).delete()
    Seat.objects.bulk_create(Seat(user=user, unit=unit) for unit in sorted(set(units)))


def link_for(user: User) -> str:
    """A link by which the account's password can be set once, within a day: it dies with the password it replaces."""
    who = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("set_password", kwargs={"uidb64": who, "token": default_token_generator.make_token(user)})


def note_logins() -> None:
    """Enter in the audit who came, went or was refused, and every change of a second factor."""
    from allauth.mfa.signals import authenticator_added, authenticator_removed  # noqa: PLC0415 - it imports models

    for signal, note in (
        (user_logged_in, _note("login")),
        (user_logged_out, _note("logout")),
        (user_login_failed, _note_refused),
        (authenticator_added, _note("second_factor_added")),
        (authenticator_removed, _note("second_factor_removed")),
    ):
        signal.connect(note, weak=False, dispatch_uid=f"desk.audit.{id(signal)}")


def _note(what: str) -> Callable[..., None]:
    def note(*, user: User | None, **_: Any) -> None:
        if user is not None:
            audit.record(user.get_username(), what)

    return note


def _note_refused(*, credentials: dict[str, Any], **_: Any) -> None:
    """Only the name of an account that exists: people type their passwords into the wrong field."""
    name = credentials.get("username", "")
    audit.record(name if User.objects.filter(username=name).exists() else "", "login_failed")


def people() -> list[str]:
    """The names of those who may be given a case, in order."""
    known = User.objects.filter(is_active=True, groups__name__in=DECIDING).distinct()
    return list(known.order_by("username").values_list("username", flat=True))
