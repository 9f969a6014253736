"""Whatever is killed, every application ends in exactly one record."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal

from fakes import paper

from casework.application import Channel
from casework.decision import Decision, Verdict
from casework.errors import DovTechError
from casework.journey import Status
from dovtech import wiring
from dovtech.demo import records_of
from dovtech.supervisor import Supervisor
from dovtech.wiring import Parts
from workflows.gateway import Cases

APPLICATIONS = 20
KILLS = 6
PATIENCE = 100  # tries half a second apart, or as long as a service takes to answer
VICTIMS = ("worker", "temporal", "back-office")


async def see_through(cases: Cases, number: str, typed: dict[str, str | None]) -> None:
    """Accompany a case to its end as a patient clerk does: whatever is away is asked again."""
    for _ in range(PATIENCE):
        try:
            state = await asyncio.wait_for(cases.settled(number), 60)
            if state.ended:
                return
            await cases.decide(
                number,
                Decision(
                    by="clerk",
                    at=wiring.now(),
                    verdict=Verdict.APPROVE,
                    revision=state.revision,
                    kind="P08",
                    corrections=typed,
                ),
            )
        except (DovTechError, TimeoutError):
            await asyncio.sleep(0.5)
    raise AssertionError(f"{number} did not end")


async def kill_at_random(office: Supervisor, seed: int, kills: int) -> list[str]:
    """Kill services without warning at moments that only depend on the seed."""
    dice, killed = random.Random(seed), []  # noqa: S311 - moments to kill at, not secrets
    for _ in range(kills):
        await asyncio.sleep(dice.uniform(0.2, 3.0))
        victim = dice.choice(VICTIMS)
        with contextlib.suppress(ProcessLookupError):  # it is still down from the last time
            os.kill(office.process_id(victim), signal.SIGKILL)
            killed.append(victim)
    return killed


async def run_while_killing(parts: Parts, office: Supervisor, *, seed: int, applications: int, kills: int) -> list[str]:
    """Submit applications while services are killed; gives the numbers of all of them."""
    cases = await parts.cases()
    killing = asyncio.create_task(kill_at_random(office, seed, kills))
    numbers = {}
    for index in range(seed * 1000, seed * 1000 + applications):
        data = paper.proposal(index)
        taken = await asyncio.to_thread(
            parts.intake.take, [("propuesta.pdf", data)], channel=Channel.COUNTER, received_at=wiring.now()
        )
        numbers[taken.number] = paper.truth(index)
    await asyncio.gather(*(see_through(cases, number, typed) for number, typed in numbers.items()))
    await killing
    return list(numbers)


async def test_nothing_is_lost_and_nothing_is_filed_twice(parts: Parts, office: Supervisor) -> None:
    """20 applications survive six kills of worker, Temporal and back-office: 0 lost, 0 filed twice."""
    numbers = await run_while_killing(parts, office, seed=1, applications=APPLICATIONS, kills=KILLS)
    cases = [await asyncio.to_thread(parts.register.load, number) for number in numbers]
    assert [case.status for case in cases] == [Status.FILED] * APPLICATIONS
    assert [records_of(parts, filing.key) for case in cases for filing in case.filings] == [1] * APPLICATIONS
