"""Lessons: captions, titles and trust that an office's own papers add to a released model.

They are what a person could have written into a procedure's file, and hold no citizen's data: every word of them
stood on several papers of several people.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from casework.fields import Classification, FieldReading
from casework.ports import Understanding
from casework.procedure import Procedure
from casework.reading import Reading
from nlp.trust import logit

_LANGUAGE = "es"  # captions are looked for in both languages alike
_SURE_KIND = 0.9
_DIGITS = 4

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Lessons:
    """By procedure: captions of fields, titles, and by how much the log-odds of each field's confidence move."""

    labels: Mapping[str, Names] = field(default_factory=dict)
    titles: Names = field(default_factory=dict)
    shifts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many things were learned."""
        labels = sum(len(names) for fields in self.labels.values() for names in fields.values())
        return labels + sum(map(len, self.titles.values())) + sum(map(len, self.shifts.values()))

    def without(self, fields: Collection[str], kinds: Collection[str] = ()) -> Lessons:
        """The lessons but those about these fields, and but the titles of these kinds."""
        return Lessons(
            labels={
                kind: kept
                for kind, told in self.labels.items()
                if (kept := {name: words for name, words in told.items() if name not in fields})
            },
            titles={kind: titles for kind, titles in self.titles.items() if kind not in kinds},
            shifts={
                kind: rest
                for kind, told in self.shifts.items()
                if (rest := {name: shift for name, shift in told.items() if name not in fields})
            },
        )

    def as_json(self) -> dict[str, Any]:
        """The lessons as they are kept."""
        return {
            "labels": {kind: {name: list(words) for name, words in told.items()} for kind, told in self.labels.items()},
            "titles": {kind: list(titles) for kind, titles in self.titles.items()},
            "shifts": {kind: dict(told) for kind, told in self.shifts.items()},
        }


def from_json(told: Mapping[str, Any]) -> Lessons:
    """The lessons that were kept."""
    return Lessons(
        labels={kind: {name: tuple(words) for name, words in one.items()} for kind, one in told["labels"].items()},
        titles={kind: tuple(titles) for kind, titles in told["titles"].items()},
        shifts={kind: {name: float(x) for name, x in one.items()} for kind, one in told["shifts"].items()},
    )


def taught(procedures: Mapping[str, Procedure], lessons: Lessons) -> dict[str, Procedure]:
    """The procedures with the captions and titles of the lessons; what a procedure no longer has is left out."""
    return {
        key: _taught(one, lessons.labels.get(key, {}), lessons.titles.get(key, ())) for key, one in procedures.items()
    }


def _taught(procedure: Procedure, labels: Names, titles: tuple[str, ...]) -> Procedure:
    fields = {
        name: replace(spec, labels=_more(spec.labels, labels[name])) if name in labels else spec
        for name, spec in procedure.fields.items()
    }
    on_paper = _more(procedure.titles_on_paper, titles) if titles else procedure.titles_on_paper
    return replace(procedure, fields=fields, titles_on_paper=on_paper)


def _more(known: Names, words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {**known, _LANGUAGE: (*known.get(_LANGUAGE, ()), *words)}


@dataclass(frozen=True)
class Adapted:
    """Plays the port `Understanding`: a released model that knows the lessons' words, with its confidence moved."""

    released: Understanding
    shifts: Mapping[str, Mapping[str, float]]
    version: str

    def classify(self, readings: tuple[Reading, ...]) -> Classification:
        """The kind of the whole application, its language and the kinds of its pages."""
        return self.released.classify(readings)

    def extract(
        self, readings: tuple[Reading, ...], classification: Classification, procedure: Procedure
    ) -> tuple[FieldReading, ...]:
        """At most one value for each of the procedure's fields; a blank on the paper has none."""
        shifts = self.shifts.get(procedure.id, {})
        most = 1.0 if classification.confidence >= _SURE_KIND else 0.5 + classification.confidence / 2
        return tuple(
            replace(one, confidence=moved(one.confidence, shifts[one.name], most)) if one.name in shifts else one
            for one in self.released.extract(readings, classification, procedure)
        )


def moved(sure: float, shift: float, most: float = 1.0) -> float:
    """A confidence with its log-odds moved, never above what the doubt about the kind leaves."""
    return round(min(1 / (1 + math.exp(-(logit(sure) + shift))), most), _DIGITS)
