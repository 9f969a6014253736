"""Picture files: what arrives of them, and what is too little to be read."""

from __future__ import annotations

import struct
from io import BytesIO

import numpy as np
import pytest
from fakes import sheets
from PIL import Image, ImageFile

from bots.reading.limits import Limits
from bots.reading.picture import photographs
from casework.errors import UnreadableDocument

_STRIP_OFFSETS, _NOWHERE = 273, 0x7FFFFFF0
SCAN = sheets.scanned(sheets.form(), 50)


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_that_was_cut_is_taken_as_far_as_it_goes(
    form: str, monkeypatch: pytest.MonkeyPatch, *, lenient: bool
) -> None:
    """Mail that broke off still shows the upper part, and says that something is missing, whatever others set."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    data = sheets.packed(SCAN, form)
    (photograph,) = photographs(data[: len(data) // 2], Limits())
    assert photograph.notes[0] == "repaired"
    assert photograph.grey.min() < 100


def test_a_picture_of_a_few_pixels_is_refused() -> None:
    """A logo or a tracking pixel is no page."""
    with pytest.raises(UnreadableDocument, match="too small"):
        list(photographs(sheets.packed(SCAN[:20, :20].copy()), Limits()))


@pytest.mark.parametrize("broken", [0, 1])
def test_a_broken_frame_loses_no_other(broken: int) -> None:
    """Of a scanner's file with one page that cannot be opened the other one is read, and the broken one is counted."""
    frames = list(photographs(_with_broken_frame(broken), Limits()))
    assert [frame is None for frame in frames] == [broken == 0, broken == 1]


def test_a_file_of_broken_frames_is_refused() -> None:
    """Where nothing can be opened there is no document."""
    data = _with_broken_frame(0, 1)
    with pytest.raises((OSError, UnreadableDocument)):
        list(photographs(data, Limits()))


def test_a_deep_picture_of_nonsense_numbers_is_opened() -> None:
    """A TIFF of real numbers may hold infinities and what is no number at all."""
    deep = SCAN.astype(np.float32)
    deep[:4] = (np.nan, np.inf, -np.inf, -5.0) * (deep.shape[1] // 4) + (0.0,) * (deep.shape[1] % 4)
    (photograph,) = photographs(sheets.packed(deep, "TIFF"), Limits())
    assert photograph.grey.max() == 255
    assert photograph.grey[50:].min() < 100


def _with_broken_frame(*broken: int) -> bytes:
    """A TIFF of two pages; the pixels of the broken ones are nowhere."""
    out = BytesIO()
    page = Image.fromarray(SCAN)
    page.save(out, "TIFF", save_all=True, append_images=[page.rotate(180)])
    data = bytearray(out.getvalue())
    at = struct.unpack_from("<I", data, 4)[0]
    for frame in range(2):
        count = struct.unpack_from("<H", data, at)[0]
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            if frame in broken and struct.unpack_from("<H", data, entry)[0] == _STRIP_OFFSETS:
                struct.pack_into("<I", data, entry + 8, _NOWHERE)
        at = struct.unpack_from("<I", data, at + 2 + 12 * count)[0]
    return bytes(data)


@pytest.mark.parametrize("form", ["HEIF", "AVIF", "WEBP", "BMP", "TIFF"])
def test_pictures_of_telephones_and_scanners_are_opened(form: str) -> None:
    """What iPhones, browsers and old scanners send, with its ink."""
    (photograph,) = photographs(sheets.packed(SCAN, form), Limits())
    assert photograph.grey.shape == SCAN.shape
    assert photograph.grey.min() < 100
