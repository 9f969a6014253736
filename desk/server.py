"""The desk as an ASGI application, and the question who is signed in."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.asgi import get_asgi_application

if TYPE_CHECKING:
    from django.core.handlers.asgi import ASGIHandler


def application() -> ASGIHandler:
    """The desk; Django must be configured before."""
    return get_asgi_application()


def is_administrator(cookies: str) -> bool:
    """Whether a browser that sends these cookies is signed in at the desk as an administrator."""
    from django.contrib.auth.models import User  # noqa: PLC0415 - usable once Django is configured

    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return False
    user_id = SessionStore(morsel.value).get(SESSION_KEY) if morsel else None
    return User.objects.filter(pk=user_id, is_active=True, is_superuser=True).exists() if user_id else False
