"""Which language a page is written in: Spanish or Valencian, by the little words of each."""

from __future__ import annotations

from collections.abc import Sequence

from casework.reading import Page
from nlp.text import fold

_CATALAN = frozenset(
    (
        "amb dels els les i la lloc nom cognoms adreca data signatura sollicita exposa que aquest este "
        "esta telefon correu electronic dades persona interessada per"
    ).split()
)
_SPANISH = frozenset(
    (
        "con los las y el lugar nombre apellidos domicilio fecha firma solicita expone que este esta "
        "telefono correo electronico datos persona interesada por"
    ).split()
)
_ONLY_CATALAN, _ONLY_SPANISH = _CATALAN - _SPANISH, _SPANISH - _CATALAN


def language_of(pages: Sequence[Page]) -> str:
    """Es or ca, whichever has more little words; es where neither has."""
    return "ca" if _balance(pages) > 0 else "es"


def language_of_page(page: Page) -> str | None:
    """Es or ca; None where nothing tells them apart: a blank page, a photograph, a plan, a form in both languages."""
    balance = _balance([page])
    return None if balance == 0 else "ca" if balance > 0 else "es"


def _balance(pages: Sequence[Page]) -> int:
    """How many more Valencian words than Spanish ones."""
    words = [word for page in pages for word in fold(page.text).split()]
    return sum(word in _ONLY_CATALAN for word in words) - sum(word in _ONLY_SPANISH for word in words)
