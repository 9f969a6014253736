"""Every message becomes exactly one application, whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from fakes.ports import MOMENT, MemoryRegister, MemoryStore, document

from bots.imap import MailboxSettings
from casework.application import Channel
from casework.asking import joined
from casework.deadlines import Calendar
from casework.errors import DecisionRefused, Unavailable
from casework.ports import Message
from casework.requirement import Answer, Link
from casework.verification import letter_reference
from dovtech.answering import Answers
from dovtech.intake import Intake
from dovtech.mailboxes import Watched
from dovtech.watcher import take_in

BOX = Watched(name="", imap=MailboxSettings(host="mail.example.org", user="info", password="x"))


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
        answers = Answers(cases=self.register, ledger=self.register, store=self.store, secret=b"secret")
        return Intake(store=self.store, register=self.register, ledger=self.register, answers=answers)


def message(name: str) -> Message:
    """A message with a key of its own."""
    return Message(uid=name, key=f"key-{name}", data=f"Subject: {name}\n\nhola".encode(), received_at=MOMENT)


async def taken(office: Office, mailbox: MemoryMailbox, started: Started) -> int:
    """Take everything in once."""
    return await take_in(office.intake, cast("Any", started), mailbox, BOX)


async def test_each_message_becomes_one_started_application() -> None:
    """Two messages give two cases by e-mail, and both are put away."""
    office, started, mailbox = Office(), Started(), MemoryMailbox([message("a"), message("b")])
    assert await taken(office, mailbox, started) == 2
    assert [case.application.channel for case in office.register.cases.values()] == [Channel.EMAIL] * 2
    assert (mailbox.put_away, started.numbers) == (["a", "b"], ["DOV-2026-000001", "DOV-2026-000002"])


async def test_a_crash_before_putting_away_doubles_nothing() -> None:
    """A message that is seen again is the same application."""
    office, started, mailbox = Office(), Started(), MemoryMailbox([message("a")], broken=True)
    assert await taken(office, mailbox, started) == 1
    assert mailbox.put_away == []
    mailbox.broken = False
    assert await taken(office, mailbox, started) == 1
    assert (list(office.register.cases), set(started.numbers)) == (["DOV-2026-000001"], {"DOV-2026-000001"})


async def test_the_message_is_stored_whole() -> None:
    """The bytes in the store are the bytes of the message."""
    office, mailbox = Office(), MemoryMailbox([message("a")])
    await taken(office, mailbox, Started())
    assert message("a").data in office.store.kept.values()


@dataclass
class Choosy(Started):
    """Fails in a way nobody foresaw for one case, and for good where the office is away."""

    fails: str = ""
    error: Exception = field(default_factory=ZeroDivisionError)

    async def start(self, number: str) -> None:
        if number == self.fails:
            raise self.error
        await super().start(number)


async def test_one_message_that_fails_keeps_no_other_waiting() -> None:
    """It stays in the mailbox, and at the next look it is the same case."""
    office, mailbox = Office(), MemoryMailbox([message("a"), message("b")])
    failing = Choosy(fails="DOV-2026-000001")
    assert await taken(office, mailbox, failing) == 1
    assert (mailbox.put_away, failing.numbers) == (["b"], ["DOV-2026-000002"])
    assert await taken(office, mailbox, Started()) == 1
    assert (mailbox.put_away, len(office.register.cases)) == (["b", "a"], 2)


async def test_an_office_that_is_away_ends_the_round() -> None:
    """Nothing is put away that was not started."""
    office, mailbox = Office(), MemoryMailbox([message("a"), message("b")])
    with pytest.raises(Unavailable):
        await taken(office, mailbox, Choosy(fails="DOV-2026-000001", error=Unavailable("Temporal does not answer")))
    assert mailbox.put_away == []


def automatic(name: str, headers: str) -> Message:
    """A message with headers of its own."""
    return Message(uid=name, key=name, data=f"{headers}\nSubject: x\n\nhola".encode(), received_at=MOMENT)


async def test_automatic_mail_is_set_aside_and_put_away() -> None:
    """It is kept whole with its code, and no case is made."""
    office, started = Office(), Started()
    mailbox = MemoryMailbox([automatic("a", "Auto-Submitted: auto-replied"), automatic("b", "List-Id: <x.example>")])
    assert await taken(office, mailbox, started) == 2
    assert (office.register.cases, started.numbers, mailbox.put_away) == ({}, [], ["a", "b"])
    assert dict(office.register.outcomes({"a", "b", "c"})) == {"a": "AUTO_REPLY", "b": "MAILING_LIST"}
    assert [office.store.get(aside.sha256) for aside in office.register.aside.values()] == [
        message.data for message in mailbox.messages
    ]


async def test_automatic_mail_with_documents_waits_for_a_clerk() -> None:
    """The case begins with the doubt."""
    office = Office()
    headers = 'Precedence: list\nContent-Type: application/pdf; name="a.pdf"'
    await taken(office, MemoryMailbox([automatic("a", headers)]), Started())
    [case] = office.register.cases.values()
    assert ([found.code for found in case.doubts], case.needs_review) == (["NO_ENTRY_DATE", "AUTOMATIC_MESSAGE"], True)


@dataclass
class Hearing(Started):
    """Cases that take answers as the real ones do, or are over."""

    register: MemoryRegister = field(default_factory=MemoryRegister)
    over: bool = False
    links: list[Link] = field(default_factory=list)

    async def take_answer(self, number: str, answer: Answer) -> None:
        if self.over:
            raise DecisionRefused("cannot take an answer")
        self.links.append(answer.linked_by)
        self.register.save(joined(self.register.load(number), answer, Calendar(frozenset())))


def signed(number: str) -> Message:
    """A reply to the case's letter."""
    data = f"Subject: Re: {letter_reference(number, b'secret')}\n\nadjunto".encode()
    return Message(uid="r", key="key-r", data=data, received_at=MOMENT)


async def test_a_reply_joins_its_case_once_whatever_is_cut_short() -> None:
    """Seen again before it was put away, and again before it was noted, it is one answer and no case of its own."""
    office = Office()
    number = office.register.case_of(document())
    hearing, mailbox = Hearing(register=office.register), MemoryMailbox([signed(number)], broken=True)
    await taken(office, mailbox, hearing)
    await taken(office, mailbox, hearing)
    office.register.aside.clear()
    mailbox.broken = False
    await taken(office, mailbox, hearing)
    assert (list(office.register.cases), hearing.links) == ([number], [Link.REFERENCE])
    assert [reply.key for reply in office.register.load(number).replies] == ["key-r"]
    assert office.register.outcomes(["key-r"]) == {"key-r": number}


async def test_a_reply_that_its_case_does_not_take_is_left_to_a_clerk() -> None:
    """It becomes a case of its own that says what it may be; so does one that fits no case for sure."""
    office = Office()
    number = office.register.case_of(document())
    hearing = Hearing(register=office.register, over=True)
    doubtful = Message(uid="d", key="key-d", data=f"Subject: {number}\n\nhola".encode(), received_at=MOMENT)
    await taken(office, MemoryMailbox([signed(number), doubtful]), hearing)
    others = [case for case in office.register.cases.values() if case.number != number]
    assert [[found.code for found in case.doubts] for case in others] == [["NO_ENTRY_DATE", "POSSIBLE_ANSWER"]] * 2
