"""Text as it is looked for: plain words in small letters without accents.

What is written with separators is also kept without them, so that a tax id, a plate or an account is found however it
is typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

LONGEST = 20_000  # characters that are kept of one case
_WORD = re.compile(r"\w+")
_SPANISH_PHONE = re.compile(r"\+34(\d{9})")


def storable(text: str) -> str:
    """Text that every database takes.

    PostgreSQL refuses NUL, which damaged PDF files do hold; half of a surrogate pair cannot be written at all.
    """
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def folded(text: str) -> str:
    """Small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", storable(text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def pieces(text: str) -> list[list[str]]:
    """What stands between spaces, each as the words it is made of: `48.301.927-H` is four."""
    return [parts for piece in folded(text).split() if (parts := _WORD.findall(piece))]


def words_of(number: str, values: Iterable[str]) -> str:
    """Everything of a case that somebody may look for, as plain words."""
    return " ".join(_words(number, list(values)))[:LONGEST]


def _words(number: str, values: list[str]) -> Iterator[str]:
    phones = (match.group(1) for value in values if (match := _SPANISH_PHONE.fullmatch(value)))
    for text in (number, *values, *phones):
        for parts in pieces(text):
            yield from parts
            if len(parts) > 1 and has_digit(parts):
                yield "".join(parts)


def has_digit(parts: list[str]) -> bool:
    """Whether it may be a number with separators."""
    return any(char.isdigit() for part in parts for char in part)
