"""Where another application begins in a file: by several clues together, never by one that forms repeat."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from casework.fields import ANOTHER_APPLICATION, BLANK, SEPARATOR
from casework.reading import Page, Source
from dovtech.procedures import load_procedures
from nlp.asking import Asking
from nlp.bundles import Bundles, parts_of
from nlp.corpus.paper import Paper
from nlp.sheets import Sheets

PROCEDURES = load_procedures(Path(__file__).parents[3] / "procedures")
BUNDLES = Bundles(PROCEDURES, Asking(PROCEDURES))
LABELS = ("P04", "P08", "id_document")
VENUE, PROPOSAL = "Solicitud de uso de local municipal", "Propuesta ciudadana"
ANA, PERE = "48576231R", "X0781414N"


def page(*lines: str, foot: str = "") -> Page:
    paper = Paper()
    for place, line in enumerate(lines):
        paper.write(50, 60 + 24 * place, line, 10)
    paper.write(480, 810, foot, 7)
    return paper.done().page


def first(title: str = VENUE, number: str = ANA, foot: str = "") -> Page:
    signed = "En Alicante, a 3 de mayo de 2026"
    return page(title, "DATOS DEL SOLICITANTE", f"NIF: {number}", signed, "Firma", foot=foot)


def others(*pages: Page, kinds: tuple[str, ...] = ()) -> list[int]:
    table = np.full((len(pages), len(LABELS)), 0.01)
    for row, kind in enumerate(kinds or ("P04",) * len(pages)):
        table[row, LABELS.index(kind)] = 0.98
    return sorted(BUNDLES.others([("ab", one) for one in pages], LABELS, table, Sheets()))


def test_the_same_form_by_another_person_is_another_application() -> None:
    """The pages before stay, all later ones that ask for something are the other's."""
    assert others(first(), first(number=PERE), page("Más datos")) == [1, 2]


def test_the_same_form_by_the_same_person_is_not() -> None:
    """A copy for the citizen begins anew and has the same NIF."""
    assert others(first(foot="Página 1 de 1"), first(foot="Página 1 de 1")) == []


def test_another_procedures_form_is_another_application() -> None:
    """By its title, with a page that is surely of that kind, whoever the applicant is."""
    assert others(first(), first(PROPOSAL), kinds=("P04", "P08")) == [1]


def test_another_title_over_a_page_without_an_applicant_heads_a_section() -> None:
    """A form's second page may begin with the block of another matter."""
    assert others(first(), page(PROPOSAL, "Texto de la propuesta"), kinds=("P04", "P08")) == []


@pytest.mark.parametrize(
    "second",
    [
        first(number=PERE, foot="Página 2 de 2"),
        page(VENUE, "DATOS DEL SEGUNDO SOLICITANTE", f"NIF: {PERE}"),
        page(VENUE, "DATOS DEL REPRESENTANTE", f"NIF: {PERE}"),
        page(VENUE, "DATOS DEL SOLICITANTE", "NIF: 48576231A"),
    ],
)
def test_a_form_of_two_pages_is_one(second: Page) -> None:
    """Its number goes on; it names another person of the same matter; or its NIF is misread."""
    assert others(first(foot="Página 1 de 2"), second) == []


def test_a_number_that_begins_anew_needs_the_title_too() -> None:
    """A sheet of its own within an application has a number of its own, and no title."""
    numbered = first(foot="Página 1 de 2")
    assert others(numbered, page(VENUE, "Texto", foot="1/2")) == [1]
    assert others(numbered, page("Declaración", "Texto", foot="1/2")) == []


def test_every_page_has_its_part() -> None:
    """Empty pages and sheets between papers are told; the other application stands apart."""
    empty = Page(number=2, width=595, height=842, source=Source.OCR, notes=("blank",))
    pages = [("ab", first()), ("ab", empty), ("ab", page("HOJA SEPARADORA")), ("ab", first()), ("cd", first())]
    parts = parts_of(pages, ["P04"] * 5, frozenset({3}))
    assert [part.kind for part in parts] == ["P04", BLANK, SEPARATOR, ANOTHER_APPLICATION, "P04"]
    assert [part.document for part in parts] == ["ab", "ab", "ab", "ab", "cd"]


def test_a_separator_speaks_for_a_beginning() -> None:
    """More than what merely stands between."""
    plain = page("DATOS DEL SOLICITANTE", f"NIF: {ANA}")
    assert others(plain, page("HOJA SEPARADORA"), page("DATOS DEL SOLICITANTE", f"NIF: {PERE}")) == [2]
