"""Training the released models anew, with a progress display."""

from __future__ import annotations

from rich.console import Console
from rich.progress import Progress

from dovtech.procedures import load_procedures
from dovtech.settings import Settings
from dovtech.texts import say


def run(settings: Settings) -> None:
    """Train from the corpus into the folder that `nlp.pipeline` loads from."""
    from nlp.bars import MODEL, MODELS
    from nlp.training import train

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(say("training", "entrenando"), total=1.0)

        def show(step: str, part: float) -> None:
            progress.update(task, description=step, completed=part)

        figures = train(load_procedures(settings.procedures), MODELS / MODEL, progress=show)
    Console().print_json(data=figures)
