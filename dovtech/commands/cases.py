"""Submitting applications and seeing where they stand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from casework.application import Channel
from casework.case import Case
from casework.errors import Refused, Unavailable, WrongUse
from dovtech import settings, up, wiring
from dovtech.texts import say
from dovtech.wiring import Parts
from workflows.gateway import Cases
from workflows.messages import CaseState

AsJson = Annotated[bool, typer.Option("--json", help=say("Print JSON.", "Escribe JSON."))]
Number = Annotated[str, typer.Argument(help=say("The case's number.", "El número del expediente."))]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command(help=say("Submit files as one application.", "Presenta archivos como una solicitud."))(submit)
    app.command(help=say("Show one case, or all of them.", "Muestra un expediente, o todos."))(status)
    app.command(help=say("Hold a case before its next stage.", "Detiene un expediente antes de su próxima fase."))(
        pause
    )
    app.command(help=say("Let a paused case go on.", "Deja continuar un expediente detenido."))(resume)
    app.command(help=say("Try a blocked stage again.", "Reintenta una fase bloqueada."))(retry)
    app.command(help=say("End a case by your own hand.", "Termina un expediente por decisión propia."))(cancel)


def open_parts() -> Parts:
    """The parts of the installation that runs here."""
    here = up.as_running(settings.load())
    parts = Parts(here)
    if not here.database_url and not here.default_register.exists():  # a first command may come before a first `up`
        parts.register.prepare()
    return parts


def submit(
    files: Annotated[list[Path], typer.Argument(help=say("The files.", "Los archivos."))],
    *,
    channel: Annotated[Channel, typer.Option(help=say("How it arrived.", "Cómo llegó."))] = Channel.COUNTER,
    wait: Annotated[bool, typer.Option("--wait", help=say("Wait for the outcome.", "Espera el resultado."))] = False,
    as_json: AsJson = False,
) -> None:
    """Keep the files, give them a number, start their journey; with --wait, tell how it ended."""
    contents = [(path.name, _bytes_of(path)) for path in files]
    with open_parts() as parts:
        application = parts.intake.take(contents, channel=channel, received_at=wiring.now())
        state = asyncio.run(_start(parts, application.number, wait=wait))
        case = parts.register.load(application.number)
    say_case(case, as_json=as_json)
    if state is not None and case.kind == "unreadable":
        raise Refused(f"{case.number}: no document could be read", remedy="ask for a readable copy")


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():
        raise WrongUse(f"there is no file {path}", remedy="check the path")
    return path.read_bytes()


async def _start(parts: Parts, number: str, *, wait: bool) -> CaseState | None:
    try:
        cases = await parts.cases()
        await cases.start(number)
    except Unavailable as error:
        raise Unavailable(
            f"{number} is kept, and goes on by itself once everything runs: {error.args[0]}", remedy=error.remedy
        ) from error
    return await cases.settled(number) if wait else None


def status(
    number: Annotated[str, typer.Argument(help=say("The case's number.", "El número del expediente."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Tell where one case stands, or list the latest."""
    with open_parts() as parts:
        if number:
            say_case(parts.register.load(number), as_json=as_json)
            return
        rows = [row_of(parts.register.load(latest)) for latest in parts.register.latest()]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = Table(*[say(en, es) for en, es in _COLUMNS])
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    Console().print(table)


_COLUMNS = [("Number", "Número"), ("Kind", "Trámite"), ("Stage", "Fase"), ("Status", "Estado"), ("Doubts", "Dudas")]


def row_of(case: Case) -> dict[str, object]:
    """A case in a line."""
    return {
        "number": case.number,
        "kind": case.kind,
        "stage": case.stage.value,
        "status": case.status.value,
        "doubts": len(case.doubts),
    }


def say_case(case: Case, *, as_json: bool) -> None:
    """Print one case: its values with how sure they are, its findings and filings."""
    if as_json:
        typer.echo(json.dumps(facts(case), ensure_ascii=False))
        return
    console = Console()
    console.print(f"[bold]{case.number}[/] {case.kind} · {case.stage.value} · {case.status.value}")
    for field in sorted(case.fields, key=lambda field: field.name):
        mark = "✓" if field.accepted else "?"
        console.print(f"  {mark} {field.name}: {field.value} ({field.confidence:.2f})", highlight=False, markup=False)
    for found in case.findings:
        console.print(f"  ! {found.code}: {found.sentence(case.language)}", highlight=False, markup=False)
    for filing in case.filings:
        console.print(f"  → {filing.system}/{filing.entry}: {filing.record} {filing.address}", highlight=False)


def facts(case: Case) -> dict[str, object]:
    """A case as JSON for programs."""
    return {
        **row_of(case),
        "kind_confidence": round(case.classification.confidence, 4),
        "language": case.language,
        "revision": case.revision,
        "due": case.due.isoformat() if case.due else None,
        "duplicate_of": case.duplicate_of or None,
        "fields": {
            field.name: {
                "value": field.value,
                "confidence": round(field.confidence, 4),
                "accepted": field.accepted,
                "method": field.method,
            }
            for field in case.fields
        },
        "findings": [{"code": found.code, "field": found.field or None} for found in case.findings],
        "filings": [
            {"system": filing.system, "entry": filing.entry, "record": filing.record, "address": filing.address}
            for filing in case.filings
        ],
        "letters": [{"kind": letter.kind, "csv": letter.csv, "sha256": letter.sha256} for letter in case.letters],
        "archived": case.archived or None,
    }


def pause(number: Number, note: Annotated[str, typer.Option(help=say("Why.", "Por qué."))] = "") -> None:
    """Hold a case before its next stage."""
    _tell(lambda running: running.pause(number, note))


def resume(number: Number) -> None:
    """Let a paused case go on."""
    _tell(lambda running: running.resume(number))


def retry(number: Number) -> None:
    """Try a blocked stage again."""
    _tell(lambda running: running.retry(number))


def cancel(number: Number) -> None:
    """End a case by a person's hand."""
    _tell(lambda running: running.cancel(number))


def _tell(word: Callable[[Cases], Awaitable[None]]) -> None:
    async def tell(parts: Parts) -> None:
        await word(await parts.cases())

    with open_parts() as parts:
        asyncio.run(tell(parts))
