"""The published figures: papers of other hands and of another author's generator, and the own one's unseen families."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress

from casework.reading import Reading
from dovtech.corpora import MEASURED, Corpus, Readings
from dovtech.settings import Settings
from dovtech.texts import say
from dovtech.wiring import Parts

if TYPE_CHECKING:
    from bots.reading.ocr import Eyes
    from nlp.evaluation import Report

MEASURED_PICTURES = Corpus("office", range(36, 54), 40, 91, ("scan", "bad_scan"), range(12, 24))
_KEPT = "metrics.json"
_NOISE = 0.005  # by which a share may differ between two trainings of the same kind
_SHARES = ("kind_accuracy", "precision", "recall", "f1", "accepted_precision", "accepted_share")


def measured(settings: Settings, *, keep: bool) -> Iterator[tuple[str, Report, list[str]]]:
    """For each of the three sets its name, its figures, and what differs from those kept beside the model."""
    from nlp.accuracy import measure, own_papers
    from nlp.bars import MODEL, MODELS
    from nlp.corpus import strangers

    path = MODELS / MODEL / _KEPT
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    figures: dict[str, Any] = {}
    with Parts(settings) as parts:
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task(say("reading", "leyendo"), total=1.0)
            office = list(Readings(parts).specimens(MEASURED, lambda part: progress.update(task, completed=part)))
        others = list(strangers.kept(strangers.MEASURED))
        for name, papers in (("strangers", others), ("office", office), ("own", own_papers(parts.procedures))):
            report = measure(parts.procedures, papers)
            figures[name] = report.as_json()
            yield name, report, differences(kept.get(name, {}), figures[name])
    if keep:
        path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def ablation(settings: Settings, *, pictures: int) -> Iterator[tuple[str, Report]]:
    """The frozen papers with each part of the understanding taken away, then some pictures with each reader alone."""
    from nlp.ablation import ablated, fared
    from nlp.corpus.made import specimen_of
    from nlp.learning.trials import Trial, frozen
    from nlp.pipeline import load

    with Parts(settings) as parts:
        yield from ablated(parts.procedures, [one for one in frozen() if one.kind in parts.procedures])
        orders = list(MEASURED_PICTURES.orders(parts))[:pictures]
        made = [one for order in orders if (one := order()).kind in parts.procedures]
        understander = load(parts.procedures)
        for name, read in picture_readers():
            papers = [specimen_of(one, read) for one in made]
            trials = [Trial(one.kind, (one.reading,), one.fields) for one in papers if one.pages]
            yield f"{len(trials)} pictures, {name}", fared(understander, parts.procedures, trials)


def picture_readers() -> Iterator[tuple[str, Callable[[bytes], Reading]]]:
    """Each reader of pictures, by what it is called."""
    from bots.reading import ocr_paddle, ocr_tesseract, pdf
    from bots.reading.limits import Limits

    def by(eyes: Eyes) -> Callable[[bytes], Reading]:
        return lambda data: Reading(
            document="0" * 64, recipe=eyes.name, pages=tuple(pdf.read_pages(data, eyes, Limits(), ""))
        )

    yield "Tesseract", by(ocr_tesseract.EYES)
    yield "PP-OCR, fast", by(ocr_paddle.FAST_EYES)
    yield "PP-OCR, accurate", by(ocr_paddle.EYES)


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
