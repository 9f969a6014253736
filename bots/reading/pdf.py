"""PDF files: the text layer where it is real, the page's picture where it is not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium

from bots.reading import pdf_shown, pdf_stamps, pdf_text, straighten, symbols, xfa, xfa_pages
from bots.reading.arrays import Grey
from bots.reading.combs import join_combs
from bots.reading.limits import Limits
from bots.reading.marks import drawn_marks, glyph_marks
from bots.reading.ocr import Eyes
from bots.reading.pdf_file import LOCK, Geometry, damaged, geometry_of, opened
from bots.reading.pdf_forms import Overlay, field_words, is_signed, overlay_of
from bots.reading.pdf_vectors import Drawings, drawings_of, edges_of
from bots.reading.sheet import DPI, POINTS_PER_INCH, Photograph, is_blank, page_of, straightened, unreadable
from casework.errors import UnreadableDocument
from casework.reading import SIGNED, Box, FormValue, Page, Source, Word

_SCAN_SHARE = 0.5
_FRAME = (300.0, 150.0)  # points: a stroke that goes on for longer is the edge of a box
_SIGNATURE = (25.0, 8.0)  # points: smaller drawings are no signature
_NEAR = 9.0
_MOST_PIXELS = 30_000_000


def read_pages(data: bytes, eyes: Eyes, limits: Limits, password: str = "") -> Iterator[Page]:
    """The file's pages one by one; raises UnreadableDocument or TooLarge.

    Every page of a file that had to be repaired carries the note `repaired`. A page that cannot be opened is empty and
    carries the note `unreadable`; the others are read all the same. The first page of a file that a certificate signed
    carries the note `signed`.
    """
    with opened(data, password) as file:
        limits.check_pages(len(file.document))
        with LOCK:
            form = list(xfa_pages.pages_of(file.document, limits)) if xfa.is_dynamic(file.document) else []
        if form:
            yield from form
            return
        notes = ("repaired",) if file.repaired else ()
        with LOCK:
            first = (SIGNED,) if is_signed(file.document) else ()
        broken = 0
        for index in range(len(file.document)):
            try:
                with LOCK:
                    draft = _draft(file.document, index)
                    draft = _settled(draft, file.document, data)
                page = draft.page if draft.picture is None else _looked_at(draft, eyes)
            except (pdfium.PdfiumError, cv2.error, ValueError, ArithmeticError):  # no sense can be made of it
                page, broken = unreadable(index + 1), broken + 1
            if broken == len(file.document):
                raise damaged()
            lost = ("unreadable",) if file.repaired and "blank" in page.notes else ()  # what was on it may be gone
            yield replace(page, notes=(*notes, *lost, *page.notes, *(first if index == 0 else ())))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page as far as the file itself tells it, with its picture where that must be read too."""

    page: Page
    overlay: Overlay
    geometry: Geometry
    picture: Photograph | None = None
    layer: tuple[Word, ...] = ()


def _draft(document: Any, index: int) -> _Draft:
    page = document[index]
    textpage = page.get_textpage()
    try:
        return _drafted(page, textpage, index + 1)
    finally:
        textpage.close()
        page.close()


def _settled(draft: _Draft, document: Any, data: bytes) -> _Draft:
    """The draft of a digital page with what its live fields show, which is the last thing they are asked for."""
    if draft.picture is not None or not draft.page.form_values:
        return draft
    shown = pdf_shown.as_printed(document, draft.page.number - 1, draft.geometry, draft.layer)
    return replace(draft, page=pdf_shown.settled(draft.page, shown, data))


