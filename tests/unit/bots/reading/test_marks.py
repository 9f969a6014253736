"""Box letters and brackets in a text are marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bots.reading.marks import glyph_marks
from bots.reading.text import text_pages
from casework.reading import Box


@pytest.mark.parametrize(
    ("line", "states"),
    [
        ("☒ Alta ☐ Baja", [True, False]),
        ("☑Alta □Baja", [True, False]),
        ("[X] Sí [ ] No", [True, False]),
        ("[ x ] Sí ( ) No (X) Otro", [True, False, True]),
        ("el artículo (66) de la ley", []),
    ],
)
def test_marks_of_a_line(line: str, states: list[bool]) -> None:
    """A crossed box is ticked, an empty one is not, other brackets are no boxes."""
    (page,) = text_pages(line)
    marks = sorted(glyph_marks(page.words), key=lambda mark: mark.box.x0)
    assert [mark.ticked for mark in marks] == states


def test_a_cross_that_was_typed_over_brackets_ticks_them() -> None:
    """A filled form has its crosses behind all that was printed: the brackets stand there as if they were empty."""
    (page,) = text_pages("[ ] Con iluminación [ ] Con material")
    pair = next(word for word in page.words if word.text == "[")
    end = next(word for word in page.words if word.text == "]")
    middle = (pair.box.x0 + end.box.x1) / 2
    cross = replace(pair, text="✘", box=Box(middle - 2, pair.box.y0 + 2, middle + 2, pair.box.y1 - 1))
    marks = sorted(glyph_marks((*page.words, cross)), key=lambda mark: mark.box.x0)
    assert [mark.ticked for mark in marks] == [True, False]
