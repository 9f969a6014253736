"""PP-OCRv6: the accurate reader of pictures. Its models come in rapidocr's wheel."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from bots.reading import sureness
from bots.reading.arrays import Grey, Quad
from bots.reading.doubts import settled
from bots.reading.glyphs import doubled, resized
from bots.reading.lines import Gap, LineReader, Spelt, cut_out, elongation, is_tall, white_gaps
from bots.reading.ocr import Look
from bots.reading.rows import joined
from bots.reading.spelling import mended
from casework.reading import Box, Word

_WORST = 0.4
_SURE_TURN = 0.93
_TELLING = 5.0  # length of a line, in its heights, that tells which way up it stands
_AT_A_GLANCE, _LOOK_LINES, _EVIDENT = 2, 4, 0.97  # lines that are spelled to tell: two where these leave no doubt
_NUMERIC = frozenset("0123456789/-")
_AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:[.] ?\d{3})+[,;] ?\d{2}(?![\d.,])")  # 5.889, 06: the spaces are none
_CLINGING = frozenset(".,:;)%ºª!?")


@dataclass(slots=True)
class PaddleEyes:
    """Plays `Eyes` with one warm engine for the process; readers wait for each other."""

    name: str = "pp-ocrv6-small"
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _reader: LineReader = field(default_factory=LineReader)

    def look(self, picture: Grey) -> Look:
        """By which way the lines run, and by which way up some of them can be read."""
        with self._lock:
            lines = self._reader.find(picture)
            told = _telling(lines)
            if not told:
                return Look(0, tuple(lines))
            on_its_side = 2 * sum(is_tall(quad) for quad in told) > len(told)
            strips = [cut_out(picture, quad) for quad in told if is_tall(quad) == on_its_side][:_LOOK_LINES]
            spelt = self._reader.spell(strips[:_AT_A_GLANCE])
            if _sureness(spelt) < _EVIDENT:
                spelt += self._reader.spell(strips[_AT_A_GLANCE:])
            as_it_is = _sureness(spelt)
            flipped = as_it_is < _SURE_TURN and self._flipped(strips) > as_it_is + 0.1
        # tall lines are turned by 90 degrees counter-clockwise before they are read
        return Look(
            (270 if on_its_side else 0) + (180 if flipped else 0) - (360 if on_its_side and flipped else 0),
            tuple(lines),
        )

    def _flipped(self, strips: Sequence[Grey]) -> float:
        return _sureness(self._reader.spell([np.ascontiguousarray(strip[::-1, ::-1]) for strip in strips]))

    def lines(self, picture: Grey) -> tuple[Quad, ...]:
        """The lines that detection finds."""
        with self._lock:
            return tuple(self._reader.find(picture))

    def words(self, picture: Grey, scale: float, lines: Sequence[Quad] | None = None) -> list[Word]:
        """The picture's words, line after line, each with its own box and the chance that it is right."""
        with self._lock:
            quads = joined(self._reader.find(picture) if lines is None else lines, picture)
            strips = [cut_out(picture, quad) for quad in quads]
            spelt = self._reader.spell(strips)
        page = _sureness(spelt)
        return [
            word
            for strip, quad, line in zip(strips, quads, spelt, strict=True)
            for word in _words_of(strip, quad, line, scale, page)
        ]

    def strings(self, strips: Sequence[Grey]) -> list[tuple[str, float]]:
        """Each strip's text with the confidence of its least sure letter."""
        with self._lock:
            lines = self._reader.spell(strips)
        return [(line.text, min(line.sure, default=0.0)) for line in lines]


EYES = PaddleEyes()
FAST_EYES = PaddleEyes(name="pp-ocrv6-small-fast", _reader=LineReader(side=800, columns=1.9))
"""Looks less closely: as right on clean scans at two thirds of the work, less so on bad ones (docs/reading.md)."""


def _telling(lines: Sequence[Quad]) -> list[Quad]:
    """Some well-formed lines."""
    longest = sorted(lines, key=elongation)
    return [quad for quad in longest if elongation(quad) >= _TELLING][:9] or longest[-9:]


