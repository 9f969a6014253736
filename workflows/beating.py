"""Keeps telling Temporal that a long step is alive while a library works without giving the turn back."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from temporalio import activity

EVERY = 1.0  # seconds; several beats fit into the heartbeat time-out, and a beat brings word of a cancellation


@contextmanager
def beating(every: float = EVERY) -> Iterator[Callable[[int], None]]:
    """Heartbeat every `every` seconds until the block ends, and at once for each page that is told to what it gives.

    Administrators see the number of the last page with the step.
    """
    stop, context, last = threading.Event(), contextvars.copy_context(), list[int]()

    def beat() -> None:
        while not stop.wait(every):
            context.run(activity.heartbeat, *last)

    def page_done(number: int) -> None:
        last[:] = [number]
        activity.heartbeat(number)

    thread = threading.Thread(target=beat, daemon=True, name="heartbeat")
    thread.start()
    try:
        yield page_done
    finally:
        stop.set()
        thread.join()
