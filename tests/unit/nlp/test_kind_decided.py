"""The kind of the whole comes from its pages, with the share that came true as its confidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pytest
from papers import PROCEDURES

from casework.reading import Page, Source
from nlp.deciding import Decider
from nlp.trust import logit

LABELS = (*sorted(PROCEDURES), "invoice", "id_document", "instructions")
PAGE = Page(number=1, width=595, height=842, source=Source.TEXT_LAYER)


@dataclass(frozen=True)
class SaidPages:
    """Says of the pages what it was told to say."""

    table: np.ndarray
    labels: tuple[str, ...] = LABELS

    def probabilities(self, pages: list[Page]) -> np.ndarray:
        return self.table[: len(pages)]


def _decider(*rows: dict[str, float], line: tuple[tuple[float, float], ...] = ()) -> Decider:
    table = np.array([[row.get(label, 0.001) for label in LABELS] for row in rows])
    return Decider(cast("Any", SaidPages(table)), PROCEDURES, line)


def test_a_paper_that_comes_along_has_no_say() -> None:
    """An identity card behind an application is no application."""
    known = min(PROCEDURES)
    decided = _decider({known: 0.7, "invoice": 0.2}, {"id_document": 0.99}).decide([PAGE, PAGE])
    assert decided.kind == known


def test_a_paper_that_comes_alone_is_what_it_is() -> None:
    """Without any page that asks for something the annex names the whole."""
    decided = _decider({"id_document": 0.9}).decide([PAGE])
    assert (decided.kind, decided.sure) == ("id_document", 0.9)


def test_the_confidence_is_what_came_true() -> None:
    """The line says what a decision with so much to speak for it was worth on papers with a known kind."""
    known = min(PROCEDURES)
    plain = _decider({known: 0.8, "invoice": 0.2}).decide([PAGE])
    line = ((logit(0.1), 0.1), (logit(plain.sure), 0.99))
    told = _decider({known: 0.8, "invoice": 0.2}, line=line).decide([PAGE])
    assert told.kind == plain.kind
    assert told.sure == pytest.approx(0.99)
    assert plain.sure < 0.9
