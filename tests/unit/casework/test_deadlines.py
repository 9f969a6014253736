"""Terms end on the day that the law says."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.deadlines import Calendar, Silence, Term, TermUnit

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
ALICANTE = Calendar(
    frozenset(date.fromisoformat(day) for days in VECTORS["holidays_alicante"].values() for day in days)
)
UNITS = {"habiles": TermUnit.WORKING_DAYS, "naturales": TermUnit.NATURAL_DAYS, "meses": TermUnit.MONTHS}
days = st.dates(date(2026, 1, 1), date(2027, 9, 30))


@pytest.mark.parametrize("vector", VECTORS["deadlines"], ids=lambda vector: vector["name"])
def test_every_vector_ends_on_its_day(vector: dict[str, Any]) -> None:
    """The given terms and presentations, with another town's holidays joined where there are some."""
    calendar = ALICANTE.joined(Calendar(frozenset(map(date.fromisoformat, vector["extra_inhabiles"]))))
    start = date.fromisoformat(vector["start"])
    if vector["kind"] == "presentacion":
        ended = calendar.presented_at(datetime(start.year, start.month, start.day, 12, tzinfo=UTC)).date()
    else:
        ended = calendar.end_of(Term(vector["n"], UNITS[vector["kind"]]), start)
    assert ended == date.fromisoformat(vector["end"])


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2027, 10, 31), 4, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 31), 12, date(2027, 1, 31)),
        (date(2026, 3, 31), 25, date(2028, 4, 30)),
    ],
)
def test_a_month_ends_on_the_same_ordinal_or_on_its_last_day(start: date, months: int, end: date) -> None:
    """Where the last month is too short, it ends with the month; then it moves to a working day."""
    calendar = Calendar(frozenset())
    assert calendar.add_months(start, months) == calendar.next_working(end)


@given(start=days, amount=st.integers(1, 60))
def test_a_term_of_working_days_holds_that_many(start: date, amount: int) -> None:
    """The day itself does not count, each working day after it does, and the last is a working day."""
    end = ALICANTE.add_working_days(start, amount)
    span = [start + timedelta(days=day) for day in range(1, (end - start).days + 1)]
    assert sum(ALICANTE.is_working(day) for day in span) == amount
    assert ALICANTE.is_working(end)


@given(start=days, amount=st.integers(1, 40), unit=st.sampled_from(TermUnit))
def test_another_towns_holidays_never_shorten_a_term(start: date, amount: int, unit: TermUnit) -> None:
    """A joined calendar gives the citizen at least as long (art. 30.6)."""
    joined = ALICANTE.joined(Calendar(frozenset({start + timedelta(days=3)})))
    assert joined.end_of(Term(amount, unit), start) >= ALICANTE.end_of(Term(amount, unit), start)


@pytest.mark.parametrize(
    ("received", "presented"),
    [
        ("2026-11-22T18:40:00", "2026-11-23T00:00:00"),
        ("2026-11-21T23:59:59", "2026-11-23T00:00:00"),
        ("2026-11-23T23:59:59", "2026-11-23T23:59:59"),
        ("2026-12-25T10:00:00", "2026-12-28T00:00:00"),
    ],
)
def test_what_comes_on_a_free_day_is_presented_on_the_next_working_one(received: str, presented: str) -> None:
    """The first hour of the next working day, in the same time zone (art. 31.2)."""
    madrid = ZoneInfo("Europe/Madrid")
    moment = ALICANTE.presented_at(datetime.fromisoformat(received).replace(tzinfo=madrid))
    assert (moment, moment.tzinfo) == (datetime.fromisoformat(presented).replace(tzinfo=madrid), madrid)


@pytest.mark.parametrize(("year", "missing"), [(2026, set()), (2027, {date(2027, 6, 24)})])
def test_the_regions_holidays_are_those_of_another_library(year: int, missing: set[date]) -> None:
    """The days that `holidays` knows for the region stand in the vectors; for 2027 it guesses Saint John's, too."""
    theirs = holidays.country_holidays("ES", subdiv="VC", years=year)
    assert {day for day in theirs if day not in ALICANTE.holidays and day.weekday() < 5} == missing


def test_a_term_says_nothing_about_silence_unless_told() -> None:
    """Silence has a sense only where a norm gives it one."""
    assert Term(3, TermUnit.MONTHS) == Term(3, TermUnit.MONTHS, Silence.NONE, "")
