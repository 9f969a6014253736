"""The watcher with a real Dovecot and a real Temporal server: mail becomes cases, also after a restart."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, cast

from fakes.clerk import until_so
from fakes.dovecot import Dovecot, dovecot, make_dovecot, shared_dovecot
from fakes.ports import MemoryRegister, MemoryStore
from temporalio.client import Client

from dovtech.intake import Intake
from dovtech.mailboxes import Watched
from dovtech.watcher import watch
from workflows.gateway import Cases
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
