"""What was stamped aslant on a printed page is told apart from what the page itself says."""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from bots.reading.limits import Limits
from bots.reading.ocr_paddle import EYES
from bots.reading.pdf import read_pages
from casework.reading import Page

LINES = ("Nombre y apellidos: Begoña Cañizares Muñoz", "NIF: 48576231R", "Domicilio: Calle del Pozo 12, 3º B")


def _page(*turned: tuple[str, float, float, float]) -> Page:
    """Three level lines and texts that are turned by so many degrees about their beginning."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for number, line in enumerate(LINES):
        canvas.drawString(72, 740 - 20 * number, line)
    for text, x, y, degrees in turned:
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(degrees)
        canvas.drawString(0, 0, text)
        canvas.restoreState()
    canvas.save()
    (page,) = read_pages(out.getvalue(), EYES, Limits())
    return page


def _said(page: Page) -> list[str]:
    return [word.text for word in page.words]


def test_a_registers_stamp_is_no_part_of_the_lines_it_lies_on() -> None:
    """Its words are in the stamp, line by line, and none of the form's are."""
    page = _page(("REGISTRO DE ENTRADA", 300, 700, 7.0), ("Nº 2026/31471", 302, 687, 7.0))
    assert _said(page) == " ".join(LINES).split()
    assert [stamp.text for stamp in page.stamps] == ["REGISTRO DE ENTRADA Nº 2026/31471"]
    box = page.stamps[0].box
    assert 295 < box.x0 < 305
    assert 400 < box.x1 < 450


def test_two_stamps_are_two() -> None:
    """What stands far apart was not put on together."""
    page = _page(("ENTRADA", 300, 700, 5.0), ("COPIA", 100, 300, 45.0))
    assert {stamp.text for stamp in page.stamps} == {"ENTRADA", "COPIA"}


def test_lines_of_one_stamp_that_a_later_line_joins_are_one() -> None:
    """The middle line may be written last."""
    page = _page(("AYUNTAMIENTO", 300, 720, 3.0), ("31/07/2026", 300, 680, 3.0), ("REGISTRO DE ENTRADA", 300, 700, 3.0))
    assert len(page.stamps) == 1
    assert "REGISTRO" in page.stamps[0].text


def test_a_heading_along_the_margin_is_of_the_form() -> None:
    """It is printed so on purpose."""
    page = _page(("SOLICITANTE", 40, 640, 90.0))
    assert "SOLICITANTE" in _said(page)
    assert page.stamps == ()


def test_a_page_that_lies_aslant_as_a_whole_is_no_stamp() -> None:
    """Its words are all it has."""
    page = _page(*((f"palabra palabra palabra {number}", 80, 600 - 30 * number, 2.0) for number in range(12)))
    assert page.stamps == ()
    assert _said(page).count("palabra") == 36
