"""Tick boxes of a scan: found by their four sides, their state measured by the ink inside and across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from bots.reading.arrays import Grey
from bots.reading.inks import boxes_of, lines_of, patch_of
from bots.reading.marks import LARGEST, SMALLEST, without_combs
from bots.reading.rounds import ends_like_text, is_struck, rounds_of
from casework.reading import Box, Mark, Source

_EMPTY, _TICKED, _TICKED_RING = 0.05, 0.11, 0.075  # shares of inked pixels inside a tick box, inside a ring
_STROKE, _STROKE_INSET = 0.55, 0.2  # shares of the side: how long a stroke is, and where its frame ends
_INSET, _DISC = 0.22, 0.34  # of the side: the frame itself is not measured
_ROUNDED = 7.0  # points: the smallest tick box with rounded corners
_SMALLEST_PAIR = 6.5  # points: pairs of sides that stand nearer are letters
_ADDED = 6.0  # points that a stroke at its corner adds to a side
_SIDE, _CORNER = 0.88, 0.4  # shares of ink along a side and in a corner


def ticks_of(
    ink: Grey, scale: float, upright: Sequence[Box], longer: Sequence[Box], letters: Sequence[Box]
) -> Iterator[Mark]:
    """A mark for each small frame: ticked, empty, or None where it was struck out or cannot be told.

    `upright` are the upright lines of the picture, `longer` those in which no thick stroke across a box counts as one;
    `letters` are places that hold no box: combs, panels with white letters.
    """
    struck = (box for box in _paired(ink, scale, longer) if is_struck(ink, box, scale))
    found = {_rounded(box): box for box in (*_framed(ink, scale), *_paired(ink, scale, upright), *struck)}
    frames = without_combs(_apart(list(found.values())))
    rounds = [box for box in rounds_of(ink, scale) if not any(other.holds(*box.middle) for other in frames)]
    squares = ((box, _share_in_square(ink, box, scale), _TICKED) for box in frames)
    discs = ((box, _share_in_disc(ink, box, scale), _TICKED_RING) for box in rounds)
    for box, share, enough in (*squares, *discs):
        if not any(place.holds(*box.middle) for place in letters):
            ticked, sure = _state(ink, box, scale, share, enough)
            yield Mark(box=box, ticked=ticked, confidence=sure, source=Source.OCR)


def _rounded(box: Box) -> tuple[int, int]:
    return round(box.middle[0]), round(box.middle[1])


def _apart(boxes: Sequence[Box]) -> list[Box]:
    """One of each two boxes that cover each other: the larger one; a blot within a box has four sides too."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda b: -b.width * b.height):
        if not any(box.holds(*other.middle) or other.holds(*box.middle) for other in kept):
            kept.append(box)
    return kept


def _share_in_square(ink: Grey, box: Box, scale: float) -> float:
    inner = patch_of(ink, box, scale, inset=_INSET)
    return float((inner > 0).mean()) if inner.size else 0.0


def _share_in_disc(ink: Grey, box: Box, scale: float) -> float:
    """The share of ink inside a ring: a large tick often crosses no more than its edge, which a square would miss."""
    patch = patch_of(ink, box, scale)
    high, wide = patch.shape
    down, across = np.ogrid[:high, :wide]
    far = ((down + 0.5) / high - 0.5) ** 2 + ((across + 0.5) / wide - 0.5) ** 2
    return float((patch[far < _DISC**2] > 0).mean()) if min(high, wide) > 2 else 0.0


def _state(ink: Grey, box: Box, scale: float, share: float, enough: float) -> tuple[bool | None, float]:
    """Whether a box is ticked, and how sure that is: the nearer to the border of both states, the less."""
    if share >= enough or (share >= _EMPTY / 2 and _longest_stroke(ink, box, scale) >= _STROKE):
        return (None, 0.6) if is_struck(ink, box, scale) else (True, min(0.99, 0.9 + share / 2))
    if share <= _EMPTY:
        return False, 0.99 - share
    return None, 0.5


