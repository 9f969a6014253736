"""Tokens for programs that speak to the desk's interface."""

from __future__ import annotations

from typing import Annotated

import typer

from dovtech.commands.cases import open_parts
from dovtech.texts import say

app = typer.Typer(
    help=say("Tokens of programs that use the desk's API.", "Claves de los programas que usan la API de la mesa."),
    no_args_is_help=True,
)
Name = Annotated[str, typer.Argument(help=say("The token's name.", "El nombre de la clave."))]
By = Annotated[str, typer.Option("--by", help=say("The account of who orders it.", "La cuenta de quien lo ordena."))]


@app.command(help=say("Make a token; it is shown this once.", "Crea una clave; solo se muestra esta vez."))
def new(
    name: Name,
    *,
    scope: Annotated[
        list[str], typer.Option("--scope", help=say("submit, read or read_all.", "submit, read o read_all."))
    ],
    webhook: Annotated[
        str, typer.Option(help=say("An address to be told of its cases.", "Dirección a la que avisar de lo suyo."))
    ] = "",
    by: By = "",
) -> None:
    """Print the token and, where there is a webhook, the key its notices are signed with."""
    with open_parts() as parts:
        _ = parts.register
        from desk import audit, tokens

        given = tokens.give(name, scope, by=by or audit.ROBOT, webhook=webhook)
    typer.echo(f"token {given.token}")
    if given.webhook_key:
        typer.echo(f"webhook-key {given.webhook_key}")


@app.command("list", help=say("All tokens.", "Todas las claves."))
def list_all() -> None:
    """Print name, scopes, last use and state of each."""
    with open_parts() as parts:
        _ = parts.register
        from desk.models import Token

        for token in Token.objects.order_by("name"):
            used = f"{token.used_at:%Y-%m-%d}" if token.used_at else say("never used", "sin usar")
            state = say("revoked", "anulada") if token.revoked_at else used
            typer.echo(f"{token.name}: {' '.join(token.scopes)} ({state})")


@app.command(help=say("Let a token open nothing any more.", "Anula una clave."))
def revoke(name: Name, *, by: By = "") -> None:
    """Revoke a token, at once."""
    with open_parts() as parts:
        _ = parts.register
        from desk import audit, tokens

        tokens.revoke(name, by=by or audit.ROBOT)
    typer.echo(f"{name}: {say('revoked', 'anulada')}")
