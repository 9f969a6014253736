"""Everything that speaks for and against a value, as numbers: what the resolver's judgement is learned on."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from casework.procedure import FieldType, Procedure
from nlp.candidates import SOURCES, Candidate
from nlp.text import content, fold
from nlp.values.value import FROM_CCC, REPAIRED

_TYPES = tuple(FieldType)
_WEIGHTS = {
    "form": 1.0, "mark": 0.95, "paragraph": 0.9, "signature": 0.9, "joined": 0.85, "cell": 0.85, "inline": 0.8,
    "right": 0.65, "tagger": 0.75, "below": 0.6, "pattern": 0.45,
}  # fmt: skip
_EXAMPLE = frozenset("ej ejemplo exemple ex p".split())
SIZE = 2 * len(SOURCES) + len(_TYPES) + 24


@dataclass(frozen=True)
class Group:
    """All candidates that say the same of one field."""

    field: str
    value: str
    members: tuple[Candidate, ...]

    @cached_property
    def best(self) -> Candidate:
        """The member with the strongest hand-weighed evidence: it gives place and raw text."""
        return max(self.members, key=weight)

    @cached_property
    def weight(self) -> float:
        """A first guess before anything is learned; also what rivals are measured by."""
        sources = {member.source for member in self.members}
        return weight(self.best) + 0.15 * (len(sources) - 1)


def weight(candidate: Candidate) -> float:
    role = {-1.0: -0.35, 0.0: 0.0}.get(candidate.role, 0.15)
    checks = 0.2 * bool(candidate.passed) - 0.3 * bool(candidate.failed)
    return (
        _WEIGHTS[candidate.source] * candidate.likeness * candidate.certainty + role + checks + 0.05 * candidate.colon
    )


def grouped(candidates: Iterable[Candidate]) -> list[Group]:
    """Candidates by field and folded value, in a stable order."""
    groups: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        groups[candidate.field, fold(candidate.value)].append(candidate)
    return [Group(name, _best_spelling(members), tuple(members)) for (name, _), members in groups.items()]


def _best_spelling(members: Sequence[Candidate]) -> str:
    return max(members, key=weight).value


def features(groups: Sequence[Group], procedure: Procedure, vocabulary: Collection[str], captions: int) -> np.ndarray:
    """One row of numbers for each group, SIZE wide; `captions` tells forms from letters."""
    fields: dict[str, list[Group]] = defaultdict(list)
    claims: dict[int, list[tuple[float, Group]]] = defaultdict(list)
    for group in groups:
        fields[group.field].append(group)
        for word in group.best.words:
            claims[word].append((group.weight, group))
    rows = [_row(group, fields[group.field], claims, procedure, vocabulary, captions) for group in groups]
    return np.asarray(rows, dtype="float32").reshape(len(rows), SIZE)


def _row(
    group: Group,
    rivals: Sequence[Group],
    claims: dict[int, list[tuple[float, Group]]],
    procedure: Procedure,
    vocabulary: Collection[str],
    captions: int,
) -> list[float]:
    kind = procedure.fields[group.field].type
    by_source = {source: [m for m in group.members if m.source == source] for source in SOURCES}
    row = [max((m.likeness * m.certainty for m in by_source[s]), default=0.0) for s in SOURCES]
    row += [max((1.0 + m.role for m in by_source[s]), default=0.0) / 2 for s in SOURCES]
    row += [float(kind is each) for each in _TYPES]
    row += _contest(group, rivals, claims)
    row += _looks(group, vocabulary)
    row += [min(captions, 60) / 60, float(procedure.fields[group.field].required)]
    return row


def _contest(group: Group, rivals: Sequence[Group], claims: dict[int, list[tuple[float, Group]]]) -> list[float]:
    others = [other.weight for other in rivals if other is not group]
    best = max(others, default=0.0)
    claimed = [w for word in group.best.words for w, other in claims[word] if other.field != group.field]
    roles = [member.role for member in group.members]
    return [
        group.weight,
        best,
        group.weight - best,
        min(len(others), 6) / 6,
        max(claimed, default=0.0),
        group.weight - max(claimed, default=0.0),
        len({member.source for member in group.members}) / 3,
        min(len({(member.sheet, member.box) for member in group.members}), 4) / 4,
        max(roles),
        min(roles),
    ]


def _looks(group: Group, vocabulary: Collection[str]) -> list[float]:
    best, words = group.best, content(group.value)
    known = sum(word in vocabulary for word in words) / max(len(words), 1)
    letters = sum(char.isalpha() for char in group.value) / max(len(group.value), 1)
    return [
        float(any(set(best.passed) - {REPAIRED, FROM_CCC} for best in group.members)),
        float(bool(best.failed)),
        float(REPAIRED in best.passed),
        float(best.colon),
        best.likeness,
        best.ocr,
        float(best.ocr < 1.0),
        known,
        letters,
        math.log1p(len(group.value)) / 6,
        min(len(words), 12) / 12,
        float(bool(_EXAMPLE & set(fold(best.raw).split()[:3]))),
    ]
