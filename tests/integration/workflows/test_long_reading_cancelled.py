"""A case is cancelled while a long scan of it is read: the reader stops, and reads what comes next."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fakes import sheets
from fakes.clerk import until, until_so
from fakes.office import Office, Starting
from temporalio.client import Client

from bots.reading.isolated import IsolatedReader
from casework.errors import DecisionRefused
from casework.journey import Status
from dovtech import worker
from dovtech.readings import KeptReadings
from workflows import policies
from workflows.activities import ReadingActivities
from workflows.beating import beating
from workflows.gateway import Cases

PAGES = 200
SOON = 10.0  # seconds: twice what is promised, since other tests run beside this one


@dataclass
class Parts:
    """What a worker that only reads needs of an installation."""

    office: Office
    client: Client
    settings: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(reader_processes=1))

    async def cases(self) -> Cases:
        return Cases(self.client)

    def reading_activities(self) -> list[Any]:
        reading = ReadingActivities(
            register=self.office.register, readings=self.office.readings, beating=beating, now=self.office.now,
            case_of_letter=self.office.register.case_of_letter,
        )  # fmt: skip
        return [reading.read]

    case_activities = robot_activities = reading_activities  # other queues are not served


@asynccontextmanager
async def _serving(parts: Parts) -> AsyncIterator[Cases]:
    """The office at work, its reading done by a worker as the product starts one."""
    stop = asyncio.Event()
    reading = asyncio.create_task(worker.serve(cast("Any", parts), [policies.READING], stop=stop))
    try:
        async with parts.office.open(parts.client, [policies.CASES, policies.ROBOTS]) as cases:
            yield cases
    finally:
        stop.set()
        await reading


@pytest.fixture
def reader() -> Iterator[IsolatedReader]:
    pool = IsolatedReader(processes=1)
    yield pool
    pool.close()


def _long_scan() -> bytes:
    """A PDF of 200 pages that are pictures."""
    page = sheets.packed(sheets.scanned(sheets.form()), "PDF", resolution=200)
    return sheets.changed(page, lambda file: [file.pages.append(file.pages[0]) for _ in range(PAGES - 1)])


async def _last_page(client: Client, number: str) -> int:
    """What the step that reads says of how far it is; 0 while it has not begun."""
    told = await client.get_workflow_handle(number).describe()
    beats = [step.heartbeat_details for step in told.raw_description.pending_activities]
    values = [await client.data_converter.decode(list(beat.payloads)) for beat in beats if beat.payloads]
    return max((int(value) for (value,) in values), default=0)


async def test_a_long_reading_is_given_up_soon_after_its_case_is_cancelled(
    temporal: Client, office_of: Starting, reader: IsolatedReader, tmp_path: Path
) -> None:
    """Its reader process ends in the middle of a page, the case ends cancelled, and the next case is read."""
    office = office_of()
    office.readings = cast("Any", KeptReadings(reader=reader, store=office.store, index=tmp_path, recipe=reader.recipe))
    async with _serving(Parts(office, temporal)) as cases:
        number = office.admit(_long_scan())
        await cases.start(number)

        async def under_way() -> bool:
            return 0 < await _last_page(temporal, number) < PAGES

        await until(under_way)
        busy = multiprocessing.active_children()
        assert [child.name for child in busy] == ["reader"]

        await cases.cancel(number)
        await asyncio.wait_for(until_so(lambda: not any(child.is_alive() for child in busy)), SOON)
        with pytest.raises(DecisionRefused, match="was cancelled"):
            await cases.result(number)
        assert office.register.load(number).status is Status.CANCELLED

        after = office.admit(sheets.form())
        await cases.start(after)
        assert (await cases.result(after)).status is Status.FILED
    (kept,) = office.register.load(after).readings.values()
    assert "48576231R" in office.readings.load(kept).text
