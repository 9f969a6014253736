"""The desk as an ASGI application, and the question who is signed in."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.core.asgi import get_asgi_application
from django.http import HttpRequest

from desk.access import ADMINISTRATOR, RESTRICTED, roles_of

if TYPE_CHECKING:
    from django.core.handlers.asgi import ASGIHandler


def application() -> ASGIHandler:
    """The desk; Django must be configured before."""
    return get_asgi_application()


def is_administrator(cookies: str) -> bool:
    """Whether a browser that sends these cookies is signed in at the desk as an administrator."""
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return False
    if morsel is None:
        return False
    request = HttpRequest()
    request.session = SessionStore(morsel.value)
    user = get_user(request)  # this refuses sessions that began before the password was changed
    return {ADMINISTRATOR, RESTRICTED} <= roles_of(user)  # payloads may be of any case
