"""The legal clock of one case: its last day, the days on which it stands still, and when somebody must be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from casework.deadlines import Calendar, Term, TermUnit, month_end

NOTICE_NEAR, NOTICE_LAST = 8, 10  # working days after entry: a warning, and the last to send the notice of art. 21.4
DAYS_BEFORE = (30, 15, 5)  # natural days before the last one
RESOLVED = "RESOLVED"  # told by a person: the council has answered, and nothing is left to watch
SHARES = (50, 80, 100)  # hundredths of the term

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A span in which the term stands still, from the day after `since` to `until`, and the norm that says so."""

    since: date
    until: date
    why: str
    law: str
    by: str = ""

    def days(self) -> Iterable[date]:
        day = self.since
        while day < self.until:
            day += _DAY
            yield day


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day on which somebody must know something about a case: NOTICE_NEAR, DAYS_15, SHARE_80, TERM_OVER..."""

    code: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A term that began on the day of presentation, with the spans in which it stood still (arts. 21, 22 and 30)."""

    term: Term
    started: date
    calendar: Calendar
    pauses: tuple[Pause, ...] = ()

    @property
    def still(self) -> frozenset[date]:
        """Every day on which the term stands still; a day of two spans is one day."""
        return frozenset(day for pause in self.pauses for day in pause.days() if day > self.started)

    def suspended(self, today: date) -> int:
        """Natural days on which the term stood still up to `today`."""
        return sum(day <= today for day in self.still)

    @property
    def due(self) -> date:
        """The last day of the term: it moves by exactly the days on which the term stood still."""
        if self.term.unit is TermUnit.WORKING_DAYS:
            return self._counted_working()
        return self.calendar.next_working(self._moved(self._plain_end))

    @property
    def _plain_end(self) -> date:
        """Where the term would end if it never stood still, before it is moved to a working day."""
        if self.term.unit is TermUnit.MONTHS:
            return month_end(self.started, self.term.amount)
        return self.started + self.term.amount * _DAY

    def _moved(self, end: date) -> date:
        """The day moved on by every still day before it, and by those that the move itself reaches."""
        moved = end
        while (further := end + self.suspended(moved) * _DAY) != moved:
            moved = further
        return moved

    def _counted_working(self) -> date:
        still, day = self.still, self.started
        for _ in range(self.term.amount):
            day = self.calendar.next_working(day + _DAY)
            while day in still:
                day = self.calendar.next_working(day + _DAY)
        return day

    def marks(self) -> tuple[Mark, ...]:
        """Every day on which somebody must be told, in order; those before the term began are left out."""
        due = self.due
        found = [
            Mark(code="NOTICE_NEAR", day=self.calendar.add_working_days(self.started, NOTICE_NEAR)),
            Mark(code="NOTICE_LAST", day=self.calendar.add_working_days(self.started, NOTICE_LAST)),
            *(Mark(code=f"DAYS_{days}", day=due - days * _DAY) for days in DAYS_BEFORE),
            *(Mark(code=f"SHARE_{share}", day=self._at_share(share, due)) for share in SHARES),
            Mark(code="TERM_OVER", day=due + _DAY),
        ]
        return tuple(sorted((mark for mark in found if mark.day > self.started), key=lambda mark: mark.day))

    def _at_share(self, share: int, due: date) -> date:
        """The day on which so many hundredths of the running days are over; all of them are on the last day."""
        running = (due - self.started).days - self.suspended(due)
        wanted, still, day = ceil(running * share / 100), self.still, self.started
        while wanted:
            day += _DAY
            wanted -= day not in still
        return day
