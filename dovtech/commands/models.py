"""The models: taking corrections in, what was made of them, which one is in force, and what another would change."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from dovtech import wiring
from dovtech.commands.cases import AsJson, open_parts
from dovtech.texts import say

app = typer.Typer(
    help=say("The models that understand papers here.", "Los modelos que entienden los documentos aquí."),
    no_args_is_help=True,
)
Version = Annotated[str, typer.Argument(help=say("The model's version.", "La versión del modelo."))]
By = Annotated[str, typer.Option("--by", help=say("The account of who orders it.", "La cuenta de quien lo ordena."))]
Why = Annotated[str, typer.Option("--reason", help=say("Why.", "Por qué."))]


def train(
    *,
    released: Annotated[
        bool,
        typer.Option(
            "--released",
            help=say(
                "Build the released model anew from the corpora (90 min).",
                "Rehace el modelo publicado desde los corpus (90 min).",
            ),
        ),
    ] = False,
    by: By = "",
) -> None:
    """Make a challenger of what clerks decided, and say how it fares; it comes into force only by `model accept`."""
    from dovtech import learning, settings, training

    if released:
        training.run(settings.load())
        return
    with open_parts() as parts, Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(say("taking corrections in", "aprendiendo de las correcciones"), total=1.0)
        model, found = learning.train(
            parts,
            by=by or "dovtech",
            progress=lambda step, part: progress.update(task, description=step, completed=part),
        )
    typer.echo(json.dumps({"version": model.version, **model.told}, ensure_ascii=False, indent=1))
    if found.reasons:
        typer.echo(
            say(
                f"{model.version} does not replace the model in force: {', '.join(found.reasons)}",
                f"{model.version} no sustituye al modelo en vigor: {', '.join(found.reasons)}",
            )
        )
    else:
        typer.echo(
            say(
                f"{model.version} is better; `dovtech model accept {model.version} --by WHO --reason WHY`",
                f"{model.version} es mejor; `dovtech model accept {model.version} --by QUIEN --reason MOTIVO`",
            )
        )


@app.command("list", help=say("All versions, newest first.", "Todas las versiones, la última primero."))
def list_all(*, as_json: AsJson = False) -> None:
    """Print each version with who made it and why it was refused, the one in force marked."""
    with open_parts() as parts:
        _ = parts.register
        from desk import champions
        from nlp.bars import MODEL

        inforce = champions.champion(MODEL).version
        models = [*champions.made(MODEL), champions.Model(MODEL)]
        if as_json:
            typer.echo(json.dumps([{"version": m.version, "in_force": m.version == inforce, **m.told} for m in models]))
            return
        for one in models:
            mark = "*" if one.version == inforce else " "
            state = ", ".join(one.reasons) or say("may come into force", "puede entrar en vigor")
            made = (
                f"{one.made_at:%Y-%m-%d %H:%M} {one.made_by}  {state}" if one.made_at else say("released", "publicado")
            )
            typer.echo(f"{mark} {one.version}  {made}")
        for change in champions.history(MODEL):
            typer.echo(f"  {change.at:%Y-%m-%d %H:%M} {change.what} {change.version}: {change.by}, {change.reason}")


@app.command(help=say("What a version learned and how it fared.", "Qué aprendió una versión y cómo quedó."))
def show(version: Version) -> None:
    """Print lessons and comparison as JSON."""
    with open_parts() as parts:
        _ = parts.register
        from desk import champions
        from nlp.bars import MODEL

        model = champions.model(MODEL, version)
    typer.echo(json.dumps({"lessons": dict(model.lessons), **model.told}, ensure_ascii=False, indent=1))


@app.command(help=say("Bring a version into force.", "Pone una versión en vigor."))
def accept(version: Version, *, by: By, reason: Why) -> None:
    """Workers follow within half a minute; exit 3 where its comparison speaks against it."""
    with open_parts() as parts:
        _ = parts.register
        from desk import champions
        from nlp.bars import MODEL

        model = champions.accept(MODEL, version, by=by, reason=reason)
    typer.echo(say(f"{model.version} is in force", f"{model.version} está en vigor"))


@app.command(help=say("Go back to the version before.", "Vuelve a la versión anterior."))
def rollback(*, by: By, reason: Why) -> None:
    """Workers follow within half a minute."""
    with open_parts() as parts:
        _ = parts.register
        from desk import champions
        from nlp.bars import MODEL

        model = champions.rollback(MODEL, by=by, reason=reason)
    typer.echo(say(f"{model.version} is in force", f"{model.version} está en vigor"))


@app.command(help=say("What a version would change in decided cases.", "Qué cambiaría en lo ya decidido."))
def replay(
    version: Version,
    *,
    days: Annotated[int, typer.Option("--days", min=1, help=say("How far back.", "Cuántos días atrás."))] = 30,
    as_json: AsJson = False,
) -> None:
    """Understand the cases of the last days by the model in force and by this one; no value is told."""
    from dovtech import learning

    with open_parts() as parts, Progress(console=Console(stderr=True)) as progress:
        _ = parts.register
        from desk import champions
        from nlp.bars import MODEL
        from nlp.learning.replay import replay as replayed

        now = wiring.now()
        task = progress.add_task(say("replaying", "repitiendo"), total=None)
        found = replayed(
            learning.understander(parts, champions.champion(MODEL)),
            learning.understander(parts, champions.model(MODEL, version)),
            parts.procedures,
            learning.examples(parts, since=now - timedelta(days=days)),
            today=now.date(),
            done=lambda count: progress.update(task, completed=count),
        )
    rows = [(name, what, better, count) for (name, what, better), count in found.sums.most_common()]
    if as_json:
        cases = [[one.case, one.field, one.what, one.better] for one in found.differences]
        typer.echo(json.dumps({"cases": found.cases, "touched": found.touched, "sums": rows, "differences": cases}))
        return
    table = Table(say("field", "dato"), say("change", "cambio"), say("the clerk says", "la persona dice"), "n")
    for name, what, better, count in rows:
        table.add_row(name, what, better or "-", str(count))
    Console().print(table)
    for one in found.differences:
        typer.echo(f"{one.case}  {one.field}  {one.what}  {one.better}".rstrip())
    typer.echo(say(f"{found.touched} of {found.cases} cases differ", f"cambian {found.touched} de {found.cases} casos"))
