"""Keeps robots from working faster than a system allows."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Pace:
    """Lets `per_minute` writes a minute through, evenly; the others wait their turn.

    Where robots of other processes share that number, `reserve` gives this one stretches of time for itself: it takes
    seconds and says in how many more they begin. Each stretch is a second or one write, so it is seldom asked.
    """

    per_minute: int
    reserve: Callable[[float], float] | None = None
    _next: float = 0.0
    _left: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self) -> None:
        """Return when the next write may begin."""
        with self._lock:
            turn = self._turn(time.monotonic(), 60 / self.per_minute)
        time.sleep(max(0.0, turn - time.monotonic()))

    def _turn(self, now: float, gap: float) -> float:
        """When it is this write's turn; a turn that has gone by unused is lost where others share the pace."""
        if self.reserve is None:
            turn = max(self._next, now)
        else:
            while self._left and self._next + gap < now:
                self._next, self._left = self._next + gap, self._left - 1
            if not self._left:
                self._left = math.ceil(1 / gap)
                self._next = now + self.reserve(self._left * gap)
            turn, self._left = self._next, self._left - 1
        self._next = turn + gap
        return turn
