"""What the law wants of an archive: the audit chain, exports to the national standards, erasure."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from casework.errors import Refused
from dovtech.commands.cases import Number, open_parts
from dovtech.exporting import Format
from dovtech.exporting import export as write
from dovtech.texts import say


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    audit = typer.Typer(help=say("The chain of who did what.", "La cadena de quién hizo qué."), no_args_is_help=True)
    audit.command(help=say("Check that nobody changed it.", "Comprueba que nadie la ha cambiado."))(verify)
    app.add_typer(audit, name="audit")
    app.command(help=say("Write a case as ENI or SICRES 4 files.", "Escribe un expediente en ENI o SICRES 4."))(export)
    app.command(
        help=say(
            "Suppress what was derived from a case's documents; the documents, the entry and the letters stay.",
            "Suprime lo derivado de los documentos de un expediente; los documentos, el asiento y las cartas quedan.",
        )
    )(erase)


def verify() -> None:
    """Recompute the whole chain; exit 3 where it is broken."""
    from desk.audit import verify as verify_chain

    with open_parts() as parts:
        _ = parts.register
        problem = verify_chain()
    if problem:
        raise Refused(str(problem), remedy="restore the register from the backup and tell the data-protection officer")
    typer.echo(say("the audit chain is whole", "la cadena de auditoría está íntegra"))


def export(
    number: Number,
    *,
    form: Annotated[Format, typer.Option("--format", help=say("The standard.", "La norma."))],
    out: Annotated[Path, typer.Option(help=say("Where to write.", "Dónde escribir."))] = Path(),
) -> None:
    """Write the files, print their paths, and enter the export in the audit chain."""
    with open_parts() as parts:
        case = parts.register.load(number)
        from desk import audit

        audit.record(audit.ROBOT, "export", number, f"{form} by user {os.getuid()}")
        for path in write(parts, case, form, out):
            typer.echo(str(path))


def erase(
    number: Number,
    *,
    reason: Annotated[str, typer.Option(help=say("Why, without anybody's name.", "Por qué, sin el nombre de nadie."))],
    by: Annotated[str, typer.Option(help=say("The account of who orders it.", "La cuenta de quien lo ordena."))],
) -> None:
    """Suppress the derived data of a case that has ended."""
    with open_parts() as parts:
        _, gone = parts.eraser.erase(number, reason=reason, by=by)
    typer.echo(say(f"{number}: {gone} derived files erased", f"{number}: {gone} archivos derivados suprimidos"))
