"""Facts in the sentences of letters and messages: values after the words that announce them, answers given in words.

What announces what stands in `wording/told.yaml`; forms are read by their captions and boxes instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from casework.procedure import FieldSpec, FieldType, Procedure
from casework.reading import Word
from nlp.candidates import Candidate, candidate
from nlp.labels import words_of
from nlp.telling import Telling
from nlp.tokens import around, is_ocr
from nlp.values.dates import MONTH_NAMES
from nlp.values.numerals import NUMERALS

_NUMBER_WORD = "|".join(sorted(NUMERALS, key=len, reverse=True))
_SPELLED = rf"(?:{_NUMBER_WORD})(?:(?: y | i | |-)(?:{_NUMBER_WORD}))*"
_MONTH = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
_FIGURES = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
DATE = (
    r"(?:\d{1,2} ?[/.\-] ?(?:\d{1,2}|[ivx]{1,4}) ?[/.\-] ?(?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2}"
    rf"|(?:\d{{1,2}}|{_SPELLED})\.?(?:er|r|n|t|e)? (?:de |d['’]|d )?(?:{_MONTH})\.?,?(?: (?:de |del "
    rf"|d['’])?(?:any |ano |l['’]any )?|/|-)(?:\d{{4}}|{_SPELLED}))"
)
_LITTLE = (
    r"(?:[\s:,(=«\"“\-]|\b(?:es|son|era|fue|va ser|fecha|data|num(?:ero)?|n|nro|nº|no|de|del|d|la|el|los|las|els"
    r"|les|l|al|a(?!-)|en|amb|con"
    r"|que|sera|un|una|unos|unas|uns|unes|lo|hoy|actual|dia|sea|cuyo|qual|meu|meua|mi|su|practica)\b[.'’ºo]*|['’º])*"
)
_STOP = (
    r"(?=\s*(?:[.;:(\n]|$|,\s(?:con|amb|desde|des|para|per|por|en|a|al|el|la|els|les|los|las|de|del|d|i|y|que|epigraf\w*|iae|cnae)\b"
    r"|\s(?:desde|des del|des de|del \d|el \d|el dia|los dias|els dies|amb referencia|con referencia|con un|amb un"
    r"|a la que|al que|a la qual|al qual)\b))"
)
_VALUES: Mapping[str, str] = {
    "date": DATE,
    "amount": rf"(?:{_FIGURES})\s?(?:€|euros?\b|eur\b)|\d+[.,]\d{{2}}(?!\d)|(?:{_SPELLED}) euros?",
    "number": rf"(?:{_FIGURES}|(?:{_SPELLED})\b)",
    "code": r"(?=[a-z./\-]*\d)[a-z0-9]+(?:(?:[./\-]|/\s)[a-z0-9]+)*",
    "text": rf"[^\n.;:()«»\"“”]{{3,180}}?{_STOP}",
    "whole": r"[^\n.;:«»\"“”]{3,300}?(?=\s*(?:[.;:\n]|$))",
    "short": r"[^\n.,;:()]{3,60}?(?=\s*(?:[.,;:(\n]|$|\s(?:desde|des|del|los|els|las|les|el|en|al?|durante|durant"
    r"|para|per|amb|con)\b))",
    "thing": r"[^\n.,;:()]{4,80}?(?=\s*(?:[.,;:(\n]|$)|\s(?:para|per|desde|des del|el dia|el \d|del \d|los dias"
    r"|els dies|durante|durant|por|con|amb|entre|a partir|en la temporada|la temporada)\b)",
    "word": r"[a-z]{4,20}",
    "words": r"[^\n.,;:()\"«»]{2,60}",
    "shop": r"[^\n.,;:()\"«»]{5,60}",
    "model": r"[^\n,;:()]{2,40}",
}
_QUOTED = r"[«\"“]\s*(?P<v>[^«»\"“”\n]{3,140}?)\s*[.]?\s*[»\"”]"
_NAMELIKE = frozenset({"words", "shop", "model"})
_PARTICLES = frozenset("de del la las los el els les d l i y dels da".split())
_MARK = re.compile(r"<(\w+)>")
_RANGE = re.compile(
    rf"(?P<start>{DATE}|\d{{1,2}}(?: (?:de |d['’])?(?:{_MONTH}))?)\s?,?\s(?:y\s)?(?:hasta|fins|al|a|i"
    rf"|y)(?:\s(?:el|al|a|a l|dia|l))*[\s'’]{{1,2}}(?P<end>{DATE})"
)
_FROM = re.compile(
    rf"\b(?:el|dia|desde|des de|partir|del|de|l)(?:\s(?:el|del|dia|de|l))*[\s'’]{{1,2}}(?P<start>{DATE})"
)
_LIKELY, _FAIR = 1.0, 0.85


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    return {
        name: tuple((_last_sign(text), re.compile(_spelled_out(text))) for text in texts)
        for name, texts in words_of("told")["said"].items()
    }


def _last_sign(text: str) -> str:
    return str(_MARK.findall(text)[-1])


def _spelled_out(text: str) -> str:
    def put(sign: re.Match[str]) -> str:
        return _QUOTED if sign[1] == "title" else f"(?P<v>{_VALUES[sign[1]]})"

    return _MARK.sub(put, text.replace("~", _LITTLE))


@lru_cache(maxsize=2)
def _answers(sort: str) -> Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    told = words_of("told")[sort]
    return {name: tuple((value, re.compile(text)) for value, text in answers.items()) for name, answers in told.items()}


def told(telling: Telling, procedure: Procedure) -> Iterator[Candidate]:
    """Every value that the sentences of a page announce, for any field of the procedure."""
    for spec in procedure.fields.values():
        if spec.type in {FieldType.CHOICE, FieldType.CHECKBOX}:
            yield from _answered(telling, spec)
            continue
        for sign, pattern in _patterns().get(spec.name, ()):
            for match in pattern.finditer(telling.plain):
                yield from _announced(telling, spec, sign, match)
    yield from _periods(telling, procedure)


def _announced(telling: Telling, spec: FieldSpec, sign: str, match: re.Match[str]) -> Iterator[Candidate]:
    start, end = match.span("v")
    if sign in _NAMELIKE:
        end = start + _name_length(telling.text[start:end], sign)
    words = telling.between(start, end)
    if end > start and words:
        made = candidate(spec, telling.sheet, words, "inline", raw=telling.text[start:end], colon=True)
        if made is not None:
            yield made


def _name_length(text: str, sign: str) -> int:
    """How much of a text is a name: its words with capitals, the particles between them, figures in a model's."""
    end, at = 0, 0
    for word in text.split(" "):
        bare = word.strip("'’.-")
        named = bare[:1].isupper() or "’" in word or "'" in word
        if named or (sign == "model" and end and any(char.isdigit() for char in bare)):
            end = at + len(word)
        elif not (bare.lower() in _PARTICLES and at and sign != "model"):
            break
        at += len(word) + 1
    return end


