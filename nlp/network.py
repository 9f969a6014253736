"""A small network of two hidden layers that tells a probability: taught here, light enough to ship as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

_STEADY = 1e-3  # a sign that varies less than this was never seen to differ, so nothing was learned of it
_SILENT = 1e9
_FAR = 8.0  # standard deviations: rare signs speak, but no louder than the rest together


@dataclass(frozen=True)
class Network:
    """Two hidden layers; weights as they were learned."""

    layers: tuple[tuple[np.ndarray, np.ndarray], ...]
    mean: np.ndarray
    scale: np.ndarray

    def scores(self, rows: np.ndarray) -> np.ndarray:
        if not len(rows):
            return np.zeros(0)
        values = np.clip((rows - self.mean) / self.scale, -_FAR, _FAR)
        for weights, bias in self.layers[:-1]:
            values = np.maximum(values @ weights + bias, 0)
        weights, bias = self.layers[-1]
        result: np.ndarray = 1 / (1 + np.exp(-np.clip(values @ weights + bias, -30, 30)))[:, 0]
        return result


def learn(
    rows: np.ndarray,
    right: np.ndarray,
    *,
    seed: int,
    epochs: int = 24,
    hidden: tuple[int, int] = (48, 24),
    decay: float = 1e-4,
) -> Network:
    """Fit the network by Adam on the log-loss; `decay` draws weights to nothing; the same seed, the same weights."""
    source = np.random.default_rng(seed)
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    scale = np.where(spread < _STEADY, _SILENT, spread + _STEADY)
    sizes = [rows.shape[1], *hidden, 1]
    drawn = [p for a, b in pairwise(sizes) for p in (source.normal(0, np.sqrt(2 / a), (a, b)), np.zeros(b))]
    params = [p.astype("float32") for p in drawn]
    first, second = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
    standard, step = np.clip((rows - mean) / scale, -_FAR, _FAR).astype("float32"), 0
    for epoch in range(epochs):
        order = source.permutation(len(rows))
        rate = 0.003 * (1 - epoch / epochs) + 0.0002
        for start in range(0, len(rows), 256):
            batch = order[start : start + 256]
            gradients = _gradients(params, standard[batch], right[batch])
            step += 1
            for k, gradient in enumerate(gradients):
                slope = gradient + decay * params[k]
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


def packed(networks: Sequence[Network], name: str) -> dict[str, np.ndarray]:
    """The networks' numbers as arrays, each under a name."""
    arrays: dict[str, np.ndarray] = {}
    for number, network in enumerate(networks):
        head = f"{name}.{number}."
        arrays |= {f"{head}mean": network.mean, f"{head}scale": network.scale}
        for layer, (weights, bias) in enumerate(network.layers):
            arrays |= {f"{head}w{layer}": weights, f"{head}b{layer}": bias}
    return {key: array.astype("float32") for key, array in arrays.items()}


def unpacked(arrays: Mapping[str, np.ndarray], name: str) -> tuple[Network, ...]:
    """The networks that `packed` put under a name."""
    found: list[Network] = []
    while f"{name}.{len(found)}.mean" in arrays:
        head, layers = f"{name}.{len(found)}.", list[tuple[np.ndarray, np.ndarray]]()
        while f"{head}w{len(layers)}" in arrays:
            layers.append((arrays[f"{head}w{len(layers)}"], arrays[f"{head}b{len(layers)}"]))
        found.append(Network(tuple(layers), arrays[f"{head}mean"], arrays[f"{head}scale"]))
    return tuple(found)
