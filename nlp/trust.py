"""How sure a chosen value is: what speaks for it beyond its score, learned on papers of another author.

A score ranks candidates well, but the same score is worth more where readers agree, checks pass and the rest of the
paper was clear. Trees, grown on all form families but some, weigh these signs; what they say of the families they did
not see is turned into a probability by what came true there.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from casework.procedure import FieldType, Procedure
from nlp.candidates import SOURCES
from nlp.evidence import OF_A_FORM, Group
from nlp.evidence import SIZE as JUDGED
from nlp.resolver import Chosen
from nlp.text import fold
from nlp.trees import Trees
from nlp.values.value import FROM_CCC, REPAIRED

_TYPES = tuple(FieldType)
_TEXT, _PLACE = frozenset({"tagger", "prose"}), frozenset({"inline", "right", "below", "cell", "joined"})
_OWN = (
    "applicant_name", "applicant_id", "applicant_address", "applicant_postal_code", "applicant_municipality",
    "applicant_province", "applicant_phone", "applicant_email", "representative_name", "representative_id",
    "notification_channel", "opposes_data_lookup", "signature_place", "signature_date", "signed",
)  # fmt: skip
_ALL_FORM = 60  # captions of a page that is nothing but a form
_LONG = 12  # words
_CLEAR = 0.9
_OTHER_HANDS = {"stranger": 5.0, "whole": 2.0}


def logit(score: float) -> float:
    """Log-odds, kept within what thirty thousand papers could tell."""
    kept = min(max(score, 3e-5), 1 - 3e-5)
    return math.log(kept / (1 - kept))


def signs(
    chosen: Sequence[Chosen],
    groups: Sequence[Group],
    rows: np.ndarray,
    scores: Sequence[float],
    procedure: Procedure,
    captions: int,
) -> np.ndarray:
    """One row for each chosen value of a paper: score, rivals, readers, checks, type, how the paper went.

    Behind these stands what the judge saw of the value (its row of `rows`).
    """
    rivals: dict[str, list[tuple[float, Group]]] = defaultdict(list)
    claims: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for group, score in zip(groups, scores, strict=True):
        rivals[group.field].append((score, group))
        for word in group.best.words:
            claims[word].append((score, group.field))
    paper, seen = _paper(chosen, procedure, captions), {id(group): row for group, row in zip(groups, rows, strict=True)}
    others = _others(chosen, procedure)
    found = []
    for choice in chosen:
        group = choice.group
        rival = max((score for score, other in rivals[group.field] if other is not group), default=0.0)
        claim = max((s for word in group.best.words for s, name in claims[word] if name != group.field), default=0.0)
        own = [*_contest(choice.score, rival, claim), *_readers(group), *_looks(group, procedure), *paper]
        own += [*_spelled(group), *others[group.field]]
        found.append([*own, *seen[id(group)]])
    return np.asarray(found, dtype="float32").reshape(len(found), SIZE)


def _contest(score: float, rival: float, claim: float) -> list[float]:
    own, other, place = logit(score) / 5, logit(rival) / 5, logit(claim) / 5
    return [own, score, other, (own - other) / 2, place, rival, claim]


def _readers(group: Group) -> list[float]:
    sources = {member.source for member in group.members}
    text = max((m.certainty for m in group.members if m.source in _TEXT), default=0.0)
    place = max((m.likeness * m.certainty for m in group.members if m.source in _PLACE), default=0.0)
    places = {(member.sheet, member.box) for member in group.members}
    agreed = [len(sources) / 4, text, place, text * place, min(len(places), 4) / 4, max(m.role for m in group.members)]
    return [*agreed, *(float(source in sources) for source in SOURCES)]


def _looks(group: Group, procedure: Procedure) -> list[float]:
    spec, best = procedure.fields[group.field], group.best
    checks = [
        float(bool(set(best.passed) - {REPAIRED, FROM_CCC})),
        float(bool(best.failed)),
        float(REPAIRED in best.passed),
    ]
    size = [math.log1p(len(group.value)) / 6, min(len(group.value.split()), _LONG) / _LONG]
    read = [best.ocr, float(best.ocr < 1.0), best.likeness, float(spec.required), float(group.value == "false")]
    return [
        *checks, *size, *read,
        *(float(spec.type is each) for each in _TYPES),
        *(float(group.field == name) for name in _OWN),
    ]  # fmt: skip


def _spelled(group: Group) -> list[float]:
    """How far a value is from what stands there: a street's shortened kind may be spelled out in two languages."""
    value, raw = fold(group.value), fold(group.best.raw)
    first = value.partition(" ")[0]
    odd = sum(not (sign.isalnum() or sign in " .,-/'’ºª@") for sign in group.best.raw) / max(len(group.best.raw), 1)
    return [float(value == raw), float(first in raw.split()), odd, float(any(map(str.isdigit, group.value)))]


def _others(chosen: Sequence[Chosen], procedure: Procedure) -> dict[str, list[float]]:
    """For each field, how many others of its type the paper states, and whether one of these states the same."""
    types = {choice.group.field: procedure.fields[choice.group.field].type for choice in chosen}
    values = {choice.group.field: fold(choice.group.value) for choice in chosen}
    return {
        name: [
            min(sum(kind is types[other] for other in types if other != name), 4) / 4,
            float(any(values[other] == values[name] for other in values if other != name and kind is types[other])),
        ]
        for name, kind in types.items()
    }


