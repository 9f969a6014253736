"""What a letter tells and what it asks, each whole: under EXPONE and SOLICITA, or between greeting and signature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casework.procedure import Procedure
from nlp.candidates import Candidate, candidate
from nlp.telling import Telling
from nlp.values.numerals import NUMERALS

_WITH_REASONS = frozenset({"statement", "petition"})
_TELLS = re.compile(
    r"(?:^|\n|(?<=[,.;:]\s))(?:[\divx]+[.)\-]+\s*)?(?:que\s)?(?:expon(?:e|go|en)|expos(?:a|e|en)|manifiest[ao]"
    r"|manifest[ae]|(?:los siguientes |els seguents )?(?:hechos|fets)"
    r"|alegaciones|al.?legacions|digo(?=:)|dic(?=:)|alego|al.?legue)(?: (?:y|i) (?:alega|al.?lega))?"
    r"(?: (?:los siguientes hechos|els seguents fets|lo siguiente|el seguent))?\s*[:.]?(?=[\s])\s*(?=\S)"
)
# A lawyer's letter says who appears and what came to pass first, and then argues.
_ARGUES = re.compile(
    r"\b(?:las|les|els) (?:siguientes|seguents|presentes|presents) (?:alegaciones|al.?legacions)\s*:\s*(?=\S)"
)
ASKS = re.compile(
    r"(?:^|\n|(?<=[,.;:]\s))(?:(?:por (?:todo )?(?:ello|lo (?:expuesto|anterior))|per (?:tot )?(?:aixo"
    r"|el que s.ha exposat|l.exposat)"
    r"|por eso|asi que|aixi que|por tanto|per tant|en consecuencia|en consequencia)[^\n:]{0,30}?,?\s)?"
    r"(?:les |us |vos |els )?"
    r"(?:solicit(?:a|o|amos|an)|sol.?licit(?:a|e|o|em|en)|suplic[ao]|pid(?:e|o|en)|pedimos|deman(?:a|e|em|en)"
    r"|rueg(?:o|a)|rogamos"
    r"|preg(?:ue|uem)|quisiera|quisieramos|voldria|voldriem|quiero pedir|vull demanar|me gustaria"
    r"|m.agradaria)\b\s*:?\s*(?=\S)"
)
ENDS = re.compile(
    rf"\n(?:en |a )?[a-z .'’]{{2,30}}, ?(?:a |el )?(?:\d{{1,2}} |(?:{'|'.join(NUMERALS)})\b[a-z -]{{0,12}} de? )"
    r"|\n[^\n]{0,30}\b(?:atentamente|atentament|saludos?"
    r"|salutaci\w+|cordial\w*|gracias|gracies|quedo a la espera"
    r"|quede a l|a la espera|a l.espera|sin otro particular|sense res mes|es gracia que|firmado|fdo|signat"
    r"|adjunto|adjunte|acompan\w+|documentacio)\b"
)
_PROPOSES = re.compile(
    r"\b(?:consist\w+|es tracta|se trata|la idea|proposo?e?m?|propongo|proponemos|seria|volem que|queremos que"
    r"|pensem que|pensamos que|cre[oe]c? que)\b"
)
_TITLED = re.compile(r"^(?:titulo|titol|nombre|nom)\b[^:]{0,30}:|[«\"“][^»\"”]+[»\"”][. ]*$")
_OF_OTHERS = re.compile(
    r"^subject:|\b(?:interpos\w+|interpong\w+|present\w+ (?:las |les )?(?:siguientes |seguents )?(?:alegaciones"
    r"|al.?legacions)|dni|nif|nie|em dic|me llamo|soy|soc|qui subscriu)\b"
)
_SAYS, _PROPOSAL = 9, 12  # words


def reasons(page: Telling, procedure: Procedure, block: int) -> Iterator[Candidate]:
    """What is told and what is asked on a page, from the words that open each to those that open the next."""
    yield from _proposal(page, procedure, block)
    if not _WITH_REASONS & procedure.fields.keys():
        return
    tells = _ARGUES.search(page.plain) or _TELLS.search(page.plain)
    asks = next(ASKS.finditer(page.plain, tells.end() if tells else 0), None)
    end = min(_end(page, (asks or tells).end()), block) if asks or tells else 0  # type: ignore[union-attr]  # one of them is there
    if tells is not None:
        yield from _made(page, procedure, "statement", tells.end(), asks.start() if asks else end)
    elif asks is not None:
        yield from _untitled(page, procedure, asks.start())
    if asks is not None and end > asks.end():
        yield from _made(page, procedure, "petition", asks.end(), end)


def _untitled(page: Telling, procedure: Procedure, asks: int) -> Iterator[Candidate]:
    """What is told before the request without a word that says so: the paragraphs that do not tell who writes."""
    lines = [(start, end) for start, end in _lines(page, asks) if not _OF_OTHERS.search(page.plain[start:end])]
    lines = [(start, end) for start, end in lines if len(page.text[start:end].split()) >= _SAYS]
    if lines and not any(char in page.text[lines[0][0] : lines[-1][1]] for char in ("@",)):
        yield from _made(page, procedure, "statement", lines[0][0], lines[-1][1])


def _proposal(page: Telling, procedure: Procedure, block: int) -> Iterator[Candidate]:
    """The paragraph that says what somebody proposes: by its verb, or as the one after the title's."""
    if "proposal_text" not in procedure.fields:
        return
    titled = False
    for start, end in _lines(page, block):
        text = page.plain[start:end]
        long = len(text.split()) >= _PROPOSAL
        if long and (titled or _PROPOSES.search(text)) and not _OF_OTHERS.search(text):
            yield from _made(page, procedure, "proposal_text", start, end)
            return
        titled = bool(_TITLED.search(text)) or (titled and not long)


def _lines(page: Telling, end: int) -> Iterator[tuple[int, int]]:
    at = 0
    for line in page.text[:end].split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _end(page: Telling, start: int) -> int:
    match = ENDS.search(page.plain, start)
    return match.start() if match else len(page.text)


def _made(page: Telling, procedure: Procedure, field: str, start: int, end: int) -> Iterator[Candidate]:
    spec = procedure.fields.get(field)
    words = page.between(start, end) if end > start else ()
    if spec is None or len(words) < 3:
        return
    made = candidate(spec, page.sheet, words, "paragraph", raw=page.text[start:end].replace("\n", " "))
    if made is not None:
        yield made
