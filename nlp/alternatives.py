"""What else a field could say: other readings of the same place, and other values of its type on the same page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from casework.fields import FieldReading
from casework.procedure import FieldSpec, FieldType
from casework.reading import Box, Page, Word
from casework.validation import is_valid
from nlp.normalise import normalise
from nlp.prose import OWN_TAX_IDS

MOST = 4
"""More than four make a clerk read instead of choose."""

# Written forms that are told from running text by their shape or check digits; of anything else, every word would do.
_TOLD_BY_SHAPE = {
    FieldType.TAX_ID: 3, FieldType.POSTAL_CODE: 1, FieldType.PHONE: 4, FieldType.EMAIL: 2, FieldType.IBAN: 6,
    FieldType.PLATE: 3, FieldType.CADASTRAL_REFERENCE: 4, FieldType.SOCIAL_SECURITY: 3, FieldType.VIN: 2,
    FieldType.DATE: 5, FieldType.AMOUNT: 2,
}  # fmt: skip
"""By type, the most words that one value is written in."""
_CHECKED = frozenset(
    {FieldType.TAX_ID, FieldType.IBAN, FieldType.CADASTRAL_REFERENCE, FieldType.SOCIAL_SECURITY}
)  # fmt: skip
_ALIKE = ("0OQD", "1ILT7", "2Z", "3B8", "4A", "5S6", "6G8", "8B0", "9G4", "UV", "MN", "CG")


def alternatives(pages: Sequence[Page], spec: FieldSpec, read: FieldReading | None, *, today: date) -> tuple[str, ...]:
    """Other valid values for the field in their normal form, the likeliest first; at most four.

    First what the paper says letter by letter and the readings one look-alike letter away that pass the check digits,
    then values of the same type on the field's page (on any page where it was not found), the nearest first.
    """
    known = read.value if read else ""

    def valid(text: str) -> str | None:
        value = normalise(spec, text)
        if value is None or value.failed or value.text == known or value.text in OWN_TAX_IDS:
            return None
        return value.text if is_valid(spec, value.text, today=today) else None

    found = [*_misread(spec, read, valid), *_elsewhere(pages, spec, read, valid)]
    return tuple(dict.fromkeys(found))[:MOST]


def _misread(spec: FieldSpec, read: FieldReading | None, valid: Callable[[str], str | None]) -> Iterator[str]:
    """The paper's own letters, and those with one of them taken for one that looks like it."""
    if read is None:
        return
    as_read = valid(read.raw)
    if as_read:
        yield as_read
    if spec.type not in _CHECKED:
        return
    for place, letter in enumerate(read.value):
        for twins in _ALIKE:
            if letter in twins:
                changed = (read.value[:place] + twin + read.value[place + 1 :] for twin in twins if twin != letter)
                yield from (value for value in map(valid, changed) if value)


def _elsewhere(
    pages: Sequence[Page], spec: FieldSpec, read: FieldReading | None, valid: Callable[[str], str | None]
) -> list[str]:
    longest = _TOLD_BY_SHAPE.get(spec.type, 0)
    place = read.box if read else None
    near = [page for page in pages if read and read.page == page.number] or list(pages)
    found: list[tuple[float, str]] = []
    for page in near if longest else ():
        for line in page.lines():
            for run in _runs(line, longest):
                value = valid(" ".join(word.text for word in run))
                if value:
                    found.append((_distance(place, run[0].box), value))
    return [value for _, value in sorted(found)]


def _runs(line: Sequence[Word], longest: int) -> Iterator[Sequence[Word]]:
    """Every stretch of neighbouring words, the longer ones first: a date is more than its year."""
    for length in range(min(longest, len(line)), 0, -1):
        for start in range(len(line) - length + 1):
            yield line[start : start + length]


def _distance(place: Box | None, box: Box) -> float:
    if place is None:
        return 0.0
    (x0, y0), (x1, y1) = place.middle, box.middle
    return abs(x0 - x1) + 3 * abs(y0 - y1)  # the same line is nearer than the same column
