"""Keeps automatic answers to one address within the day's bound, whatever the messages say of themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bots.replies import said
from casework.case import Case
from casework.errors import UnreadableDocument
from casework.ports import DocumentStore

_TAG = re.compile(r"\+[^@]*(?=@)")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLimit:
    """Plays `Answering`: `most` cases of one sender are answered in a day of `official_time`.

    `count` counts a case for a sender and day, and says whether it is within `most`. An address tag (`user+tag@`) makes
    no other sender; messages that name no sender, or several, are one sender together.
    """

    store: DocumentStore
    count: Callable[[str, date, str, int], bool]
    most: int
    official_time: tzinfo

    def may_answer(self, case: Case, at: datetime) -> bool:
        """Whether whoever wrote this case may get one more automatic answer that day; one case counts once."""
        day = at.astimezone(self.official_time).date()
        return self.count(_TAG.sub("", self._sender(case).casefold()), day, case.number, self.most)

    def _sender(self, case: Case) -> str:
        first = case.application.documents[:1]
        try:
            return said(self.store.get(first[0].sha256)).sender if first else ""
        except UnreadableDocument:
            return ""
