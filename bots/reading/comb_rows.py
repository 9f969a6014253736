"""Rows of cells for one letter each in a scan: upright bars of one height at equal steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from casework.reading import Box

_PITCH = (8.0, 32.0)  # points between two bars
_FEWEST_CELLS, _MOST_CELLS = 4, 60
_HIGHEST = 40.0
_ALIKE = 2.5  # points by which the ends of one row's bars differ


@dataclass(frozen=True, slots=True)
class Comb:
    """A row of cells for one letter each, in points; `box` is the whole row."""

    box: Box
    cells: tuple[Box, ...]


def combs_of(bars: Sequence[Box]) -> Iterator[Comb]:
    """The combs that upright lines form; a table's columns are wider, letters are not so regular.

    A bar that a bad scan lost in the middle is put back; a longer line, the frame's, ends a comb too.
    """
    short = [bar for bar in bars if bar.height <= _HIGHEST]
    found = [_comb(_completed(run, bars)) for row in _rows(short) for run in _even_runs(row)]
    kept: list[Comb] = []
    for comb in sorted(found, key=lambda comb: -comb.box.width * comb.box.height):
        if not any(other.box.holds(*comb.box.middle) for other in kept):  # upright strokes of its letters stand evenly
            kept.append(comb)
            yield comb


def _rows(bars: Sequence[Box]) -> list[list[Box]]:
    rows: list[list[Box]] = []
    for bar in sorted(bars, key=lambda b: (b.y0, b.x0)):
        row = next((r for r in rows[-40:] if _alike(r[0], bar)), None)
        if row is None:
            rows.append([bar])
        else:
            row.append(bar)
    return [sorted(row, key=lambda bar: bar.x0) for row in rows]


def _alike(first: Box, second: Box) -> bool:
    return abs(first.y0 - second.y0) < _ALIKE and abs(first.y1 - second.y1) < _ALIKE


def _even_runs(row: Sequence[Box]) -> Iterator[list[Box]]:
    run: list[Box] = list(row[:1])
    for bar in row[1:]:
        step = bar.middle[0] - run[-1].middle[0]
        before = run[-1].middle[0] - run[-2].middle[0] if len(run) > 1 else step
        near = abs(step - before) <= 0.15 * before + 0.7
        if _PITCH[0] <= step <= _PITCH[1] and near:
            run.append(bar)
        elif len(run) > 2 and abs(step - 2 * before) <= 0.15 * before + 0.7:
            run += [_between(run[-1], bar), bar]
        elif step > 0.35 * before or len(run) == 1:  # a stroke of a letter in a cell is no bar
            if len(run) > _FEWEST_CELLS:
                yield run
            run = [run[-1], bar] if _PITCH[0] <= step <= _PITCH[1] else [bar]
    if len(run) > _FEWEST_CELLS:
        yield run


def _between(left: Box, right: Box) -> Box:
    middle = (left.middle[0] + right.middle[0]) / 2
    return Box(middle - 0.3, max(left.y0, right.y0), middle + 0.3, min(left.y1, right.y1))


def _completed(run: list[Box], lines: Sequence[Box]) -> list[Box]:
    """The run with the lines that stand one step before its first and after its last bar.

    They may be longer than its bars: the frame's own sides, or a bar that touches a caption.
    """
    pitch = (run[-1].middle[0] - run[0].middle[0]) / (len(run) - 1)
    whole = list(run)
    while len(whole) < _MOST_CELLS and (before := _side(lines, run[0], whole[0].middle[0] - pitch)):
        whole.insert(0, before)
    while len(whole) < _MOST_CELLS and (after := _side(lines, run[-1], whole[-1].middle[0] + pitch)):
        whole.append(after)
    return whole


def _side(lines: Sequence[Box], bar: Box, x: float) -> Box | None:
    for line in lines:
        here = line.x0 - 1.2 <= x <= line.x1 + 1.2 and line.width < _PITCH[0] / 2
        if here and line.y0 <= bar.y0 + _ALIKE and line.y1 >= bar.y1 - _ALIKE:
            return Box(line.x0, bar.y0, line.x1, bar.y1)
    return None


def _comb(bars: Sequence[Box]) -> Comb:
    cells = tuple(
        Box(left.x1, max(left.y0, right.y0), right.x0, min(left.y1, right.y1)) for left, right in pairwise(bars)
    )
    return Comb(bars[0].union(bars[-1]), cells)
