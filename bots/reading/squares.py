"""Square tick boxes of a scan: found by their four sides, and others of their page by their likeness to these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from bots.reading.arrays import Grey
from bots.reading.inks import boxes_of, lines_of, patch_of
from bots.reading.marks import LARGEST, SMALLEST, without_combs
from bots.reading.rounds import ends_like_text, is_struck
from casework.reading import Box

_ROUNDED = 7.0  # points: the smallest tick box with rounded corners
_SMALLEST_PAIR = 6.5  # points: pairs of sides that stand nearer are letters
_ADDED = 6.0  # points that a stroke at its corner adds to a side
_SIDE, _CORNER = 0.88, 0.4  # shares of ink along a side and in a corner
_TIP, _MOST_CORNERS = 0.085, 3  # of a side, from its end inwards: a ring is farther in; and how many a frame has left
_SPAN, _ALONG = 0.1, 0.86  # of a side: what its corners take of it at each end, and how much of the rest is inked
_HOLE = 0.55  # of a frame's sides, once it is thickened: letters have smaller ones
_ALIGNED, _ALIKE = 1.3, 0.8  # points by which the boxes of a column or a row are off, and by which their sides differ
_DOWN, _ALONG_ROW = 5, 25  # sides from a box to the next of its column, and of its row
_CROWDED, _CROWDED_LETTER = (
    0.55,
    0.45,
)  # share of a column of pixels beside a box: strokes across it cover less, letters more
_BESIDE = (0.9, 2.4)  # points from a box in which no letter stands


def squares_of(ink: Grey, fuller: Grey, scale: float, upright: Sequence[Box], longer: Sequence[Box]) -> list[Box]:
    """The frames of tick boxes, whatever runs across them, and those whose sides have gaps.

    `upright` are the upright lines of the picture, `longer` those in which no thick stroke across a box counts as one.
    """
    struck = (box for box in _paired(ink, scale, longer) if is_struck(ink, box, scale))
    found = {_rounded(box): box for box in (*_framed(ink, scale), *_paired(ink, scale, upright), *struck)}
    sure = without_combs(_apart([box for box in found.values() if not _is_letter(ink, box, scale)]))
    broken = [box for box in _broken(thickened(fuller), scale) if not meets(box, sure)]
    return without_combs([*sure, *(box for box in broken if _has_fellow(box, [*sure, *broken]))])


def thickened(ink: Grey) -> Grey:
    """The ink with its strokes a pixel wider on each side, which closes the gaps of a bad copy."""
    return np.asarray(cv2.dilate(ink, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def alike(ink: Grey, fuller: Grey, scale: float, known: Sequence[Box], taken: Sequence[Box]) -> list[Box]:
    """Frames as large as those that are known, in a column or a row with them, however many strokes run across.

    Nothing that is `taken`, as by option buttons, is one.
    """
    thick, found = thickened(fuller), list[Box]()
    for side in _sizes(known):
        fellows = [box for box in known if abs(_side(box) - side) < _ALIKE]
        pixels = round(side / scale)
        for rows, columns in _strips(fellows, pixels, scale, ink.shape):
            for x, y in _frames_in(thick[rows, columns], pixels):
                left, top = (columns.start + x) * scale, (rows.start + y) * scale
                box = Box(left, top, left + pixels * scale, top + pixels * scale)
                if (
                    not meets(box, [*known, *taken, *found])
                    and has_corners(thick, box, scale)
                    and _is_apart(ink, box, scale)
                ):
                    found.append(box)
    return [box for box in without_combs([*known, *found]) if box in found]


def _rounded(box: Box) -> tuple[int, int]:
    return round(box.middle[0]), round(box.middle[1])


def _apart(boxes: Sequence[Box]) -> list[Box]:
    """One of each two boxes that cover each other: the larger one; a blot within a box has four sides too."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda b: -b.width * b.height):
        if not any(box.holds(*other.middle) or other.holds(*box.middle) for other in kept):
            kept.append(box)
    return kept


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


