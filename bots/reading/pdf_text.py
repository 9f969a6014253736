"""The words of a PDF page's text layer, and whether that layer can be believed."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

import cv2
import numpy as np
import pypdfium2.raw as pdfium_c

from bots.reading import pdf_calls
from bots.reading.arrays import Grey
from bots.reading.pdf_file import Geometry
from bots.reading.symbols import sign_at
from casework.reading import Box, Source, Word

Corners = tuple[float, float, float, float]  # left, bottom, right, top in PDF space

_SAMPLE = 60
_LINE_END_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})  # how PDFium marks a hyphen that ends a line
_TOKEN = re.compile(r"[^\s\x00\ufeff]+")
_LIGATURES = {ord(sign): unicodedata.normalize("NFKC", sign) for sign in "ﬀﬁﬂﬃﬄ"}
_VISIBLE_CONTRAST = 24
_TELLING, _SURE = 4, 0.9  # letters of a word that tells something, and the certainty of what is seen in its place
_ALIKE, _MOST_WRONG = 0.6, 0.12
_ONE_LINE, _SAME_LINE = 1.5, 0.7  # letters that a token on one line is high; the share that neighbours overlap
_LEADER = re.compile(r"[.…_·‐-]+")
_UNREAL = frozenset({"Co", "Cn", "Cc", "Cs"})
_VOWELS = frozenset("aeiouàáèéíïòóúü")


def text_rotation(textpage: Any) -> int | None:
    """The clockwise degrees that turn most of the page's text upright; None where there is too little text to tell."""
    raw = textpage.raw
    count = pdfium_c.FPDFText_CountChars(raw)
    if count < _SAMPLE // 2:
        return None
    angles: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _SAMPLE)):
        angle = pdfium_c.FPDFText_GetCharAngle(raw, index)
        if angle >= 0 and not chr(pdfium_c.FPDFText_GetUnicode(raw, index)).isspace():
            angles[-round(math.degrees(angle) / 90) * 90 % 360] += 1  # PDFium counts clockwise
    if not angles:
        return None
    rotation, votes = angles.most_common(1)[0]
    return rotation if votes >= 0.7 * angles.total() else None


def layer_words(textpage: Any, geometry: Geometry, *, drawn_only: bool = False) -> list[Word]:
    """The words of the layer in the order of the content stream, with boxes from the font's ascent to its descent.

    `drawn_only` leaves out what is written in the invisible mode: another program's OCR of the scan below.
    """
    spelled = spelled_words(textpage, geometry)
    return [word for start, word in spelled if not (drawn_only and _is_hidden(textpage, start))]


def spelled_words(textpage: Any, geometry: Geometry) -> list[tuple[int, Word]]:
    """The words of the layer, each with the place of its first letter in the layer."""
    text = _text(textpage).translate(_LINE_END_HYPHENS)
    corners_of = _char_boxes(textpage)
    words: list[tuple[int, Word]] = []
    for found in _TOKEN.finditer(text):
        for start, end, corners in _pieces(corners_of, *found.span()):
            sign = sign_at(textpage, start, text[start:end])
            if sign is None:
                words += _placed(start, text[start:end], geometry, corners)
                continue
            words += _placed(start, sign, geometry, corners_of(start))
            if end - start > 1:
                rest = _around(corners_of(start + 1), corners_of(end - 1))
                words += _placed(start + 1, text[start + 1 : end], geometry, rest)
    return words


def _placed(start: int, written: str, geometry: Geometry, corners: Corners) -> Iterator[tuple[int, Word]]:
    """A word that stands on the page, with the place of its first letter."""
    box = geometry.box(*corners)
    if _is_on(box, geometry.size):
        written = written if written.isascii() else written.translate(_LIGATURES)
        yield start, Word(text=written, box=box, confidence=1.0, source=Source.TEXT_LAYER)


def _text(textpage: Any) -> str:
    """The text with one character for each of PDFium's, so that positions agree."""
    count = pdfium_c.FPDFText_CountChars(textpage)
    text: str = textpage.get_text_range() if count > 0 else ""
    if len(text) == count:
        return text
    return "".join(chr(pdfium_c.FPDFText_GetUnicode(textpage, index) or 32) for index in range(count))


def _char_boxes(textpage: Any) -> Callable[[int], Corners]:
    """Gives each character's corners; one struct serves them all, because making one takes longer than the call."""
    rect = pdfium_c.FS_RECTF()
    place, at, measured = ctypes.addressof(rect), pdf_calls.handle(textpage.raw), pdf_calls.letter_box

    def corners_of(index: int) -> Corners:
        if not measured(at, index, place):
            return (0.0, 0.0, 0.0, 0.0)
        return (rect.left, rect.bottom, rect.right, rect.top)

    return corners_of


def _pieces(corners_of: Callable[[int], Corners], start: int, end: int) -> Iterable[tuple[int, int, Corners]]:
    """The token itself, or its parts where it jumps over a gap wider than a letter (cells of a comb, columns).

    Values that were typed one under the other with no space between them are two as well.
    """
    first = corners_of(start)
    last = corners_of(end - 1) if end - start > 1 else first
    whole = _around(first, last)
    across, up = whole[2] - whole[0], whole[3] - whole[1]
    long, low = (across, up) if across > up else (up, across)
    size = max(first[3] - first[1], first[2] - first[0], 1.0)
    stacked = up > across and end - start > 2 and _shared(first, corners_of(start + 1)) > _SAME_LINE
    if not stacked and low <= _ONE_LINE * size and long <= 1.2 * (end - start) * size:
        return ((start, end, whole),)
    return _cut(corners_of, start, end)


