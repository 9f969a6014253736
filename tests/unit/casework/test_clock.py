"""A term moves by exactly the days on which it stood still."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework.clock import Clock, Mark, Pause
from casework.deadlines import Calendar, Calendars, Term, TermUnit, month_end

EVERY_DAY = Calendar(frozenset())
START = date(2026, 11, 23)
starts = st.dates(date(2026, 1, 1), date(2027, 9, 30))


def pause(since: date, days: int) -> Pause:
    return Pause(since=since, until=since + timedelta(days=days), why="L3", law="art. 22.1.a")


def clock(*pauses: Pause, unit: TermUnit = TermUnit.MONTHS, amount: int = 3, start: date = START) -> Clock:
    return Clock(term=Term(amount, unit), started=start, calendar=EVERY_DAY, pauses=pauses)


@given(start=starts, after=st.integers(0, 60), days=st.integers(0, 40))
def test_months_move_by_the_span(start: date, after: int, days: int) -> None:
    """Day by day, and only then to a working day (art. 30.5)."""
    still = pause(start + timedelta(days=after), days)
    plain = date.fromordinal(month_end(start, 3).toordinal() + days)
    assert clock(still, start=start).due == EVERY_DAY.next_working(plain)


@given(start=starts, after=st.integers(1, 20), days=st.integers(0, 30))
def test_working_days_count_only_where_the_term_runs(start: date, after: int, days: int) -> None:
    """As many running working days as the term has lie between its start and its last day."""
    still = pause(start + timedelta(days=after), days)
    found = clock(still, unit=TermUnit.WORKING_DAYS, amount=15, start=start)
    span = [start + timedelta(days=n) for n in range(1, (found.due - start).days + 1)]
    assert sum(EVERY_DAY.is_working(day) and day not in found.still for day in span) == 15


def test_two_spans_over_the_same_days_are_one() -> None:
    """The term stands still once."""
    both = clock(pause(date(2026, 12, 1), 10), pause(date(2026, 12, 6), 10))
    assert (both.suspended(date(2026, 12, 31)), both.due) == (15, date(2027, 3, 10))


def test_a_span_after_the_term_moves_nothing() -> None:
    """What comes too late does not make it longer."""
    assert clock(pause(date(2027, 3, 1), 10)).due == clock().due


def test_a_span_at_the_very_end_carries_the_end_along() -> None:
    """A day that the move itself reaches is still, too."""
    assert clock(pause(date(2027, 2, 22), 4)).due == date(2027, 3, 1)


def test_marks_come_in_order_and_never_before_the_term() -> None:
    """A term of a fortnight has no mark of thirty days."""
    marks = clock(unit=TermUnit.NATURAL_DAYS, amount=14).marks()
    assert [mark.code for mark in marks] == [
        "SHARE_50", "DAYS_5", "NOTICE_NEAR", "SHARE_80", "NOTICE_LAST", "SHARE_100", "TERM_OVER",
    ]  # fmt: skip
    assert marks[-1] == Mark(code="TERM_OVER", day=date(2026, 12, 8))


def test_half_of_the_term_is_half_of_its_running_days() -> None:
    """Still days do not count as passed."""
    half = {mark.code: mark.day for mark in clock(pause(date(2026, 12, 1), 10)).marks()}["SHARE_50"]
    assert half == date(2027, 1, 18)


def test_a_town_that_is_not_listed_has_the_councils_days() -> None:
    """A listed one has both, however it is written."""
    free = Calendar(frozenset({date(2026, 12, 22)}))
    calendars = Calendars(council=EVERY_DAY, towns={"elx": free})
    assert (calendars.where("Sax"), calendars.where(" ELX ")) == (EVERY_DAY, free)
