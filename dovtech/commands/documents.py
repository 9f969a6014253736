"""Reading, extracting and evaluating files without a running office."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from casework.errors import Misconfigured, Refused
from dovtech import settings
from dovtech.commands.cases import AsJson
from dovtech.texts import say
from dovtech.wiring import Parts

Files = Annotated[list[Path], typer.Argument(help=say("The files.", "Los archivos."))]
Jsonl = Annotated[Path, typer.Option("--jsonl", help=say("Where the lines go.", "Dónde van las líneas."))]


Password = Annotated[
    str,
    typer.Option("--password", help=say("Opens protected PDFs.", "Abre los PDF protegidos.")),
]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command(help=say("Read files into words with their places.", "Lee archivos: palabras con su lugar."))(read)
    app.command(
        help=say("Read, classify, extract and validate files.", "Lee, clasifica, extrae y comprueba archivos.")
    )(extract)
    app.command(help=say("Compare extraction with the truth.", "Compara la extracción con la verdad."))(evaluate)


def read(files: Files, jsonl: Jsonl, password: Password = "") -> None:
    """One line a file with its pages and words."""
    from dovtech.pipeline import FilePipeline

    with Parts(settings.load()) as parts:
        _write_lines(parts, files, FilePipeline(parts.reader, password=password).read_line, jsonl)


def extract(files: Files, jsonl: Jsonl, password: Password = "") -> None:
    """One line a file with its kind, fields and findings."""
    from dovtech.pipeline import FilePipeline, extract_line

    with Parts(settings.load()) as parts:
        pipeline = FilePipeline(parts.reader, password=password)
        _ = parts.understanding  # loaded once, before the threads ask for it
        _write_lines(parts, files, lambda path: extract_line(parts, pipeline, path), jsonl)


def _spare(jsonl: Path) -> None:
    """Raise Misconfigured where another sort of file lies there: a document may have been named in the wrong place."""
    if jsonl.is_file():
        with jsonl.open("rb") as known:
            if known.read(1) not in {b"", b"{"}:
                raise Misconfigured(
                    f"{jsonl.name} is no file of such lines and would be lost",
                    remedy="name the output first: --jsonl OUT.jsonl FILES",
                )


def _write_lines(parts: Parts, files: list[Path], make: Callable[[Path], dict[str, Any]], jsonl: Path) -> None:
    from dovtech.pipeline import each_line

    _spare(jsonl)
    refused = []
    with Progress(console=Console(stderr=True)) as progress, jsonl.open("w", encoding="utf-8") as out:
        task = progress.add_task(say("files", "archivos"), total=len(files))
        workers = parts.settings.reader_processes + 1  # one more, so that no reader waits for understanding
        for line in each_line(files, make, workers=workers, done=lambda: progress.advance(task)):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            refused += [f"{line['file']}: {line['error']['message']}"] if "error" in line else []
    for told in refused:
        typer.echo(told, err=True)
    if len(refused) == len(files):
        raise typer.Exit(Refused.exit_code)


def evaluate(
    truth: Annotated[Path, typer.Argument(help=say("TRUTH.jsonl", "VERDAD.jsonl"))],
    folder: Annotated[Path, typer.Argument(help=say("The documents' folder.", "La carpeta de los documentos."))],
    *,
    as_json: AsJson = False,
    page: Annotated[
        Path | None, typer.Option("--report", help=say("Write a page to read.", "Escribe una página para leer."))
    ] = None,
) -> None:
    """Extract every file of the truth and print how right it was."""
    from dovtech.pipeline import FilePipeline, each_line, extract_line
    from dovtech.report_page import report_page
    from nlp.evaluation import evaluate as compare

    lines = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines() if line.strip()]
    with Parts(settings.load()) as parts, Progress(console=Console(stderr=True)) as progress:
        pipeline = FilePipeline(parts.reader)
        _ = parts.understanding
        task = progress.add_task(say("files", "archivos"), total=len(lines))
        told = list(
            each_line(
                [folder / line["file"] for line in lines],
                lambda path: extract_line(parts, pipeline, path),
                workers=parts.settings.reader_processes + 1,
                done=lambda: progress.advance(task),
            )
        )
        types = {name: spec.type.value for one in parts.procedures.values() for name, spec in one.fields.items()}
    report = compare(lines, told, types)
    if page is not None:
        page.write_text(report_page(report, settings.load().templates), encoding="utf-8")
    typer.echo(json.dumps(report.as_json(), ensure_ascii=False) if as_json else report.as_text())
