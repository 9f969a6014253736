"""A part that is taken away has no say in what is told, and each variant has its figures."""

from __future__ import annotations

from pathlib import Path

from dovtech.procedures import load_procedures
from nlp.ablation import fared, variants
from nlp.accuracy import UNSEEN
from nlp.corpus.build import specimens
from nlp.learning.trials import Trial

_READERS = {"tagger", "prose"}
_LAYOUT = {"cell", "right", "below", "joined"}


def test_no_value_comes_from_a_part_that_was_taken_away(project: Path) -> None:
    """Rules hear no reader, the model hears nothing else, and without layout no neighbour names a value."""
    procedures = load_procedures(project / "procedures")
    papers = [one for one in specimens(procedures, UNSEEN, 6, 5, others=0.0) if one.fields][:3]
    trials = [Trial(one.kind, (one.reading,), one.fields) for one in papers]
    sources: dict[str, set[str]] = {}
    right: dict[str, int] = {}
    for name, understander in variants(procedures):
        right[name] = fared(understander, procedures, trials).whole.right
        read = [
            field
            for one in papers
            for field in understander.extract(
                (one.reading,), understander.classify((one.reading,)), procedures[one.kind]
            )
        ]
        sources[name] = {source for field in read for source in field.method.split("+")}
    assert sources["rules alone"] & _READERS == set()
    assert sources["model alone"] <= _READERS
    assert sources["without layout"] & _LAYOUT == set()
    assert sources["whole"] & _READERS
    assert min(right.values()) > 0
    assert right["whole"] >= max(right.values()) - 1
