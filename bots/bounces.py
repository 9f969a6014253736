"""Reads from a bounce which of our letters did not arrive, and for whom; nothing in it is obeyed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message

from bots import mime
from bots.correspondence import automatic
from casework.application import NUMBER
from casework.errors import TooLarge

_WITHIN = 64 * 1024
_MARK = re.compile(rf"\b({NUMBER.pattern}-[0-9A-Z]{{8}})\.([0-9a-f]{{12}})@")
_STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_BLOCKS = re.compile(r"\r?\n[ \t]*\r?\n")
_FAILED = re.compile(r"^Action:[ \t]*failed\b", re.IGNORECASE | re.MULTILINE)
_RECIPIENT = re.compile(r"^(?:Final|Original)-Recipient:[^;\n]*;[ \t]*<?([^\s<>]+)", re.IGNORECASE | re.MULTILINE)
_ANSWERED = ("Message-ID", "In-Reply-To", "References")
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError, TooLarge)  # if hostile


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """What came back: references and marks of our Message-IDs, and the addresses (small letters) it was not for."""

    marks: frozenset[tuple[str, str]]
    recipients: frozenset[str]


def bounce(data: bytes) -> Bounce | None:
    """What a bounce says; None for any other message, and for news of mail that is late or did arrive (RFC 3464).

    Where no report for machines comes with it, the bounce as a whole counts as a failure.
    """
    found = automatic(data)
    if found is None or found.code != "BOUNCE":
        return None
    try:
        message = mime.parsed(data)
        reports = [_text(part) for part in message.walk() if part.get_content_type() in _STATUS]
        blocks = [block for report in reports for block in _BLOCKS.split(report) if _FAILED.search(block)]
        if reports and not blocks:
            return None
        told = mime.addresses(message, "X-Failed-Recipients")
        recipients = [address for block in blocks for address in _RECIPIENT.findall(block)] or told
        marks = frozenset(mark for words in _words(message) for mark in _MARK.findall(words))
    except _BROKEN:
        return None
    return Bounce(marks=marks, recipients=frozenset(map(str.lower, recipients)))


def _text(report: Message) -> str:
    held = report.get_payload()
    return "\n".join(map(str, held)) if isinstance(held, list) else mime.letters(mime.content(report)[:_WITHIN])


def _words(message: Message) -> Iterator[str]:
    """Where a bounce quotes the Message-ID: its own head, the returned message's, or as text."""
    for part in message.walk():
        yield from (value for name in _ANSWERED for value in mime.headers(part, name))
        if not part.is_multipart() and part.get_content_maintype() in {"text", "message"}:
            yield mime.letters(mime.content(part)[:_WITHIN])
