"""The language of a page and of a whole."""

from __future__ import annotations

import pytest

from bots.reading.text import text_pages
from nlp.languages import language_of, language_of_page

CASES = [
    ("La persona que firma solicita que la tarjeta se le envíe por correo con los datos del domicilio.", "es"),
    ("La persona que signa sol·licita que la targeta se li envie per correu amb les dades de l'adreça.", "ca"),
    ("48576231R 14/03/2026 612 345 678", None),
    ("Nom / Nombre  Adreça / Domicilio  Signatura / Firma  Data / Fecha", None),
]


@pytest.mark.parametrize(("text", "language"), CASES)
def test_a_page_says_which_language_it_is_in(text: str, language: str | None) -> None:
    """By its little words; numbers, and a form in both languages, say neither."""
    (page,) = text_pages(text)
    assert language_of_page(page) == language


def test_the_whole_is_in_the_language_of_most_of_it() -> None:
    """A Spanish annex makes no Spanish application of a longer Valencian one."""
    pages = [page for text, _ in CASES[:2] for page in text_pages(text)]
    assert language_of([pages[1], *pages]) == "ca"
    assert language_of(list(text_pages(CASES[2][0]))) == "es"
