"""How likely a word is right, by how sure its reader was of it; learnt for each reader by `tests/bench/sureness.py`."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from casework.reading import Box, Source, Word

Signs = npt.NDArray[np.float64]

PADDLE, TESSERACT, CELLS = "paddle", "tesseract", "cells"
"""The readers: PP-OCR's words, Tesseract's words, and PP-OCR's letters in a row of cells."""

_NEAREST = 1e-5  # to certainty: the network's sums end there
_STRANGE = frozenset("|\\[]{}~_=<>*^«»©®°")  # what no form's value holds, and rules and specks are taken for


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
def learnt(reader: str) -> Sureness:
    """What was learnt of a reader."""
    kept: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="ascii"))[reader]
    weights, steps, chances = (np.asarray(kept[name], dtype=np.float64) for name in ("weights", "steps", "chances"))
    return Sureness(weights, float(kept["bias"]), steps, chances)


def word_read(reader: str, text: str, box: Box, signs: Signs, score: float) -> Word:
    """A word with the chance that it is right; the reader's own measure stays beside it."""
    return Word(text=text, box=box, confidence=learnt(reader).chance(signs), source=Source.OCR, score=score)


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


def signs_of_whole(text: str, sure: float, page: float) -> Signs:
    """What tells of a word that is judged as a whole: besides these, whether it looks like none."""
    return np.array([
        *signs_of(text, [sure], page)[1:],
        float(any(sign in _STRANGE for sign in text)),
        float(any(before.islower() and sign.isupper() for before, sign in pairwise(text))),
    ])  # fmt: skip


def signs_of_row(text: str, sure: float, page: float, plain: str, *, singly: bool) -> Signs:
    """What tells of a row of cells: its least sure letter, their number, the page's mean, and whether it reads alike.

    `plain` is what was read there as words; `singly` says that its letters were spelled one by one, as their number was
    not that of the cells.
    """
    likeness = SequenceMatcher(None, plain.upper(), text.upper(), autojunk=False).ratio()
    return np.array([
        _doubt(sure),
        math.log(max(1, len(text))),
        _doubt(page),
        float(singly),
        likeness,
        float(likeness == 1),
        float(any(sign.islower() or not sign.isalnum() for sign in text)),
    ])  # fmt: skip


def _doubt(sure: float) -> float:
    """The logarithm of what is missing to certainty."""
    return math.log(max(1.0 - sure, _NEAREST))
