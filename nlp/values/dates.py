"""Dates as Spanish and Valencian papers write them: day, month, year; figures, words or Roman months."""

from __future__ import annotations

import re
from datetime import date

from nlp.text import fold
from nlp.values.numerals import number_in_words

_MONTHS = {
    name: number
    for names, number in (
        ("enero gener ene gen i", 1),
        ("febrero febrer feb febr ii", 2),
        ("marzo marc mar iii", 3),
        ("abril abr iv", 4),
        ("mayo maig may v", 5),
        ("junio juny jun vi", 6),
        ("julio juliol jul vii", 7),
        ("agosto agost ago ag viii", 8),
        ("septiembre setiembre setembre sept sep set ix", 9),
        ("octubre oct x", 10),
        ("noviembre novembre nov xi", 11),
        ("diciembre desembre dic des xii", 12),
    )
    for name in names.split()
}
MONTH_NAMES = frozenset(name for name in _MONTHS if len(name) > 2)
_MONTH_NAME = "|".join(sorted((name for name in _MONTHS if len(name) > 2), key=len, reverse=True))
_FIGURES = re.compile(r"(?<!\d)(\d{1,2}) ?[/.\-–] ?(\d{1,2}|[IVX]{1,4}) ?[/.\-–] ?(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DIGIT = re.compile(r"\d")
_SPACED = re.compile(r"^\s*(\d)\s?(\d)\s*(\d)\s?(\d)\s*(\d)\s?(\d)\s?(\d)\s?(\d)\s*$")
_NAMED = re.compile(
    rf"(?<!\d)(\d{{1,2}}) (?:(?:de|d) )*({_MONTH_NAME}) (?:(?:de|del|d) )*(?:any |ano )?"
    r"(\d{4}|20 \d{2}|\d{2})(?!\d)"
)
_GLUED = re.compile(  # 10de novembrede2026
    rf"(?<!\d)(\d{{1,2}}) ?(?:de|d)? ?({_MONTH_NAME}) ?(?:del|de|d)? ?(\d{{4}})(?!\d)"
)
_WORDS = re.compile(
    rf"\b((?:[a-z]+ ){{1,4}}?)(?:de |d )({_MONTH_NAME})(?: (?:de|del))?(?: any| ano)?((?: [a-z]+){{1,8}}| \d{{4}})"
)
_OLDEST, _NEWEST = 1900, 2099
TWO_DIGIT_PIVOT = 60


def find_dates(text: str, pivot: int = TWO_DIGIT_PIVOT) -> list[str]:
    """All dates in a text, as ISO dates in order of appearance; two-digit years up to `pivot` are of this century."""
    folded = fold(text)
    found: list[str | None] = []
    if _DIGIT.search(folded) or _DIGIT.search(text):
        found += [_iso(m[1], m[2], m[3], pivot) for m in _FIGURES.finditer(text)]
        found += [_iso(m[3], m[2], m[1], pivot) for m in _ISO.finditer(text)]
        found += [_iso(m[1], m[2], m[3], pivot) for m in _NAMED.finditer(folded)]
        found += [_iso(m[1], m[2], m[3], pivot) for m in _GLUED.finditer(folded)]
    if " de " in folded or " d " in folded:
        found += [_in_words(m, pivot) for m in _WORDS.finditer(folded)]
    spaced = _SPACED.match(text)
    if spaced:
        digits = "".join(spaced.groups())
        found.append(_iso(digits[:2], digits[2:4], digits[4:], pivot))
    return list(dict.fromkeys(day for day in found if day))


def parse_date(text: str, pivot: int = TWO_DIGIT_PIVOT) -> str | None:
    """The one date of a text; None where there is none or more than one."""
    found = find_dates(text, pivot)
    return found[0] if len(found) == 1 else None


def _iso(day: str, month: str, year: str, pivot: int) -> str | None:
    month_number = int(month) if month.isdigit() else _MONTHS.get(month.lower())
    whole = int(year.replace(" ", ""))  # "20 26": only the end of the year is filled in
    if len(year) == 2:
        whole += 2000 if whole <= pivot else 1900
    if month_number is None or not _OLDEST <= whole <= _NEWEST:
        return None
    try:
        return date(whole, month_number, int(day)).isoformat()
    except ValueError:
        return None


def _in_words(match: re.Match[str], pivot: int) -> str | None:
    words = match[1].split()
    day = next((number for cut in range(len(words)) if (number := number_in_words(words[cut:])) is not None), None)
    year = match[3].strip()
    if not year.isdigit():
        tokens = year.split()
        sizes = range(len(tokens), 0, -1)
        year = str(next((number for size in sizes if (number := number_in_words(tokens[:size]))), ""))
    return _iso(str(day), match[2], year, pivot) if day and year else None
