"""Round option buttons of a scan: rings of one size that stand free before their captions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bots.reading.arrays import Grey
from bots.reading.inks import patch_of
from casework.reading import Box

_SIDES = (6.0, 17.0)  # points: diameters of option buttons
_ROUND = (0.9, 1.06)  # area of an outline against that of the ellipse in its box
_HOLE, _ALONE_HOLE = 0.6, 0.72  # of the diameter: the letter O of a heading has a smaller one
_BEFORE, _CAPTION = 1.5, 1.5  # of the diameter: paper before a button that is alone, and where its caption has begun
_ALIKE = 1.0  # points by which the buttons of a page differ
_FEWEST, _MOST_SIZES = 2, 3
_RING, _AROUND = 0.86, 0.4  # shares of ink on a ring, at least, and just outside of it, at most
_CLEAR = 0.8  # by which a ring that lies in no row or column of others is fuller of ink than what is around it
_LEFT, _RIGHT = 0.7, 0.25  # of the diameter: paper before a button and between it and its caption
_ALIGNED = 3.0  # points by which the buttons of a row or a column are off
_OUT = 2.4  # points by which a stroke that voids a box sticks out on both sides, and where a caption does not begin
_WITHIN, _LEVEL_STROKE, _UNBROKEN = 0.15, 0.5, 0.97  # of a height: where it runs, how it climbs; how much of it is ink
_SPECK = 5  # pixels
_LEVEL = 0.9  # points: a letter O ends where the letters beside it do


def rounds_of(ink: Grey, fuller: Grey, scale: float) -> list[Box]:
    """The box of each option button, those that a tick or a cross runs across included.

    `fuller` is the ink with what is pale beside thick strokes, as a ring is around the dot that fills it.

    A letter O is told from a button by what stands beside it, and by its being alone: buttons come in groups, and one
    that is alone stands at the head of its line.
    """
    seen = list(_rings(ink, scale))
    before = [box for box, _ in seen if _stands_before(ink, box, scale)]
    behind = [box for box, _ in seen if _stands_before(*_mirrored(ink, box, scale))]
    rings = [*before, *(box for box in behind if box not in before)]
    found = [ring for ring in rings if len(_alike(ring, rings)) >= _FEWEST]
    alone = (ring for ring, hole in seen if ring in before and ring not in found and hole >= _ALONE_HOLE)
    found += [ring for ring in alone if _heads_a_line(ink, ring, scale)]
    sizes: list[float] = []
    for ring in found:
        size = _middle_size(_alike(ring, found))
        if not any(abs(size - other) < _ALIKE for other in sizes):
            sizes.append(size)
    for size in sizes[:_MOST_SIZES]:
        known = [ring for ring in found if abs(ring.width - size) < _ALIKE]
        found += [
            box
            for box in _crossed(ink, fuller, size, known, scale, behind=all(ring in behind for ring in known))
            if not any(_meet(box, other) for other in found)
        ]
    return found


def _alike(ring: Box, others: Sequence[Box]) -> list[Box]:
    return [other for other in others if abs(other.width - ring.width) < _ALIKE]


def _meet(first: Box, second: Box) -> bool:
    return first.holds(*second.middle) or second.holds(*first.middle)


def _middle_size(boxes: Sequence[Box]) -> float:
    return float(np.median([(box.width + box.height) / 2 for box in boxes]))


def _rings(ink: Grey, scale: float) -> Iterator[tuple[Box, float]]:
    """Outlines like a circle with a hole like a circle in them, and the hole's share of the diameter."""
    outlines, levels = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    for outline, level in zip(outlines, levels[0] if outlines else (), strict=True):
        if level[3] >= 0 or level[2] < 0 or not (ring := _circle(outline, scale)):
            continue
        holes, hole = [], level[2]
        while hole >= 0:
            holes.append(outlines[hole])
            hole = levels[0][hole][0]
        inner = _circle(max(holes, key=len), scale, smallest=0.0)
        if inner and inner.width >= _HOLE * ring.width:
            yield ring, inner.width / ring.width


def _circle(outline: npt.NDArray[Any], scale: float, smallest: float = _SIDES[0]) -> Box | None:
    left, top, width, height = cv2.boundingRect(outline)
    if not smallest <= min(width, height) * scale <= max(width, height) * scale <= _SIDES[1]:
        return None
    # the outline runs through the middles of its pixels
    share = cv2.contourArea(outline) / (math.pi / 4 * max(1, width - 1) * max(1, height - 1))
    if not (0.87 <= width / height <= 1.15 and _ROUND[0] <= share <= _ROUND[1]):
        return None
    return Box(left * scale, top * scale, (left + width) * scale, (top + height) * scale)


def _mirrored(ink: Grey, box: Box, scale: float) -> tuple[Grey, Box, float]:
    """Right and left exchanged, for buttons that stand behind their captions."""
    wide = ink.shape[1] * scale
    return ink[:, ::-1], Box(wide - box.x1, box.y0, wide - box.x0, box.y1), scale


def _stands_before(ink: Grey, box: Box, scale: float) -> bool:
    """Whether there is paper around the ring as around a button, and it does not end where its neighbours do."""
    side = box.height
    before = Box(box.x0 - _LEFT * side, box.y0 + 0.1 * side, box.x0 - 0.6, box.y1 - 0.1 * side)
    after = Box(box.x1 + 0.6, box.y0 + 0.1 * side, box.x1 + _RIGHT * side, box.y1 - 0.1 * side)
    free = all(_is_paper(patch_of(ink, gap, scale)) for gap in (before, after) if gap.x1 > 0)
    return free and not ends_like_text(ink, box, scale)


