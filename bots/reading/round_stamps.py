"""Round stamps: a ring of ink of one radius with letters that stand along it.

What lies under one stays as it was read and counts as half sure; what stands along the ring is read from the picture
unrolled about the ring's middle.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from bots.reading.arrays import Grey
from bots.reading.inks import faint_ink
from bots.reading.ocr import Eyes
from bots.reading.stamps import says_a_stamp
from casework.reading import Box, Source, Stamp, Word

_RADII = (30.0, 68.0)  # points: stamps of offices and professionals are 25 to 45 mm wide
_COARSE = 4  # pixels to one, where rings are looked for
_VOTES, _EDGE, _APART = 45, 120, 60.0  # of Hough's transform, and points from one ring to another
_MOST = 6  # rings of a page that are looked at
_TURNS = 720  # steps of a full turn
_MUCH, _LIKE, _TRIED = 0.4, 8, 5  # share of a circle that is ink, pixels from one to the next, and how many are tried
_PASSES = ((14, 10), (9, 5), (6, 3))  # pixels beside a ring in which its stroke is looked for, and by which it strays
_OUTER, _ON = 1.6, 2  # radii within which a second ring is looked for, and pixels beside a stroke's place
_WHOLE = 0.8  # share of a ring that is ink
_SOLID, _WITHIN = 0.5, 6  # share of the turns that are ink for so many pixels within the stroke: a disc is none
_STRIPS = ((0.74, 0.955), (0.66, 0.93), (0.8, 0.965))  # shares of the radius between which letters stand
_LONG, _PART = 420, 300  # turns: a longer arc holds two texts, which are looked for in parts
_GAP = 20  # turns of paper between two texts: a space between words is shorter
_FEWEST, _SURE = 6, 0.55  # letters of one word at least that is read so surely, by its least sure letter
_SHORTEST, _SOME = 3, 0.35  # of the other words
_CAPITALS = 0.5  # share of its letters


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle of ink in a picture, in pixels."""

    x: float
    y: float
    radius: float

    def box(self, scale: float) -> Box:
        """The square about it, in points."""
        x, y, reach = self.x * scale, self.y * scale, self.radius * scale
        return Box(x - reach, y - reach, x + reach, y + reach)


def round_stamps_in(picture: Grey, scale: float, eyes: Eyes) -> list[tuple[Stamp, Grey]]:
    """Each round stamp of a level page with the region that it covers, 255 on 0."""
    found = []
    for ring in _rings(picture, scale):
        words = _along(picture, ring, scale, eyes)
        if words:
            region = np.zeros_like(picture)
            cv2.circle(region, (round(ring.x), round(ring.y)), round(ring.radius), 255, cv2.FILLED)
            found.append((Stamp(box=ring.box(scale), words=words), region))
    return found


