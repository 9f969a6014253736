"""PP-OCRv6 through rapidocr: the accurate reader of pictures. Its models come in rapidocr's wheel."""

from __future__ import annotations

import importlib
import math
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bots.reading.arrays import Grey
from bots.reading.spelling import mended
from casework.reading import Box, Source, Word

_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")  # a Chinese reader sees such letters in boxes and stamps
Gap = tuple[float, float]

_WORST = 0.4
_SURE_TURN = 0.93
_LOOK_SIDE, _LOOK_LINES, _TELLING = 800, 4, 5.0  # pixels, lines, length of a line in its heights
_NUMERIC = frozenset("0123456789/-")
_CLINGING = frozenset(".,:;)%ºª!?")

# The line classifier (use_cls) turns good lines upside down: orientation is settled before, for the whole page.
# Detection at 1280 pixels a side is as good as at full size; one thread, because pages are read side by side;
# batches of one line, because padding short lines to the longest costs more than it saves.
_SETTINGS: dict[str, Any] = {
    "Global.use_cls": False,
    "Global.return_word_box": True,
    "Global.use_vertical_padding": False,
    "Global.log_level": "critical",
    "Det.limit_type": "max",
    "Det.limit_side_len": 1280,
    "Rec.rec_batch_num": 1,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as it was recognised: where each letter stands is counted in the picture's columns, 0..1."""

    text: str
    places: tuple[float, ...]
    sure: tuple[float, ...]


@dataclass(slots=True)
class PaddleEyes:
    """Plays `Eyes` with one warm engine for the process; readers wait for each other."""

    name: str = "pp-ocrv6-small"
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _engine: Any = None

    def turn(self, picture: Grey) -> int:
        """By which way the lines run, and by which way up some of them can be read.

        Half the time of Tesseract's judgement, which takes a process of its own for each page.
        """
        colour = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
        with self._lock:
            lines = self._telling_lines(colour)
            if not lines:
                return 0
            on_its_side = 2 * sum(tall for _, tall in lines) > len(lines)
            crops = [crop for crop, tall in lines if tall == on_its_side]
            as_it_is = self._sureness(crops)
            flipped = as_it_is < _SURE_TURN and self._sureness([_flipped(crop) for crop in crops]) > as_it_is + 0.1
        # rapidocr turns tall lines by 90 degrees counter-clockwise before it reads them
        return (270 if on_its_side else 0) + (180 if flipped else 0) - (360 if on_its_side and flipped else 0)

    def _telling_lines(self, colour: npt.NDArray[Any]) -> list[tuple[npt.NDArray[Any], bool]]:
        """Some well-formed lines and whether each runs upwards or downwards, found in a small copy."""
        shrink = min(1.0, _LOOK_SIDE / max(colour.shape[:2]))
        small = cv2.resize(colour, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        found = self._ready()(small, use_det=True, use_cls=False, use_rec=False)
        if found.boxes is None:
            return []
        quads = sorted((np.asarray(quad, dtype=np.float32) / shrink for quad in found.boxes), key=_elongation)
        quads = [quad for quad in quads if _elongation(quad) >= _TELLING][:9] or quads[-9:]
        crops = self._ready().crop_text_regions(colour, np.stack(quads))
        return [(crop, _is_tall(quad)) for crop, quad in zip(crops, quads, strict=True)][:_LOOK_LINES]

    def _sureness(self, crops: Sequence[npt.NDArray[Any]]) -> float:
        lines = [line for line in self._recognise(crops) if line.sure]
        return float(np.mean([value for line in lines for value in line.sure])) if lines else 0.0

    def words(self, picture: Grey, scale: float) -> list[Word]:
        """The picture's words, line after line, each with its own box and the mean confidence of its letters."""
        colour = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
        with self._lock:
            crops, corners = self._find(colour)
            lines = self._recognise(crops)
        return [
            word
            for crop, quad, line in zip(crops, corners, lines, strict=True)
            for word in _words_of(crop, quad, line, scale)
        ]

    def strings(self, strips: Sequence[Grey]) -> list[tuple[str, float]]:
        """Each strip's text with the confidence of its least sure letter."""
        with self._lock:
            lines = self._recognise([cv2.cvtColor(strip, cv2.COLOR_GRAY2BGR) for strip in strips])
        return [(line.text, min(line.sure, default=0.0)) for line in lines]

    def _ready(self) -> Any:
        if self._engine is None:
            self._engine = importlib.import_module("rapidocr").RapidOCR(params=dict(_SETTINGS))
        return self._engine

    def _find(self, colour: npt.NDArray[Any]) -> tuple[list[npt.NDArray[Any]], list[npt.NDArray[Any]]]:
        """The lines of text as straightened pictures, with the corners where each stands."""
        engine = self._ready()
        found = engine(colour, use_det=True, use_cls=False, use_rec=False)
        if found.boxes is None:
            return [], []
        corners = list(found.boxes)
        return list(engine.crop_text_regions(colour, found.boxes)), corners

    def _recognise(self, crops: Sequence[npt.NDArray[Any]]) -> list[_Line]:
        if not crops:
            return []
        read = self._ready().recognize_txt(list(crops))
        return [_line(text, info) for text, info in zip(read.txts, read.word_results, strict=True)]


EYES = PaddleEyes()


def _line(text: str, info: Any) -> _Line:
    """The line with the place of every letter; spaces have none of their own and stand between their neighbours."""
    places = [(column + 0.5) / info.line_txt_len for columns in info.word_cols for column in columns]
    letters = iter(places)
    placed: list[float] = []
    for sign in text:
        placed.append(placed[-1] if sign.isspace() and placed else next(letters, 1.0))
    sure = tuple(float(value) for value in info.confs[: len(text)]) if text else ()
    return _Line(text, tuple(min(1.0, place) for place in placed), sure)


def _words_of(crop: npt.NDArray[Any], quad: npt.NDArray[Any], line: _Line, scale: float) -> Iterator[Word]:
    """The line's words: split at the spaces read and at gaps of white that are as wide as a space."""
    gaps = _gaps(crop)
    width = crop.shape[1]
    for start, end in _tokens(line, gaps, width):
        text = mended(_CJK.sub("", line.text[start:end]))
        sure = float(np.mean(line.sure[start:end])) if line.sure[start:end] else 0.0
        if text and sure >= _WORST:
            left, right = _edges(line, start, end, gaps, width)
            yield Word(text=text, box=_box(quad, left, right, scale), confidence=sure, source=Source.OCR)


def _gaps(crop: npt.NDArray[Any]) -> list[Gap]:
    """White gaps between the inked columns of a line, from left to right, as shares of its width."""
    grey = crop[:, :, 0]
    height, width = grey.shape
    inner = grey[height // 8 : height - height // 8]
    threshold, _ = cv2.threshold(inner, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    inked = (inner < threshold).sum(axis=0) > 0
    edges = np.flatnonzero(np.diff(np.concatenate(([1], inked.astype(np.int8), [1]))))
    return [(float(begin / width), float(end / width)) for begin, end in zip(edges[::2], edges[1::2], strict=False)]


def _tokens(line: _Line, gaps: Sequence[Gap], width: int) -> Iterator[tuple[int, int]]:
    spaces = _Spaces.of(line, gaps, width)
    start: int | None = None
    for index, sign in enumerate(line.text):
        if sign.isspace():
            if start is not None:
                yield start, index
            start = None
        elif start is None:
            start = index
        elif _parted(line, index, gaps, spaces):
            yield start, index
            start = index
    if start is not None:
        yield start, len(line.text)


@dataclass(frozen=True, slots=True)
class _Spaces:
    """How wide a white gap must be to be a space that the reader dropped, as shares of the line's width.

    A number is split less readily than a word: a 1 stands in much white.
    """

    in_words: float
    in_numbers: float

    @classmethod
    def of(cls, line: _Line, gaps: Sequence[Gap], width: int) -> _Spaces:
        """Measured by the spaces that were read in the line; where there are none, by its letters' steps."""
        letters = max(2, sum(not sign.isspace() for sign in line.text))
        step = (line.places[-1] - line.places[0]) / (letters - 1) if line.places else 1.0
        read = [
            end - begin
            for index, sign in enumerate(line.text[1:-1], start=1)
            if sign.isspace()
            for begin, end in gaps
            if line.places[index - 1] <= (begin + end) / 2 <= line.places[index + 1]
        ]
        least = 3 / width
        if not read:
            return cls(max(0.6 * step, least), max(0.85 * step, least))
        return cls(max(0.75 * min(read), 0.6 * step, least), max(0.95 * min(read), 0.5 * step, least))


def _parted(line: _Line, index: int, gaps: Sequence[Gap], spaces: _Spaces) -> bool:
    if line.text[index] in _CLINGING or line.text[index - 1] in "(¿¡":
        return False
    within_number = line.text[index - 1].isdigit() and line.text[index] in _NUMERIC
    wide = spaces.in_numbers if within_number else spaces.in_words
    left, right = line.places[index - 1], line.places[index]
    return any(left < (begin + end) / 2 < right and end - begin >= wide for begin, end in gaps)


def _edges(line: _Line, start: int, end: int, gaps: Sequence[Gap], width: int) -> tuple[float, float]:
    """Where the ink of the letters begins and ends: half a letter beyond their middles, up to the next gap."""
    half = 0.5 * (line.places[end - 1] - line.places[start]) / max(1, end - start - 1)
    half = max(half, 3 / width) if end - start > 1 else max(0.3 / max(1, len(line.text)), 3 / width)
    first, last = line.places[start], line.places[end - 1]
    left = max((gap_end for _, gap_end in gaps if gap_end <= first), default=0.0)
    right = min((begin for begin, _ in gaps if begin >= last), default=1.0)
    return max(left, first - 1.6 * half, 0.0), min(right, last + 1.6 * half, 1.0)


def _sides(quad: npt.NDArray[Any]) -> tuple[float, float]:
    return math.dist(quad[0], quad[1]), math.dist(quad[0], quad[3])


def _is_tall(quad: npt.NDArray[Any]) -> bool:
    """Whether a line runs upwards or downwards; rapidocr turns such lines before it reads them."""
    across, down = _sides(quad)
    return down >= 1.5 * across


def _elongation(quad: npt.NDArray[Any]) -> float:
    across, down = _sides(quad)
    return max(across, down) / max(1.0, min(across, down))


def _flipped(crop: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.ascontiguousarray(crop[::-1, ::-1])


def _box(quad: npt.NDArray[Any], left: float, right: float, scale: float) -> Box:
    """The part of a line's four corners (clockwise from the top left) between two shares of its width."""
    top_left, top_right, bottom_right, bottom_left = (np.asarray(corner, dtype=np.float64) for corner in quad)
    if _is_tall(quad):
        points = np.stack([top_left, top_right, bottom_right, bottom_left])  # upright text is left whole
    else:
        top, bottom = top_right - top_left, bottom_right - bottom_left
        points = np.stack(
            [top_left + left * top, top_left + right * top, bottom_left + left * bottom, bottom_left + right * bottom]
        )
    low, high = points.min(axis=0) * scale, points.max(axis=0) * scale
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
