"""Real watchers that are killed: `dovtech watch` as processes of their own, over a real Temporal and register."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from temporalio.api.enums.v1 import PendingActivityState
from temporalio.client import Client
from temporalio.service import RPCError

from dovtech import up
from dovtech.settings import Settings
from fakes.awkward_mail import FROM_PEOPLE, MACHINES
from fakes.dovecot import PASSWORD, USER, Dovecot
from workflows.mailbox import mailbox_id

PATIENCE = 240.0  # seconds: a dead watcher is waited for 15, and a machine may be busy


def mailbox_of(server: Dovecot) -> dict[str, str]:
    """The settings that name a server's mailbox."""
    return {
        "DOVTECH_MAILBOX_HOST": "127.0.0.1",
        "DOVTECH_MAILBOX_PORT": str(server.port),
        "DOVTECH_MAILBOX_TLS": "0",
        "DOVTECH_MAILBOX_USER": USER,
        "DOVTECH_MAILBOX_PASSWORD": PASSWORD,
    }


@dataclass
class Watchers:
    """Two watchers of one mailbox; whoever ends is followed by a new one."""

    settings: Settings
    client: Client
    server: Dovecot
    kills: int = 0
    living: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, **up.child_environment(self.settings), **mailbox_of(self.server)}

    def start(self) -> None:
        with (self.settings.home / "watchers.log").open("ab") as log:
            process = subprocess.Popen(
                [*up.ourselves(), "watch"], env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.living[process.pid] = process

    def kill(self, pid: int) -> None:
        """No last words."""
        process = self.living.pop(pid)
        process.kill()
        process.wait()
        self.kills += 1

    async def holder(self, *, other_than: int = 0) -> int:
        """The process that watches now."""

        async def look() -> int:
            gone = [pid for pid, process in self.living.items() if process.poll() is not None]
            assert gone == [], f"{gone} ended by themselves: see {self.settings.home / 'watchers.log'}"
            told = await self.client.get_workflow_handle(mailbox_id("")).describe()
            held = [
                int(pending.last_worker_identity.partition("@")[0])
                for pending in told.raw_description.pending_activities
                if pending.state == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
            ]
            return next((pid for pid in held if pid in self.living and pid != other_than), 0)

        return await until(look)

    def accounted(self) -> list[dict[str, str]]:
        """What `dovtech mailbox account` says; its exit code must be 0."""
        told = subprocess.run(
            [*up.ourselves(), "mailbox", "account", "--json"], env=self.environment, capture_output=True, check=True
        )
        lines: list[dict[str, str]] = json.loads(told.stdout)
        return lines


async def until(look: Callable[[], Awaitable[int]]) -> int:
    """The first answer that says something; fails where none does in time."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        with contextlib.suppress(sqlite3.OperationalError, RPCError):  # being written, or not begun yet
            if found := await look():
                return found
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


@dataclass
class Weather:
    """What happens to watchers and server while mail comes in, by a chance that is the same each time."""

    watchers: Watchers
    chance: random.Random
    delivered: set[bytes] = field(default_factory=set)
    people: int = 0

    def deliver(self, count: int) -> None:
        """So many different messages, every tenth of them twice."""
        kinds = [*FROM_PEOPLE.values(), *MACHINES.values()]
        for _ in range(count):
            number = len(self.delivered)
            data = kinds[number % len(kinds)].data + b"\r\n%d" % number
            self.delivered.add(data)
            self.people += number % len(kinds) < len(FROM_PEOPLE)
            for _ in range(2 if number % 10 == 0 else 1):
                self.watchers.server.deliver(data)

    async def strike(self, what: str) -> None:
        """Something ends while the messages that just came are taken in."""
        holder = await self.watchers.holder()
        self.deliver(14)
        await asyncio.sleep(self.chance.uniform(0.3, 5.0))
        await getattr(self, what)(holder)

    async def killed(self, holder: int) -> None:
        self.watchers.kill(holder)
        self.watchers.start()

    async def server_restarted(self, _holder: int) -> None:
        self.watchers.server.stop()
        self.watchers.server.start()

    async def connections_dropped(self, _holder: int) -> None:
        """IDLE ends without a word from the server."""
        master = self.watchers.server.process
        assert master is not None
        for pid in _children(master.pid, "imap"):
            os.kill(pid, signal.SIGKILL)

    async def both_at_work(self, holder: int) -> None:
        """One sleeps for so long that the other takes over, and then goes on where it was."""
        os.kill(holder, signal.SIGSTOP)
        await self.watchers.holder(other_than=holder)
        os.kill(holder, signal.SIGCONT)

    async def emptied(self) -> None:
        """Wait until nothing is left in the inbox."""

        async def look() -> int:
            return not await asyncio.to_thread(self.watchers.server.flags)

        await until(look)

    async def seconds_to_a_case(self, index: int) -> float:
        """From the delivery of one message to its case in the register."""
        data = b"From: ana@example.org\r\nSubject: Vado\r\n\r\nSolicito un vado, n. %d" % index
        self.people += 1
        self.delivered.add(data)
        await asyncio.sleep(self.chance.uniform(0.5, 1.5))  # it is waited for by IDLE again
        began = time.monotonic()
        self.watchers.server.deliver(data)

        async def look() -> int:
            return len(_rows(self.watchers.settings, f"key = '{sha256(data).hexdigest()}'"))

        await until(look)
        return time.monotonic() - began


def _children(parent: int, name: str) -> list[int]:
    """The processes of that name that a process began."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            called, _, rest = stat.read_text().partition(" (")[2].rpartition(") ")
            if called == name and int(rest.split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def _rows(settings: Settings, where: str = "1") -> list[str]:
    """Numbers of cases, as the register's file says."""
    with contextlib.closing(sqlite3.connect(f"file:{settings.default_register}?mode=ro", uri=True)) as register:
        asked = f"SELECT number FROM desk_application WHERE {where}"  # noqa: S608 - the test's own words
        return [number for (number,) in register.execute(asked)]


def numbers_in(settings: Settings) -> list[str]:
    """The numbers of all cases of the register."""
    return _rows(settings)
