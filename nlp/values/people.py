"""Names of persons and companies, in natural order and with sensible capitals."""

from __future__ import annotations

import re
from collections.abc import Collection

from nlp.text import fold

_PARTICLES = frozenset("de del la las los y i e da do dos van von".split())
COMPANY_MARK = re.compile(
    r"\b(?:S\.?\s?C\.?\s?V\.?|S\.?A\.?T\.?|U\.?T\.?E\.?|S\.?\s?L\.?(?:\s?U\.?|\s?P\.?|\s?L\.?)?|S\.?\s?A\.?(?:\s?U\.?)?|C\.?\s?B\.?"
    r"|S\.?\s?C\.?(?:\s?P\.?)?|S\.?\s?Coop\.?|Coop\.?\s?V\.?|A\.?\s?I\.?\s?E\.?"
    r"|Cooperativa|Asociaci[oó]n|Associaci[oó]|Club|Fundaci[oó]n?|Comunidad|Comunitat|Federaci[oó]n?|Colla|Penya|Peña)(?=\W|$)",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"^(?:D\.?ª|D\.|D(?=\s)|(?-i:D[aª](?=[A-ZÀ-Ú][a-zà-ú]))|Dª\.?|Dña\.?|Don|Doña|Sra?\.|En(?=\s)|Na(?=\s)"
    r"|Sr\.?\s?/\s?Sra\.?)\s*",
    re.IGNORECASE,
)
_OF_THE = re.compile(  # "l'Associació de Veïns", "L'empresa Forn de Dalt, S.L."
    r"^(?:(?:l['’]|(?:la|el|els|les|los|las) )(?=[A-ZÀ-Ú])"
    r"|(?i:l['’]empresa|la (?:empresa|mercantil|sociedad|societat)) "
    r"|(?i:l['’]|la |el )(?=Comuni(?:dad|tat)\b|As(?:oc|soc)iaci|Cooperativa\b|F[ue][nd]\w*aci[oó]n?\b|Club\b))"
)
_EDGES = " \t.,;:_-–—|/()\"'"
_MOST_WORDS, _SHORTEST = 12, 3
_OF_A_FORM = re.compile(
    r"\b(?:abajo|procede|procedeix|indicad[oa]|indicat|autoriza|autoritza|marque|marqueu|rellen[ae]r?)\b", re.IGNORECASE
)
_WITH_DOCUMENT = re.compile(r"(?<=[\w.])[\s,(]+(?:con )?(?:N\.?I\.?[FE]|C\.?I\.?F|D\.?N\.?I)\b\.?", re.IGNORECASE)
BY_CERTIFICATE = re.compile(
    r"^(?:(?:firmad[oa]|signat|signada) (?:digital|electr[oò]nica)mente? (?:por|per)|digitally signed by)\W+",
    re.IGNORECASE,
)


def parse_person(text: str) -> str | None:
    """The name in natural order: "LÓPEZ SÁNCHEZ, MARÍA" is María López Sánchez; None where it is no name."""
    plain = re.sub(r"\s+", " ", text).strip(_EDGES + " ")
    plain = _WITH_DOCUMENT.split(plain, maxsplit=1)[0].strip(_EDGES)
    plain = _COURTESY.sub("", BY_CERTIFICATE.sub("", plain))
    company = bool(COMPANY_MARK.search(plain))
    if company and re.search(r"\b(?:[SC]\.\s?[LABC](?:\.?\s?[UPL])?|Coop\.\s?V)$", plain, re.IGNORECASE):
        plain += "."
    plain = _OF_THE.sub("", plain) if company else _natural_order(plain)
    words = plain.split()
    if not 1 <= len(words) <= _MOST_WORDS or sum(char.isalpha() for char in plain) < 3:
        return None
    if not company and any(char.isdigit() or char in "@€%/" for char in plain):
        return None
    if plain.count("(") != plain.count(")") or (not company and _OF_A_FORM.search(plain)):
        return None
    return with_capitals(plain) if _shouted(plain) else plain


def _natural_order(text: str) -> str:
    surnames, comma, given = text.partition(",")
    if comma and given.strip() and "," not in given:
        return f"{given.strip()} {surnames.strip()}"
    return text


def surnames_first(text: str, given: Collection[str]) -> str:
    """A name as a form asked for it, surnames before the given name, with the comma between them that was left out.

    `given` are folded given names: a name that begins with one and does not end with one is in natural order already.
    """
    words = text.split()
    if "," in text or len(words) < _SHORTEST or COMPANY_MARK.search(text):
        return text
    known = [fold(word) in given for word in words]
    if known[0] and not known[-1]:
        return text
    names = next((count for count, one in enumerate(reversed(known)) if not one), len(words) - 1)
    names = min(max(names, 1), len(words) - 1)
    return f"{' '.join(words[:-names])}, {' '.join(words[-names:])}"


def _shouted(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return text == text.lower() or sum(char.isupper() for char in letters) > 0.8 * len(letters)


def with_capitals(text: str) -> str:
    """Capitals as names carry them; company endings stay upper case."""
    words = text.split()
    return " ".join(_capital(word, first=place == 0) for place, word in enumerate(words))


def _capital(word: str, *, first: bool) -> str:
    lower = word.lower()
    if re.fullmatch(r"(?:s\.?l\.?u?\.?|s\.?a\.?u?\.?|c\.?b\.?|s\.?c\.?p?\.?|,)", lower):
        return word.upper()
    if lower in _PARTICLES and not first:
        return lower
    return re.sub(r"(^|[-'’])([^\W\d_])", lambda match: match[1] + match[2].upper(), lower)
