"""One IMAP connection with one folder open: the few commands a watched mailbox needs, on any server."""

from __future__ import annotations

import imaplib
import re
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from imap_tools.errors import (
    MailboxCopyError,
    MailboxFetchError,
    MailboxFolderCreateError,
    MailboxLoginError,
    MailboxMoveError,
)
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.utils import check_command_status, encode_folder

from bots.oauth import bearer

TAKEN = "DovTechTaken"  # the keyword of a message that is safely stored

_INTERNAL_DATE = re.compile(rb'INTERNALDATE "[^"]*"')
_EMPTY = re.compile(rb'BODY\[\] ""')  # a message of no bytes; NIL is one that is gone
_IDLE_ROUND = 30.0  # seconds
_POLL_ROUND = 2.0  # seconds, for servers that cannot IDLE


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxSettings:
    """Which mailbox to watch and how to reach it.

    `tls` speaks TLS from the first byte (port 993), `starttls` soon after it (port 143); with neither, nothing is
    encrypted. `ca_file` names the certificate of the council's own authority. `timeout` is in seconds. With a `token`,
    which is asked for at each login, the password is not used (SASL XOAUTH2).
    """

    host: str
    user: str
    password: str = field(repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    port: int = 993
    tls: bool = True
    starttls: bool = False
    folder: str = "INBOX"
    done_folder: str = "Procesados"
    ca_file: str = ""
    timeout: float = 30.0


class Session:
    """A logged-in connection; foreign errors come through as they are and `ImapMailbox` translates them."""

    def __init__(self, settings: MailboxSettings) -> None:
        self._box = _connect(settings)
        with ExitStack() as undo:
            undo.callback(self.hang_up)
            _log_in(self._box, settings)
            # What the server could before the login, which the library goes by, is less.
            self.capabilities = frozenset(self._box.client.capability()[1][-1].decode().upper().split())
            self.validity: str = self._box.client.response("UIDVALIDITY")[1][-1].decode()
            undo.pop_all()

    def open_uids(self) -> list[int]:
        """Messages that were not taken and not deleted, oldest first.

        A search alone may answer from what the server saw when the folder was opened; NOOP makes it look again.
        """
        self._box.client.noop()
        return self._uids(f"UNKEYWORD {TAKEN} UNDELETED")

    def all_uids(self) -> list[int]:
        """Every message of the folder, whatever was done with it."""
        self._box.client.noop()
        return self._uids("ALL")

    def has(self, folder: str) -> bool:
        """Whether the account has such a folder."""
        return bool(self._box.folder.exists(folder))

    def holds(self, message_id: str) -> bool:
        """Whether the folder holds a message of that id, which must be free of quotes."""
        self._box.client.noop()
        return bool(self._uids(f'HEADER Message-ID "{message_id}"'))

    def fetch(self, uid: int) -> tuple[bytes, datetime] | None:
        """The message's bytes and when the server got it, without marking it seen; None where it is gone."""
        answer = self._box.client.uid("FETCH", str(uid), "(INTERNALDATE BODY.PEEK[])")
        check_command_status(answer, MailboxFetchError)
        heads, bodies = _told_apart(answer[1])
        found = _INTERNAL_DATE.search(heads)
        if found is None or not (bodies or _EMPTY.search(heads)):
            return None
        local = imaplib.Internaldate2tuple(found[0])
        return bodies[0] if bodies else b"", datetime.fromtimestamp(time.mktime(local) if local else 0, tz=UTC)

    def put_away(self, uid: int, folder: str) -> None:
        """Flag the message and move it, with any that was flagged before and not moved; one that is gone is no error.

        The flag's answer is not looked at: some servers keep no keywords, and there the move alone says it.
        """
        self._box.client.uid("STORE", str(uid), "+FLAGS.SILENT", rf"(\Seen {TAKEN})")
        uids = self._uids(f"OR KEYWORD {TAKEN} UID {uid} UNDELETED")
        if uids:
            self._make(folder)
            self._move(uids, folder)

    def pause(self, seconds: float) -> None:
        """Wait until the server says something, but no longer than `seconds`.

        Rounds are short because what the server says just as IDLE begins can hide in the read buffer.
        """
        if "IDLE" in self.capabilities:
            self._box.idle.wait(min(seconds, _IDLE_ROUND))
        else:
            time.sleep(min(seconds, _POLL_ROUND))

    def log_out(self) -> None:
        self._box.logout()

    def hang_up(self) -> None:
        """Close the socket without a word, for a server that no longer listens."""
        self._box.client.shutdown()

    def _uids(self, criteria: str) -> list[int]:
        # The charset is left out: the criteria are ASCII, and some servers refuse any that is named.
        return sorted(int(uid) for uid in self._box.uids(criteria, charset=None))

    def _make(self, folder: str) -> None:
        if not self._box.folder.exists(folder):
            with suppress(MailboxFolderCreateError):  # another watcher was first; if not, the move will say it
                self._box.folder.create(folder)
            self._box.folder.subscribe(folder, value=True)

    def _move(self, uids: Iterable[int], folder: str) -> None:
        """MOVE, or copy and delete; nothing but these messages is ever expunged.

        The library's own `flag`, `move` and `delete` expunge the whole folder, and with it what a clerk marked.
        """
        listed, client = ",".join(map(str, uids)), self._box.client
        target = encode_folder(folder).decode("ascii")
        if "MOVE" in self.capabilities:
            check_command_status(client.uid("MOVE", listed, target), MailboxMoveError)
            return
        check_command_status(client.uid("COPY", listed, target), MailboxCopyError)
        client.uid("STORE", listed, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self.capabilities:
            client.uid("EXPUNGE", listed)


def _connect(settings: MailboxSettings) -> BaseMailBox:
    if not (settings.tls or settings.starttls):
        return MailBoxUnencrypted(settings.host, settings.port, settings.timeout)
    context = ssl.create_default_context(cafile=settings.ca_file or None)
    if settings.tls:
        return MailBox(settings.host, settings.port, settings.timeout, ssl_context=context)
    return MailBoxStartTls(settings.host, settings.port, settings.timeout, ssl_context=context)


def _log_in(box: BaseMailBox, settings: MailboxSettings) -> None:
    """By token where there is one, by LOGIN, which can only say ASCII, or else by AUTHENTICATE PLAIN."""
    if settings.token:
        _log_in_by_token(box, bearer(settings.user, settings.token()))
        box.folder.set(settings.folder)
        return
    plain = f"{settings.user}{settings.password}".isascii()
    (box.login if plain else box.login_utf8)(settings.user, settings.password, initial_folder=settings.folder)


def _log_in_by_token(box: BaseMailBox, said: str) -> None:
    """A refusal is a challenge that wants an empty answer before the server says NO; the library repeats itself."""
    answers = iter([said.encode()])
    try:
        box.client.authenticate("XOAUTH2", lambda _: next(answers, b""))
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise MailboxLoginError(command_result=("NO", []), expected="OK") from error


def _told_apart(data: Iterable[bytes | tuple[bytes, bytes] | None]) -> tuple[bytes, list[bytes]]:
    """What the server says around the literals, and the literals themselves."""
    parts = list(_parts(data))
    return b" ".join(head for head, _ in parts), [body for _, body in parts if body is not None]


def _parts(data: Iterable[bytes | tuple[bytes, bytes] | None]) -> Iterator[tuple[bytes, bytes | None]]:
    for part in data:
        if isinstance(part, tuple):
            yield part[0], part[1]
        elif part is not None:
            yield part, None
