"""Figures of an evaluation come out as counted by hand."""

from __future__ import annotations

from nlp.evaluation import evaluate, reliability, told_the_same

TRUTH = [{"file": "a.pdf", "kind": "P01", "source": "digital", "fields": {"x": "Ana Gil", "y": "12.50", "z": True}}]
TOLD = [
    {
        "file": "in/a.pdf",
        "kind": "P01",
        "fields": {"x": {"value": "ANA GIL", "accepted": True}, "y": {"value": "13", "accepted": True}},
        "findings": [],
    }
]


def test_precision_and_recall() -> None:
    """One right and one wrong of three stated."""
    report = evaluate(TRUTH, TOLD)
    assert (report.whole.stated, report.whole.predicted, report.whole.right) == (3, 2, 1)
    assert (report.kind_accuracy, report.silently_wrong) == (1.0, 1)


def test_numbers_are_the_same_by_size() -> None:
    """12.5 and 12.50 say the same; true is the text true."""
    assert told_the_same("12.5", "12.50")
    assert told_the_same("true", True)  # noqa: FBT003 - the truth files hold booleans
    assert not told_the_same("12.5", "12.6")


def test_calibration_error() -> None:
    """Nine of ten right at 0.9 is honest."""
    error, table = reliability([(0.9, True)] * 9 + [(0.9, False)])
    assert round(error, 6) == 0.0
    assert len(table) == 1


def test_what_may_be_told_or_not_counts_only_where_it_is_told() -> None:
    """A day that stands in a message's header is right where it is told, wrong where another one is, and never lost."""
    truth = [{**TRUTH[0], "fields": {"x": "Ana Gil"}, "optional": {"y": "12.50", "z": True}}]
    report = evaluate(truth, TOLD)
    assert (report.whole.stated, report.whole.predicted, report.whole.right) == (2, 2, 1)
    told = [{**TOLD[0], "fields": {"x": {"value": "ANA GIL", "accepted": True}}}]
    assert evaluate(truth, told).whole.recall == 1.0
