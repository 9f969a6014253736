"""What was understood of a document: its kind, and its fields with the evidence for each value."""

from __future__ import annotations

from dataclasses import dataclass

from casework.reading import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pages of one kind inside a file: the form, a copy of an identity document, and others.

    `kind` is the application's own kind, an attachment kind, or one of `INSTRUCTIONS`, `BLANK`, `SEPARATOR` and
    `ANOTHER_APPLICATION`: the pages of an application that is not the case's.
    """

    document: str
    pages: tuple[int, ...]
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What a case is about.

    `kind` is a procedure id, one of the other kinds, or `unknown`; `confidence` is a calibrated probability;
    `because` names the words that decided, most telling first; `also` are the other procedures that the same paper
    asks for.
    """

    kind: str
    confidence: float
    language: str
    parts: tuple[Part, ...] = ()
    because: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


UNKNOWN = "unknown"
INSTRUCTIONS, BLANK, SEPARATOR = "instructions", "blank", "separator"
ANOTHER_APPLICATION = "another_application"


BY_CLERK = "clerk"
"""The method of a value that a person gave or confirmed."""


ONE_TICK = "one_tick"
"""The check that fails where boxes of which one may be ticked are ticked together, or where one was struck out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReading:
    """One value with its evidence.

    `value` is normalised as the catalogue says for the field's type, `raw` is what stands on the paper;
    `page` counts from 1 inside `document` and `box` is in points. `confidence` is a calibrated probability that
    the value is right; `accepted` says that it is enough, by the threshold in force, to be filed without a clerk.
    """

    name: str
    value: str
    raw: str
    confidence: float
    method: str
    document: str = ""
    page: int = 0
    box: Box | None = None
    checks_passed: tuple[str, ...] = ()
    checks_failed: tuple[str, ...] = ()
    accepted: bool = False


def by_name(fields: tuple[FieldReading, ...]) -> dict[str, str]:
    """The values alone, by field name."""
    return {field.name: field.value for field in fields}
