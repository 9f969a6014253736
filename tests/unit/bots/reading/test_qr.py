"""QR codes in pictures of pages: a letter of ours that comes back is known by it where its printed code is gone."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import segno
from fakes import sheets

from bots.letter_samples import CODE, PROCEDURE, sample
from bots.letters import LetterWriter
from bots.reading import qr
from bots.reading.arrays import Grey
from bots.reading.limits import Limits
from bots.reading.picture import photographs
from bots.reading.reader import DocumentReader
from casework.application import Document
from casework.verification import codes_in

_TEMPLATES = Path(__file__).parents[4] / "templates" / "letters"
_ADDRESS = "https://sede.example.org/verificar"
_BELOW, _BESIDE = 0.88, 0.2  # where the printed code stands, in shares of the page
_LINK = f"{_ADDRESS}?csv={CODE}"


@pytest.fixture(scope="module")
def letter() -> bytes:
    """A requirement in Valencian."""
    return LetterWriter(_TEMPLATES, _ADDRESS).write("L3", sample("L3", "ca"), PROCEDURE, CODE)


@pytest.fixture(scope="module")
def scan(letter: bytes) -> Grey:
    """Its first page at 200 dpi, with coffee over the code that stands beside the picture."""
    page = np.array(sheets.scanned(letter))
    high, wide = page.shape
    page[int(_BELOW * high) :, int(_BESIDE * wide) :] = 90
    return page


def test_a_scanned_letter_is_known_by_its_picture_alone(scan: Grey) -> None:
    """Worn and laid in upside down, its words give no code; its reading gives the one that we printed."""
    data = sheets.packed(np.rot90(sheets.worn(scan), 2), "JPEG", dpi=(200, 200))
    reading = DocumentReader().read(Document(sha256="0" * 64, name="x", media_type="image/jpeg", size=len(data)), data)
    assert (codes_in(reading.text), reading.codes) == ((), (_LINK,))
    assert codes_in("\n".join(reading.codes)) == (CODE,)


@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_codes_are_found_at_scanners_resolutions(letter: bytes, dpi: int) -> None:
    """From draft to fine."""
    assert qr.codes_in_picture(sheets.scanned(letter, dpi), dpi) == (_LINK,)


def test_a_coarse_and_blurred_scan_is_sharpened_and_read(letter: bytes) -> None:
    """At 70 dpi a square of the code is under three pixels and runs into the next."""
    fine, share = sheets.scanned(letter, 300), 70 / 300
    soft = cv2.GaussianBlur(fine, (0, 0), 0.7 / share)
    coarse = cv2.resize(soft, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    assert qr.codes_in_picture(coarse, 70) == (_LINK,)


def test_a_photograph_of_a_letter_is_known_too(scan: Grey) -> None:
    """Aslant on a table, one half in shadow."""
    (photograph,) = photographs(sheets.packed(sheets.photographed(scan), "JPEG"), Limits())
    assert photograph is not None
    assert qr.codes_in_picture(photograph.grey, photograph.dpi) == (_LINK,)


def test_each_code_is_told_once_and_cut_short(scan: Grey) -> None:
    """Another's code beside ours is told as well; one that says a whole book is not kept whole."""
    page = scan.copy()
    for at, text in (
        (100, "https://elsewhere.example.org"),
        (600, "https://elsewhere.example.org"),
        (1100, "A" * 1500),
    ):
        code = np.array([[0 if dark else 255 for dark in row] for row in segno.make(text).matrix], np.uint8)
        side = min(5, 450 // len(code))
        code = code.repeat(side, 0).repeat(side, 1)
        page[100 : 100 + len(code), at : at + len(code)] = code
    found = qr.codes_in_picture(page, 200)
    assert sorted(map(len, found)) == [29, len(_LINK), 1000]


def test_squares_that_are_no_code_say_nothing(scan: Grey) -> None:
    """A black square and one of noise are looked at in vain."""
    page = np.full_like(scan, 255)
    page[200:400, 200:400] = 0
    page[200:400, 800:1000] = np.random.default_rng(3).integers(0, 2, (200, 200)) * 255
    assert qr.codes_in_picture(page, 200) == ()
