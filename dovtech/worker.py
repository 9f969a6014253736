"""Serves the queues: one process can serve all of them, or each can run alone on its own machine."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from casework.errors import DovTechError
from dovtech.recounting import recount_changed
from dovtech.wiring import Parts
from workflows import policies
from workflows.application import ApplicationWorkflow
from workflows.clock import LegalClockWorkflow
from workflows.gateway import Cases
from workflows.interceptor import ErrorTranslation
from workflows.letters import LetterWorkflow
from workflows.sandbox import sandbox
from workflows.undoing import UndoingWorkflow

QUEUES = (policies.CASES, policies.READING, policies.ROBOTS)
LOOK_FOR_UNSTARTED = 15.0  # seconds
_GRACE = timedelta(seconds=5)
_TOLD = timedelta(seconds=1)  # beats of a step are passed on that often, and their answer says that it is cancelled
_log = logging.getLogger(__name__)


async def serve(parts: Parts, queues: Sequence[str] = QUEUES, *, stop: asyncio.Event) -> None:
    """Serve the queues until `stop` is set; what was under way goes on at the next start, here or elsewhere."""
    cases = await parts.cases()
    async with contextlib.AsyncExitStack() as running:
        for queue in queues:
            await running.enter_async_context(_worker(parts, cases.client, queue))
        _log.info("serving %s", ", ".join(queues))
        if policies.CASES in queues:
            sweeping = asyncio.create_task(start_unstarted(parts, cases))
            running.callback(sweeping.cancel)
            counting = asyncio.create_task(recount_changed(parts, cases))
            running.callback(counting.cancel)
        if policies.ROBOTS in queues:
            warming = asyncio.create_task(asyncio.to_thread(warm_robots, parts))
            running.callback(warming.cancel)
        await stop.wait()


def warm_robots(parts: Parts) -> None:
    """Load libraries, start browsers and log in before the first case comes; a system that is away can come later."""
    try:
        parts.back_offices.warm()
    except DovTechError as error:
        _log.warning("robots are not warm yet: %s", error)


async def start_unstarted(parts: Parts, cases: Cases, *, every: float = LOOK_FOR_UNSTARTED) -> None:
    """Start every admitted case that has no workflow yet: its intake may have been killed in between.

    What is away for a while ends one look, never the looking.
    """
    started: set[str] = set()
    while True:
        try:
            for number in await asyncio.to_thread(lambda: tuple(parts.register.open_numbers())):
                if number not in started:
                    await cases.start(number)
                    started.add(number)
        except DovTechError as error:
            _log.warning("looking for unstarted cases again soon: %s", error)
        await asyncio.sleep(every)


def _worker(parts: Parts, client: Client, queue: str) -> Worker:
    ours = [ApplicationWorkflow, LegalClockWorkflow, LetterWorkflow, UndoingWorkflow]
    workflows = ours if queue == policies.CASES else []
    activities, threads = {
        policies.CASES: (parts.case_activities, 8),
        policies.READING: (parts.reading_activities, parts.settings.reader_processes),
        policies.ROBOTS: (parts.robot_activities, 4),
    }[queue]
    return Worker(
        client,
        task_queue=queue,
        workflows=workflows,
        activities=activities(),
        activity_executor=ThreadPoolExecutor(threads, thread_name_prefix=queue),
        max_concurrent_activities=threads,
        workflow_runner=sandbox(),
        interceptors=[ErrorTranslation()],
        graceful_shutdown_timeout=_GRACE,
        max_heartbeat_throttle_interval=_TOLD,
    )
