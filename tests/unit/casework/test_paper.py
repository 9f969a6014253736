"""What the clerk is told of the paper: each fault by its code, page and reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.paper import findings_of
from casework.reading import Box, Page, Reading, Source, Word


def _reading(*notes: str, quality: float = 1.0, repaired: bool = False) -> Reading:
    page = Page(number=3, width=595, height=842, source=Source.OCR, quality=quality, notes=notes)
    return Reading(document="d" * 64, recipe="r", pages=(page,), repaired=repaired)


@pytest.mark.parametrize(
    ("reading", "codes"),
    [
        (_reading(), []),
        (_reading(repaired=True), ["DOCUMENT_REPAIRED"]),
        (_reading("unreadable", quality=0.0), ["PAGE_UNREADABLE"]),
        (_reading("blank", quality=0.1), []),
        (_reading("text_layer_differs", "hidden_text"), ["TEXT_LAYER_DIFFERS"]),
        (_reading("hidden_text"), ["HIDDEN_TEXT"]),
        (_reading("field_differs"), ["FIELD_SHOWS_OTHER"]),
        (_reading("dark", quality=0.3), ["PAGE_POOR"]),
    ],
)
def test_each_fault_has_its_code(reading: Reading, codes: list[str]) -> None:
    """A sound page has none, an unreadable one only that."""
    assert [found.code for found in findings_of(reading)] == codes


@pytest.mark.parametrize(("by_hand", "printed", "codes"), [(4, 20, ["HANDWRITTEN"]), (3, 5, []), (4, 60, [])])
def test_a_page_filled_in_by_hand_says_so(by_hand: int, printed: int, codes: list[str]) -> None:
    """Some words among few; one that looks so by chance is none."""
    word = Word(text="Núria", box=Box(0, 0, 9, 9), confidence=0.6, source=Source.OCR, handwritten=True)
    words = (*[word] * by_hand, *[replace(word, handwritten=False)] * printed)
    page = Page(number=3, width=595, height=842, source=Source.OCR, words=words)
    reading = Reading(document="d" * 64, recipe="r", pages=(page,))
    assert [found.code for found in findings_of(reading)] == codes


def test_the_reason_is_one_to_act_on() -> None:
    """Which page, of which document, and what to do about it."""
    (poor,) = findings_of(_reading("dark", quality=0.3))
    assert (poor.es, poor.page, poor.document) == (
        "Conviene escanear de nuevo la página 3 (demasiado oscura).",
        3,
        "d" * 64,
    )
    (unclear,) = findings_of(_reading(quality=0.3))
    assert unclear.ca == "Convé escanejar de nou la pàgina 3 (difícil de llegir)."
