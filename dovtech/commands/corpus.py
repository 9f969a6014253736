"""Writing invented documents with their truth, to judge the whole product on files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dovtech import settings
from dovtech.texts import say
from dovtech.wiring import Parts

if TYPE_CHECKING:
    from nlp.corpus.specimen import Specimen

app = typer.Typer(
    help=say("Invented documents with their truth.", "Documentos inventados, con su verdad."), no_args_is_help=True
)


@app.command(help=say("Write documents and truth.jsonl.", "Escribe documentos y truth.jsonl."))
def office(
    folder: Annotated[Path, typer.Argument(help=say("Where they go.", "Dónde van."))],
    *,
    count: Annotated[int, typer.Option("--count", min=1, help=say("How many.", "Cuántos."))] = 40,
    seed: Annotated[int, typer.Option("--seed", help=say("The same seed, the same set.", "Misma semilla."))] = 1,
) -> None:
    """Documents of the held-out generator, for `dovtech evaluate FOLDER/truth.jsonl FOLDER`."""
    from nlp.corpus.office import documents
    from nlp.corpus.office.build import write_set
    from nlp.corpus.office.design import FAMILIES

    write_set(documents(Parts(settings.load()).procedures, FAMILIES, count, seed), folder)


@app.command(help=say("Keep documents as they are read, with their truth.", "Guarda documentos leídos, con su verdad."))
def take(
    truth: Annotated[Path, typer.Argument(help=say("TRUTH.jsonl", "VERDAD.jsonl"))],
    folder: Annotated[Path, typer.Argument(help=say("Where the documents are.", "Dónde están los documentos."))],
    out: Annotated[Path, typer.Argument(help=say("The file to write.", "El fichero que se escribe."))],
) -> None:
    """Papers of another hand, to calibrate by or to measure (`nlp.corpus.strangers`); refused files are left out."""
    from nlp.corpus.strangers import keep

    lines = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines() if line.strip()]
    with Parts(settings.load()) as parts:
        keep(_taken(parts, lines, folder), out)


def _taken(parts: Parts, lines: list[dict[str, Any]], folder: Path) -> Iterator[Specimen]:
    from casework.errors import Refused
    from dovtech.pipeline import FilePipeline
    from nlp.comparing import as_told
    from nlp.corpus.paper import Tagged
    from nlp.corpus.specimen import Specimen

    for line in lines:
        try:
            reading = FilePipeline(parts.reader).readings(folder / line["file"]).readings[0]
        except Refused:
            continue
        optional = line.get("optional", {})
        yield Specimen(
            kind=line["kind"],
            language=line.get("lang", ""),
            family=line["family"],
            pages=tuple(Tagged(page, {}) for page in reading.pages),
            page_kinds=(line["kind"],) * len(reading.pages),
            fields={name: as_told(value) for name, value in {**optional, **line["fields"]}.items()},
            source=line["source"],
            optional=tuple(optional),
        )