def _cut(corners_of: Callable[[int], Corners], start: int, end: int) -> Iterator[tuple[int, int, Corners]]:
    begin, before = start, corners_of(start)
    for index in range(start + 1, end):
        here = corners_of(index)
        gap = max(here[0] - before[2], before[0] - here[2], here[1] - before[3], before[1] - here[3])
        if gap > 0.8 * max(1.0, before[3] - before[1]) or _on_another_line(before, here):
            yield begin, index, _around(corners_of(begin), before)
            begin = index
        before = here
    yield begin, end, _around(corners_of(begin), before)


def _on_another_line(before: Corners, here: Corners) -> bool:
    """Whether a letter stands back to the left of the one before it, and under or over it."""
    return here[0] < before[0] - 1.0 and _shared(before, here) < _SAME_LINE


def _shared(before: Corners, here: Corners) -> float:
    """The share of a letter's height at which the next one stands."""
    return (min(before[3], here[3]) - max(before[1], here[1])) / max(before[3] - before[1], 1e-6)


def _around(first: Corners, last: Corners) -> Corners:
    if first is last:
        return first
    return min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])


def _is_on(box: Box, page: tuple[float, float]) -> bool:
    """Whether the box has a size and lies on a page of that width and height."""
    x0, y0, x1, y1 = box.x0, box.y0, box.x1, box.y1
    inside = 0 <= (x0 + x1) / 2 <= page[0] and 0 <= (y0 + y1) / 2 <= page[1]
    return inside and x1 - x0 > 0.1 and y1 - y0 > 0.1


def is_real(words: Sequence[Word]) -> bool:
    """Whether the layer spells words of a language, and not the glyph numbers of a font without a Unicode map.

    The dots and strokes that a form is filled in on say nothing of it.
    """
    text = "".join(word.text for word in words if not _LEADER.fullmatch(word.text)).lower()
    if not text:
        return bool(words)
    signs = Counter(text)
    bad = sum(often for sign, often in signs.items() if unicodedata.category(sign) in _UNREAL or sign == "\ufffd")
    if bad > 0.1 * len(text):
        return False
    letters = sum(often for sign, often in signs.items() if sign.isalpha())
    if letters < 40:
        return True
    vowels = sum(signs[vowel] for vowel in _VOWELS)
    return 0.2 <= vowels / letters <= 0.75 and letters >= 0.25 * len(text)


def visible(words: Sequence[Word], picture: Grey, scale: float = 1.0) -> list[Word]:
    """The words that can be seen on the page's picture of `scale` pixels a point, which is 1 or less.

    White on white, and what lies under a cover, is left out.
    """
    if not words:
        return []
    contrast = cv2.absdiff(picture[:, 1:], picture[:, :-1])
    _, steps = cv2.threshold(contrast, _VISIBLE_CONTRAST - 1, 1, cv2.THRESH_BINARY, dst=contrast)
    height, width = steps.shape
    summed = cv2.integral(steps)  # steps from the top left, so that any box is one sum
    places = np.array([(word.box.x0, word.box.y0, word.box.x1 + 1, word.box.y1 + 1) for word in words]) * scale
    x0, x1 = (np.clip(places[:, side], 0, width).astype(np.int64) for side in (0, 2))
    y0, y1 = (np.clip(places[:, side], 0, height).astype(np.int64) for side in (1, 3))
    seen = summed[y1, x1] - summed[y0, x1] - summed[y1, x0] + summed[y0, x0]
    return [word for word, steps_inside in zip(words, seen.tolist(), strict=True) if steps_inside > 0]


def differs(layer: Sequence[Word], seen: Sequence[Word]) -> bool:
    """Whether a text layer says something else than what was read in the picture of its page.

    Another program's OCR errs now and then and in letters alike; a layer that was written to deceive has other numbers,
    or other words altogether, where the picture was read with certainty.
    """
    telling = [word for word in layer if sum(sign.isalnum() for sign in word.text) >= _TELLING]
    pairs = [(word, there) for word in telling if (there := _at(word, seen))]
    wrong = sum(_alike(word.text, there) < _ALIKE for word, there in pairs)
    return wrong >= 2 and wrong > _MOST_WRONG * len(pairs)


def _at(word: Word, seen: Sequence[Word]) -> str:
    """The sure words that stand in a word's place."""
    reach = 0.3 * word.box.height
    box = Box(word.box.x0 - reach, word.box.y0, word.box.x1 + reach, word.box.y1)
    return "".join(other.text for other in seen if other.own_score >= _SURE and box.holds(*other.box.middle))


def _alike(first: str, second: str) -> float:
    one, other = ("".join(sign for sign in text.casefold() if sign.isalnum()) for text in (first, second))
    return 1.0 if one in other or other in one else SequenceMatcher(None, one, other).ratio()


def _is_hidden(textpage: Any, index: int) -> bool:
    text_object = pdfium_c.FPDFText_GetTextObject(textpage, index)
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(text_object) if text_object else -1
    return bool(mode == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)