def has_corners(ink: Grey, box: Box, scale: float) -> bool:
    """Whether most corners of a frame are there, be they a little round: a ring has none."""
    patch = patch_of(ink, box, scale) > 0
    tip = np.arange(max(2, round(_TIP * min(patch.shape))))
    turned = (patch, patch[:, ::-1], patch[::-1], patch[::-1, ::-1])
    return sum(bool(corner[tip, tip].any()) for corner in turned) >= _MOST_CORNERS


def _corners(patch: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.bool_], ...]:
    tip = max(2, round(0.1 * patch.shape[0]))
    return patch[:tip, :tip], patch[:tip, -tip:], patch[-tip:, :tip], patch[-tip:, -tip:]


def _is_letter(ink: Grey, box: Box, scale: float) -> bool:
    """Whether a frame is as high as the text beside it and stands within it, as the halves of an N do."""
    within = _is_crowded(ink, box, scale, _CROWDED_LETTER) and ends_like_text(ink, box, scale)
    return within and not is_struck(ink, box, scale)


def _stands_free(ink: Grey, box: Box, scale: float) -> bool:
    """Whether there is paper on the left and on the right of a box."""
    left = Box(box.x0 - 2.5, box.y0, box.x0 - 0.7, box.y1)
    right = Box(box.x1 + 0.7, box.y0, box.x1 + 2.5, box.y1)
    return all(float((patch_of(ink, side, scale) > 0).mean()) < 0.02 for side in (left, right) if side.x0 > 0)


