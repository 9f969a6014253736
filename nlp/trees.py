"""Trees grown one upon another (gradient boosting, by LightGBM): they tell a probability from a row of signs."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np

_GROWTH = {
    "objective": "binary",
    "num_leaves": 15,
    "min_data_in_leaf": 30,
    "lambda_l2": 5.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


@dataclass(frozen=True)
class Trees:
    """A grown model; light enough to be asked for every paper."""

    booster: lightgbm.Booster

    def scores(self, rows: np.ndarray) -> np.ndarray:
        if not len(rows):
            return np.zeros(0)
        return np.asarray(self.booster.predict(rows, num_threads=1))


def grow(
    rows: np.ndarray, right: np.ndarray, weights: np.ndarray | None = None, *, seed: int, rate: float, rounds: int = 300
) -> Trees:
    """Trees that tell the right rows from the others; the same seed, the same trees.

    Each round corrects what the rounds before say wrong, by `rate` of it; rows count by their `weights`.
    """
    known = lightgbm.Dataset(rows, right, weight=weights)
    grown = lightgbm.train(_GROWTH | {"seed": seed, "learning_rate": rate}, known, rounds)
    return Trees(grown)


def packed(models: Sequence[Trees], name: str) -> dict[str, np.ndarray]:
    """The models as arrays of bytes, each under a name: LightGBM's own text, compressed."""
    texts = [one.booster.model_to_string(importance_type="gain").encode() for one in models]
    return {
        f"{name}.{number}.trees": np.frombuffer(gzip.compress(text, mtime=0), dtype="uint8")
        for number, text in enumerate(texts)
    }


def unpacked(arrays: Mapping[str, np.ndarray], name: str) -> tuple[Trees, ...]:
    """The models that `packed` put under a name."""
    found: list[Trees] = []
    while (key := f"{name}.{len(found)}.trees") in arrays:
        text = gzip.decompress(arrays[key].tobytes()).decode()
        found.append(Trees(lightgbm.Booster(model_str=text)))
    return tuple(found)
