"""Stamps on a page: found by their lines, which run askew, and lifted off, so that what lies under them can be read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from bots.reading import straighten
from bots.reading.arrays import Grey, Quad
from bots.reading.lines import cut_out, elongation, is_tall
from bots.reading.ocr import Eyes
from casework.reading import Box, Stamp, Word

_ASKEW, _STEEPEST = 2.2, 60.0  # degrees by which the lines of a stamp climb or fall, at least and at most
_PARALLEL = 2.5  # degrees
_TELLING = 4.0  # heights: shorter lines do not tell their slope
_APART = 2.2  # heights of a line from one line of a stamp to the next
_SURE, _SURE_ALONE = 0.3, 0.55  # of the least sure letter: several lines of a stamp, or one; a signature reads worse
_FEWEST_LETTERS = 5
_SAYS = re.compile(
    r"REGIST|ENTRAD|AJUNTAM|AYUNTAM|COMPULS|COTEJ|ALACANT|ALICANTE|CORREOS|RECIBID|REBUT|SALIDA|EIXIDA|OFICINA|PAGAD"
)
_AROUND = 45.0  # points around what was found of a stamp in which the rest of it stands
_MIDWAY, _STROKE = 0.45, 5  # what is darker than that share of the way from stamp to print is print, and pixels around
_PALER = 50  # shades of grey by which a stamp must be paler than print to be lifted off by that
TINTED = 18  # how coloured ink is, in shades: the strongest channel less the grey
INK = 170  # shades: what is darker is ink
_COVERED = 0.5
_MINE = 0.6  # share of a line's place that lines of a stamp cover
_COLOURED = 0.4  # share of a stamp's ink that is coloured


@dataclass(frozen=True, slots=True)
class Imprint:
    """A stamp as it was found: lines of it in the picture, how they climb, and the region of its ink, 255 on 0.

    `level` where they are as level as the page's, so that only their place tells them from these.
    """

    lines: tuple[Quad, ...]
    slope: float
    region: Grey
    level: bool = False


def imprints_in(picture: Grey, lines: Sequence[Quad], scale: float, eyes: Eyes) -> list[Imprint]:
    """The stamps among a level page's lines: lines askew that stand together and can be read, or one that can."""
    askew = [quad for quad in lines if _is_askew(quad)]
    groups = [group for group in _groups(askew) if _reads(picture, group, eyes)]
    return [Imprint(tuple(group), _slope(group), _region(picture, group, scale)) for group in groups]


def slope_of(quad: Quad) -> float:
    """The degrees by which a line climbs from left to right."""
    along = (quad[1] - quad[0]) + (quad[2] - quad[3])
    return math.degrees(math.atan2(-float(along[1]), float(along[0])))


def _is_askew(quad: Quad) -> bool:
    return elongation(quad) >= _TELLING and not is_tall(quad) and _ASKEW <= abs(slope_of(quad)) <= _STEEPEST


def _groups(lines: Sequence[Quad]) -> Iterator[list[Quad]]:
    left = list(lines)
    while left:
        group = [left.pop(0)]
        for member in group:
            near = [quad for quad in left if _belong(member, quad)]
            left = [quad for quad in left if not any(quad is other for other in near)]
            group += near
        yield group


def _belong(first: Quad, second: Quad) -> bool:
    """Whether two lines are as steep as each other and stand one under the other, or go on."""
    if abs(slope_of(first) - slope_of(second)) > _PARALLEL:
        return False
    height = max(_height(first), _height(second))
    shapes = [np.asarray(quad, dtype=np.float32).reshape(-1, 1, 2) for quad in (first, second)]
    gaps = (
        -cv2.pointPolygonTest(shapes[1 - own], (float(x), float(y)), measureDist=True)
        for own in (0, 1)
        for x, y in _outline(shapes[own].reshape(-1, 2))
    )
    return min(gaps) <= _APART * height


def _outline(quad: npt.NDArray[np.float32]) -> Iterator[tuple[float, float]]:
    for corner, following in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        for share in (0.0, 0.25, 0.5, 0.75):
            x, y = corner + share * (following - corner)
            yield float(x), float(y)


def _height(quad: Quad) -> float:
    return math.dist(quad[0], quad[3])


def _slope(group: Sequence[Quad]) -> float:
    return float(np.median([slope_of(quad) for quad in group]))


def _reads(picture: Grey, group: Sequence[Quad], eyes: Eyes) -> bool:
    read = eyes.strings([cut_out(picture, quad) for quad in group])
    least = _SURE if len(group) > 1 else _SURE_ALONE
    told = [(text, sure) for text, sure in read if sum(sign.isalpha() for sign in text) >= _FEWEST_LETTERS]
    return any(sure >= least or says_a_stamp(text) for text, sure in told)


def says_a_stamp(text: str) -> bool:
    """Whether a text says what stamps of offices say: registry, town hall, entry, compared with the original."""
    return bool(_SAYS.search(text.upper()))


