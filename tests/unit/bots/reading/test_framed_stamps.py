"""Stamps in frames: a frame that no form prints, with what registers say within."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest

from bots.reading.arrays import Grey, Quad
from bots.reading.framed_stamps import framed_in
from bots.reading.ocr import Look
from bots.reading.stamps import Imprint
from casework.reading import Word

SCALE = 72 / 200
MIDDLE, SIZE = (500.0, 400.0), (420.0, 140.0)  # pixels
REGISTER = ("REGISTRE D'ENTRADA", "14/03/2026 Núm. 31471")
RULES = range(150, 760, 50)
BLUE = 90


@dataclass
class RegisterEyes:
    """Sees the rows of a stamp wherever it is asked to look, and reads in them what it was told, row by row."""

    says: Sequence[str] = REGISTER
    climbs: Sequence[float] = (0.0, 0.0)
    lefts: Sequence[float] = (60.0, 60.0)
    name: str = "register"
    looked_at: list[Grey] = field(default_factory=list)

    def look(self, picture: Grey) -> Look:
        """Upright."""
        del picture
        return Look(0)

    def lines(self, picture: Grey) -> tuple[Quad, ...] | None:
        """One row under the other."""
        self.looked_at.append(picture)
        rows = enumerate(zip(self.lefts, self.climbs, self.says, strict=False))
        return tuple(_line(left + 140, 50 + 40 * row, climbs) for row, (left, climbs, _) in rows) or None

    def words(self, picture: Grey, scale: float, lines: Sequence[Quad] | None = None) -> list[Word]:
        """None."""
        del picture, scale, lines
        return []

    def strings(self, strips: Sequence[Grey]) -> list[tuple[str, float]]:
        """What it was told."""
        return [(text, 0.9) for text, _ in zip(self.says, strips, strict=False)]


class OneByOne(RegisterEyes):
    """Reads a stamp's lines one after another where it is shown one at a time."""

    def __init__(self, eyes: RegisterEyes) -> None:
        super().__init__(eyes.says, eyes.climbs, eyes.lefts)
        self.shown = 0

    def strings(self, strips: Sequence[Grey]) -> list[tuple[str, float]]:
        """The next line, or all."""
        if len(strips) > 1:
            return super().strings(strips)
        self.shown += 1
        return [(self.says[self.shown - 1], 0.9)]


