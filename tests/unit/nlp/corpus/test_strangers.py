"""Papers of other hands: halves without a common layout, and the same bytes for the same papers."""

from __future__ import annotations

from pathlib import Path

from nlp.corpus.strangers import CALIBRATING, MEASURED, keep, kept


def test_no_layout_both_calibrates_and_is_measured() -> None:
    """What is measured is of families that nothing was calibrated on."""
    calibrating, measured = list(kept(CALIBRATING)), list(kept(MEASURED))
    assert len(calibrating) >= 100
    assert len(measured) >= 80
    assert {one.family for one in calibrating}.isdisjoint({one.family for one in measured})


def test_papers_come_back_as_they_were_kept(tmp_path: Path) -> None:
    papers = list(kept(MEASURED))[:3]
    for name in ("one", "two"):
        keep(papers, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert list(kept(tmp_path / "one")) == papers
