"""The command line: one small module of commands for each thing people do."""

from __future__ import annotations

import logging
import sys

import typer

from casework.errors import DovTechError
from dovtech.commands import backoffices, cases, corpus, documents, mailbox, procedures, records, review, running
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


def main() -> None:
    """Run a command; an expected failure is one line on standard error and its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        app()
    except DovTechError as error:
        print(f"dovtech: {error}", file=sys.stderr)  # noqa: T201 - the command line's voice
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
