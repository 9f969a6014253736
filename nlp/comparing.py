"""When two values are the same: as a clerk would see it, beyond case, accents and spaces where these do not matter."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from casework.procedure import FieldType
from nlp.text import fold

_LOOSE = frozenset({FieldType.PERSON, FieldType.ADDRESS, FieldType.TEXT})
_ASKING = re.compile(r"^que (?=\S+ \S+ \S)")
_MEASURED = frozenset({FieldType.NUMBER, FieldType.AMOUNT})


def as_told(value: object) -> str:
    """A value of a truth's file as fields hold it: JSON's true and false are words, numbers their figures."""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


def loosely(value: str) -> str:
    """A text without case, accents and signs, and without the "que" that may or may not be told with what is asked."""
    return _ASKING.sub("", fold(value))


def same_value(kind: FieldType, first: str, second: str) -> bool:
    """Whether two normalised values of a type say the same."""
    if kind in _LOOSE:
        return loosely(first) == loosely(second)
    if kind in _MEASURED:
        try:
            return Decimal(first) == Decimal(second)
        except InvalidOperation:
            return False
    return first.upper() == second.upper()