def _rings(picture: Grey, scale: float) -> Iterator[Ring]:
    high, wide = picture.shape
    size = max(1, wide // _COARSE), max(1, high // _COARSE)
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    least, most = (round(radius / scale / _COARSE) for radius in _RADII)
    apart = _APART / scale / _COARSE
    circles = cv2.HoughCircles(
        small, cv2.HOUGH_GRADIENT, 1, apart, param1=_EDGE, param2=_VOTES, minRadius=least, maxRadius=most
    )
    for x, y, radius in () if circles is None else circles[0][:_MOST]:
        seen = Ring(_COARSE * float(x), _COARSE * float(y), _COARSE * float(radius))
        fitted = (_fitted(picture, ring) for ring in _likely(picture, seen, _COARSE * most))
        ring = next((ring for ring in fitted if ring is not None and ring.radius >= _COARSE * least), None)
        if ring is not None:
            yield ring


def _likely(picture: Grey, seen: Ring, most: int) -> Iterator[Ring]:
    """The circle that was seen and others about its middle where much is ink, the widest first: letters make one."""
    reach = float(most + _PASSES[0][0])
    shares = _shares(_unrolled(_ink_around(picture, seen, reach), reach))
    peaks = [
        place
        for place in range(_PASSES[0][0], len(shares) - 1)
        if shares[place] >= _MUCH and shares[place] == shares[max(0, place - _LIKE) : place + _LIKE + 1].max()
    ]
    for radius in sorted({*peaks, round(seen.radius)}, reverse=True)[:_TRIED]:
        yield Ring(seen.x, seen.y, float(radius))


def _fitted(picture: Grey, ring: Ring) -> Ring | None:
    """The ring where its stroke really runs; None where there is no such stroke all around, or where it is a disc."""
    for band, kept in _PASSES:
        nearer = _nearer(picture, ring, band, kept)
        if nearer is None:
            return None
        ring = nearer
    reach = _OUTER * ring.radius
    ink = _unrolled(_ink_around(picture, ring, reach), reach)
    strokes = np.flatnonzero(_shares(ink) >= _WHOLE)
    if not strokes.size or strokes[-1] < ring.radius - _ON:
        return None
    outer = np.split(strokes, np.flatnonzero(np.diff(strokes) > 1) + 1)[-1]  # of two rings
    solid = ink[:, max(0, outer[0] - _WITHIN) : outer[0]].all(axis=1).mean()
    return Ring(ring.x, ring.y, float(outer.mean())) if solid < _SOLID else None


def _shares(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """For each distance from the middle the share of the turns that have ink there, or nearly there."""
    thick = cv2.dilate(ink.astype(np.uint8), np.ones((1, 2 * _ON + 1), np.uint8))
    return np.asarray(thick.mean(axis=0), dtype=np.float64)


def _nearer(picture: Grey, ring: Ring, band: int, kept: int) -> Ring | None:
    """The circle through the outermost ink near a ring, whatever lies further off than `kept` left aside."""
    ink = _unrolled(_ink_around(picture, ring, ring.radius + band), ring.radius + band)
    place = round(ring.radius)
    beside = ink[:, max(0, place - band) : place + band + 1]
    turns = np.flatnonzero(beside.any(axis=1))
    if len(turns) < _WHOLE * _TURNS / 2:
        return None
    radii = place + band - beside[turns, ::-1].argmax(axis=1).astype(np.float64)
    near = np.abs(radii - np.median(radii)) <= kept
    return _circle_through(ring, 2 * math.pi * turns[near] / _TURNS, radii[near])


def _circle_through(ring: Ring, angles: npt.NDArray[np.float64], radii: npt.NDArray[np.float64]) -> Ring:
    """The circle nearest to points that are told by turn and distance from a ring's middle."""
    x, y = radii * np.cos(angles), radii * np.sin(angles)
    table = np.stack([x, y, np.ones_like(x)], axis=1)
    (a, b, c), *_ = np.linalg.lstsq(table, x**2 + y**2, rcond=None)
    return Ring(ring.x + float(a) / 2, ring.y + float(b) / 2, float(math.sqrt(max(1.0, c + (a**2 + b**2) / 4))))


def _ink_around(picture: Grey, ring: Ring, radius: float) -> tuple[Grey, tuple[float, float]]:
    """The ink of the square about a ring, and the ring's middle in it."""
    reach = math.ceil(radius) + 2
    left, top = max(0, round(ring.x) - reach), max(0, round(ring.y) - reach)
    patch = picture[top : round(ring.y) + reach, left : round(ring.x) + reach]
    smooth = np.asarray(cv2.blur(patch, (3, 3)), dtype=np.uint8)  # grain would pass for ink beside the stroke
    return faint_ink(smooth), (ring.x - left, ring.y - top)


def _unrolled(around: tuple[Grey, tuple[float, float]], reach: float) -> npt.NDArray[np.bool_]:
    """Turns downwards, clockwise from three o'clock; distance from the middle to the right, a pixel a column."""
    ink, middle = around
    size = (math.ceil(reach), _TURNS)
    return np.asarray(cv2.warpPolar(ink, size, middle, reach, cv2.INTER_NEAREST) > 0, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class _Told:
    """What stands along an arc: `flipped` where its letters have their heads to the middle."""

    arc: tuple[int, int]
    text: str
    sure: float
    flipped: bool

    @property
    def worth(self) -> float:
        """How many letters were read, and how surely; 0 where they are no word."""
        letters = _letters(self.text)
        return letters * self.sure if letters >= _SHORTEST and self.sure >= _SOME else 0.0

    @property
    def is_a_stamp_s(self) -> bool:
        """Whether it was read surely, and in capitals or as stamps say: print that a ring crosses is not."""
        letters = _letters(self.text)
        capitals = sum(sign.isupper() for sign in self.text) >= _CAPITALS * letters
        return self.sure >= _SURE and letters >= _FEWEST and (capitals or says_a_stamp(self.text))

    @property
    def place(self) -> float:
        """Where it comes in the stamp's text: above clockwise from nine o'clock, then below from there."""
        middle = sum(self.arc) / 2
        return (2 * _TURNS - middle) % _TURNS + _TURNS if self.flipped else (middle - _TURNS / 2) % _TURNS

    def meets(self, other: _Told) -> bool:
        """Whether two arcs share a part."""
        return (other.arc[0] - self.arc[0]) % _TURNS < self.arc[1] - self.arc[0] or (
            self.arc[0] - other.arc[0]
        ) % _TURNS < other.arc[1] - other.arc[0]


def _along(picture: Grey, ring: Ring, scale: float, eyes: Eyes) -> tuple[Word, ...]:
    """What stands along a ring, above from the left and then below from the left; nothing where no words do."""
    told: list[_Told] = []
    for arc in _arcs(picture, ring):
        whole = _read(picture, ring, arc, eyes)
        parts = [whole]
        if whole.sure < _SURE and arc[1] - arc[0] >= _LONG:  # print or grain joins two texts
            begins = range(arc[0], arc[1] - _PART // 2, _PART // 2)
            parts += [_read(picture, ring, (begin, begin + _PART), eyes) for begin in begins]
        for part in sorted(parts, key=lambda one: -one.worth):
            if part.worth > 0 and not any(part.meets(other) for other in told):
                told.append(part)
    if not any(one.is_a_stamp_s for one in told):
        return ()
    box = ring.box(scale)
    ordered = sorted(told, key=lambda one: one.place)
    return tuple(Word(text=one.text, box=box, confidence=one.sure, source=Source.OCR) for one in ordered)


def _read(picture: Grey, ring: Ring, arc: tuple[int, int], eyes: Eyes) -> _Told:
    """The best of what an arc seems to say: letters stand in one of some bands, with feet or heads to the middle."""
    strips = [strip for shares in _STRIPS for strip in _strips(picture, ring, shares, arc)]
    read = [
        _Told(arc, text.strip(" .-·*"), sure, flipped=number % 2 == 1)
        for number, (text, sure) in enumerate(eyes.strings(strips))
    ]
    return max(read, key=lambda one: one.worth)


def _arcs(picture: Grey, ring: Ring) -> list[tuple[int, int]]:
    """The turns between which letters stand along a ring, clockwise, parted where there is paper for long enough."""
    low, high = _STRIPS[0]
    ink = _unrolled(_ink_around(picture, ring, high * ring.radius), high * ring.radius)
    bare = np.flatnonzero(ink[:, round(low * ring.radius) :].any(axis=1))
    if not bare.size:
        return []
    steps = np.diff(np.append(bare, bare[0] + _TURNS))
    gaps = np.flatnonzero(steps >= _GAP)
    if not gaps.size:
        return [(int(bare[0]), int(bare[0]) + _TURNS)]
    starts = [int(bare[(gap + 1) % len(bare)]) for gap in gaps]
    ends = [int(bare[gap]) for gap in (*gaps[1:], gaps[0])]
    return [(start, end if end >= start else end + _TURNS) for start, end in zip(starts, ends, strict=True)]


def _strips(picture: Grey, ring: Ring, shares: tuple[float, float], arc: tuple[int, int]) -> Iterator[Grey]:
    """The letters between two shares of the radius and two turns in a row, either way up."""
    low, high = shares
    depth = max(1, round((high - low) * ring.radius))
    length = round(2 * math.pi * ring.radius * (low + high) / 2)
    reach = high * ring.radius
    polar = cv2.warpPolar(
        picture, (math.ceil(reach), length), (ring.x, ring.y), reach, cv2.INTER_CUBIC + cv2.WARP_FILL_OUTLIERS
    )
    row = np.rot90(polar[:, -depth:])  # distance upwards, turns clockwise to the right
    begin, end = (round(turn * length / _TURNS) for turn in arc)
    margin = depth // 3
    strip = row.take(range(begin - margin, end + margin), axis=1, mode="wrap")
    yield np.ascontiguousarray(strip)
    yield np.ascontiguousarray(strip[::-1, ::-1])


def _letters(text: str) -> int:
    return sum(sign.isalpha() for sign in text)
