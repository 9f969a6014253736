"""Plays the port `Understanding` with the trained models."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from casework.errors import Misconfigured
from casework.fields import ANOTHER_APPLICATION, UNKNOWN, Classification, FieldReading, Part
from casework.procedure import Procedure
from casework.reading import Page, Reading
from nlp import judging
from nlp.asking import Asking
from nlp.bars import MODEL, MODELS
from nlp.bundles import Bundles, parts_of
from nlp.deciding import NAMED_FROM, Decider
from nlp.extraction import Evidence, Extractor
from nlp.kinds import PageClassifier, Weights, language_of
from nlp.layout import Sheet
from nlp.loading import pipe
from nlp.message import own_pages
from nlp.resolver import Chosen, Judge, read_out, resolve
from nlp.several import Several
from nlp.sheets import Sheets
from nlp.tagging import FieldTagger

_FEW_WORDS = 8
_FORM_CAPTIONS = 5
_SAYS_NOTHING = frozenset({"signed", "signature_place", "applicant_province", "opposes_data_lookup"})
_SOMEBODY = frozenset({"applicant_id"})
_SAID = 0.75


_Key = tuple[tuple[Reading, ...], frozenset[tuple[str, int]], str]


@dataclass(frozen=True)
class _Found:
    """What was chosen from the pages of one kind, how sure that is, all that was found there, and the pages."""

    chosen: Sequence[Chosen]
    confidences: Sequence[float]
    evidence: Evidence
    sheets: Sequence[Sheet]

    @property
    def captions(self) -> int:
        return self.evidence.captions


class Understander:
    """Tells kind and fields by trained models; several threads may share it."""

    def __init__(
        self,
        procedures: Mapping[str, Procedure],
        decider: Decider,
        extractor: Extractor,
        judge: Judge,
        version: str,
    ) -> None:
        self._procedures, self._extractor, self._judge = procedures, extractor, judge
        self._decider, self._pages, self._several = decider, decider.pages, Several(procedures)
        self._bundles = Bundles(procedures, Asking(procedures))
        self.version = version
        self._last: tuple[_Key, _Found] | None = None

    @property
    def judge(self) -> Judge:
        """What weighs the candidates."""
        return self._judge

    @property
    def decider(self) -> Decider:
        """What tells kinds."""
        return self._decider

    def classify(self, readings: tuple[Reading, ...]) -> Classification:
        """The kind of the whole application, its language and the kinds of its pages."""
        pages = [(reading.document, page) for reading in readings for page in own_pages(reading.pages)]
        told = [page for _, page in pages]
        language = language_of(told)
        if sum(len(word.text) > 2 for page in told for word in page.words) < _FEW_WORDS:
            return Classification(kind="unreadable", confidence=0.97, language=language)
        decided = self._decider.decide(told)
        table = decided.table
        sheets = Sheets()
        others = self._bundles.others(pages, self._pages.labels, table, sheets)
        first = [page for place, page in enumerate(told) if place not in others]
        if others:
            decided = self._decider.decide(first)
        kind, sure = decided.kind, decided.sure
        parts = self._parts(pages, table, kind, others)
        asked = self._several.asked(first, sheets) if kind in self._procedures else ()
        also = tuple(one for one in asked if one != kind)
        column = decided.table[:, self._pages.labels.index(kind)]
        because = self._pages.telling(first[int(column.argmax())], kind)
        if kind in self._procedures and self._is_blank(readings, kind, parts, sheets):
            return Classification(
                kind="blank_form",
                confidence=min(0.99, 0.9 * sure + 0.09),
                language=language,
                parts=parts,
                because=because,
            )
        if sure < NAMED_FROM:
            kind = UNKNOWN
        return Classification(
            kind=kind, confidence=round(sure, 4), language=language, parts=parts, because=because, also=also
        )

    def _parts(
        self, pages: Sequence[tuple[str, Page]], table: np.ndarray, kind: str, others: frozenset[int]
    ) -> tuple[Part, ...]:
        # A second procedure that nothing else speaks for is far rarer than a page that is hard to tell.
        labels = (self._pages.labels[int(row.argmax())] for row in table)
        return parts_of(pages, [kind if self._decider.asks(label) else label for label in labels], others)

    def _is_blank(self, readings: tuple[Reading, ...], kind: str, parts: tuple[Part, ...], sheets: Sheets) -> bool:
        found = self._chosen(readings, kind, parts, self._procedures[kind], sheets)
        said = {
            c.group.field: c.group.best.source
            for c in found.chosen
            if c.group.field not in _SAYS_NOTHING and c.score > _SAID and c.group.value != "false"
        }
        # A season or a fee in the title is no answer: without a person, a form with one value alone is empty.
        return found.captions >= _FORM_CAPTIONS and (not said or (len(said) == 1 and not said.keys() & _SOMEBODY))

    def _chosen(
        self, readings: tuple[Reading, ...], kind: str, parts: tuple[Part, ...], procedure: Procedure, sheets: Sheets
    ) -> _Found:
        own = frozenset((p.document, number) for p in parts if p.kind in {kind, procedure.id} for number in p.pages)
        others = frozenset((p.document, number) for p in parts if p.kind == ANOTHER_APPLICATION for number in p.pages)
        if not own:  # a clerk has said that it is of another kind
            pages = [(r.document, page.number) for r in readings for page in r.pages]
            own = frozenset(pages) - others
        key = (readings, own, procedure.id)
        # A blank is told from a filled form by extracting, so the same pages are asked for twice in a row.
        remembered = self._last
        if remembered is not None and remembered[0] == key:
            return remembered[1]
        laid = sheets.of_all(
            (r.document, page) for r in readings for page in r.pages if (r.document, page.number) in own
        )
        evidence = self._extractor.evidence(laid, procedure)
        rows = evidence.rows(procedure)
        scores = [float(score) for score in self._judge.scores(evidence.groups, rows)]
        chosen = resolve(evidence.groups, scores)
        known = self._extractor.procedure(procedure)
        sure = self._judge.confidences(chosen, evidence.groups, rows, scores, known, evidence.captions)
        found = _Found(chosen, sure, evidence, laid)
        self._last = (key, found)
        return found

    def extract(
        self, readings: tuple[Reading, ...], classification: Classification, procedure: Procedure
    ) -> tuple[FieldReading, ...]:
        """At most one value for each of the procedure's fields; a blank on the paper has none."""
        found = self._chosen(readings, classification.kind, classification.parts, procedure, Sheets())
        return read_out(
            found.chosen,
            found.confidences,
            procedure,
            found.sheets,
            classification.confidence,
            found.evidence.groups,
            found.evidence.captions,
        )

    def evidence(
        self, readings: tuple[Reading, ...], classification: Classification, procedure: Procedure
    ) -> tuple[Evidence, Sequence[Sheet]]:
        """Everything that was found for the procedure's fields, and the pages it was found on."""
        found = self._chosen(readings, classification.kind, classification.parts, procedure, Sheets())
        return found.evidence, found.sheets


def load(procedures: Mapping[str, Procedure], model: Path | None = None) -> Understander:
    """Load the model by name and version; raises Misconfigured where it is missing or cannot be read."""
    folder = model or MODELS / MODEL
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        pages = PageClassifier(pipe(folder / "kinds"), Asking(procedures), Weights(**meta["weights"]))
        extractor = Extractor(procedures, FieldTagger(pipe(folder / "tagger")))
        judge = judging.load(folder)
        decider = Decider(pages, procedures, [(x, y) for x, y in meta["kind_line"]])
    except (OSError, KeyError, TypeError, ValueError) as cause:
        raise Misconfigured(
            f"the model {folder.name} is missing or damaged", remedy="run `dovtech train --released`"
        ) from cause
    return Understander(procedures, decider, extractor, judge, str(meta["version"]))
