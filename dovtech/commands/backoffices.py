"""The back-offices: which there are, whether their entries are in order, and filling one by hand."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from casework.errors import Misconfigured, WrongUse
from dovtech import settings
from dovtech.texts import say

app = typer.Typer(
    help=say("The council's systems that robots fill.", "Los sistemas municipales que rellenan los robots."),
    no_args_is_help=True,
)
Name = Annotated[str, typer.Argument(help=say("The system's name.", "El nombre del sistema."))]


@app.command("list", help=say("All configured systems.", "Todos los sistemas configurados."))
def list_all() -> None:
    """List the systems and their entries."""
    from bots.filling.config import load_systems

    for system in load_systems(settings.load().templates / "entries").values():
        Console().print(f"{system.name} ({system.kind}): {', '.join(sorted(system.entries))}", highlight=False)


@app.command(help=say("Check the entries of a system without running them.", "Comprueba las plantillas de un sistema."))
def check(name: Name) -> None:
    """Lint one system; exit 2 where something is wrong."""
    from bots.filling.config import lint

    folder = settings.load().templates / "entries" / name
    if not folder.is_dir():
        raise WrongUse(f"there is no system {name}", remedy="see `dovtech backoffice list`")
    problems = lint(folder)
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise Misconfigured(f"{len(problems)} problems in {name}", remedy="mend the lines above")
    typer.echo(say("all entries are in order", "todas las plantillas están en orden"))
