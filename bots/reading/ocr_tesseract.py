"""Tesseract: the reader where PP-OCR is not installed, or where memory is short."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import pytesseract
from PIL import Image

from bots.reading import sureness
from bots.reading.arrays import Grey, Quad
from bots.reading.ocr import Look
from casework.errors import Unavailable
from casework.reading import Box, Word

# One thread: with more, Tesseract 5 is seven to eight times slower where several pages are read at once.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

# `spa` cannot write @ º ª ü ç à è ò & #, and `cat` lacks others: only the three together read e-mail addresses.
LANGUAGES = "spa+cat+eng"
_TIMEOUT = 120
_WORD_LEVEL = 5
_SUREST_TURN = 1.5
_ENOUGH = 30  # letters: the default of 50 takes 1.6 times as long and decides no better
_INSTALL = "install tesseract-ocr with its languages spa, cat, eng and osd"


@dataclass(slots=True)
class TesseractEyes:
    """Plays `Eyes` with one `tesseract` process a page."""

    name: str = "tesseract-spa+cat+eng"

    def look(self, picture: Grey) -> Look:
        """By Tesseract's own judgement of orientation and script."""
        try:
            report = _run(pytesseract.image_to_osd, picture, f"--psm 0 -c min_characters_to_try={_ENOUGH}", lang="osd")
        except _TooFewLetters:
            return Look(0)
        turn = re.search(r"Rotate: (\d+)", report)
        sure = re.search(r"Orientation confidence: ([\d.]+)", report)
        if not turn or not sure or float(sure.group(1)) < _SUREST_TURN:
            return Look(0)
        return Look(int(turn.group(1)) % 360)

    def lines(self, picture: Grey) -> tuple[Quad, ...] | None:
        """None: Tesseract finds its lines when it reads them."""
        del picture
        return None

    def words(self, picture: Grey, scale: float, lines: Sequence[Quad] | None = None) -> list[Word]:
        """The picture's words in Tesseract's reading order; raises Unavailable where it is not installed."""
        del lines  # it finds its own
        return list(_words(_table(picture, "--psm 4"), scale))

    def strings(self, strips: Sequence[Grey]) -> list[tuple[str, float]]:
        """Each strip read as one line."""
        return [_line(_table(strip, "--psm 7")) for strip in strips]


EYES = TesseractEyes()


def _table(picture: Grey, config: str) -> dict[str, list[Any]]:
    """Tesseract's table of words; an empty one where it finds nothing to read."""
    try:
        table: dict[str, list[Any]] = _run(
            pytesseract.image_to_data, picture, config, output_type=pytesseract.Output.DICT
        )
    except _TooFewLetters:
        return {"text": []}
    return table


class _TooFewLetters(Exception):
    """Tesseract gave up on the picture: it found nothing that it could judge."""


def _run(call: Any, picture: Grey, config: str, **options: Any) -> Any:
    image = Image.fromarray(picture)
    image.format = "BMP"  # handed over uncompressed: packing a page as PNG costs 88 ms
    try:
        return call(image, lang=options.pop("lang", LANGUAGES), config=config, timeout=_TIMEOUT, **options)
    except pytesseract.TesseractNotFoundError as error:
        raise Unavailable("tesseract is not installed", remedy=_INSTALL) from error
    except pytesseract.TesseractError as error:
        if "Failed loading language" in str(error) or "Error opening data file" in str(error):
            raise Unavailable("a language of tesseract is missing", remedy=_INSTALL) from error
        raise _TooFewLetters from error
    except RuntimeError as error:  # pytesseract's bare time-out
        raise _TooFewLetters from error


def _words(table: dict[str, list[Any]], scale: float) -> Iterator[Word]:
    read = list(_read(table, scale))
    page = fmean(sure for *_, sure in read) if read else 0.0
    for text, box, sure in read:
        yield sureness.word_read(sureness.TESSERACT, text, box, sureness.signs_of_whole(text, sure, page), sure)


def _read(table: dict[str, list[Any]], scale: float) -> Iterator[tuple[str, Box, float]]:
    """Each word with its box and Tesseract's own measure of it, 0..1."""
    for index, text in enumerate(table["text"]):
        confidence = float(table["conf"][index])
        if table["level"][index] == _WORD_LEVEL and text.strip() and confidence >= 0:
            left, top = table["left"][index] * scale, table["top"][index] * scale
            box = Box(left, top, left + table["width"][index] * scale, top + table["height"][index] * scale)
            yield text.strip(), box, confidence / 100


def _line(table: dict[str, list[Any]]) -> tuple[str, float]:
    read = list(_read(table, 1.0))
    return " ".join(text for text, *_ in read), min((sure for *_, sure in read), default=0.0)
