"""The learned judgement over candidates: a small network for the score, isotonic steps for the confidence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

_EVERY = "*"
_LEAST_POINTS = 150


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


@dataclass(frozen=True)
class LearnedJudge:
    """Plays the resolver's Judge."""

    network: Network
    steps: Mapping[str, Sequence[tuple[float, float]]]

    def scores(self, rows: np.ndarray) -> np.ndarray:
        return self.network.scores(rows)

    def confidence(self, score: float, kind: str) -> float:
        steps = self.steps.get(kind) or self.steps[_EVERY]
        return max((sure for start, sure in steps if start <= score), default=0.0)


def calibrated(network: Network, outcomes: Sequence[tuple[str, float, bool]]) -> LearnedJudge:
    """A judge whose confidence is what came true on held-out families: by type where there is enough to count."""
    kinds = {kind for kind, _, _ in outcomes}
    steps = {_EVERY: isotonic([s for _, s, _ in outcomes], [r for _, _, r in outcomes])}
    for kind in sorted(kinds):
        own = [(s, r) for k, s, r in outcomes if k == kind]
        if len(own) >= _LEAST_POINTS:
            steps[kind] = isotonic([s for s, _ in own], [r for _, r in own])
    return LearnedJudge(network, steps)


def save(judge: LearnedJudge, folder: Path) -> None:
    """Write the judge as one array file and one JSON file."""
    arrays = {"mean": judge.network.mean, "scale": judge.network.scale}
    for number, (weights, bias) in enumerate(judge.network.layers):
        arrays |= {f"w{number}": weights, f"b{number}": bias}
    np.savez(folder / "judge.npz", **{name: array.astype("float32") for name, array in arrays.items()})  # type: ignore[arg-type]  # numpy types savez's keywords as flags
    (folder / "confidence.json").write_text(json.dumps(judge.steps), encoding="utf-8")


def load(folder: Path) -> LearnedJudge:
    """Read a judge; raises OSError where it is not there."""
    arrays = np.load(folder / "judge.npz")
    count = sum(name.startswith("w") for name in arrays.files)
    layers = tuple((arrays[f"w{n}"], arrays[f"b{n}"]) for n in range(count))
    steps = json.loads((folder / "confidence.json").read_text(encoding="utf-8"))
    return LearnedJudge(Network(layers, arrays["mean"], arrays["scale"]), steps)
