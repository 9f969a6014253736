"""The back-offices: which there are, whether their entries are in order, and filling one by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from casework.application import Application, Channel
from casework.case import Case
from casework.errors import Misconfigured, WrongUse
from casework.fields import Classification, FieldReading
from dovtech import settings, up, wiring
from dovtech.texts import say
from dovtech.wiring import Parts

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


@app.command(help=say("Fill a system for one case by hand.", "Rellena un sistema a mano para un expediente."))
def fill(
    name: Name,
    case_file: Annotated[Path, typer.Argument(help=say("CASE.json", "CASO.json"))],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("Only show what would be typed.", "Solo muestra qué se escribiría."))
    ] = False,
) -> None:
    """Make the entries that the case's procedure has in this system; exactly once, like the robots.

    CASE.json holds `number`, `kind`, and `fields` with values by name.
    """
    from bots.filling.entries import TemplateEntries
    from bots.filling.once import fill as fill_once

    with Parts(up.as_running(settings.load())) as parts:
        case = _case_of(case_file)
        procedure = parts.procedures.get(case.kind)
        targets = [target for target in procedure.targets if target.system == name] if procedure else []
        if procedure is None or not targets:
            raise WrongUse(f"{case.kind} is not filed in {name}", remedy="see `dovtech procedures list`")
        entries = TemplateEntries(parts.settings.templates / "entries")
        for target in targets:
            entry = entries.render(case, procedure, name, target.entry)
            if dry_run:
                typer.echo(
                    json.dumps({"entry": entry.name, "values": dict(entry.values)}, ensure_ascii=False, indent=1)
                )
                continue
            record, found, _ = fill_once(parts.back_offices[name], entry)
            word = say("was there", "ya estaba") if found else say("written and read back", "escrito y comprobado")
            typer.echo(f"{entry.name}: {record.id} {record.address} ({word})")


def _case_of(path: Path) -> Case:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        number, kind, values = str(given["number"]), str(given["kind"]), dict(given["fields"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WrongUse(f"{path} is no case", remedy='write {"number": …, "kind": …, "fields": {…}}') from error
    moment = wiring.now()
    application = Application(number=number, received_at=moment, channel=Channel.API, documents=())
    return Case(
        application=application,
        presented_at=moment,
        classification=Classification(kind=kind, confidence=1.0, language="es"),
        fields=tuple(
            FieldReading(name=field, value=str(value), raw="", confidence=1.0, method="clerk", accepted=True)
            for field, value in values.items()
        ),
    )
