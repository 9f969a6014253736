"""An application that comes on a day that does not count is presented on the next one that does (art. 31.2)."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

from fakes import paper
from journeys.test_killed import see_through

from casework.application import Channel
from dovtech.wiring import OFFICIAL_TIME, Parts

SUNDAY = datetime(2026, 11, 22, 18, 40, tzinfo=OFFICIAL_TIME)


async def test_a_sunday_is_kept_and_the_term_runs_from_monday(parts: Parts) -> None:
    """The moment of arrival stays, the presentation is Monday's first second, and the term is counted from there."""
    taken = await asyncio.to_thread(
        parts.intake.take, [("propuesta.pdf", paper.proposal(640))], channel=Channel.API, received_at=SUNDAY
    )
    cases = await parts.cases()
    await cases.start(taken.number)
    await see_through(cases, taken.number, paper.truth(640))
    case = await asyncio.to_thread(parts.register.load, taken.number)
    assert case.application.received_at == SUNDAY
    assert case.presented_at == datetime(2026, 11, 23, tzinfo=OFFICIAL_TIME)
    assert (await cases.result(taken.number)).due == date(2027, 2, 23)
