"""Carries what programs are to be told to their webhooks, beside the desk."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import requests
from django.db import DatabaseError, close_old_connections

from desk import outbox

log = logging.getLogger(__name__)
_TIME_LIMIT = (5.0, 15.0)  # seconds to connect, seconds to be answered
_PAUSE = 2.0  # seconds between two rounds


def post(address: str, body: bytes, headers: dict[str, str]) -> int:
    """Send a body; an address that leads elsewhere is not followed: the notice is for this one."""
    answer = requests.post(address, data=body, headers=headers, timeout=_TIME_LIMIT, allow_redirects=False)
    return answer.status_code


@contextmanager
def carrying() -> Iterator[None]:
    """Carry notices from a thread of its own until the block ends."""
    done = threading.Event()
    thread = threading.Thread(target=_rounds, args=(done,), daemon=True, name="postman")
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(sum(_TIME_LIMIT))


def _rounds(done: threading.Event) -> None:
    while not done.wait(_PAUSE):
        try:
            outbox.send_due(post)
        except DatabaseError as error:  # the register may be away for a while; the notices wait in it
            log.warning("notices wait: %s", type(error).__name__)
        finally:
            close_old_connections()
