"""Whole numbers in Spanish and Valencian words, as people spell them in dates and amounts."""

from __future__ import annotations

_SMALL = {
    "es": (
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
        " dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete"
        " veintiocho veintinueve"
    ).split(),
    "ca": (
        "zero un dos tres quatre cinc sis set huit nou deu onze dotze tretze catorze quinze setze dèsset díhuit dènou"
        " vint vint-i-un vint-i-dos vint-i-tres vint-i-quatre vint-i-cinc vint-i-sis vint-i-set vint-i-huit vint-i-nou"
    ).split(),
}
_TENS = {
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(),
    "ca": "trenta quaranta cinquanta seixanta setanta huitanta noranta".split(),
}
_HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
).split()
_JOIN = {"es": " y ", "ca": "-"}


def in_words(number: int, language: str) -> str:
    """A number below a million."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        head = "mil" if thousands == 1 else f"{in_words(thousands, language)} mil".replace("uno mil", "ún mil")
        return f"{head} {in_words(rest, language)}" if rest else head
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        if language == "ca":
            head = "cent" if hundreds == 1 else f"{_SMALL['ca'][hundreds]}-cents"
        else:
            head = "cien" if number == 100 else _HUNDREDS[hundreds - 1]
        return f"{head} {in_words(rest, language)}" if rest else head
    if number < 30:
        return _SMALL[language][number]
    tens, rest = divmod(number, 10)
    return _TENS[language][tens - 3] + (_JOIN[language] + _SMALL[language][rest] if rest else "")
