"""Whole numbers written in Spanish or Valencian words, as amounts and dates in letters need them."""

from __future__ import annotations

from collections.abc import Sequence

_UNITS = {
    "cero": 0, "zero": 0, "un": 1, "uno": 1, "una": 1,
    "u": 1, "primero": 1, "primer": 1, "dos": 2, "dues": 2, "tres": 3,
    "cuatro": 4, "quatre": 4, "cinco": 5, "cinc": 5, "seis": 6, "sis": 6, "siete": 7, "set": 7, "ocho": 8, "huit": 8,
    "vuit": 8, "nueve": 9, "nou": 9, "diez": 10, "deu": 10,
    "once": 11, "onze": 11, "doce": 12, "dotze": 12, "trece": 13,
    "tretze": 13, "catorce": 14, "catorze": 14, "quince": 15,
    "quinze": 15, "dieciseis": 16, "setze": 16, "diecisiete": 17,
    "desset": 17, "disset": 17, "dieciocho": 18, "devuit": 18,
    "divuit": 18, "dihuit": 18, "diecinueve": 19, "denou": 19,
    "dinou": 19, "veinte": 20, "vint": 20, "veintiun": 21, "veintiuno": 21, "veintiuna": 21, "veintidos": 22,
    "veintitres": 23, "veinticuatro": 24, "veinticinco": 25, "veintiseis": 26, "veintisiete": 27, "veintiocho": 28,
    "veintinueve": 29, "treinta": 30, "trenta": 30, "cuarenta": 40, "quaranta": 40, "cincuenta": 50, "cinquanta": 50,
    "sesenta": 60, "seixanta": 60, "setenta": 70, "setanta": 70, "ochenta": 80, "huitanta": 80, "vuitanta": 80,
    "noventa": 90, "noranta": 90,
}  # fmt: skip
_HUNDREDS = {
    "cien": 100, "cent": 100, "ciento": 100,
    "doscientos": 200, "doscientas": 200, "trescientos": 300, "trescientas": 300,
    "cuatrocientos": 400, "cuatrocientas": 400, "quinientos": 500, "quinientas": 500, "seiscientos": 600,
    "seiscientas": 600, "setecientos": 700, "setecientas": 700, "ochocientos": 800, "ochocientas": 800,
    "novecientos": 900, "novecientas": 900,
}  # fmt: skip
_TIMES = {"cents": 100, "centes": 100, "mil": 1000}
_LINKS = frozenset("y i".split())
NUMERALS = frozenset({*_UNITS, *_HUNDREDS, *_TIMES})
"""Every folded word that is part of a number."""


def number_in_words(words: Sequence[str]) -> int | None:
    """The number that folded words spell; None where any of them is no part of a number."""
    spelled = [word for word in words if word not in _LINKS]
    if not spelled:
        return None
    total, part = 0, 0
    for word in spelled:
        if word in _TIMES:
            part = max(part, 1) * _TIMES[word]
            if word == "mil":
                total, part = total + part, 0
        elif word in _UNITS or word in _HUNDREDS:
            part += _UNITS.get(word, 0) + _HUNDREDS.get(word, 0)
        else:
            return None
    return total + part
