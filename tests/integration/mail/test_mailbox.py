"""The watched mailbox against a real Dovecot."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fakes.dovecot import PASSWORD, Dovecot

from bots.mailbox import ImapMailbox
from casework.errors import Unavailable
from casework.ports import Message


def letter(subject: str) -> bytes:
    """A message as it travels: CRLF, 8-bit bytes, a date of its own."""
    return (
        f"From: ana@example.org\r\nTo: registro@example.org\r\nSubject: {subject}\r\n"
        f"Date: Thu, 1 Jan 2015 00:00:00 +0000\r\nMessage-ID: <{subject}@example.org>\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSolicite·m\r\n"
    ).encode()


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Iterator[ImapMailbox]:
    box = ImapMailbox(dovecot.settings())
    yield box
    box.close()


def another(dovecot: Dovecot, **changes: object) -> ImapMailbox:
    return ImapMailbox(dovecot.settings(**changes))


def test_messages_come_whole_and_oldest_first(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """The bytes are those that were delivered; the moment is the server's, not the one the sender wrote."""
    for subject in ("uno", "dos", "tres"):
        dovecot.deliver(letter(subject))
    messages = list(mailbox.unread())
    assert [message.data for message in messages] == [letter("uno"), letter("dos"), letter("tres")]
    assert [message.key for message in messages] == [hashlib.sha256(m.data).hexdigest() for m in messages]
    assert all(abs(datetime.now(UTC) - message.received_at) < timedelta(minutes=1) for message in messages)


