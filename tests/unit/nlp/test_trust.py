"""Confidence is what came true: it rises with the signs, and no family judges itself."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from nlp.judging import calibrated
from nlp.trust import (
    _CAPTIONS,
    _READ_FROM_PICTURE,
    SIZE,
    Outcome,
    along,
    folds_of,
    lines_of,
    rising,
    sort_of,
    sure_of,
)


def _outcome(sign: float, family: str, *, right: bool) -> Outcome:
    row = np.zeros(SIZE, dtype="float32")
    row[0] = sign
    return Outcome(row, family, "date", right)


def test_the_line_never_falls() -> None:
    """Neighbours in the wrong order are pooled, and a lucky few are no certainty."""
    line = rising([1, 2, 3, 4, 5, 6], [True, False, False, True, True, True], least=2)
    heights = [y for _, y in line]
    assert heights == sorted(heights)
    assert heights[-1] < 1.0


def test_what_other_hands_wrote_counts_for_more() -> None:
    """One wrong paper of a stranger weighs as much as five of one's own generators."""
    strange, whole, own = (_outcome(1.0, f"{hand}-1", right=True) for hand in ("stranger", "whole", "office"))
    assert strange.weight > whole.weight > own.weight == 1.0
    assert [strange.is_strange, whole.is_strange] == [True, False]
    values, right = [1.0, 1.0], [True, False]
    [(_, plain)] = rising(values, right, least=2)
    [(_, heavy)] = rising(values, right, [1.0, 5.0], least=2)
    assert heavy < plain


def test_the_line_is_level_beyond_its_ends() -> None:
    """What is surer than anything that was counted is no surer than the surest that was."""
    assert along([(0.0, 0.2), (2.0, 0.8)], [-5.0, 1.0, 9.0]) == pytest.approx([0.2, 0.5, 0.8])


def test_a_family_is_in_one_fold_alone() -> None:
    """Papers of one layout never teach the network that judges them."""
    families = "abcabcdd"
    assert set(zip(families, folds_of(families, 3), strict=True)) == {("a", 0), ("b", 1), ("c", 2), ("d", 0)}


def test_confidence_is_what_came_true() -> None:
    """Where a sign says how often a value is right, the probability told is near that share."""
    chance = Random(5)  # noqa: S311 - a toy
    shares = {-1.0: 0.3, 0.0: 0.7, 1.0: 0.98}
    outcomes = [
        _outcome(sign, f"family-{number % 12}", right=chance.random() < shares[sign])
        for number in range(2400)
        for sign in [chance.choice(list(shares))]
    ]
    trust, bars = calibrated(outcomes, seed=1)
    rows = np.stack([_outcome(sign, "", right=True).row for sign in shares])
    assert trust.confidences(rows) == pytest.approx(list(shares.values()), abs=0.06)
    assert bars["*"] == 1.0


def test_each_sort_of_paper_has_its_own_line() -> None:
    """The same score came true more often on forms with letters of their own than in letters."""
    form, letter, picture = (np.zeros(SIZE, dtype="float32") for _ in range(3))
    form[_CAPTIONS], picture[_READ_FROM_PICTURE] = 0.5, 1.0
    assert [sort_of(row) for row in (form, letter, picture)] == ["form", "letter", "picture"]
    rows = np.stack([form] * 80 + [letter] * 80)
    right = [True] * 80 + [True, False] * 40
    lines = lines_of(rows, [3.0] * 160, right, [1.0] * 160)
    sure = sure_of(lines, np.stack([form, letter, picture]), [3.0, 3.0, 3.0])
    assert sure[0] > 0.98
    assert sure[1] == pytest.approx(0.5, abs=0.02)
    assert sure[2] == 0.0  # nothing came true there yet
