"""Writing invented documents with their truth, to judge the whole product on files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dovtech import settings
from dovtech.texts import say
from dovtech.wiring import Parts

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
