"""What is asked of a citizen when something is missing (arts. 66 and 68 Ley 39/2015), and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from casework.application import Channel, Document
from casework.deadlines import Calendar

DAYS = 10  # working days to mend an application (art. 68.1)
LONGEST_EXTENSION = 5  # working days more, where it is not a competition (art. 68.2)

_OWN = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing that the citizen must mend, in both languages; `met` once it has come.

    `code` is that of the finding it came from, or OTHER where a clerk worded it.
    """

    code: str = _OWN
    es: str
    ca: str
    field: str = ""
    law: str = ""
    met: bool = False

    def sentence(self, language: str) -> str:
        return self.ca if language == "ca" else self.es


class Ending(StrEnum):
    """How a requirement stands: open, met by the citizen, lifted by a clerk's decision, or its term over."""

    OPEN = "open"
    MET = "met"
    LIFTED = "lifted"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A clerk's word that the citizen be asked for these defects, on the case as it stood at `revision`.

    `electronic` asks one who is obliged to it to present by the electronic office (art. 68.4, letter L4; else L3).
    `notified_on` is given where the letter was handed over at once, as at the counter.
    """

    by: str
    at: datetime
    revision: int
    defects: tuple[Defect, ...]
    electronic: bool = False
    notified_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What was asked and until when; the term begins the day after `notified_on`, and without it nothing runs.

    `letter` is the code of its kind (L3 or L4), `days` the working days given with any extension, `due` the last day,
    `ended_on` the day on which all had come, or the last day of the term where it did not.
    """

    asked_at: datetime
    by: str
    defects: tuple[Defect, ...]
    letter: str = "L3"
    days: int = DAYS
    notified_on: date | None = None
    due: date | None = None
    ended: Ending = Ending.OPEN
    ended_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.ended is Ending.OPEN

    @property
    def missing(self) -> tuple[Defect, ...]:
        """What has not come yet."""
        return tuple(defect for defect in self.defects if not defect.met)

    def notified(self, day: date, calendar: Calendar) -> Requirement:
        """The requirement with its term running from the day after it was received (art. 30.3)."""
        return replace(self, notified_on=day).counted(calendar)

    def extended(self, calendar: Calendar) -> Requirement:
        """The requirement with the longest extension that the law allows; extending it again changes nothing."""
        return replace(self, days=DAYS + LONGEST_EXTENSION).counted(calendar)

    def counted(self, calendar: Calendar) -> Requirement:
        """The requirement with its last day by this calendar; one that has ended keeps its own."""
        if self.notified_on is None or not self.is_open:
            return self
        return replace(self, due=calendar.add_working_days(self.notified_on, self.days))

    def without(self, still: frozenset[tuple[str, str, str]]) -> Requirement:
        """The requirement with every defect met that is not among those that still stand."""
        return replace(
            self, defects=tuple(replace(one, met=one.met or key_of(one) not in still) for one in self.defects)
        )

    def closed(self, ended: Ending, day: date | None) -> Requirement:
        return replace(self, ended=ended, ended_on=day)

    def span(self) -> tuple[date, date] | None:
        """The days between which the term of the case stands still (art. 22.1.a); None before the notification."""
        if self.notified_on is None or self.due is None:
            return None
        return self.notified_on, max(self.notified_on, min(self.ended_on or self.due, self.due))


def key_of(defect: Defect) -> tuple[str, str, str]:
    """What makes two defects the same: code, field and, where a paper is meant, the words that name it."""
    return defect.code, defect.field, defect.es


class Link(StrEnum):
    """By what a reply was known to belong to its case."""

    NUMBER = "number"
    REFERENCE = "reference"
    TAG = "tag"
    THREAD = "thread"
    PICTURE = "picture"
    PERSON = "person"
    CLERK = "clerk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a citizen sends for a case that is under way; `key` is the same for the same delivery."""

    key: str
    received_at: datetime
    channel: Channel
    documents: tuple[Document, ...]
    linked_by: Link = Link.CLERK


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer that became part of the case: when it came, when it counts from, and the hashes of what it brought.

    `late` says that it came after the last day of what was asked; it is accepted all the same (art. 73.3).
    """

    key: str
    received_at: datetime
    presented_at: datetime
    channel: Channel
    documents: tuple[str, ...]
    linked_by: Link
    late: bool = False
