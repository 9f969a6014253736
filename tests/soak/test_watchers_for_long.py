"""Real watchers over real servers: killed 25 times, the mail server restarted, IDLE dropped, two at work at once."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from fakes.dovecot import Dovecot, make_dovecot
from fakes.watchers import Watchers, Weather, numbers_in

from dovtech import health, settings, temporal, up
from dovtech.supervisor import Service, Supervisor
from dovtech.wiring import Parts

__all__ = ["make_dovecot"]
KILLS = 25
EVENTS = ["killed"] * KILLS + ["server_restarted"] * 3 + ["connections_dropped"] * 4 + ["both_at_work"] * 2
TIMED = 20


@pytest.fixture
async def watchers(tmp_path: Path, make_dovecot: Callable[..., Dovecot]) -> AsyncIterator[Watchers]:
    """Two `dovtech watch` over a register of their own and a Temporal server; nobody works on the cases."""
    here = up.with_free_ports(settings.load({"DOVTECH_HOME": str(tmp_path), "DOVTECH_LANG": "en"}))
    supervisor = Supervisor(here.logs)
    ready = health.temporal_ready(up.addresses(here).temporal)
    await supervisor.start(Service(name="temporal", command=temporal.server_command(here), healthy=ready))
    with Parts(here) as parts:
        await asyncio.to_thread(parts.register.prepare)
        both = Watchers(here, (await parts.cases()).client, make_dovecot())
        for _ in range(2):
            both.start()
        yield both
        for pid in list(both.living):
            both.kill(pid)
    await supervisor.stop()


@pytest.mark.soak
@pytest.mark.timeout(3600)
async def test_whatever_is_killed_each_message_is_accounted_for_once(watchers: Watchers) -> None:
    """500 messages: one case each with one journey, or set aside; nothing is left, and the command says so too."""
    began, weather = time.monotonic(), Weather(watchers, random.Random(7))  # noqa: S311 - the same weather each time
    events = EVENTS.copy()
    weather.chance.shuffle(events)
    for event in events:
        await weather.strike(event)
    weather.deliver(500 - len(weather.delivered))
    await weather.emptied()
    took = time.monotonic() - began
    waits = [await weather.seconds_to_a_case(index) for index in range(TIMED)]
    await weather.emptied()
    lines, numbers = watchers.accounted(), numbers_in(watchers.settings)
    outcomes = Counter(
        "case" if outcome.startswith("DOV-") else outcome
        for outcome in {line["key"]: line["outcome"] for line in lines}.values()
    )
    journeys = [found.id async for found in watchers.client.list_workflows("WorkflowType = 'Application'")]
    print(  # noqa: T201 - docs/mail.md cites it
        f"{len(weather.delivered)} messages in {took:.0f} s, {watchers.kills} kills, {len(lines)} copies: "
        f"{dict(outcomes)}; "
        f"from delivery to case {statistics.median(waits):.2f} s, at most {max(waits):.2f} s"
    )
    assert (watchers.kills, outcomes.total(), outcomes["case"]) == (KILLS, 500 + TIMED, weather.people)
    assert (len(numbers), sorted(journeys)) == (weather.people, sorted(numbers))
    assert max(waits) < 3.0
