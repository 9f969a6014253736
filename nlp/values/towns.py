"""Places that a reader of pictures took for another word, put right by the list of municipalities."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from casework.municipalities import names_of, provinces_of
from nlp.text import fold, near
from nlp.values.value import REPAIRED, Value

# Where the citizens of a town by the sea live: its province and those around it, and the country's largest towns.
_HEREABOUTS = ("03", "46", "12", "30", "02")
_LARGEST = (
    "Madrid", "Barcelona", "Sevilla", "Zaragoza", "Saragossa", "Málaga", "Palma", "Bilbao", "Córdoba", "Valladolid",
    "Granada", "Tarragona", "Girona", "Almería",
)  # fmt: skip
_LEAST = 5  # letters: shorter names are a letter away from too many others
_ADDED = re.compile(r"[\W_]+")


def mended_town(read: Value) -> Value:
    """A place as it was read from a picture, put right where that leaves no doubt; `repaired` says so."""
    meant = meant_town(read.text)
    return read if meant is None else Value(meant, (REPAIRED,))


@lru_cache(maxsize=1024)
def meant_town(read: str) -> str | None:
    """The place whose name was misread by a letter, or by signs among its letters: "Mlicante", "AL.ICANTE".

    None where the word is a place as it stands, and where no place, or more than one, is so near.
    """
    letters = _letters(read)
    if len(letters) < _LEAST or provinces_of(read):
        return None
    if letters in _places():
        return _places()[letters]
    alike = {_places()[place] for place in _places() if len(place) >= _LEAST and near(place, letters)}
    return alike.pop() if len(alike) == 1 else None


def _letters(text: str) -> str:
    return _ADDED.sub("", fold(text))


@cache
def _places() -> dict[str, str]:
    """What places are called, by the letters of their names."""
    names = sorted({name for province in _HEREABOUTS for name in names_of(province)} | set(_LARGEST))
    return {_letters(name): name for name in names if "/" not in name and "," not in name}
