"""A word's confidence is the chance that it is right; the reader's own measure stays beside it."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import sheets

from bots.reading.ocr_paddle import EYES
from bots.reading.sureness import Sureness, learnt, signs_of

_LINE = Sureness(np.array([-1.0, 0, 0, 0, 0, 0, 0]), 0.0, np.array([1.0, 3.0]), np.array([0.2, 0.8]))


@pytest.mark.parametrize(
    ("sure", "chance"), [(1.0, 0.8), (1 - np.exp(-2.0), 0.5), (1 - np.exp(-1.5), 0.35), (0.1, 0.2)]
)
def test_between_the_steps_chances_are_even_and_beyond_them_they_end(sure: float, chance: float) -> None:
    """The line is walked by the logarithm of what is missing to certainty."""
    assert _LINE.chance(signs_of("word", [sure] * 4, 0.9)) == pytest.approx(chance)


def test_what_was_learnt_rises_and_never_promises_all() -> None:
    """Chances lie between none and all, and one unsure letter makes its word less likely."""
    kept = learnt()
    assert list(kept.chances) == sorted(kept.chances)
    assert list(kept.steps) == sorted(kept.steps)
    assert 0 < kept.chances[0] < kept.chances[-1] < 1
    unsure, sure = ([1.0, 1.0, last, 1.0] for last in (0.5, 1.0))
    assert kept.chance(signs_of("Sant", unsure, 0.99)) < kept.chance(signs_of("Sant", sure, 0.99))


def test_a_word_keeps_the_readers_own_measure() -> None:
    """The mean certainty of its letters, which what was learnt on readings goes by."""
    words = EYES.words(sheets.scanned(sheets.form()), 72 / 200)
    assert words
    assert all(word.score is not None and 0.4 <= word.score <= 1 for word in words)
    assert all(0 < word.confidence < 1 for word in words)
