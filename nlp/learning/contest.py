"""Champion against challenger on the same papers: who is better, and where anything gets worse beyond noise.

Every count is of pairs: the same field of the same paper, right with one model and wrong with the other. If both were
equally good, either way would be as likely, so that the number of gains among all changes is that of heads of a fair
coin (the exact sign test; McNemar 1947). Confidence is compared by its log-loss on the same values.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nlp.learning.trials import Outcome, Told

DOUBT = 0.05  # the chance at which a difference is no longer taken for luck
_RARE = 10  # papers: of a field that stands on fewer, one loss tells enough
_SURE_KIND = 0.9
_FAR, _SOME = 2.33, 20  # standard errors, values
_CLEAR = 1.645
_FLOOR = 1e-3


@dataclass(frozen=True)
class Change:
    """What becomes of one field: the papers it stands on, right with one model only, and filed unseen with each."""

    field: str
    stands: int = 0
    gained: int = 0
    lost: int = 0
    accepted_before: int = 0
    accepted_after: int = 0
    less_sure: bool = False

    @property
    def is_worse(self) -> bool:
        """Whether it gets worse beyond noise."""
        if self.lost <= self.gained:
            return False
        return self.stands < _RARE or by_luck(self.lost, self.gained) <= DOUBT


@dataclass(frozen=True)
class Comparison:
    """The figures of both models on the same papers, what changes by field, and why the challenger is refused."""

    papers: int
    kinds_before: int
    kinds_after: int
    kinds_lost: int
    right_before: int
    right_after: int
    values: int
    accepted_before: int
    accepted_after: int
    wrong_before: int
    wrong_after: int
    surprise_before: float
    surprise_after: float
    changes: tuple[Change, ...]
    reasons: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether the challenger may take the champion's place."""
        return not self.reasons

    @property
    def worse(self) -> frozenset[str]:
        """The fields that get worse beyond noise."""
        return frozenset(one.field for one in self.changes if one.is_worse or one.less_sure)

    def as_json(self) -> dict[str, Any]:
        """The comparison as it is kept and shown."""
        told = asdict(self)
        told["changes"] = [asdict(one) for one in self.changes]
        return {**told, "reasons": list(self.reasons)}


def by_luck(more: int, less: int) -> float:
    """The chance of so many or more of the changes going one way where both ways are as likely."""
    count = more + less
    return float(sum(math.comb(count, k) for k in range(more, count + 1)) / 2**count)


def compared(before: Sequence[Outcome], after: Sequence[Outcome], *, frozen: int) -> Comparison:
    """Compare the outcomes of two models on the same papers, of which the first `frozen` are the frozen set.

    The challenger must be better on all papers together; on the frozen ones no value more may be filed wrong.
    """
    pairs = [
        (number, name, one.fields[name], other.fields[name])
        for number, (one, other) in enumerate(zip(before, after, strict=True))
        for name in sorted(one.fields.keys() & other.fields.keys())
    ]
    named = _named(before, after)
    changes = _changes([(name, old, new) for _, name, old, new in pairs])
    held = [(old, new) for number, _, old, new in pairs if number < frozen]
    every = [(old, new) for _, _, old, new in pairs]
    reasons = [f"field_worse:{one.field}" for one in changes if one.is_worse]
    reasons += [f"field_less_sure:{one.field}" for one in changes if one.less_sure]
    lost, gained = named
    if lost > gained and by_luck(lost, gained) <= DOUBT:
        reasons.append("kind_worse")
    if _mistaken(after[:frozen]) > _mistaken(before[:frozen]):
        reasons.append("kind_mistaken")
    if _wrong(new for _, new in held) > _wrong(old for old, _ in held):
        reasons.append("more_wrong_filed")
    less, more = (sum(_filed(a) and not _filed(b) for a, b in way) for way in (every, [(b, a) for a, b in every]))
    if less > more and by_luck(less, more) <= DOUBT and _wrong(n for _, n in every) >= _wrong(o for o, _ in every):
        reasons.append("fewer_filed")
    if not reasons and not _is_better(every, named):
        reasons.append("not_better")
    return Comparison(
        papers=len(before),
        kinds_before=sum(one.kind_right for one in before),
        kinds_after=sum(one.kind_right for one in after),
        kinds_lost=lost,
        right_before=sum(old.right for old, _ in every),
        right_after=sum(new.right for _, new in every),
        values=len(every),
        accepted_before=sum(old.accepted for old, _ in every),
        accepted_after=sum(new.accepted for _, new in every),
        wrong_before=_wrong(old for old, _ in every),
        wrong_after=_wrong(new for _, new in every),
        surprise_before=round(_mean([_surprise(old) for old, _ in every]), 4),
        surprise_after=round(_mean([_surprise(new) for _, new in every]), 4),
        changes=changes,
        reasons=tuple(reasons),
    )


