"""What was learnt on readings goes by the reader's own measure, however chances are made of it since."""

from __future__ import annotations

from dataclasses import replace

import pytest
from papers import spec

from casework.procedure import FieldType
from casework.reading import Box, Page, Source, Word
from nlp.candidates import candidate
from nlp.layout import sheets_of

_WORD = Word(text="Ana", box=Box(50, 50, 80, 60), confidence=0.99, source=Source.OCR)


@pytest.mark.parametrize("chance", [0.5, 0.95])
def test_a_candidate_is_as_sure_as_its_reader_measured(chance: float) -> None:
    """A word that was made a chance of tells its measure; one of an older reading is one."""
    page = Page(number=1, width=595, height=842, source=Source.OCR, words=(_WORD,))
    (sheet,) = sheets_of([("sha", page)])
    field = spec("name", FieldType.PERSON, "Nombre")
    made = [
        candidate(field, sheet, [replace(word, text="Ana Sol")], "inline")
        for word in (_WORD, replace(_WORD, confidence=chance, score=0.99))
    ]
    assert [one and one.ocr for one in made] == [0.99, 0.99]
