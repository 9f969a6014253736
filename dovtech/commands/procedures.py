"""Looking at the procedures, and checking them after an edit."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from casework.errors import Misconfigured, WrongUse
from casework.procedure import Procedure
from dovtech import settings
from dovtech.commands.cases import AsJson
from dovtech.texts import say
from dovtech.wiring import Parts

app = typer.Typer(help=say("The procedures and their rules.", "Los trámites y sus reglas."), no_args_is_help=True)


@app.command("list", help=say("All procedures in a table.", "Todos los trámites en una tabla."))
def list_all(*, as_json: AsJson = False) -> None:
    """List the procedures."""
    procedures = Parts(settings.load()).procedures.values()
    if as_json:
        typer.echo(json.dumps([{"id": p.id, "slug": p.slug, "title": dict(p.title)} for p in procedures],
                              ensure_ascii=False))  # fmt: skip
        return
    table = Table("", say("Title", "Título"), say("Unit", "Unidad"), say("Term", "Plazo"), say("Files in", "Anota en"))
    for procedure in procedures:
        term = f"{procedure.term.amount} {procedure.term.unit.value} ({procedure.term.silence.value})"
        targets = ", ".join(f"{target.system}/{target.entry}" for target in procedure.targets)
        table.add_row(procedure.id, procedure.title["es"], procedure.unit_name["es"], term, targets)
    Console().print(table)


@app.command(
    help=say(
        "Check every procedure and letter; names file and mend.", "Comprueba trámites y cartas: archivo y remedio."
    )
)
def check() -> None:
    """Lint the procedures and the letters they send; exit 2 where one is wrong."""
    from bots.letter_lint import lint as lint_letters
    from dovtech.procedures import lint

    here = settings.load()
    problems = [*lint(here.procedures, here.templates / "entries"), *lint_letters(here.templates / "letters")]
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise Misconfigured(
            f"{len(problems)} problem{'s' * (len(problems) > 1)} in procedures and letters",
            remedy="mend the lines above",
        )
    typer.echo(say("all procedures and their letters are in order", "todos los trámites y sus cartas están en orden"))


@app.command(help=say("One procedure, whole.", "Un trámite, entero."))
def show(procedure_id: Annotated[str, typer.Argument(help="P00..P17")]) -> None:
    """Show the fields, papers, rules and terms of a procedure."""
    procedure = _procedure(procedure_id)
    console = Console(highlight=False)
    console.print(f"[bold]{procedure.id} {procedure.title['es']} / {procedure.title['ca']}[/]")
    for spec in procedure.fields.values():
        needed = "*" if spec.required else " "
        choices = f" [{', '.join(spec.choices)}]" if spec.choices else ""
        console.print(f" {needed} {spec.name}: {spec.type.value}{choices} — {spec.label()['es']}", markup=False)
    for rule in procedure.rules:
        console.print(f" ! {rule.code}: {rule.es}", markup=False)
    for paper in procedure.papers:
        console.print(f" + {paper.es}{' (consulta)' if paper.lookup else ''}", markup=False)


def _procedure(procedure_id: str) -> Procedure:
    procedures = Parts(settings.load()).procedures
    if procedure_id.upper() not in procedures:
        raise WrongUse(f"there is no procedure {procedure_id}", remedy="see `dovtech procedures list`")
    return procedures[procedure_id.upper()]
