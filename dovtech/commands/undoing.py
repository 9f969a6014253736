"""An entry undone from the command line, as the desk's button does."""

from __future__ import annotations

import asyncio
import getpass
from typing import Annotated

import typer

from casework.errors import WrongUse
from casework.undoing import Undoing
from dovtech import settings, up, wiring
from dovtech.known_systems import KnownSystems
from dovtech.texts import say
from dovtech.wiring import Parts


def undo(
    number: Annotated[str, typer.Argument(help=say("The case's number.", "El número del expediente."))],
    entry: Annotated[str, typer.Argument(help=say("SYSTEM/ENTRY", "SISTEMA/ASIENTO"))],
    *,
    reason: Annotated[str, typer.Option("--reason", help=say("Why.", "Por qué."))],
    by: Annotated[
        str, typer.Option("--by", help=say("Who; you where left out.", "Quién; usted si no se indica."))
    ] = "",
) -> None:
    """Have a robot undo an entry of a case, exactly once; the trace stays on its receipt."""
    with Parts(up.as_running(settings.load())) as parts:
        parts.register.prepare()
        case = parts.register.load(number)
        filing = next((one for one in case.filings if f"{one.system}/{one.entry}" == entry), None)
        if filing is None:
            raise WrongUse(f"{number} has no filing {entry}", remedy=f"see `dovtech status {number}`")
        if not KnownSystems(parts.settings.templates / "entries").undoable(filing):
            raise WrongUse(f"{entry} cannot be undone by a robot", remedy="undo it in that system by hand")
        word = Undoing(key=filing.key, by=by or getpass.getuser(), at=wiring.now(), reason=reason)
        asyncio.run(_handed(parts, number, word))
        told = parts.register.load(number).events[-2:]
        for event in told:
            typer.echo(f"{event.what} {event.detail}".strip())


async def _handed(parts: Parts, number: str, undoing: Undoing) -> None:
    await (await parts.cases()).undo(number, undoing)