def _drafted(page: Any, textpage: Any, number: int) -> _Draft:
    own = geometry_of(page)
    rotation = pdf_text.text_rotation(textpage)
    geometry = own if rotation is None else own.turned(rotation)
    drawings = drawings_of(page, geometry)
    if drawings.picture_share(*geometry.size) >= _SCAN_SHARE:
        words = pdf_text.layer_words(textpage, geometry, drawn_only=True)
        draft = _pictured(page, number, own, words if pdf_text.is_real(words) else [])
        draft = replace(draft, layer=tuple(pdf_text.layer_words(textpage, own)))
        if draft.picture is not None and is_blank(draft.picture.grey) and not drawings.pictures_open():
            return _Draft(page=unreadable(number), overlay=draft.overlay, geometry=own)
        return draft
    spelled = pdf_text.spelled_words(textpage, geometry)
    words = [word for _, word in spelled]
    dpi = min(float(POINTS_PER_INCH), _most_dpi(geometry))
    look = _rendered(page, geometry.rotation - own.rotation, dpi)
    if not words and is_blank(look):
        return _digital(page, number, geometry, drawings, [], ("blank",))
    if not pdf_text.is_real(words):
        return _pictured(page, number, own, [], ("text_layer_unreal",) if words else ())
    seen = pdf_text.visible(words, look, dpi / POINTS_PER_INCH)
    if len(seen) < len(words) / 2:  # most of the layer is not what the page shows
        return _pictured(page, number, own, [], ("text_layer_unreal",))
    notes = ("hidden_text",) if len(seen) < len(words) else ()
    stamps = pdf_stamps.stamps_of(textpage, spelled)
    draft = _digital(page, number, geometry, drawings, pdf_stamps.without(seen, stamps), notes)
    ink = (*draft.page.ink, *symbols.signatures(textpage, spelled))
    return replace(draft, page=replace(draft.page, stamps=stamps, ink=ink), layer=tuple(words))


def _rendered(page: Any, turn: int, dpi: float) -> Grey:
    """The page's picture without what lies on it as live fields, so that it can be compared with the text layer."""
    bitmap = page.render(
        scale=dpi / POINTS_PER_INCH, rotation=turn % 360, grayscale=True, may_draw_forms=False, draw_annots=False
    )
    return np.asarray(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)