def _heads_a_line(ink: Grey, box: Box, scale: float) -> bool:
    """Whether nothing stands for a while before a ring, and a caption begins right behind it."""
    side = box.height
    before = patch_of(ink, Box(max(0.0, box.x0 - _BEFORE * side), box.y0, box.x0 - 0.6, box.y1), scale)
    behind = patch_of(ink, Box(box.x1 + _RIGHT * side, box.y0, box.x1 + _CAPTION * side, box.y1), scale)
    return _is_paper(before) and not _is_paper(behind)


def ends_like_text(ink: Grey, box: Box, scale: float) -> bool:
    """Whether the line of text to the right of a shape ends where the shape does, above and below: as beside an O."""
    side = box.height
    beside = patch_of(ink, Box(box.x1 + 0.6, box.y0 - side, box.x1 + 3 * side, box.y1 + side), scale)
    rows = np.flatnonzero((beside > 0).any(axis=1))
    middle = round(1.5 * side / scale)  # the line of text that stands beside the ring, not those above and below
    line = _run_at(rows, middle)
    return line.size > 0 and max(abs(line[0] * scale - side), abs(line[-1] * scale - 2 * side)) < _LEVEL


def _run_at(rows: npt.NDArray[np.int64], middle: int) -> npt.NDArray[np.int64]:
    """The rows without a gap that go through the middle."""
    if not rows.size:
        return rows
    for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
        if run[0] <= middle <= run[-1]:
            return run
    return rows[:0]


def _crossed(
    ink: Grey, fuller: Grey, side: float, known: Sequence[Box], scale: float, *, behind: bool
) -> Iterator[Box]:
    """Rings of that diameter, whatever runs across them: inked all along, around them paper but for a stroke or two.

    `behind` on a page whose known ones stand behind their captions.
    """
    radius = side / 2 / scale
    reach = math.ceil(radius) + 4
    far = np.hypot(*np.mgrid[-reach : reach + 1, -reach : reach + 1])
    on = np.asarray(np.abs(far - (radius - 1.2)) < 0.8, dtype=np.float32)
    out = np.asarray(np.abs(far - (radius + 2.6)) < 0.8, dtype=np.float32)
    thick = np.asarray(cv2.dilate(fuller, np.ones((3, 3), np.uint8)) > 0, dtype=np.float32)
    thin = np.asarray(fuller > 0, dtype=np.float32)
    score = cv2.filter2D(thick, -1, on / on.sum()) - cv2.filter2D(thin, -1, out / out.sum())
    score[cv2.filter2D(thick, -1, on / on.sum()) < _RING] = 0
    score[score < _RING - _AROUND] = 0
    while True:
        _, best, _, (x, y) = cv2.minMaxLoc(score)
        if best <= 0:
            return
        score[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach] = 0
        middle = ((x + 0.5) * scale, (y + 0.5) * scale)
        box = Box(middle[0] - side / 2, middle[1] - side / 2, middle[0] + side / 2, middle[1] + side / 2)
        aligned = any(min(abs(other.x0 - box.x0), abs(other.y0 - box.y0)) < _ALIGNED for other in known)
        alone = best >= _CLEAR and _heads_a_line(ink, box, scale) and not ends_like_text(ink, box, scale)
        apart = _stands_apart(ink, box, scale) or (behind and _stands_apart(*_mirrored(ink, box, scale)))
        if (aligned or alone) and apart:
            yield box


def _stands_apart(ink: Grey, box: Box, scale: float) -> bool:
    """Whether there is paper on both sides of a ring, as far out as the strokes that cross it do not reach."""
    side = box.height
    before = patch_of(ink, Box(box.x0 - 0.9 * side, box.y0, box.x0 - 0.5 * side, box.y1), scale)
    after = patch_of(ink, Box(box.x1 + 0.15 * side, box.y0 + 0.3 * side, box.x1 + 0.3 * side, box.y1), scale)
    inked = float((after > 0).mean()) if after.size else 0.0  # nothing stands beyond the sheet's edge
    return _is_paper(before) and (inked < 0.1 or is_struck(ink, box, scale))


def _is_paper(patch: Grey) -> bool:
    """Whether nothing stands there but specks, which letters are larger than."""
    if float((patch > 0).mean() if patch.size else 0.0) <= 0.02:
        return True
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(patch), connectivity=8)
    large = stats[1:, (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT)].max(axis=1) > _SPECK
    return not large.any()


def is_struck(ink: Grey, box: Box, scale: float) -> bool:
    """Whether one stroke runs level through the box and out of it on both sides, as one that voids a tick does."""
    across = Box(box.x0 - _OUT, box.y0, box.x1 + _OUT, box.y1)
    patch = (
        cv2.dilate(patch_of(ink, across, scale), np.ones((3, 1), np.uint8)) > 0
    )  # a hand's strokes are a little bent
    high, wide = patch.shape
    if box.x0 < _OUT or min(high, wide) < 8:
        return False
    rows = np.arange(round(_WITHIN * high), round((1 - _WITHIN) * high))
    begins, ends = (rows[patch[rows, column]] for column in (0, wide - 1))
    level = np.abs(begins[:, None] - ends[None, :]) <= _LEVEL_STROKE * high
    first, last = (side[level] for side in np.meshgrid(begins, ends, indexing="ij"))
    steps = np.arange(wide)
    path = np.rint(first[:, None] + (last - first)[:, None] * steps / (wide - 1)).astype(np.intp)
    return bool((patch[path, steps].mean(axis=1) >= _UNBROKEN).any())
