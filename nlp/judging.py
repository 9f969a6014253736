"""The learned judgement over candidates: a small network for the score, isotonic steps for the confidence."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from nlp.bars import CONFIDENCE
from nlp.evidence import Group, second_features

_EVERY = "*"
_LEAST_POINTS = 150
_DIGITS = 10_000  # confidences are told with four decimals
_WORST = 3.0
_LEAST_SURE = 0.97
TARGET_ERROR = 0.005


@dataclass(frozen=True)
class Network:
    """Two hidden layers; weights as they were learned."""

    layers: tuple[tuple[np.ndarray, np.ndarray], ...]
    mean: np.ndarray
    scale: np.ndarray

    def scores(self, rows: np.ndarray) -> np.ndarray:
        if not len(rows):
            return np.zeros(0)
        values = (rows - self.mean) / self.scale
        for weights, bias in self.layers[:-1]:
            values = np.maximum(values @ weights + bias, 0)
        weights, bias = self.layers[-1]
        result: np.ndarray = 1 / (1 + np.exp(-np.clip(values @ weights + bias, -30, 30)))[:, 0]
        return result


def learn(
    rows: np.ndarray, right: np.ndarray, *, seed: int, epochs: int = 24, hidden: tuple[int, int] = (48, 24)
) -> Network:
    """Fit the network by Adam on the log-loss; the same seed gives the same weights."""
    source = np.random.default_rng(seed)
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    sizes = [rows.shape[1], *hidden, 1]
    params = [p for a, b in pairwise(sizes) for p in (source.normal(0, np.sqrt(2 / a), (a, b)), np.zeros(b))]
    first, second = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
    standard, step = (rows - mean) / scale, 0
    for epoch in range(epochs):
        order = source.permutation(len(rows))
        rate = 0.003 * (1 - epoch / epochs) + 0.0002
        for start in range(0, len(rows), 256):
            batch = order[start : start + 256]
            gradients = _gradients(params, standard[batch], right[batch])
            step += 1
            for k, gradient in enumerate(gradients):
                slope = gradient + 1e-4 * params[k]
                first[k] = 0.9 * first[k] + 0.1 * slope
                second[k] = 0.999 * second[k] + 0.001 * slope**2
                params[k] = params[k] - rate * (first[k] / (1 - 0.9**step)) / (
                    np.sqrt(second[k] / (1 - 0.999**step)) + 1e-8
                )
    return Network(tuple(zip(params[::2], params[1::2], strict=True)), mean, scale)


def _gradients(params: Sequence[np.ndarray], rows: np.ndarray, right: np.ndarray) -> list[np.ndarray]:
    values = [rows]
    for weights, bias in zip(params[:-2:2], params[1:-2:2], strict=True):
        values.append(np.maximum(values[-1] @ weights + bias, 0))
    out = 1 / (1 + np.exp(-np.clip(values[-1] @ params[-2] + params[-1], -30, 30)))
    error = (out - right[:, None]) / len(rows)
    found: list[np.ndarray] = []
    for layer in range(len(values) - 1, -1, -1):
        found = [values[layer].T @ error, error.sum(axis=0), *found]
        if layer:
            error = (error @ params[2 * layer].T) * (values[layer] > 0)
    return found


def isotonic(scores: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Rising steps (score, probability) by pooling neighbours, drawn in so that a few lucky ones are no certainty."""
    pairs = sorted(zip(scores, right, strict=True))
    blocks: list[list[float]] = []
    for score, good in pairs:
        blocks.append([score, float(good), 1.0])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            _, good_sum, count = blocks.pop()
            blocks[-1][1] += good_sum
            blocks[-1][2] += count
    return [(start, (good + 0.5) / (count + 1.0)) for start, good, count in blocks]


def _step(steps: Sequence[tuple[float, float]], score: float, otherwise: float = 0.0) -> float:
    return max((sure for start, sure in steps if start <= score), default=otherwise)


@dataclass(frozen=True)
class Paper:
    """The groups of one paper with their rows, and which of them are right where that is known."""

    groups: Sequence[Group]
    rows: np.ndarray
    right: np.ndarray


@dataclass(frozen=True)
class Networks:
    """Two judgements: the second also knows what the first says of a group's rivals."""

    first: tuple[Network, ...]
    second: tuple[Network, ...]

    def scores(self, groups: Sequence[Group], rows: np.ndarray) -> np.ndarray:
        if not len(rows):
            return np.zeros(0)
        wider = second_features(groups, rows, _mean(self.first, rows))
        return _mean(self.second, wider)


def _mean(networks: Sequence[Network], rows: np.ndarray) -> np.ndarray:
    result: np.ndarray = np.mean([network.scores(rows) for network in networks], axis=0)
    return result


def learn_networks(papers: Sequence[Paper], *, seed: int) -> Networks:
    """Fit both judgements; the second learns on first judgements of papers that these had not seen."""
    halves = [papers[::2], papers[1::2]]
    first = tuple(_learn(half, [paper.rows for paper in half], seed + i) for i, half in enumerate(halves))
    wider, known = [], []
    for half, other in zip(halves, reversed(first), strict=True):
        wider += [second_features(p.groups, p.rows, other.scores(p.rows)) for p in half if len(p.rows)]
        known += [p for p in half if len(p.rows)]
    second = tuple(_learn(known, wider, seed + 10 + i) for i in range(2))
    return Networks(first, second)


def _learn(papers: Sequence[Paper], rows: Sequence[np.ndarray], seed: int) -> Network:
    right = np.concatenate([paper.right for paper in papers]).astype("float32")
    return learn(np.concatenate(list(rows)), right, seed=seed)


