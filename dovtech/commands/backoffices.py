"""The back-offices: which there are, whether their entries are in order, and filling one by hand."""

from __future__ import annotations

import json
import mimetypes
import secrets
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console

from casework.application import NUMBER, Application, Channel, Document
from casework.case import Case
from casework.errors import Misconfigured, WrongUse
from casework.fields import Classification, FieldReading
from dovtech import settings, up, wiring
from dovtech.commands import filing_modes, undoing
from dovtech.texts import say
from dovtech.wiring import Parts

if TYPE_CHECKING:  # the robots are slow to import, and not every command needs them
    from bots.filling.web import WebBackOffice
    from casework.filing import Entry

app = typer.Typer(
    help=say("The council's systems that robots fill.", "Los sistemas municipales que rellenan los robots."),
    no_args_is_help=True,
)
app.command(
    help=say("Who fills a system: robots, a clerk, or both.", "Quién rellena un sistema: robots, personas o ambos.")
)(filing_modes.mode)
app.command(
    help=say("What robots would have written and people wrote.", "Lo que habrían escrito los robots, comparado.")
)(filing_modes.compare)
app.command(help=say("Undo an entry that a robot made.", "Deshace un asiento que hizo un robot."))(undoing.undo)
Name = Annotated[str, typer.Argument(help=say("The system's name.", "El nombre del sistema."))]


@app.command("list", help=say("All configured systems.", "Todos los sistemas configurados."))
def list_all() -> None:
    """List the systems and their entries."""
    from bots.filling.config import load_systems

    here = settings.load()
    for system in load_systems(here.templates / "entries").values():
        why = Parts(here).circuits.why(system.name)
        state = f" — {say('stopped', 'parado')}: {why}" if why else ""
        words = f"{system.name} ({system.kind}): {', '.join(sorted(system.entries))}{state}"
        Console().print(words, highlight=False, markup=False)
        if fixed := sorted(name for name, entry in system.entries.items() if not (entry.undo or entry.undone_by)):
            none = say("robots cannot undo", "los robots no pueden deshacer")
            Console().print(f"  {none}: {', '.join(fixed)}", highlight=False, markup=False)


@app.command(help=say("Check the entries of a system without running them.", "Comprueba las plantillas de un sistema."))
def check(
    name: Name,
    *,
    live: Annotated[
        bool,
        typer.Option("--live", help=say("Log in and search, too.", "Además entra y busca en el sistema.")),
    ] = False,
) -> None:
    """Lint one system; exit 2 where something is wrong. Live, it logs in and searches a key that nobody has."""
    from bots.filling.config import lint
    from dovtech.procedures import load_procedures

    folder = settings.load().templates / "entries" / name
    if not folder.is_dir():
        raise WrongUse(f"there is no system {name}", remedy="see `dovtech backoffice list`")
    procedures = load_procedures(settings.load().procedures).values()
    problems = lint(folder, {field for procedure in procedures for field in procedure.fields})
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise Misconfigured(
            f"{len(problems)} problem{'s' * (len(problems) > 1)} in {name}", remedy="mend the lines above"
        )
    typer.echo(say("all entries are in order", "todas las plantillas están en orden"))
    if live:
        _look_for_nothing(name)


def _look_for_nothing(name: str) -> None:
    from casework.filing import Entry

    with Parts(up.as_running(settings.load())) as parts, _alone(parts, name):
        robot = parts.back_offices[name]
        for entry in load_system_entries(parts, name):
            key = secrets.token_hex(16)
            if robot.look(Entry(key=key, system=name, name=entry, version="", values={})) is not None:
                raise Misconfigured(f"{name}/{entry} finds a record for a key that nobody has", remedy="mend `find`")
            typer.echo(
                f"{entry}: " + say("let in, and finds nothing for a new key", "entra y no halla una clave nueva")
            )


def _alone(parts: Parts, name: str) -> AbstractContextManager[object]:
    """Alone with the account, where the system bears one session only; workers of the same register wait."""
    if (seat := parts.seat(name)) is None:
        return nullcontext()
    parts.register.prepare()
    return seat.taken()


def load_system_entries(parts: Parts, name: str) -> list[str]:
    """The names of a system's entries that are found by their key alone."""
    from bots.filling.config import load_system

    entries = load_system(parts.settings.templates / "entries" / name).entries
    return sorted(entry for entry, shape in entries.items() if getattr(shape, "known_by", None) is None)


@app.command(help=say("Stop a system: its entries wait.", "Detiene un sistema: sus asientos esperan."))
def stop(
    name: Name,
    reason: Annotated[str, typer.Option("--reason", help=say("Why.", "Por qué."))] = "",
) -> None:
    """Stop the robots of one system until `go`."""
    _known(name)
    Parts(settings.load()).circuits.stop(name, reason or say("stopped by hand", "detenido a mano"))
    typer.echo(f"{name}: {say('stopped', 'parado')}")


@app.command(help=say("Let a stopped system go on.", "Reanuda un sistema detenido."))
def go(name: Name) -> None:
    """Let the robots of one system go on; what waited is filed within a minute."""
    _known(name)
    was = Parts(settings.load()).circuits.go(name)
    typer.echo(f"{name}: {say('goes on', 'reanudado') if was else say('was not stopped', 'no estaba parado')}")


