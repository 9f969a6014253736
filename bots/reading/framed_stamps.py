"""Stamps in a frame that lie level or almost: frames that no form prints, with what stamps say within.

A form's own box is as steep as its rules and its print, ends where they do, is not crossed by them and has their ink. A
frame is a stamp's where it breaks one of these and a register, or another office, speaks in it; or where nothing stands
in it but what a register stamps: an office in capitals, what it did, and the day.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from bots.reading.arrays import Grey, Quad
from bots.reading.frames import PIECE, Frame, Stroke, frames_in, shares_along, strokes_in
from bots.reading.inks import faint_ink, lines_of
from bots.reading.lines import cut_out, elongation, is_tall, sides
from bots.reading.ocr import Eyes
from bots.reading.squares import thickened
from bots.reading.stamps import INK, TINTED, Imprint, says_a_stamp, slope_of

_ASKEW, _AS_STEEP, _LIKE = 0.3, 0.25, 0.25  # degrees off the print's; what is as steep, and what share of print is
_TELLING, _LONG = 6.0, 45.0  # heights and points of the lines that tell a slope
_NEAR, _FEWEST = 170.0, 5  # points up or down to them, and how many there are at least
_OUT = 3.0  # points beside a frame: what begins there is none of its own
_THROUGH = (-6.0, -3.0, 3.0, 6.0)  # points before and behind a side where a rule that runs through it is seen
_APART = 7  # free ends of a frame that a rule may run through: columns run through the rows of a table
_CORNER = 3.5  # points of a side at its ends where another frame's corner may lie
_REACHES = 1.2  # heights that a line comes from outside
_CUT, _COLUMNS = (
    (0.12, 0.5),
    0.5,
)  # heights beside the side that it runs through, and the share of columns with ink there
_OWN, _OTHERS = 0.8, 0.1  # share of a frame's strokes that is coloured, and of what is outside
_EDGE = 2.5  # points of a frame that its strokes take
_TO_LINE, _LEVEL = 5.0, 0.35  # points by which a stamp's lines are off one another, degrees by which they are not level
_STEADY = 8.0  # heights: the slope of a shorter line tells nothing
_SPEAKS = re.compile(r"REGIST|ENTRAD|SALIDA|EIXIDA|COMPULS|COTEJ|RECIBID|REBUT|PAGAD|PAGAT")
_DAY = r"\d{1,2}[ /.-]+(?:\d{1,2}|[A-Z]{3,10})[ /.-]+\d{2,4}"
_DATED, _NUMBER = re.compile(_DAY, re.IGNORECASE), re.compile(rf"\d{{4}}|{_DAY}")
_OFFICE = (
    r"(?:AYUNT|AJUNT|GENERALIT|CONSELL|DIPUTAC|OFICINA|REGISTR|ENTRADA|SALIDA|EIXIDA|COMPULS|COTEJ|ES C[OÒ]PIA)[^a-z:]*"
)
_NUMBERED = r"N(?:[º°O.]*|[ÚU]M\.?)"
_ENTRY = rf"(?i:{_DAY}|(?:{_NUMBERED})? ?\d{{1,4}}[/-]\d{{3,8}}|{_NUMBERED} ?\d{{2,8}}|\d{{1,2}}:\d{{2}})"
_STAMPED = re.compile(rf"{_OFFICE}|(?:{_ENTRY}\s*)+")  # all that a line of a register's stamp says
_STAMPED_LINES = (3, 7)


def framed_in(picture: Grey, bright: Grey | None, lines: Sequence[Quad], scale: float, eyes: Eyes) -> list[Imprint]:
    """The stamps in frames of a level page with these lines; `bright` is each pixel's strongest colour."""
    ink = faint_ink(picture)
    strokes = strokes_in(ink, scale)
    page = _Paper(picture, bright, ink, strokes, lines, scale)
    found = []
    for frame in frames_in(ink, strokes, scale):
        odd = _odd(frame, page)
        imprint = _imprint(frame, page, odd, eyes) if odd or _is_all_stamped(frame, page, eyes) else None
        if imprint is not None:
            found.append(imprint)
    return found


