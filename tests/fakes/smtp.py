"""A real SMTP server (aiosmtpd) on a free port, and one that loses its answer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bots.smtp import SmtpSettings

SENDER = "registro@ayto.example.org"


@dataclass
class Inbox:
    """What the server took; `answers` come first, one for each message, before it takes any.

    `deaf` takes a message and closes the connection without a word.
    """

    envelopes: list[Envelope] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refused: tuple[str, ...] = ()
    deaf: bool = False

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(one.content or b"", _class=EmailMessage, policy=default) for one in self.envelopes]  # type: ignore[arg-type]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        self.envelopes.append(envelope)
        if self.deaf:
            server.transport.abort()
        return "250 queued as 1"


@contextmanager
def smtp_server(inbox: Inbox, **options: bool) -> Iterator[SmtpSettings]:
    """Serve until the block ends; how the server is reached. `options` are aiosmtpd's own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield SmtpSettings(host="127.0.0.1", port=port, sender=SENDER, starttls=False, timeout=10)
    finally:
        controller.stop()
