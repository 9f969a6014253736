"""The same promise as the short journey, for longer and with other moments."""

from __future__ import annotations

import asyncio

import pytest
from journeys.conftest import installation, office, parts  # noqa: F401 - fixtures of the journeys
from journeys.test_killed import run_while_killing

from casework.journey import Status
from dovtech.demo import records_of
from dovtech.supervisor import Supervisor
from dovtech.wiring import Parts


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(2, 8))
async def test_nothing_is_lost_in_a_long_run(parts: Parts, office: Supervisor, seed: int) -> None:  # noqa: F811
    """50 applications survive 20 kills, for six seeds: 0 lost, 0 filed twice."""
    numbers = await run_while_killing(parts, office, seed=seed, applications=50, kills=20)
    cases = [await asyncio.to_thread(parts.register.load, number) for number in numbers]
    assert [case.status for case in cases] == [Status.FILED] * 50
    assert [records_of(parts, filing.key) for case in cases for filing in case.filings] == [1] * 50
