"""What was typed, ticked, drawn or signed on top of a PDF page: live form fields and annotations."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium_c

from bots.reading.pdf_file import Geometry
from casework.reading import Box, FormValue, Mark, Source, Word

_BUTTONS = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
_TYPED = (pdfium_c.FPDF_FORMFIELD_TEXTFIELD, pdfium_c.FPDF_FORMFIELD_COMBOBOX, pdfium_c.FPDF_FORMFIELD_LISTBOX)
_DRAWN = (pdfium_c.FPDF_ANNOT_INK, pdfium_c.FPDF_ANNOT_STAMP)
_HIDDEN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_TIME_STAMP, _LONGEST_NAME = b"ETSI.RFC3161", 64
_LINE = 12.0
_PADDING = 2.0


@dataclass(slots=True)
class Overlay:
    """What lies on a page: form values, tick marks, text typed by an annotation, and drawings."""

    values: list[FormValue] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    typed: list[FormValue] = field(default_factory=list)
    ink: list[Box] = field(default_factory=list)


def overlay_of(page: Any, geometry: Geometry) -> Overlay:
    """The live fields and annotations of a page that a person would see on it."""
    found = Overlay()
    for annotation in _annotations(page):
        rect = pdfium_c.FS_RECTF()
        hidden = pdfium_c.FPDFAnnot_GetFlags(annotation) & _HIDDEN
        if hidden or not pdfium_c.FPDFAnnot_GetRect(annotation, rect):
            continue
        box = geometry.box(rect.left, rect.bottom, rect.right, rect.top)
        subtype = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        if subtype == pdfium_c.FPDF_ANNOT_WIDGET:
            _add_field(found, page.formenv, annotation, box)
        elif subtype == pdfium_c.FPDF_ANNOT_FREETEXT:
            _add_typed(found, annotation, box)
        elif subtype in _DRAWN:
            found.ink.append(box)
    return found


def is_signed(document: Any) -> bool:
    """Whether a certificate signed the file, by a field that is seen on a page or not; a time stamp alone does not."""
    signatures = (
        pdfium_c.FPDF_GetSignatureObject(document, index) for index in range(pdfium_c.FPDF_GetSignatureCount(document))
    )
    return any(
        pdfium_c.FPDFSignatureObj_GetContents(one, None, 0) > 0
        and pdfium_c.FPDFSignatureObj_GetByteRange(one, None, 0) > 0
        and _sub_filter(one) != _TIME_STAMP
        for one in signatures
    )


def _sub_filter(signature: Any) -> bytes:
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    size = pdfium_c.FPDFSignatureObj_GetSubFilter(signature, name, _LONGEST_NAME)
    return bytes(name.value) if size <= _LONGEST_NAME else b""


def _annotations(page: Any) -> Iterator[Any]:
    for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if annotation:
            try:
                yield annotation
            finally:
                pdfium_c.FPDFPage_CloseAnnot(annotation)


def _string(call: Callable[..., int], *arguments: Any) -> str:
    """The UTF-16 string that a PDFium function writes into a buffer after telling its size in bytes."""
    size = call(*arguments, None, 0)
    if size <= 2:
        return ""
    buffer = (pdfium_c.FPDF_WCHAR * (size // 2))()
    call(*arguments, buffer, size)
    return ctypes.string_at(buffer, size - 2).decode("utf-16-le", "replace")


def _add_field(found: Overlay, forms: Any, annotation: Any, box: Box) -> None:
    if forms is None:
        return
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(forms, annotation)
    name = _string(pdfium_c.FPDFAnnot_GetFormFieldName, forms, annotation)
    if kind in _BUTTONS:
        _add_button(found, forms, annotation, FormValue(name=name, value="", box=box))
    elif kind in _TYPED:
        value = _string(pdfium_c.FPDFAnnot_GetFormFieldValue, forms, annotation).strip()
        if value:
            found.values.append(FormValue(name=name, value=_shown(forms, annotation, value), box=box))
    elif kind == pdfium_c.FPDF_FORMFIELD_SIGNATURE and pdfium_c.FPDFAnnot_HasKey(annotation, b"V"):
        found.ink.append(box)


def _add_button(found: Overlay, forms: Any, annotation: Any, button: FormValue) -> None:
    """A tick box or a radio button; a chosen radio button also gives its field the button's export value."""
    ticked = bool(pdfium_c.FPDFAnnot_IsChecked(forms, annotation))
    found.marks.append(Mark(box=button.box, ticked=ticked, confidence=1.0, source=Source.FORM_FIELD, name=button.name))
    radio = pdfium_c.FPDFAnnot_GetFormFieldType(forms, annotation) == pdfium_c.FPDF_FORMFIELD_RADIOBUTTON
    if ticked and radio:
        value = _string(pdfium_c.FPDFAnnot_GetFormFieldExportValue, forms, annotation)
        found.values.append(FormValue(name=button.name, value=value, box=button.box))


def _shown(forms: Any, annotation: Any, value: str) -> str:
    """The label of the chosen option, which is what the citizen saw, else the value itself."""
    for index in range(max(0, pdfium_c.FPDFAnnot_GetOptionCount(forms, annotation))):
        if pdfium_c.FPDFAnnot_IsOptionSelected(forms, annotation, index):
            return _string(pdfium_c.FPDFAnnot_GetOptionLabel, forms, annotation, index) or value
    return value


def _add_typed(found: Overlay, annotation: Any, box: Box) -> None:
    text = _string(pdfium_c.FPDFAnnot_GetStringValue, annotation, b"Contents").strip()
    if text:
        found.typed.append(FormValue(name="", value=text, box=box))


def field_words(values: Sequence[FormValue], printed: Sequence[Word]) -> list[Word]:
    """Words for the values, in their fields' places, where the page itself does not already show them."""
    placed = [(*word.box.middle, word.text) for word in printed]
    return [word for value in values if not _already_printed(value, placed) for word in _laid_out(value)]


def _already_printed(value: FormValue, placed: Sequence[tuple[float, float, str]]) -> bool:
    box = value.box
    inside = "".join(text for x, y, text in placed if box.y0 <= y <= box.y1 and box.x0 <= x <= box.x1)
    return bool(inside) and "".join(value.value.split()) in inside


def _laid_out(value: FormValue) -> Iterator[Word]:
    """The value's words from the left, line by line, as a form shows them: letters are taken as equally wide."""
    lines = [line.split() for line in value.value.splitlines() if line.strip()]
    box = value.box
    height = min(_LINE, box.height / max(1, len(lines)))
    top = box.y0 + _PADDING if box.height > 2 * _LINE or len(lines) > 1 else (box.y0 + box.y1 - height) / 2
    longest = max(sum(map(len, line)) + len(line) for line in lines)
    em = min(0.5 * height, (box.width - _PADDING) / max(1, longest))
    for row, line in enumerate(lines):
        left = box.x0 + _PADDING
        for text in line:
            right = left + len(text) * em
            place = Box(left, top + row * height, right, top + (row + 1) * height)
            yield Word(text=text, box=place, confidence=1.0, source=Source.FORM_FIELD)
            left = right + em