def _known(name: str) -> None:
    if not (settings.load().templates / "entries" / name / "system.yaml").is_file():
        raise WrongUse(f"there is no system {name}", remedy="see `dovtech backoffice list`")


@app.command(
    help=say("List a page's fields and draft an entry.", "Lista los campos de una página y redacta un asiento.")
)
def inspect(
    url: Annotated[str, typer.Argument(help=say("The page's address.", "La dirección de la página."))],
    *,
    system: Annotated[
        str, typer.Option("--system", help=say("Log in as this system's robot.", "Entra como el robot del sistema."))
    ] = "",
    click: Annotated[
        list[str] | None,
        typer.Option("--click", help=say("A tab or button to click first.", "Pestaña o botón que pulsar antes.")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help=say("Where to write the draft.", "Dónde escribir el borrador."))
    ] = None,
) -> None:
    """Show what a page calls its fields and buttons; nothing is typed. The draft goes to --out, or is printed.

    What only opens at a click, a tab or a box, is shown after `--click NAME`, as often as it takes.
    """
    from bots.filling.drafting import draft, table
    from bots.filling.visiting import visit

    if not system and urlsplit(url).scheme not in {"http", "https"}:
        raise WrongUse(f"{url} is no page's address", remedy="write it whole, as http://…, or say which --system")
    with Parts(up.as_running(settings.load())) as parts:
        clicks = click or []
        if system:
            robot = _robot(parts, system)
            with _alone(parts, system):
                shown, below = robot.visit(url, clicks)[0], url.removeprefix(robot.address)
        else:
            shown, below = visit(url, parts.back_office_settings, clicks), url
    for line in table(shown):
        typer.echo(line)
    text = draft(shown, below)
    if out is None:
        typer.echo("\n" + text)
    else:
        out.write_text(text, encoding="utf-8")


def _robot(parts: Parts, name: str) -> WebBackOffice:
    from bots.filling.web import WebBackOffice

    _known(name)
    robot = parts.back_offices[name]
    if not isinstance(robot, WebBackOffice):
        raise WrongUse(f"{name} has no pages", remedy="inspect a system of kind web")
    return robot


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

    CASE.json holds `number`, `kind`, `fields` with values by name, and `documents`: files beside it, to be uploaded.
    """
    from bots.filling.entries import TemplateEntries
    from bots.filling.once import fill as fill_once

    _known(name)
    with Parts(up.as_running(settings.load())) as parts:
        case = _case_of(case_file, parts)
        procedure = parts.procedures.get(case.kind)
        targets = [target for target in procedure.targets if target.system == name] if procedure else []
        if procedure is None or not targets:
            raise WrongUse(f"{case.kind} is not filed in {name}", remedy="see `dovtech procedures list`")
        entries = TemplateEntries(parts.settings.templates / "entries")
        for target in targets:
            entry = entries.render(case, procedure, name, target.entry)
            with _alone(parts, name):
                if dry_run:
                    values = {"entry": entry.name, "values": dict(entry.values)}
                    typer.echo(json.dumps(values, ensure_ascii=False, indent=1))
                    _rehearsed(parts, name, entry)
                    continue
                proof = fill_once(parts.back_offices[name], entry)
            record, found = proof.record, proof.found
            word = say("was there", "ya estaba") if found else say("written and read back", "escrito y comprobado")
            typer.echo(f"{entry.name}: {record.id} {record.address} ({word})")


def _rehearsed(parts: Parts, name: str, entry: Entry) -> None:
    """Type the entry into a system with pages, stop before the last click, and keep the picture for its owner only."""
    from bots.filling.web import WebBackOffice
    from dovtech.keys import private_write_bytes

    robot = parts.back_offices[name]
    if isinstance(robot, WebBackOffice) and (picture := robot.rehearse(entry)):
        path = parts.settings.home / "rehearsals" / f"{name}-{entry.name}-{entry.key[:8]}.png"
        private_write_bytes(path, picture)
        typer.echo(say("typed and not saved: ", "escrito y no guardado: ") + str(path))
    elif isinstance(robot, WebBackOffice):
        typer.echo(
            say("nothing was typed: this page saves by itself", "no se ha escrito nada: esta página guarda sola")
        )


def _case_of(path: Path, parts: Parts) -> Case:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        number, kind, values = str(given["number"]), str(given["kind"]), dict(given["fields"])
        files = [path.parent / str(name) for name in given.get("documents", ())]
    except OSError as error:
        raise WrongUse(f"{path} cannot be read", remedy="name the case's file") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongUse(f"{path} is no case", remedy='write {"number": …, "kind": …, "fields": {…}}') from error
    if not NUMBER.fullmatch(number):
        raise WrongUse(f"{path}: {number!r} is no application's number", remedy="write one like DOV-2026-000001")
    moment = wiring.now()
    documents = tuple(_document(file, parts) for file in files)
    application = Application(number=number, received_at=moment, channel=Channel.API, documents=documents)
    return Case(
        application=application,
        presented_at=moment,
        classification=Classification(kind=kind, confidence=1.0, language="es"),
        fields=tuple(
            FieldReading(name=field, value=str(value), raw="", confidence=1.0, method="clerk", accepted=True)
            for field, value in values.items()
        ),
    )


def _document(file: Path, parts: Parts) -> Document:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise WrongUse(f"{file} cannot be read", remedy="name the documents beside the case's file") from error
    media = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Document(sha256=parts.store.put(data), name=file.name, media_type=media, size=len(data))
