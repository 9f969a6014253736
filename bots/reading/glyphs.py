"""How high each letter of a spelt line stands: what a network that looks at shapes alone cannot tell apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from bots.reading.arrays import Grey
from bots.reading.lines import Spelt

_LEAST = 0.15  # of the line's height: lower ink is a dot, a comma or a rule
_WIDER = 1.5  # times the room that a letter has by the places that were told of it: those are rough
_LONGEST = 1.3  # heights: level strokes that are longer are rules
_RAISED, _SMALL, _AT_TOP = 0.22, 0.8, 0.3  # of a figure's height: how far above its foot, how high, how near its top
_CAPITAL = 1.2  # times the height of a small letter

_ORDINALS = {**dict.fromkeys("aáàªâä", "ª"), **dict.fromkeys("oóò0°ºôö", "º")}
_ORDINAL = re.compile(r"(?<![^\W\d_][^\W\d_])(?<=[\dnNMDV.])[aáàªâäoóò0°ºôö](?![^\W_])")
_FULL = frozenset("0123456789ABDEFGHIJKLMNPRTbdhkl")  # as high as a capital, and on the line
_LITTLE = frozenset("aceimnorsuvxzíìï")
_ALIKE = frozenset("cosuvwxz")  # as capitals they are only larger
_UPRIGHT = re.compile(r"(?<![1I|!tfjíìïłİil])[il]*l[il]*(?![1I|!tfjíìïłİil])")  # no other such stroke beside them
_SLENDER, _UNEVEN, _CLOSE = 2.8, 0.12, 0.55
_WORD = re.compile(r"[^\W\d_]{2,}")
_CAPITALS = re.compile(r"(?<!\w)[A-ZÀ-Ü][COSUVWXZ]{1,3}(?!\w)")
_LOWER = 0.85  # of a capital's height, at most, is a small letter of the same shape


@dataclass(frozen=True, slots=True)
class Ink:
    """The rows of a line's picture, from its top, between which a letter stands."""

    top: int
    foot: int

    @property
    def height(self) -> int:
        return self.foot - self.top


@dataclass(frozen=True, slots=True)
class _Piece:
    middle: float
    width: int
    area: int
    ink: Ink


def measured(strip: Grey, line: Spelt) -> list[Ink | None]:
    """Where each letter's main piece of ink stands; None where letters touch or nothing can be seen."""
    pieces = _pieces(strip)
    found: list[Ink | None] = []
    for left, right in _spans(line, strip.shape[1]):
        own = [piece for piece in pieces if left < piece.middle < right and piece.width <= _WIDER * (right - left)]
        found.append(max(own, key=lambda piece: piece.area).ink if own else None)
    return found


def _pieces(strip: Grey) -> list[_Piece]:
    """The connected pieces of ink without the rules and the dots."""
    height = strip.shape[0]
    threshold, _ = cv2.threshold(strip, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = np.asarray(strip <= threshold, dtype=np.uint8)
    ink[cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(3, int(_LONGEST * height))), np.uint8)) > 0] = 0
    _, _, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return [
        _Piece(float(middle[0]), int(part[2]), int(part[4]), Ink(int(part[1]), int(part[1] + part[3])))
        for part, middle in zip(stats[1:], middles[1:], strict=True)
        if part[3] >= _LEAST * height
    ]


def _spans(line: Spelt, width: int) -> Iterator[tuple[float, float]]:
    """From halfway to the letter before to halfway to the letter after."""
    places = [place * width for place in line.places]
    edges = [0.0, *((one + two) / 2 for one, two in pairwise(places)), float(width)]
    yield from pairwise(edges)


def resized(line: Spelt, strip: Grey) -> Spelt:
    """The line with ordinals told from letters, and capitals from small letters, by where their ink stands."""
    ordinals = [match.start() for match in _ORDINAL.finditer(line.text) if _ORDINALS[match[0]] != match[0]]
    starts = [match.start() for match in _WORD.finditer(line.text) if _of_two_sizes(line, match)]
    capitals = [match.span() for match in _CAPITALS.finditer(line.text)]
    if not ordinals and not starts and not capitals:
        return line
    ink = measured(strip, line)
    letters = list(line.text)
    for at in ordinals:
        if _is_raised(line.text, ink, at):
            letters[at] = _ORDINALS[letters[at]]
    for at in starts:
        letters[at] = _capital_or_not(line.text, ink, at)
    for start, end in capitals:
        if _are_small(ink, start, end):
            letters[start + 1 : end] = line.text[start + 1 : end].lower()
    return replace(line, text="".join(letters))


