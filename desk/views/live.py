"""Live changes: a page is told, as soon as it happens, that what it shows has changed."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from desk import queries
from desk.access import sight_of
from desk.lookout import PAUSE, lookout
from desk.models import Application
from desk.setup import given_ports
from desk.views.gate import member, seen_case

LOOKS = 400  # ten minutes; browsers come back by themselves
_STREAM = "text/event-stream"


@require_GET
@member
def pulse(request: HttpRequest, number: str) -> HttpResponseBase:
    """Server-sent events: one `changed` once the case stands at another revision than the page has."""
    seen_case(request, number, what="")
    known = request.GET.get("revision", "")
    return StreamingHttpResponse(_events(number, lambda: _revision(number), known), content_type=_STREAM)


@require_GET
@member
def tray_pulse(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events: one `changed` once a case came in, or another number of cases waits."""
    sight = sight_of(request.user, given_ports().procedures)
    known = request.GET.get("revision", "")
    return StreamingHttpResponse(
        _events(sight, lambda: beat_of(queries.tally_of(sight)), known), content_type=_STREAM
    )  # fmt: skip


def beat_of(tally: queries.Tally) -> str:
    """What changes where somebody's tray does: what stands open at which stage, and the newest of it."""
    return hashlib.sha256(repr(tally).encode()).hexdigest()[:12]


def _revision(number: str) -> str:
    return str(Application.objects.values_list("revision", flat=True).get(pk=number))


async def _events(what: object, look: Callable[[], str], known: str) -> AsyncIterator[bytes]:
    for _ in range(LOOKS):
        now = await lookout().see(what, look)
        if now != known:
            yield f"event: changed\ndata: {now}\n\n".encode()
            return
        yield b": still the same\n\n"
        await asyncio.sleep(PAUSE)
