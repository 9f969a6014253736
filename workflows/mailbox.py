"""The watching of one mailbox: one worker at a time does it, and another takes over where its beats stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from temporalio import activity, workflow

with workflow.unsafe.imports_passed_through():
    from workflows import details, policies

TURNS = 100  # then the history begins anew
_BEAT = 3.0  # seconds


def mailbox_id(name: str) -> str:
    """The id of the workflow that has the mailbox of that name in the settings watched."""
    return f"mailbox-{name}" if name else "mailbox"


@dataclass(frozen=True)
class MailboxActivities:
    """Watches a mailbox for one turn; `turn` takes in what is there and whatever arrives, for some minutes."""

    turn: Callable[[str], Awaitable[None]]

    @activity.defn
    async def watch_mailbox(self, name: str) -> None:
        """Watch for one turn, and say all the while that we are alive."""
        async with beating():
            await self.turn(name)


@asynccontextmanager
async def beating() -> AsyncIterator[None]:
    """Heartbeats as long as the block lasts."""
    beats = asyncio.create_task(_beat())
    try:
        yield
    finally:
        beats.cancel()
        with suppress(asyncio.CancelledError):
            await beats


async def _beat() -> None:
    while True:
        activity.heartbeat()
        await asyncio.sleep(_BEAT)


@workflow.defn(name="Mailbox")
class MailboxWorkflow:
    """Has a mailbox watched for ever; which worker does it, and what failed last, stands in the Temporal UI."""

    @workflow.run
    async def run(self, name: str) -> None:
        """Turn after turn; a mail server that is away is tried again, a worker that died is followed by another."""
        for _ in range(TURNS):
            await workflow.execute_activity_method(
                MailboxActivities.watch_mailbox,
                name,
                task_queue=policies.MAIL,
                summary=details.Caption(f"watch the mailbox {name}".rstrip()),
                start_to_close_timeout=policies.WATCHING_LIMIT,
                heartbeat_timeout=policies.TAKE_OVER,
                retry_policy=policies.RECONNECT,
            )
        workflow.continue_as_new(name)