def _region(picture: Grey, group: Sequence[Quad], scale: float) -> Grey:
    region = np.zeros_like(picture)
    hull = cv2.convexHull(np.concatenate(group).astype(np.int32))
    cv2.fillConvexPoly(region, hull, 255)
    reach = 2 * round(_AROUND / scale) + 1
    return np.asarray(cv2.dilate(region, np.ones((reach, reach), np.uint8)), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Lifted:
    """A page without the ink of its stamps; `left` are those that could not be told from print."""

    picture: Grey
    left: tuple[Imprint, ...]

    @property
    def covered(self) -> tuple[Grey, ...]:
        """The regions of the stamps that are left."""
        return tuple(imprint.region for imprint in self.left)

    def has_left(self, imprint: Imprint) -> bool:
        """Whether a stamp is one of those that are left."""
        return any(imprint is other for other in self.left)


def lifted(picture: Grey, bright: Grey | None, imprints: Sequence[Imprint]) -> Lifted:
    """The page with each stamp taken off: by its colour where `bright` (each pixel's strongest colour) knows one.

    Else by its being paler than print; a black stamp on black print is left, and its region counts as covered.
    """
    under, left = picture.copy(), []
    print_ = _darkness(picture, _outside(imprints))
    for imprint in imprints:
        inside = imprint.region > 0
        lines = _inside(picture, imprint.lines)
        source, ink = picture, lines & (picture < INK)
        if bright is not None and _is_coloured(picture, bright, ink):
            source, ink = bright, ink & (cv2.subtract(bright, picture) >= TINTED)
        mark = float(np.percentile(source[ink], 60)) if ink.any() else 0.0
        if mark - print_ < _PALER:
            left.append(imprint)
            continue
        cores = np.asarray(source < mark - _MIDWAY * (mark - print_), dtype=np.uint8)
        strokes = cv2.dilate(cores, np.ones((_STROKE, _STROKE), np.uint8)) > 0
        under[inside & ~strokes] = 255
    return Lifted(under, tuple(left))


def _outside(imprints: Sequence[Imprint]) -> npt.NDArray[np.bool_]:
    taken = np.maximum.reduce([imprint.region for imprint in imprints])
    return np.asarray(taken == 0, dtype=np.bool_)


def _inside(picture: Grey, lines: Sequence[Quad]) -> npt.NDArray[np.bool_]:
    mask = np.zeros_like(picture)
    for quad in lines:
        cv2.fillConvexPoly(mask, quad.astype(np.int32), 1)
    return mask.astype(np.bool_)


def _darkness(picture: Grey, where: npt.NDArray[np.bool_]) -> float:
    """How dark print is there: the shade of the cores of its strokes."""
    shades = picture[where]
    ink = shades[shades < INK]
    return float(np.percentile(ink, 20)) if ink.size else 0.0


def _is_coloured(picture: Grey, bright: Grey, ink: npt.NDArray[np.bool_]) -> bool:
    tint = cv2.subtract(bright, picture)[ink]
    return tint.size > 0 and float((tint >= TINTED).mean()) >= _COLOURED


def stamp_of(imprint: Imprint, picture: Grey, under: Lifted, scale: float, eyes: Eyes) -> Stamp:
    """What a stamp says and where it stands: read with its lines made level and the print under it left out.

    Of one that could not be told from print its own lines alone are read.
    """
    rows, columns = np.flatnonzero(imprint.region.any(axis=1)), np.flatnonzero(imprint.region.any(axis=0))
    window = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    if under.has_left(imprint):
        own = _inside(picture, imprint.lines)[window]
    else:
        print_ = cv2.dilate((under.picture[window] < 225).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        own = (imprint.region[window] > 0) & ~print_
    alone = np.where(own, picture[window], 255).astype(np.uint8)
    level = straighten.darkened(straighten.turned_by(alone, -imprint.slope))
    box = Box(columns[0] * scale, rows[0] * scale, (columns[-1] + 1) * scale, (rows[-1] + 1) * scale)
    words = eyes.words(level, scale)
    return Stamp(box=box, words=tuple(replace(word, box=_moved(word.box, box)) for word in words))


def _moved(box: Box, window: Box) -> Box:
    return Box(box.x0 + window.x0, box.y0 + window.y0, box.x1 + window.x0, box.y1 + window.y0)


def without(lines: Sequence[Quad], imprints: Sequence[Imprint], under: Lifted) -> tuple[Quad, ...]:
    """The lines of a page that are none of its stamps'; where a level one was lifted off, all that is left is print."""
    own = [quad for imprint in imprints if not imprint.level for quad in imprint.lines]
    masks = [_inside(under.picture, imprint.lines) for imprint in under.left if imprint.level]
    return tuple(
        line
        for line in lines
        if not (_is_askew(line) and any(_same(line, quad) for quad in own))
        and not any(_share(line, mask) >= _MINE for mask in masks)
    )


def _share(line: Quad, mask: npt.NDArray[np.bool_]) -> float:
    """The share of a line's place that a mask covers; none of a line that lies beside the picture."""
    covered = mask[_inside(mask.astype(np.uint8), [line])]
    return float(covered.mean()) if covered.size else 0.0


def outside(lines: Sequence[Quad], imprints: Sequence[Imprint]) -> list[Quad]:
    """The lines whose middles lie in no stamp's region."""
    return [line for line in lines if not any(_holds(imprint.region, *line.mean(axis=0)) for imprint in imprints)]


def _same(first: Quad, second: Quad) -> bool:
    return math.dist(first.mean(axis=0), second.mean(axis=0)) < _height(second)


def doubted(words: Sequence[Word], covered: Sequence[Grey], scale: float) -> list[Word]:
    """The words, those under a stamp that could not be lifted off with a certainty that no one takes for one."""
    return [word.at_most(_COVERED) if _hit(word, covered, scale) else word for word in words]


def _hit(word: Word, covered: Sequence[Grey], scale: float) -> bool:
    x, y = (place / scale for place in word.box.middle)
    return any(_holds(region, x, y) for region in covered)


def _holds(region: Grey, x: float, y: float) -> bool:
    high, wide = region.shape
    return 0 <= y < high and 0 <= x < wide and bool(region[int(y), int(x)] > 0)
