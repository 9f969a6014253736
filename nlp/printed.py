"""What is printed on the paper and nobody's answer: options, examples, small print, the office's own letterhead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from casework.reading import Word
from nlp.candidates import Candidate
from nlp.labels import role_of
from nlp.layout import Sheet
from nlp.prose import OWN_TAX_IDS
from nlp.segments import Segment
from nlp.text import fold

_EXAMPLE = frozenset({"ej", "ejemplo", "exemple", "p ej", "e g"})
_PRIVACY = re.compile(
    r"proteccio de dades|proteccion de datos|responsable del trata|responsable del tracta"
    r"|delegad[oa] de proteccio|delegat de proteccio|\brgpd\b|reglamento ue|reglament ue|organica 3 2018|base juridica"
    r"|legitimacio|d(?:atos|ades) personal(?:es|s) ser"
    r"|finalidad(?:es)? del|finalitat del|\bdpd\b|ejercer (?:sus|los) derechos|exercir els"
)
_OFFICE = re.compile(
    r"^(?:(?:excm?o?|excelentisimo|excel lentissim|ilmo|m i) )?"
    r"(?:ayuntamiento|ajuntament|diputacion|diputacio|concejalia|regidoria)\b"
    r"|\bwww\b"
)
_OF_A_CORPORATION = re.compile(r"\b[nc] ?i ?f p ?[\do]{7}")  # as fold leaves it; a scan takes 0 for O
_OWN_VALUE = re.compile(
    r"@(?:[\w-]+\.)?(?:alicante|alacant)[\w-]*\.es$|P0301400H"
    r"|^(?:dpd|dpo|privacidad|privacitat|protecciondatos|rgpd|lopd|oac|sac|saic|registro|registre|ayuntamiento|ajuntament"
    r"|ejemplo|exemple|example|usuario|usuari|tucorreo|elteucorreu|nombre|nom)@"
)
_CORPORATION = re.compile(r"P\d{7}[A-J]")  # NIFs of municipalities, provinces and their bodies
_REACHED = re.compile(r"\b(?:tel|tfno|tlf|telefono|telefon|fax|centralita)\b")
_REACHED_BY = re.compile(r"\b(?:tel|tfno|tlf|telefono|telefon|fax)$")  # and the number stands in the next line
_STATUTE = re.compile(r"arts?|art[ií]culos?|articles?|ley|llei|decreto|decret|reglamento|reglament|rd|rdl|organica")
_FORM = frozenset("mod modelo model impreso impres formulario formulari".split())
_LEADING, _SPACE = 1.7, 0.3  # heights between the beginnings of two lines of a paragraph, and between two words
_HINT = re.compile(  # with their accents, which "que se repare" has not
    r"[¿(]?(?:(?:a|por|para|con|de|en|per|per a) )?(?:qué|cómo|cuál(?:es)?|cuándo|dónde|quién(?:es)?|cuánt[oa]s?|què)\b"
    r"|(?:indique|explique|describa|detalle|especifique|escriba|indiqueu|expliqueu|descriviu|detalleu|especifiqueu)\b",
    re.IGNORECASE,
)
_LONGEST_HINT = 12  # words
_NUMBER = re.compile(r"\d{6}")
_INDENT = 6.0  # points
_LINES = 4  # heights under the office's name
_TOP, _FOOT = 0.17, 0.9  # shares of the page's height
_UPPER = 0.35  # of the page's height: so far down a corporation's own NIF may stand, under title and stamp


def printed_words(sheets: Sequence[Sheet]) -> frozenset[int]:
    """The ids of all such words."""
    return frozenset(
        id(word)
        for sheet in sheets
        for found in (
            _options(sheet),
            _examples(sheet),
            _small_print(sheet),
            _letterhead(sheet),
            _legal(sheet),
            _form_number(sheet),
        )
        for word in found
    )


def is_citizens(candidate: Candidate) -> bool:
    """Whether a value may be a citizen's: the council's own identifiers are nobody's, nor what a form asks for.

    "Descripción: qué propone y para qué serviría" has its answer below.
    """
    if candidate.value in OWN_TAX_IDS or _OWN_VALUE.search(candidate.value):
        return False
    if candidate.colon and _HINT.match(candidate.raw) and len(candidate.raw.split()) <= _LONGEST_HINT:
        return False
    if _CORPORATION.fullmatch(candidate.value):
        return candidate.role > 0
    owner = role_of(candidate.field)
    return owner is None or owner[1] != "name" or not _OFFICE.match(fold(candidate.value))


def _options(sheet: Sheet) -> Iterator[Word]:
    """The words beside tick boxes: what is printed there is an option to tick, and no number of anybody's."""
    yield from (word for tick in sheet.ticks for word in tick.caption if not _NUMBER.search(word.text))


