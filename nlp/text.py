"""Text as labels and titles are compared: without accents, case, punctuation or the accidents of OCR."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

_NUMBER_SIGN = re.compile(r"\b[nN]\s?\.?\s?[º°ª](?!\w)|\b(?:n[uú]mero|n[uú]m|nro)\b\.?", re.IGNORECASE)
_GEMINATE = re.compile(r"(?<=l)\s?[·.•\-∙]\s?(?=l)", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")  # N.I.F., C.P.
_OTHER = re.compile(r"[^a-z0-9]+")
SHORT = 4  # letters of a word that must stand as it is
STOPWORDS = frozenset(
    (
        "y i o u de del la el los las lo d l m dels les els en a al per por que qui su seu seva sus se un una e als"
        " amb con para sr sra don dona"
    ).split()
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents, `n.º` and its kin as `num`, l·l as ll, single spaces between words."""
    text = _DOTTED.sub(lambda match: match[0].replace(".", "") + " ", _NUMBER_SIGN.sub(" num ", text))
    text = _GEMINATE.sub("", text)
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _OTHER.sub(" ", plain).strip()


@lru_cache(maxsize=65536)
def content(text: str) -> tuple[str, ...]:
    """The folded words that carry meaning: articles and prepositions of both languages are left out."""
    words = tuple(word for word in fold(text).split() if word not in STOPWORDS)
    return words or tuple(fold(text).split())


@lru_cache(maxsize=131072)
def near(first: str, second: str) -> bool:
    """Whether two words are at most one edit apart."""
    short, long = sorted((first, second), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((place for place, char in enumerate(short) if char != long[place]), len(short))
    return short[same:] == long[same + 1 :] or short[same + 1 :] == long[same + 1 :]


def _stands_near(word: str, given: Collection[str]) -> bool:
    size = len(word)
    return any(-2 < len(other) - size < 2 and near(word, other) for other in given)


def coverage(wanted: Iterable[str], given: Iterable[str]) -> float:
    """The share of the wanted words that are among the given ones, an edit apart where they are long."""
    wanted, given = list(wanted), set(given)
    found = sum(word in given or (len(word) > SHORT and _stands_near(word, given)) for word in wanted)
    return found / len(wanted) if wanted else 0.0
