"""What a reader of pictures does, and which one is used."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

from casework.reading import Word

if TYPE_CHECKING:
    from bots.reading.arrays import Grey, Quad  # numpy is loaded when something is read, not before


class Profile(StrEnum):
    """`accurate` looks closely; `fast` less so, which costs clean scans nothing and bad ones some values."""

    ACCURATE = "accurate"
    FAST = "fast"


@dataclass(frozen=True, slots=True)
class Look:
    """A first look at a page: the clockwise degrees (0, 90, 180, 270) that turn it upright, 0 where it cannot be told.

    `lines` are the places of its lines of text as the page lies, where the reader found them on the way.
    """

    turn: int
    lines: tuple[Quad, ...] | None = None


class Eyes(Protocol):
    """Reads grey pictures: which way up they are, and the words of upright ones."""

    name: str

    def look(self, picture: Grey) -> Look:
        """Which way up the picture is."""
        ...

    def lines(self, picture: Grey) -> tuple[Quad, ...] | None:
        """Where the lines of text of an upright picture are; None by a reader that does not tell."""
        ...

    def words(self, picture: Grey, scale: float, lines: Sequence[Quad] | None = None) -> list[Word]:
        """The picture's words, their boxes in points: `scale` is points per pixel; `lines` as a look found them."""
        ...

    def strings(self, strips: Sequence[Grey]) -> list[tuple[str, float]]:
        """The text and the confidence of each strip, which holds one line."""
        ...


def eyes_for(profile: Profile) -> Eyes:
    """The process's shared reader for the profile; models are loaded when it first reads.

    Falls back to Tesseract where `rapidocr` is not installed.
    """
    if not _has_paddle():
        return cast("Eyes", importlib.import_module("bots.reading.ocr_tesseract").EYES)
    paddle = importlib.import_module("bots.reading.ocr_paddle")
    return cast("Eyes", paddle.FAST_EYES if profile == Profile.FAST else paddle.EYES)


@cache
def _has_paddle() -> bool:
    return importlib.util.find_spec("rapidocr") is not None
