"""People who work at the desk: their roles, and the first of them without a default password."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from desk import audit
from desk.access import ROLES

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


def invite(username: str, roles: Iterable[str]) -> str:
    """Make an account of that name with those roles, or find it; the path of its one-time link."""
    with transaction.atomic():
        ensure_groups()
        user, made = User.objects.get_or_create(username=username)
        if made:
            user.set_unusable_password()
            user.save()
        user.groups.set(Group.objects.filter(name__in=list(roles)))
        audit.record(audit.ROBOT, "invite", detail=username)
    return link_for(user)


def link_for(user: User) -> str:
    """A link by which the account's password can be set once, within a day: it dies with the password it replaces."""
    who = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("set_password", kwargs={"uidb64": who, "token": default_token_generator.make_token(user)})


def note_logins() -> None:
    """Enter every login in the audit."""
    user_logged_in.connect(_note_login, dispatch_uid="desk.audit")


def _note_login(*, user: User, **_: Any) -> None:
    audit.record(user.get_username(), "login")
