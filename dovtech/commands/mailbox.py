"""The watched mailboxes: what came in, and what became of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from casework.errors import Refused
from dovtech.commands.cases import AsJson, open_parts
from dovtech.texts import say

app = typer.Typer(help=say("The watched mailboxes.", "Los buzones vigilados."), no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `account` a command of its own, as long as it is the only one."""


@app.command(help=say("Account for every message.", "Da cuenta de cada mensaje."))
def account(
    name: Annotated[str, typer.Argument(help=say("Only this mailbox.", "Solo este buzón."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Messages in, messages accounted for; exit 3 where one is neither a case nor set aside."""
    from dovtech.accounting import account as account_for

    with open_parts() as parts:
        boxes = [box for box in parts.mailboxes() if name in {"", box.name}]
        lines = [line for box in boxes for line in account_for(box, parts.register)]
    if as_json:
        typer.echo(json.dumps([asdict(line) for line in lines]))
    else:
        headings = [("Mailbox", "Buzón"), ("Folder", "Carpeta"), ("Message", "Mensaje"), ("Outcome", "Resultado")]
        table = Table(*[say(en, es) for en, es in headings])
        for line in lines:
            missing = say("MISSING", "FALTA")
            table.add_row(line.mailbox, line.folder, line.key[:16] or f"uid {line.uid}", line.outcome or missing)
        Console().print(table)
        cases, missing_ones = sum(line.is_case for line in lines), sum(not line.outcome for line in lines)
        aside = len(lines) - cases - missing_ones
        typer.echo(
            say(
                f"{len(lines)} in: {cases} cases, {aside} set aside, {missing_ones} missing",
                f"{len(lines)} recibidos: {cases} expedientes, {aside} apartados, {missing_ones} sin cuenta",
            )
        )
    missing_count = sum(not line.outcome for line in lines)
    if missing_count:
        raise Refused(f"{missing_count} messages are not accounted for", remedy="run the watcher, then look again")
