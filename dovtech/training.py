"""Training the released models anew, with a progress display."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

from casework.errors import Refused
from casework.reading import Reading
from dovtech.readings import from_bytes, to_bytes
from dovtech.settings import Settings
from dovtech.texts import say
from dovtech.wiring import Parts

if TYPE_CHECKING:
    from nlp.corpus.made import Made
    from nlp.corpus.specimen import Specimen

WEB_FAMILIES, WEB_PAPERS, WEB_SEED, WEB_SCANNED = range(40), 240, 3, 0.05
# The first half of the office's families calibrates; the other half is only ever measured.
OFFICE_FAMILIES, OFFICE_PAPERS, OFFICE_SEED = range(18), 160, 1
OFFICE_SOURCES = ("acroform", "flattened", "digital", "letter", "email", "digital")


def run(settings: Settings) -> None:
    """Train from the corpora into the folder that `nlp.pipeline` loads from."""
    from nlp.bars import MODEL, MODELS
    from nlp.corpus import office, web
    from nlp.training import Rendered, train

    with Parts(settings) as parts, Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(say("training", "entrenando"), total=1.0)

        def show(step: str, part: float) -> None:
            progress.update(task, description=step, completed=part)

        made = web.documents(parts.procedures, WEB_FAMILIES, WEB_PAPERS, WEB_SEED, scanned=WEB_SCANNED)
        drawn = office.documents(parts.procedures, OFFICE_FAMILIES, OFFICE_PAPERS, OFFICE_SEED, sources=OFFICE_SOURCES)
        rendered = Rendered(
            web=tuple(specimens(parts, made, lambda done: show("web", done / WEB_PAPERS))),
            office=tuple(specimens(parts, drawn, lambda done: show("office", done / OFFICE_PAPERS))),
        )
        figures = train(parts.procedures, MODELS / MODEL, progress=show, rendered=rendered)
    Console().print_json(data=figures)


def specimens(parts: Parts, papers: Iterable[Made], done: Callable[[int], None]) -> Iterator[Specimen]:
    """Made documents as the real reader sees them; what was read once is kept in the home folder, by its content."""
    from nlp.corpus.made import specimen_of

    for number, paper in enumerate(papers, start=1):
        reading = _read(parts, paper)
        done(number)
        if reading is None:
            continue
        known: Reading = reading
        specimen = specimen_of(paper, lambda _, known=known: known)  # type: ignore[misc]  # the default binds it now
        if len(specimen.pages) == len(specimen.page_kinds):
            yield specimen


def _read(parts: Parts, paper: Made) -> Reading | None:
    """The first document's reading; None where nothing can be read, as of a picture of nothing."""
    from dovtech.pipeline import FilePipeline

    folder = parts.settings.home / "corpus"
    kept = folder / f"{hashlib.sha256(paper.data).hexdigest()}.json.gz"
    if kept.exists():
        return from_bytes(kept.read_bytes())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (paper.name if Path(paper.name).suffix else f"{paper.name}.pdf")
    path.write_bytes(paper.data)
    try:
        reading = FilePipeline(parts.reader).readings(path).readings[0]
    except Refused:
        return None
    finally:
        path.unlink()
    kept.write_bytes(to_bytes(reading))
    return reading