def _longest_stroke(ink: Grey, box: Box, scale: float) -> float:
    """How far the longest stroke inside a box reaches, as a share of its side; what is left of its frame is none."""
    inner = np.asarray(patch_of(ink, box, scale, inset=_STROKE_INSET) > 0, dtype=np.uint8)
    if min(inner.shape, default=0) < 4:
        return 0.0
    _, _, stats, _ = cv2.connectedComponentsWithStats(inner, connectivity=8)
    high, wide = inner.shape
    reach = 0.0
    for left, top, width, height, area in stats[1:].tolist():
        at_edge = left == 0 or top == 0 or left + width == wide or top + height == high
        if not (at_edge and min(width / wide, height / high) < 0.25) and area >= 3:
            reach = max(reach, width / wide, height / high)
    return reach


def _framed(ink: Grey, scale: float) -> Iterator[Box]:
    """Connected frames: strokes that cross them are taken away first, letters have no four sides."""
    side = SMALLEST / scale
    frame = lines_of(ink, side, axis=1) | lines_of(ink, side, axis=0)
    for box in boxes_of(frame, scale):
        if _fits(box) and _has_sides(ink, box, scale):
            yield box


def _paired(ink: Grey, scale: float, upright: Sequence[Box]) -> Iterator[Box]:
    """Two upright sides with a floor and a lid between them, whatever runs across; a tick may lengthen one of them."""
    sides = sorted((line for line in upright if SMALLEST <= line.height <= LARGEST + _ADDED), key=lambda line: line.x0)
    edges = np.array([(line.x1, line.y0, line.y1) for line in sides]).reshape(-1, 3)
    for left in sides:
        wide = edges[:, 0] - left.x0
        top, bottom = np.maximum(edges[:, 1], left.y0), np.minimum(edges[:, 2], left.y1)
        high = bottom - top
        unequal = abs(edges[:, 1] - left.y0) + abs(edges[:, 2] - left.y1)
        match = (high >= SMALLEST) & (wide >= 0.75 * high) & (wide <= 1.33 * high) & (unequal < _ADDED)
        for other in np.flatnonzero(match)[:4]:
            box = Box(left.x0, float(top[other]), float(edges[other, 0]), float(bottom[other]))
            square = 0.85 <= box.width / box.height <= 1.18 and box.height >= _SMALLEST_PAIR  # a B is higher than wide
            if square and _fits(box) and _has_sides(ink, box, scale, rounded=False):
                yield box


def _fits(box: Box) -> bool:
    square = 0.75 <= box.width / max(0.1, box.height) <= 1.33
    return square and SMALLEST <= box.width <= LARGEST and SMALLEST <= box.height <= LARGEST


def _has_sides(ink: Grey, box: Box, scale: float, *, rounded: bool = True) -> bool:
    """Whether four inked sides meet in corners, or stand free with rounded ones: a B or a D does neither."""
    patch = patch_of(ink, box, scale) > 0
    if min(patch.shape) < 5:
        return False
    band = max(2, round(patch.shape[0] / 8))  # the roof of an O curves down out of it
    sides = (
        patch[:band].any(axis=0),
        patch[-band:].any(axis=0),
        patch[:, :band].any(axis=1),
        patch[:, -band:].any(axis=1),
    )
    if not all(float(side.mean()) >= _SIDE for side in sides):
        return False
    if all(float(corner.mean()) > _CORNER for corner in _corners(patch)):
        return box.height >= _SMALLEST_PAIR or _stands_free(ink, box, scale)  # an o of some faces is as square as that
    free = rounded and box.height >= _ROUNDED and _stands_free(ink, box, scale)
    return free and not ends_like_text(ink, box, scale)


def _corners(patch: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.bool_], ...]:
    tip = max(2, round(0.1 * patch.shape[0]))
    return patch[:tip, :tip], patch[:tip, -tip:], patch[-tip:, :tip], patch[-tip:, -tip:]


def _stands_free(ink: Grey, box: Box, scale: float) -> bool:
    """Whether there is paper on the left and on the right of a box."""
    left = Box(box.x0 - 2.5, box.y0, box.x0 - 0.7, box.y1)
    right = Box(box.x1 + 0.7, box.y0, box.x1 + 2.5, box.y1)
    return all(float((patch_of(ink, side, scale) > 0).mean()) < 0.02 for side in (left, right) if side.x0 > 0)
