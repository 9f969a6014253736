"""Pieces of one printed line put together again: wide spaces, as a typewriter's, part what is read better whole."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from bots.reading.arrays import Grey, Quad
from bots.reading.lines import elongation, is_tall
from casework.reading import Box

_FLATTEST, _SHORT, _SHORT_FLATTEST = 1.0, 4.0, 12.0  # degrees; a short piece's own slope tells little
_APART, _OVER = 1.0, 0.5  # heights between two pieces, and by which they may overlap
_TALLER, _OFF = 1.5, 0.25  # how many times higher a piece may be, and heights by which its middle may lie off
_DARK, _RULE = 150, 0.9  # what is ink, and the share of a column that a rule fills


def joined(quads: Sequence[Quad], picture: Grey) -> list[Quad]:
    """The lines of a level picture with those that go on in each other made one.

    Commas and ordinals in the gaps between the pieces are within the whole; a rule between two cells parts them.
    """
    rows: list[list[int]] = []
    boxes = [_box(quad) for quad in quads]
    for index in sorted(range(len(quads)), key=lambda each: boxes[each].x0):
        row = next((row for row in rows if _goes_on(boxes[row[-1]], boxes[index], picture)), None)
        if row is not None and _is_level(quads[index]) and _is_level(quads[row[-1]]):
            row.append(index)
        else:
            rows.append([index])
    rows.sort(key=min)
    return [quads[row[0]] if len(row) == 1 else _whole([boxes[index] for index in row]) for row in rows]


def _is_level(quad: Quad) -> bool:
    along = (quad[1] - quad[0]) + (quad[2] - quad[3])
    slope = abs(math.degrees(math.atan2(float(along[1]), float(along[0]))))
    return not is_tall(quad) and slope <= (_SHORT_FLATTEST if elongation(quad) < _SHORT else _FLATTEST)


def _goes_on(left: Box, right: Box, picture: Grey) -> bool:
    low, high = sorted((left.height, right.height))
    gap = right.x0 - left.x1
    beside = -_OVER * low <= gap <= _APART * high and right.x1 > left.x1
    level = high <= _TALLER * low and abs(left.middle[1] - right.middle[1]) <= _OFF * high
    return beside and level and not _is_ruled(left, right, picture)


def _is_ruled(left: Box, right: Box, picture: Grey) -> bool:
    """Whether an upright rule stands between two pieces: they are cells of a table."""
    first, last = sorted((left.x1, right.x0))
    columns = slice(max(0, int(first) - 3), int(last) + 4)
    rows = slice(max(0, int(max(left.y0, right.y0))), int(min(left.y1, right.y1)) + 1)
    between = picture[rows, columns] < _DARK
    return between.size > 0 and float(between.mean(axis=0).max()) >= _RULE


def _box(quad: Quad) -> Box:
    (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
    return Box(float(x0), float(y0), float(x1), float(y1))


def _whole(boxes: Sequence[Box]) -> Quad:
    box = boxes[0]
    for other in boxes[1:]:
        box = box.union(other)
    return np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]], dtype=np.float32)