def test_reading_marks_nothing(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """A clerk's mail program still shows the message as new, and it is given again at the next look."""
    dovecot.deliver(letter("uno"))
    assert len(list(mailbox.unread())) == 1
    assert "Seen" not in dovecot.flags()[0]
    assert len(list(mailbox.unread())) == 1


def test_a_message_that_a_clerk_opened_is_still_taken(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """What decides is whether it was stored, not whether somebody looked."""
    dovecot.deliver(letter("uno"))
    with dovecot.client() as client:
        client.uid("FETCH", "1:*", "(BODY[])")
    assert "Seen" in dovecot.flags()[0]
    assert len(list(mailbox.unread())) == 1


def test_done_moves_the_message_to_its_folder(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """The folder is made when it is first needed; the others stay where they are."""
    dovecot.deliver(letter("uno"))
    dovecot.deliver(letter("dos"))
    first, second = mailbox.unread()
    mailbox.done(first)
    assert [message.key for message in mailbox.unread()] == [second.key]
    (flags,) = dovecot.flags("Procesados")
    assert "DovTechTaken" in flags
    assert "Seen" in flags


def test_done_while_the_next_are_still_being_read(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """Taking one at a time needs no list: moving the first loses none of the rest."""
    for subject in ("uno", "dos", "tres"):
        dovecot.deliver(letter(subject))
    taken = []
    for message in mailbox.unread():
        mailbox.done(message)
        taken.append(message.data)
    assert taken == [letter("uno"), letter("dos"), letter("tres")]
    assert len(dovecot.flags("Procesados")) == 3
    assert dovecot.flags() == []


def test_done_twice_is_done_once(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """A retry of the last step finds nothing left to do."""
    dovecot.deliver(letter("uno"))
    (message,) = mailbox.unread()
    mailbox.done(message)
    mailbox.done(message)
    assert len(dovecot.flags("Procesados")) == 1


def test_a_crash_between_storing_and_done_gives_the_same_key(dovecot: Dovecot) -> None:
    """The next watcher sees the message again, and its key makes it the same application."""
    dovecot.deliver(letter("uno"))
    first = another(dovecot)
    (before,) = first.unread()
    first._drop()  # noqa: SLF001 - the process is gone without a word
    second = another(dovecot)
    (after,) = second.unread()
    assert after == before
    second.done(after)
    assert list(second.unread()) == []
    second.close()


def test_a_crash_between_flag_and_move_is_mended(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """A message that was flagged is not taken again, and goes to its folder with the next one."""
    dovecot.deliver(letter("uno"))
    with dovecot.client() as client:
        client.uid("STORE", "1:*", "+FLAGS", "(DovTechTaken)")
    dovecot.deliver(letter("dos"))
    (second,) = mailbox.unread()
    assert second.data == letter("dos")
    mailbox.done(second)
    assert len(dovecot.flags("Procesados")) == 2
    assert dovecot.flags() == []


def test_the_same_bytes_delivered_twice_have_one_key(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """Two copies of one delivery are two messages to put away and one application."""
    dovecot.deliver(letter("uno"))
    dovecot.deliver(letter("uno"))
    first, second = mailbox.unread()
    assert first.key == second.key
    assert first.uid != second.uid
    mailbox.done(first)
    mailbox.done(second)
    assert dovecot.flags() == []


def test_what_a_clerk_marked_for_deletion_is_left_alone(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """It is not taken in, and putting another away does not make it vanish."""
    dovecot.deliver(letter("uno"))
    with dovecot.client() as client:
        client.uid("STORE", "1:*", "+FLAGS", r"(\Deleted)")
    dovecot.deliver(letter("dos"))
    (message,) = mailbox.unread()
    mailbox.done(message)
    (left,) = dovecot.flags()
    assert "Deleted" in left


def test_a_folder_that_was_numbered_anew_moves_no_stranger(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """A uid means nothing under another UIDVALIDITY: the message is seen again instead."""
    dovecot.deliver(letter("uno"))
    (message,) = mailbox.unread()
    _, uid = message.uid.split("/")
    mailbox.done(Message(uid=f"1/{uid}", key=message.key, data=message.data, received_at=message.received_at))
    assert len(dovecot.flags()) == 1


def test_a_message_that_vanished_meanwhile_is_passed_over(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """Somebody deleted it between the list and the look."""
    dovecot.deliver(letter("uno"))
    dovecot.deliver(letter("dos"))
    messages = mailbox.unread()
    assert next(messages).data == letter("uno")
    with dovecot.client() as client:
        client.uid("STORE", "1:*", "+FLAGS.SILENT", r"(\Deleted)")
        client.expunge()
    assert list(messages) == []


@pytest.mark.parametrize("name", ["Procesados", "Hecho/2026", "Tramitació"])
def test_the_folder_may_have_any_name(dovecot: Dovecot, name: str) -> None:
    """Nested and accented names are made and used."""
    mailbox = another(dovecot, done_folder=name)
    dovecot.deliver(letter("uno"))
    (message,) = mailbox.unread()
    mailbox.done(message)
    mailbox.close()
    assert dovecot.flags() == []
    again = another(dovecot, folder=name)
    assert list(again.unread()) == []
    again.close()


@pytest.mark.parametrize("capability", ["IMAP4rev1 UIDPLUS", "IMAP4rev1"], ids=["uidplus", "bare"])
def test_a_server_without_move_copies_and_deletes(make_dovecot: Callable[..., Dovecot], capability: str) -> None:
    """Old servers end in the same place; where they cannot expunge one message it stays, marked as deleted."""
    server = make_dovecot(capability)
    server.deliver(letter("uno"))
    server.deliver(letter("dos"))
    mailbox = ImapMailbox(server.settings())
    first, _ = mailbox.unread()
    mailbox.done(first)
    assert [message.data for message in mailbox.unread()] == [letter("dos")]
    assert len(server.flags("Procesados")) == 1
    assert len(server.flags()) == (1 if "UIDPLUS" in capability else 2)
    assert _wakes_within(mailbox, server, 6.0)
    mailbox.close()


def _wakes_within(mailbox: ImapMailbox, server: Dovecot, seconds: float) -> bool:
    deliver = threading.Timer(0.5, server.deliver, [letter("nuevo")])
    deliver.start()
    try:
        return mailbox.wait(seconds)
    finally:
        deliver.join()


def test_a_new_message_wakes_the_watcher(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """IDLE ends as soon as something is there, long before its time is over."""
    assert list(mailbox.unread()) == []
    started = time.monotonic()
    assert _wakes_within(mailbox, dovecot, 20.0)
    assert time.monotonic() - started < 5
    assert [message.data for message in mailbox.unread()] == [letter("nuevo")]


def test_waiting_ends_when_nothing_comes(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """Silence takes as long as was asked for, and says so."""
    started = time.monotonic()
    assert mailbox.wait(1.0) is False
    assert 0.9 < time.monotonic() - started < 4


def test_what_was_given_and_not_taken_does_not_wake_again(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """A message that cannot be stored makes the watcher slow, not busy."""
    dovecot.deliver(letter("uno"))
    assert mailbox.wait(10.0) is True
    assert len(list(mailbox.unread())) == 1
    assert mailbox.wait(0.5) is False


def test_a_restarted_server_is_found_again(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    """The connection that died is made anew; while the server is away the error says what to do."""
    dovecot.deliver(letter("uno"))
    assert len(list(mailbox.unread())) == 1
    dovecot.stop()
    with pytest.raises(Unavailable, match="does not answer"):
        list(mailbox.unread())
    dovecot.start()
    assert len(list(mailbox.unread())) == 1
    dovecot.stop()
    dovecot.start()
    assert len(list(mailbox.unread())) == 1


def test_a_wrong_password_is_said_without_telling_it(dovecot: Dovecot) -> None:
    """Neither the error nor the settings' repr hold the password."""
    settings = dovecot.settings(password="equivocada")
    with pytest.raises(Unavailable, match="refuses the login") as caught:
        list(ImapMailbox(settings).unread())
    assert "equivocada" not in f"{caught.value!r} {caught.value} {settings!r}"
    assert caught.value.retryable


def test_a_folder_that_is_not_there_is_said(dovecot: Dovecot) -> None:
    """A misspelt folder gives an error that names the settings to look at."""
    with pytest.raises(Unavailable, match="refuses a command"):
        list(another(dovecot, folder="Entrda").unread())


def test_tls_from_the_first_byte(dovecot: Dovecot) -> None:
    """With the authority's certificate the server is believed, and the connection is used."""
    dovecot.deliver(letter("uno"))
    certificate = str(dovecot.folder / "cert.pem")
    mailbox = another(dovecot, tls=True, port=dovecot.tls_port, ca_file=certificate)
    assert len(list(mailbox.unread())) == 1
    assert mailbox.wait(0.3) is False
    assert _wakes_within(mailbox, dovecot, 20.0)
    mailbox.close()


def test_starttls(dovecot: Dovecot) -> None:
    """The other common way gives the same mailbox."""
    dovecot.deliver(letter("uno"))
    certificate = str(dovecot.folder / "cert.pem")
    mailbox = another(dovecot, starttls=True, ca_file=certificate)
    assert len(list(mailbox.unread())) == 1
    mailbox.close()


def test_a_stranger_in_the_server_s_place_gets_no_password(dovecot: Dovecot) -> None:
    """A certificate of no known authority ends the connection before the login."""
    before = (dovecot.folder / "dovecot.log").read_text("utf-8").count("Login:")
    with pytest.raises(Unavailable, match="does not answer"):
        list(another(dovecot, tls=True, port=dovecot.tls_port).unread())
    assert (dovecot.folder / "dovecot.log").read_text("utf-8").count("Login:") == before


def test_the_settings_hide_the_password(dovecot: Dovecot) -> None:
    """What is printed of the settings can be pasted into a ticket."""
    assert PASSWORD not in repr(dovecot.settings())
