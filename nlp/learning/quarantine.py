"""What clerks said that nothing is learned from: whoever means ill, or clicks without looking, teaches nothing.

A label stays out where the paper does not bear it, and a clerk's labels of a field stay out where that clerk
corrects it far more, or far less, often than the others do.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from statistics import median

from casework.procedure import FieldType
from nlp.learning.examples import TEXTS, UNTOLD, Seen
from nlp.normalise import normalise

_CHANCE = 1e-3  # of standing apart from the others by luck alone
_MISREAD = 0.8  # likeness of a value and what was read of it from a picture
_EVERY = "*"
_SELDOM = 0.02  # of texts a clerk may see more of than was read: they are taken where they mostly stand there
_WORDS = 0.7


class Reason(StrEnum):
    """Why a label teaches nothing."""

    INVALID = "invalid"
    NOT_ON_PAPER = "not_on_paper"
    SWAPPED = "swapped"
    CLERK_APART = "clerk_apart"
    CONFIRMS_ALL = "confirms_all"


@dataclass(frozen=True)
class Label:
    """One value of one paper as one clerk said it, and whether the model in force had told it."""

    seen: Seen
    name: str
    value: str | None
    right: bool

    @property
    def by(self) -> str:
        return self.seen.example.by

    @property
    def kind(self) -> str:
        return self.seen.procedure.id


@dataclass(frozen=True)
class Sifted:
    """The labels that may teach, and how many stay out, by reason and clerk.

    `counted` are those that tell how often values are right: the kept ones, and those that the paper as it was read
    does not bear, since to leave out only misread values would make all others look surer than they are.
    """

    kept: tuple[Label, ...]
    counted: tuple[Label, ...]
    out: Mapping[tuple[Reason, str], int]

    def reasons(self) -> dict[str, int]:
        """How many labels stay out, by reason."""
        told: Counter[str] = Counter()
        for (reason, _), count in self.out.items():
            told[reason.value] += count
        return dict(sorted(told.items()))


def sifted(papers: Sequence[Seen]) -> Sifted:
    """The labels of these papers, those that nothing should be learned from set apart."""
    kept: list[Label] = []
    unborne: list[Label] = []
    out: Counter[tuple[Reason, str]] = Counter()
    for seen in papers:
        for label in labels_of(seen):
            reason = _amiss(label)
            if reason is None:
                kept.append(label)
            else:
                out[reason, label.by] += 1
                if reason is Reason.NOT_ON_PAPER:
                    unborne.append(label)
    apart = dict(_apart([label for seen in papers for label in labels_of(seen)]))

    def ill(label: Label) -> Reason | None:
        return apart.get((label.by, _EVERY)) or apart.get((label.by, label.name))

    trusted = []
    for label in kept:
        reason = ill(label)
        if reason is None:
            trusted.append(label)
        else:
            out[reason, label.by] += 1
    counted = (*trusted, *(label for label in unborne if ill(label) is None))
    return Sifted(tuple(trusted), counted, dict(out))


def labels_of(seen: Seen) -> Iterator[Label]:
    """What was said of each field of a paper."""
    for name, value in seen.example.said.items():
        if name in seen.procedure.fields:
            yield Label(seen, name, value, seen.right(name))


def _amiss(label: Label) -> Reason | None:
    """Why the paper itself does not bear a label; None where it does, or where words cannot tell."""
    kind = label.seen.procedure.fields[label.name].type
    if label.value is None or kind in UNTOLD:
        return None
    normal = normalise(label.seen.procedure.fields[label.name], label.value)
    if normal is None or normal.failed:
        return Reason.INVALID
    if not label.right and _is_swapped(label):
        return Reason.SWAPPED
    return None if label.right or _is_borne(label, kind, label.value) else Reason.NOT_ON_PAPER


def _is_borne(label: Label, kind: FieldType, value: str) -> bool:
    seen = label.seen
    if seen.states(label.name, value):
        return True
    if kind in TEXTS:
        words = value.split()
        stated = sum(seen.states(label.name, word) or len(word) < len("aaa") for word in words)
        return stated >= _WORDS * len(words)
    told = seen.told.get(label.name)
    # A misread letter or two is what a clerk mends; a printed text is never misread.
    return told is not None and seen.is_picture and _alike(value, told.value) >= _MISREAD


def _alike(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _is_swapped(label: Label) -> bool:
    """Whether two fields of one type were given each other's value, both of which the model was sure of."""
    seen, told = label.seen, label.seen.told
    own = told.get(label.name)
    if own is None:
        return False
    return any(
        name != label.name
        and seen.procedure.fields[name].type is seen.procedure.fields[label.name].type
        and other.value == label.value != own.value
        and seen.example.said.get(name) == own.value
        for name, other in told.items()
    )


def _apart(labels: Sequence[Label]) -> Iterator[tuple[tuple[str, str], Reason]]:
    """The clerks who stand apart from the others in how often they change a field, or fields at all."""
    changed: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for label in labels:
        for name in (label.name, _EVERY):
            tally = changed[name][label.by]
            tally[0] += not label.right
            tally[1] += 1
    for name, tallies in changed.items():
        for by, (wrong, count) in tallies.items():
            others = [(k + 0.5) / (n + 1) for who, (k, n) in tallies.items() if who != by]
            if not others:
                continue
            usual = max(median(others), _SELDOM)
            if at_least(wrong, count, usual) < _CHANCE:
                yield (by, name), Reason.CLERK_APART
            elif name == _EVERY and wrong == 0 and (1 - usual) ** count < _CHANCE:
                yield (by, name), Reason.CONFIRMS_ALL


def at_least(hits: int, count: int, share: float) -> float:
    """The chance of so many hits or more among `count`, each with the given chance."""
    return min(1.0, math.fsum(_chances(range(hits, count + 1), count, share)))


def _chances(hits: Iterable[int], count: int, share: float) -> Iterator[float]:
    for k in hits:
        yield math.exp(
            math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1)
            + k * math.log(share) + (count - k) * math.log1p(-share)
        )  # fmt: skip
