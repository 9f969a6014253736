"""Round stamps over a form's print, by the real reader of pictures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from fakes import sheets
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from bots.reading import sheet, straighten
from bots.reading.arrays import Grey
from bots.reading.ocr import Profile, eyes_for
from bots.reading.round_stamps import round_stamps_in
from casework.reading import Page

X, Y, RADIUS = 380.0, 250.0, 50.0
SCALE = 72 / 200


def _drawn(*, ring: bool = True, letters: bool = True, disc: bool = False) -> Grey:
    """Some lines of print with what was put on them, as scanned."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for row in range(12):
            canvas.drawString(
                60, A4[1] - 180 - 14 * row, "solicito que se domicilie el recibo del impuesto en la cuenta"
            )
        canvas.translate(X, A4[1] - Y)
        canvas.rotate(12)
        canvas.setLineWidth(1.4)
        if ring:
            canvas.circle(0, 0, RADIUS, fill=disc)
        if letters:
            canvas.setFont("Helvetica-Bold", 8)
            _along(canvas, "AJUNTAMENT D'ALACANT", 39, upper=True)
            _along(canvas, "SECRETARIA", 44, upper=False)

    return sheets.scanned(sheets.drawn(draw))


def _along(canvas: Canvas, text: str, radius: float, *, upper: bool) -> None:
    step = math.degrees(6 / radius)
    for place, letter in enumerate(text):
        turn = step * (place - (len(text) - 1) / 2)
        canvas.saveState()
        canvas.rotate(-turn if upper else turn)
        canvas.drawCentredString(0, radius if upper else -radius, letter)
        canvas.restoreState()


@pytest.mark.parametrize("worn", [False, True])
def test_a_round_stamp_is_found_and_what_stands_along_it_is_read(worn: bool) -> None:  # noqa: FBT001 - by place
    """In its place, above and below; on a bad scan too, whose ring is broken by grain."""
    picture = sheets.worn(_drawn(), degrees=0.0, noise=12.0) if worn else _drawn()
    flat = straighten.darkened(straighten.flattened(picture))
    ((stamp, region),) = round_stamps_in(flat, SCALE, eyes_for(Profile.ACCURATE))
    assert stamp.box.middle == pytest.approx((X, Y), abs=2)
    assert stamp.box.width == pytest.approx(2 * RADIUS, abs=3)
    said = stamp.text.upper().replace(" ", "")
    assert ("ALACANT" in said, said.endswith("SECRETARIA")) == (True, True)
    assert region[round(Y / SCALE), round(X / SCALE)] == 255


@pytest.mark.parametrize(
    "shown", [{"letters": False}, {"ring": False}, {"letters": False, "disc": True}, {"ring": False, "letters": False}]
)
def test_what_is_round_alone_or_written_round_alone_is_no_stamp(shown: dict[str, bool]) -> None:
    """A circle around print, letters on an arc, a black disc, and print alone."""
    assert round_stamps_in(_drawn(**shown), SCALE, eyes_for(Profile.ACCURATE)) == []


def test_words_under_it_count_as_half_sure() -> None:
    """What is read there stays and is taken for half sure; lines that it does not cross are as sure as ever."""

    def read(picture: Grey) -> Page:
        photograph = sheet.Photograph(grey=np.ascontiguousarray(picture), dpi=200)
        return sheet.page_of(1, photograph, eyes_for(Profile.ACCURATE))

    page = read(_drawn())
    assert [stamp.box.middle == pytest.approx((X, Y), abs=2) for stamp in page.stamps] == [True]
    under = [word for word in page.words if math.dist(word.box.middle, (X, Y)) < RADIUS - 5]
    beside = [word for word in page.words if abs(word.box.middle[1] - Y) > RADIUS + 5]
    assert under
    assert beside
    assert max(word.confidence for word in under) <= 0.5
    assert min(word.confidence for word in beside) > 0.8
