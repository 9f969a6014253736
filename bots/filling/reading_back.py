"""What a record's page holds, read once it is all there."""

from __future__ import annotations

import time
from collections.abc import Mapping

from bots.filling.page import Page
from bots.filling.ways import Way

_QUIET = 0.6  # seconds without anything new: a part of a record that other parts follow is all there then


def read_patiently(page: Page, ways: Mapping[str, Way], *, last: bool) -> dict[str, str | None]:
    """What the named places hold, None for what is not there.

    All are waited for on the last page of a record; on one that others follow, until nothing more appears.
    """
    shown, since = -1, time.monotonic()

    def look() -> dict[str, str | None]:
        return dict(zip(ways, page.read(list(ways.values())), strict=True))

    def whole(held: dict[str, str | None]) -> bool:
        nonlocal shown, since
        there = sum(value is not None for value in held.values())
        if there != shown:
            shown, since = there, time.monotonic()
        return there == len(ways) or (not last and there > 0 and time.monotonic() - since > _QUIET)

    return page.patiently(look, whole)
