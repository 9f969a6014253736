"""Stop and go: a system whose pages changed, or that a person stopped, gets no more entries until somebody says go."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bots.filling.schema import Hours
from casework.errors import BackOfficeDown, PageChanged

_LOG = logging.getLogger(__name__)
_IN_A_ROW = 3  # one page that came too slowly is not yet another page


@dataclass(frozen=True, slots=True)
class Circuits:
    """The stopped systems, as one small file each, seen by all workers that share the folder."""

    folder: Path

    def why(self, system: str) -> str:
        """Why a system is stopped; empty where it goes."""
        try:
            return (self.folder / system).read_text(encoding="utf-8") or "stopped"
        except FileNotFoundError:
            return ""

    def stop(self, system: str, reason: str) -> bool:
        """Stop a system; whether it went until now, so that one alert is given and not one a case."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(self.folder / system, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return False
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(reason)
        _LOG.error("the robots of %s are stopped: %s", system, reason)
        return True

    def go(self, system: str) -> bool:
        """Let a system go on; whether it was stopped."""
        path = self.folder / system
        stopped = path.exists()
        path.unlink(missing_ok=True)
        return stopped


@dataclass
class Guard:
    """Lets entries through to one system while it goes and is open, and stops it where its pages have changed."""

    system: str
    circuits: Circuits
    now: Callable[[], datetime]
    hours: Hours | None = None
    _changed: int = field(default=0, init=False)

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Around one filling; raises BackOfficeDown where it must wait."""
        if why := self.circuits.why(self.system):
            raise BackOfficeDown(f"{self.system} is stopped: {why}", remedy=f"dovtech backoffice go {self.system}")
        if self.hours is not None and not self.hours.open(self.now()):
            raise BackOfficeDown(f"{self.system} is closed now", remedy=f"it is open {self.hours}")
        try:
            yield
        except PageChanged as changed:
            self._changed += 1
            if self._changed >= _IN_A_ROW:
                self.circuits.stop(self.system, str(changed.args[0]))
                self._changed = 0
            raise
        self._changed = 0
