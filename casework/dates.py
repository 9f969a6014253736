"""Dates and hours in words, as the council writes them in its two languages.

The pattern is our own: the Unicode tables (CLDR) give "23 de novembre del 2026", which the council does not write.
"""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre".split(),
}
_VOWELS = frozenset("aeiou")
_ONE_O_CLOCK = 1


def long_date(day: date, language: str) -> str:
    """The day in words: "1 de abril de 2026", "1 d'abril de 2026"."""
    month = _MONTHS[language][day.month - 1]
    of = "d'" if language == "ca" and month[0] in _VOWELS else "de "
    return f"{day.day} {of}{month} de {day.year}"


def long_moment(moment: datetime, language: str) -> str:
    """The day and the hour to the second in the moment's own time zone: "23 de noviembre de 2026, a las 9:05:00"."""
    plural = moment.hour != _ONE_O_CLOCK
    at = {"es": "a las" if plural else "a la", "ca": "a les" if plural else "a la"}[language]
    return f"{long_date(moment, language)}, {at} {moment.hour}:{moment:%M:%S}"