@dataclass(frozen=True)  # without slots: it keeps its rules
class _Paper:
    """A page with what is known of it."""

    picture: Grey
    bright: Grey | None
    ink: Grey
    strokes: Sequence[Stroke]
    lines: Sequence[Quad]
    scale: float

    @cached_property
    def rules(self) -> tuple[Grey, Grey]:
        """Its level rules and its upright ones, a little thicker than they are."""
        level, upright = (thickened(lines_of(self.ink, PIECE / self.scale, axis=axis)) for axis in (1, 0))
        return level, upright

    @cached_property
    def tinted(self) -> npt.NDArray[np.bool_]:
        """Where it has colour."""
        if self.bright is None:
            return np.zeros(self.picture.shape, dtype=np.bool_)
        return np.asarray(cv2.subtract(self.bright, self.picture) >= TINTED, dtype=np.bool_)

    @property
    def tinted_alone(self) -> Grey:
        """Its coloured ink without the rest."""
        return np.where(self.tinted, self.picture, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class _Odd:
    """What a frame has that no form's box has."""

    tilted: bool
    crossed: bool
    coloured: bool

    def __bool__(self) -> bool:
        return self.tilted or self.crossed or self.coloured


def _odd(frame: Frame, page: _Paper) -> _Odd:
    apart = frame.free >= _APART
    crossed = (apart and _is_ruled(frame, page)) or any(_runs_through(line, frame, page) for line in page.lines)
    return _Odd(_is_tilted(frame, page), crossed, _is_coloured(frame, page))


def _is_tilted(frame: Frame, page: _Paper) -> bool:
    """Whether rules and print around a frame run otherwise than it does, and next to none as it does."""
    slopes = np.array(sorted(_slopes_around(frame, page), key=lambda one: one[2])).reshape(-1, 3)
    near = slopes[: max(_FEWEST, int((slopes[:, 2] < _NEAR).sum()))]
    if len(near) < _FEWEST:
        return False
    steep, weights = near[:, 0] - frame.slope, near[:, 1]
    order = np.argsort(steep)
    middle = steep[order][np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)]
    alike = weights[np.abs(steep) < _AS_STEEP].sum() / weights.sum()
    return bool(abs(middle) >= _ASKEW and alike <= _LIKE)


def _slopes_around(frame: Frame, page: _Paper) -> Iterator[tuple[float, float, float]]:
    """Of each long rule and line of print outside a frame: its slope, its length and how far up or down, in points."""
    out = -_OUT / page.scale
    for stroke in page.strokes:
        length = stroke.length * page.scale
        places = (stroke.x0, stroke.y0), stroke.middle, (stroke.x1, stroke.y1)
        if length >= _LONG and sum(frame.depth(*place) < out for place in places) > 1:
            yield stroke.slope, length, abs(stroke.middle[1] - frame.middle[1]) * page.scale
    for line in page.lines:
        length, (x, y) = sides(line)[0] * page.scale, line.mean(axis=0)
        if elongation(line) >= _TELLING and not is_tall(line) and length >= _LONG and frame.depth(x, y) < out:
            yield slope_of(line), length, abs(y - frame.middle[1]) * page.scale


def _is_ruled(frame: Frame, page: _Paper) -> bool:
    """Whether a rule of the page runs through a side of the frame, in at one side of it and out at the other."""
    top_left, top_right, bottom_right, bottom_left = frame.corners.astype(np.float64)
    through = np.array(_THROUGH) / page.scale
    upright_sides, level_sides = (
        ((top_left, bottom_left), (top_right, bottom_right)),
        ((top_left, top_right), (bottom_left, bottom_right)),
    )
    for rules, off, ends in zip(page.rules, np.eye(2), (upright_sides, level_sides), strict=True):
        for begin, end in ends:
            corner = (end - begin) * min(0.5, _CORNER / page.scale / max(1.0, math.dist(begin, end)))
            along = np.linspace(begin + corner, end - corner, max(2, int(math.dist(begin, end))))
            seen = np.stack([_at(rules, along + step * off) for step in through])
            if seen.all(axis=0).any():
                return True
    return False


