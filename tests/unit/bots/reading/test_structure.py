"""What a picture shows besides words, and how it is made straight. No reader of letters is needed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from fakes import sheets

from bots.reading import straighten
from bots.reading.comb_rows import combs_of
from bots.reading.limits import Limits
from bots.reading.picture import photographs
from bots.reading.sheet import is_blank
from bots.reading.structure import ink_of, structure_of
from casework.errors import TooLarge
from casework.reading import Box

SCALE = 72 / 200


@pytest.fixture(scope="module")
def scan() -> np.ndarray:
    return sheets.scanned(sheets.form())


def test_tick_boxes_are_measured_in_the_picture(scan: np.ndarray) -> None:
    """One crossed box and two empty ones, where they are printed; bold capitals are none."""
    marks = sorted(structure_of(scan, SCALE).marks, key=lambda mark: mark.box.x0)
    assert [mark.ticked for mark in marks] == [True, False, False]
    assert [round(mark.box.x0) for mark in marks] == pytest.approx([62, 202, 342], abs=2)


def test_nothing_is_ticked_where_no_printer_prints(scan: np.ndarray) -> None:
    """At the edge of a photograph the desk shows under the sheet, and its grain makes boxes of its own."""
    edge = scan.copy()
    (first, *_) = sorted(structure_of(scan, SCALE).marks, key=lambda mark: mark.box.x0)
    top, left, side = (round(value / SCALE) - 4 for value in (first.box.y0, first.box.x0, first.box.width + 6))
    edge[top : top + side, -side - 4 : -4] = scan[top : top + side, left : left + side]
    assert len(structure_of(edge, SCALE).marks) == len(structure_of(scan, SCALE).marks)


def test_a_comb_is_found_with_its_cells(scan: np.ndarray) -> None:
    """Nine cells of equal width make one comb."""
    (comb,) = structure_of(scan, SCALE).combs
    assert len(comb.cells) == 9
    assert comb.box.x0 == pytest.approx(150, abs=2)


@pytest.mark.parametrize("tooth", [4.5, 7.0])
def test_a_comb_of_short_teeth_reaches_over_the_letters_above_them(tooth: float) -> None:
    """Bars at the foot only: the letters stand between them and above, the caption over these is no part of it."""
    page = np.full((300, 900), 255, np.uint8)
    step, floor, left = 36, 200, 100
    cv2.line(page, (left, floor), (left + 9 * step, floor), 0, 2)
    for cell in range(10):
        cv2.line(page, (left + cell * step, floor - round(tooth / SCALE)), (left + cell * step, floor), 0, 2)
    for cell, letter in enumerate("58724018G"):
        cv2.putText(page, letter, (left + cell * step + 9, floor - 12), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    cv2.putText(page, "NIF del interesado", (left, floor - 52), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 1)
    (comb,) = structure_of(page, SCALE).combs
    assert len(comb.cells) == 9
    assert floor - 52 < comb.box.y0 / SCALE <= floor - 30


def _struck(scan: np.ndarray) -> np.ndarray:
    """The form with a stroke of the pen through its first, crossed box."""
    struck = scan.copy()
    cv2.line(struck, (int(56 / SCALE), int(289 / SCALE)), (int(79 / SCALE), int(288 / SCALE)), 20, 4)
    return struck


def test_a_tick_that_was_struck_out_is_in_conflict(scan: np.ndarray) -> None:
    """Neither yes nor no: a person must look."""
    marks = sorted(structure_of(_struck(scan), SCALE).marks, key=lambda mark: mark.box.x0)
    assert [mark.ticked for mark in marks] == [None, False, False]


def _options(scan: np.ndarray) -> np.ndarray:
    """The form with five round buttons at its foot: empty, dotted, blackened, crossed, empty; captions, and an O."""
    page = scan.copy()
    top = page.shape[0] - 300
    page[top:] = 255
    for index, inside in enumerate(("", "dot", "full", "cross", "")):
        x, y = 200 + index * 250, top + 100
        cv2.circle(page, (x, y), 13, 20, -1 if inside == "full" else 2, cv2.LINE_AA)
        if inside == "dot":
            cv2.circle(page, (x, y), 6, 20, -1, cv2.LINE_AA)
        if inside == "cross":
            cv2.line(page, (x - 14, y - 14), (x + 14, y + 14), 20, 3, cv2.LINE_AA)
            cv2.line(page, (x - 14, y + 14), (x + 14, y - 14), 20, 3, cv2.LINE_AA)
        cv2.putText(page, "Opcio 0 O", (x + 26, y + 9), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 20, 2, cv2.LINE_AA)
    cv2.putText(page, "OBRA O OBRA 60000 OOO", (200, top + 220), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 20, 3, cv2.LINE_AA)
    return page


def test_round_option_buttons_are_measured_too(scan: np.ndarray) -> None:
    """Whatever was put into them or across them; the letter O is none."""
    page = _options(scan)
    foot = (page.shape[0] - 300) * SCALE
    marks = sorted((mark for mark in structure_of(page, SCALE).marks if mark.box.y0 > foot), key=lambda m: m.box.x0)
    assert [mark.ticked for mark in marks] == [False, True, True, True, False]
    assert [round(mark.box.middle[0]) for mark in marks] == pytest.approx([72, 162, 252, 342, 432], abs=1)


def test_white_letters_on_a_dark_panel_are_no_tick_boxes(scan: np.ndarray) -> None:
    """The heading bars of municipal forms: between their letters stand dark squares; the boxes below them stay."""
    page = scan.copy()
    top = int(289 / SCALE) - 75
    cv2.rectangle(page, (110, top), (1540, top + 38), 60, -1)
    cv2.putText(page, "PERSONA BENEFICIARIA / DADES", (130, top + 29), cv2.FONT_HERSHEY_DUPLEX, 0.95, 250, 3)
    marks = sorted(structure_of(page, SCALE).marks, key=lambda mark: mark.box.x0)
    assert [mark.ticked for mark in marks] == [True, False, False]


def test_hairlines_of_a_bad_copy_are_seen(scan: np.ndarray) -> None:
    """Soft, pale and grainy: the frames are still there, letters are still none."""
    soft = cv2.GaussianBlur(scan, (0, 0), 0.9).astype(float) * 0.7 + 76
    grain = np.random.default_rng(5).normal(0, 5, scan.shape)
    structure = structure_of((soft + grain).clip(0, 255).astype(np.uint8), SCALE)
    marks = sorted(structure.marks, key=lambda mark: mark.box.x0)
    assert [mark.ticked for mark in marks] == [True, False, False]
    assert [len(comb.cells) for comb in structure.combs] == [9]


def test_a_bar_that_was_lost_is_put_back(scan: np.ndarray) -> None:
    """A comb with a gap in the middle, and one whose end is the frame's longer side, keep all their cells."""
    bars = [Box(100 + 15 * n, 50, 100.6 + 15 * n, 66) for n in range(9) if n != 4]
    frame = Box(220, 20, 220.6, 120)
    (comb,) = combs_of([*bars, frame])
    assert len(comb.cells) == 8
    assert comb.cells[-1].x1 == 220


