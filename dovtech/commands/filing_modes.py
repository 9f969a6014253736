"""How much of the filing robots do, set by people, and what robots would have written beside what people wrote."""

from __future__ import annotations

import getpass
import json
from typing import Annotated

import typer
from rich.console import Console

from casework.errors import WrongUse
from casework.modes import Mode, ModeChange, Rehearsal
from dovtech import settings, wiring
from dovtech.texts import say
from dovtech.wiring import Parts

Name = Annotated[str, typer.Argument(help=say("The system's name.", "El nombre del sistema."))]


def mode(
    name: Name,
    procedure: Annotated[str, typer.Argument(help=say("The procedure: P08.", "El trámite: P08."))] = "",
    mode: Annotated[str, typer.Argument(help="off | shadow | assist | auto")] = "",
    *,
    reason: Annotated[str, typer.Option("--reason", help=say("Why.", "Por qué."))] = "",
    by: Annotated[
        str, typer.Option("--by", help=say("Who; you where left out.", "Quién; usted si no se indica."))
    ] = "",
) -> None:
    """Show who fills a system for each procedure, or set it for one; it holds for what begins from now on."""
    with Parts(settings.load()) as parts:
        parts.register.prepare()
        filed = {key for key, one in parts.procedures.items() if name in {target.system for target in one.targets}}
        if not filed:
            raise WrongUse(f"no procedure is filed in {name}", remedy="see `dovtech backoffice list`")
        if mode:
            if procedure not in filed:
                raise WrongUse(f"{procedure} is not filed in {name}", remedy=f"it is one of {', '.join(sorted(filed))}")
            if mode not in set(Mode):
                raise WrongUse(f"there is no mode {mode}", remedy=f"it is one of {', '.join(Mode)}")
            change = ModeChange(procedure=procedure, system=name, mode=Mode(mode), by=by or getpass.getuser(),
                                at=wiring.now(), reason=reason)  # fmt: skip
            parts.register.set_mode(change)
        last = {(one.procedure, one.system): one for one in reversed(parts.register.mode_changes())}
        for one in sorted(filed if not procedure else filed & {procedure}):
            known = last.get((one, name))
            typer.echo(f"{one}: {_said(known) if known else Mode.AUTO}")


def _said(change: ModeChange) -> str:
    """A mode with who set it, when and why."""
    return ": ".join(filter(None, (f"{change.mode} — {change.at:%d/%m/%Y %H:%M} {change.by}", change.reason)))


def compare(
    name: Name,
    *,
    as_json: Annotated[bool, typer.Option("--json", help=say("Whole, as JSON.", "Entero, en JSON."))] = False,
) -> None:
    """Tell, entry by entry, what a robot would have written otherwise than the clerk did; values only with --json."""
    with Parts(settings.load()) as parts:
        parts.register.prepare()
        found = [
            (number, one)
            for number in parts.register.compared(name)
            for one in parts.register.load(number).rehearsals
            if one.system == name
        ]
        if not found and not (parts.settings.templates / "entries" / name / "system.yaml").is_file():
            raise WrongUse(f"there is no system {name}", remedy="see `dovtech backoffice list`")
    if as_json:
        typer.echo(json.dumps([_facts(number, one) for number, one in found], ensure_ascii=False, indent=1))
        return
    for number, one in found:
        Console().print(f"{number} {one.entry} ({one.mode}): {_outcome(one)}", highlight=False, markup=False)
    read = [one for _, one in found if one.record]
    alike = sum(not one.differences for one in read)
    typer.echo(f"{alike}/{len(read)} " + say("compared entries are alike", "asientos comparados coinciden"))


def _outcome(one: Rehearsal) -> str:
    if one.compared_at is None:
        return say("waits for a person", "espera a una persona")
    if not one.record:
        return say("filed by hand, and no record shows its key", "hecho a mano; ningún registro muestra su clave")
    if not one.differences:
        return f"{one.record} {say('is alike', 'coincide')}"
    return f"{one.record} {say('differs in', 'difiere en')} {', '.join(one.differences)}"


def _facts(number: str, one: Rehearsal) -> dict[str, object]:
    return {
        "number": number,
        "entry": one.entry,
        "entry_version": one.entry_version,
        "mode": one.mode,
        "at": one.at.isoformat(),
        "record": one.record,
        "robot": dict(one.written),
        "person": dict(one.by_hand),
        "differences": list(one.differences),
    }
