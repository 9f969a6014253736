"""Plays the port `Reader` in this process."""

from __future__ import annotations

import importlib
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Protocol, cast

from bots import unpacking
from bots.reading import sniff, text
from bots.reading.limits import Limits
from bots.reading.ocr import Profile, eyes_for
from casework.application import Document
from casework.errors import TooLarge, UnreadableDocument
from casework.reading import Page, Reading

_RECIPE = "reading-15"

OnPage = Callable[[int], None]
"""Told each page's number once it is read."""


class _PageReader(Protocol):
    def read_pages(self, data: bytes, eyes: object, limits: Limits, password: str) -> Iterator[Page]: ...


_PICTURES = ("image/jpeg", "image/png", "image/tiff", "image/webp", "image/bmp", "image/gif", "image/heic")
_MODULES = {sniff.PDF: "bots.reading.pdf", **dict.fromkeys(_PICTURES, "bots.reading.picture")}
_ENDINGS = {
    sniff.DOCX: "docx",
    sniff.XLSX: "xlsx",
    sniff.PPTX: "pptx",
    sniff.ODT: "odt",
    sniff.RTF: "rtf",
    sniff.OLE: "doc",
}
_REMEDIES = dict.fromkeys(
    (sniff.ZIP, sniff.GZIP, sniff.TAR, sniff.SEVEN_ZIP, sniff.RAR), "unpack it and send in the documents themselves"
)
_AS_PDF = "ask for it as PDF"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReader:
    """Reads PDF files, pictures, e-mails, HTML and plain text; what a file is, its bytes tell.

    Several threads may share it. A crash inside a library ends the process: see `isolated.IsolatedReader`.
    """

    profile: Profile = Profile.ACCURATE
    limits: Limits = field(default_factory=Limits)

    @property
    def recipe(self) -> str:
        """Names the steps and models that read: a reading of another recipe may differ."""
        return f"{_RECIPE}/{eyes_for(self.profile).name}"

    def read(self, document: Document, data: bytes, *, on_page: OnPage | None = None, password: str = "") -> Reading:
        """The document's pages; raises UnreadableDocument or TooLarge. Opens no link and runs nothing inside.

        `password` opens a PDF that asks for one.
        """
        if not data:
            raise UnreadableDocument("the file is empty", remedy="ask the citizen to send it again")
        self.limits.check_size(len(data))
        pages: list[Page] = []
        with _foreign_errors():
            for page in self._pages(data, password):
                pages.append(page)
                if on_page:
                    on_page(page.number)
        if not pages:
            raise UnreadableDocument("the document has no pages", remedy="ask the citizen to send it again")
        repaired = any("repaired" in page.notes for page in pages)
        return Reading(
            document=document.sha256,
            recipe=self.recipe,
            pages=tuple(pages),
            repaired=repaired,
            notes=("repaired",) if repaired else (),
        )

    def _pages(self, data: bytes, password: str) -> Iterator[Page]:
        media_type = sniff.sniff(data)
        if media_type in _MODULES:
            module = cast("_PageReader", importlib.import_module(_MODULES[media_type]))
            return module.read_pages(data, eyes_for(self.profile), self.limits, password)
        if media_type == sniff.OLE and outlook().is_message(data):
            return _text_pages(sniff.EMAIL, outlook().as_mail(data), self.limits)
        if media_type in _ENDINGS:
            office = importlib.import_module("bots.reading.office")
            pages: Iterator[Page] = office.read_pages(
                data, eyes_for(self.profile), self.limits, ending=_ENDINGS[media_type]
            )
            return pages
        return _text_pages(media_type, data, self.limits)


def outlook() -> ModuleType:
    """The module for Outlook's messages, which few files need."""
    return importlib.import_module("bots.reading.outlook")


def _text_pages(media_type: str, data: bytes, limits: Limits) -> Iterator[Page]:
    if media_type in {sniff.PLAIN, sniff.HTML}:
        limits.check_text(len(data))
    match media_type:
        case sniff.PLAIN:
            written = text.decode(data)
        case sniff.HTML:
            written = text.strip_tags(text.decode(data))
        case sniff.EMAIL:
            written = unpacking.message_text(data)
        case _:
            raise UnreadableDocument(
                f"files of type {media_type} are not read", remedy=_REMEDIES.get(media_type, _AS_PDF)
            )
    return text.text_pages(written, limits)


@contextmanager
def _foreign_errors() -> Iterator[None]:
    """The one place where the libraries' errors become ours; their messages may quote the document and are dropped."""
    try:
        yield
    except (MemoryError, RecursionError):
        raise TooLarge("the document needs more memory than a reader may use", remedy="ask for it in parts") from None
    except _image_errors() as error:
        kind = type(error).__name__
        raise UnreadableDocument(
            f"the file is damaged ({kind})", remedy="ask the citizen to send it again, or on paper"
        ) from None


def _image_errors() -> tuple[type[Exception], ...]:
    """What pypdfium2, Pillow with its codecs, OpenCV and numpy raise for bytes that they cannot make sense of."""
    cv2 = importlib.import_module("cv2")
    pdfium = importlib.import_module("pypdfium2")
    # Pillow raises SyntaxError for broken PNG files; UnidentifiedImageError is an OSError
    # RuntimeError for AVIF ones, TypeError for TIFF ones
    return (
        pdfium.PdfiumError,
        cv2.error,
        OSError,
        SyntaxError,
        EOFError,
        TypeError,
        RuntimeError,
        ArithmeticError,
        LookupError,
        ValueError,
        struct.error,
    )
