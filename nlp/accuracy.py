"""The published figures: the model on invented papers of families that none of its parts has seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casework.fields import Classification
from casework.procedure import Procedure
from nlp.corpus.build import Families, specimens
from nlp.corpus.others import PAGE_KINDS
from nlp.corpus.specimen import Specimen
from nlp.evaluation import Report, evaluate, reliability
from nlp.pipeline import Understander, load

UNSEEN = Families(range(130, 160), range(86, 110))
_SEED = 4711
_BAR = 0.98


@dataclass(frozen=True)
class Accuracy:
    """What `make accuracy` prints and docs/accuracy.md shows."""

    report: Report
    calibration_error: float
    bins: list[tuple[float, float, int]]

    def as_text(self) -> str:
        bins = "\n".join(f"{mean:10.3f}{share:10.3f}{count:8}" for mean, share, count in self.bins)
        head = f"{'said':>10}{'came true':>10}{'n':>8}"
        return f"{self.report.as_text()}\n\ncalibration error {self.calibration_error:.4f}\n{head}\n{bins}"


def measure(procedures: Mapping[str, Procedure], *, count: int = 500, model: Path | None = None) -> Accuracy:
    """Understand `count` invented documents of unseen families and compare with their truth."""
    understander = load(procedures, model)
    # A paper that comes alone although it belongs to an application has no kind of its own to be right about.
    made = specimens(procedures, UNSEEN, count, _SEED)
    papers = [paper for paper in made if paper.kind not in PAGE_KINDS]
    truth = [_truth(paper, number) for number, paper in enumerate(papers)]
    told = [_told(paper, number, understander, procedures) for number, paper in enumerate(papers)]
    report = evaluate(truth, told)
    error, bins = reliability(_outcomes(truth, told))
    return Accuracy(report, error, bins)


def _truth(paper: Specimen, number: int) -> dict[str, Any]:
    source = paper.family.split("-")[0]
    return {"file": str(number), "kind": paper.kind, "source": source, "fields": dict(paper.fields)}


def _told(
    paper: Specimen, number: int, understander: Understander, procedures: Mapping[str, Procedure]
) -> dict[str, Any]:
    readings = (paper.reading,)
    classified: Classification = understander.classify(readings)
    procedure = procedures.get(classified.kind)
    fields = understander.extract(readings, classified, procedure) if procedure else ()
    told = {
        f.name: {"value": f.value, "confidence": f.confidence, "accepted": f.confidence >= _BAR and not f.checks_failed}
        for f in fields
    }
    return {"file": str(number), "kind": classified.kind, "fields": told}


def _outcomes(truth: list[dict[str, Any]], told: list[dict[str, Any]]) -> list[tuple[float, bool]]:
    outcomes = []
    for line, said in zip(truth, told, strict=True):
        alone = {name: {**reading, "accepted": True} for name, reading in said["fields"].items()}
        for name, reading in alone.items():
            single = evaluate(
                [{**line, "fields": {name: line["fields"].get(name)}}], [{**said, "fields": {name: reading}}]
            )
            outcomes.append((float(reading["confidence"]), single.whole.right == 1))
    return outcomes
