"""Keeps telling Temporal that a long step is alive while a library works without giving the turn back."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from temporalio import activity

EVERY = 2.0  # seconds; several beats fit into the heartbeat time-out


@contextmanager
def beating(every: float = EVERY) -> Iterator[None]:
    """Heartbeat every `every` seconds until the block ends."""
    stop, context = threading.Event(), contextvars.copy_context()

    def beat() -> None:
        while not stop.wait(every):
            context.run(activity.heartbeat)

    thread = threading.Thread(target=beat, daemon=True, name="heartbeat")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
