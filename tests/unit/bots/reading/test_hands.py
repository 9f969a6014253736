"""Handwriting is told from print by how its strokes run."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bots.reading import hands
from bots.reading.limits import Limits
from bots.reading.ocr_paddle import EYES
from bots.reading.pdf import read_pages
from casework.reading import Box, Source, Word
from nlp.corpus.office import degrade

SCALE = 72 / 200
FONTS = Path("/usr/share/fonts/truetype")
NAME = ("Begoña", "Cañizares", "Muñoz")


def _written(font: str, size: int) -> tuple[list[Word], np.ndarray]:
    """Three words in a row, as a page shows them."""
    sheet = Image.new("L", (1200, 200), 250)
    face, chance = ImageFont.truetype(str(FONTS / font), size), random.Random(3)  # noqa: S311 - the same each time
    words, x = [], 60.0
    for text in NAME:
        left = x
        for letter in text:
            ImageDraw.Draw(sheet).text((x, 60 + chance.randrange(-1, 2)), letter, font=face, fill=30)
            x += face.getlength(letter)
        top, foot = 60, 60 + 1.2 * size
        box = Box(left * SCALE, top * SCALE, x * SCALE, foot * SCALE)
        words.append(Word(text=text, box=box, confidence=0.97, source=Source.OCR))
        x += 0.3 * size
    return words, np.asarray(sheet, dtype=np.uint8)


@pytest.mark.parametrize("font", ["fifthhorseman/dkg.ttf", "sjfonts/Delphine.ttf", "sjfonts/SteveHand.ttf"])
def test_what_a_hand_wrote_is_marked_and_not_held_for_sure(font: str) -> None:
    """A person has to look at it."""
    words, picture = _written(font, 42)
    told = hands.told_apart(words, picture, SCALE)
    assert [word.text for word in told if word.handwritten] == list(NAME)
    assert max(word.confidence for word in told) <= 0.6


@pytest.mark.parametrize(
    "font", ["dejavu/DejaVuSans.ttf", "liberation2/LiberationSerif-Regular.ttf", "liberation2/LiberationSans-Bold.ttf"]
)
def test_print_is_no_handwriting(font: str) -> None:
    """Its words stay as they were read."""
    words, picture = _written(font, 30)
    assert hands.told_apart(words, picture, SCALE) == words


def test_a_letter_alone_and_a_word_without_ink_tell_nothing() -> None:
    """Too little to see a hand in."""
    words, picture = _written("sjfonts/SteveHand.ttf", 42)
    alone = [Word(text="B", box=words[0].box, confidence=0.9, source=Source.OCR)]
    assert hands.told_apart(alone, picture, SCALE) == alone
    assert hands.told_apart(words, np.full_like(picture, 255), SCALE) == words
    assert hands.told_apart(words, picture[:5], SCALE) == words


def _filled(face: str, size: float) -> bytes:
    """A printed form of twenty lines, four of them filled in with that typeface."""
    pdfmetrics.registerFont(TTFont(face, str(FONTS / face)))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for number in range(20):
        canvas.setFont("Helvetica", 8.5)
        canvas.drawString(60, 790 - 18 * number, f"{number + 1}. Declaro que los datos de esta solicitud son ciertos")
        if number % 5 == 3:
            canvas.setFont(face, size)
            canvas.drawString(330, 790 - 18 * number, " ".join(NAME))
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("face", "size", "least", "most"),
    [("fifthhorseman/dkg.ttf", 13.0, 0.6, 1.0), ("liberation2/LiberationSans-Regular.ttf", 9.5, 0.0, 0.1)],
)
def test_print_on_a_bad_copy_is_no_handwriting_and_what_is_written_on_it_is(
    face: str, size: float, least: float, most: float
) -> None:
    """Ragged edges and grey paper make no hand of small print."""
    data = degrade.scanned(_filled(face, size), "bad_scan", random.Random(4))  # noqa: S311 - the same each time
    (page,) = read_pages(data, EYES, Limits())
    printed = [word for word in page.words if word.box.x0 < 300]
    filled = [word for word in page.words if word.box.x0 > 320]
    assert len(printed) > 100
    assert sum(word.handwritten for word in printed) <= 0.05 * len(printed)
    assert least * len(filled) <= sum(word.handwritten for word in filled) <= most * len(filled)
