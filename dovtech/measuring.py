"""The published figures: another author's papers through the real reader, and the own generator's unseen families."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress

from dovtech.corpora import MEASURED, Readings
from dovtech.settings import Settings
from dovtech.texts import say
from dovtech.wiring import Parts

if TYPE_CHECKING:
    from nlp.evaluation import Report

_KEPT = "metrics.json"
_NOISE = 0.005  # by which a share may differ between two trainings of the same kind
_SHARES = ("kind_accuracy", "precision", "recall", "f1", "accepted_precision", "accepted_share")


def measured(settings: Settings, *, keep: bool) -> Iterator[tuple[str, Report, list[str]]]:
    """For each of the two sets its name, its figures, and what differs from those kept beside the model."""
    from nlp.accuracy import measure, own_papers
    from nlp.bars import MODEL, MODELS

    path = MODELS / MODEL / _KEPT
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    figures: dict[str, Any] = {}
    with Parts(settings) as parts:
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task(say("reading", "leyendo"), total=1.0)
            office = list(Readings(parts).specimens(MEASURED, lambda part: progress.update(task, completed=part)))
        for name, papers in (("office", office), ("own", own_papers(parts.procedures))):
            report = measure(parts.procedures, papers)
            figures[name] = report.as_json()
            yield name, report, differences(kept.get(name, {}), figures[name])
    if keep:
        path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def differences(kept: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """A line for each leading figure that is not what it was, beyond noise; none where nothing was kept."""
    if not kept:
        return []
    before, after = {**kept["whole"], **kept}, {**now["whole"], **now}
    return [
        f"{name} {before[name]:.1%} -> {after[name]:.1%}"
        for name in _SHARES
        if abs(float(after[name]) - float(before[name])) > _NOISE
    ]