@dataclass(frozen=True)
class LearnedJudge:
    """Plays the resolver's Judge."""

    networks: Networks
    steps: Mapping[str, Sequence[tuple[float, float]]]
    bars: Mapping[str, float]

    def scores(self, groups: Sequence[Group], rows: np.ndarray) -> np.ndarray:
        return self.networks.scores(groups, rows)

    def bar(self, kind: str) -> float:
        """The confidence from which at most the target share of accepted values of a type was wrong."""
        return self.bars.get(kind, self.bars[_EVERY])

    def confidence(self, score: float, kind: str) -> float:
        every = _step(self.steps[_EVERY], score)
        # A score lower than any that the type was calibrated on is judged by all types together.
        return _step(self.steps.get(kind, ()), score, every)


def calibrated(networks: Networks, outcomes: Sequence[tuple[str, float, bool]]) -> LearnedJudge:
    """A judge whose confidence is what came true on held-out families: by type where there is enough to count."""
    kinds = sorted({kind for kind, _, _ in outcomes})
    steps = {_EVERY: isotonic([s for _, s, _ in outcomes], [r for _, _, r in outcomes])}
    for kind in kinds:
        own = [(s, r) for k, s, r in outcomes if k == kind]
        if len(own) >= _LEAST_POINTS:
            steps[kind] = isotonic([s for s, _ in own], [r for _, r in own])
    judge = LearnedJudge(networks, steps, {_EVERY: 1.0})
    told = [(kind, judge.confidence(score, kind), right) for kind, score, right in outcomes]
    return replace(judge, bars=bars_of(told))


def bars_of(told: Sequence[tuple[str, float, bool]], target: float = TARGET_ERROR) -> dict[str, float]:
    """The least confidence from which values may be filed unseen: one for all, and stricter ones by type.

    Among all values from the bar on, the share of wrong ones stays under the target by the Clopper-Pearson bound;
    no type alone may be wrong more often than `_WORST` times as much.
    """
    every = max(_bar([(c, r) for _, c, r in told], target), _LEAST_SURE)
    bars = {_EVERY: every}
    for kind in sorted({kind for kind, _, _ in told}):
        bars[kind] = max(every, _bar([(c, r) for k, c, r in told if k == kind], _WORST * target, bounded=False))
    return bars


def _bar(told: Sequence[tuple[float, bool]], target: float, *, bounded: bool = True) -> float:
    ranked = sorted(told, reverse=True)
    wrong, bar = 0, 1.0
    for count, (sure, right) in enumerate(ranked, start=1):
        wrong += not right
        ends = count == len(ranked) or ranked[count][0] < sure
        share = upper_bound(wrong, count) if bounded else wrong / count
        if ends and share <= target:
            bar = sure
    return math.floor(bar * _DIGITS) / _DIGITS


def upper_bound(wrong: int, count: int, doubt: float = 0.1) -> float:
    """The one-sided Clopper-Pearson bound: a share of wrong ones that is exceeded with the given doubt at most."""
    if wrong >= count:
        return 1.0
    low, high = wrong / count, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(wrong, count, middle) > doubt else (low, middle)
    return high


def _at_most(wrong: int, count: int, share: float) -> float:
    """The chance of at most so many wrong ones among `count` where each is wrong with the given chance."""
    logs = [
        math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1)
        + k * math.log(max(share, 1e-12)) + (count - k) * math.log1p(-min(share, 1 - 1e-12))
        for k in range(wrong + 1)
    ]  # fmt: skip
    return min(1.0, sum(math.exp(value) for value in logs))


def save(judge: LearnedJudge, folder: Path) -> None:
    """Write the judge as one array file and one JSON file."""
    arrays: dict[str, np.ndarray] = {}
    for part, networks in (("first", judge.networks.first), ("second", judge.networks.second)):
        for number, network in enumerate(networks):
            arrays |= {f"{part}.{number}.mean": network.mean, f"{part}.{number}.scale": network.scale}
            for layer, (weights, bias) in enumerate(network.layers):
                arrays |= {f"{part}.{number}.w{layer}": weights, f"{part}.{number}.b{layer}": bias}
    np.savez(folder / "judge.npz", **{name: array.astype("float32") for name, array in arrays.items()})  # type: ignore[arg-type]  # numpy types savez's keywords as flags
    told = {"steps": judge.steps, "bars": judge.bars}
    (folder / CONFIDENCE).write_text(json.dumps(told), encoding="utf-8")


def load(folder: Path) -> LearnedJudge:
    """Read a judge; raises OSError where it is not there."""
    arrays = dict(np.load(folder / "judge.npz"))
    told = json.loads((folder / CONFIDENCE).read_text(encoding="utf-8"))
    networks = Networks(_networks(arrays, "first"), _networks(arrays, "second"))
    return LearnedJudge(networks, told["steps"], told["bars"])


def _networks(arrays: Mapping[str, np.ndarray], part: str) -> tuple[Network, ...]:
    found: list[Network] = []
    number = 0
    while f"{part}.{number}.mean" in arrays:
        head = f"{part}.{number}."
        layers: list[tuple[np.ndarray, np.ndarray]] = []
        while f"{head}w{len(layers)}" in arrays:
            layers.append((arrays[f"{head}w{len(layers)}"], arrays[f"{head}b{len(layers)}"]))
        found.append(Network(tuple(layers), arrays[f"{head}mean"], arrays[f"{head}scale"]))
        number += 1
    return tuple(found)
