"""Running an office: everything at once, one worker, the desk, the watcher; and looking after it."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import Annotated

import typer
from rich.console import Console

from dovtech import settings, up
from dovtech.texts import say
from dovtech.wiring import Parts


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("up", help=say("Run everything on this machine.", "Pone todo en marcha en esta máquina."))(up_)
    app.command(help=say("The main job on the samples, empty to filled.", "El trabajo completo con las muestras."))(
        demo
    )
    app.command(help=say("Serve queues.", "Atiende colas."))(worker)
    app.command(help=say("Serve the clerk's desk.", "Sirve la mesa de trabajo."))(desk)
    app.command(help=say("Watch the mailboxes and the scan folder.", "Vigila los buzones y la carpeta del escáner."))(
        watch
    )
    app.command(help=say("Tell what is missing and how to mend it.", "Dice qué falta y cómo arreglarlo."))(doctor)
    app.command(help=say("Measure how fast it is.", "Mide su velocidad."))(bench)
    app.command(help=say("Measure it on unseen layouts.", "Mide su acierto en lo no visto."))(accuracy)
    app.command("rotate-keys", help=say("Encrypt with a new key from now on.", "Cifra con una clave nueva."))(rotate)


def up_(
    *,
    free_ports: Annotated[
        bool, typer.Option("--free-ports", help=say("Choose ports nobody uses.", "Elige puertos libres."))
    ] = False,
) -> None:
    """Start all services, print where they are, and stop them together on Ctrl-C."""
    here = settings.load()
    asyncio.run(_run(up.with_free_ports(here) if free_ports else here))


async def _run(here: settings.Settings) -> None:
    stop = stop_event()
    console = Console(highlight=False)
    console.print(say("starting…", "arrancando…"))
    async with up.running(here):
        for name, address in say_addresses(here).items():
            console.print(f"  {name:<22} {address}", markup=False)
        console.print(say("ready; Ctrl-C stops everything", "listo; Ctrl-C lo detiene todo"))
        if link := await asyncio.to_thread(up.first_administrator, here):
            words = say(
                "set the administrator's password, once:", "para poner la contraseña de administración, una vez:"
            )
            console.print(f"{words} {link}", markup=False, soft_wrap=True)
        await stop.wait()
    console.print(say("stopped; nothing is lost", "detenido; no se pierde nada"))


def say_addresses(here: settings.Settings) -> dict[str, str]:
    """The addresses by the names people know."""
    where = up.addresses(here)
    return {
        say("desk", "mesa de trabajo"): where.desk,
        "Temporal UI": where.temporal_ui,
        "Temporal": where.temporal,
        say("demo back-office", "sistema de demostración"): where.back_office,
    }


def stop_event() -> asyncio.Event:
    """An event that Ctrl-C and SIGTERM set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    return stop


def demo(
    *,
    keep: Annotated[bool, typer.Option("--keep", help=say("Leave it running.", "Lo deja en marcha."))] = False,
) -> None:
    """Everything in a temporary place: exit 0 only if each sample ended as its truth says."""
    from dovtech.demo import run

    raise typer.Exit(asyncio.run(run(settings.load(), keep=keep)))


def worker(
    queue: Annotated[list[str] | None, typer.Option(help=say("A queue to serve.", "Una cola que atender."))] = None,
) -> None:
    """Serve all queues, or the named ones, until it is told to stop."""
    from dovtech.worker import QUEUES, serve

    logging.getLogger().setLevel(logging.INFO)
    for chatty in ("weasyprint", "fontTools"):
        logging.getLogger(chatty).setLevel(logging.WARNING)

    async def run() -> None:
        with Parts(up.as_running(settings.load())) as parts:
            await serve(parts, tuple(queue or QUEUES), stop=stop_event())

    asyncio.run(run())


def desk() -> None:
    """Serve the desk and the codec endpoint of the Temporal UI."""
    from dovtech.web import serve

    with Parts(up.as_running(settings.load())) as parts:
        serve(parts)


def watch() -> None:
    """Take in every message of the mailboxes and every file of the scan folder, and go on watching."""
    from dovtech import mailboxes, scan_folder
    from dovtech.watcher import watch as watch_mailbox

    async def run() -> None:
        here, stop = up.as_running(settings.load()), stop_event()
        with Parts(here) as parts:
            scans = [scan_folder.watch(parts, here.scan_folder, stop=stop)] if here.scan_folder else []
            mail = [watch_mailbox(parts, stop=stop)] if mailboxes.names(here) or not scans else []
            await asyncio.gather(*mail, *scans)

    asyncio.run(run())


def doctor() -> None:
    """Check programs, fonts, models and rights; exit 4 where something is missing."""
    from dovtech.doctor import examine

    raise typer.Exit(examine(settings.load()))


def bench(
    what: Annotated[
        str,
        typer.Argument(
            help=say("office, reading, speed or all.", "office (trámite), reading (lectura), speed (velocidad) o all.")
        ),
    ] = "all",
    sheets: Annotated[
        int, typer.Option(min=1, help=say("Pages drawn to be read.", "Páginas que se dibujan y leen."))
    ] = 10,
) -> None:
    """Measure submit to filed with Temporal's share of it, and how right and how fast paper is read."""
    from casework.errors import WrongUse

    if what not in {"all", "office", "reading", "speed"}:
        raise WrongUse(f"{what!r} cannot be measured", remedy="choose office, reading, speed or all")
    if what in {"all", "office"}:
        from dovtech.bench import run

        asyncio.run(run(settings.load()))
    if what in {"all", "reading"}:
        from dovtech.benching.reading import run as measure_reading

        measure_reading(sheets)
    if what in {"all", "speed"}:
        from dovtech.benching.speed import run as measure_speed

        measure_speed(sheets)


def accuracy(
    *,
    keep: Annotated[
        bool, typer.Option("--keep", help=say("Write the figures beside the model.", "Guarda las cifras."))
    ] = False,
    without: Annotated[
        bool, typer.Option("--ablation", help=say("What each part is worth.", "Cuánto vale cada parte."))
    ] = False,
    pictures: Annotated[
        int, typer.Option(min=0, help=say("Pictures read for it.", "Imágenes que se leen para ello."))
    ] = 12,
) -> None:
    """Measure the model on families of documents that its training never saw, and compare with its kept figures."""
    from dovtech.measuring import ablation, measured

    if without:
        for name, report in ablation(settings.load(), pictures=pictures):
            whole = report.whole
            typer.echo(f"{name:34}{whole.precision:8.1%}{whole.recall:8.1%}{whole.f1:8.1%}{whole.stated:7}")
        return
    for name, report, changes in measured(settings.load(), keep=keep):
        typer.echo(f"== {name}\n{report.as_text()}\n")
        for change in changes:
            typer.echo(f"   {change}")


def rotate() -> None:
    """Add a new encryption key; restart `dovtech up` to use it."""
    from dovtech import keys

    typer.echo(say(f"the current key is {keys.rotate(settings.load())}; restart to use it",
                   "clave nueva; reinicia para usarla"))  # fmt: skip
