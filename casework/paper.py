"""What the reading of a document tells the clerk about the paper itself: damage, poor pages, a text layer that lies."""

from __future__ import annotations

from dataclasses import replace

from casework.findings import Finding, finding
from casework.reading import Page, Reading

POOR = 0.6
"""The quality of a page below which a better copy is worth asking for while the citizen is there."""

_FEWEST_BY_HAND, _LEAST_BY_HAND = 4, 0.08  # words, and their share of a page's: a single word may look so by chance

_FAULTS = {
    "dark": {"es": "demasiado oscura", "ca": "massa fosca"},
    "faint": {"es": "demasiado clara", "ca": "massa clara"},
    "blurred": {"es": "borrosa", "ca": "borrosa"},
    "low_resolution": {"es": "con poca resolución", "ca": "amb poca resolució"},
}
_UNCLEAR = {"es": "difícil de leer", "ca": "difícil de llegir"}


def findings_of(reading: Reading) -> tuple[Finding, ...]:
    """The findings of a document's reading, those of its pages in their order."""
    repaired = (finding("DOCUMENT_REPAIRED", document=reading.document),) if reading.repaired else ()
    return (*repaired, *(replace(one, document=reading.document) for page in reading.pages for one in _of_page(page)))


def _of_page(page: Page) -> tuple[Finding, ...]:
    if "unreadable" in page.notes:
        return (finding("PAGE_UNREADABLE", page=page.number, label=_both(str(page.number))),)
    found = []
    if "text_layer_differs" in page.notes:
        found.append(finding("TEXT_LAYER_DIFFERS", page=page.number, label=_both(str(page.number))))
    elif "hidden_text" in page.notes:
        found.append(finding("HIDDEN_TEXT", page=page.number, label=_both(str(page.number))))
    if "field_differs" in page.notes:
        found.append(finding("FIELD_SHOWS_OTHER", page=page.number, label=_both(str(page.number))))
    if page.quality < POOR and "blank" not in page.notes:
        fault = next((_FAULTS[note] for note in page.notes if note in _FAULTS), _UNCLEAR)
        label = {language: f"{page.number} ({words})" for language, words in fault.items()}
        found.append(finding("PAGE_POOR", page=page.number, label=label))
    by_hand = sum(word.handwritten for word in page.words)
    if by_hand >= max(_FEWEST_BY_HAND, _LEAST_BY_HAND * len(page.words)):
        found.append(finding("HANDWRITTEN", page=page.number, label=_both(str(page.number))))
    return tuple(found)


def _both(text: str) -> dict[str, str]:
    return {"es": text, "ca": text}
