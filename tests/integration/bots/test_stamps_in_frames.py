"""Framed stamps on a form, by the real reader of pictures: told from the boxes that forms print."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import sheets
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from bots.reading import sheet
from bots.reading.arrays import Grey
from bots.reading.ocr import Profile, eyes_for
from casework.reading import Page

_ROW = "solicito que se domicilie el recibo del impuesto"


_SAID = ("AJUNTAMENT D'ALACANT", "REGISTRE GENERAL D'ENTRADA", "14/03/2026   Núm. 31471")
_CAPTIONS = ("AJUNTAMENT D'ALACANT", "REGISTRE GENERAL D'ENTRADA", "Data: 14/03/2026   Núm.: 31471")


def _drawn(*, degrees: float, y: float = 90.0, says: tuple[str, ...] = _SAID) -> Grey:
    """A form of a dozen lines with a stamp in a frame at a height, its middle 420 points from the left."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for row in range(12):
            canvas.drawString(60, A4[1] - 180 - 22 * row, _ROW)
            canvas.line(60, A4[1] - 186 - 22 * row, 535, A4[1] - 186 - 22 * row)
        canvas.translate(420, A4[1] - y)
        canvas.rotate(degrees)
        canvas.setLineWidth(1.3)
        canvas.rect(-90, -30, 180, 60)
        canvas.setFont("Helvetica-Bold", 9)
        for row, line in enumerate(says):
            canvas.drawCentredString(0, 14 - 17 * row, line)

    return sheets.scanned(sheets.drawn(draw))


def _read(picture: Grey) -> Page:
    photograph = sheet.Photograph(grey=np.ascontiguousarray(picture), dpi=200)
    return sheet.page_of(1, photograph, eyes_for(Profile.ACCURATE))


def test_a_black_stamp_a_degree_askew_is_read_apart() -> None:
    """Its words are none of the form's, and the form keeps its own."""
    page = _read(_drawn(degrees=1.2))
    (stamp,) = page.stamps
    said = stamp.text.replace(" ", "")
    assert ("ALACANT" in said, "REGISTREGENERAL" in said, "31471" in said) == (True, True, True)
    assert stamp.box.middle == pytest.approx((420, 90), abs=3)
    assert ("REGISTRE" in page.text, "31471" in page.text) == (False, False)
    assert page.text.count("domicilie el recibo") == 12


def test_a_level_stamp_over_a_forms_rules_is_read_apart_and_what_lies_under_it_is_doubted() -> None:
    """The rules run on within its frame, which no form prints."""
    page = _read(_drawn(degrees=0.0, y=270))
    (stamp,) = page.stamps
    assert "REGISTRE" in stamp.text
    assert "REGISTRE" not in page.text
    under = [word for word in page.words if stamp.box.holds(*word.box.middle)]
    beside = [word for word in page.words if word.box.y1 < stamp.box.y0]
    assert all(word.confidence <= 0.5 for word in under)
    assert min(word.confidence for word in beside) > 0.8


def test_a_level_frame_with_an_entry_and_nothing_else_is_a_stamp() -> None:
    """Though nothing runs through it: no form prints the day on which it will be handed in."""
    page = _read(_drawn(degrees=0.0))
    assert len(page.stamps) == 1
    assert "REGISTRE" not in page.text


def test_a_level_box_with_captions_stays_the_forms() -> None:
    """It may be the place that the form keeps for the register, so its words stay with the form's."""
    page = _read(_drawn(degrees=0.0, says=_CAPTIONS))
    assert page.stamps == ()
    assert "REGISTRE GENERAL D'ENTRADA" in page.text
