"""Reads from a message what it says of the case it answers; nothing in it is obeyed, and no link is opened."""

from __future__ import annotations

import re

from bots import mime
from bots.messages import body
from casework.errors import TooLarge
from casework.linking import Said

_WITHIN = 20_000  # characters of the body that are looked at
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_DIVIDER = re.compile(
    r"^(?:-{2,} ?(?:mensaje original|missatge original|original message|mensaje reenviado|missatge reenviat|"
    r"forwarded message)|_{20,}[ \t]*$|(?:de|from|von) ?:[^\n]*\n(?:[^\n]*\n){0,2}?(?:enviado|enviat|sent|fecha|data|"
    r"date|para|per a|to|asunto|assumpte|subject)(?: el)? ?:|"
    r"[^\n]{0,200}(?:escribió|va escriure|wrote|ha escrit)(?: ?\([^\n]*\))?:[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)  # what mail programs put over the message that is answered


def said(data: bytes) -> Said:
    """Sender, recipients, subject, the messages it answers, and its own words without those it quotes.

    A message too broken to be read says nothing.
    """
    try:
        message = mime.parsed(data)
        text = body(message)
    except (RecursionError, TooLarge):
        return Said()
    own, quoted = _own(text[: 2 * _WITHIN])
    senders = mime.addresses(message, "From")
    return Said(
        sender=senders[0] if len(senders) == 1 else "",
        recipients=tuple(mime.addresses(message, "To", "Cc", "Delivered-To", "X-Original-To")),
        subject=mime.header(message, "Subject"),
        answers=tuple(f"{mime.header(message, 'In-Reply-To')} {mime.header(message, 'References')}".split()),
        text=own[:_WITHIN],
        quoted=quoted[:_WITHIN],
        message_id=mime.header(message, "Message-ID"),
    )


def _own(text: str) -> tuple[str, str]:
    """The writer's own words, and those of whoever is quoted; with marked lines, what stands between them is own."""
    marked = _QUOTED.findall(text)
    if marked:
        return _QUOTED.sub("", text), "\n".join(marked)
    divided = _DIVIDER.search(text)
    return (text[: divided.start()], text[divided.start() :]) if divided else (text, "")
