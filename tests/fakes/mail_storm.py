"""Mail of all kinds while watchers die, the server is restarted, and two watch at once."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, cast

from bots.mailbox import ImapMailbox
from casework.application import Application
from casework.errors import Unavailable
from casework.ports import Message, Submission
from dovtech.accounting import account
from dovtech.intake import Intake
from dovtech.mailboxes import Watched
from dovtech.watcher import take_in
from fakes.awkward_mail import FROM_PEOPLE, MACHINES
from fakes.dovecot import Dovecot
from fakes.ports import MemoryRegister, MemoryStore


class Killed(BaseException):
    """A watcher's process is gone; nothing of it goes on."""


@dataclass
class Life:
    """How many steps a watcher has left before it is killed."""

    steps: int = 10**9

    def step(self) -> None:
        self.steps -= 1
        if self.steps <= 0:
            raise Killed


class OneAtATime(MemoryRegister):
    """Admits as the database does: whoever comes second finds what the first one wrote."""

    lock = RLock()

    def admit(self, submission: Submission) -> Application:
        with self.lock:
            return super().admit(submission)


@dataclass
class MortalStore(MemoryStore):
    """A store that a watcher may die before or after writing to."""

    life: Life = field(default_factory=Life)
    base: MemoryStore = field(default_factory=MemoryStore)

    def put(self, data: bytes) -> str:
        self.life.step()
        sha256 = self.base.put(data)
        self.life.step()
        return sha256


@dataclass
class MortalBox:
    """A mailbox whose watcher may die at every step; its connection is then closed without a word."""

    box: ImapMailbox
    life: Life

    def unread(self) -> Iterator[Message]:
        for message in self.box.unread():
            self.life.step()
            yield message

    def done(self, message: Message) -> None:
        self.life.step()
        self.box.done(message)
        self.life.step()


@dataclass
class MortalCases:
    """Cases that are started; twice is once, as with a workflow's id."""

    life: Life
    started: set[str]

    async def start(self, number: str) -> None:
        self.life.step()
        self.started.add(number)
        self.life.step()


@dataclass
class Storm:
    """One mailbox and all that happens to it; `deaths` counts the watchers that were killed."""

    server: Dovecot
    register: OneAtATime = field(default_factory=OneAtATime)
    store: MemoryStore = field(default_factory=MemoryStore)
    started: set[str] = field(default_factory=set)
    deaths: int = 0

    @property
    def box(self) -> Watched:
        return Watched(name="", imap=self.server.settings())

    def deliver(self, count: int) -> int:
        """So many different messages of every kind, some of them twice; how many people wrote."""
        kinds = [*FROM_PEOPLE.values(), *MACHINES.values()]
        for number in range(count):
            data = kinds[number % len(kinds)].data + b"\r\n%d" % number
            for _ in range(2 if number % 10 == 0 else 1):
                self.server.deliver(data)
        return sum(number % len(kinds) < len(FROM_PEOPLE) for number in range(count))

    async def watcher(self, steps: int) -> None:
        """One look of one watcher, who dies after so many steps."""
        life, mailbox = Life(steps), ImapMailbox(self.box.imap)
        intake = Intake(MortalStore(life=life, base=self.store), self.register, self.register)
        cases = cast("Any", MortalCases(life, self.started))
        with ThreadPoolExecutor(1) as thread:
            try:
                await take_in(intake, cases, cast("Any", MortalBox(mailbox, life)), self.box, thread=thread)
            except Killed:
                self.deaths += 1
            finally:
                with suppress(Unavailable):
                    thread.submit(mailbox._drop).result()  # noqa: SLF001 - gone without a word

    async def blow(self, *, kills: int, seed: int) -> None:
        """Two watchers at once, killed so often; the server is restarted in between; then one that lives."""
        chance, restarts = random.Random(seed), 0  # noqa: S311 - the same storm each time
        while self.deaths < kills:
            await asyncio.gather(*(self.watcher(chance.randrange(2, 60)) for _ in range(2)))
            if self.deaths > kills * (restarts + 1) // 3:
                restarts += 1
                self.server.stop()
                self.server.start()
        await self.watcher(10**9)

    def outcomes(self) -> Counter[str]:
        """How many messages became what: a case, a code of what is set aside, or nothing.

        What lies there twice counts once: two watchers that move a message at the same moment leave a copy behind.
        """
        told = {line.key: "case" if line.is_case else line.outcome for line in account(self.box, self.register)}
        return Counter(told.values())
