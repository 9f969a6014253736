"""The page of an evaluation says what the figures say."""

from __future__ import annotations

from pathlib import Path

from dovtech.report_page import report_page
from nlp.evaluation import evaluate

TEMPLATES = Path(__file__).parents[3] / "templates"


def test_the_page_tells_figures_fields_and_kinds() -> None:
    """Headline, each field that is stated often enough, and mistaken kinds; a name from outside is no markup."""
    truth = [
        {"file": f"{n}.pdf", "kind": "P01", "source": "<scan>", "fields": {"vehicle_plate": "1234BBB"}}
        for n in range(5)
    ]
    told = [
        {
            "file": f"{n}.pdf",
            "kind": "P01" if n else "P02",
            "kind_confidence": 0.95,
            "fields": {"vehicle_plate": {"value": "1234BBB" if n else "1234BBC", "confidence": 0.99, "accepted": True}},
        }
        for n in range(5)
    ]
    page = report_page(evaluate(truth, told, {"vehicle_plate": "plate"}), TEMPLATES)
    assert page.count("80.0%") >= 3
    assert "<td>vehicle_plate</td>" in page
    assert "<td>P01</td><td>4</td><td>5</td>" in page
    assert "&lt;scan&gt;" in page
    assert "<scan>" not in page


def test_an_empty_evaluation_has_a_page() -> None:
    """Nothing to compare is no crash."""
    assert "–" in report_page(evaluate([], []), TEMPLATES)
