"""Makes chances of how sure each reader was of what it read, and prints how far each is from what is so.

    python -P tests/bench/sureness.py [SHEETS [READER...]]

Sheets of the layouts that things are tuned on are damaged in four ways and read; a word is right where the sheet's own
text layer has it in that place. What they teach of the readers named (all, where none is: `paddle`, `tesseract`,
`cells`) is written to `bots/reading/sureness.json` and judged on half as many sheets of the layouts that nothing is
tuned on: right words against what was told of them in ten bins, and the expected calibration error (Guo and
others, 2017) of both, before and after. Of rows of cells, five a sheet, three times as many sheets are read, also at
half the resolution, which counts a quarter: hardly one is wrong otherwise. Half an hour for 10 sheets.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from unittest.mock import patch

import cv2
import numpy as np

from bots.reading import ocr_tesseract, sureness
from bots.reading import reader as readers
from bots.reading.ocr import Eyes, Profile, eyes_for
from bots.reading.reader import DocumentReader
from casework.reading import Box, Page, Source, Word
from dovtech.benching import damage, paper, unseen
from dovtech.benching.reading import read_page

_FIRST, _FIRST_UNSEEN = 400, 4000
_NEAR = 9.0  # points by which a word of a damaged page may stand elsewhere
_BINS, _GROUPS, _RIDGE, _ROUNDS = 10, 40, 1.0, 30
_MANY = 2000  # words: of fewer, groups are too small to tell the chance of what is nearly always right
_CURVE = np.linspace(-6, 6, 25)
_ROWS = 3  # times as many sheets
_RARE = 0.25  # what a word counts for that stood on a sheet as hardly one comes

Picture = damage.Picture


def _coarse(harm: Callable[[Picture, int], Picture]) -> Callable[[Picture, int], Picture]:
    """What a harm does to a page that was scanned at half the resolution before."""

    def harmed(page: Picture, seed: int) -> Picture:
        half = cv2.resize(page, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        return harm(np.asarray(cv2.resize(half, page.shape[::-1]), dtype=np.uint8), seed)

    return harmed


WAYS = {way: damage.WAYS[way] for way in ("clean", "bad", "fax", "telephone")}
COARSE = {"coarse bad": _coarse(damage.bad), "coarse fax": _coarse(damage.fax)}


@dataclass(frozen=True)
class Seen:
    """A word that was read: its signs, the reader's own measure of it, whether it is right, and on what it stood."""

    signs: np.ndarray
    score: float
    right: bool
    way: str
    weight: float = 1.0


@dataclass(frozen=True)
class Course:
    """How a reader is learnt of: the ways its sheets are damaged in, and whether all of them have rows of cells."""

    reader: str
    eyes: Callable[[], Eyes]
    ways: Mapping[str, Callable[[Picture, int], Picture]]
    combs: bool = False

    def seen(self, drawn: Callable[[int], paper.Sheet], first: int, sheets: int) -> Iterator[Seen]:
        """The words of damaged sheets that this reader read."""
        seeds = (seed for seed in count(first) if not self.combs or drawn(seed).combs)
        for seed in islice(seeds, sheets * (_ROWS if self.combs else 1)):
            sheet = drawn(seed)
            pdf = sheet.pdf()
            truth, picture = read_page(DocumentReader(), pdf), damage.rendered(pdf)
            for way, harm in self.ways.items():
                data = damage.packed(harm(picture, seed), None if way == "telephone" else 200)
                for signs, score, word in self._read(data):
                    right = _is_right(word, truth) or (self.combs and word.text in sheet.combs)
                    yield Seen(signs, score, right, way, _RARE if way in COARSE else 1.0)

    def _read(self, data: bytes) -> Iterator[tuple[np.ndarray, float, Word]]:
        """The page's words with their signs and their reader's measure.

        Words that were taken for a hand are left out: what is held against these is not how they were read. Rows of
        cells are not, as figures at even steps often pass for a hand's.
        """
        kept: dict[tuple[str, Box], tuple[np.ndarray, float]] = {}

        def told(reader: str, text: str, box: Box, signs: np.ndarray, score: float) -> Word:
            if reader == self.reader:
                kept[text, box] = signs, score
            return Word(text=text, box=box, confidence=score, source=Source.OCR, score=score)

        eyes = self.eyes()
        with patch.object(sureness, "word_read", told), patch.object(readers, "eyes_for", lambda _profile: eyes):
            page = read_page(DocumentReader(), data)
        for word in page.words:
            signs, score = kept.get((word.text, word.box), (None, 0.0))
            if signs is not None and (self.combs or word.own_score == score):
                yield signs, score, word


