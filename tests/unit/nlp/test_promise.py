"""Thresholds keep the promised share of errors, by the bound and by what was counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from casework.procedure import WHOLE_PAPER
from nlp.bars import CONFIDENCE, released_bars
from nlp.promise import Said, at_most, bars_of


@pytest.mark.parametrize(
    ("wrong", "count", "doubt", "bound"),
    [(0, 598, 0.05, 0.005), (0, 460, 0.1, 0.005), (1, 100, 0.05, 0.0466), (3, 3, 0.1, 1.0)],
)
def test_the_bound_of_clopper_and_pearson(wrong: int, count: int, doubt: float, bound: float) -> None:
    """Known values of the table: at the bound so few wrong ones have just the given chance."""
    assert at_most(wrong, count, bound) == pytest.approx(doubt if wrong < count else 1.0, abs=1e-3)


def said(count: int, sure: float, *, right: bool = True, kind: str = "date", strange: bool = False) -> list[Said]:
    """So many values alike, each on a paper of its own."""
    return [Said(kind, sure, right, hash((sure, right, kind, strange, place)), strange) for place in range(count)]


def test_the_bar_lies_where_errors_begin() -> None:
    """A thousand right ones at 0.99 are let through; the level where one of ten is wrong is not."""
    told = said(1000, 0.99) + said(900, 0.9) + said(100, 0.9, right=False)
    assert bars_of(told) == {"*": 0.99, "date": 0.99, WHOLE_PAPER: 0.99}


def test_a_type_that_errs_more_has_a_bar_of_its_own() -> None:
    """Ten values right at 0.8 do not lower the bar of all values; a type with errors gets a higher one."""
    every = said(2000, 0.98) + said(50, 0.85, right=False)
    small = said(10, 0.8, kind="vin") + said(5, 0.995, kind="code") + said(1, 0.985, right=False, kind="code")
    bars = bars_of(every + small)
    assert (bars["vin"], bars["code"]) == (0.98, 0.995)


def test_nothing_is_let_through_where_nothing_is_right() -> None:
    """Without a level that holds the target the bar is certainty."""
    assert bars_of(said(50, 0.9, right=False))["date"] == 1.0


def test_bars_are_read_without_the_model(tmp_path: Path) -> None:
    """The file beside the model holds them; where there is none, nothing is promised."""
    assert released_bars(tmp_path) == {}
    (tmp_path / CONFIDENCE).write_text(json.dumps({"line": [], "bars": {"date": 0.97}}), encoding="utf-8")
    assert released_bars(tmp_path) == {"date": 0.97}


def test_strangers_papers_raise_the_bar_of_all() -> None:
    """What holds on a thousand papers of one's own is held back where others' were wrong, or are too few."""
    told = said(1000, 0.97)
    others = said(5, 0.97, right=False, strange=True) + said(95, 0.97, strange=True) + said(1000, 0.99, strange=True)
    assert bars_of(told)["*"] == 0.97
    assert bars_of(told + others)["*"] == 0.99
    assert bars_of(told + said(100, 0.97, strange=True))["*"] == 1.0


def clear(count: int, *least: tuple[float, bool], strange: bool = False) -> list[Said]:
    """So many papers, each with ten sure values and the same less sure ones."""
    return [
        Said("date", sure, right, hash((least, strange, place)), strange)
        for place in range(count)
        for sure, right in [(0.999, True)] * 10 + list(least)
    ]


def test_a_paper_that_is_sure_as_a_whole_is_filed_whole() -> None:
    """A value of 0.93 is under the bar, but not where all else on its paper is sure: of those papers few are wrong."""
    told = clear(300, (0.93, True)) + clear(1, (0.93, False)) + clear(30, (0.7, True)) + clear(30, (0.7, False))
    bars = bars_of(told)
    assert bars["date"] > 0.93
    assert 0.9 < bars[WHOLE_PAPER] < 0.93


def test_no_more_papers_are_silently_wrong_than_one_in_two_hundred() -> None:
    """Values keep their promise at twelve wrong of thousands; papers do not at twelve of six hundred."""
    told = clear(600, (0.95, True)) + clear(12, (0.949, False)) + clear(12, (0.8, False))
    assert bars_of(told)[WHOLE_PAPER] > 0.949 * 0.999**10


def test_strangers_papers_raise_the_bar_of_whole_papers() -> None:
    """A bar that holds on one's own papers is held back where strangers' are wrong above it."""
    told = clear(600, (0.93, True))
    mine = bars_of(told)[WHOLE_PAPER]
    assert (
        bars_of(told + clear(190, (0.999, True), strange=True) + clear(10, (0.94, False), strange=True))[WHOLE_PAPER]
        > mine
    )
