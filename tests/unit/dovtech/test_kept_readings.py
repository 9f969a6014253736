"""Readings that were kept stay readable when words come to tell more."""

from __future__ import annotations

import gzip
import json

from casework.reading import Box, Page, Reading, Source, Word
from dovtech.readings import from_bytes, to_bytes

_WORD = Word(text="Sol", box=Box(0, 0, 9, 9), confidence=0.8, source=Source.OCR, score=0.97)
_PAGE = Page(number=1, width=595, height=842, source=Source.OCR, words=(_WORD,))
_READING = Reading(document="0" * 64, recipe="reading/eyes", pages=(_PAGE,))


def test_what_is_kept_comes_back() -> None:
    """The chance and the reader's own measure too."""
    assert from_bytes(to_bytes(_READING)) == _READING


def test_a_reading_from_before_measures_were_kept_still_loads() -> None:
    """Its confidence is the measure."""
    kept = json.loads(gzip.decompress(to_bytes(_READING)))
    del kept["pages"][0]["words"][0]["score"]
    (word,) = from_bytes(gzip.compress(json.dumps(kept).encode())).words()
    assert (word.score, word.own_score) == (None, 0.8)
