"""What must be provable later: the audit chain."""

from __future__ import annotations

import typer

from casework.errors import Refused
from dovtech.commands.cases import open_parts
from dovtech.texts import say


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    audit = typer.Typer(help=say("The chain of who did what.", "La cadena de quién hizo qué."), no_args_is_help=True)
    audit.command(help=say("Check that nobody changed it.", "Comprueba que nadie la ha cambiado."))(verify)
    app.add_typer(audit, name="audit")


def verify() -> None:
    """Recompute the whole chain; exit 3 where it is broken."""
    from desk.audit import verify as verify_chain

    with open_parts() as parts:
        _ = parts.register
        problem = verify_chain()
    if problem:
        raise Refused(str(problem), remedy="restore the register from the backup and tell the data-protection officer")
    typer.echo(say("the audit chain is whole", "la cadena de auditoría está íntegra"))
