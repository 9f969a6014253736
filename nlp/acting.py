"""Captions and headings for who acts for somebody, in words that no list has all of.

"Administrador, gestor o asesor que lo presenta", "Pare, mare o tutor (si és menor)", "Apoderat/da".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from casework.reading import Source
from nlp.labels import Caption, Target
from nlp.segments import Segment
from nlp.text import fold

_POST = r"(?:president[ea]?|presidenta|delegad[oa]|delegat|administrador[a]?|secretari[oa]?|gerente?|tutor[a]?)"
_ACTS = re.compile(
    r"\b(?:apoderad[oa]|apoderat|mandatari[oa]?|(?:padre|madre|pare|mare)\b.{0,20}\btutor[a]?|tutor[a]? legal"
    r"|en nom i per compte|en nombre y por cuenta|(?:otra|altra) persona en (?:su nombre|nom seu|el seu nom)"
    r"|(?:que|qui|quien) (?:lo|la|ho|el|le) (?:presenta|tramita|representa)"
    r"|(?:signa|firma|actua) per (?:l|la|el) (?:entitat|associacio|empresa)"
    r"|(?:firma|actua) por (?:la|el) (?:entidad|asociacion|empresa)"
    rf"|{_POST}\b.{{0,30}}\bque (?:firma|signa|representa|actua|presenta))\b"
)
_NOT_ACTS = re.compile(r"^(?:firma|signatura|signat|firmado|fdo)\b(?! por| per)")  # where somebody is to sign
_NUMBER = re.compile(r"^\W*\d{1,2}\b")  # of a section
_MOST_WORDS = 11
_LIKENESS = 0.8


def says_who_acts(text: str) -> bool:
    """Whether a few words stand for who acts for somebody; with the number of a document they name one."""
    said = fold(text)
    short = len(said.split()) <= _MOST_WORDS and not any(map(str.isdigit, _NUMBER.sub("", text)))
    return short and bool(_ACTS.search(said)) and not _NOT_ACTS.match(said)


def caption_of_who_acts(segment: Segment) -> Iterator[Caption]:
    """The words that a segment begins with as the caption for a representative's name, where that is what they say."""
    texts = [word.text for word in segment.words] if len(segment.words) <= _MOST_WORDS else []
    end = next((n for n in range(1, len(texts) + 1) if says_who_acts(" ".join(texts[:n]))), 0)
    if end and segment.words[0].source is not Source.FORM_FIELD:
        targets = {Target("field", "representative_name"): _LIKENESS}
        yield Caption(0, end, targets, "representative", texts[end - 1].endswith(":"))
