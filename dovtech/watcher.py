"""The inbox watcher: every message becomes exactly one case, or is set aside with a code."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from temporalio.worker import Worker

from bots.correspondence import automatic, marks
from bots.mailbox import ImapMailbox
from casework.application import Channel
from casework.errors import Misconfigured, Unavailable
from casework.linking import Linked
from casework.ports import Mailbox, Message
from dovtech.accounting import counted
from dovtech.answering import REFUSED
from dovtech.intake import DELIVERED, Intake
from dovtech.mailboxes import Watched
from dovtech.wiring import Parts
from workflows import policies
from workflows.gateway import Cases
from workflows.interceptor import ErrorTranslation
from workflows.mail_account import Counted, MailAccountActivities, MailAccountWorkflow
from workflows.mailbox import MailboxActivities, MailboxWorkflow
from workflows.sandbox import sandbox

PAUSE_AFTER_FAILURE = 5.0  # seconds
IDLE = 20.0  # seconds one wait for new messages lasts
TURN = 600.0  # seconds one worker watches before anyone may
_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")


async def watch(parts: Parts, *, stop: asyncio.Event) -> None:
    """Serve the watching of every mailbox until `stop` is set; several such processes share it, and heal each other.

    Raises Misconfigured where no mailbox is named.
    """
    boxes = {box.name: box for box in parts.mailboxes()}
    cases = await _connected(parts, stop)
    if cases is None:
        return

    async def turn(name: str) -> None:
        if name not in boxes:
            raise Misconfigured(f"no mailbox is called {name!r} any more", remedy="end its workflow in the Temporal UI")
        await watch_for(parts.intake, cases, boxes[name], TURN)

    async def count() -> tuple[Counted, ...]:
        return await asyncio.to_thread(counted, tuple(boxes.values()), parts.intake.ledger)

    worker = Worker(
        cases.client,
        task_queue=policies.MAIL,
        workflows=[MailboxWorkflow, MailAccountWorkflow],
        activities=[MailboxActivities(turn).watch_mailbox, MailAccountActivities(count).count_mail],
        workflow_runner=sandbox(),
        interceptors=[ErrorTranslation()],
        max_concurrent_activities=len(boxes) + 1,  # one is left for the count while all are watched
    )
    async with worker:
        await cases.account_nightly()
        for name in boxes:
            await cases.watch_mailbox(name)
        await stop.wait()


async def _connected(parts: Parts, stop: asyncio.Event) -> Cases | None:
    while not stop.is_set():
        try:
            return await parts.cases()
        except Unavailable as error:
            _log.warning("%s", error)
            await wait_or_stop(stop, PAUSE_AFTER_FAILURE)
    return None


async def watch_for(intake: Intake, cases: Cases, box: Watched, seconds: float) -> None:
    """Take in what is there and whatever arrives, for about so long; raises Unavailable where something is away."""
    mailbox, loop = ImapMailbox(box.imap), asyncio.get_running_loop()
    thread = ThreadPoolExecutor(1, thread_name_prefix="mailbox")  # a mailbox is not for two threads
    until = loop.time() + seconds
    try:
        while loop.time() < until:
            await take_in(intake, cases, mailbox, box, thread=thread)
            await loop.run_in_executor(thread, mailbox.wait, min(IDLE, max(0.0, until - loop.time())))
    finally:
        thread.submit(mailbox.close)
        thread.shutdown(wait=False)  # whoever is told to stop does not wait for the server to say something


async def take_in(
    intake: Intake, cases: Cases, mailbox: Mailbox, box: Watched, *, thread: ThreadPoolExecutor | None = None
) -> int:
    """Take every unread message in; returns how many. A crash between any two steps loses and doubles nothing.

    A message that fails in a way nobody foresaw stays where it is, untouched, to be tried again, and the rest goes on.
    Raises Unavailable where the mailbox, the store, the register or Temporal is away.
    """

    async def there(work: Callable[..., _Answer], *arguments: object) -> _Answer:
        return await asyncio.get_running_loop().run_in_executor(thread, work, *arguments)

    taken, messages = 0, await there(lambda: iter(mailbox.unread()))
    while (message := await there(_next, messages)) is not None:
        try:
            for letter in await there(intake.returned.note, message) if intake.returned else ():
                await cases.hold_letter(letter)
            link = await there(intake.answers.link, message) if intake.answers else None
            if link is None or not await _joined(intake, cases, message, box, link, thread):
                number = await there(partial(admit, doubt=link is not None), intake, message, box)
                if number:
                    await cases.start(number)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - see below
            # the top of the watcher: whatever a message holds costs only itself; its text is not for the log
            _log.error("message %s stays in the mailbox: %s", message.key[:12], type(error).__name__)
            continue
        taken += 1
        try:
            await there(mailbox.done, message)
        except Unavailable as error:  # it is safe with us; seen again, it is the same case
            _log.warning("message %s is taken in but not put away: %s", message.key[:12], error)
    return taken


async def _joined(
    intake: Intake, cases: Cases, message: Message, box: Watched, link: Linked, thread: ThreadPoolExecutor | None
) -> bool:
    """Whether the message is part of the case it answers now; noted under that case's number for the account."""
    if not link.number or intake.answers is None:
        return False
    loop, answers = asyncio.get_running_loop(), intake.answers
    if not await loop.run_in_executor(thread, answers.has, link.number, message):
        answer = await loop.run_in_executor(thread, answers.of, message, link)
        try:
            await cases.take_answer(link.number, answer)
        except REFUSED:
            return False
    await loop.run_in_executor(thread, partial(intake.set_aside, message, mailbox=box.label, code=link.number))
    return True


def _next(messages: Iterator[Message]) -> Message | None:
    return next(messages, None)


def admit(intake: Intake, message: Message, box: Watched, *, doubt: bool = False) -> str:
    """Store the message whole, then give it its number; empty where it is automatic mail, set aside with its code.

    The message's key makes a second sight of it the same application. What comes from a machine and brings documents
    is left to a clerk, and so is what may be an answer to another case (`doubt`).
    """
    intake.store.put(message.data)
    found = automatic(message.data)
    if found is not None and not found.documents:
        intake.set_aside(message, mailbox=box.label, code=found.code)
        return ""
    taken = intake.take(
        [(DELIVERED, message.data)],
        channel=Channel.EMAIL,
        received_at=message.received_at,
        key=message.key,
        mailbox=box.label,
        mailbox_entry=box.gives_entry,
        findings=(
            *(["AUTOMATIC_MESSAGE"] if found else []),
            *(["POSSIBLE_ANSWER"] if doubt else []),
            *marks(message.data),
        ),
    )
    return taken.number


async def wait_or_stop(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but no longer than until `stop` is set."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
