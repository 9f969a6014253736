"""One session for an account among all workers: a robot works only while it holds the system's seat.

The seat is lent for a while and lent anew while the robot works; the seat of a worker that died is free at once on its
own machine, and elsewhere when its time has run out.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from casework.errors import BackOfficeDown, Unavailable
from casework.ports import Turns

_LOG = logging.getLogger(__name__)
TERM = timedelta(seconds=90)


def myself() -> str:
    """This process among all: the machine since it started, the container's own processes, our number there."""
    return f"{_machine()}/{os.getpid()}"


def _machine() -> str:
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{boot}/{Path('/proc/self/ns/pid').readlink()}"


def dead(holder: str) -> bool:
    """Whether a process of this machine has ended; of another machine nothing is known."""
    machine, _, number = holder.rpartition("/")
    return machine == _machine() and number.isdigit() and not Path("/proc", number).exists()


@dataclass
class Seat:
    """The seat of one system's account; threads of this process hold it together."""

    system: str
    turns: Turns
    now: Callable[[], datetime]
    holder: str = field(default_factory=myself)
    term: timedelta = TERM
    _until: datetime | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """While a robot works; raises BackOfficeDown where another worker's robot has the seat."""
        self._take()
        over = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(over,), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            over.set()

    def leave(self) -> None:
        """Give the seat back, where it was taken."""
        with self._lock:
            if self._until is not None:
                self.turns.give_back(self.system, self.holder)
                self._until = None

    def _take(self) -> None:
        """Hold the seat for at least half a term more."""
        with self._lock:
            now = self.now()
            if self._until is not None and self._until - now > self.term / 2:
                return
            holder = self.turns.lend(self.system, self.holder, now + self.term)
            if holder != self.holder and dead(holder):
                self.turns.give_back(self.system, holder)
                holder = self.turns.lend(self.system, self.holder, now + self.term)
            if holder != self.holder:
                self._until = None
                raise BackOfficeDown(
                    f"another worker's robot is at work in {self.system}", remedy="it is tried again by itself"
                )
            self._until = now + self.term

    def _keep(self, over: threading.Event) -> None:
        while not over.wait(self.term.total_seconds() / 3):
            try:
                self._take()
            except (BackOfficeDown, Unavailable):
                _LOG.warning("the seat of %s could not be kept", self.system)
