"""What changed since the figures were kept is said, and noise is not."""

from __future__ import annotations

from dovtech.measuring import differences


def _figures(**changed: float) -> dict[str, object]:
    whole = dict.fromkeys(("precision", "recall", "f1", "accepted_precision", "accepted_share"), 0.9)
    return {"kind_accuracy": 0.95, "whole": {**whole, **changed}}


def test_a_figure_that_fell_is_told() -> None:
    """Each leading figure beyond noise has its line, with what it was."""
    assert differences(_figures(), _figures(recall=0.85, f1=0.902)) == ["recall 90.0% -> 85.0%"]


def test_without_kept_figures_nothing_differs() -> None:
    """The first measure has nothing to be compared with."""
    assert differences({}, _figures()) == []
