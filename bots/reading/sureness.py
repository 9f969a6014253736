"""How likely a word is right, by how sure the network was of its letters; learnt by `tests/bench/sureness.py`."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Signs = npt.NDArray[np.float64]

_NEAREST = 1e-5  # to certainty: the network's sums end there


@dataclass(frozen=True, slots=True)
class Sureness:
    """A line through the space of signs, and the chances that were met along it, which only rise."""

    weights: Signs
    bias: float
    steps: Signs
    chances: Signs

    def chance(self, signs: Signs) -> float:
        """The chance 0..1 that a word with these signs is right."""
        return float(np.interp(self.along(signs), self.steps, self.chances))

    def along(self, signs: Signs) -> float:
        """How far along the line a word with these signs stands."""
        return float(signs @ self.weights) + self.bias


@cache
def learnt() -> Sureness:
    """What was learnt."""
    kept: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="ascii"))
    weights, steps, chances = (np.asarray(kept[name], dtype=np.float64) for name in ("weights", "steps", "chances"))
    return Sureness(weights, float(kept["bias"]), steps, chances)


def signs_of(text: str, sure: Sequence[float], page: float) -> Signs:
    """What tells of a word: its letters' mean and least certainty, their number, what they are, and the page's mean."""
    letters = max(1, len(text))
    return np.array([
        _doubt(sum(sure) / len(sure)),
        _doubt(min(sure)),
        math.log(letters),
        _doubt(page),
        float(any(sign.isdigit() for sign in text)),
        float(not any(sign.isalnum() for sign in text)),
        float(len(text) == 1),
    ])  # fmt: skip


def _doubt(sure: float) -> float:
    """The logarithm of what is missing to certainty."""
    return math.log(max(1.0 - sure, _NEAREST))
