"""What a picture of a page shows besides words: rules, tick boxes, combs and ink. Measured in the picture itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from bots.reading.arrays import Grey
from bots.reading.marks import LARGEST, SMALLEST, without_combs
from casework.reading import Box, Mark, Source, Word

_DARK = 150
_SHORTEST_RULE = 18.0  # points
_EMPTY, _TICKED = 0.05, 0.11  # shares of dark pixels inside a tick box
_PITCH = (8.0, 32.0)
_FEWEST_CELLS = 4
_SURE = 0.75
_INK, _INK_REACH = (25.0, 8.0), 9.0  # points: smallest drawing, and the gaps it may have
_ROUNDED = 7.0  # points: the smallest tick box with rounded corners


@dataclass(frozen=True, slots=True)
class Comb:
    """A row of cells for one letter each, in points; `box` is the whole row."""

    box: Box
    cells: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """The page's lines and boxes, all in points."""

    rules: tuple[Box, ...]
    marks: tuple[Mark, ...]
    combs: tuple[Comb, ...]


def structure_of(picture: Grey, scale: float) -> Structure:
    """Rules, marks and combs of an upright, flattened picture of `scale` points per pixel."""
    ink = np.asarray((picture < _DARK) * np.uint8(255), dtype=np.uint8)
    across, down = _lines(ink, _SHORTEST_RULE / scale, axis=1), _lines(ink, _SHORTEST_RULE / scale, axis=0)
    short_down = _lines(ink, SMALLEST * 1.6 / scale, axis=0)
    combs = tuple(_combs([box for box in _boxes(short_down, scale) if box.height <= 40]))
    marks = tuple(_marks(ink, scale, combs))
    return Structure((*_boxes(across, scale), *_boxes(down, scale)), marks, combs)


def _lines(ink: Grey, length: float, *, axis: int) -> Grey:
    """The straight runs of ink of at least `length` pixels; small breaks of a bad scan are bridged."""
    pixels = max(3, int(length))
    kernel = np.ones((1, pixels) if axis == 1 else (pixels, 1), np.uint8)
    bridge = np.ones((1, 3) if axis == 1 else (3, 1), np.uint8)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge)
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel), dtype=np.uint8)


def _boxes(mask: Grey, scale: float) -> list[Box]:
    """The box of each connected piece of ink; outlines of few pieces are found four times faster than labels are."""
    outlines, levels = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = [outline for outline, level in zip(outlines, levels[0] if outlines else (), strict=True) if level[3] < 0]
    return [
        Box(left * scale, top * scale, (left + width) * scale, (top + height) * scale)
        for left, top, width, height in map(cv2.boundingRect, outer)
    ]


def _marks(ink: Grey, scale: float, combs: Sequence[Comb]) -> Iterator[Mark]:
    squares = [
        box for box in without_combs(_squares(ink, scale)) if not any(comb.box.holds(*box.middle) for comb in combs)
    ]
    for box in squares:
        share = _ink_inside(ink, box, scale)
        ticked = True if share >= _TICKED else False if share <= _EMPTY else None
        sure = 0.95 if ticked is not None else 0.5
        yield Mark(box=box, ticked=ticked, confidence=sure, source=Source.OCR)


def _squares(ink: Grey, scale: float) -> list[Box]:
    """Small boxes with four inked sides: strokes that cross them are taken away first, letters have no four sides."""
    side = SMALLEST / scale
    frame = cv2.bitwise_or(_lines(ink, side, axis=1), _lines(ink, side, axis=0))
    found = []
    for box in _boxes(np.asarray(frame, dtype=np.uint8), scale):
        fits = SMALLEST <= box.width <= LARGEST and SMALLEST <= box.height <= LARGEST
        if fits and 0.75 <= box.width / box.height <= 1.33 and _has_sides(ink, box, scale):
            found.append(box)
    return found


def _patch(ink: Grey, box: Box, scale: float, inset: float = 0.0) -> Grey:
    """The box's pixels, without a margin of `inset` times its sides."""
    dx, dy = box.width * inset, box.height * inset
    rows = slice(max(0, round((box.y0 + dy) / scale)), max(1, round((box.y1 - dy) / scale)))
    columns = slice(max(0, round((box.x0 + dx) / scale)), max(1, round((box.x1 - dx) / scale)))
    return ink[rows, columns]


