"""The watching of a mailbox goes on under another worker when the one that does it dies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from fakes.clerk import until_so
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowFailureError
from temporalio.worker import Worker

from casework.errors import Misconfigured, Unavailable
from workflows import mail_account, mailbox, policies
from workflows.gateway import Cases
from workflows.interceptor import ErrorTranslation
from workflows.mail_account import Counted, MailAccountActivities, MailAccountWorkflow
from workflows.mailbox import MailboxActivities, MailboxWorkflow, mailbox_id
from workflows.sandbox import sandbox


@dataclass
class Turns:
    """Remembers who watched what; a turn fails as it is told, or lasts until it is cancelled."""

    began: list[str] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    short: int = 0

    async def turn(self, name: str) -> None:
        self.began.append(name)
        if self.troubles:
            raise self.troubles.pop(0)
        if self.short:
            self.short -= 1
            return
        await asyncio.Event().wait()


@asynccontextmanager
async def watching(client: Client, turns: Turns) -> AsyncIterator[Cases]:
    """A watcher's process."""
    async with Worker(
        client, task_queue=policies.MAIL, workflows=[MailboxWorkflow],
        activities=[MailboxActivities(turns.turn).watch_mailbox], workflow_runner=sandbox(),
        interceptors=[ErrorTranslation()], max_concurrent_activities=2,
    ):  # fmt: skip
        yield Cases(client)


async def ended(client: Client, name: str) -> None:
    await client.get_workflow_handle(mailbox_id(name)).terminate()


async def test_another_worker_takes_over_and_nobody_watches_twice(temporal: Client) -> None:
    """Asked to be watched twice it is watched once; the first worker goes, the second one does it."""
    first, second = Turns(), Turns()
    async with watching(temporal, first) as cases:
        await cases.watch_mailbox("general")
        await cases.watch_mailbox("general")
        await until_so(lambda: first.began == ["general"])
    async with watching(temporal, second):
        await until_so(lambda: second.began == ["general"])
    assert first.began == ["general"]
    await ended(temporal, "general")


async def test_a_server_that_is_away_is_tried_again_and_turns_follow_each_other(temporal: Client) -> None:
    """One mailbox that is away keeps the other from nothing."""
    turns = Turns(troubles=[Unavailable("away")], short=2)
    async with watching(temporal, turns) as cases:
        await cases.watch_mailbox("ora")
        await until_so(lambda: len(turns.began) == 4)
        await ended(temporal, "ora")


async def test_a_mailbox_that_nobody_knows_any_more_ends_in_sight(temporal: Client) -> None:
    """No retry helps: the workflow fails where an administrator sees it."""
    async with watching(temporal, Turns(troubles=[Misconfigured("no such mailbox")])) as cases:
        await cases.watch_mailbox("")
        handle = temporal.get_workflow_handle(mailbox_id(""))
        with pytest.raises(Exception, match="Workflow execution failed"):
            await handle.result()
        assert (await handle.describe()).status is WorkflowExecutionStatus.FAILED


async def test_a_long_watch_begins_its_history_anew(temporal: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many turns the same mailbox goes on under a new run."""
    monkeypatch.setattr(mailbox, "TURNS", 2)
    turns = Turns(short=4)
    async with watching(temporal, turns) as cases:
        await cases.watch_mailbox("long")
        first = (await temporal.get_workflow_handle(mailbox_id("long")).describe()).run_id
        await until_so(lambda: len(turns.began) == 5)
        assert (await temporal.get_workflow_handle(mailbox_id("long")).describe()).run_id != first
        await ended(temporal, "long")


@pytest.mark.parametrize(("second", "told"), [(0, True), (1, False)], ids=["taken in meanwhile", "lost"])
async def test_what_nobody_answers_for_is_looked_at_again(
    temporal: Client, monkeypatch: pytest.MonkeyPatch, second: int, *, told: bool
) -> None:
    """A message that was just on its way is no alarm; one that is still missing fails in the administrator's sight."""
    monkeypatch.setattr(mail_account, "AGAIN", timedelta(milliseconds=10))
    counts = [Counted(mailbox="", cases=1, aside=0, missing=missing) for missing in (1, second)]
    later = counts[-1]

    async def count() -> tuple[Counted, ...]:
        return (counts.pop(0),)

    async with Worker(
        temporal, task_queue=policies.MAIL, workflows=[MailAccountWorkflow],
        activities=[MailAccountActivities(count).count_mail], workflow_runner=sandbox(),
    ):  # fmt: skip
        counting = await temporal.start_workflow(
            MailAccountWorkflow.run, id=f"counting-{second}", task_queue=policies.MAIL
        )
        if told:
            assert await counting.result() == (later,)
        else:
            with pytest.raises(WorkflowFailureError) as caught:
                await counting.result()
            assert "1 in the mailbox" in str(caught.value.cause)
    assert counts == []
