"""The order of the tray, as one text that sorts: a database finds the next page by it, however many cases there are."""

from __future__ import annotations

from datetime import UTC, date, datetime

from casework.application import Channel
from casework.journey import Status

_NEVER = date.max


def urgency_of(number: str, status: Status, due: date | None, channel: Channel, presented_at: datetime) -> str:
    """First what waits for a person, then what is under way, then what has ended; within each by the end of the term.

    Of two that end the same day the counter's comes first, since its citizen may still be there, then the older one.
    """
    waits = 0 if status is Status.WAITING else 2 if status.ended else 1
    away = 0 if channel is Channel.COUNTER else 1
    since = presented_at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{waits}{due or _NEVER:%Y%m%d}{away}{since}{number}"
