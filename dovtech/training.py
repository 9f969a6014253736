"""Training the released models anew, with a progress display."""

from __future__ import annotations

import re

from rich.console import Console
from rich.progress import Progress

from dovtech.corpora import CALIBRATION, WEB, Readings, whole
from dovtech.settings import Settings
from dovtech.texts import say
from dovtech.wiring import Parts
from nlp.corpus import strangers
from nlp.corpus.specimen import Specimen

_TAGGED = 40  # web families below this teach pages and words, those from it on the judge


def run(settings: Settings) -> None:
    """Train from the corpora into the folder that `nlp.pipeline` loads from."""
    from nlp.bars import MODEL, MODELS
    from nlp.training import Rendered, train

    with Parts(settings) as parts, Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(say("training", "entrenando"), total=1.0)

        def show(step: str, part: float) -> None:
            progress.update(task, description=step, completed=part)

        readings = Readings(parts)
        web = whole(readings.specimens(WEB, lambda part: show("web", part)))
        rendered = Rendered(
            web=tuple(paper for paper in web if _family(paper) < _TAGGED),
            weighed=tuple(paper for paper in web if _family(paper) >= _TAGGED),
            office=(
                *(
                    paper
                    for corpus in CALIBRATION
                    for paper in whole(readings.specimens(corpus, lambda part: show("office", part)))
                ),
                *whole(strangers.kept(strangers.CALIBRATING)),
            ),
        )
        figures = train(parts.procedures, MODELS / MODEL, progress=show, rendered=rendered)
    Console().print_json(data=figures)


def _family(paper: Specimen) -> int:
    found = re.search(r"\d+$", paper.family)
    return int(found[0]) if found else 0
