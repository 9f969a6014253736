"""Thresholds keep the promised share of errors, by the bound and by what was counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.bars import CONFIDENCE, released_bars
from nlp.judging import at_most, bars_of


@pytest.mark.parametrize(
    ("wrong", "count", "doubt", "bound"),
    [(0, 598, 0.05, 0.005), (0, 460, 0.1, 0.005), (1, 100, 0.05, 0.0466), (3, 3, 0.1, 1.0)],
)
def test_the_bound_of_clopper_and_pearson(wrong: int, count: int, doubt: float, bound: float) -> None:
    """Known values of the table: at the bound so few wrong ones have just the given chance."""
    assert at_most(wrong, count, bound) == pytest.approx(doubt if wrong < count else 1.0, abs=1e-3)


def test_the_bar_lies_where_errors_begin() -> None:
    """A thousand right ones at 0.99 are let through; the level where one of ten is wrong is not."""
    told = [("date", 0.99, True)] * 1000 + [("date", 0.9, True)] * 900 + [("date", 0.9, False)] * 100
    assert bars_of(told) == {"*": 0.99, "date": 0.99}


def test_a_type_that_errs_more_has_a_bar_of_its_own() -> None:
    """Ten values right at 0.8 do not lower the bar of all values; a type with errors gets a higher one."""
    every = [("date", 0.98, True)] * 2000 + [("date", 0.85, False)] * 50
    small = [("vin", 0.8, True)] * 10 + [("code", 0.995, True)] * 5 + [("code", 0.985, False)]
    bars = bars_of(every + small)
    assert (bars["vin"], bars["code"]) == (0.98, 0.995)


def test_nothing_is_let_through_where_nothing_is_right() -> None:
    """Without a level that holds the target the bar is certainty."""
    assert bars_of([("date", 0.9, False)] * 50)["date"] == 1.0


def test_bars_are_read_without_the_model(tmp_path: Path) -> None:
    """The file beside the model holds them; where there is none, nothing is promised."""
    assert released_bars(tmp_path) == {}
    (tmp_path / CONFIDENCE).write_text(json.dumps({"line": [], "bars": {"date": 0.97}}), encoding="utf-8")
    assert released_bars(tmp_path) == {"date": 0.97}


def test_strangers_papers_raise_the_bar_of_all() -> None:
    """What holds on a thousand papers of one's own is held back where others' were wrong, or are too few."""
    told = [("date", 0.97, True)] * 1000
    assert bars_of(told)["*"] == 0.97
    assert bars_of(told, [(0.97, False)] * 5 + [(0.97, True)] * 95 + [(0.99, True)] * 1000)["*"] == 0.99
    assert bars_of(told, [(0.97, True)] * 100)["*"] == 1.0
