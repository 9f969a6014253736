"""The labelled set: what clerks said of papers, and what a model says of the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from casework.fields import Classification, FieldReading
from casework.procedure import FieldType, Procedure
from casework.reading import Page, Reading, Source
from nlp.comparing import same_value
from nlp.evidence import Group
from nlp.layout import Sheet
from nlp.pipeline import Understander
from nlp.text import fold

_FEW = 3  # letters: shorter values stand on any page


@dataclass(frozen=True, kw_only=True)
class Example:
    """A case that a clerk let go on: the kind, and each value they confirmed or gave (None: the paper holds none).

    `case` and `by` tell cases and clerks apart and nothing else; `given` names the values that the clerk changed.
    """

    case: str
    by: str
    kind: str
    readings: tuple[Reading, ...] = field(repr=False)
    said: Mapping[str, str | None] = field(repr=False)
    given: frozenset[str] = frozenset()

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages of the case."""
        return tuple(page for reading in self.readings for page in reading.pages)


@dataclass(frozen=True)
class Seen:
    """An example with what the model in force says of it and everything it found there."""

    example: Example
    procedure: Procedure
    classified: Classification
    told: Mapping[str, FieldReading]
    groups: tuple[Group, ...]
    sheets: tuple[Sheet, ...]

    def right(self, name: str) -> bool:
        """Whether the model told what the clerk said of a field."""
        value, told = self.example.said[name], self.told.get(name)
        if value is None or told is None:
            return value is None and told is None
        return same_value(self.procedure.fields[name].type, told.value, value)

    def standing(self, name: str, value: str) -> list[Group]:
        """The candidates of the field's type, for whatever field, that say so: where the value stands on the paper."""
        kind = self.procedure.fields[name].type
        return [
            group
            for group in self.groups
            if self.procedure.fields[group.field].type is kind and same_value(kind, group.value, value)
        ]

    def states(self, name: str, value: str) -> bool:
        """Whether the paper as it was read says a value anywhere, in whatever spelling its type allows."""
        if self.standing(name, value):
            return True
        squeezed = fold(value).replace(" ", "")
        return len(squeezed) >= _FEW and squeezed in self._squeezed

    @cached_property
    def _squeezed(self) -> str:
        return " ".join(fold(page.text).replace(" ", "") for page in self.example.pages)

    @property
    def is_picture(self) -> bool:
        """Whether any page was read from a picture, where letters may be misread."""
        return any(page.source is Source.OCR for page in self.example.pages)


def see(model: Understander, procedure: Procedure, example: Example) -> Seen:
    """What the model says of an example, told its kind."""
    classified = model.classify(example.readings)
    parts = classified.parts if classified.kind == example.kind else ()
    sure = Classification(kind=example.kind, confidence=1.0, language=classified.language, parts=parts)
    told = model.extract(example.readings, sure, procedure)
    evidence, sheets = model.evidence(example.readings, sure, procedure)
    return Seen(example, procedure, classified, {one.name: one for one in told}, evidence.groups, tuple(sheets))


TEXTS = frozenset({FieldType.TEXT, FieldType.ADDRESS, FieldType.PERSON})
UNTOLD = frozenset({FieldType.CHECKBOX, FieldType.CHOICE})  # told by a box, not by words that can be looked for
