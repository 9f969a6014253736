"""Picture files: what arrives of them, and what is too little to be read."""

from __future__ import annotations

import pytest
from fakes import sheets
from PIL import ImageFile

from bots.reading.limits import Limits
from bots.reading.picture import photographs
from casework.errors import UnreadableDocument

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


@pytest.mark.parametrize("form", ["HEIF", "AVIF", "WEBP", "BMP", "TIFF"])
def test_pictures_of_telephones_and_scanners_are_opened(form: str) -> None:
    """What iPhones, browsers and old scanners send, with its ink."""
    (photograph,) = photographs(sheets.packed(SCAN, form), Limits())
    assert photograph.grey.shape == SCAN.shape
    assert photograph.grey.min() < 100
