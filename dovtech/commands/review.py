"""Deciding the cases that wait for a person, from the command line."""

from __future__ import annotations

import asyncio
import getpass
import json
from typing import Annotated

import typer
from rich.console import Console

from casework.case import Case
from casework.decision import Decision, Verdict
from casework.errors import WrongUse
from casework.journey import Status
from dovtech import wiring
from dovtech.commands.cases import AsJson, Number, open_parts, row_of, say_case
from dovtech.texts import say

app = typer.Typer(
    help=say("Decide the cases that wait for a person.", "Resuelve los expedientes que esperan a una persona."),
    no_args_is_help=True,
)

By = Annotated[str, typer.Option(help=say("Who decides.", "Quién decide."))]
Reason = Annotated[str, typer.Option(help=say("Why.", "Por qué."))]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", help=say("FIELD=VALUE; an empty value takes it away.", "CAMPO=VALOR; vacío lo quita.")),
]
Kind = Annotated[str, typer.Option(help=say("The right procedure.", "El trámite correcto."))]


@app.command("list", help=say("Cases that wait for a decision.", "Expedientes que esperan una decisión."))
def list_waiting(*, as_json: AsJson = False) -> None:
    """List what waits."""
    with open_parts() as parts:
        waiting = [parts.register.load(number) for number in parts.register.latest(200, status=Status.WAITING)]
    if as_json:
        typer.echo(json.dumps([row_of(case) for case in waiting], ensure_ascii=False))
        return
    for case in waiting:
        Console().print(f"{case.number} {case.kind}: {', '.join(found.code for found in case.doubts)}", highlight=False)


@app.command(help=say("One case with its doubts.", "Un expediente con sus dudas."))
def show(number: Number, *, as_json: AsJson = False) -> None:
    """Show one case."""
    with open_parts() as parts:
        say_case(parts.register.load(number), as_json=as_json)


@app.command(help=say("Let a case go on.", "Deja continuar un expediente."))
def approve(number: Number, by: By = "", reason: Reason = "", corrections: Set = None, kind: Kind = "") -> None:
    """Approve, with corrections where they are given."""
    _decide(number, Verdict.APPROVE, by, reason, corrections, kind)


@app.command(help=say("Correct values and check again.", "Corrige valores y vuelve a comprobar."))
def correct(number: Number, by: By = "", reason: Reason = "", corrections: Set = None, kind: Kind = "") -> None:
    """Correct fields or the kind; the case keeps waiting."""
    if not corrections and not kind:
        raise WrongUse("nothing to correct", remedy="give --set FIELD=VALUE or --kind")
    _decide(number, Verdict.CORRECT, by, reason, corrections, kind)


@app.command(help=say("Give a case back to the citizen.", "Devuelve un expediente a la persona solicitante."))
def reject(number: Number, reason: Reason = "", by: By = "") -> None:
    """Give back, with the reason."""
    _decide(number, Verdict.REJECT, by, reason, None, "")


@app.command(help=say("Mark a case as a copy of another.", "Marca un expediente como copia de otro."))
def duplicate(number: Number, of: Annotated[str, typer.Argument()], by: By = "") -> None:
    """Link to the first one."""
    with open_parts() as parts:
        original = parts.register.load(of).number
    _decide(number, Verdict.DUPLICATE, by, "", None, "", duplicate_of=original)


def _decide(  # the words of one decision
    number: str,
    verdict: Verdict,
    by: str,
    reason: str,
    corrections: list[str] | None,
    kind: str,
    *,
    duplicate_of: str = "",
) -> None:
    with open_parts() as parts:
        decision = Decision(
            by=by or getpass.getuser(),
            at=wiring.now(),
            verdict=verdict,
            revision=parts.register.load(number).revision,
            reason=reason,
            kind=kind or None,
            corrections=dict(_pair(text) for text in corrections or ()),
            duplicate_of=duplicate_of,
        )
        asyncio.run(_send(parts, number, decision))
        case: Case = parts.register.load(number)
    say_case(case, as_json=False)


async def _send(parts: wiring.Parts, number: str, decision: Decision) -> None:
    await (await parts.cases()).decide(number, decision)


def _pair(text: str) -> tuple[str, str | None]:
    name, equals, value = text.partition("=")
    if not equals:
        raise WrongUse(f"{name!r} says no value", remedy="write FIELD=VALUE")
    return name, value or None