def _small_print(sheet: Sheet) -> Iterator[Word]:
    """The lines about data protection, where every council prints addresses and numbers of its own, to their end."""
    edge = max((segment.box.x1 for segment in sheet.segments), default=0.0)
    above: Sequence[Segment] = ()
    for line in sheet.lines:
        if _PRIVACY.search(fold(_text(line))) or (above and _goes_on(above, line, edge)):
            yield from _words(line)
            above = line
        else:
            above = ()


def _goes_on(above: Sequence[Segment], line: Sequence[Segment], edge: float) -> bool:
    """Whether a line continues the one above: it follows closely, and its first word had no room left there."""
    first, last = line[0], above[-1]
    close = 0 <= first.box.y0 - last.box.y0 < _LEADING * last.height and abs(first.box.x0 - above[0].box.x0) < _INDENT
    return close and last.box.x1 + first.words[0].box.width + _SPACE * last.height > edge


def _legal(sheet: Sheet) -> Iterator[Word]:
    """The numbers of articles and statutes: "art. 93.1.e", "Ley 39/2015"."""
    for line in sheet.lines:
        words = list(_words(line))
        for before, word in pairwise(words):
            if _STATUTE.fullmatch(fold(before.text)) and word.text[:1].isdigit():
                yield word


def _form_number(sheet: Sheet) -> Iterator[Word]:
    """What the office calls the form itself by, at its head or foot: "Mod. 27-A", "Imprés ST/3"."""
    for line in sheet.lines:
        if _TOP * sheet.page.height < line[0].box.middle[1] < _FOOT * sheet.page.height:
            continue
        for before, word in pairwise(_words(line)):
            if fold(before.text) in _FORM and any(map(str.isdigit, word.text)):
                yield word


def _letterhead(sheet: Sheet) -> Iterator[Word]:
    """The lines at the head and the foot of a page that tell the office's name and how to reach it."""
    height = sheet.page.height
    for segment in sheet.segments:
        middle, text = segment.box.middle[1], fold(segment.text)
        at_edge = not _TOP * height < middle < _FOOT * height
        named = at_edge and _OFFICE.search(text)
        if named or (not _UPPER * height < middle < _FOOT * height and _OF_A_CORPORATION.search(text)):
            yield from segment.words
            yield from _under(sheet, segment)


def _under(sheet: Sheet, office: Segment) -> Iterator[Word]:
    """The lines right under the office's name that tell how to reach it."""
    last = office
    for other in sheet.segments[office.index + 1 :]:
        if other.box.y0 - last.box.y1 > last.height or other.box.y0 > office.box.y1 + _LINES * office.height:
            break
        beside = other.box.x0 < office.box.x1 and other.box.x1 > office.box.x0
        told = _REACHED.search(fold(other.text)) or _REACHED_BY.search(fold(last.text))
        if other.line != office.line and beside and told and "@" not in office.text:
            yield from other.words
            last = other


def _examples(sheet: Sheet) -> Iterator[Word]:
    """The words after "Ej.:" up to the end of their printed line: they show how to fill in, and are nobody's."""
    for line in sheet.lines:
        words = list(_words(line))
        start = next((place for place, word in enumerate(words) if fold(word.text) in _EXAMPLE), len(words))
        yield from words[start:]


def _text(line: Sequence[Segment]) -> str:
    return " ".join(segment.text for segment in line)


def _words(line: Sequence[Segment]) -> Iterator[Word]:
    return (word for segment in line for word in segment.words)
