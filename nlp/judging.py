"""The learned judgement over candidates: which is right, how sure that is, and from where on nobody has to look."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from casework.procedure import Procedure
from nlp import network, trees
from nlp.bars import CONFIDENCE
from nlp.evidence import Group, second_features
from nlp.network import Network, learn
from nlp.promise import Said, bars_of
from nlp.resolver import DECIMALS, Chosen
from nlp.trees import Trees, grow
from nlp.trust import Outcome, Trust, folds_of, lines_of, logit, signs, sure_of

_FOLDS = 6
_LAST_EPOCHS, _LAST_HIDDEN, _LAST_DECAY = 12, (32, 16), 1e-3
_LAST_RATE, _TRUST_RATE = 0.05, 0.03


@dataclass(frozen=True)
class Paper:
    """The groups of one paper with their rows, and which of them are right where that is known."""

    groups: Sequence[Group]
    rows: np.ndarray
    right: np.ndarray


@dataclass(frozen=True)
class Networks:
    """Judgements in steps: each later one also knows what the one before says of a group and of its rivals.

    The last is learned on papers of another author, where captions and cells are worth more, and the reader of text
    less, than on the papers that this one learned its words from: by networks and by trees, whose mean counts.
    """

    first: tuple[Network, ...]
    second: tuple[Network, ...]
    last: tuple[Network, ...] = ()
    grown: tuple[Trees, ...] = ()

    def scores(self, groups: Sequence[Group], rows: np.ndarray) -> np.ndarray:
        if not len(rows):
            return np.zeros(0)
        said = _mean(self.second, second_features(groups, rows, _mean(self.first, rows)))
        wider = second_features(groups, rows, said)
        told = [_mean(models, wider) for models in (self.last, self.grown) if models]
        result: np.ndarray = np.mean(told, axis=0) if told else said
        return result


def _mean(models: Sequence[Network] | Sequence[Trees], rows: np.ndarray) -> np.ndarray:
    result: np.ndarray = np.mean([model.scores(rows) for model in models], axis=0)
    return result


def learn_networks(papers: Sequence[Paper], *, seed: int) -> Networks:
    """Fit both judgements; the second learns on first judgements of papers that these had not seen."""
    halves = [papers[::2], papers[1::2]]
    first = tuple(
        learn(*_together(half, [paper.rows for paper in half]), seed=seed + i) for i, half in enumerate(halves)
    )
    wider, known = [], []
    for half, other in zip(halves, reversed(first), strict=True):
        wider += [second_features(p.groups, p.rows, other.scores(p.rows)) for p in half if len(p.rows)]
        known += [p for p in half if len(p.rows)]
    second = tuple(learn(*_together(known, wider), seed=seed + 10 + i) for i in range(2))
    return Networks(first, second)


def weighed_anew(networks: Networks, papers: Sequence[Paper], *, seed: int) -> Networks:
    """The networks with a last judgement learned on these papers, which the others have never seen."""
    known = [paper for paper in papers if len(paper.rows)]
    earlier = replace(networks, last=(), grown=())
    wider = [second_features(p.groups, p.rows, earlier.scores(p.groups, p.rows)) for p in known]
    rows, right = _together(known, wider)
    again = tuple(
        learn(rows, right, seed=seed + 20 + i, epochs=_LAST_EPOCHS, hidden=_LAST_HIDDEN, decay=_LAST_DECAY)
        for i in range(2)
    )
    return replace(networks, last=again, grown=(grow(rows, right, seed=seed, rate=_LAST_RATE),))


def _together(papers: Sequence[Paper], rows: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """All papers' rows, and which of them are right."""
    return np.concatenate(list(rows)), np.concatenate([paper.right for paper in papers]).astype("float32")


@dataclass(frozen=True)
class LearnedJudge:
    """Plays the resolver's Judge."""

    networks: Networks
    trust: Trust

    def scores(self, groups: Sequence[Group], rows: np.ndarray) -> np.ndarray:
        return self.networks.scores(groups, rows)

    def confidences(
        self,
        chosen: Sequence[Chosen],
        groups: Sequence[Group],
        rows: np.ndarray,
        scores: Sequence[float],
        procedure: Procedure,
        captions: int,
    ) -> list[float]:
        return self.trust.confidences(signs(chosen, groups, rows, scores, procedure, captions))


def calibrated(outcomes: Sequence[Outcome], *, seed: int) -> tuple[Trust, dict[str, float]]:
    """Trust and bars by what came true on papers of families that neither networks nor trees had learned."""
    rows = np.stack([one.row for one in outcomes])
    right = np.array([one.right for one in outcomes], dtype="float32")
    weights = np.array([one.weight for one in outcomes])
    folds = np.array(folds_of([one.family for one in outcomes], _FOLDS))
    grown: list[Trees] = []
    said = np.zeros(len(rows))
    for fold in range(_FOLDS):
        own = folds == fold
        if own.all() or not own.any():
            continue
        grown.append(grow(rows[~own], right[~own], weights[~own], seed=seed + fold, rate=_TRUST_RATE))
        said[own] = grown[-1].scores(rows[own])
    values = [logit(float(score)) for score in said]
    lines = lines_of(rows, values, [one.right for one in outcomes], weights.tolist())
    sure = sure_of(lines, rows, values)
    told = [
        Said(one.kind, round(chance, DECIMALS), one.right, one.paper, one.is_strange)
        for one, chance in zip(outcomes, sure, strict=True)
    ]
    return Trust(tuple(grown), lines), bars_of(told)


def save(judge: LearnedJudge, bars: Mapping[str, float], folder: Path) -> None:
    """Write the judge as one array file, and the lines of confidence with the bars as one JSON file."""
    arrays = {
        **network.packed(judge.networks.first, "first"),
        **network.packed(judge.networks.second, "second"),
        **network.packed(judge.networks.last, "last"),
        **trees.packed(judge.networks.grown, "grown"),
        **trees.packed(judge.trust.models, "trust"),
    }
    np.savez(folder / "judge.npz", **arrays)  # type: ignore[arg-type]  # numpy types savez's keywords as flags
    lines = {sort: [[round(x, 4), round(y, 6)] for x, y in line] for sort, line in judge.trust.lines.items()}
    told = {"lines": lines, "bars": bars}
    (folder / CONFIDENCE).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def load(folder: Path) -> LearnedJudge:
    """Read a judge; raises OSError where it is not there."""
    arrays = dict(np.load(folder / "judge.npz"))
    told = json.loads((folder / CONFIDENCE).read_text(encoding="utf-8"))
    first, second, last = (network.unpacked(arrays, name) for name in ("first", "second", "last"))
    networks = Networks(first, second, last, trees.unpacked(arrays, "grown"))
    lines = {sort: [(x, y) for x, y in line] for sort, line in told["lines"].items()}
    return LearnedJudge(networks, Trust(trees.unpacked(arrays, "trust"), lines))
