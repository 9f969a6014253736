"""A name and the number of its document stand together: who says whose the one is, says whose the other is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from casework.procedure import FieldType, Procedure
from casework.reading import Word
from nlp.candidates import READERS, Candidate, candidate
from nlp.labels import role_of
from nlp.layout import Sheet
from nlp.names import NAME
from nlp.prose import PATTERNS
from nlp.running import running

_REACH = 60  # characters from a name to its number
_BETWEEN = re.compile(  # "Rosa Gil Mira, administradora, con DNI nº "
    r"[\s,(–-]*(?:[^\W\d_]+[\s,]+){0,4}?(?:con |amb )?(?:el )?"
    r"(?:D\.?\s?N\.?\s?I\.?|N\.?\s?I\.?\s?[EF]\.?|C\.?\s?I\.?\s?F\.?|document\w*|carnet\w*)[\s.:/()]*(?:n[ºo]?\.?|n[uú]m\.?)?[\s.:]*",
    re.IGNORECASE,
)
_TOLD = READERS | {"signature"}
_PARTNER = {"name": "id", "id": "name"}


def paired(candidates: Sequence[Candidate], sheets: Sequence[Sheet], procedure: Procedure) -> Iterator[Candidate]:
    """For each name with a number behind it: the fields of one role that candidates give to one of them, for the other.

    `sheets` are the pages of letters, where such pairs stand in sentences.
    """
    told: dict[int, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if one.source in _TOLD and one.role >= 0:
            for word in one.words:
                told[word].append(one)
    for sheet in sheets:
        text, words = running(sheet)
        for name in NAME.finditer(text):
            number = PATTERNS[FieldType.TAX_ID].search(text, name.end(), name.end() + _REACH)
            if number is None or not _BETWEEN.fullmatch(text, name.end(), number.start()):
                continue
            spans = {"name": _within(words, *name.span()), "id": _within(words, *number.span())}
            for concept, own in spans.items():
                yield from _told_of(concept, own, spans[_PARTNER[concept]], told, sheet, procedure)


def _told_of(
    concept: str,
    own: Sequence[Word],
    partner: Sequence[Word],
    told: dict[int, list[Candidate]],
    sheet: Sheet,
    procedure: Procedure,
) -> Iterator[Candidate]:
    """Candidates for the words of a name or a number, of the roles that its partner's words are told in."""
    sure: dict[str, float] = defaultdict(float)
    for one in {id(one): one for word in partner for one in told[id(word)]}.values():
        owner = role_of(one.field)
        if owner is not None and owner[1] == _PARTNER[concept]:
            sure[owner[0]] = max(sure[owner[0]], one.certainty)
    for role, certainty in sure.items():
        spec = procedure.fields.get(f"{role}_{concept}")
        made = None if spec is None else candidate(spec, sheet, own, "pattern", certainty=certainty)
        if made is not None:
            yield made


def _within(words: Sequence[tuple[int, Word]], start: int, end: int) -> list[Word]:
    return [word for at, word in words if at < end and at + len(word.text) > start]