def _has_sides(ink: Grey, box: Box, scale: float) -> bool:
    """Whether four inked sides meet in corners, or stand free with rounded ones: a B or a D does neither."""
    patch = _patch(ink, box, scale) > 0
    band = max(2, patch.shape[0] // 6)
    sides = (
        patch[:band].any(axis=0),
        patch[-band:].any(axis=0),
        patch[:, :band].any(axis=1),
        patch[:, -band:].any(axis=1),
    )
    if not all(float(side.mean()) >= 0.88 for side in sides):
        return False
    tip = max(2, round(0.1 * patch.shape[0]))
    corners = (patch[:tip, :tip], patch[:tip, -tip:], patch[-tip:, :tip], patch[-tip:, -tip:])
    if all(float(corner.mean()) > 0.4 for corner in corners):
        return True
    return box.height >= _ROUNDED and _stands_free(ink, box, scale)


def _stands_free(ink: Grey, box: Box, scale: float) -> bool:
    """Whether there is paper on the left and on the right of a box."""
    left = Box(box.x0 - 2.5, box.y0, box.x0 - 0.7, box.y1)
    right = Box(box.x1 + 0.7, box.y0, box.x1 + 2.5, box.y1)
    return all(float((_patch(ink, side, scale) > 0).mean()) < 0.02 for side in (left, right) if side.x0 > 0)


def _ink_inside(ink: Grey, box: Box, scale: float) -> float:
    inner = _patch(ink, box, scale, inset=0.22)
    return float((inner > 0).mean()) if inner.size else 0.0


def _combs(bars: Sequence[Box]) -> Iterator[Comb]:
    """Rows of upright bars of one height at equal steps; a table's columns are wider, letters are not so regular."""
    rows: list[list[Box]] = []
    for bar in sorted(bars, key=lambda b: (b.y0, b.x0)):
        row = next((r for r in rows[-12:] if abs(r[0].y0 - bar.y0) < 2.5 and abs(r[0].y1 - bar.y1) < 2.5), None)
        if row is None:
            rows.append([bar])
        else:
            row.append(bar)
    for row in rows:
        for run in _even_runs(sorted(row, key=lambda b: b.x0)):
            yield _comb(run)


def _even_runs(row: Sequence[Box]) -> Iterator[list[Box]]:
    run: list[Box] = list(row[:1])
    for bar in row[1:]:
        step = bar.middle[0] - run[-1].middle[0]
        before = run[-1].middle[0] - run[-2].middle[0] if len(run) > 1 else step
        if _PITCH[0] <= step <= _PITCH[1] and abs(step - before) <= 0.15 * before + 0.7:
            run.append(bar)
            continue
        if len(run) > _FEWEST_CELLS:
            yield run
        run = [run[-1], bar] if _PITCH[0] <= step <= _PITCH[1] else [bar]
    if len(run) > _FEWEST_CELLS:
        yield run


def _comb(bars: Sequence[Box]) -> Comb:
    cells = tuple(
        Box(left.x1, max(left.y0, right.y0), right.x0, min(left.y1, right.y1)) for left, right in pairwise(bars)
    )
    return Comb(bars[0].union(bars[-1]), cells)


def ink_of(picture: Grey, scale: float, words: Sequence[Word], structure: Structure) -> tuple[Box, ...]:
    """Where something was drawn that was not read: signatures, stamps, pictures; at least 25 by 8 points.

    Words of low confidence do not count as read, and no word accounts for one stroke of that size: a signature often
    comes out as a few letters.
    """
    ink = np.asarray((picture < _DARK) * np.uint8(255), dtype=np.uint8)
    for box in structure.rules:
        _patch(ink, Box(box.x0 - 1, box.y0 - 1, box.x1 + 1, box.y1 + 1), scale)[:] = 0
    strokes = _large_pieces(ink, scale)
    for box in (*(word.box for word in words if word.confidence >= _SURE), *(mark.box for mark in structure.marks)):
        _patch(ink, box, scale, inset=-0.04)[:] = 0
    specks = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), dtype=np.uint8)
    left = np.maximum(specks, strokes)
    reach = max(3, int(_INK_REACH / scale))
    grown = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    found = _boxes(np.asarray(grown, dtype=np.uint8), scale)
    return tuple(box for box in found if _is_large(box) and float((_patch(left, box, scale) > 0).mean()) >= 0.01)


def _is_large(box: Box) -> bool:
    return box.width >= _INK[0] and box.height >= _INK[1]


def _large_pieces(ink: Grey, scale: float) -> Grey:
    """The connected pieces of ink that are larger than letters and not as solid as the bar of a heading."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high = stats[:, cv2.CC_STAT_WIDTH] * scale, stats[:, cv2.CC_STAT_HEIGHT] * scale
    solid = stats[:, cv2.CC_STAT_AREA] > 0.5 * stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT]
    chosen = (wide >= _INK[0]) & (high >= _INK[1]) & ~solid
    chosen[0] = False
    return np.asarray(chosen[labels] * np.uint8(255), dtype=np.uint8)
