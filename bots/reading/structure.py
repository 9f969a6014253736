"""What a picture of a page shows besides words: rules, tick boxes, combs and ink. Measured in the picture itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from bots.reading.arrays import Grey
from bots.reading.comb_rows import Comb, combs_of
from bots.reading.inks import boxes_of, dark_ink, faint_ink, fuller_ink, lines_of, panels_of, patch_of
from bots.reading.marks import SMALLEST
from bots.reading.ticks import ticks_of
from casework.reading import Box, Mark, Word

_SHORTEST_RULE, _SHORTEST_BAR = 18.0, 8.0  # points
_SHORTEST_TOOTH = 3.5  # points: bars that only stand at the foot of a row's letters
_LOW, _LETTER, _GAP = 1.1, 0.35, 1.2  # steps: lower bars have letters above them; a letter's height; points of paper
_HIGHEST_LETTER = 1.8  # steps above the floor
_LONGER = 6.5  # points: higher than two strokes through a tick box
_UNPRINTED = 14.0  # points from the edge, where no printer prints, and a photograph shows the desk under the sheet
_SURE = 0.75
_FLOOR = 0.85  # share of a comb's foot that is inked
_INK, _INK_REACH = (25.0, 8.0), 9.0  # points: smallest drawing, and the gaps it may have
_HAND, _FLOURISH = (260.0, 80.0), 0.4  # points: largest signature, and the share of its ink that is no straight line


@dataclass(frozen=True, slots=True)
class Structure:
    """The page's lines and boxes, all in points."""

    rules: tuple[Box, ...]
    marks: tuple[Mark, ...]
    combs: tuple[Comb, ...]


def structure_of(picture: Grey, scale: float) -> Structure:
    """Rules, marks and combs of an upright, flattened picture of `scale` points per pixel."""
    ink = faint_ink(picture)
    across = boxes_of(lines_of(ink, _SHORTEST_RULE / scale, axis=1), scale)
    upright = boxes_of(lines_of(ink, SMALLEST / scale, axis=0), scale)
    longer = boxes_of(lines_of(ink, _LONGER / scale, axis=0), scale)
    bars = boxes_of(lines_of(ink, _SHORTEST_BAR / scale, axis=0), scale)  # long enough to be no stroke of a curve
    teeth = boxes_of(lines_of(ink, _SHORTEST_TOOTH / scale, axis=0), scale)
    combs = tuple(
        _with_letters(comb, ink, scale)
        for comb in combs_of([*bars, *_short(teeth)])
        if _has_floor(ink, comb.box, scale)
    )
    no_ticks = [*(comb.box for comb in combs), *panels_of(dark_ink(picture), scale)]
    high, wide = (side * scale for side in picture.shape)
    printed = Box(_UNPRINTED, _UNPRINTED, wide - _UNPRINTED, high - _UNPRINTED)
    ticks = ticks_of(ink, fuller_ink(picture, ink), scale, upright, longer, no_ticks)
    marks = tuple(mark for mark in ticks if printed.holds(*mark.box.middle))
    down = [line for line in bars if line.height >= _SHORTEST_RULE]
    return Structure((*across, *down), marks, combs)


def _short(bars: Sequence[Box]) -> list[Box]:
    return [bar for bar in bars if bar.height < _SHORTEST_BAR]


def _with_letters(comb: Comb, ink: Grey, scale: float) -> Comb:
    """The comb with its cells as high as what is written in them, where its bars are lower than letters are."""
    step = comb.box.width / len(comb.cells)
    if comb.box.height >= _LOW * step:
        return comb
    top = max(0.0, comb.box.y1 - _HIGHEST_LETTER * step)
    rows = patch_of(ink, Box(comb.box.x0 + 1, top, comb.box.x1 - 1, comb.box.y0), scale).max(axis=1, initial=0)
    gap = max(2, round(_GAP / scale))
    place = len(rows)
    while place > 0 and (rows[max(0, place - gap) : place].any() or len(rows) - place < _LETTER * step / scale):
        place -= 1
    ceiling = min(comb.box.y0, top + place * scale)
    cells = tuple(replace(cell, y0=ceiling) for cell in comb.cells)
    return Comb(replace(comb.box, y0=ceiling), cells)


def _has_floor(ink: Grey, box: Box, scale: float) -> bool:
    """Whether a line runs along the foot of a row of bars: the loops of a signature have none."""
    foot = patch_of(ink, Box(box.x0, box.y1 - 2.5, box.x1, box.y1 + 2.5), scale)
    return foot.size > 0 and float((foot > 0).any(axis=0).mean()) > _FLOOR


def ink_of(picture: Grey, scale: float, words: Sequence[Word], structure: Structure) -> tuple[Box, ...]:
    """Where something was drawn that was not read: signatures, stamps, pictures; at least 25 by 8 points.

    Words of low confidence do not count as read, and no word accounts for one stroke of that size: a signature often
    comes out as a few letters.
    """
    ink = _without_rules(dark_ink(picture), structure.rules, scale)
    strokes = _large_pieces(ink, scale)
    for box in (*(word.box for word in words if word.own_score >= _SURE), *(mark.box for mark in structure.marks)):
        patch_of(ink, box, scale, inset=-0.04)[:] = 0
    specks = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), dtype=np.uint8)
    left = np.maximum(specks, strokes)
    reach = max(3, int(_INK_REACH / scale))
    grown = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    found = boxes_of(np.asarray(grown, dtype=np.uint8), scale)
    return tuple(box for box in found if _is_large(box) and float((patch_of(left, box, scale) > 0).mean()) >= 0.01)


def _without_rules(ink: Grey, rules: Sequence[Box], scale: float) -> Grey:
    """The ink without the form's lines; the straight stroke under a signature is a part of it and stays."""
    bare = ink.copy()
    for box in rules:
        patch_of(bare, Box(box.x0 - 1, box.y0 - 1, box.x1 + 1, box.y1 + 1), scale)[:] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high = stats[:, cv2.CC_STAT_WIDTH] * scale, stats[:, cv2.CC_STAT_HEIGHT] * scale
    kept = np.bincount(labels[bare > 0], minlength=len(stats)) >= _FLOURISH * stats[:, cv2.CC_STAT_AREA]
    hand = kept & (wide >= _INK[0]) & (wide <= _HAND[0]) & (high >= _INK[1]) & (high <= _HAND[1])
    hand[0] = False
    return np.asarray(np.maximum(bare, hand[labels] * np.uint8(255)), dtype=np.uint8)


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
