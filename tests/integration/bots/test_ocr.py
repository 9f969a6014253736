"""Both readers of pictures on real pages: scans, bad scans, turned pages, photographs."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from fakes import sheets

from bots.reading import picture
from bots.reading.limits import Limits
from bots.reading.ocr import Profile
from bots.reading.ocr_tesseract import TesseractEyes
from bots.reading.reader import DocumentReader
from casework.application import Document
from casework.reading import Page, Source


@pytest.fixture(scope="module")
def scan() -> np.ndarray:
    return sheets.scanned(sheets.form())


def _read(data: bytes, profile: Profile = Profile.ACCURATE) -> Page:
    document = Document(sha256=hashlib.sha256(data).hexdigest(), name="papel", media_type="", size=len(data))
    (page,) = DocumentReader(profile=profile).read(document, data).pages
    return page


def _missed(page: Page) -> list[str]:
    return [value for value in sheets.VALUES.values() if value not in page.text]


def test_a_scan_is_read_exactly(scan: np.ndarray) -> None:
    """Every value as printed, the comb as one word, ticks, signature and places in points."""
    page = _read(sheets.packed(scan, dpi=(200, 200)))
    assert _missed(page) == []
    numbers = [word for word in page.words if word.text == "48576231R"]
    assert len(numbers) == 2
    box = numbers[0].box
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx(sheets.NIF_BOX, abs=4)
    assert [mark.ticked for mark in sorted(page.marks, key=lambda m: m.box.x0)] == list(sheets.OPTIONS.values())
    assert [round(ink.x0) for ink in page.ink if ink.y0 > 700] == pytest.approx([80], abs=4)
    assert (page.source, page.quality) == (Source.OCR, pytest.approx(1.0, abs=0.05))


def test_a_bad_scan_upside_down_is_read_exactly(scan: np.ndarray) -> None:
    """Askew, grey, grainy, compressed and turned: still every value."""
    page = _read(sheets.packed(np.rot90(sheets.worn(scan), 2).copy(), "JPEG", quality=60))
    assert _missed(page) == []
    assert (page.rotation, page.notes) == (180, ())


@pytest.mark.parametrize("turns", [1, 3])
def test_a_page_on_its_side_is_turned(scan: np.ndarray, turns: int) -> None:
    """A sheet laid sideways on the glass is read upright."""
    page = _read(sheets.packed(np.rot90(scan, turns).copy()))
    assert page.rotation == {1: 90, 3: 270}[turns]
    assert _missed(page) == []


def test_a_photograph_is_read_as_if_scanned(scan: np.ndarray) -> None:
    """The sheet is cut out, its shadow taken away, and places are points of an A4 page."""
    page = _read(sheets.packed(sheets.photographed(scan), "JPEG", quality=85))
    assert _missed(page) == []
    assert page.notes == ("sheet_found",)
    assert (round(page.width), round(page.height)) == (595, 842)
    assert [mark.ticked for mark in sorted(page.marks, key=lambda m: m.box.x0)] == list(sheets.OPTIONS.values())


def test_a_comb_of_a_pale_copy_with_black_specks_is_read_exactly(scan: np.ndarray) -> None:
    """The specks are the darkest ink, so that the page is not darkened: its letters stay grey."""
    pale = (255 - (255 - scan) * 0.4).astype(np.uint8)
    pale[100:130, 100:200] = 0
    page = _read(sheets.packed(pale, dpi=(200, 200)))
    assert [word.text for word in page.words].count("48576231R") == 2


def test_a_faint_copy_is_read_exactly(scan: np.ndarray) -> None:
    """A third of the ink is enough, and the page says that it is faint."""
    faint = (255 - (255 - scan) * 0.35).astype(np.uint8)
    page = _read(sheets.packed(faint, "JPEG", quality=80))
    assert _missed(page) == []
    assert page.notes == ("faint",)
    assert [mark.ticked for mark in sorted(page.marks, key=lambda m: m.box.x0)] == list(sheets.OPTIONS.values())


def test_faults_of_a_picture_lower_its_quality(scan: np.ndarray) -> None:
    """A dark picture of few pixels says what is wrong with it."""
    small = (scan[::3, ::3] * 0.3).astype(np.uint8)
    page = _read(sheets.packed(small))
    assert page.quality < 0.5
    assert {"low_resolution", "dark"} <= set(page.notes)


_NUMBERS = ("48576231R", "maria.penalver@example.org", "+34612345678", "ES9121000418450200051332", "14/03/2026")


def test_the_fast_profile_reads_the_numbers(scan: np.ndarray) -> None:
    """NIF, e-mail, phone, IBAN and date of a clean scan."""
    text = _read(sheets.packed(scan, dpi=(200, 200)), Profile.FAST).text.replace(" ", "")
    assert [value for value in _NUMBERS if value not in text] == []


def test_tesseract_reads_the_numbers_where_it_is_alone(scan: np.ndarray) -> None:
    """As on a machine without PP-OCR."""
    (page,) = picture.read_pages(sheets.packed(scan, dpi=(200, 200)), TesseractEyes(), Limits())
    text = page.text.replace(" ", "")
    assert [value for value in _NUMBERS if value not in text] == []


def test_an_empty_sheet_is_blank() -> None:
    """Paper with grain and nothing else is not read at all."""
    grain = np.random.default_rng(3).normal(240, 3, (1170, 827)).clip(0, 255).astype(np.uint8)
    page = _read(sheets.packed(grain))
    assert (page.words, page.notes[:1]) == ((), ("blank",))
