"""What an application is, by what each of its pages may be, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from casework.fields import INSTRUCTIONS
from casework.procedure import Procedure
from casework.reading import Page
from nlp.kinds import PageClassifier, asks_in_general
from nlp.trust import along, logit

OTHER_KINDS = frozenset({"supplement", "complaint", "data_protection_right", "other_administration", "invoice", "spam"})
NAMED_FROM = 0.2  # a likely kind helps the clerk more than none; its low confidence says that it is a guess
_KNOWN_FROM = 0.5
_ALONE = 0.6  # how sure it must be of each page that it is an annex
_LIKELIER, _NAMED_BY = 1.2, 0.5
GENERAL = "general_request"


@dataclass(frozen=True)
class Decided:
    """The kind of the whole, how much speaks for it, and the labels' probabilities page by page."""

    kind: str
    sure: float
    table: np.ndarray


@dataclass(frozen=True)
class Decider:
    """Weighs the pages of an application; `line` turns what it says into what came true of that."""

    pages: PageClassifier
    procedures: Mapping[str, Procedure]
    line: Sequence[tuple[float, float]] = ()

    def decide(self, pages: Sequence[Page]) -> Decided:
        """The likeliest kind with the calibrated probability that it is right."""
        decided = self.weigh(pages)
        sure = float(along(self.line, [logit(decided.sure)])[0]) if self.line else decided.sure
        return Decided(decided.kind, sure, decided.table)

    def weigh(self, pages: Sequence[Page]) -> Decided:
        """The likeliest kind, before it is known what came true."""
        table = self.pages.probabilities(pages)
        alone = self._of_annexes(table)
        kind, sure = alone or self._of_application(table)
        if alone is None and sure < _KNOWN_FROM and asks_in_general(pages):
            named = self._asks_for(kind, pages, table)
            kind, sure = (kind, max(sure, NAMED_FROM)) if named else (self._general(kind), _KNOWN_FROM)
        return Decided(kind, sure, table)

    def asks(self, label: str) -> bool:
        """Whether pages of this kind ask for something."""
        return label in self.procedures or label in OTHER_KINDS

    def _general(self, kind: str) -> str:
        """The general request's id, which is what an instance about no known matter is; else the kind itself."""
        return next((p.id for p in self.procedures.values() if p.slug == GENERAL), kind)

    def _asks_for(self, kind: str, pages: Sequence[Page], table: np.ndarray) -> bool:
        """Whether a paper in the shape of an instance names what one procedure is about, and is likelier that."""
        general = self._general(kind)
        if general not in self.pages.labels or kind not in self.procedures:
            return False
        own, other = (table[:, self.pages.labels.index(name)].max() for name in (kind, general))
        return bool(own > _LIKELIER * other) and self.pages.asked(pages, kind) >= _NAMED_BY

    def _of_annexes(self, table: np.ndarray) -> tuple[str, float] | None:
        """The kind of papers that come without any application; None where a page may be one."""
        best = [self.pages.labels[int(row.argmax())] for row in table]
        sure = float(table.max(axis=1).min())
        if sure < _ALONE or any(self.asks(label) or label == INSTRUCTIONS for label in best):
            return None
        return best[0], sure

    def _of_application(self, table: np.ndarray) -> tuple[str, float]:
        """The kind of the pages that ask for something; papers that only come along have no say."""
        labels = self.pages.labels
        asking = [i for i, label in enumerate(labels) if self.asks(label)]
        weights = table[:, asking].sum(axis=1)
        if weights.max() < _KNOWN_FROM:
            weights = np.ones(len(table))
        # The first page of an application says what it is; later ones go on with it.
        weights = weights * np.array([1.0 if row == 0 else 0.8 for row in range(len(table))])
        logs = (np.log(np.maximum(table[:, asking], 1e-6)) * weights[:, None]).sum(axis=0) / max(weights.max(), 1e-6)
        odds = np.exp(logs - logs.max())
        odds /= odds.sum()
        best = int(odds.argmax())
        reach = float((table[:, asking][:, best] * (weights > 0)).max())
        return labels[asking[best]], min(float(odds[best]), max(reach, float(odds[best]) * 0.9))
