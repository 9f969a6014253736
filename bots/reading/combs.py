"""Rows of cells with one letter each: the letters are joined to the word that they spell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from casework.reading import Box, Word

_SHORTEST = 4
_WIDEST_PITCH = 32.0


def join_combs(words: Sequence[Word], rules: Sequence[Box]) -> list[Word]:
    """The words, with each run of single letters that stand at equal steps between upright rules made one word."""
    bars = [rule for rule in rules if rule.width < rule.height and 4 <= rule.height <= 40]
    singles = sorted((w for w in words if len(w.text) == 1 and w.text.isalnum()), key=lambda w: w.box.middle[::-1])
    if len(bars) < _SHORTEST or len(singles) < _SHORTEST:
        return list(words)
    joined: dict[int, Word] = {}
    dropped: set[int] = set()
    for run in _runs(singles, bars):
        joined[id(run[0])] = _one(run)
        dropped.update(id(word) for word in run[1:])
    return [joined.get(id(word), word) for word in words if id(word) not in dropped]


def _runs(singles: Sequence[Word], bars: Sequence[Box]) -> list[list[Word]]:
    runs: list[list[Word]] = []
    for row in _rows(singles):
        run = [row[0]]
        beside = _beside(row, bars)
        for last, word in pairwise(row):
            if _is_next(run, last, word, beside):
                run.append(word)
            else:
                runs.append(run)
                run = [word]
        runs.append(run)
    return [run for run in runs if len(run) >= _SHORTEST]


def _rows(singles: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in singles:
        if rows and abs(rows[-1][-1].box.middle[1] - word.box.middle[1]) < 0.4 * word.box.height:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.box.x0) for row in rows]


def _beside(row: Sequence[Word], bars: Sequence[Box]) -> list[Box]:
    """The bars that a row of letters may stand between: a page has hundreds of others."""
    reach = max(word.box.height for word in row)
    top, bottom = min(word.box.y0 for word in row), max(word.box.y1 for word in row)
    return [bar for bar in bars if bar.y0 - reach <= bottom and top <= bar.y1 + 1]


def _is_next(run: Sequence[Word], last: Word, word: Word, bars: Sequence[Box]) -> bool:
    step = word.box.middle[0] - last.box.middle[0]
    if step > _WIDEST_PITCH or not _barred(last, word, bars):
        return False
    if len(run) < 2:
        return True
    before = run[-1].box.middle[0] - run[-2].box.middle[0]
    return abs(step - before) < 0.3 * before


def _barred(left: Word, right: Word, bars: Sequence[Box]) -> bool:
    """Whether an upright rule stands between two letters."""
    y = left.box.middle[1]
    x0, x1 = left.box.middle[0], right.box.middle[0]
    reach = left.box.height
    return any(x0 < bar.x0 < x1 and bar.y0 - reach <= y <= bar.y1 + 1 for bar in bars)


def _one(run: Sequence[Word]) -> Word:
    box = run[0].box
    for word in run[1:]:
        box = box.union(word.box)
    return replace(
        run[0], text="".join(word.text for word in run), box=box, confidence=min(word.confidence for word in run)
    )
