"""Everything that speaks for and against a value, as numbers: what the resolver's judgement is learned on."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from casework.procedure import FieldType, Procedure
from nlp.candidates import READERS, SOURCES, Candidate
from nlp.layout import Sheet
from nlp.text import content, fold
from nlp.values.value import FROM_CCC, REPAIRED

_TYPES = tuple(FieldType)
_WEIGHTS = {
    "form": 1.0, "mark": 0.95, "paragraph": 0.9, "signature": 0.9, "joined": 0.85, "cell": 0.85, "inline": 0.8,
    "right": 0.65, "tagger": 0.75, "prose": 0.7, "below": 0.6, "pattern": 0.45,
}  # fmt: skip
_ROLES = ("applicant", "representative", "notification", "signature")
_EXAMPLE = frozenset("ej ejemplo exemple ex p".split())
SIZE = 2 * len(SOURCES) + len(_TYPES) + len(_ROLES) + 24 + 16
SECOND_SIZE = 6
OF_A_FORM = 12  # captions: a page that has so many is a form, however much is printed on it


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
    def read(self) -> float:
        """How sure the surer reader of text is of it; 0 where neither found it."""
        return max((member.certainty for member in self.members if member.source in READERS), default=0.0)

    @cached_property
    def weight(self) -> float:
        """A first guess before anything is learned; also what rivals are measured by."""
        sources = {member.source for member in self.members}
        return weight(self.best) + 0.15 * (len(sources) - 1)


class Seat(NamedTuple):
    """Where a word stands: segment, place among its words, how many these are, its text, size and neighbours."""

    segment: tuple[int, int]
    place: int
    among: int
    text: str
    height: float
    before: str
    after: str
    middle: float


def seats_of(sheets: Sequence[Sheet]) -> dict[int, Seat]:
    """The seat of every word of the pages, by its id; heights are shares of the page's usual one."""
    found: dict[int, Seat] = {}
    for sheet in sheets:
        heights = sorted(word.box.height for segment in sheet.segments for word in segment.words)
        usual = max(heights[len(heights) // 2] if heights else 1.0, 1.0)
        tall = max(sheet.page.height, 1.0)
        for segment in sheet.segments:
            words = segment.words
            for place, word in enumerate(words):
                found[id(word)] = Seat(
                    (sheet.number, segment.index),
                    place,
                    len(words),
                    word.text,
                    word.box.height / usual,
                    words[place - 1].text if place else "",
                    words[place + 1].text if place + 1 < len(words) else "",
                    word.box.middle[1] / tall,
                )
    return found


def _reading_order(seat: Seat) -> tuple[float, int, tuple[int, int]]:
    return seat.middle, seat.place, seat.segment


def _cut(group: Group, seats: Mapping[int, Seat]) -> list[float]:
    """Whether a value begins and ends where its printed segment does, or was cut out of it."""
    own = group.best.words
    held = sorted((seats[word] for word in own if word in seats), key=_reading_order)
    if not held:
        return [0.0] * 8
    first, last = held[0], held[-1]
    return [
        1.0,
        float(first.place == 0),
        float(first.before.endswith((":", ".", ")"))),
        float(last.place == last.among - 1),
        float(last.text.endswith((",", ".", ";"))) if last.after else 0.5,
        min(sum(seat.height for seat in held) / len(held), 3.0),
        first.middle,
        min(len({seat.segment for seat in held}), 5) / 5,
    ]


def _agreed(group: Group, rivals: Sequence[Group], alike: Collection[str]) -> list[float]:
    """What the readers of text say, how many values of the type there are, and rivals that hold more or less of it."""
    said = group.read
    others = [other for other in rivals if other is not group]
    against = max((other.read for other in others), default=0.0)
    own = group.best.words
    more = max((o.weight for o in others if own and own < o.best.words), default=0.0)
    less = max((o.weight for o in others if o.best.words and o.best.words < own), default=0.0)
    tall = max((o.best.size for o in others), default=0.0)
    sizes = [min(group.best.size, 3.0), min(tall, 3.0)]
    return [said, against, said - against, 1.0 / max(len(alike), 1), more, less, *sizes]


def second_features(groups: Sequence[Group], rows: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """The rows with what a first judgement says of each group and of its rivals for field and place."""
    best: dict[str, list[float]] = defaultdict(list)
    claims: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for group, score in zip(groups, scores, strict=True):
        best[group.field].append(float(score))
        for word in group.best.words:
            claims[word].append((float(score), group.field))
    more = []
    for group, score in zip(groups, scores, strict=True):
        rival = _without(best[group.field], float(score))
        claim = max((s for w in group.best.words for s, name in claims[w] if name != group.field), default=0.0)
        logit = math.log((score + 1e-4) / (1.0001 - score)) / 9
        more.append([float(score), logit, rival, float(score) - rival, claim, float(score) - claim])
    return np.concatenate([rows, np.asarray(more, dtype="float32").reshape(len(rows), SECOND_SIZE)], axis=1)


def _without(scores: Sequence[float], own: float) -> float:
    ranked = sorted(scores, reverse=True)
    ranked.remove(own)
    return ranked[0] if ranked else 0.0


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


def features(
    groups: Sequence[Group],
    procedure: Procedure,
    vocabulary: Collection[str],
    captions: int,
    seats: Mapping[int, Seat] | None = None,
) -> np.ndarray:
    """One row of numbers for each group, SIZE wide; `captions` tells forms from letters, `seats` where words stand."""
    fields: dict[str, list[Group]] = defaultdict(list)
    claims: dict[int, list[tuple[float, Group]]] = defaultdict(list)
    for group in groups:
        fields[group.field].append(group)
        for word in group.best.words:
            claims[word].append((group.weight, group))
    rows = [_row(group, fields[group.field], claims, procedure, vocabulary, captions) for group in groups]
    types = {name: procedure.fields[name].type for name in fields}
    alike: dict[FieldType, set[str]] = defaultdict(set)
    for group in groups:
        alike[types[group.field]].add(fold(group.value))
    whole = [
        [*row, *_cut(group, seats or {}), *_agreed(group, fields[group.field], alike[types[group.field]])]
        for row, group in zip(rows, groups, strict=True)
    ]
    return np.asarray(whole, dtype="float32").reshape(len(whole), SIZE)


def _row(
    group: Group,
    rivals: Sequence[Group],
    claims: dict[int, list[tuple[float, Group]]],
    procedure: Procedure,
    vocabulary: Collection[str],
    captions: int,
) -> list[float]:
    kind = procedure.fields[group.field].type
    sure, role = dict.fromkeys(SOURCES, 0.0), dict.fromkeys(SOURCES, 0.0)
    for member in group.members:
        sure[member.source] = max(sure[member.source], member.likeness * member.certainty)
        role[member.source] = max(role[member.source], 1.0 + member.role)
    row = [*sure.values(), *(each / 2 for each in role.values())]
    row += [float(kind is each) for each in _TYPES]
    row += _contest(group, rivals, claims)
    row += _looks(group, vocabulary)
    row += [min(captions, 60) / 60, float(procedure.fields[group.field].required)]
    row += [float(group.field.startswith(f"{role}_")) for role in _ROLES]
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
