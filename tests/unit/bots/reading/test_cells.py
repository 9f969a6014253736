"""Cells hold one letter each: what holds far more is no row of cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest

from bots.reading.arrays import Grey
from bots.reading.cells import holding_letters, with_combs
from bots.reading.comb_rows import Comb
from bots.reading.ocr import Eyes
from casework.reading import Box, Source, Word

_COMB = Comb(Box(100, 100, 200, 115), tuple(Box(100 + 25 * at, 100, 125 + 25 * at, 115) for at in range(4)))


@pytest.mark.parametrize(
    ("texts", "sure", "kept"),
    [(("0697", "0025", "0956"), 0.99, 0), (("4567",), 0.99, 1), (("0697", "0025", "0956"), 0.6, 1), ((), 0.99, 1)],
)
def test_a_row_with_far_more_letters_than_cells_is_none(texts: tuple[str, ...], sure: float, kept: int) -> None:
    """As far as they were read with certainty."""
    boxes = [Box(102 + 30 * at, 101, 126 + 30 * at, 114) for at in range(len(texts))]
    words = [
        Word(text=text, box=box, confidence=sure, source=Source.OCR) for text, box in zip(texts, boxes, strict=True)
    ]
    assert len(holding_letters([_COMB], words)) == kept


class _Cells:
    """Reads whatever strip it is shown as four figures, as surely as it is told."""

    def __init__(self, sure: float, name: str = "cells") -> None:
        self.sure, self.name = sure, name

    def strings(self, strips: Sequence[Grey]) -> list[tuple[str, float]]:
        return [("1234", self.sure)] * len(strips)


def _picture() -> Grey:
    """Ink in each of the four cells."""
    picture = np.full((200, 300), 255, dtype=np.uint8)
    for at in range(4):
        picture[103:112, 108 + 25 * at : 116 + 25 * at] = 0
    return picture


@pytest.mark.parametrize(
    ("text", "score", "cells", "told"),
    [
        ("4567", 1.0, 0.4, ["4567"]),
        ("4567", 1.0, 0.9, ["1234"]),
        ("4567", 0.8, 0.4, ["1234"]),
        ("45|7", 1.0, 0.4, ["1234"]),
        ("45", 1.0, 0.4, ["1234"]),
    ],
)
def test_words_read_well_stay_where_cells_read_badly(text: str, score: float, cells: float, told: list[str]) -> None:
    """Words are sure, longer than a cell, and without anything that may be a bar."""
    picture = _picture()
    word = Word(text=text, box=Box(102, 101, 198, 114), confidence=0.9, source=Source.OCR, score=score)
    read = with_combs([word], [_COMB], picture, 1.0, cast("Eyes", _Cells(cells)))
    assert [found.text for found in read] == told


def test_letters_in_cells_hold_the_chance_that_they_are_right_and_the_readers_measure() -> None:
    """Rows that read the same as words are likelier; of another reader too little is known, so its measure stays."""
    words = {
        plain: [Word(text=plain, box=Box(102, 101, 198, 114), confidence=0.9, source=Source.OCR)]
        for plain in ("1234", "12|4")
    }
    same, other = (
        with_combs(plain, [_COMB], _picture(), 1.0, cast("Eyes", _Cells(0.9, "pp-ocrv6-small")))[0]
        for plain in words.values()
    )
    assert (same.text, same.score, other.score) == ("1234", 0.9, 0.9)
    assert 0 < other.confidence < same.confidence < 1
    (alone,) = with_combs([], [_COMB], _picture(), 1.0, cast("Eyes", _Cells(0.9)))
    assert (alone.confidence, alone.score) == (0.9, None)
