"""Dates and hours in words, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from casework.dates import long_date, long_moment


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2026, 11, 23), "es", "23 de noviembre de 2026"),
        (date(2026, 11, 23), "ca", "23 de novembre de 2026"),
        (date(2026, 4, 1), "es", "1 de abril de 2026"),
        (date(2026, 4, 1), "ca", "1 d'abril de 2026"),
        (date(2026, 8, 31), "ca", "31 d'agost de 2026"),
        (date(2026, 10, 9), "ca", "9 d'octubre de 2026"),
        (date(2026, 3, 19), "ca", "19 de març de 2026"),
    ],
)
def test_a_day_is_written_as_the_council_writes_it(day: date, language: str, words: str) -> None:
    """The year follows "de", and "de" loses its vowel before one in Valencian."""
    assert words == long_date(day, language)


@pytest.mark.parametrize(
    ("hour", "language", "words"),
    [
        (9, "es", "23 de noviembre de 2026, a las 9:05:07"),
        (1, "es", "23 de noviembre de 2026, a la 1:05:07"),
        (0, "ca", "23 de novembre de 2026, a les 0:05:07"),
        (1, "ca", "23 de novembre de 2026, a la 1:05:07"),
    ],
)
def test_an_hour_agrees_in_number(hour: int, language: str, words: str) -> None:
    """One o'clock is singular in both languages."""
    assert words == long_moment(datetime(2026, 11, 23, hour, 5, 7, tzinfo=UTC), language)
