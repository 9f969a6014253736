"""By how much an office's own papers move the confidence in each field: little evidence, little movement."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from nlp.learning.quarantine import Label
from nlp.trust import logit

_FIELD, _OWN = 0.6, 0.4  # how far a field, and a field of one procedure, may be expected to differ (log-odds)
_LEAST, _MOST, _TOLD = -2.0, 0.7, 0.1
_STEPS = 25
_FEW_CASES, _CLERKS = 8, 2


def shifts_of(labels: Iterable[Label]) -> dict[str, dict[str, float]]:
    """By procedure and field the movement of the log-odds that makes what came true likeliest, drawn to none.

    No clerk's papers weigh more than all others' together, and a rise is kept smaller than a fall: who confirms
    without looking must not have values filed unseen.
    """
    by_field: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        if label.name in label.seen.told:
            by_field[label.name].append(label)
    learned: dict[str, dict[str, float]] = defaultdict(dict)
    for name, told in sorted(by_field.items()):
        weights = _weights(told)
        if len(told) < _FEW_CASES or not any(weights):
            continue
        general = _movement(told, weights, 0.0, _FIELD)
        for kind in sorted({label.kind for label in told}):
            own = [place for place, label in enumerate(told) if label.kind == kind]
            particular = _movement([told[i] for i in own], [weights[i] for i in own], general, _OWN)
            shift = min(max(general + particular, _LEAST), _MOST)
            if abs(shift) >= _TOLD:
                learned[kind][name] = round(shift, 3)
    return dict(learned)


def _weights(told: Sequence[Label]) -> list[float]:
    """One for each label, less where its clerk alone has more than half of them; nothing where nobody else has any."""
    counts = Counter(label.by for label in told)
    if len(counts) < _CLERKS:
        return [0.0] * len(told)
    share: Mapping[str, float] = {by: min(1.0, (len(told) - count) / count) for by, count in counts.items()}
    return [share[label.by] for label in told]


def _movement(told: Sequence[Label], weights: Sequence[float], start: float, spread: float) -> float:
    """The likeliest movement beyond `start` (Newton's method on a penalised logistic likelihood)."""
    said = [logit(label.seen.told[label.name].confidence) + start for label in told]
    move = 0.0
    for _ in range(_STEPS):
        chances = [1 / (1 + math.exp(-(x + move))) for x in said]
        slope = -move / spread**2 + sum(
            w * (label.right - p) for w, label, p in zip(weights, told, chances, strict=True)
        )
        bend = 1 / spread**2 + sum(w * p * (1 - p) for w, p in zip(weights, chances, strict=True))
        move += max(min(slope / bend, 1.0), -1.0)
    return move
