"""From where on nobody has to look: the bars by which values, and whole papers, keep the promised share of errors."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.procedure import WHOLE_PAPER

TARGET_ERROR = 0.005
SILENT_ERROR = 0.005  # half of what may be: rules were mended on the papers that calibrate
_EVERY = "*"
_DOUBT = 0.1
_WORST = 3.0
_LEAST_SURE = 0.95
_DIGITS = 1_000_000


@dataclass(frozen=True)
class Said:
    """How sure a value of a calibrating paper was told to be, and whether it was right; `strange` are other hands'."""

    kind: str
    sure: float
    right: bool
    paper: int = 0
    strange: bool = False


def bars_of(told: Sequence[Said], target: float = TARGET_ERROR) -> dict[str, float]:
    """The least confidence from which values may be filed unseen: one for all, stricter ones by type, one for papers.

    Among all values from the bar on, and among those of strangers' papers alone, the share of wrong ones stays under
    the target by the Clopper-Pearson bound; no type alone may be wrong more often than `_WORST` times as much. That of
    `WHOLE_PAPER` is the least chance that all values of a paper are right from which they are filed together: with
    them the share stays under the target by the bound among all values, and as counted among strangers'.
    """
    strange = [one for one in told if one.strange]
    every = max(_bar(told, target), _bar(strange, target) if strange else 0.0, _LEAST_SURE)
    bars = {_EVERY: every}
    for kind in sorted({one.kind for one in told}):
        own = [one for one in told if one.kind == kind]
        bars[kind] = max(every, _bar(own, _WORST * target, bounded=False))
    sure = [one.sure >= bars[one.kind] for one in told]
    whole = _whole(told, sure, target)
    if strange:
        alone = [one.sure >= bars[one.kind] for one in strange]
        whole = max(whole, _whole(strange, alone, target, bounded=False))
    return {**bars, WHOLE_PAPER: whole}


def _bar(told: Sequence[Said], target: float, *, bounded: bool = True) -> float:
    ranked = sorted(((one.sure, one.right) for one in told), reverse=True)
    wrong, bar = 0, 1.0
    for count, (sure, right) in enumerate(ranked, start=1):
        wrong += not right
        ends = count == len(ranked) or ranked[count][0] < sure
        if ends and _keeps(wrong, count, target, bounded=bounded):
            bar = sure
    return bar


def _whole(told: Sequence[Said], sure: Sequence[bool], target: float, *, bounded: bool = True) -> float:
    """The bar for papers: with the values that are `sure` alone those of the papers over it keep the target too.

    Of all papers no more than `SILENT_ERROR` are over it with a wrong value.
    """
    papers: dict[int, list[tuple[Said, bool]]] = defaultdict(list)
    for one, alone in zip(told, sure, strict=True):
        papers[one.paper].append((one, alone))
    count, wrong = sum(sure), sum(alone and not one.right for one, alone in zip(told, sure, strict=True))
    ranked = sorted(papers.values(), key=_chance, reverse=True)
    silent, bar = 0, 1.0
    for place, paper in enumerate(ranked, start=1):
        more = [one for one, alone in paper if not alone]
        count, wrong = count + len(more), wrong + sum(not one.right for one in more)
        silent += not all(one.right for one, _ in paper)
        ends = place == len(ranked) or _chance(ranked[place]) < _chance(paper)
        kept = _keeps(wrong, count, target, bounded=bounded)
        if ends and kept and silent <= SILENT_ERROR * len(papers):
            bar = _chance(paper)
    return math.floor(bar * _DIGITS) / _DIGITS


def _chance(paper: Iterable[tuple[Said, bool]]) -> float:
    """That all of a paper's values are right."""
    return math.prod(one.sure for one, _ in paper)


def _keeps(wrong: int, count: int, target: float, *, bounded: bool) -> bool:
    """Whether the share of wrong ones is under the target; where `bounded`, with no more than the given doubt."""
    return wrong <= target * count and (not bounded or at_most(wrong, count, target) <= _DOUBT)


def at_most(wrong: int, count: int, share: float) -> float:
    """The chance of at most so many wrong ones among `count` where each is wrong with the given chance.

    Where it is under the doubt, the one-sided Clopper-Pearson bound of the share of wrong ones is under `share`.
    """
    logs = [
        math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1)
        + k * math.log(max(share, 1e-12)) + (count - k) * math.log1p(-min(share, 1 - 1e-12))
        for k in range(wrong + 1)
    ]  # fmt: skip
    return min(1.0, sum(math.exp(value) for value in logs))
