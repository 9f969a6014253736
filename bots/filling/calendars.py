"""Calendars that a page draws itself: opened, leafed through month by month, and a day taken."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from casework.errors import EntryRefused, PageChanged

if TYPE_CHECKING:
    from bots.filling.page import Page

_MOST_MONTHS = 1500  # 125 years


def take_day(page: Page, field: Any, label: str, value: str, name: str) -> None:
    """Open the calendar of a field and take the day that `value`, 16/11/2026, says.

    Raises PageChanged where no calendar opens or it does not lead to the month, EntryRefused where the day cannot be
    taken.
    """
    try:
        day = datetime.strptime(value, "%d/%m/%Y")  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise EntryRefused(f"{name} is no date as a calendar needs it: write it as 16/11/2026") from None
    if not page.ask("dovtech.calendar()"):
        page.ask("dovtech.opener(a[0])", field).click()
    calendar = page.await_truth(lambda: page.ask("dovtech.calendar()"), f"no calendar opens at «{label}»")
    wanted = day.year * 12 + day.month - 1
    for _ in range(_MOST_MONTHS):
        at = calendar["month"]
        if at == wanted:
            break
        turn = page.ask("dovtech.turn(a[0], a[1])", at, wanted)
        if turn is None:
            raise PageChanged(f"the calendar at «{label}» cannot be turned", remedy="use `click` for its buttons")
        if turn is not True:
            turn.click()
        calendar = page.await_truth(
            lambda at=at: (shown := page.ask("dovtech.calendar()")) and shown["month"] != at and shown,  # type: ignore[misc]
            f"the calendar at «{label}» does not turn",
        )
    cell = page.ask("dovtech.day(a[0])", day.day)
    if cell is None:
        raise EntryRefused(f"the calendar at «{label}» does not offer the day of {name}")
    cell.click()
