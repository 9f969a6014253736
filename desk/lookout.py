"""One pair of eyes for all open pages of a process: however many wait for the same, the register is asked once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakKeyDictionary

from django.db import close_old_connections

PAUSE = 1.5  # seconds between two looks


class Lookout:
    """Looks on a thread of its own, with one connection; what was seen is as good for whoever asks within a pause."""

    def __init__(self) -> None:
        self._eyes = ThreadPoolExecutor(1, thread_name_prefix="lookout")
        self._seen: dict[object, tuple[float, asyncio.Future[str]]] = {}

    async def see(self, what: object, look: Callable[[], str]) -> str:
        """What `look` sees of `what` now, or saw less than a pause ago."""
        loop = asyncio.get_running_loop()
        until, seen = self._seen.get(what, (0.0, None))
        if seen is None or until <= loop.time():
            self._forget(loop.time())
            seen = loop.run_in_executor(self._eyes, _looked, look)
            self._seen[what] = (loop.time() + PAUSE * 0.9, seen)
        return await asyncio.shield(seen)  # who goes away takes no answer from the others

    def _forget(self, now: float) -> None:
        self._seen = {what: known for what, known in self._seen.items() if known[0] > now}


_OF_LOOPS: WeakKeyDictionary[asyncio.AbstractEventLoop, Lookout] = WeakKeyDictionary()


def lookout() -> Lookout:
    """The lookout of the running event loop."""
    return _OF_LOOPS.setdefault(asyncio.get_running_loop(), Lookout())


def _looked(look: Callable[[], str]) -> str:
    close_old_connections()
    try:
        return look()
    finally:
        close_old_connections()