def _broken(thick: Grey, scale: float) -> Iterator[Box]:
    """Frames that stand free around one hole, whose sides have gaps that thicker strokes close, as on a fax."""
    outlines, levels = cv2.findContours(thick, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for outline, level in zip(outlines, levels[0] if outlines else (), strict=True):
        left, top, width, height = cv2.boundingRect(outline)
        box = Box((left + 1) * scale, (top + 1) * scale, (left + width - 1) * scale, (top + height - 1) * scale)
        if level[3] >= 0 or level[2] < 0 or not _fits(box) or box.height < _SMALLEST_PAIR:
            continue
        hole = max((cv2.boundingRect(outlines[inner]) for inner in _siblings(levels[0], level[2])), key=_area)
        open_inside = hole[2] >= _HOLE * width and hole[3] >= _HOLE * height
        if open_inside and _sides_of(thick, box, scale) >= _ALONG and _stands_free(thick, box, scale):
            yield box


def _siblings(levels: npt.NDArray[np.int32], first: int) -> Iterator[int]:
    while first >= 0:
        yield first
        first = int(levels[first][0])


def _area(rectangle: Sequence[int]) -> int:
    return rectangle[2] * rectangle[3]


def _sides_of(thick: Grey, box: Box, scale: float) -> float:
    """The share of ink along the least inked side of a box, its corners left out, which may be round."""
    patch = patch_of(thick, box, scale) > 0
    high, wide = patch.shape
    if min(high, wide) < 8:
        return 0.0
    down, across = (
        slice(round(_SPAN * high), high - round(_SPAN * high)),
        slice(round(_SPAN * wide), wide - round(_SPAN * wide)),
    )
    sides = (patch[:3, across], patch[-3:, across], patch[down, :3].T, patch[down, -3:].T)
    return min(float(side.mean(axis=1).max()) for side in sides)


def _has_fellow(box: Box, others: Sequence[Box]) -> bool:
    return any(other is not box and _like(box, other) and _in_line(box, other) for other in others)


def _like(first: Box, second: Box) -> bool:
    return abs(first.width - second.width) < _ALIKE and abs(first.height - second.height) < _ALIKE


def _in_line(first: Box, second: Box) -> bool:
    return min(abs(first.x0 - second.x0), abs(first.y0 - second.y0)) < _ALIGNED


def meets(box: Box, others: Sequence[Box]) -> bool:
    """Whether a box covers the middle of another, or the other its own."""
    return any(box.holds(*other.middle) or other.holds(*box.middle) for other in others)


def _side(box: Box) -> float:
    return (box.width + box.height) / 2


def _sizes(boxes: Sequence[Box]) -> list[float]:
    sizes: list[float] = []
    for box in boxes:
        if not any(abs(_side(box) - size) < _ALIKE / 2 for size in sizes):
            sizes.append(_side(box))
    return sizes


def _strips(fellows: Sequence[Box], pixels: int, scale: float, shape: tuple[int, ...]) -> Iterator[tuple[slice, slice]]:
    """Where others may stand: some way up and down the column of a box, and along its row."""
    high, wide = shape
    reach = round(_ALIGNED / scale)
    columns = _runs(((box.x0, box.y0) for box in fellows), _DOWN * pixels * scale)
    rows = _runs(((box.y0, box.x0) for box in fellows), _ALONG_ROW * pixels * scale)
    for at, first, last in columns:
        left, top = max(0, round(at / scale) - reach), max(0, round(first / scale))
        yield slice(top, min(high, round(last / scale) + pixels)), slice(left, left + pixels + 2 * reach)
    for at, first, last in rows:
        top, left = max(0, round(at / scale) - reach), max(0, round(first / scale))
        yield slice(top, top + pixels + 2 * reach), slice(left, min(wide, round(last / scale) + pixels))


def _runs(places: Iterable[tuple[float, float]], reach: float) -> list[tuple[float, float, float]]:
    """For places in line with one another: where their line is, and from where to where they reach."""
    runs: list[tuple[float, float, float]] = []
    for at, along in sorted(places):
        before = runs[-1] if runs else None
        if before and at - before[0] <= _ALIGNED / 2 and along - reach <= before[2] and along + reach >= before[1]:
            runs[-1] = before[0], min(before[1], along - reach), max(before[2], along + reach)
        else:
            runs.append((at, along - reach, along + reach))
    return runs


def _frames_in(thick: Grey, pixels: int) -> Iterator[tuple[int, int]]:
    """The top left corners of frames of that many pixels a side, the best first."""
    if min(thick.shape) < pixels:
        return
    span = pixels - 2 * round(_SPAN * pixels)
    start = round(_SPAN * pixels)
    along = np.asarray(thick > 0, dtype=np.float32)
    across = cv2.blur(along, (span, 1), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    down = cv2.blur(along, (1, span), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    high, wide = along.shape[0] - pixels, along.shape[1] - pixels
    last = pixels - 2
    score = np.minimum.reduce(
        [
            across[1 : 1 + high, start : start + wide],
            across[last : last + high, start : start + wide],
            down[start : start + high, 1 : 1 + wide],
            down[start : start + high, last : last + wide],
        ]
    )
    while score.size:
        y, x = np.unravel_index(int(score.argmax()), score.shape)
        if score[y, x] < _ALONG:
            return
        yield int(x), int(y)
        score[max(0, y - pixels) : y + pixels, max(0, x - pixels) : x + pixels] = 0


def _is_apart(ink: Grey, box: Box, scale: float) -> bool:
    """Whether nothing stands close beside a box but strokes across it and rules that go on above and below it."""
    if _is_crowded(ink, box, scale, _CROWDED):
        return False
    return not ends_like_text(ink, box, scale) or is_struck(ink, box, scale)


def _is_crowded(ink: Grey, box: Box, scale: float, most: float) -> bool:
    """Whether letters stand close beside a box: strokes across it cover less of a column, rules go on above it."""
    tall = Box(box.x0, box.y0 - 0.5 * box.height, box.x1, box.y1 + 0.5 * box.height)
    for x0, x1 in ((box.x0 - _BESIDE[1], box.x0 - _BESIDE[0]), (box.x1 + _BESIDE[0], box.x1 + _BESIDE[1])):
        beside = patch_of(ink, Box(x0, box.y0, x1, box.y1), scale) > 0
        around = patch_of(ink, Box(x0, tall.y0, x1, tall.y1), scale) > 0
        if beside.size and float((beside.mean(axis=0) * (around.mean(axis=0) < 0.9)).max()) > most:
            return True
    return False
