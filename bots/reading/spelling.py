"""Letters that PP-OCR is known to mistake in Spanish and Valencian, where the mend is safe."""

from __future__ import annotations

import re
import unicodedata

_MENDS: tuple[tuple[re.Pattern[str], str], ...] = (
    # the sign for degrees stands in these papers only before C; elsewhere it is an ordinal
    (re.compile(r"°(?!\s*[CF]\b)"), "º"),
    (re.compile(r"^([DM]|M[.ª]?|D\.|Fdo|N)\.?a$"), r"\g<1>ª"),
    (re.compile(r"(?<=\d);(?=\d{2}$)"), ","),  # 8.534;30
    (re.compile(r"^(\d{1,3}),(\d{3}),(\d{2})$"), r"\g<1>.\g<2>,\g<3>"),  # 6,295,14
    (re.compile(r"^n[\"“”*]$"), "nº"),
    (re.compile(r"^(Pza|Plza|Pje|Avda?|Av|Ctra|Urb|Pda|Ptda)[,;]$"), r"\g<1>."),
    (re.compile(r"[‐‑]"), "-"),
    (re.compile(r"[，]"), ","),
    (re.compile(r"[：]"), ":"),
    (re.compile(r"[（]"), "("),
    (re.compile(r"[）]"), ")"),
    (re.compile(r"[；]"), ";"),
    (re.compile(r"[’‘`´](?=\w)"), "'"),
    (re.compile(r"(?<=l)[-•∙⋅‧・](?=l)", re.IGNORECASE), "·"),
    (re.compile(r"(?<=[a-zà-ü]l)[.](?=l[aeiouàèéíòóú])|(?<=[A-ZÀ-Ü]L)[.](?=L[AEIOUÀÈÉÍÒÓÚ])"), "·"),  # sol.licitud
    (re.compile(r"^I(?='[A-Za-zÀ-ü])"), "l"),  # I'habitatge
    (re.compile(r"^l(?=[bcdfghjkmnpqrstvxz][a-zà-ü]|[A-ZÀ-Ü]{2})"), "I"),  # lnés, lVA: no word begins so
)
_ADDRESS = re.compile(r"@|www|://|[.](?:es|com|org|net|cat)\b")  # in an e-mail or web address every sign counts

_PLATE = re.compile(r"\d{4}[A-Z]*[ckpsvwxz][A-Z]*")  # a car's

_LLOP = re.compile(r"(?<![^._@-])Il(?=[aeiou])(?!.*[A-Z])")  # Llop and Llinares; capitals are rare there


def mended(word: str) -> str:
    """The word with ordinals, full-width punctuation, apostrophes and the l·l of Valencian as they are printed."""
    if _ADDRESS.search(word):
        return _LLOP.sub("ll", _plain(word) if "@" in word else word).strip()
    for wrong, right in _MENDS:
        word = wrong.sub(right, word)
    return (word.upper() if _PLATE.fullmatch(word) else word).strip()


def _plain(address: str) -> str:
    """An e-mail address without the accents and cedillas that specks made: it has none."""
    return "".join(sign for sign in unicodedata.normalize("NFD", address) if not unicodedata.combining(sign))
