"""Cells hold one letter each: what holds far more is no row of cells."""

from __future__ import annotations

import pytest

from bots.reading.cells import holding_letters
from bots.reading.comb_rows import Comb
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
