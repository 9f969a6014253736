"""Reads from a message what it says of the case it answers; nothing in it is obeyed, and no link is opened."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import getaddresses

from casework.linking import Said

_WITHIN = 20_000  # characters of the body that are looked at
_TAGS = re.compile(r"<[^>]{0,400}>")
_QUOTED = re.compile(r"^\s*>.*$", re.MULTILINE)
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)  # of hostile messages


def said(data: bytes) -> Said:
    """Sender, recipients, subject, the messages it answers, and its own words without those it quotes.

    A message too broken to be read says nothing.
    """
    try:
        return _said(BytesParser(_class=EmailMessage, policy=default).parsebytes(data))
    except _BROKEN:
        return Said()


def _said(message: EmailMessage) -> Said:
    senders = [address for _, address in getaddresses([str(message.get("From", ""))])]
    to = [str(value) for name in ("To", "Cc", "Delivered-To", "X-Original-To") for value in message.get_all(name, [])]
    answers = " ".join(str(message.get(name, "")) for name in ("In-Reply-To", "References"))
    return Said(
        sender=senders[0] if len(senders) == 1 else "",
        recipients=tuple(address for _, address in getaddresses(to)),
        subject=str(message.get("Subject", "")),
        answers=tuple(answers.split()),
        text=_words(message),
        message_id=str(message.get("Message-ID", "")).strip(),
    )


def _words(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    text = str(body.get_content())
    plain = _TAGS.sub(" ", text) if body.get_content_subtype() == "html" else text
    return _QUOTED.sub("", plain)[:_WITHIN]
