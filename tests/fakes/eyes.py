"""Readers of pictures for tests in which no picture should be read."""

from __future__ import annotations

from collections.abc import Sequence

from bots.reading.arrays import Grey
from bots.reading.ocr import Look
from casework.reading import Box, Source, Word


class BlindEyes:
    """Plays `Eyes` where no picture should be looked at: what it is shown is remembered, and reads as one word."""

    name = "blind"

    def __init__(self) -> None:
        self.shown: list[tuple[int, ...]] = []

    def look(self, picture: Grey) -> Look:
        return Look(0)

    def words(self, picture: Grey, scale: float, lines: object = None) -> list[Word]:
        self.shown.append(picture.shape)
        return [Word(text="LEÍDO", box=Box(10, 10, 60, 20), confidence=0.9, source=Source.OCR)]

    def lines(self, picture: Grey) -> None:
        """Finds none."""
        del picture

    def strings(self, strips: Sequence[Grey]) -> list[tuple[str, float]]:
        return [("", 0.0) for _ in strips]
