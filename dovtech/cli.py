"""The command line: one small module of commands for each thing people do."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import sys
from typing import NoReturn

import typer

from casework.errors import DovTechError
from dovtech.commands import (
    backoffices,
    cases,
    corpus,
    documents,
    mailbox,
    models,
    procedures,
    records,
    review,
    running,
    tokens,
)
from dovtech.texts import say

app = typer.Typer(
    name="dovtech",
    help=say(
        "Reads a city's paperwork, checks it against the law, files it exactly once and proves it.",
        "Lee los documentos de la ciudad, los comprueba con la ley, los anota una sola vez y lo demuestra.",
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for module in (running, cases, documents, records):
    module.add_to(app)
app.add_typer(review.app, name="review")
app.add_typer(procedures.app, name="procedures")
app.add_typer(backoffices.app, name="backoffice")
app.add_typer(mailbox.app, name="mailbox")
app.add_typer(corpus.app, name="corpus")
app.add_typer(tokens.app, name="token")
app.add_typer(models.app, name="model")
app.command(help=say("Learn from corrections.", "Aprende de las correcciones."))(models.train)


def main() -> None:
    """Run a command; an expected failure is one line on standard error and its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        app()
    except DovTechError as error:
        print(f"dovtech: {error}", file=sys.stderr)  # noqa: T201 - the command line's voice
        leave(error.exit_code)
    except KeyboardInterrupt:
        leave(130)
    except SystemExit as end:
        leave(end.code if isinstance(end.code, int) else int(end.code is not None))


def leave(code: int) -> NoReturn:
    """End with an exit code that nothing can change any more.

    A thread of Temporal's core may still be handing an answer over while Python takes itself apart, and that aborts
    the process (seen where the server was away): everything of ours is closed by now, so the teardown is left out.
    """
    atexit._run_exitfuncs()  # noqa: SLF001 - what libraries asked to be done at the end, flushing included
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # the reader of a pipe may be gone
            stream.flush()
    os._exit(code)
