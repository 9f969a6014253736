"""The watcher with a real Dovecot and a real Temporal server: mail becomes cases, also after a restart."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, cast

from fakes.clerk import until, until_so
from fakes.dovecot import Dovecot, dovecot, make_dovecot, shared_dovecot
from fakes.ports import MemoryRegister, MemoryStore
from temporalio.client import Client, ScheduleHandle

from dovtech.intake import Intake
from dovtech.mailboxes import Watched
from dovtech.watcher import watch
from workflows.gateway import Cases
from workflows.mail_account import ACCOUNT, Counted, MailAccountWorkflow
from workflows.mailbox import mailbox_id

__all__ = ["dovecot", "make_dovecot", "shared_dovecot"]

MAIL = b"From: ana@example.org\r\nSubject: vado\r\n\r\nSolicito %d"


@dataclass
class Installation:
    """What the watcher takes of an installation."""

    client: Client
    box: Watched
    intake: Intake

    def mailboxes(self) -> tuple[Watched, ...]:
        return (self.box,)

    async def cases(self) -> Cases:
        return Cases(self.client)


async def test_mail_becomes_cases_under_one_watcher_after_another(
    temporal: Client, dovecot: Dovecot, first: int
) -> None:
    """What came while nobody watched is taken in by the next one; each message is one case."""
    register, store = MemoryRegister(first=500_000 + first), MemoryStore()
    intake = Intake(store=store, register=register, ledger=register)
    installation = Installation(temporal, Watched(name="incoming", imap=dovecot.settings()), intake)
    for index in (1, 2):
        dovecot.deliver(MAIL % index)
        stop = asyncio.Event()
        watching = asyncio.create_task(watch(cast("Any", installation), stop=stop))
        await until_so(lambda index=index: len(register.cases) == index)  # type: ignore[misc]
        await until_so(lambda: dovecot.flags() == [])
        stop.set()
        await watching
    assert len(dovecot.flags("Procesados")) == 2
    await temporal.get_workflow_handle(mailbox_id("incoming")).terminate()


async def test_every_night_each_message_is_accounted_for(temporal: Client, dovecot: Dovecot, first: int) -> None:
    """What is a case, what was set aside, and what nobody can answer for, which is shown as a failure."""
    register, store = MemoryRegister(first=510_000 + first), MemoryStore()
    intake = Intake(store=store, register=register, ledger=register)
    dovecot.deliver(MAIL % 1)
    dovecot.deliver(b"From: a@example.org\r\nAuto-Submitted: auto-replied\r\nSubject: Fuera\r\n\r\nVuelvo.")
    stop = asyncio.Event()
    box = Watched(name="nightly", imap=dovecot.settings())
    watching = asyncio.create_task(watch(cast("Any", Installation(temporal, box, intake)), stop=stop))
    await until_so(lambda: len(dovecot.flags("Procesados")) == 2)
    night = temporal.get_schedule_handle(ACCOUNT)
    await night.trigger()
    assert await _account_of(temporal, night) == (Counted(mailbox="nightly", cases=1, aside=1, missing=0),)
    stop.set()
    await watching
    await temporal.get_workflow_handle(mailbox_id("nightly")).terminate()
    await night.delete()


async def _account_of(client: Client, night: ScheduleHandle) -> tuple[Counted, ...]:
    made: list[str] = []

    async def begun() -> bool:
        made[:] = [action.action.workflow_id for action in (await night.describe()).info.recent_actions]  # type: ignore[union-attr]
        return made != []

    await until(begun)
    return await client.get_workflow_handle_for(MailAccountWorkflow.run, made[0]).result()
