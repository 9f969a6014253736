"""What live fields show on the page against the values they hold: the two may be written to differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from difflib import SequenceMatcher
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2.raw as pdfium_c

from bots.reading import pdf_text
from bots.reading.pdf_file import Geometry
from casework.reading import Box, FormValue, Page, Source, Word

DIFFERS = "field_differs"
_ALIKE = 0.6


def as_printed(document: Any, index: int, geometry: Geometry, layer: Sequence[Word]) -> list[Word]:
    """The words that the page's fields show, as a print of it would have them; `layer` is the page's own text.

    The page loses its live fields in `document`, so that nothing may be asked of them afterwards.
    """
    page = document[index]
    try:
        if pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_PRINT) != pdfium_c.FLATTEN_SUCCESS:
            return []
    finally:
        page.close()
    page = document[index]
    textpage = page.get_textpage()
    try:
        own = Counter(map(_where, layer))
        found = []
        for word in pdf_text.layer_words(textpage, geometry):
            own[_where(word)] -= 1
            if own[_where(word)] < 0:
                found.append(word)
        return found
    finally:
        textpage.close()
        page.close()


def _where(word: Word) -> tuple[str, int, int]:
    return word.text, round(word.box.x0), round(word.box.y0)


def settled(page: Page, shown: Sequence[Word], data: bytes) -> Page:
    """The page with what its fields show, where they hold something else; then it has the note `field_differs`.

    A field that shows nothing keeps its value: many programs that fill forms forget to draw it.
    """
    seen = {value.box: _inside(value.box, shown) for value in page.form_values}
    lying = [value for value in page.form_values if seen[value.box] and _contradicts(value, seen[value.box])]
    if not lying or _is_drawn_anew(data):
        return page
    kept = (word for word in page.words if not (word.source is Source.FORM_FIELD and _in_any(word, lying)))
    drawn = (word for value in lying for word in seen[value.box])
    values = (
        replace(value, value=" ".join(word.text for word in seen[value.box])) if value in lying else value
        for value in page.form_values
    )
    return replace(page, words=(*kept, *drawn), form_values=tuple(values), notes=(*page.notes, DIFFERS))


def _inside(box: Box, words: Iterable[Word]) -> list[Word]:
    return [word for word in words if box.holds(*word.box.middle)]


def _in_any(word: Word, values: Sequence[FormValue]) -> bool:
    return any(value.box.holds(*word.box.middle) for value in values)


def _contradicts(value: FormValue, shown: Sequence[Word]) -> bool:
    """Whether the words are no other way to write the value: a date or an amount is shown with the same figures."""
    held, seen = (_letters(text) for text in (value.value, "".join(word.text for word in shown)))
    if not held or not seen or held in seen or seen in held:
        return False
    figures = [sorted(sign for sign in text if sign.isdigit() and sign != "0") for text in (held, seen)]
    if figures[0] or figures[1]:
        return figures[0] != figures[1] or sorted(filter(str.isalpha, held)) != sorted(filter(str.isalpha, seen))
    return SequenceMatcher(None, held, seen).ratio() < _ALIKE


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _is_drawn_anew(data: bytes) -> bool:
    """Whether the file asks every program to draw its fields from their values: what it holds drawn is then old."""
    with suppress(pikepdf.PdfError), pikepdf.open(BytesIO(data), suppress_warnings=True) as file:
        form = file.Root.get("/AcroForm")
        return isinstance(form, pikepdf.Dictionary) and bool(form.get("/NeedAppearances", False))
    return False