def test_a_signature_is_ink_and_a_blank_place_is_not(scan: np.ndarray) -> None:
    """With no words read the signature still is the only large drawing without letters' shape below the text."""
    structure = structure_of(scan, SCALE)
    (signature,) = [box for box in ink_of(scan, SCALE, [], structure) if box.y0 > 720]
    assert signature.x0 == pytest.approx(sheets.SIGNATURE_BOX[0], abs=4)
    assert signature.x1 == pytest.approx(sheets.SIGNATURE_BOX[2], abs=4)
    unsigned = scan.copy()
    unsigned[int(710 / SCALE) :] = 255
    assert [box for box in ink_of(unsigned, SCALE, [], structure_of(unsigned, SCALE)) if box.y0 > 720] == []


@pytest.mark.parametrize("degrees", [-4.0, -1.3, 0.0, 0.7, 3.0])
def test_skew_is_measured(scan: np.ndarray, degrees: float) -> None:
    """To a fifth of a degree, on a grainy scan."""
    assert straighten.skew_of(straighten.flattened(sheets.worn(scan, degrees=degrees))) == pytest.approx(
        degrees, abs=0.2
    )


def test_the_straight_stroke_of_a_signature_is_no_rule_of_the_form() -> None:
    """Without it the loops above it would be three small blots; a rule with nothing at it stays a rule."""
    page = np.full((400, 600), 255, np.uint8)
    for x in (120, 185, 250):
        cv2.ellipse(page, (x, 130), (14, 20), 0, 0, 360, 0, 2)
        cv2.line(page, (x, 148), (x, 172), 0, 2)
    cv2.line(page, (90, 172), (280, 172), 0, 2)
    cv2.line(page, (90, 300), (520, 300), 0, 2)
    (signature,) = ink_of(page, SCALE, [], structure_of(page, SCALE))
    assert [round(side) for side in (signature.x0, signature.y1)] == pytest.approx([90 * SCALE, 172 * SCALE], abs=3)


