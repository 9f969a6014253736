"""Fonts of signs tick boxes where a form was flattened; a name in a font of its own is somebody's hand."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from fakes.eyes import BlindEyes
from reportlab.pdfgen.canvas import Canvas

from bots.reading.limits import Limits
from bots.reading.pdf import read_pages
from casework.reading import Page

HEIGHT = 842
LINES = [f"Que en la calle Mayor de esta ciudad se ha roto la farola número {place}." for place in range(6)]


def _read(canvas: Canvas, out: BytesIO) -> Page:
    """The page as it is read; what is set in Courier is set in a font of signs, as where a form was flattened."""
    canvas.save()
    flattened = BytesIO()
    with pikepdf.open(BytesIO(out.getvalue())) as file:
        for font in file.pages[0].Resources.Font.values():
            if font.BaseFont == "/Courier":
                font.BaseFont = pikepdf.Name("/BIFDYF+D050000L")
        file.save(flattened)
    (page,) = read_pages(flattened.getvalue(), BlindEyes(), Limits())
    return page


@pytest.fixture
def sheet() -> tuple[Canvas, BytesIO]:
    """A page of print, with room below."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, HEIGHT))
    canvas.setFont("Helvetica", 10)
    for place, line in enumerate(LINES):
        canvas.drawString(60, HEIGHT - 80 - 16 * place, line)
    return canvas, out


@pytest.mark.parametrize("letter", ["8", "4", "l"])
def test_a_letter_of_a_font_of_signs_ticks_its_box(sheet: tuple[Canvas, BytesIO], letter: str) -> None:
    """What a program leaves of a live form's cross when it flattens the form is an "8" in Dingbats."""
    canvas, out = sheet
    canvas.rect(60, 600, 10, 10)
    canvas.drawString(76, 602, "Mercadillo semanal")
    canvas.setFont("Courier", 8)
    canvas.drawString(61.5, 602, letter)
    page = _read(canvas, out)
    assert [mark.ticked for mark in page.marks if mark.box.x0 < 70] == [True]


def test_figures_in_fonts_of_letters_tick_nothing(sheet: tuple[Canvas, BytesIO]) -> None:
    canvas, out = sheet
    canvas.rect(60, 600, 10, 10)
    canvas.drawString(62, 602, "8")
    canvas.drawString(76, 602, "Domicilio")
    page = _read(canvas, out)
    assert not any(mark.ticked for mark in page.marks)
    assert "8" in {word.text for word in page.words}


def test_a_sign_is_cut_from_the_word_it_is_glued_to(sheet: tuple[Canvas, BytesIO]) -> None:
    canvas, out = sheet
    text = canvas.beginText(60, 600)
    text.setFont("Courier", 10)
    text.textOut("o")
    text.setFont("Helvetica", 10)
    text.textOut("Renting")
    canvas.drawText(text)
    page = _read(canvas, out)
    assert {"❏", "Renting"} <= {word.text for word in page.words}


@pytest.mark.parametrize(
    ("font", "name", "ink"),
    [
        ("Times-Italic", "M. Berná Cutanda", 1),
        ("Helvetica-Oblique", "M. Berná Cutanda", 0),  # the page's own font, sloped
        ("Times-Italic", "Página 1 de 1", 0),
        ("Times-Italic", "Muchas gracias a todos ustedes de nuevo", 0),
    ],
)
def test_a_name_in_a_font_of_its_own_is_ink(sheet: tuple[Canvas, BytesIO], font: str, name: str, ink: int) -> None:
    canvas, out = sheet
    canvas.setFont(font, 16)
    canvas.drawString(100, 500, name)
    page = _read(canvas, out)
    assert len(page.ink) == ink
