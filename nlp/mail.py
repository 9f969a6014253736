"""The pages of an application that are messages, with nothing on them but what their writers say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from nlp.layout import Sheet, lay_out
from nlp.message import Sender, message_of


def own_sheets(sheets: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], dict[int, Sender]]:
    """The sheets without quoted messages, headers and notices, and the sender of each message by its first sheet."""
    own, senders = list(sheets), dict[int, Sender]()
    for _, group in groupby(sheets, key=lambda sheet: sheet.document):
        held = list(group)
        made = message_of([sheet.page for sheet in held])
        if made is None:
            continue
        senders[held[made.sender.page].number] = made.sender
        for sheet in held:
            words = tuple(word for word in sheet.page.words if id(word) in made.own)
            if len(words) < len(sheet.page.words):
                own[sheet.number] = lay_out(replace(sheet.page, words=words), sheet.number, sheet.document)
    return tuple(own), senders
