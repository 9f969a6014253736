"""Frames in a picture: rectangles that four strokes close and that nothing prolongs, a degree or two askew or level."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bots.reading.arrays import Grey, Quad
from bots.reading.inks import lines_of
from bots.reading.squares import thickened

PIECE = 14.0  # points: the shortest straight stroke
_BENT = 16.0  # points by which one stroke climbs or falls at most
_WIDE, _HIGH = (60.0, 300.0), (20.0, 140.0)  # points
_ALIKE = 0.5  # degrees between the lid and the floor
_ENDS, _SHORTER = (
    7.0,
    0.3,
)  # points by which ends of lid and floor are off, as where corners are round; share of the lid that is lost at one
_ROUND = 4.5  # points of a side, from its ends inwards, that a round corner leaves bare
_CLOSED = 0.8  # share of a side that is ink
_BROKEN, _IN_LINE = 4.0, 1.2  # points between two pieces of a worn stroke, and by which they are out of line
_BEYOND, _GOES_ON, _FREE = (2.5, 8.0), 0.75, 5  # points behind a corner, the share of ink there, and the ends without
_BESIDE = 2  # pixels beside a line that count as on it

Point = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight stroke that runs almost level, by its ends in pixels."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def slope(self) -> float:
        """The degrees by which it climbs from left to right."""
        return math.degrees(math.atan2(self.y0 - self.y1, self.x1 - self.x0))

    @property
    def length(self) -> float:
        return self.x1 - self.x0

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def height_at(self, x: float) -> float:
        """Where it crosses an upright line."""
        return self.y0 + (self.y1 - self.y0) * (x - self.x0) / max(1.0, self.length)


@dataclass(frozen=True)  # without slots: it keeps its outline
class Frame:
    """A rectangle by its corners in pixels, clockwise from the top left, and the degrees by which it climbs.

    `free` are those of the eight ends of its sides behind which nothing goes on: 6 of a table's upper or lower rows.
    """

    corners: Quad
    slope: float
    free: int = 8

    @property
    def middle(self) -> tuple[float, float]:
        x, y = self.corners.mean(axis=0)
        return float(x), float(y)

    @property
    def size(self) -> tuple[float, float]:
        """How wide and how high it is, in pixels."""
        return math.dist(*self.corners[:2]), math.dist(*self.corners[1:3])

    @cached_property
    def _outline(self) -> npt.NDArray[np.float32]:
        return np.asarray(self.corners, dtype=np.float32).reshape(-1, 1, 2)

    def depth(self, x: float, y: float) -> float:
        """How far a place lies within, in pixels; outside it is negative."""
        return float(cv2.pointPolygonTest(self._outline, (float(x), float(y)), measureDist=True))


def strokes_in(ink: Grey, scale: float) -> list[Stroke]:
    """The straight strokes of at least 14 points that run almost level, the pieces of a worn one put together."""
    outlines, _ = cv2.findContours(lines_of(ink, PIECE / scale, axis=1), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    pieces = []
    for outline in outlines:
        x, _, wide, high = cv2.boundingRect(outline)
        if high * scale <= _BENT:
            pieces.append(_stroke(outline.reshape(-1, 2), x, wide))
    return _joined(sorted(pieces, key=lambda piece: piece.x0), scale)


def _stroke(outline: npt.NDArray[Any], left: int, wide: int) -> Stroke:
    """The stroke of an outline: its ends stand where the outline's first and last sixths have their middles."""
    part = max(2, min(wide // 6, 40))
    begin = float(outline[outline[:, 0] <= left + part, 1].mean())
    end = float(outline[outline[:, 0] >= left + wide - 1 - part, 1].mean())
    rest = (end - begin) / max(1, wide - 1 - part) * part / 2
    return Stroke(left, begin - rest, left + wide - 1, end + rest)


def _joined(pieces: Sequence[Stroke], scale: float) -> list[Stroke]:
    whole: list[Stroke] = []
    for piece in pieces:
        at = next((at for at, other in enumerate(whole) if _goes_on(other, piece, scale)), None)
        if at is None:
            whole.append(piece)
        else:
            whole[at] = Stroke(whole[at].x0, whole[at].y0, piece.x1, piece.y1)
    return whole


def _goes_on(left: Stroke, right: Stroke, scale: float) -> bool:
    gap = (right.x0 - left.x1) * scale
    return -1 <= gap <= _BROKEN and abs(left.height_at(right.x0) - right.y0) * scale < _IN_LINE


def frames_in(ink: Grey, strokes: Sequence[Stroke], scale: float) -> list[Frame]:
    """The frames of 60 to 300 by 20 to 140 points, each around all that lie within it: the largest first."""
    thick = thickened(ink)
    sized = (stroke for stroke in strokes if _WIDE[0] <= stroke.length * scale <= _WIDE[1])
    found = [
        frame
        for lid, floor in _pairs(sorted(sized, key=lambda stroke: stroke.middle[1]), scale)
        if (frame := _closed(thick, lid, floor, scale)) is not None and frame.free >= _FREE
    ]
    kept: list[Frame] = []
    for frame in sorted(found, key=lambda one: -math.prod(one.size)):
        if not any(other.depth(*frame.middle) > 0 for other in kept):
            kept.append(frame)
    return kept


def _pairs(strokes: Sequence[Stroke], scale: float) -> Iterator[tuple[Stroke, Stroke]]:
    """Strokes one above the other, as long and as steep."""
    for index, lid in enumerate(strokes):
        for floor in strokes[index + 1 :]:
            high = floor.middle[1] - lid.middle[1]
            if high * scale > _HIGH[1]:
                break
            lean = _lean(lid, floor)
            near, far = sorted((abs(lid.x0 + lean - floor.x0), abs(lid.x1 + lean - floor.x1)))
            level = near * scale <= _ENDS and far <= _SHORTER * lid.length
            fits = _HIGH[0] <= high * scale and high <= lid.length and level
            if fits and abs(lid.slope - floor.slope) <= _ALIKE:
                yield lid, floor


def _lean(lid: Stroke, floor: Stroke) -> float:
    """How far to the right the foot of a side stands of its head, in a rectangle that climbs so."""
    return math.tan(math.radians((lid.slope + floor.slope) / 2)) * (floor.middle[1] - lid.middle[1])


def _closed(thick: Grey, lid: Stroke, floor: Stroke, scale: float) -> Frame | None:
    """The frame between a lid and a floor, each side where most is ink; None where a side is missing."""
    lean = _lean(lid, floor)
    sides = []
    for x in (min(lid.x0, floor.x0 - lean), max(lid.x1, floor.x1 - lean)):
        tried = np.arange(-_ENDS, _ENDS, scale) / scale
        head = np.stack([x + tried, np.full_like(tried, lid.height_at(x) + _ROUND / scale)], axis=1)
        foot = np.stack([x + lean + tried, np.full_like(tried, floor.height_at(x) - _ROUND / scale)], axis=1)
        shares = shares_along(thick, head, foot)
        best = max(range(len(tried)), key=lambda at: (shares[at], -abs(tried[at])))
        if shares[best] < _CLOSED:
            return None
        sides.append(x + tried[best])
    left, right = sides
    places = ((left, lid), (right, lid), (right + lean, floor), (left + lean, floor))
    corners = np.array([(x, stroke.height_at(x)) for x, stroke in places])
    if shares_along(thick, corners[::2], corners[1::2]).min() < _CLOSED:
        return None
    free = _free_ends(thick, corners, scale)
    return Frame(np.asarray(corners, dtype=np.float32), (lid.slope + floor.slope) / 2, free)


def shares_along(ink: Grey, begin: Point, end: Point) -> npt.NDArray[np.float64]:
    """The share of ink along each of the lines between two rows of points; what lies outside the picture is none."""
    count = max(2, math.ceil(float(np.hypot(*(end - begin).T).max())))
    steps = np.linspace(0, 1, count)[None, :, None]
    places = np.rint(begin[:, None] + steps * (end - begin)[:, None]).astype(np.intp)
    x, y = places[..., 0], places[..., 1]
    within = (x >= 0) & (y >= 0) & (x < ink.shape[1]) & (y < ink.shape[0])
    seen = ink[np.where(within, y, 0), np.where(within, x, 0)] > 0
    return np.asarray((seen & within).mean(axis=1), dtype=np.float64)


def _free_ends(thick: Grey, corners: Point, scale: float) -> int:
    """How many ends of sides have nothing behind them that goes on, as the rules of a table do."""
    free = 0
    for corner, other in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (other - corner) / max(1.0, math.dist(corner, other))
        across = np.array([-along[1], along[0]])
        beside = np.arange(-_BESIDE, _BESIDE + 1)[:, None] * across
        for place, way in ((corner, -along), (other, along)):
            near, far = (place + way * beyond / scale + beside for beyond in _BEYOND)
            free += bool(shares_along(thick, near, far).max() < _GOES_ON)
    return free