def _paper(chosen: Sequence[Chosen], procedure: Procedure, captions: int) -> list[float]:
    scores = [choice.score for choice in chosen]
    clear = sum(score > _CLEAR for score in scores) / max(len(scores), 1)
    mean = sum(map(logit, scores)) / max(len(scores), 1)
    return [
        min(captions, _ALL_FORM) / _ALL_FORM,
        float(captions == 0),
        clear,
        mean / 5,
        len(scores) / len(procedure.fields),
    ]


SIZE = 7 + 6 + len(SOURCES) + 10 + len(_TYPES) + len(_OWN) + 5 + 6 + JUDGED
_READ_FROM_PICTURE = 7 + 6 + len(SOURCES) + 6  # places in a row: `ocr < 1` in `_looks`, and the captions in `_paper`
_CAPTIONS = 7 + 6 + len(SOURCES) + 10 + len(_TYPES) + len(_OWN)
Line = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Trust:
    """The models' mean and, for each sort of paper, the rising line from what it says to what came true of it there."""

    models: tuple[Trees, ...]
    lines: Mapping[str, Line]

    def confidences(self, rows: np.ndarray) -> list[float]:
        """The probability that each chosen value is right."""
        if not len(rows):
            return []
        said = np.mean([model.scores(rows) for model in self.models], axis=0)
        return sure_of(self.lines, rows, [logit(float(score)) for score in said])


def sort_of(row: np.ndarray) -> str:
    """What sort of paper a value stands on: a `form` with letters of its own, a `picture`, or a `letter`."""
    if row[_READ_FROM_PICTURE]:
        return "picture"
    return "form" if row[_CAPTIONS] * _ALL_FORM >= OF_A_FORM else "letter"


def lines_of(
    rows: np.ndarray, values: Sequence[float], right: Sequence[bool], weights: Sequence[float]
) -> dict[str, Line]:
    """For each sort of paper the rising line through what came true; `values` are log-odds."""
    sorts = [sort_of(row) for row in rows]
    lines: dict[str, Line] = {}
    for sort in sorted(set(sorts)):
        own = [place for place, other in enumerate(sorts) if other == sort]
        lines[sort] = rising([values[at] for at in own], [right[at] for at in own], [weights[at] for at in own])
    return lines


def sure_of(lines: Mapping[str, Line], rows: np.ndarray, values: Sequence[float]) -> list[float]:
    """The height at each value of the line of its sort of paper."""
    heights = {sort: along(lines.get(sort, ()), values) for sort in map(sort_of, rows)}
    return [float(heights[sort_of(row)][place]) for place, row in enumerate(rows)]


def along(line: Line, values: Sequence[float]) -> np.ndarray:
    """The line's height at each value, level beyond its ends."""
    if not line:
        return np.zeros(len(values))
    result: np.ndarray = np.interp(values, [x for x, _ in line], [y for _, y in line])
    return result


def rising(
    values: Sequence[float], right: Sequence[bool], weights: Sequence[float] = (), least: int = 40
) -> list[tuple[float, float]]:
    """The line through the middles of pooled neighbours, at least so many each; a lucky few are no certainty.

    `weights` says how much each counts; without them all count alike.
    """
    told = zip(values, right, weights or [1.0] * len(values), strict=True)
    triples = np.array(sorted(told, key=lambda one: one[0]), dtype=float).reshape(-1, 3)  # equals stay as they came
    blocks: list[tuple[float, float, float]] = []  # the sum of the values, how many are right, how many there are
    for part in np.array_split(triples, max(len(triples) // least, 1)):
        block = (float(part[:, 0] @ part[:, 2]), float(part[:, 1] @ part[:, 2]), float(part[:, 2].sum()))
        while blocks and blocks[-1][1] * block[2] >= block[1] * blocks[-1][2]:
            before = blocks.pop()
            block = (before[0] + block[0], before[1] + block[1], before[2] + block[2])
        blocks.append(block)
    line, height = [], 0.0
    for value, good, count in blocks:
        height = max(height, (good + 0.5) / (count + 1.0))
        line.append((value / count, height))
    return line


@dataclass(frozen=True)
class Outcome:
    """One value chosen on a calibrating paper: its signs, the paper's family, the field's type, whether it is right.

    `paper` tells the papers apart.
    """

    row: np.ndarray
    family: str
    kind: str
    right: bool
    paper: int = 0

    @property
    def is_strange(self) -> bool:
        """Whether the paper was written without sight of this program."""
        return self.family.startswith("stranger")

    @property
    def weight(self) -> float:
        """How much it counts: what other hands wrote is likest to what will come."""
        return next((weight for hand, weight in _OTHER_HANDS.items() if self.family.startswith(hand)), 1.0)


def folds_of(families: Sequence[str], count: int) -> list[int]:
    """The fold of each by its family; one family is never in two."""
    places = {name: place % count for place, name in enumerate(sorted(set(families)))}
    return [places[name] for name in families]
