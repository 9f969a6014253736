"""Every night: messages in = messages accounted for, in all mailboxes; one that is missing is shown as a failure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleRange,
    ScheduleSpec,
)
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from workflows import details, policies
    from workflows.mailbox import beating

ACCOUNT = "mail-account"
AGAIN = timedelta(minutes=5)  # what is just being taken in is in a case by then
_HOUR, _MINUTE, _ZONE = 3, 15, "Europe/Madrid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one mailbox held: messages that are cases, that were set aside, and that nobody can answer for."""

    mailbox: str
    cases: int
    aside: int
    missing: int


@dataclass(frozen=True)
class MailAccountActivities:
    """Counts what is in the mailboxes; `count` reads every message of each, which can take hours."""

    count: Callable[[], Awaitable[tuple[Counted, ...]]]

    @activity.defn
    async def count_mail(self) -> tuple[Counted, ...]:
        """Count all mailboxes, and say all the while that we are alive."""
        async with beating():
            return await self.count()


@workflow.defn(name="MailAccount")
class MailAccountWorkflow:
    """Accounts for every message that the mailboxes hold."""

    @workflow.run
    async def run(self) -> tuple[Counted, ...]:
        """One line a mailbox; fails where a message is neither a case nor set aside, also at a second look."""
        counted = await self._counted()
        if any(box.missing for box in counted):
            await workflow.sleep(AGAIN)
            counted = await self._counted()
        missing = ", ".join(f"{box.missing} in {box.mailbox or 'the mailbox'}" for box in counted if box.missing)
        if missing:
            raise ApplicationError(
                f"messages without an account: {missing}; see `dovtech mailbox account`", non_retryable=True
            )
        return counted

    async def _counted(self) -> tuple[Counted, ...]:
        return await workflow.execute_activity_method(
            MailAccountActivities.count_mail,
            task_queue=policies.MAIL,
            summary=details.Caption("count the messages of all mailboxes"),
            start_to_close_timeout=policies.COUNTING_LIMIT,
            heartbeat_timeout=policies.TAKE_OVER,
            retry_policy=policies.RECONNECT,
        )


async def every_night(client: Client) -> None:
    """Have the account made at 3:15 of the official time from now on; where it is already, nothing changes.

    The Temporal UI shows each night's result under the schedule `mail-account`, and makes one at once on demand.
    """
    calendar = ScheduleCalendarSpec(hour=[ScheduleRange(_HOUR)], minute=[ScheduleRange(_MINUTE)])
    with suppress(ScheduleAlreadyRunningError):
        await client.create_schedule(
            ACCOUNT,
            Schedule(
                action=ScheduleActionStartWorkflow(MailAccountWorkflow.run, id=ACCOUNT, task_queue=policies.MAIL),
                spec=ScheduleSpec(calendars=[calendar], time_zone_name=_ZONE),
            ),
        )
