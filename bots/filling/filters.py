"""What a template may do with a value: write it as Spanish forms want it, and refuse it where it does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

_SPANISH = re.compile(r"^(\d\d)[/-](\d\d)[/-](\d{4})$")


class Unfit(Exception):
    """A value cannot be written as the field wants it; the message names the reason, never the value."""


def dated(value: object, pattern: str = "%d/%m/%Y") -> str:
    """A date or moment as Spain writes it, 16/11/2026, or by a pattern of `strftime`; nothing stays nothing.

    What is given may be ISO or Spanish already.
    """
    if not value:
        return ""
    text = _SPANISH.sub(r"\3-\2-\1", str(value).strip())
    try:
        moment = value if isinstance(value, date) else datetime.fromisoformat(text)
    except ValueError:
        raise Unfit("is no date") from None
    return moment.strftime(pattern)


def iso(value: object) -> str:
    """A date as 2026-11-16, a moment as 2026-11-16T09:05:00+01:00."""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else dated(value, "%Y-%m-%d")


def amount(value: object, grouped: bool = True) -> str:  # noqa: FBT001, FBT002 - a template says `amount(false)`
    """Euros as Spain writes them: 1.234,50; `amount(false)` leaves the thousands ungrouped."""
    if not value:
        return ""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise Unfit("is no amount") from None
    text = f"{number:,.2f}" if grouped else f"{number:.2f}"
    return text.translate(str.maketrans(",.", ".,"))


def fits(value: object, most: int) -> str:
    """The value, which must not be longer than the field: nothing is ever cut."""
    text = str(value)
    if len(text) > most:
        raise Unfit(f"has {len(text)} characters and the field takes {most}")
    return text


def needed(value: object) -> str:
    """The value, which must not be empty."""
    text = str(value).strip()
    if not text:
        raise Unfit("is missing")
    return text


def one_line(value: object) -> str:
    """The value without line ends or repeated spaces."""
    return " ".join(str(value).split())


def grouped(value: object, size: int = 4) -> str:
    """The value in groups, as `ES91 2100 …`."""
    text = "".join(str(value).split())
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def yes_no(value: object, yes: str = "Sí", no: str = "No") -> str:
    """A checkbox in words; nothing where the form did not have it."""
    return {"true": yes, "false": no}.get(str(value), "")


def file(document: Any) -> str:
    """A document of the case, as `upload` wants it."""
    return f"{document.sha256}/{document.name}"


FILTERS: dict[str, Callable[..., Any]] = {
    "date": dated,
    "iso": iso,
    "amount": amount,
    "fits": fits,
    "needed": needed,
    "one_line": one_line,
    "grouped": grouped,
    "yes_no": yes_no,
    "file": file,
}
