"""Lets code that waits (Django's views, plain threads) speak to running cases on an event loop of their own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar

from dovtech.wiring import Parts
from workflows.gateway import Cases

T = TypeVar("T")
ANSWER_LIMIT = 60.0  # seconds


class Bridge:
    """One event loop in a thread, one client, connected at first use."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._loop = asyncio.new_event_loop()
        self._cases: Cases | None = None
        threading.Thread(target=self._loop.run_forever, daemon=True, name="cases").start()

    def ask(self, question: Callable[[Cases], Awaitable[T]]) -> T:
        """The answer of the running cases; raises what they raise."""
        return asyncio.run_coroutine_threadsafe(self._ask(question), self._loop).result(ANSWER_LIMIT)

    def tell(self, question: Callable[[Cases], Awaitable[object]]) -> None:
        """Hand something to the running cases; raises what they raise."""
        self.ask(question)

    async def _ask(self, question: Callable[[Cases], Awaitable[T]]) -> T:
        if self._cases is None:
            self._cases = await self._parts.cases()
        return await question(self._cases)
