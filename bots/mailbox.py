"""Watches an IMAP mailbox: reads without marking, and puts away what is safely stored."""

from __future__ import annotations

import hashlib
import imaplib
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TypeVar

from imap_tools.errors import ImapToolsError, MailboxFetchError, MailboxLoginError

from bots.imap import MailboxSettings, Session
from casework.errors import Unavailable
from casework.ports import Message

__all__ = ["ImapMailbox", "MailboxSettings"]

_Answer = TypeVar("_Answer")
_log = logging.getLogger(__name__)
_LOST = (imaplib.IMAP4.abort, OSError)
_REFUSED = (imaplib.IMAP4.error, ImapToolsError)


class ImapMailbox:
    """Plays `Mailbox` over IMAP; connects when first used, and again when the connection was lost.

    Not for two threads at once. Every method raises Unavailable where the server is away or refuses.
    """

    def __init__(self, settings: MailboxSettings) -> None:
        self._settings = settings
        self._session: Session | None = None
        self._given = ("", 0)  # validity and highest uid that `unread` has given

    def unread(self) -> Iterator[Message]:
        """Messages not yet taken in, oldest first; reading them marks nothing.

        A message counts as taken once `done` was called for it, whoever has opened it in a mail program. Its `key` is
        the hash of its bytes, so the same delivery has the same key after a crash, a move or a change of server.
        """
        for uid in self._with_server(Session.open_uids):
            message = self._with_server(partial(self._take, uid=uid))
            if message is not None:
                yield message

    def done(self, message: Message) -> None:
        """Flag and move a message that is safely stored; doing it again changes nothing.

        Where the server has numbered its messages anew in between, nothing is moved: the message is seen again, with
        the same key.
        """
        self._with_server(partial(self._put_away, uid=message.uid))

    def wait(self, seconds: float) -> bool:
        """Whether a message arrives within `seconds` that was not here at the last look; returns as soon as it does."""
        until = time.monotonic() + seconds
        while not self._with_server(self._has_news):
            left = until - time.monotonic()
            if left <= 0:
                return False
            self._with_server(partial(Session.pause, seconds=left))
        return True

    def every_key(self) -> Iterator[tuple[str, str]]:
        """Uid and key of every message in the folder; the key is empty where the server does not give the message."""
        for uid in self._with_server(Session.all_uids):
            message = self._with_server(partial(self._take, uid=uid))
            yield str(uid), message.key if message else ""

    def has(self, folder: str) -> bool:
        """Whether the account has such a folder."""
        return self._with_server(partial(Session.has, folder=folder))

    def holds(self, message_id: str) -> bool:
        """Whether the folder holds a message of that id."""
        return self._with_server(partial(Session.holds, message_id=message_id))

    def close(self) -> None:
        """Leave the server; the next call connects again."""
        session, self._session = self._session, None
        if session is not None:
            with suppress(*_LOST, *_REFUSED):
                session.log_out()

    def _has_news(self, session: Session) -> bool:
        validity, newest = self._given
        known = newest if validity == session.validity else 0
        return any(uid > known for uid in session.open_uids())

    def _take(self, session: Session, uid: int) -> Message | None:
        self._given = (session.validity, uid)
        try:
            fetched = session.fetch(uid)
        except MailboxFetchError:  # the server cannot give this one: the others must not wait for it
            _log.warning("the mail server does not give message %s/%d; it stays there", session.validity, uid)
            return None
        if fetched is None:
            return None
        data, received_at = fetched
        return Message(
            uid=f"{session.validity}/{uid}",
            key=hashlib.sha256(data).hexdigest(),
            data=data,
            received_at=received_at,
        )

    def _put_away(self, session: Session, uid: str) -> None:
        validity, number = uid.split("/")
        if session.validity == validity:
            session.put_away(int(number), self._settings.done_folder)

    def _with_server(self, work: Callable[[Session], _Answer]) -> _Answer:
        """Do the work; the one place where foreign errors become ours. A connection that had died is made anew once."""
        kept = self._session is not None
        try:
            if self._session is None:
                self._session = Session(self._settings)
            return work(self._session)
        except _LOST as error:
            self._drop()
            if not kept:
                raise self._unavailable("does not answer", "start it, or check address, port and TLS") from error
        except MailboxLoginError as error:
            self._drop()
            raise self._unavailable(
                "refuses the login", "check the mailbox's user, and its password or token"
            ) from error
        except _REFUSED as error:
            self._drop()
            raise self._unavailable("refuses a command", "check the folders' names and rights") from error
        return self._with_server(work)

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with suppress(OSError):
                session.hang_up()

    def _unavailable(self, what: str, remedy: str) -> Unavailable:
        return Unavailable(f"the mail server {self._settings.host}:{self._settings.port} {what}", remedy=remedy)