COURSES = (
    Course(sureness.PADDLE, lambda: eyes_for(Profile.ACCURATE), WAYS),
    Course(sureness.TESSERACT, lambda: ocr_tesseract.EYES, WAYS),
    Course(sureness.CELLS, lambda: eyes_for(Profile.ACCURATE), WAYS | COARSE, combs=True),
)


def _is_right(word: Word, truth: Page) -> bool:
    """Whether the page has the word where it was read, or a little off."""
    x, y = word.box.middle
    return any(
        word.text == other.text and abs(x - other.box.middle[0]) < _NEAR and abs(y - other.box.middle[1]) < _NEAR
        for other in truth.words
    )


def learn(words: Sequence[Seen]) -> dict[str, object]:
    """The line by ridge regression of the odds (Newton's method), and the chances along it by pooled neighbours.

    Where the words are few, the chances are those of the regression itself.
    """
    rows = np.array([word.signs for word in words])
    right = np.array([word.right for word in words], dtype=np.float64)
    counts = np.array([word.weight for word in words])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    line = np.zeros(scaled.shape[1])
    ridge = np.diag([*([_RIDGE] * rows.shape[1]), 0.0])
    for _ in range(_ROUNDS):
        told = 1 / (1 + np.exp(-scaled @ line))
        weight = scaled * (counts * told * (1 - told))[:, None]
        line += np.linalg.solve(scaled.T @ weight + ridge, scaled.T @ (counts * (right - told)) - ridge @ line)
    weights = line[:-1] / spread
    bias = float(line[-1] - mean @ weights)
    logistic = _CURVE, 1 / (1 + np.exp(-_CURVE))
    steps, chances = _rising(rows @ weights + bias, right) if len(words) >= _MANY else logistic
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


def report(words: Sequence[Seen], title: str, reader: str) -> None:
    """What was told and what is so, before and after."""
    judge = sureness.learnt(reader)
    print(f"{title}: {len(words)} words, {100 * np.mean([word.right for word in words]):.2f} % right")  # noqa: T201
    for way in (*dict.fromkeys(word.way for word in words), ""):
        chosen = [word for word in words if way in {"", word.way}]
        right = np.array([word.right for word in chosen], dtype=np.float64)
        before = np.array([word.score for word in chosen])
        after = np.array([judge.chance(word.signs) for word in chosen])
        both = (f"{100 * error(told, right):.2f} %" for told in (before, after))
        missed = (f"{np.mean((told - right) ** 2):.4f}" for told in (before, after))
        sides = f"error {' -> '.join(both)}, Brier score {' -> '.join(missed)}"
        print(f"  {way or 'all':10} {len(chosen):5} words, {sides}")  # noqa: T201
    for name, told in (("before", before), ("after", after)):
        rows = (f"{mean:.3f}/{share:.3f} ({count})" for mean, share, count in told_and_so(told, right))
        print(f"  {name}, told/right (words): {', '.join(rows)}")  # noqa: T201


def keep(reader: str, taught: dict[str, object]) -> None:
    """Put what was learnt of a reader beside what is known of the others, a line each."""
    path = Path(sureness.__file__).with_suffix(".json")
    kept = json.loads(path.read_text(encoding="ascii")) | {reader: taught}
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in kept.items())
    path.write_text(f"{{\n{lines}\n}}\n", encoding="ascii")
    sureness.learnt.cache_clear()


def main(sheets: int, *named: str) -> None:
    """Learn, keep and report."""
    for course in COURSES:
        if named and course.reader not in named:
            continue
        learned = list(course.seen(paper.drawn, _FIRST, sheets))
        keep(course.reader, learn(learned))
        report(learned, f"{course.reader}, learnt from", course.reader)
        judged = list(course.seen(unseen.drawn, _FIRST_UNSEEN, sheets // 2))
        report(judged, f"{course.reader}, layouts that nothing is tuned on", course.reader)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 16, *sys.argv[2:])