def _is_raised(text: str, ink: Sequence[Ink | None], at: int) -> bool:
    own = ink[at]
    beside = _full(text, ink, range(max(0, at - 6), at)) or _full(text, ink, range(len(text)))
    if own is None or not beside:
        return False
    foot, height = median(each.foot for each in beside), median(each.height for each in beside)
    top = foot - height
    return foot - own.foot >= _RAISED * height and own.height <= _SMALL * height and own.top - top <= _AT_TOP * height


def _full(text: str, ink: Sequence[Ink | None], places: range) -> list[Ink]:
    return [each for place in places if text[place] in _FULL and (each := ink[place]) is not None]


def _of_two_sizes(line: Spelt, match: re.Match[str]) -> bool:
    """Whether a word's first letter may be a capital: it looks alike; of a short word the reader thought of it too."""
    first, others = match[0][0], match[0][1:]
    thought = len(others) > 1 or line.second[match.start()][0] == first.upper()
    return first in _ALIKE and others.islower() and thought


def _capital_or_not(text: str, ink: Sequence[Ink | None], at: int) -> str:
    end = at + 1
    while end < len(text) and text[end].isalpha():
        end += 1
    behind = (ink[place] for place in range(at + 1, end) if text[place] in _LITTLE)
    little = [each.height for each in behind if each is not None]
    own = ink[at]
    if own is None or len(little) < min(2, end - at - 1):
        return text[at]
    return text[at].upper() if own.height >= _CAPITAL * median(little) else text[at]


def doubled(line: Spelt, strip: Grey) -> Spelt:
    """The line with an l made ll where one upright stroke more stands than was read: thin twins pass for one letter."""
    runs = [run for run in _UPRIGHT.finditer(line.text) if run[0].count("l") == 1]
    if not runs:
        return line
    width = strip.shape[1]
    bars = [piece for piece in _pieces(strip) if piece.ink.height >= _SLENDER * piece.width]
    places = [0.0, *(place * width for place in line.places), float(width)]
    for run in reversed(runs):
        own = [bar for bar in bars if places[run.start()] < bar.middle < places[run.end() + 1]]
        if len(own) == len(run[0]) + 1 and _stand_together(own):
            line = _with_another(line, line.text.index("l", run.start()))
    return line


def _are_small(ink: Sequence[Ink | None], start: int, end: int) -> bool:
    """Whether all letters behind a first one stand on its line and are clearly lower."""
    first, others = ink[start], [each for each in ink[start + 1 : end] if each is not None]
    if first is None or len(others) < end - start - 1:
        return False
    slack = 0.5 * (1 - _LOWER) * first.height
    return all(each.height <= _LOWER * first.height and abs(each.foot - first.foot) <= slack + 1 for each in others)


def _stand_together(bars: Sequence[_Piece]) -> bool:
    """Whether strokes stand on one line at even steps, two of them as high as the highest."""
    highest = max(bar.ink.height for bar in bars)
    feet, middles = [bar.ink.foot for bar in bars], sorted(bar.middle for bar in bars)
    steps = [after - before for before, after in pairwise(middles)]
    tall = sum(bar.ink.height >= (1 - _UNEVEN) * highest for bar in bars)
    return tall >= 2 and max(feet) - min(feet) <= _UNEVEN * highest and max(steps) <= _CLOSE * highest


def _with_another(line: Spelt, at: int) -> Spelt:
    """The line with a letter told twice."""
    end = at + 1
    return Spelt(
        line.text[:end] + line.text[at:],
        line.places[:end] + line.places[at:],
        line.sure[:end] + line.sure[at:],
        line.second[:end] + line.second[at:],
    )
