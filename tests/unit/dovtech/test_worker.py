"""What a worker does besides serving its queues."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast

from casework.errors import Unavailable
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