def _line(x: float, y: float, degrees: float = 0.0, length: float = 280, height: float = 26) -> Quad:
    corners = cv2.boxPoints(((x, y), (length, height), -degrees))
    by_x = corners[np.argsort(corners[:, 0])]
    left, right = by_x[:2][np.argsort(by_x[:2, 1])], by_x[2:][np.argsort(by_x[2:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], dtype=np.float32)


def _page(*, ruled: Sequence[int] = RULES, through: bool = False) -> Grey:
    """A page with level rules beside the middle, or right through it."""
    page = np.full((900, 1200), 250, dtype=np.uint8)
    for y in ruled:
        page[y : y + 2, 60:240] = 30
        page[y : y + 2, 760:1140] = 30
        if through:
            page[y : y + 2, 60:1140] = 30
    return page


def _framed(page: Grey, degrees: float = 0.0, shade: int = 30) -> Grey:
    corners = np.rint(cv2.boxPoints((MIDDLE, SIZE, -degrees))).astype(np.int32)
    cv2.polylines(page, [corners], isClosed=True, color=shade, thickness=4)
    return page


def _found(
    page: Grey, eyes: RegisterEyes | None = None, lines: Sequence[Quad] = (), bright: Grey | None = None
) -> list[Imprint]:
    return framed_in(page, bright, lines, SCALE, eyes or RegisterEyes())


def test_a_register_in_a_frame_that_is_askew_is_a_stamp() -> None:
    """The page's rules are level; what is within the frame is its region, and nothing beside it."""
    (imprint,) = _found(_framed(_page(), 1.4), RegisterEyes(climbs=(1.4, 1.4)))
    assert imprint.level
    assert imprint.slope == pytest.approx(1.4, abs=0.2)  # its corners lie on whole pixels
    assert len(imprint.lines) == 2
    assert imprint.region[400, 500] == 255
    assert imprint.region[400, 800] == 0


@pytest.mark.parametrize("degrees", [0.0, 0.15, -0.2])
def test_a_box_that_is_as_level_as_the_page_is_the_forms(degrees: float) -> None:
    """Whatever it says: forms keep boxes for the register."""
    assert _found(_framed(_page(), degrees)) == []


def test_print_tells_how_level_a_page_is_too() -> None:
    """Lines of print count beside rules; where there is next to nothing to compare with, nothing is told."""
    lines = [_line(920, y, 0.1) for y in range(100, 800, 80)]
    assert len(_found(_framed(_page(ruled=()), 1.4), lines=lines)) == 1
    assert _found(_framed(_page(ruled=()), 1.4), lines=lines[:3]) == []
    upright = [_line(920, y, 88) for y in range(100, 800, 80)]
    assert _found(_framed(_page(ruled=()), 1.4), lines=upright) == []


def test_a_page_that_is_askew_itself_has_boxes_as_askew() -> None:
    """A sheet that is bent in a photograph: its print runs as its boxes do."""
    lines = [_line(920, y, 1.3) for y in range(60, 860, 40)]
    assert _found(_framed(_page(ruled=()), 1.4), lines=lines) == []


def test_what_says_nothing_of_an_office_is_no_stamp() -> None:
    """A label that was glued on askew, or a picture without a word."""
    page = _framed(_page(), 1.4)
    assert _found(page, RegisterEyes(("Modelo 031", "hoja 2"))) == []
    assert _found(page, RegisterEyes(())) == []


def test_a_frame_that_rules_run_through_is_a_stamp_where_it_has_a_number() -> None:
    """Boxes end where the rules about them do."""
    page = _framed(_page(through=True))
    (imprint,) = _found(page)
    assert len(imprint.lines) == 2
    assert _found(page, RegisterEyes(("REGISTRE D'ENTRADA", "segell"))) == []
    assert _found(page, RegisterEyes(("AJUNTAMENT D'ALACANT", "14/03/2026"))) == []


def test_upright_rules_run_through_it_too() -> None:
    """As the columns of a table do."""
    page = _page()
    page[100:800, 500:502] = 30
    assert len(_found(_framed(page))) == 1


def test_the_rows_of_a_table_are_no_frame_that_its_columns_run_through() -> None:
    """Their frame goes on below."""
    page = np.full((900, 1200), 250, dtype=np.uint8)
    for y in (330, 400, 470, 540, 610, 680, 750, 820):
        page[y : y + 3, 290:713] = 30
    for x in (290, 500, 710):
        page[330:823, x : x + 3] = 30
    assert _found(page) == []


def test_of_what_stands_in_a_frame_over_print_the_stamps_lines_are_its_own() -> None:
    """They begin under each other or have their middles there."""
    eyes = RegisterEyes((*REGISTER, "48576231R"), climbs=(0.0, 0.0, 0.0), lefts=(60.0, 60.0, 100.0))
    (imprint,) = _found(_framed(_page(through=True)), eyes)
    assert len(imprint.lines) == 2


def test_a_line_that_runs_otherwise_than_its_frame_is_none_of_the_stamps() -> None:
    """It is the print under it."""
    eyes = RegisterEyes((*REGISTER, "48576231R"), climbs=(1.4, 1.4, 0.0), lefts=(60.0, 60.0, 60.0))
    (imprint,) = _found(_framed(_page(), 1.4), eyes)
    assert len(imprint.lines) == 2


def _with_letters(page: Grey, start: int, end: int) -> Grey:
    """A row of bars like letters in the middle of the frame's height."""
    for x in range(start, end, 8):
        page[390:412, x : x + 4] = 30
    return page


def test_print_that_runs_through_a_side_tells_a_stamp() -> None:
    """No form prints a line across the left side of a box, and none that stops before the side crosses it."""
    line = _line(290, 400, length=300)
    assert len(_found(_with_letters(_framed(_page()), 140, 440), lines=[line])) == 1
    assert _found(_with_letters(_framed(_page()), 340, 440), lines=[line]) == []
    assert _found(_framed(_page()), lines=[_line(180, 400, length=150)]) == []
    assert _found(_framed(_page()), lines=[_line(290, 200, length=300)]) == []


@pytest.mark.parametrize(
    ("says", "stamp"),
    [
        (("AJUNTAMENT D'ELDA", "REGISTRE D'ENTRADA", "14/03/2026 Núm. 31471"), True),
        (("AYUNTAMIENTO DE ELCHE", "REGISTRO GENERAL", "Nº 2026/31471", "14 MAR 2026"), True),
        (("COMPULSADO", "ES COPIA FIEL DEL ORIGINAL", "14/03/2026"), True),
        (("AJUNTAMENT D'ELDA", "REGISTRE D'ENTRADA", "Data: 14/03/2026"), False),
        (("AJUNTAMENT D'ELDA", "REGISTRE D'ENTRADA", "Núm. 31471"), False),
        (("Registro de entrada", "2026/31471", "14/03/2026"), False),
        (("AYUNTAMIENTO DE ELCHE", "OFICINA DE TURISMO", "14/03/2026"), False),
        (("REGISTRE D'ENTRADA", "14/03/2026"), False),
    ],
)
def test_a_frame_with_nothing_but_what_registers_stamp_is_a_stamp(says: tuple[str, ...], *, stamp: bool) -> None:
    """An office in capitals, what it did and the day: a form's own box has captions, or is empty."""
    rows = range(len(says))
    eyes = RegisterEyes(says, climbs=[0.0 for _ in rows], lefts=[60.0 for _ in rows])
    lines = [_line(480, 355 + 32 * row) for row in rows]
    assert bool(_found(_framed(_page()), OneByOne(eyes), lines=lines)) is stamp


def _bright(page: Grey, shade: int) -> Grey:
    """Each pixel's strongest colour where ink of that shade is blue."""
    return np.where(page == shade, 190, page).astype(np.uint8)


def test_a_frame_in_another_colour_than_the_rest_is_a_stamp() -> None:
    """It is read by its colour alone; where the form has that colour too, or the frame has none, it is a form's."""
    page, eyes = _framed(_page(), shade=BLUE), RegisterEyes()
    page[395:405, 480:520] = 30
    assert len(_found(page, eyes, bright=_bright(page, BLUE))) == 1
    assert (eyes.looked_at[0] == 255).all()
    assert _found(page, bright=_bright(_bright(page, BLUE), 30)) == []
    assert _found(page, bright=page.copy()) == []


def test_a_box_at_the_edge_of_a_page_is_looked_at_as_far_as_it_goes() -> None:
    """Nothing is outside a picture."""
    page = _framed(_page(through=True))
    (imprint,) = _found(np.ascontiguousarray(page[:, 288:]))
    assert imprint.region.shape == page[:, 288:].shape


def test_the_frames_own_strokes_are_not_read() -> None:
    """What is looked at in a frame is white at its edges."""
    eyes = RegisterEyes()
    _found(_framed(_page(), 1.4), eyes)
    (seen,) = eyes.looked_at
    assert seen.shape == pytest.approx((SIZE[1] + 14, SIZE[0] + 6), abs=8)
    assert (seen == 255)[:4].all()
    assert (seen >= 240).all()
