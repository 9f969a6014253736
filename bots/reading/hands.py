"""Tells handwriting from print by how its strokes run; learnt by `tests/bench/hands.py`, kept in `hands.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bots.reading.arrays import Grey
from bots.reading.inks import patch_of
from casework.reading import Box, Word

Features = npt.NDArray[np.float64]

BINS = 18  # of ten degrees each: the directions in which edges run
HEIGHT = 40  # pixels at which ink is looked at
_LEAST_HEIGHT = 10  # pixels of ink: less shows no hand
_LEAST_LETTERS = 3
_GAP = 1.2  # heights between two words that one hand or one machine wrote in a go
_CERTAINTY = 0.6  # at most, of what is written by hand: it is shown to a person and not guessed


@dataclass(frozen=True, slots=True)
class Judge:
    """A line through the space of features: what is above it was written by hand."""

    mean: Features
    spread: Features
    weights: Features
    bias: float

    def odds(self, features: Features) -> float:
        """The logarithm of the odds that ink with these features is handwriting."""
        return float((features - self.mean) / self.spread @ self.weights) + self.bias


@cache
def judge() -> Judge:
    """The judge that was learnt."""
    kept: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="ascii"))
    mean, spread, weights = (np.asarray(kept[name], dtype=np.float64) for name in ("mean", "spread", "weights"))
    return Judge(mean, spread, weights, float(kept["bias"]))


def told_apart(words: Sequence[Word], picture: Grey, scale: float) -> list[Word]:
    """The words of a page's picture (`scale` points per pixel), those that a hand wrote marked and held for doubtful.

    Words that stand close together on a line are judged together: one hand wrote them.
    """
    told = list(words)
    for run, features in seen(words, picture, scale):
        if judge().odds(features) > 0:
            for index in run:
                word = told[index]
                told[index] = replace(word.at_most(_CERTAINTY), handwritten=True)
    return told


def seen(words: Sequence[Word], picture: Grey, scale: float) -> Iterator[tuple[list[int], Features]]:
    """The places of words that one hand or one machine wrote in a go, with their mean features, weighed by width.

    What has too few letters or too little ink to show a hand is left out.
    """
    for run in _runs(words):
        chosen = [words[index] for index in run]
        if sum(sum(sign.isalnum() for sign in word.text) for word in chosen) < _LEAST_LETTERS:
            continue
        told = [
            (features, word.box.width) for word in chosen if (features := _features(word, picture, scale)) is not None
        ]
        if told:
            rows, widths = zip(*told, strict=True)
            yield run, np.average(rows, axis=0, weights=widths)


def _features(word: Word, picture: Grey, scale: float) -> Features | None:
    margin = 0.15 * word.box.height
    box = Box(word.box.x0 - 1, word.box.y0 - margin, word.box.x1 + 1, word.box.y1 + margin)
    return features_of(patch_of(picture, box, scale))


def _runs(words: Sequence[Word]) -> list[list[int]]:
    """The words by place: those of a line that stand close together."""
    runs: list[list[int]] = []
    order = sorted(range(len(words)), key=lambda index: (round(words[index].box.middle[1] / 4), words[index].box.x0))
    for index in order:
        last = words[runs[-1][-1]].box if runs else None
        box = words[index].box
        near = last is not None and abs(last.middle[1] - box.middle[1]) < 0.5 * box.height
        if last is not None and near and -0.5 * box.height <= box.x0 - last.x1 <= _GAP * box.height:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def features_of(patch: Grey) -> Features | None:
    """How the ink of a word runs: the directions of its edges, its thickness and how level its letters stand.

    None where there is too little ink to tell.
    """
    if min(patch.shape, default=0) < _LEAST_HEIGHT:
        return None
    ink = _ink(patch)
    rows = np.flatnonzero(ink.any(axis=1))
    if not rows.size or rows[-1] - rows[0] + 1 < _LEAST_HEIGHT:
        return None
    cut = patch[rows[0] : rows[-1] + 1]
    factor = HEIGHT / cut.shape[0]
    cut = np.asarray(
        cv2.resize(cut, (max(8, round(cut.shape[1] * factor)), HEIGHT), interpolation=cv2.INTER_AREA), np.uint8
    )
    ink = _ink(cut)
    if int(ink.sum()) < HEIGHT:
        return None
    return np.concatenate([_directions(cut), _thickness(ink), _letters(ink)])


def _ink(patch: Grey) -> npt.NDArray[np.bool_]:
    threshold, _ = cv2.threshold(patch, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.asarray(patch < threshold, dtype=np.bool_)


def _directions(patch: Grey) -> Features:
    soft = cv2.GaussianBlur(patch, (0, 0), 1.0).astype(np.float32)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    strength = np.hypot(across, down)
    strong = strength > 0.25 * float(strength.max())
    turned = np.degrees(np.arctan2(down[strong], across[strong])) % 180
    steps = (turned / (180 / BINS)).astype(int) % BINS
    shares = np.bincount(steps, weights=strength[strong], minlength=BINS).astype(np.float64)
    shares /= shares.sum()
    entropy = -float((shares * np.log(shares + 1e-9)).sum())
    return np.concatenate([np.sqrt(shares), [entropy, float(shares.max())]])


def _thickness(ink: npt.NDArray[np.bool_]) -> Features:
    far = cv2.distanceTransform(np.pad(ink, 1).astype(np.uint8), cv2.DIST_L2, 3)
    ridge = far[(far > 0) & (far >= cv2.dilate(far, np.ones((3, 3), np.uint8)))]
    mean = float(ridge.mean())
    return np.array([mean, float(ridge.std()) / mean, float(ink.mean())])


def _letters(ink: npt.NDArray[np.bool_]) -> Features:
    """How level the letters stand, how alike they are high, and how many hang together."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    parts = stats[1:][stats[1:, cv2.CC_STAT_HEIGHT] >= 0.25 * HEIGHT]
    if len(parts) < 2:
        return np.array([0.0, 0.0, 0.0, float(len(parts)) / max(1.0, ink.shape[1] / HEIGHT)])
    tops = parts[:, cv2.CC_STAT_TOP].astype(np.float64)
    feet = tops + parts[:, cv2.CC_STAT_HEIGHT]
    level = np.sort(np.abs(feet - _share_of(np.sort(feet), 0.5)))
    return np.array([
        _share_of(level, 0.5) / HEIGHT,
        _share_of(level, 0.75) / HEIGHT,
        float(_to_nearest(tops)) / HEIGHT,
        float(len(parts)) / (ink.shape[1] / HEIGHT),
    ])  # fmt: skip


def _share_of(ordered: Features, share: float) -> float:
    """The value below which a share of ordered ones lies; numpy's own takes ten times as long for so few."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (ordered[high] - ordered[low]) * (place - low))


def _to_nearest(tops: Features) -> float:
    """How far a letter's top is from the nearest other one: of print there are only two or three heights."""
    ordered = np.sort(tops)
    steps = np.diff(ordered)
    nearest = np.minimum(np.concatenate([steps, [np.inf]]), np.concatenate([[np.inf], steps]))
    return float(nearest.mean())
