"""Amounts of money and plain numbers, in Spanish notation first."""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.text import fold
from nlp.values.numerals import number_in_words

_FIGURES = re.compile(
    r"(?<![A-Za-z]-)(?<![\w/])(?:[-+]?\d{1,3}(?:[.,'’´ ]\d{3})+(?:[.,'’´]\d{1,2})?(?![\w/])"
    r"|\d+(?:[.,'’´]\d{1,4})?(?![\d/]))"
)
_CENTS = re.compile(r"[.,'’´](\d{1,2})$")
_SEPARATORS = re.compile(r"[.,'’´ ]")
_SPACED_DIGITS = re.compile(r"(?<=\b\d) (?=\d\b)")
_LOOSE_COMMA = re.compile(r"(?<=\d)\s?([.,])\s(?=\d{2}(?!\d))")  # "214, 37 €", as pictures are read
_GLUED_UNIT = re.compile(r"(?<=\d)(?=(?:euros?|eur)\b)", re.IGNORECASE)  # "14.788,93euros"
_MONEY_WORDS = frozenset({"euros", "euro"})


def find_numbers(text: str) -> list[Decimal]:
    """All numbers written in figures, in order: 1.234,50 and 1'234.50 alike; a group of three is thousands."""
    return [_decimal(match[0]) for match in _FIGURES.finditer(text)]


def _decimal(figures: str) -> Decimal:
    cents = _CENTS.search(figures)
    whole = figures[: cents.start()] if cents else figures
    return Decimal(_SEPARATORS.sub("", whole) + (f".{cents[1]}" if cents else ""))


def parse_amount(text: str) -> str | None:
    """Euros with two decimals; None where the text holds no amount, or two that differ."""
    text = _GLUED_UNIT.sub(" ", _LOOSE_COMMA.sub(r"\1", text))
    found = set(find_numbers(text)) or _spelled(text)
    if len(found) > 1:
        found = {number for number in found if number in set(_priced(text))}
    return f"{found.pop():.2f}" if len(found) == 1 else None


def _priced(text: str) -> list[Decimal]:
    return [
        _decimal(m[0]) for m in _FIGURES.finditer(text) if re.match(r"\s?(?:€|eur)", text[m.end() :], re.IGNORECASE)
    ]


def _spelled(text: str) -> set[Decimal]:
    words = [word for word in fold(text).split() if word not in _MONEY_WORDS]
    number = number_in_words(words)
    return set() if number is None else {Decimal(number)}


def parse_number(text: str) -> str | None:
    """A number without its unit, whole where it is whole; None where there is none or more than one."""
    found = find_numbers(text) or sorted(_spelled(text))
    if len(found) > 1:
        found = find_numbers(_SPACED_DIGITS.sub("", text))
    if len(found) != 1:
        return None
    number = found[0].normalize()
    return f"{number:f}"
