"""Several things asked for together: "CP y municipio" over "03005 Alicante (Alicante)", "Teléfono / Correo"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casework.reading import Word
from nlp.labels import Caption

_SHARED = frozenset(("postal_code", "municipality", "province"))
_BETWEEN = frozenset("/ - – — | · ; y i".split())
_ANSWER = re.compile(
    r"^\W*(?P<postal_code>\d{5}\b)?[\s\-–—,.:/]*(?P<municipality>[^\W\d].*?)"
    r"(?:(?:\s+[-–—/]\s+|\s*[,(]\s*)(?P<province>[^\W\d][^()]*?))?[\s\-–—,.)]*$"
)


def share_of(field: str, caption: Caption, words: Sequence[Word]) -> Sequence[Word]:
    """The words of an answer that are a field's own, where its caption asks for several things at once."""
    asked = {target.name for target in caption.targets if target.sort == "concept"}
    if {"phone", "email"} <= asked and field.endswith(("_phone", "_email")):
        mail = field.endswith("_email")
        return [word for word in words if ("@" in word.text) == mail and word.text not in _BETWEEN]
    concept = next((name for name in _SHARED if field.endswith(f"_{name}")), "")
    if concept not in asked or len(asked & _SHARED) == 1:
        return words
    answer = _ANSWER.match(" ".join(word.text for word in words))
    if answer is None or answer[concept] is None:
        # Without a separator one name stands there: the town's.
        return ()
    start, end = answer.span(concept)
    own, place = [], 0
    for word in words:
        if place < end and place + len(word.text) > start:
            own.append(word)
        place += len(word.text) + 1
    return own