def _at(mask: Grey, places: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Whether there is ink at each place; outside the picture there is none."""
    return shares_along(mask, places, places) > 0


def _runs_through(line: Quad, frame: Frame, page: _Paper) -> bool:
    """Whether a line of print comes from the left into a frame, its letters as near as letters are to each other."""
    begin, end = (line[0] + line[3]) / 2, (line[1] + line[2]) / 2
    high = sides(line)[1]
    top, bottom = frame.corners[0].astype(np.float64), frame.corners[3].astype(np.float64)
    y = float(begin[1] + end[1]) / 2
    if is_tall(line) or not top[1] + high < y < bottom[1] - high:
        return False
    x = float(top[0] + (bottom[0] - top[0]) * (y - top[1]) / (bottom[1] - top[1]))
    if not begin[0] < x - _REACHES * high < x + _REACHES * high < end[0]:
        return False
    rows = slice(max(0, int(y - 0.35 * high)), int(y + 0.35 * high))
    near, far = (share * high for share in _CUT)
    beside = (page.ink[rows, int(x - far) : int(x - near)], page.ink[rows, int(x + near) : int(x + far)])
    return all(patch.size > 0 and float((patch > 0).any(axis=0).mean()) >= _COLUMNS for patch in beside)


def _is_coloured(frame: Frame, page: _Paper) -> bool:
    """Whether a frame's strokes are of a colour that next to nothing else on the page has."""
    if page.bright is None:
        return False
    inked, strokes = page.picture < INK, np.zeros_like(page.picture)
    outline = np.rint(frame.corners).astype(np.int32)
    cv2.polylines(strokes, [outline], isClosed=True, color=255, thickness=round(_EDGE / page.scale))
    own, others = inked & (strokes > 0), inked & (_region(frame, page) == 0)
    shares = [float(page.tinted[where].mean()) if where.any() else 0.0 for where in (own, others)]
    return shares[0] >= _OWN and shares[1] <= _OTHERS


def _region(frame: Frame, page: _Paper) -> Grey:
    region = np.zeros_like(page.picture)
    cv2.fillConvexPoly(region, np.rint(frame.corners).astype(np.int32), 255)
    reach = 2 * round(_OUT / page.scale) + 1
    return np.asarray(cv2.dilate(region, np.ones((reach, reach), np.uint8)), dtype=np.uint8)


def _is_all_stamped(frame: Frame, page: _Paper, eyes: Eyes) -> bool:
    """Whether nothing stands in a frame but what a register stamps, with its day: a form has captions there."""
    lines = [line for line in page.lines if frame.depth(*line.mean(axis=0)) > 0]
    if not _STAMPED_LINES[0] <= len(lines) <= _STAMPED_LINES[1]:
        return False
    told: list[str] = []
    for line in lines:
        ((text, _),) = eyes.strings([cut_out(page.picture, line)])
        if not _STAMPED.fullmatch(text.strip()):
            return False
        told.append(text)
    whole = " ".join(told)
    return bool(_SPEAKS.search(whole) and _DATED.search(whole))


def _imprint(frame: Frame, page: _Paper, odd: _Odd, eyes: Eyes) -> Imprint | None:
    """The stamp that a frame is around; None where no office speaks in it."""
    picture = page.tinted_alone if odd.coloured else page.picture
    lines = _lines_within(frame, picture, page.scale, eyes)
    read = [
        (line, text.upper())
        for line, (text, _) in zip(lines, eyes.strings([cut_out(picture, line) for line in lines]), strict=True)
    ]
    speaking = [line for line, text in read if says_a_stamp(text)]
    told = [(line, text) for line, text in read if says_a_stamp(text) or _is_level(line, frame)]
    if odd.crossed:  # what stands under it is read too
        told = [(line, text) for line, text in told if any(_in_line(line, one, frame, page.scale) for one in speaking)]
    whole = " ".join(text for _, text in told)
    if not speaking or not (odd.tilted or (_SPEAKS.search(whole) and _NUMBER.search(whole))):
        return None
    return Imprint(tuple(line for line, _ in told), frame.slope, _region(frame, page), level=True)


def _lines_within(frame: Frame, picture: Grey, scale: float, eyes: Eyes) -> list[Quad]:
    """The lines of text in a frame, its own strokes and what is outside left white."""
    x, y, wide, high = cv2.boundingRect(np.rint(frame.corners).astype(np.int32))
    left, top = max(0, x), max(0, y)
    patch = picture[top : y + high, left : x + wide]
    inner = np.zeros_like(patch)
    cv2.fillConvexPoly(inner, np.rint(frame.corners - (left, top)).astype(np.int32), 255)
    edge = 2 * round(_EDGE / scale) + 1
    within = cv2.erode(inner, np.ones((edge, edge), np.uint8), borderValue=0) > 0
    alone = np.where(within, patch, 255).astype(np.uint8)
    return [np.asarray(line + np.array([left, top]), dtype=np.float32) for line in eyes.lines(alone) or ()]


def _is_level(line: Quad, frame: Frame) -> bool:
    """Whether a line runs as its frame does, as far as it can be told."""
    return elongation(line) < _STEADY or abs(slope_of(line) - frame.slope) <= _LEVEL


def _in_line(line: Quad, other: Quad, frame: Frame, scale: float) -> bool:
    """Whether two lines of a frame begin under each other, or have their middles there: a stamp's do."""
    turn = math.radians(frame.slope)
    along = np.array([math.cos(turn), -math.sin(turn)])
    starts, middles = ([float(place(quad) @ along) for quad in (line, other)] for place in (_start, _middle))
    return min(abs(starts[0] - starts[1]), abs(middles[0] - middles[1])) * scale <= _TO_LINE


def _start(line: Quad) -> npt.NDArray[np.float64]:
    return np.asarray((line[0] + line[3]) / 2, dtype=np.float64)


def _middle(line: Quad) -> npt.NDArray[np.float64]:
    return np.asarray(line.mean(axis=0), dtype=np.float64)
