"""Sends mail over SMTP so that it is known, at every moment, whether a message can have left."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

from bots.imap import MailboxSettings
from bots.mailbox import ImapMailbox
from bots.mailing import MailWriter
from bots.oauth import bearer
from casework.case import Case, Letter
from casework.errors import MailRefused, MaybeSent, Unavailable

_AWAY = (OSError, smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError)
_OK, _MADE, _PERMANENT = 250, 300, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """The council's mail server for what goes out; `tls` from the first byte (465), `starttls` soon after it (587).

    `copy_to` gets a copy of each mail, unseen by the citizen. `timeout` is in seconds. With a `token`, which is
    asked for at each login, the password is not used (SASL XOAUTH2).
    """

    host: str
    sender: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    tls: bool = False
    starttls: bool = True
    ca_file: str = ""
    copy_to: str = ""
    timeout: float = 30.0


@dataclass(frozen=True)
class SmtpPost:
    """Plays `Post`; `copies` is the mailbox in which the copies arrive, None where there is none."""

    settings: SmtpSettings
    writer: MailWriter
    copies: MailboxSettings | None = None

    def send(self, case: Case, letter: Letter, pdf: bytes, leaving: Callable[[], None]) -> str:
        """Send the letter's mail; the server's answer, which names it in the server's own log."""
        mail, recipient = self.writer.mail(case, letter, pdf), self.writer.recipient(case, letter)
        with self._connected() as client:
            self._address(client, recipient)
            leaving()
            return self._handed_over(client, mail)

    def kept(self, case: Case, letter: Letter) -> bool:
        """Whether the copy of this mail lies in the mailbox of copies."""
        if self.copies is None:
            return False
        with closing(ImapMailbox(self.copies)) as mailbox:
            return mailbox.holds(self.writer.message_id(case, letter))

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        try:
            client = self._client()
        except smtplib.SMTPAuthenticationError as error:
            raise self._away("refuses the login", "check DOVTECH_SMTP_USER and its password") from error
        except (*_AWAY, smtplib.SMTPException) as error:
            raise self._away("does not answer", "start it, or check address, port and TLS") from error
        try:
            yield client
        finally:
            with suppress(*_AWAY):
                client.quit()

    def _client(self) -> smtplib.SMTP:
        here, context = self.settings, ssl.create_default_context(cafile=self.settings.ca_file or None)
        if here.tls:
            client: smtplib.SMTP = smtplib.SMTP_SSL(here.host, here.port, timeout=here.timeout, context=context)
        else:
            client = smtplib.SMTP(here.host, here.port, timeout=here.timeout)
        try:
            if here.starttls and not here.tls:
                client.starttls(context=context)
            client.ehlo_or_helo_if_needed()
            if here.token:
                said = iter([bearer(here.user, here.token())])  # a refusal wants an empty answer before it is one
                client.auth("XOAUTH2", lambda _=None: next(said, ""))
            elif here.user:
                client.login(here.user, here.password)
        except Exception:
            client.close()
            raise
        return client

    def _address(self, client: smtplib.SMTP, recipient: str) -> None:
        """Name sender and recipients; until here nothing can have left."""
        options = [] if recipient.isascii() else ["SMTPUTF8"]
        if options and not client.has_extn("smtputf8"):
            raise MailRefused("the mail server takes no such address", remedy="send the letter another way")
        try:
            steps = [client.mail(self.settings.sender, options), client.rcpt(recipient)]
            steps += [client.rcpt(self.settings.copy_to)] if self.settings.copy_to else []
        except _AWAY as error:
            raise self._away("went away", "wait: it is tried again") from error
        for code, _ in steps:
            self._judge(code, "that address")

    def _handed_over(self, client: smtplib.SMTP, mail: bytes) -> str:
        """The server's word on the whole message; an answer lost on its way is no answer."""
        try:
            code, answer = client.data(mail)
        except smtplib.SMTPDataError as error:  # it did not want to hear the message
            code, answer = error.smtp_code, b""
        except _AWAY as error:
            raise MaybeSent("a mail was handed over and no answer came", remedy="it is looked up") from error
        self._judge(code, "this message")
        return f"{code} {answer.decode('ascii', 'replace')}"[:200]

    def _judge(self, code: int, what: str) -> None:
        if code >= _PERMANENT:
            raise MailRefused(f"the mail server refuses {what} ({code})", remedy="send the letter another way")
        if not _OK <= code < _MADE:
            raise self._away(f"does not take {what} now ({code})", "wait: it is tried again")

    def _away(self, what: str, remedy: str) -> Unavailable:
        return Unavailable(f"the mail server {self.settings.host}:{self.settings.port} {what}", remedy=remedy)