def _in_colour(page: Any, dpi: float) -> tuple[Grey, Grey | None]:
    """The page's picture in grey, and each pixel's strongest colour where there is any."""
    bitmap = page.render(scale=dpi / POINTS_PER_INCH, may_draw_forms=False, draw_annots=False, prefer_bgrx=False)
    colours = np.asarray(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width, -1)
    if colours.shape[2] < 3:
        return np.array(colours[:, :, 0]), None
    grey = np.asarray(cv2.cvtColor(colours[:, :, :3], cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    return grey, straighten.bright_of(colours, grey)


def _digital(
    page: Any, number: int, geometry: Geometry, drawings: Drawings, words: Sequence[Word], notes: tuple[str, ...]
) -> _Draft:
    overlay = overlay_of(page, geometry)
    rules = [*drawings.rules, *(edge for cell in drawings.cells for edge in edges_of(cell))]
    joined = join_combs(words, rules)
    typed = field_words([*_texts(overlay), *overlay.typed], joined)
    width, height = geometry.size
    made = Page(
        number=number,
        width=width,
        height=height,
        source=Source.TEXT_LAYER,
        rotation=geometry.rotation,
        words=(*joined, *typed),
        marks=(*overlay.marks, *_unlived([*drawn_marks(drawings, words), *glyph_marks(joined)], overlay)),
        form_values=tuple(overlay.values),
        rules=tuple(rules),
        ink=(*overlay.ink, *_drawn_ink(drawings)),
        notes=() if typed or overlay.values else notes,
    )
    return _Draft(page=made, overlay=overlay, geometry=geometry)


def _texts(overlay: Overlay) -> list[FormValue]:
    """The values that stand as text on the page: a radio button's export value does not."""
    buttons = {(mark.name, mark.box) for mark in overlay.marks}
    return [value for value in overlay.values if (value.name, value.box) not in buttons]


def _unlived(marks: Sequence[Any], overlay: Overlay) -> list[Any]:
    """The drawn and typed tick boxes that are not merely the frame of a live one."""
    return [
        mark
        for mark in marks
        if not any(live.box.holds(*mark.box.middle) or mark.box.holds(*live.box.middle) for live in overlay.marks)
    ]


def _drawn_ink(drawings: Drawings) -> list[Box]:
    """Pictures, and strokes that lie close together, of a signature's size or more."""
    groups: list[Box] = []
    strokes = [stroke for stroke in drawings.strokes if stroke.width <= _FRAME[0] and stroke.height <= _FRAME[1]]
    for stroke in sorted(strokes, key=lambda b: (b.y0, b.x0))[:5000]:
        near = next((index for index, group in enumerate(groups[-20:]) if _are_near(group, stroke)), None)
        if near is None:
            groups.append(stroke)
        else:
            at = max(0, len(groups) - 20) + near
            groups[at] = groups[at].union(stroke)
    wide, high = _SIGNATURE
    return [box for box in (*drawings.images, *groups) if box.width >= wide and box.height >= high]


def _are_near(first: Box, second: Box) -> bool:
    across = max(first.x0, second.x0) - min(first.x1, second.x1)
    down = max(first.y0, second.y0) - min(first.y1, second.y1)
    return max(across, down) < _NEAR


def _most_dpi(geometry: Geometry) -> float:
    """The resolution at which a page of that size has as many pixels as are looked at."""
    width, height = geometry.size
    return float(POINTS_PER_INCH * math.sqrt(_MOST_PIXELS / max(1.0, width * height)))


def _pictured(page: Any, number: int, own: Geometry, words: Sequence[Word], notes: tuple[str, ...] = ()) -> _Draft:
    """A page that must be read from its picture; `words` are those a program wrote over the scan, as seen."""
    width, height = own.size
    dpi = min(float(DPI), _most_dpi(own))
    grey, bright = _in_colour(page, dpi)
    photograph = Photograph(grey=grey, bright=bright, dpi=dpi, rotation=own.rotation, notes=notes)
    printed = Page(number=number, width=width, height=height, source=Source.OCR, words=tuple(words))
    return _Draft(page=printed, overlay=overlay_of(page, own), geometry=own, picture=photograph)


def _looked_at(draft: _Draft, eyes: Eyes) -> Page:
    """The page read from its picture, with what the file itself knows laid over it."""
    if draft.picture is None:
        return draft.page
    read = page_of(draft.page.number, draft.picture, eyes)
    overlay = draft.overlay
    if read.rotation != draft.geometry.rotation:
        return read  # what lies on a page that was scanned turned stands in other coordinates
    sure = [*draft.page.words, *field_words([*_texts(overlay), *overlay.typed], list(draft.page.words))]
    others = [word for word in read.words if not any(known.box.holds(*word.box.middle) for known in sure)]
    return replace(
        read,
        words=(*others, *sure),
        marks=(*overlay.marks, *_unlived(read.marks, overlay)),
        form_values=tuple(overlay.values),
        ink=(*read.ink, *overlay.ink),
        notes=(*read.notes, *(("text_layer_differs",) if pdf_text.differs(draft.layer, read.words) else ())),
    )


def picture_of(data: bytes, number: int, eyes: Eyes, dpi: float) -> Grey:
    """The page as it was read: upright, and made straight where its words came from its picture.

    A page of letters and lines is drawn with so many dots an inch; a photograph has the dots it has.

    Raises UnreadableDocument where there is no such page.
    """
    with opened(data) as file:
        if not 1 <= number <= len(file.document):
            raise UnreadableDocument(f"the document has no page {number}", remedy="look at another page")
        with LOCK:
            draft = _draft(file.document, number - 1)
            if draft.picture is None:
                page = file.document[number - 1]
                return _shown(page, draft.geometry.rotation - geometry_of(page).rotation, dpi)
        return straightened(draft.picture, eyes).grey


def _shown(page: Any, turn: int, dpi: float) -> Grey:
    """The page as people see it, with what was typed into live fields."""
    bitmap = page.render(scale=dpi / POINTS_PER_INCH, rotation=turn % 360, grayscale=True)
    return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
