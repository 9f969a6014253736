"""Letters are told apart by how high their ink stands where their shapes are alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bots.reading.glyphs import doubled, resized
from bots.reading.lines import Spelt

_FOOT, _FIGURE, _SMALL = 32, 20, 13  # pixels: where letters stand, and how high they are
_STEP = 16


def _drawn(blocks: Sequence[tuple[int, int, int, int]], width: int) -> np.ndarray:
    """A line with blocks of ink, each by its left edge, top, width and foot."""
    strip = np.full((42, width), 255, dtype=np.uint8)
    for left, top, wide, foot in blocks:
        strip[top:foot, left : left + wide] = 0
    return strip


def _line(text: str, seconds: dict[int, str] | None = None) -> Spelt:
    """One letter every `_STEP` pixels, with what some of them would be else."""
    places = tuple((index * _STEP + 8) / (len(text) * _STEP) for index in range(len(text)))
    second = tuple(((seconds or {}).get(index, ""), 0.1) for index in range(len(text)))
    return Spelt(text, places, (0.9,) * len(text), second)


def _letters(tops_and_feet: Sequence[tuple[int, int] | None]) -> np.ndarray:
    blocks = [(at * _STEP + 3, *ink) for at, ink in enumerate(tops_and_feet) if ink]
    return _drawn([(left, top, 9, foot) for left, top, foot in blocks], len(tops_and_feet) * _STEP)


_UP, _DOWN = (_FOOT - _FIGURE, _FOOT - _FIGURE + 11), (_FOOT - _SMALL, _FOOT)
_TALL = (_FOOT - _FIGURE, _FOOT)


@pytest.mark.parametrize(
    ("read", "ink", "printed"),
    [
        ("2a", [_TALL, _UP], "2ª"),
        ("2a", [_TALL, _DOWN], "2a"),
        ("30", [_TALL, _UP], "3º"),
        ("30", [_TALL, _TALL], "30"),
        ("b no", [_TALL, None, _DOWN, _UP], "b nº"),
        ("b no", [_TALL, None, _DOWN, _DOWN], "b no"),
        ("2ab", [_TALL, _UP, _TALL], "2ab"),
        ("a", [_UP], "a"),
    ],
)
def test_an_ordinal_is_what_is_small_and_stands_high(
    read: str, ink: Sequence[tuple[int, int] | None], printed: str
) -> None:
    """Behind a figure or an n, at the end of its word, well above the foot of the figures."""
    assert resized(_line(read), _letters(ink)).text == printed


@pytest.mark.parametrize(
    ("first", "second", "printed"),
    [(_TALL, "C", "Coro"), (_DOWN, "C", "coro"), (_TALL, "e", "Coro"), (None, "C", "coro")],
)
def test_a_capital_is_larger_than_the_letters_behind_it(
    first: tuple[int, int] | None, second: str, printed: str
) -> None:
    """Where its ink is seen, and in a word of two letters the reader thought of the capital too."""
    assert resized(_line("coro", {0: second}), _letters([first, _DOWN, _DOWN, _DOWN])).text == printed
    assert resized(_line("se", {0: second.replace("C", "S")}), _letters([first, _DOWN])).text == (
        "Se" if (first, second) == (_TALL, "C") else "se"
    )


@pytest.mark.parametrize(
    ("read", "ink", "printed"),
    [
        ("NO", [_TALL, _DOWN], "No"),
        ("NO", [_TALL, _TALL], "NO"),
        ("NO", [_TALL, _UP], "NO"),
        ("NO", [_TALL, None], "NO"),
        ("NOS", [_TALL, _DOWN, _TALL], "NOS"),
        ("ANO", [_TALL, _TALL, _DOWN], "ANO"),
    ],
)
def test_capitals_behind_a_capital_are_as_high(read: str, ink: Sequence[tuple[int, int] | None], printed: str) -> None:
    """Where each of them is lower and on the line, they are small letters."""
    assert resized(_line(read), _letters(ink)).text == printed


def _strokes(count: int, *, step: int = 8, uneven: int = 0) -> np.ndarray:
    """A block, upright strokes side by side, and a block."""
    bars = [(24 + at * step, _FOOT - _FIGURE + uneven * at, 3, _FOOT) for at in range(count)]
    return _drawn([(3, 12, 9, _FOOT), *bars, (60, 12, 9, _FOOT)], 80)


def _told(text: str, *places: float) -> Spelt:
    return Spelt(text, tuple(place / 80 for place in places), (0.9,) * len(text), (("", 0.0),) * len(text))


def test_one_stroke_more_than_letters_is_an_l_more() -> None:
    """Its twin stands beside it; what is told of each letter stays as long as the text."""
    made = doubled(_told("ala", 8, 28, 64), _strokes(2))
    assert made.text == "alla"
    assert len(made.places) == len(made.sure) == len(made.second) == 4
    assert doubled(_told("alia", 8, 26, 40, 64), _strokes(3)).text == "allia"


@pytest.mark.parametrize(
    ("read", "places", "strip"),
    [
        ("ala", (8, 28, 64), _strokes(1)),
        ("ala", (8, 28, 64), _strokes(2, step=18)),
        ("ala", (8, 28, 64), _strokes(2, uneven=6)),
        ("alla", (8, 26, 34, 64), _strokes(3)),
        ("ola", (8, 28, 64), np.full((42, 80), 255, dtype=np.uint8)),
        ("oca", (8, 28, 64), _strokes(2)),
    ],
)
def test_other_strokes_make_no_letter(read: str, places: Sequence[float], strip: np.ndarray) -> None:
    """One that stands alone, one far off, one that is lower, a third, and strokes of other letters."""
    line = _told(read, *places)
    assert doubled(line, strip) == line
