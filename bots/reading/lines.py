"""Lines of text in a picture: finds them, cuts them out and spells them, by the two networks of PP-OCRv6."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bots.reading import nets
from bots.reading.arrays import Grey, Quad

_STRIDE = 32
_INKED, _SURE_BOX, _GROWTH = 0.3, 0.4, 1.6  # as of PP-OCR's authors, but for 0.5: over dotted lines it is less sure
_MOST_LINES, _SMALLEST = 1000, 3
_HEIGHT, _COLUMN = 48, 8  # pixels: how high the reader sees a line, and how wide one of its columns is
_NARROWEST = 0.6  # share of its width that a line keeps: where letters touch, they cannot be counted
_WIDEST = 4096
_LETTERS = frozenset(
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    "¡£§©ª«®²³´·º»¼½¾¿×–—‘’“”…•€™☐☑☒□■✓✔✗✘"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ"
    "ĂăĄąĆćČčĎďĐđĘęĚěĞğİıĹĺĽľŁłŃńŇňŐőŒœŔŕŘřŚśŞşŠšŢţŤťŮůŰűŸŹźŻżŽžȘșȚț"
)  # without the sign for degrees, which the model takes for º: these papers are full of º and hold few temperatures


@dataclass(frozen=True, slots=True)
class Spelt:
    """One line as it was spelled: the middle of each letter as a share 0..1 of the line's width, and its certainty.

    `second` is what each letter would be else, with the certainty of that.
    """

    text: str
    places: tuple[float, ...]
    sure: tuple[float, ...]
    second: tuple[tuple[str, float], ...] = ()


Gap = tuple[float, float]


@dataclass(slots=True)
class LineReader:
    """Both networks, loaded when first needed; not to be shared by threads.

    `side` is how many pixels of a page's longer side are looked at to find its lines; `columns` how many of the
    reader's columns a letter gets at most: a line of wide letters is squeezed before it is spelled, which costs by its
    width, and loses doubled letters and ordinals.
    """

    side: int = 1280
    columns: float = math.inf
    _finder: Any = None
    _speller: Any = None
    _letters: tuple[str, ...] = field(default=())

    def find(self, picture: Grey) -> list[Quad]:
        """The lines of text that stand in a picture, from top to bottom."""
        self._finder = self._finder or nets.detection()
        high, wide = (_multiple(edge * min(1.0, self.side / max(picture.shape))) for edge in picture.shape)
        small = cv2.resize(picture, (wide, high), interpolation=cv2.INTER_LINEAR)
        plane = small.astype(np.float32) / 127.5 - 1
        (marked,) = self._finder.run(None, {"x": np.broadcast_to(plane, (1, 3, high, wide))})
        quads = _quads(marked[0, 0], (picture.shape[1] / wide, picture.shape[0] / high))
        return sorted(quads, key=lambda quad: (float(quad[:, 1].min()) // 10, float(quad[:, 0].min())))

    def spell(self, strips: Sequence[Grey]) -> list[Spelt]:
        """What each strip says: one line of text in each."""
        if self._speller is None:
            self._speller, self._letters = nets.recognition(_LETTERS)
        return [self._spelt(strip) for strip in strips]

    def columns_of(self, strip: Grey) -> int:
        """How many of the reader's columns a strip is shown in: as many as its letters need, and it has room for."""
        natural: float = strip.shape[1] * _HEIGHT / strip.shape[0] / _COLUMN
        letters = max(1, len(white_gaps(strip)) - 1)
        wanted = min(natural, max(_NARROWEST * natural, self.columns * letters))
        return min(_WIDEST // _COLUMN, max(1, math.ceil(wanted)))

    def _spelt(self, strip: Grey) -> Spelt:
        width = self.columns_of(strip) * _COLUMN
        shrunk = width < strip.shape[1]
        line = cv2.resize(strip, (width, _HEIGHT), interpolation=cv2.INTER_AREA if shrunk else cv2.INTER_LINEAR)
        plane = np.zeros((_HEIGHT, _padded(width)), dtype=np.float32)
        plane[:, :width] = line.astype(np.float32) / 127.5 - 1
        (columns,) = self._speller.run(None, {"x": np.broadcast_to(plane, (1, 3, *plane.shape))})
        return _decoded(columns[0], self._letters, width / _COLUMN)


def white_gaps(strip: Grey) -> list[Gap]:
    """White gaps between the inked columns of a line, from left to right, as shares of its width."""
    height, width = strip.shape
    inner = strip[height // 8 : height - height // 8]
    threshold, _ = cv2.threshold(inner, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    inked = (inner < threshold).sum(axis=0) > 0
    edges = np.flatnonzero(np.diff(np.concatenate(([1], inked.astype(np.int8), [1]))))
    return [(float(begin / width), float(end / width)) for begin, end in zip(edges[::2], edges[1::2], strict=False)]


def _padded(width: int) -> int:
    """Room for a narrow strip to end in; one width for several strips lets the memory of one serve the next."""
    return -(-(width + 2 * _COLUMN) // (2 * _COLUMN)) * 2 * _COLUMN


def _decoded(columns: npt.NDArray[np.float32], letters: Sequence[str], width: float) -> Spelt:
    """The likeliest letter of each column; a letter that goes on over several columns is one (Graves 2006, CTC)."""
    best = columns.argmax(axis=1)
    starts = np.flatnonzero((best != 0) & (best != np.concatenate(([0], best[:-1]))))
    told = columns[starts]
    sure = told[np.arange(len(starts)), best[starts]]
    places = tuple(min(1.0, (float(column) + 0.5) / width) for column in starts)
    told[:, 0] = -1.0  # no letter is no other letter
    told[np.arange(len(starts)), best[starts]] = -1.0
    second = told.argmax(axis=1)
    others = tuple((letters[each], float(row[each])) for each, row in zip(second, told, strict=True))
    return Spelt("".join(letters[best[start]] for start in starts), places, tuple(sure.tolist()), others)


def _multiple(edge: float) -> int:
    return max(_STRIDE, round(edge / _STRIDE) * _STRIDE)


def _quads(marked: npt.NDArray[np.float32], scale: tuple[float, float]) -> list[Quad]:
    """The boxes around the marked regions, grown to the whole letters (Liao 2020, differentiable binarisation)."""
    inked = cv2.dilate((marked > _INKED).astype(np.uint8), np.ones((2, 2), np.uint8))
    regions, _ = cv2.findContours(inked, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for region in regions[:_MOST_LINES]:
        middle, (wide, high), angle = cv2.minAreaRect(region)
        if min(wide, high) < _SMALLEST or _score(marked, cv2.boxPoints((middle, (wide, high), angle))) < _SURE_BOX:
            continue
        growth = 2 * wide * high * _GROWTH / (2 * (wide + high))
        grown = cv2.boxPoints((middle, (wide + growth, high + growth), angle))
        found.append(clockwise(np.asarray(grown * np.array(scale), dtype=np.float32)))
    return found


def _score(marked: npt.NDArray[np.float32], corners: npt.NDArray[Any]) -> float:
    """How sure the network is of a box: the mean of its marks inside."""
    height, width = marked.shape
    low = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    high = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    mask = np.zeros((high[1] - low[1] + 1, high[0] - low[0] + 1), dtype=np.uint8)
    cv2.fillPoly(mask, [np.asarray(corners - low, dtype=np.int32)], 1)
    return float(cv2.mean(marked[low[1] : high[1] + 1, low[0] : high[0] + 1], mask)[0])


def clockwise(corners: Quad) -> Quad:
    """The corners from the top left on: of the two on the left the upper one is first."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    top_left, bottom_left = by_x[:2][np.argsort(by_x[:2, 1])]
    top_right, bottom_right = by_x[2:][np.argsort(by_x[2:, 1])]
    return np.array([top_left, top_right, bottom_right, bottom_left], dtype=np.float32)


def cut_out(picture: Grey, quad: Quad) -> Grey:
    """A line as a level picture of its own; one that runs upwards is laid on its side."""
    width = int(max(math.dist(quad[0], quad[1]), math.dist(quad[2], quad[3]), 1))
    height = int(max(math.dist(quad[0], quad[3]), math.dist(quad[1], quad[2]), 1))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    strip = cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(np.rot90(strip) if height >= 1.5 * width else strip, dtype=np.uint8)


def sides(quad: Quad) -> tuple[float, float]:
    """How wide and how high a line is, in pixels."""
    return math.dist(quad[0], quad[1]), math.dist(quad[0], quad[3])


def is_tall(quad: Quad) -> bool:
    """Whether a line runs upwards or downwards."""
    across, down = sides(quad)
    return down >= 1.5 * across


def elongation(quad: Quad) -> float:
    """How many times longer than high a line is, whichever way it runs."""
    across, down = sides(quad)
    return max(across, down) / max(1.0, min(across, down))
