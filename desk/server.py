"""The desk as an ASGI application, and the question who is signed in."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from desk.access import ADMINISTRATOR, RESTRICTED, roles_of

THREADS = 16
"""Pages that one process draws at once; the others wait their turn. A page that waits for a running case holds one."""


class PooledHandler(ASGIHandler):
    """Draws pages on threads that stay and keep their connections to the register.

    Django's own handler takes a new thread for each page, and with it a new connection; fifty clerks at once were
    fifty of each. Streams of events are no page: they live on the loop and hold no thread.
    """

    def __init__(self, threads: int = THREADS) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - Django's signature
        """One chain of plain calls: with an asynchronous one each page would change threads several times."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The page, drawn on the next thread that is free."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._drawn, request)

    def _drawn(self, request: HttpRequest) -> HttpResponseBase:
        close_old_connections()
        try:
            return self.get_response(request)
        finally:
            close_old_connections()


def application() -> ASGIHandler:
    """The desk; Django must be configured before."""
    return PooledHandler()


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
