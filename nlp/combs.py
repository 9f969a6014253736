"""Rows of little cells with one sign each: what stands in neighbouring cells is a word, all of a row is one answer.

The reader joins what it is sure of; a value of several words leaves cells blank between them, and short ones are no
more than a few signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from casework.reading import Box, Word
from nlp.tokens import around

_THIN, _LOW, _TALL = 2.5, 7.0, 40.0  # points of a bar
_NARROW, _WIDE = 7.0, 32.0  # points from bar to bar
_EVEN = 0.15  # of a step
_LEVEL = 3.0  # points by which the bars of a row may be shifted
_FEWEST = 4  # bars
_FEWEST_SIGNS = 4  # of a row of cells that shows no rules
_SPELLED = 1.4  # signs a cell: what was typed across the cells has more


@dataclass(frozen=True)
class Comb:
    """A row of cells, `step` points wide each."""

    box: Box
    step: float

    def cells(self, word: Word) -> tuple[int, int]:
        """The first and the last cell that a word stands in."""
        edge = 0.2 * self.step
        return int((word.box.x0 + edge - self.box.x0) / self.step), int((word.box.x1 - edge - self.box.x0) / self.step)

    def joins(self, left: Word, right: Word) -> bool:
        """Whether two words are of its one answer."""
        return self.box.holds(*left.box.middle) and self.box.holds(*right.box.middle)


def combs_of(rules: Sequence[Box]) -> list[Comb]:
    """The combs among a page's printed rules."""
    bars = sorted((r for r in rules if r.width <= _THIN and _LOW <= r.height <= _TALL), key=lambda r: (r.y0, r.x0))
    rows: list[list[Box]] = []
    for bar in bars:
        if not rows or bar.y0 - rows[-1][0].y0 > _LEVEL:
            rows.append([])
        rows[-1].append(bar)
    edges = [rule for rule in rules if rule.height <= _THIN < rule.width]
    return [comb for row in rows for comb in _even(sorted(row, key=lambda bar: bar.x0), edges)]


def _even(row: Sequence[Box], edges: Sequence[Box]) -> Iterator[Comb]:
    near = [edge for edge in edges if row[0].y0 - _LEVEL <= edge.y0 and edge.y1 <= row[0].y1 + _LEVEL]
    run: list[Box] = []
    for bar in row:
        step = bar.x0 - run[-1].x0 if run else 0.0
        if run and step < _THIN:  # the sides of two cells that touch
            continue
        usual = (run[-1].x0 - run[0].x0) / (len(run) - 1) if len(run) > 1 else step
        is_gap = bool(near) and bool(run) and not _is_closed(run[-1].x0 + step / 2, near)
        if run and (is_gap or not (_NARROW <= step <= _WIDE and abs(step - usual) <= _EVEN * usual)):
            yield from _comb(run)
            # The last bar of one row of cells may be the first of another, with wider ones.
            run = run[-1:] if not is_gap and _NARROW <= step <= _WIDE and len(run) < _FEWEST else []
        run.append(bar)
    yield from _comb(run)


def _is_closed(x: float, edges: Sequence[Box]) -> bool:
    """Whether a printed edge closes what lies between two bars: between two rows of cells there is none."""
    return any(edge.x0 <= x <= edge.x1 for edge in edges)


def _comb(run: Sequence[Box]) -> Iterator[Comb]:
    if len(run) >= _FEWEST:
        box = Box(run[0].x0, min(bar.y0 for bar in run), run[-1].x1, max(bar.y1 for bar in run))
        yield Comb(box, (run[-1].x0 - run[0].x0) / (len(run) - 1))


def spelled(words: Sequence[Word], combs: Sequence[Comb]) -> list[Word]:
    """The words, those in neighbouring cells of a comb made one."""
    joined: dict[int, Word] = {}
    dropped: set[int] = set()
    for comb in combs:
        inside = sorted((word for word in words if comb.box.holds(*word.box.middle)), key=lambda word: word.box.x0)
        if len(inside) < 2 or not all(_in_cells(word, comb) for word in inside):
            continue
        for run in _words(inside, comb):
            joined[id(run[0])] = replace(run[0], text="".join(word.text for word in run), box=around(run))
            dropped.update(id(word) for word in run[1:])
    return [joined.get(id(word), word) for word in words if id(word) not in dropped]


def _in_cells(word: Word, comb: Comb) -> bool:
    first, last = comb.cells(word)
    return len(word.text) <= _SPELLED * (last - first + 1)


def _words(inside: Sequence[Word], comb: Comb) -> Iterator[list[Word]]:
    run = [inside[0]]
    for left, right in pairwise(inside):
        if comb.cells(right)[0] - comb.cells(left)[1] > 1:
            yield run
            run = []
        run.append(right)
    yield run


def with_signs_joined(runs: list[list[Word]]) -> Iterable[list[Word]]:
    """The runs of a line, single signs in a row put together again where no rules are left to show their cells."""
    comb: list[list[Word]] = []
    for run in [*runs, []]:
        single = len(run) == 1 and len(run[0].text) <= 2
        if single and (not comb or run[0].box.x0 - comb[-1][0].box.x1 < 3 * max(run[0].box.height, 6.0)):
            comb.append(run)
            continue
        if len(comb) >= _FEWEST_SIGNS:
            yield [word for part in comb for word in part]
        else:
            yield from comb
        comb = [run] if single else []
        if run and not single:
            yield run
