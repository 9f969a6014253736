"""Reads from a message what it says of the case it answers; nothing in it is obeyed, and no link is opened."""

from __future__ import annotations

import re

from bots import mime
from bots.messages import body
from casework.errors import TooLarge
from casework.linking import Said

_WITHIN = 20_000  # characters of the body that are looked at
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)


def said(data: bytes) -> Said:
    """Sender, recipients, subject, the messages it answers, and its own words without those it quotes.

    A message too broken to be read says nothing.
    """
    try:
        message = mime.parsed(data)
        text = body(message)
    except (RecursionError, TooLarge):
        return Said()
    senders = mime.addresses(message, "From")
    return Said(
        sender=senders[0] if len(senders) == 1 else "",
        recipients=tuple(mime.addresses(message, "To", "Cc", "Delivered-To", "X-Original-To")),
        subject=mime.header(message, "Subject"),
        answers=tuple(f"{mime.header(message, 'In-Reply-To')} {mime.header(message, 'References')}".split()),
        text=_QUOTED.sub("", text[: 2 * _WITHIN])[:_WITHIN],
        message_id=mime.header(message, "Message-ID"),
    )
