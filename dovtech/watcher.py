"""The inbox watcher in its first form: every message becomes exactly one application."""

from __future__ import annotations

import asyncio
import logging

from casework.application import Channel
from casework.errors import Unavailable
from casework.ports import Mailbox, Message
from dovtech.wiring import Parts
from workflows.gateway import Cases

PAUSE_AFTER_FAILURE = 5.0  # seconds
IDLE = 20.0  # seconds one wait for new messages lasts
_log = logging.getLogger(__name__)


async def watch(parts: Parts, *, stop: asyncio.Event) -> None:
    """Take in what is there and whatever arrives, until `stop` is set; a mailbox that is away is tried again."""
    mailbox = parts.mailbox()
    cases = await parts.cases()
    while not stop.is_set():
        try:
            await take_in(parts, cases, mailbox, mailbox_name=parts.mailbox_name)
            await asyncio.to_thread(mailbox.wait, IDLE)
        except Unavailable as error:
            _log.warning("%s", error)
            await wait_or_stop(stop, PAUSE_AFTER_FAILURE)


async def take_in(parts: Parts, cases: Cases, mailbox: Mailbox, *, mailbox_name: str) -> int:
    """Take every unread message in; returns how many. A crash between any two steps loses and doubles nothing."""
    taken = 0
    for message in await asyncio.to_thread(lambda: list(mailbox.unread())):
        number = await asyncio.to_thread(_admit, parts, message, mailbox_name)
        await cases.start(number)
        await asyncio.to_thread(mailbox.done, message)
        taken += 1
    return taken


def _admit(parts: Parts, message: Message, mailbox_name: str) -> str:
    """The message's key makes a second sight of it the same application."""
    taken = parts.intake.take(
        [("message.eml", message.data)],
        channel=Channel.EMAIL,
        received_at=message.received_at,
        key=message.key,
        mailbox=mailbox_name,
    )
    return taken.number


async def wait_or_stop(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but no longer than until `stop` is set."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
