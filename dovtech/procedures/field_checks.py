"""Whether a field's type, bounds, pattern and choices go together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from casework.procedure import FieldType
from casework.validation import measure
from dovtech.procedures.problems import Flaw, Where
from dovtech.procedures.schema import FieldShape

NUMBERS = frozenset({FieldType.NUMBER, FieldType.AMOUNT})
MEASURES = NUMBERS | {FieldType.DATE}
_TODAY = "today"


def field_flaws(fields: Mapping[str, FieldShape]) -> Iterator[Flaw]:
    """What is wrong in a mapping of fields by name."""
    for name, field in fields.items():
        where: Where = ("fields", name)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            yield Flaw(where, f"'{name}' is no field name", "use lower-case letters, digits and _")
        yield from _choice_flaws(field, where)
        yield from _bound_flaws(field, where)
        yield from _pattern_flaws(field, where)


def _choice_flaws(field: FieldShape, where: Where) -> Iterator[Flaw]:
    is_choice = field.type is FieldType.CHOICE
    if is_choice and not field.choices:
        yield Flaw(where, "a choice without choices", "add 'choices:' with the names on paper of each value")
    if field.choices and not is_choice:
        yield Flaw((*where, "choices"), f"a field of type '{field.type}' has no choices", "use type 'choice'")
    for language in ("es", "ca"):
        owners: dict[str, str] = {}
        for value, names in field.choices.items():
            for name in getattr(names, language):
                owner = owners.setdefault(name.casefold(), value)
                if owner != value:
                    place = (*where, "choices", value, language)
                    yield Flaw(place, f"'{name}' names both {owner} and {value}", "keep it with one of the two")


def _bound_flaws(field: FieldShape, where: Where) -> Iterator[Flaw]:
    for key in ("minimum", "maximum"):
        bound = getattr(field, key)
        if bound and field.type not in MEASURES:
            yield Flaw((*where, key), f"a field of type '{field.type}' has no {key}", f"remove '{key}:'")
        elif bound and not _bounds(field.type, bound):
            yield Flaw((*where, key), f"{key} '{bound}' is no bound for type '{field.type}'", _bound_mend(field.type))
    if _above(measure(field.minimum), measure(field.maximum)):
        yield Flaw((*where, "minimum"), "minimum is above maximum", "exchange the two")


def _bounds(kind: FieldType, bound: str) -> bool:
    if kind is FieldType.DATE:
        return bound == _TODAY or isinstance(measure(bound), date)
    return isinstance(measure(bound), Decimal)


def _bound_mend(kind: FieldType) -> str:
    return "write it as 2026-12-31, or 'today'" if kind is FieldType.DATE else "write a number with a decimal point"


def _above(low: date | Decimal | None, high: date | Decimal | None) -> bool:
    if isinstance(low, date) and isinstance(high, date):
        return low > high
    return isinstance(low, Decimal) and isinstance(high, Decimal) and low > high


def _pattern_flaws(field: FieldShape, where: Where) -> Iterator[Flaw]:
    try:
        re.compile(field.pattern)
    except re.error as error:
        yield Flaw((*where, "pattern"), f"the pattern is no regular expression: {error.msg}", "correct the pattern")
