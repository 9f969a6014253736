"""Every message becomes exactly one application, whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from fakes.ports import MOMENT, MemoryRegister, MemoryStore

from casework.application import Channel
from casework.errors import Unavailable
from casework.ports import Message
from dovtech.intake import Intake
from dovtech.watcher import take_in


@dataclass
class MemoryMailbox:
    """Messages in a list; the connection can break when one is put away."""

    messages: list[Message]
    broken: bool = False
    put_away: list[str] = field(default_factory=list)

    def unread(self) -> Iterable[Message]:
        return [message for message in self.messages if message.uid not in self.put_away]

    def done(self, message: Message) -> None:
        if self.broken:
            raise Unavailable("the mail server does not answer")
        self.put_away.append(message.uid)


@dataclass
class Started:
    """Remembers which cases were started."""

    numbers: list[str] = field(default_factory=list)

    async def start(self, number: str) -> None:
        self.numbers.append(number)


@dataclass
class Office:
    """What the watcher needs of an installation."""

    store: MemoryStore = field(default_factory=MemoryStore)
    register: MemoryRegister = field(default_factory=MemoryRegister)

    @property
    def intake(self) -> Intake:
        return Intake(store=self.store, register=self.register)


def message(name: str) -> Message:
    """A message with a key of its own."""
    return Message(uid=name, key=f"key-{name}", data=f"Subject: {name}\n\nhola".encode(), received_at=MOMENT)


async def taken(office: Office, mailbox: MemoryMailbox, started: Started) -> int:
    """Take everything in once."""
    return await take_in(cast("Any", office), cast("Any", started), mailbox, mailbox_name="info/INBOX")


async def test_each_message_becomes_one_started_application() -> None:
    """Two messages give two cases by e-mail, and both are put away."""
    office, started, mailbox = Office(), Started(), MemoryMailbox([message("a"), message("b")])
    assert await taken(office, mailbox, started) == 2
    assert [case.application.channel for case in office.register.cases.values()] == [Channel.EMAIL] * 2
    assert (mailbox.put_away, started.numbers) == (["a", "b"], ["DOV-2026-000001", "DOV-2026-000002"])


async def test_a_crash_before_putting_away_doubles_nothing() -> None:
    """A message that is seen again is the same application."""
    office, started, mailbox = Office(), Started(), MemoryMailbox([message("a")], broken=True)
    with pytest.raises(Unavailable):
        await taken(office, mailbox, started)
    mailbox.broken = False
    assert await taken(office, mailbox, started) == 1
    assert (list(office.register.cases), set(started.numbers)) == (["DOV-2026-000001"], {"DOV-2026-000001"})


async def test_the_message_is_stored_whole() -> None:
    """The bytes in the store are the bytes of the message."""
    office, mailbox = Office(), MemoryMailbox([message("a")])
    await taken(office, mailbox, Started())
    assert message("a").data in office.store.kept.values()
