"""Awkward mail in a real Dovecot: each message is accounted for once, whatever happens around it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from fakes.dovecot import Dovecot
from fakes.ports import MemoryRegister, MemoryStore

from bots.mailbox import ImapMailbox
from casework.ports import Message
from dovtech.accounting import account
from dovtech.intake import Intake
from dovtech.mailboxes import Watched
from dovtech.watcher import admit, take_in

PLAIN = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n"
AWKWARD = {
    "no bytes": b"",
    "no headers": b"\r\nSolicito",
    "no body": PLAIN + b"\r\n",
    "no message id": PLAIN + b"\r\nuno",
    "nul bytes": PLAIN + b"X: \x00\r\n\r\n\x00\x00",
    "raw bytes in headers": b"Subject: \xff\xfe\xf1\r\nFrom: \x80\r\n\r\nhola",
    "unknown charset": PLAIN + b"Content-Type: text/plain; charset=x-klingon\r\n\r\nhola",
    "broken multipart": PLAIN + b"Content-Type: multipart/mixed\r\n\r\n--no\r\n",
    "parts without end": PLAIN
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(1500)),
    "a long line": PLAIN + b"X-Long: " + b"x" * 200_000 + b"\r\n\r\nhola",
    "looks like a PDF": b"Subject: %PDF-1.7\r\nFrom: a@example.org\r\n\r\nhola",
    "bad encoded words": b"Subject: =?utf-8?b?////?=\r\nFrom: =?x?q?=ZZ?= <@@>\r\nContent-Type: ;;;\r\n\r\nhola",
}
AUTOMATIC = {
    "BOUNCE": PLAIN + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b--\r\n",
    "AUTO_REPLY": PLAIN + b"Auto-Submitted: auto-replied\r\n\r\nFuera de la oficina",
    "MAILING_LIST": PLAIN + b"List-Id: <boletin.example.org>\r\n\r\nNovedades",
}


@dataclass
class Started:
    """Remembers which cases were started."""

    numbers: list[str] = field(default_factory=list)

    async def start(self, number: str) -> None:
        self.numbers.append(number)


class Office:
    """A register and a store in memory, beside the real mailbox."""

    def __init__(self, server: Dovecot) -> None:
        self.server, self.register, self.store, self.started = server, MemoryRegister(), MemoryStore(), Started()
        self.intake = Intake(store=self.store, register=self.register, ledger=self.register)
        self.box = Watched(name="", imap=server.settings())

    async def look(self, mailbox: ImapMailbox) -> int:
        """One round of a watcher."""
        with ThreadPoolExecutor(1) as thread:
            return await take_in(self.intake, cast("Any", self.started), mailbox, self.box, thread=thread)

    def outcomes(self) -> list[str]:
        """What became of every message on the server."""
        return [line.outcome for line in account(self.box, self.register)]


@pytest.fixture
def office(dovecot: Dovecot) -> Office:
    """An office with an empty mailbox."""
    return Office(dovecot)


@pytest.fixture
def mailbox(office: Office) -> Iterator[ImapMailbox]:
    box = ImapMailbox(office.box.imap)
    yield box
    box.close()


async def test_every_awkward_message_is_a_case_and_every_automatic_one_is_set_aside(
    office: Office, mailbox: ImapMailbox
) -> None:
    """None stops another; all are kept whole, put away and accounted for."""
    for data in (*AWKWARD.values(), *AUTOMATIC.values()):
        office.server.deliver(data)
    assert "" in office.outcomes()
    assert await office.look(mailbox) == len(AWKWARD) + len(AUTOMATIC)
    assert (len(office.register.cases), sorted(found.code for found in office.register.aside.values())) == (
        len(AWKWARD),
        sorted(AUTOMATIC),
    )
    assert sorted(office.started.numbers) == sorted(office.register.cases)
    outcomes = office.outcomes()
    assert (len(outcomes), "" in outcomes, office.server.flags()) == (len(AWKWARD) + len(AUTOMATIC), False, [])
    assert b"" in office.store.kept.values()


async def test_a_repeated_message_id_hides_nothing_and_a_redelivery_adds_nothing(
    office: Office, mailbox: ImapMailbox
) -> None:
    """The bytes decide: two letters under one Message-ID are two cases, one letter twice is one."""
    one, two = (PLAIN + b"Message-ID: <a@b>\r\n\r\n" + body for body in (b"uno", b"dos"))
    for data in (one, two, one):
        office.server.deliver(data)
    assert await office.look(mailbox) == 3
    assert len(office.register.cases) == 2
    assert len(office.server.flags("Procesados")) == 3


@pytest.mark.parametrize("step", ["fetched", "admitted", "flagged", "put away"])
async def test_a_kill_after_any_step_loses_and_doubles_nothing(office: Office, step: str) -> None:
    """The next watcher finishes what the dead one left."""
    office.server.deliver(PLAIN + b"\r\nuno")
    dead = ImapMailbox(office.box.imap)
    [message] = dead.unread()
    if step != "fetched":
        admit(office.intake, message, office.box)
    if step == "flagged":
        with office.server.client() as client:
            client.uid("STORE", "1:*", "+FLAGS", "(DovTechTaken)")
    if step == "put away":
        dead.done(message)
    dead._drop()  # noqa: SLF001 - the process is gone without a word
    office.server.deliver(PLAIN + b"\r\ndos")
    living = ImapMailbox(office.box.imap)
    await office.look(living)
    living.close()
    assert (len(office.register.cases), len(office.outcomes()), "" in office.outcomes()) == (2, 2, False)
    assert office.server.flags() == []


async def test_two_watchers_at_once_make_one_case_a_message(office: Office) -> None:
    """Both have the message in hand before either puts it away."""
    for index in range(10):
        office.server.deliver(PLAIN + b"\r\n%d" % index)
    first, second = ImapMailbox(office.box.imap), ImapMailbox(office.box.imap)
    for one, other in zip(first.unread(), second.unread(), strict=True):
        for mailbox, message in ((first, one), (second, other)):
            admit(office.intake, message, office.box)
            mailbox.done(message)
    first.close()
    second.close()
    assert (len(office.register.cases), "" in office.outcomes(), office.server.flags()) == (10, False, [])


async def test_a_message_that_a_person_moves_meanwhile_is_still_its_case(office: Office, mailbox: ImapMailbox) -> None:
    """Admitted and then moved to another folder by hand: putting it away is no error."""
    office.server.deliver(PLAIN + b"\r\nuno")
    [message] = mailbox.unread()
    with office.server.client() as client:
        client.create("Otros")
        client.uid("MOVE", "1:*", "Otros")
    assert admit(office.intake, message, office.box) == "DOV-2026-000001"
    mailbox.done(message)
    assert (len(office.register.cases), len(office.server.flags("Otros"))) == (1, 1)


async def test_a_folder_that_was_made_anew_gives_the_same_cases(office: Office, mailbox: ImapMailbox) -> None:
    """Another UIDVALIDITY numbers the messages anew; their bytes are the same."""
    office.server.deliver(PLAIN + b"\r\nuno")
    [message] = mailbox.unread()
    admit(office.intake, message, office.box)
    mailbox.close()
    (office.server.folder / "mail" / "dovecot-uidlist").unlink()
    for cache in (office.server.folder / "mail").glob("dovecot.index*"):
        cache.unlink()
    [again] = mailbox.unread()
    assert (again.uid.split("/")[0] != message.uid.split("/")[0], again.key) == (True, message.key)
    assert await office.look(mailbox) == 1
    assert (len(office.register.cases), office.server.flags()) == (1, [])


async def test_a_restart_of_the_server_between_two_rounds_is_mended(make_dovecot: Callable[..., Dovecot]) -> None:
    """The connection that IDLE kept is gone; the next round makes a new one."""
    office = Office(make_dovecot())
    mailbox = ImapMailbox(office.box.imap)
    office.server.deliver(PLAIN + b"\r\nuno")
    assert await office.look(mailbox) == 1
    office.server.stop()
    office.server.start()
    office.server.deliver(PLAIN + b"\r\ndos")
    assert mailbox.wait(5.0)
    assert await office.look(mailbox) == 1
    mailbox.close()
    assert len(office.register.cases) == 2


async def test_from_delivery_to_case_takes_less_than_three_seconds(office: Office, mailbox: ImapMailbox) -> None:
    """IDLE ends at once, and admission is short."""
    assert await office.look(mailbox) == 0
    delivered: list[float] = []

    def deliver() -> None:
        delivered.append(time.monotonic())
        office.server.deliver(PLAIN + b"\r\nuno")

    timer = threading.Timer(1.0, deliver)
    timer.start()
    assert mailbox.wait(20.0)
    assert await office.look(mailbox) == 1
    took = time.monotonic() - delivered[0]
    timer.join()
    print(f"from delivery to case: {took:.2f} s")  # noqa: T201 - docs/mail.md cites it
    assert took < 3.0


async def test_what_nobody_took_is_missing(office: Office, mailbox: ImapMailbox) -> None:
    """A message that was flagged as taken and is unknown to the register is told, wherever it lies."""
    office.server.deliver(PLAIN + b"\r\nuno")
    [message] = mailbox.unread()
    mailbox.done(message)
    [line] = account(office.box, office.register)
    assert (line.folder, line.key, line.outcome, line.is_case) == ("Procesados", message.key, "", False)
    assert isinstance(message, Message)
