"""PDFium's answers by plain numbers are those that it gives by pypdfium2's handles."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from bots.reading import pdf_calls
from bots.reading.pdf_file import geometry_of
from bots.reading.pdf_vectors import drawings_of

_FORM = b"0 0 50 50 re S 10 10 m 20 30 40 50 60 5 c S"
_PAGE = b"BT /F1 12 Tf 72 700 Td (Firma) Tj ET 100 100 12 12 re S 1 0 0 1 200 300 cm /Fm Do"


@pytest.fixture
def page() -> Iterator[Any]:
    """A page with a word, a square and a form object that draws a square and a curve."""
    file = pikepdf.new()
    form = file.make_stream(_FORM, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 99, 99])
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    written = file.add_blank_page(page_size=(595, 842))
    written.obj.Resources = pikepdf.Dictionary(Font={"/F1": font}, XObject={"/Fm": form})
    written.obj.Contents = file.make_stream(_PAGE)
    saved = BytesIO()
    file.save(saved)
    document = pdfium.PdfDocument(saved.getvalue())
    opened = document[0]
    yield opened
    opened.close()
    document.close()


def test_objects_are_the_same_in_a_page_and_in_its_forms(page: Any) -> None:
    """Handles, kinds, and the points of every path."""
    kinds = []
    for index in range(pdfium_c.FPDFPage_CountObjects(page.raw)):
        item = pdfium_c.FPDFPage_GetObject(page.raw, index)
        assert pdf_calls.page_object(pdf_calls.handle(page.raw), index) == pdf_calls.handle(item)
        kinds.append(pdf_calls.object_kind(pdf_calls.handle(item)))
    assert kinds == [pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_FORM]
    inner = pdfium_c.FPDFFormObj_GetObject(item, 1)
    assert pdf_calls.form_object(pdf_calls.handle(item), 1) == pdf_calls.handle(inner)
    x, y = ctypes.c_float(), ctypes.c_float()
    curve = pdf_calls.path_segment(pdf_calls.handle(inner), 1)
    assert pdf_calls.segment_kind(curve) == pdfium_c.FPDF_SEGMENT_BEZIERTO
    assert pdf_calls.segment_point(curve, ctypes.addressof(x), ctypes.addressof(y))
    assert (x.value, y.value) == (20, 30)


def test_letters_have_the_same_boxes(page: Any) -> None:
    """Every letter of the word; beyond the last one there is none."""
    textpage = page.get_textpage()
    at, ours, theirs = pdf_calls.handle(textpage.raw), pdfium_c.FS_RECTF(), pdfium_c.FS_RECTF()
    for index in range(5):
        assert pdf_calls.letter_box(at, index, ctypes.addressof(ours))
        assert pdfium_c.FPDFText_GetLooseCharBox(textpage.raw, index, theirs)
        assert bytes(ours) == bytes(theirs)
    assert not pdf_calls.letter_box(at, 99, ctypes.addressof(ours))
    textpage.close()


def test_what_a_form_object_draws_is_found_where_it_lies(page: Any) -> None:
    """Its square, moved by the page's matrix, is a cell beside the page's own."""
    found = drawings_of(page, geometry_of(page))
    assert [(cell.x0, cell.y1) for cell in found.cells] == [(100, 742), (200, 542)]
    assert len(found.strokes) == 1


def test_a_page_of_endless_objects_is_looked_at_for_a_while_only(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters count too: the square of the form object is the third of the page."""
    monkeypatch.setattr("bots.reading.pdf_vectors._MOST_OBJECTS", 2)
    assert len(drawings_of(page, geometry_of(page)).cells) == 1
