"""Makes chances of how sure the reader was of a word's letters, and prints how far each is from what is so.

    python -P tests/bench/sureness.py [SHEETS]

Sheets of the layouts that things are tuned on are damaged in four ways and read; a word is right where the sheet's own
text layer has it in that place. What they teach is written to `bots/reading/sureness.json` and judged on half as many
sheets of the layouts that nothing is tuned on: right words against what was told of them in ten bins, and the expected
calibration error (Guo and others, 2017) of both, before and after. A quarter of an hour for 16 sheets.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np

from bots.reading import ocr_paddle, sureness
from bots.reading.ocr import Profile
from bots.reading.reader import DocumentReader
from casework.reading import Page, Word
from dovtech.benching import damage, paper, unseen
from dovtech.benching.reading import read_page

WAYS = ("clean", "bad", "fax", "telephone")
_FIRST, _FIRST_UNSEEN = 400, 4000
_NEAR = 9.0  # points by which a word of a damaged page may stand elsewhere
Kept = dict[tuple[str, float], np.ndarray]
_BINS, _GROUPS, _RIDGE, _ROUNDS = 10, 40, 1.0, 30


@dataclass(frozen=True)
class Seen:
    """A word that was read: its signs, the reader's own measure of it, whether it is right, and on what it stood."""

    signs: np.ndarray
    score: float
    right: bool
    way: str


def seen(drawn: Callable[[int], paper.Sheet], seeds: range) -> Iterator[Seen]:
    """The words of damaged sheets."""
    reader = DocumentReader(profile=Profile.ACCURATE)
    for seed in seeds:
        pdf = drawn(seed).pdf()
        truth, picture = read_page(reader, pdf), damage.rendered(pdf)
        for way in WAYS:
            kept: dict[tuple[str, float], np.ndarray] = {}

            def told(text: str, sure: Sequence[float], page: float, kept: Kept = kept) -> np.ndarray:
                kept[text, float(np.mean(sure))] = signs = sureness.signs_of(text, sure, page)
                return signs

            data = damage.packed(damage.WAYS[way](picture, seed), None if way == "telephone" else 200)
            with patch.object(ocr_paddle, "signs_of", told):
                page = read_page(reader, data)
            for word in page.words:
                signs = kept.get((word.text, word.own_score))  # none of what was read in cells or taken for a hand
                if signs is not None:
                    yield Seen(signs, word.own_score, _is_right(word, truth), way)


def _is_right(word: Word, truth: Page) -> bool:
    """Whether the page has the word where it was read, or a little off."""
    x, y = word.box.middle
    return any(
        word.text == other.text and abs(x - other.box.middle[0]) < _NEAR and abs(y - other.box.middle[1]) < _NEAR
        for other in truth.words
    )


def learn(words: Sequence[Seen]) -> dict[str, object]:
    """The line by ridge regression of the odds (Newton's method), and the chances along it by pooled neighbours."""
    rows = np.array([word.signs for word in words])
    right = np.array([word.right for word in words], dtype=np.float64)
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    line = np.zeros(scaled.shape[1])
    ridge = np.diag([*([_RIDGE] * rows.shape[1]), 0.0])
    for _ in range(_ROUNDS):
        told = 1 / (1 + np.exp(-scaled @ line))
        weight = scaled * (told * (1 - told))[:, None]
        line += np.linalg.solve(scaled.T @ weight + ridge, scaled.T @ (right - told) - ridge @ line)
    weights = line[:-1] / spread
    bias = float(line[-1] - mean @ weights)
    steps, chances = _rising(rows @ weights + bias, right)
    return {
        "weights": [round(float(each), 6) for each in weights],
        "bias": round(bias, 6),
        "steps": [round(float(each), 4) for each in steps],
        "chances": [round(float(each), 4) for each in chances],
    }


def _rising(along: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean place and the share of right ones of groups along the line, neighbours pooled till they rise."""
    order = np.argsort(along)
    groups: list[tuple[float, float, int]] = []
    for part in np.array_split(order, _GROUPS):
        groups.append((float(along[part].sum()), float(right[part].sum()), len(part)))
        while len(groups) > 1 and groups[-2][1] / groups[-2][2] >= groups[-1][1] / groups[-1][2]:
            last, before = groups.pop(), groups.pop()
            groups.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    places, hits, counts = (np.array(column, dtype=np.float64) for column in zip(*groups, strict=True))
    return places / counts, (hits + 1) / (counts + 2)


def told_and_so(told: np.ndarray, right: np.ndarray) -> list[tuple[float, float, int]]:
    """Of each bin of chances that has words: the mean that was told, the share that is right, and their number."""
    bins = np.minimum((told * _BINS).astype(int), _BINS - 1)
    chosen = [bins == each for each in range(_BINS) if (bins == each).any()]
    return [(float(told[each].mean()), float(right[each].mean()), int(each.sum())) for each in chosen]


def error(told: np.ndarray, right: np.ndarray) -> float:
    """The expected calibration error."""
    return sum(abs(mean - share) * count for mean, share, count in told_and_so(told, right)) / len(told)


def report(words: Sequence[Seen], title: str) -> None:
    """What was told and what is so, before and after."""
    judge = sureness.learnt()
    print(f"{title}: {len(words)} words, {100 * np.mean([word.right for word in words]):.2f} % right")  # noqa: T201
    for way in (*WAYS, ""):
        chosen = [word for word in words if way in {"", word.way}]
        right = np.array([word.right for word in chosen], dtype=np.float64)
        before = np.array([word.score for word in chosen])
        after = np.array([judge.chance(word.signs) for word in chosen])
        both = (f"{100 * error(told, right):.2f} %" for told in (before, after))
        missed = (f"{np.mean((told - right) ** 2):.4f}" for told in (before, after))
        print(f"  {way or 'all':10} error {' -> '.join(both)}, Brier score {' -> '.join(missed)}")  # noqa: T201
    for name, told in (("before", before), ("after", after)):
        rows = (f"{mean:.3f}/{share:.3f} ({count})" for mean, share, count in told_and_so(told, right))
        print(f"  {name}, told/right (words): {', '.join(rows)}")  # noqa: T201


def main(sheets: int) -> None:
    """Learn, keep and report."""
    learned = list(seen(paper.drawn, range(_FIRST, _FIRST + sheets)))
    kept = Path(sureness.__file__).with_suffix(".json")
    kept.write_text(json.dumps(learn(learned)) + "\n", encoding="ascii")
    sureness.learnt.cache_clear()
    report(learned, "learnt from")
    report(
        list(seen(unseen.drawn, range(_FIRST_UNSEEN, _FIRST_UNSEEN + sheets // 2))), "layouts that nothing is tuned on"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 16)
