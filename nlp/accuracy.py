"""The published figures: the model on invented papers of families that none of its parts has seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from casework.procedure import Procedure
from casework.validation import doubts_of_bundle, doubts_of_kind, validate
from nlp.bars import MODEL, MODELS, released_bars
from nlp.corpus.build import Families, specimens
from nlp.corpus.others import PAGE_KINDS
from nlp.corpus.specimen import Specimen
from nlp.evaluation import Report, evaluate
from nlp.pipeline import Understander, load

UNSEEN = Families(range(130, 160), range(86, 110))
_SEED = 4711
_PRESENTED = date(2028, 1, 1)  # later than any date of the invented papers


def own_papers(procedures: Mapping[str, Procedure], count: int = 200) -> list[Specimen]:
    """Papers of the generator that was learned from, in layout families and letter styles it never learned."""
    return list(specimens(procedures, UNSEEN, count, _SEED))


def measure(procedures: Mapping[str, Procedure], papers: Iterable[Specimen], *, model: Path | None = None) -> Report:
    """Understand and validate papers and compare with their truth."""
    bars = released_bars(model or MODELS / MODEL)
    barred = {key: procedure.with_bars(bars) for key, procedure in procedures.items()}
    understander = load(barred, model)
    # A paper that comes alone although it belongs to an application has no kind of its own to be right about.
    judged = [paper for paper in papers if paper.kind not in PAGE_KINDS]
    truth = [_truth(paper, number) for number, paper in enumerate(judged)]
    told = [_told(paper, number, understander, barred) for number, paper in enumerate(judged)]
    types = {name: spec.type.value for procedure in procedures.values() for name, spec in procedure.fields.items()}
    return evaluate(truth, told, types)


def _truth(paper: Specimen, number: int) -> dict[str, Any]:
    source = paper.source or paper.family.split("-")[0]
    stated = {name: value for name, value in paper.fields.items() if name not in paper.optional}
    optional = {name: paper.fields[name] for name in paper.optional}
    return {"file": str(number), "kind": paper.kind, "source": source, "fields": stated, "optional": optional}


def _told(
    paper: Specimen, number: int, understander: Understander, procedures: Mapping[str, Procedure]
) -> dict[str, Any]:
    if not paper.pages:
        return {"file": str(number), "error": {"code": "REFUSED"}}
    readings = (paper.reading,)
    classified = understander.classify(readings)
    line = {"file": str(number), "kind": classified.kind, "kind_confidence": classified.confidence, "fields": {}}
    procedure = procedures.get(classified.kind)
    if procedure is None:
        return line
    fields = understander.extract(readings, classified, procedure)
    judged = validate(procedure, classified, fields, today=_PRESENTED)
    return {
        **line,
        "fields": {
            field.name: {"value": field.value, "confidence": field.confidence, "accepted": field.accepted}
            for field in judged.fields
        },
        "findings": [
            {"code": found.code, "field": found.field}
            for found in (
                *doubts_of_bundle(classified),
                *doubts_of_kind(classified, procedures),
                *judged.findings,
            )
        ],
    }