def _sureness(lines: Sequence[Spelt]) -> float:
    return _mean([sure for line in lines for sure in line.sure])


def _mean(sure: Sequence[float]) -> float:
    return float(np.mean(sure)) if sure else 0.0


def _words_of(strip: Grey, quad: Quad, line: Spelt, scale: float, page: float) -> Iterator[Word]:
    """The line's words: split at the spaces read and at gaps of white that are as wide as a space.

    `page` is how sure the network was of all of the page's letters.
    """
    gaps = white_gaps(strip)
    width = strip.shape[1]
    line = settled(doubled(resized(line, strip), strip))
    for start, end in _tokens(line, gaps, width):
        text = mended("".join(line.text[start:end].split()))
        sure = line.sure[start:end]
        score = _mean(sure)
        if text and score >= _WORST:
            box = _box(quad, *_edges(line, start, end, gaps, width), scale)
            yield sureness.word_read(sureness.PADDLE, text, box, sureness.signs_of(text, sure, page), score)


def _tokens(line: Spelt, gaps: Sequence[Gap], width: int) -> Iterator[tuple[int, int]]:
    spaces = _Spaces.of(line, gaps, width)
    start: int | None = None
    within = {at for amount in _AMOUNT.finditer(line.text) for at in range(*amount.span())}
    for index, sign in enumerate(line.text):
        if index in within and start is not None:
            continue
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
    def of(cls, line: Spelt, gaps: Sequence[Gap], width: int) -> _Spaces:
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


def _parted(line: Spelt, index: int, gaps: Sequence[Gap], spaces: _Spaces) -> bool:
    if line.text[index] in _CLINGING or line.text[index - 1] in "(¿¡":
        return False
    before, after = line.text[index - 1], line.text[index]
    if _is_new_word(line.text, index):
        return True
    number = before.isdigit() or (before in ".," and line.text[: index - 1][-1:].isdigit())
    wide = spaces.in_numbers if number and after in _NUMERIC else spaces.in_words
    if before.islower() and after.isupper():  # a capital within a word is rare: half a space parts it
        wide /= 2
    left, right = line.places[index - 1], line.places[index]
    # a thin letter that the scan lost would widen the gap: its own middle would lie in it
    return any(left < begin and end < right and end - begin >= wide for begin, end in gaps)


def _is_new_word(text: str, index: int) -> bool:
    """Whether a space was lost behind a comma, or behind a full stop before a capital; no address has these."""
    before, after = text[index - 1], text[index]
    stopped = before == "." and after.isupper() and text[max(0, index - 3) : index - 1].islower() and "@" not in text
    return stopped or (before in ",;" and after.isalpha())


def _edges(line: Spelt, start: int, end: int, gaps: Sequence[Gap], width: int) -> tuple[float, float]:
    """Where the ink of the letters begins and ends: half a letter beyond their middles, up to the next gap."""
    half = 0.5 * (line.places[end - 1] - line.places[start]) / max(1, end - start - 1)
    half = max(half, 3 / width) if end - start > 1 else max(0.3 / max(1, len(line.text)), 3 / width)
    first, last = line.places[start], line.places[end - 1]
    left = max((gap_end for _, gap_end in gaps if gap_end <= first), default=0.0)
    right = min((begin for begin, _ in gaps if begin >= last), default=1.0)
    return max(left, first - 1.6 * half, 0.0), min(right, last + 1.6 * half, 1.0)


def _box(quad: Quad, left: float, right: float, scale: float) -> Box:
    """The part of a line's four corners (clockwise from the top left) between two shares of its width."""
    top_left, top_right, bottom_right, bottom_left = (np.asarray(corner, dtype=np.float64) for corner in quad)
    if is_tall(quad):
        points = np.stack([top_left, top_right, bottom_right, bottom_left])  # upright text is left whole
    else:
        top, bottom = top_right - top_left, bottom_right - bottom_left
        points = np.stack(
            [top_left + left * top, top_left + right * top, bottom_left + left * bottom, bottom_left + right * bottom]
        )
    low, high = points.min(axis=0) * scale, points.max(axis=0) * scale
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
