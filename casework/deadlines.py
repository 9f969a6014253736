"""Terms in days and months, as arts. 30 and 31 of Ley 39/2015 count them."""

from __future__ import annotations

import calendar as months_of
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

_SATURDAY = 5


class TermUnit(StrEnum):
    """How a term is counted."""

    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"
    MONTHS = "months"


class Silence(StrEnum):
    """What it means when the term ends without an answer (art. 24)."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time with its unit and, for resolutions, the sense of silence."""

    amount: int
    unit: TermUnit
    silence: Silence = Silence.NONE
    law: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which nothing falls due: data with a source, one for each place (art. 30.6 and 30.7)."""

    holidays: frozenset[date]

    def joined(self, other: Calendar) -> Calendar:
        """Holidays of either place: a day is non-working if it is so for the council or the citizen."""
        return Calendar(self.holidays | other.holidays)

    def is_working(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self.holidays

    def next_working(self, day: date) -> date:
        """The day itself where it is a working day, else the first one after it (art. 30.5)."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, start: date, days: int) -> date:
        """The last day of a term of working days that begins the day after `start` (art. 30.2 and 30.3)."""
        day = start
        for _ in range(days):
            day = self.next_working(day + timedelta(days=1))
        return day

    def add_natural_days(self, start: date, days: int) -> date:
        """The last day of a term of natural days, moved to a working day where it is none."""
        return self.next_working(start + timedelta(days=days))

    def add_months(self, start: date, months: int) -> date:
        """The same ordinal `months` later, the month's last day where it has none (art. 30.4 and 30.5)."""
        return self.next_working(month_end(start, months))

    def end_of(self, term: Term, start: date) -> date:
        """The last day of `term` counted from the day after `start`."""
        count: dict[TermUnit, Callable[[date, int], date]] = {
            TermUnit.WORKING_DAYS: self.add_working_days,
            TermUnit.NATURAL_DAYS: self.add_natural_days,
            TermUnit.MONTHS: self.add_months,
        }
        return count[term.unit](start, term.amount)

    def presented_at(self, received: datetime) -> datetime:
        """The legal moment of presentation: on a non-working day, the first hour of the next one (art. 31.2).

        The real moment is kept beside it by the caller; this one starts the terms.
        """
        day = self.next_working(received.date())
        if day == received.date():
            return received
        return datetime.combine(day, time.min, tzinfo=received.tzinfo)


def month_end(start: date, months: int) -> date:
    """The same ordinal `months` later, the month's last day where it has none, working day or not (art. 30.4)."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, months_of.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """The council's calendar, and those of other towns by the name that people write (art. 30.6)."""

    council: Calendar
    towns: Mapping[str, Calendar] = field(default_factory=dict)

    def where(self, town: str) -> Calendar:
        """The days that count for a citizen of `town`: free where either place is free."""
        other = self.towns.get(town.strip().casefold())
        return self.council.joined(other) if other else self.council
