"""A scan that was signed is told from one that was not, by the real reader of pictures."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from fakes import sheets

from bots.reading.reader import DocumentReader
from casework.application import Document
from casework.deadlines import Term, TermUnit
from casework.procedure import FieldSpec, FieldType, Procedure
from nlp.layout import sheets_of
from nlp.signature import signed

ASKS = Procedure(
    id="P01",
    slug="p01",
    title={"es": "Solicitud", "ca": "Sol·licitud"},
    unit="unit",
    unit_name={"es": "Unidad", "ca": "Unitat"},
    term=Term(3, TermUnit.MONTHS),
    retention_years=5,
    series="Series",
    fields={"signed": FieldSpec(name="signed", type=FieldType.CHECKBOX, labels={"es": ("Firma",), "ca": ("Firma",)})},
)


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_bad_scan_says_whether_it_was_signed(by_hand: bool) -> None:  # noqa: FBT001 - pytest gives it by place
    """Askew, grey and grainy: the strokes under the label sign it, the label alone does not."""
    picture = sheets.scanned(sheets.form())
    if not by_hand:
        x0, y0, x1, y1 = (round(edge * 200 / 72) for edge in sheets.SIGNATURE_BOX)
        picture[y0 - 30 : y1 + 60, x0 - 20 : x1 + 20] = 255
    data = sheets.packed(np.ascontiguousarray(sheets.worn(picture, degrees=1.2)), dpi=(200, 200))
    document = Document(sha256=hashlib.sha256(data).hexdigest(), name="scan.png", media_type="", size=len(data))
    (page,) = DocumentReader().read(document, data).pages
    (told,) = signed(sheets_of([("scan", page)]), ASKS)
    assert told.value == str(by_hand).lower()
