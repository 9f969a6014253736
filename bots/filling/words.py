"""A system's own words, fit to be kept: shown to the clerk, never carrying anybody's data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_PERSONAL = re.compile(
    r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b"  # IBAN
    r"|\b[XYZKLM]?\d{7,8}[A-Z]\b|\b[A-W]\d{7}[A-J0-9]\b"  # NIF, NIE, company NIF
    r"|[\w.+-]+@[\w-]+\.[\w.]+"
    r"|\+?\d[\d ]{7,}\d"
)
_SHORTEST = 4  # shorter values are words like "3" or "No", which hide nothing
_MOST = 300


def masked(words: Iterable[str], values: Mapping[str, str]) -> str:
    """The words as one line, with what was typed replaced by its field's name and other people's numbers starred."""
    text = " ".join(" ".join(dict.fromkeys(words)).split())
    for name, value in sorted(values.items(), key=lambda pair: -len(pair[1])):
        if len(value) >= _SHORTEST:
            text = re.sub(re.escape(" ".join(value.split())), f"[{name}]", text, flags=re.IGNORECASE)
    return _PERSONAL.sub("***", text)[:_MOST]