def test_shadows_go_and_ink_stays(scan: np.ndarray) -> None:
    """After flattening, paper is white on the dark side too, and letters are as black as before."""
    shaded = (scan * np.linspace(0.4, 1.0, scan.shape[1])).astype(np.uint8)
    flat = straighten.flattened(shaded)
    assert float(np.percentile(flat[:, :300], 50)) >= 250
    assert float((flat < 128).mean()) == pytest.approx(float((scan < 128).mean()), rel=0.15)


def test_grain_is_not_taken_for_faint_ink() -> None:
    """An empty sheet stays pale, a faint line of print becomes black."""
    grain = np.random.default_rng(3).normal(245, 3, (1170, 827)).clip(0, 255).astype(np.uint8)
    assert straighten.darkened(grain) is grain
    printed = grain.copy()
    printed[500:510, 100:700] = 180
    assert int(straighten.darkened(printed)[505, 300]) <= 10


def test_a_pale_page_is_no_blank_one(scan: np.ndarray) -> None:
    """Pencil beside a black spot is written; what shines through from the other side is not."""
    assert [is_blank((255 - (255 - scan) * share).astype(np.uint8)) for share in (0.4, 0.25, 0.12)] == [
        False,
        False,
        True,
    ]


def test_a_clean_page_is_left_alone(scan: np.ndarray) -> None:
    """What is white already is not touched."""
    assert straighten.flattened(scan) is scan


def test_the_sheet_is_found_on_the_table(scan: np.ndarray) -> None:
    """Its corners are found to within fifteen pixels, and unwarping gives A4's proportions."""
    photograph = sheets.photographed(scan)
    corners = straighten.sheet_in(photograph)
    assert corners is not None
    assert np.abs(corners - [[230, 180], [1790, 120], [1880, 2450], [120, 2380]]).max() < 15
    height, width = straighten.unwarped(photograph, corners).shape
    assert height / width == pytest.approx(297 / 210, abs=0.01)


def test_no_sheet_is_cut_out_of_a_scan(scan: np.ndarray) -> None:
    """A page that fills its picture stays whole."""
    assert straighten.sheet_in(scan) is None


@pytest.mark.parametrize(("dpi", "expected"), [((300, 300), 200), ((72, 72), 200), (None, 200)])
def test_the_resolution_is_guessed_where_the_claim_makes_no_paper(
    scan: np.ndarray, dpi: tuple[int, int] | None, expected: int
) -> None:
    """An A4 page of 1654 by 2339 pixels is 200 dpi whatever a camera claims."""
    data = sheets.packed(scan, dpi=dpi) if dpi else sheets.packed(scan)
    (photograph,) = photographs(data, Limits())
    assert photograph.dpi == pytest.approx(expected, abs=1)


def test_all_pages_of_a_tiff_are_read(scan: np.ndarray) -> None:
    """A fax of two pages is two pages."""
    from PIL import Image

    data = sheets.packed(scan, "TIFF", save_all=True, append_images=[Image.fromarray(scan[::-1])])
    assert [photograph.grey.shape for photograph in photographs(data, Limits())] == [scan.shape, scan.shape]


def test_a_camera_held_sideways_is_put_right(scan: np.ndarray) -> None:
    """The orientation that the camera noted is applied."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6  # turn 90 degrees clockwise to see it upright
    data = sheets.packed(cv2.rotate(scan, cv2.ROTATE_90_COUNTERCLOCKWISE), "JPEG", exif=exif)
    (photograph,) = photographs(data, Limits())
    assert photograph.grey.shape == scan.shape


def test_a_picture_of_too_many_pixels_is_not_unpacked(scan: np.ndarray) -> None:
    """The limit holds before memory is taken."""
    with pytest.raises(TooLarge, match="million pixels"):
        list(photographs(sheets.packed(scan), Limits(pixels=1_000_000)))