def _answered(telling: Telling, spec: FieldSpec) -> Iterator[Candidate]:
    """The first of a field's answers that is given."""
    sort = "choices" if spec.type is FieldType.CHOICE else "flags"
    for value, pattern in _answers(sort).get(spec.name, ()):
        match = pattern.search(telling.plain)
        if match is not None and (sort == "flags" or value in spec.choices):
            words = telling.between(*match.span())
            yield _answer(telling, spec, value, words)
            return


def _answer(telling: Telling, spec: FieldSpec, value: str, words: Sequence[Word]) -> Candidate:
    return Candidate(
        field=spec.name,
        value=value,
        raw=" ".join(word.text for word in words),
        sheet=telling.sheet.number,
        box=around(words),
        source="inline",
        likeness=_LIKELY,
        colon=True,
        ocr=min(word.own_score for word in words) if is_ocr(words) else 1.0,
    )


def _periods(telling: Telling, procedure: Procedure) -> Iterator[Candidate]:
    """Both ends of "del 3 al 15 de julio de 2026"; a day alone only begins."""
    first, last = procedure.fields.get("period_start"), procedure.fields.get("period_end")
    if first is None or last is None:
        return
    ranges = list(_RANGE.finditer(telling.plain))
    for match in ranges:
        start, end = match["start"], match["end"]
        for spec, name, text in ((first, "start", _completed(start, end)), (last, "end", end)):
            words = telling.between(*match.span(name))
            made = candidate(spec, telling.sheet, words, "inline", raw=text, colon=True)
            if made is not None:
                yield made
    for match in () if ranges else _FROM.finditer(telling.plain):
        words = telling.between(*match.span("start"))
        made = candidate(first, telling.sheet, words, "inline", raw=match["start"], likeness=_FAIR)
        if made is not None:
            yield made


def _completed(start: str, end: str) -> str:
    """The first day of a period with the month and the year that are only said of its last."""
    if re.fullmatch(r"\d{1,2}", start):
        return re.sub(rf"^(?:\d{{1,2}}|{_SPELLED})", start, end)
    if re.fullmatch(DATE, start):
        return start
    year = re.search(r"\d{4}|\d{2}$", end)
    return f"{start} de {year[0]}" if year else start
