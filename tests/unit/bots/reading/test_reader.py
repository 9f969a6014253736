"""The reader's door: limits, types it does not read, and libraries' errors in our words."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest
from fakes import sheets

from bots.reading.limits import Limits
from bots.reading.ocr import Profile, eyes_for
from bots.reading.reader import DocumentReader
from casework.application import Document
from casework.errors import TooLarge, UnreadableDocument


def _document(data: bytes) -> Document:
    return Document(sha256=hashlib.sha256(data).hexdigest(), name="papel.bin", media_type="image/png", size=len(data))


def test_a_digital_form_is_read_and_its_pages_are_told() -> None:
    """The declared type is wrong and does not matter; each page is announced."""
    data, told = sheets.form(), []
    reading = DocumentReader().read(_document(data), data, on_page=told.append)
    assert (reading.document, told, reading.repaired) == (hashlib.sha256(data).hexdigest(), [1], False)
    assert reading.recipe == "reading-15/pp-ocrv6-small"


def test_a_repaired_file_says_so() -> None:
    """The reading carries what its pages note."""
    data = sheets.form()[:-60]
    assert DocumentReader().read(_document(data), data).repaired is True


def test_a_message_is_read_with_its_subject() -> None:
    """An e-mail that was not taken apart is its text."""
    data = b"From: a@example.org\nTo: b@example.org\nSubject: Instancia\nDate: x\n\nSolicito una beca.\n"
    read = DocumentReader().read(_document(data), data)
    assert read.text == "From: a@example.org\nSubject: Instancia\nSolicito una beca."


@pytest.mark.parametrize(
    ("data", "remedy"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "send it again"),
        (b"", "send it again"),
        (bytes(range(256)), "PDF"),
    ],
)
def test_what_is_not_read_comes_back_with_a_remedy(data: bytes, remedy: str) -> None:
    """Each type that is refused tells what to send instead."""
    with pytest.raises(UnreadableDocument) as refused:
        DocumentReader().read(_document(data), data)
    assert remedy in refused.value.remedy


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_that_was_cut_is_unreadable(form: str) -> None:
    """Pillow's many errors come out as one of ours, without the file's name or text."""
    data = sheets.packed(sheets.scanned(sheets.form(), 50), form)[:20]
    with pytest.raises(UnreadableDocument, match="damaged"):
        DocumentReader().read(_document(data), data)


def test_a_file_beyond_the_limit_is_not_opened() -> None:
    """Size is checked first."""
    with pytest.raises(TooLarge, match="0 MiB"):
        DocumentReader(limits=Limits(size=10)).read(_document(b"x" * 11), b"x" * 11)


@pytest.mark.parametrize(("profile", "eyes"), [("fast", "pp-ocrv6-small-fast"), ("accurate", "pp-ocrv6-small")])
def test_the_recipe_names_the_profile_s_reader(profile: str, eyes: str) -> None:
    """A reading of the one profile is not taken for one of the other."""
    assert eyes_for(Profile(profile)).name == eyes
    assert DocumentReader(profile=Profile(profile)).recipe == f"reading-15/{eyes}"


def test_importing_the_reader_loads_no_library() -> None:
    """Commands that read nothing do not wait for numpy, OpenCV, PDFium or the models."""
    libraries = "{'numpy', 'cv2', 'PIL', 'pypdfium2', 'rapidocr'}"
    code = f"import sys, bots.reading.isolated; print(sorted({libraries} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
