"""What a worker does besides serving its queues."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from casework.deadlines import Calendar, Calendars
from casework.errors import Unavailable
from dovtech.recounting import recount_changed
from dovtech.worker import start_unstarted


@dataclass
class Register:
    """Two cases that nobody has started."""

    def open_numbers(self) -> tuple[str, ...]:
        return ("DOV-2026-000001", "DOV-2026-000002")


@dataclass
class Office:
    """What the sweep needs of an installation."""

    register: Register = field(default_factory=Register)


@dataclass
class AwayAtFirst:
    """Temporal answers only from the second call on."""

    started: list[str] = field(default_factory=list)
    calls: int = 0
    all_started: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self, number: str) -> None:
        self.calls += 1
        if self.calls == 1:
            raise Unavailable("Temporal is not there")
        self.started.append(number)
        if len(self.started) == 2:
            self.all_started.set()


async def test_the_sweep_outlives_what_is_away_for_a_moment() -> None:
    """Each unstarted case is started once, although the first call found nobody."""
    cases = AwayAtFirst()
    sweeping = asyncio.create_task(start_unstarted(cast("Any", Office()), cast("Any", cases), every=0.01))
    await asyncio.wait_for(cases.all_started.wait(), 10)
    sweeping.cancel()
    assert cases.started == ["DOV-2026-000001", "DOV-2026-000002"]


@dataclass
class Clocks:
    """Two terms that run; the first call finds nobody."""

    counted: list[str] = field(default_factory=list)
    calls: int = 0

    async def watched(self) -> tuple[str, ...]:
        self.calls += 1
        if self.calls == 1:
            raise Unavailable("Temporal is not there")
        return ("DOV-2026-000001", "DOV-2026-000002")

    async def recount(self, number: str) -> None:
        self.counted.append(number)


async def test_every_term_is_counted_anew_once_for_each_calendar(tmp_path: Path) -> None:
    """At the next start after the council added a day, in whatever order it stands; not at every start."""

    async def started(*holidays: date, town: str = "") -> int:
        council = Calendar(frozenset(holidays))
        calendars = Calendars(council=council, towns={town: council} if town else {})
        office = SimpleNamespace(settings=SimpleNamespace(home=tmp_path), calendars=calendars)
        return await recount_changed(cast("Any", office), cast("Any", clocks), again=0.01)

    clocks, first, second = Clocks(), date(2026, 12, 7), date(2026, 12, 24)
    told = [await started(first), await started(first), await started(second, first), await started(first, second)]
    assert (told, await started(first, second, town="elx")) == ([2, 0, 2, 0], 2)
    assert clocks.counted == ["DOV-2026-000001", "DOV-2026-000002"] * 3
