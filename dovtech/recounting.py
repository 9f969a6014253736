"""Counts every term that runs anew, once, where the calendar is another one than this installation knew."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from contextlib import suppress

from casework.deadlines import Calendars
from casework.errors import DovTechError
from dovtech.wiring import Parts
from workflows.gateway import Cases

AGAIN = 15.0  # seconds
_KNOWN = "calendar.known"
_log = logging.getLogger(__name__)


async def recount_changed(parts: Parts, cases: Cases, *, again: float = AGAIN) -> int:
    """Have each case whose term is watched counted by the calendar in force; how many were told.

    Nothing is done where the calendar is the one that was counted by last. What is away is tried again until it is
    there: the calendar counts as known only after every case was told, and being told twice changes nothing.
    """
    known, now = parts.settings.home / _KNOWN, digest(parts.calendars)
    with suppress(FileNotFoundError):
        if await asyncio.to_thread(known.read_text, "ascii") == now:
            return 0
    while True:
        try:
            numbers = await cases.watched()
            for number in numbers:
                await cases.recount(number)
        except DovTechError as error:
            _log.warning("the new calendar is counted by soon: %s", error)
            await asyncio.sleep(again)
            continue
        await asyncio.to_thread(known.write_text, now, "ascii")
        if numbers:
            _log.info("the calendar has changed: %d terms are counted anew", len(numbers))
        return len(numbers)


def digest(calendars: Calendars) -> str:
    """What tells one set of holidays from another, whatever their order and the remarks beside them."""
    places = {"": calendars.council, **calendars.towns}
    days = {name: sorted(day.isoformat() for day in place.holidays) for name, place in sorted(places.items())}
    return hashlib.sha256(json.dumps(days).encode()).hexdigest()
