"""Opens PDF files, damaged ones too, and turns their coordinates into those of the upright page."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2 as pdfium

from casework.errors import LockedDocument, UnreadableDocument
from casework.reading import Box

LOCK = threading.RLock()
"""PDFium is not thread-safe: whoever calls into it holds this."""

_TAIL = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFile:
    """An open PDF; `repaired` says that its structure was damaged and was built anew."""

    document: Any
    repaired: bool


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where a page's visible part lies in PDF space, and the clockwise degrees that turn it upright."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the upright page in points."""
        across, up = self.right - self.left, self.top - self.bottom
        return (up, across) if self.rotation in {90, 270} else (across, up)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of PDF space (origin at the bottom left) as a box of the upright page."""
        if self.rotation == 0:  # nearly always, hundreds of times a page
            x0, y0, x1, y1 = left - self.left, self.top - bottom, right - self.left, self.top - top
        else:
            (x0, y0), (x1, y1) = self._point(left, bottom), self._point(right, top)
        if x0 < x1 and y0 < y1:
            return Box(x0, y0, x1, y1)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        match self.rotation:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def turned(self, rotation: int) -> Geometry:
        """The same page with another total rotation."""
        return replace(self, rotation=rotation % 360)


def geometry_of(page: Any) -> Geometry:
    """The page's crop box within its media box, and its own `/Rotate`."""
    left, bottom, right, top = page.get_bbox()
    return Geometry(left, bottom, right, top, page.get_rotation() % 360)


@contextmanager
def opened(data: bytes, password: str = "") -> Iterator[PdfFile]:
    """The open file, closed again afterwards; raises UnreadableDocument where nothing can be saved of it.

    The password, or an empty one, opens it. Scripts, links and embedded files in it are never touched.
    """
    with LOCK:
        file = _open(data, password)
    try:
        yield file
    finally:
        with LOCK:
            file.document.close()


def _open(data: bytes, password: str) -> PdfFile:
    for key in dict.fromkeys((password, "")) if _looks_whole(data) else ():
        with suppress(pdfium.PdfiumError):  # a missing password is told below: PDFium's word on that may be stale
            return PdfFile(document=_load(data, key), repaired=False)
    try:
        return PdfFile(document=_load(_mended(data, password), ""), repaired=True)
    except pdfium.PdfiumError as error:
        raise damaged() from error


def _load(data: bytes, password: str) -> Any:
    document = pdfium.PdfDocument(data, password=password or None)
    if len(document) == 0:
        document.close()
        message = "no pages"
        raise pdfium.PdfiumError(message)
    document.init_forms()  # before any page is loaded, else the widgets are neither found nor drawn
    return document


def _looks_whole(data: bytes) -> bool:
    """Whether the file's end points to its cross-reference, as it does unless the file was cut or changed by hand.

    PDFium silently builds a broken one anew, and what was rebuilt must be known.
    """
    found = re.findall(rb"startxref\s+(\d+)\s+%%EOF", data[-_TAIL:])
    header = data.find(b"%PDF-")
    if not found:
        return False
    at = data[int(found[-1]) + header : int(found[-1]) + header + 32].lstrip()
    return at.startswith(b"xref") or re.match(rb"\d+\s+\d+\s+obj", at) is not None


def _mended(data: bytes, password: str) -> bytes:
    """The same pages in a sound file, as far as qpdf can find them."""
    mended = BytesIO()
    try:
        with pikepdf.open(BytesIO(data), password=password, suppress_warnings=True, attempt_recovery=True) as file:
            file.save(mended)
    except pikepdf.PasswordError as error:
        raise _locked(password) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise damaged() from error
    return mended.getvalue()


def _locked(password: str) -> LockedDocument:
    if password:
        return LockedDocument("the password does not open the PDF", remedy="ask for the right one, or for an open copy")
    remedy = "ask for a copy without a password, or give it with --password"
    return LockedDocument("the PDF needs a password", remedy=remedy)


def damaged() -> UnreadableDocument:
    """What is said of a file of which nothing can be saved."""
    return UnreadableDocument("the PDF is damaged beyond repair", remedy="ask the citizen to send it again")
