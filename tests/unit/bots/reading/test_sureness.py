"""A word's confidence is the chance that it is right; the reader's own measure stays beside it."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import sheets

from bots.reading import ocr_tesseract
from bots.reading.ocr_paddle import EYES
from bots.reading.sureness import (
    CELLS,
    PADDLE,
    TESSERACT,
    Sureness,
    learnt,
    signs_of,
    signs_of_row,
    signs_of_whole,
    word_read,
)
from casework.reading import Box

_LINE = Sureness(np.array([-1.0, 0, 0, 0, 0, 0, 0]), 0.0, np.array([1.0, 3.0]), np.array([0.2, 0.8]))


@pytest.mark.parametrize(
    ("sure", "chance"), [(1.0, 0.8), (1 - np.exp(-2.0), 0.5), (1 - np.exp(-1.5), 0.35), (0.1, 0.2)]
)
def test_between_the_steps_chances_are_even_and_beyond_them_they_end(sure: float, chance: float) -> None:
    """The line is walked by the logarithm of what is missing to certainty."""
    assert _LINE.chance(signs_of("word", [sure] * 4, 0.9)) == pytest.approx(chance)


@pytest.mark.parametrize("reader", [PADDLE, TESSERACT, CELLS])
def test_what_was_learnt_rises_and_never_promises_all(reader: str) -> None:
    """Chances lie between none and all."""
    kept = learnt(reader)
    assert list(kept.chances) == sorted(kept.chances)
    assert list(kept.steps) == sorted(kept.steps)
    assert 0 < kept.chances[0] < kept.chances[-1] < 1


def test_one_unsure_letter_makes_a_word_less_likely() -> None:
    """Where PP-OCR read it."""
    kept = learnt(PADDLE)
    unsure, sure = ([1.0, 1.0, last, 1.0] for last in (0.5, 1.0))
    assert kept.chance(signs_of("Sant", unsure, 0.99)) < kept.chance(signs_of("Sant", sure, 0.99))


def test_a_word_keeps_the_readers_own_measure() -> None:
    """The mean certainty of its letters, which what was learnt on readings goes by."""
    words = EYES.words(sheets.scanned(sheets.form()), 72 / 200)
    assert words
    assert all(word.score is not None and 0.4 <= word.score <= 1 for word in words)
    assert all(0 < word.confidence < 1 for word in words)


def test_what_tesseract_is_not_sure_of_or_what_looks_like_no_word_is_less_likely() -> None:
    """A bar, or a capital behind a small letter."""
    kept = learnt(TESSERACT)
    sure, unsure, strange, humped = (
        kept.chance(signs_of_whole(text, own, 0.9))
        for text, own in (("Calle", 0.96), ("Calle", 0.4), ("Cal|e", 0.96), ("CalLe", 0.96))
    )
    assert unsure < sure
    assert strange < sure
    assert humped < sure


def test_a_row_that_reads_otherwise_as_words_is_less_likely() -> None:
    """So is one that had to be spelled letter by letter, or has in it what no cell holds."""
    kept = learnt(CELLS)
    same, other, singly, odd = (
        kept.chance(signs_of_row(text, 0.98, 0.97, plain, singly=one_by_one))
        for text, plain, one_by_one in (
            ("48576231R", "48576231R", False),
            ("48576231R", "4857", False),
            ("48576231R", "48576231R", True),
            ("4857□231R", "48576231R", False),
        )
    )
    assert max(other, singly, odd) < same


def test_a_word_holds_the_chance_and_the_measure() -> None:
    """The one for whoever reads it, the other for what was learnt on readings."""
    word = word_read(TESSERACT, "Elda", Box(0, 0, 1, 1), signs_of_whole("Elda", 0.9, 0.9), 0.9)
    assert word.score == 0.9
    assert word.confidence == learnt(TESSERACT).chance(signs_of_whole("Elda", 0.9, 0.9))


def test_tesseracts_words_hold_both_too() -> None:
    """Its table has blocks and lines besides words, and words that it gave up on."""
    table = {
        "text": ["", "Elda", " ", "20|6"],
        "conf": ["-1", "96.5", "95", "31.5"],
        "level": [4, 5, 5, 5],
        **{place: [10, 10, 10, 10] for place in ("left", "top", "width", "height")},
    }
    words = list(ocr_tesseract._words(table, 0.5))  # noqa: SLF001 - without the program
    assert [(word.text, word.score) for word in words] == [("Elda", 0.965), ("20|6", 0.315)]
    assert words[1].confidence < words[0].confidence < 1
    assert words[0].box == Box(5, 5, 10, 10)
    assert ocr_tesseract._line(table) == ("Elda 20|6", 0.315)  # noqa: SLF001
    assert list(ocr_tesseract._words({"text": []}, 0.5)) == []  # noqa: SLF001
