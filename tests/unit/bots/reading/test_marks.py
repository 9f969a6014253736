"""Box letters and brackets in a text are marks."""

from __future__ import annotations

import pytest

from bots.reading.marks import glyph_marks
from bots.reading.text import text_pages


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