def _named(before: Sequence[Outcome], after: Sequence[Outcome]) -> tuple[int, int]:
    """How many kinds are lost, and gained."""
    lost = sum(old.kind_right and not new.kind_right for old, new in zip(before, after, strict=True))
    return lost, sum(new.kind_right and not old.kind_right for old, new in zip(before, after, strict=True))


def _changes(pairs: Sequence[tuple[str, Told, Told]]) -> tuple[Change, ...]:
    by_field: dict[str, list[tuple[Told, Told]]] = defaultdict(list)
    for name, old, new in pairs:
        by_field[name].append((old, new))
    return tuple(
        Change(
            field=name,
            stands=len(told),
            gained=sum(new.right and not old.right for old, new in told),
            lost=sum(old.right and not new.right for old, new in told),
            accepted_before=sum(old.accepted for old, _ in told),
            accepted_after=sum(new.accepted for _, new in told),
            less_sure=_standing([_surprise(new) - _surprise(old) for old, new in told]) > _FAR and len(told) >= _SOME,
        )
        for name, told in sorted(by_field.items())
        if any(old != new for old, new in told)
    )


def _is_better(pairs: Sequence[tuple[Told, Told]], named: tuple[int, int]) -> bool:
    """Whether more kinds or values are right, more right ones filed unseen, or confidence is truer, beyond luck."""
    lost, gained = named
    gains = [
        (gained, lost),
        (sum(n.right and not o.right for o, n in pairs), sum(o.right and not n.right for o, n in pairs)),
        (sum(_filed(n) and not _filed(o) for o, n in pairs), sum(_filed(o) and not _filed(n) for o, n in pairs)),
    ]
    if any(more > less and by_luck(more, less) <= DOUBT for more, less in gains):
        return True
    return _standing([_surprise(old) - _surprise(new) for old, new in pairs]) > _CLEAR


def _filed(told: Told) -> bool:
    return told.accepted and told.right


def _wrong(told: object) -> int:
    return sum(one.accepted and not one.right for one in told)  # type: ignore[attr-defined]


def _mistaken(outcomes: Sequence[Outcome]) -> int:
    return sum(one.kind_sure >= _SURE_KIND and not one.kind_right for one in outcomes)


def _surprise(told: Told) -> float:
    """The log-loss of a confidence; a value that is not told is as if it had none."""
    if told.sure is None:
        return 0.0 if told.right else -math.log(_FLOOR)
    chance = told.sure if told.right else 1 - told.sure
    return -math.log(max(chance, _FLOOR))


def _standing(differences: Sequence[float]) -> float:
    """The mean difference in standard errors of itself; 0 where nothing differs."""
    moved = [one for one in differences if one]
    if len(moved) < 2:
        return 0.0
    mean = _mean(differences)
    spread = math.sqrt(_mean([(one - mean) ** 2 for one in differences]))
    return mean / (spread / math.sqrt(len(differences))) if spread else math.copysign(math.inf, mean)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / max(len(values), 1)
