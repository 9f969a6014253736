"""Tick boxes and options: which choice or checkbox a mark belongs to, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from casework.fields import ONE_TICK
from casework.procedure import FieldSpec, FieldType, Procedure
from nlp.candidates import Candidate
from nlp.labels import words_of
from nlp.layout import Sheet
from nlp.phrases import Phrases
from nlp.segments import Segment, TickBox
from nlp.stems import choice_by_stem, speaks_of
from nlp.text import content, fold
from nlp.tokens import around, is_ocr

_LEAST = 0.72
_BY_STEM = 0.8  # the likeness of what was told by stems alone
_SENTENCE = 6
_ABOVE, _ASIDE = 14.0, 60.0  # points between a pair of boxes and the question over it
_STACKED = 24.0  # points between two boxes of a pair
_ANSWER, _ROW, _PAIR = 2, 4.0, 150.0  # words of an answer; points by which boxes of a row, and of a pair, are apart
_YES, _NO = frozenset({"si", "s"}), frozenset({"no", "n"})


@lru_cache(maxsize=256)
def _wordings(field: str, names: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, ...], Phrases]:
    """What the choices of a field are called, and for each of these wordings its choice."""
    own = words_of("choices").get(field, {})
    pairs = [(choice, words) for choice, given in names for words in _contents((*given, *own.get(choice, ())))]
    return tuple(choice for choice, _ in pairs), Phrases([words for _, words in pairs])


def _contents(names: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return dict.fromkeys(map(content, names))


def with_own_names(spec: FieldSpec) -> FieldSpec:
    """A choice field that also knows the module's own names of its choices."""
    own: Mapping[str, Sequence[str]] = words_of("choices").get(spec.name, {})
    choices = {c: {**names, "own": tuple(own.get(c, ()))} for c, names in spec.choices.items()}
    return replace(spec, choices=choices)


def best_choice(spec: FieldSpec, text: str) -> tuple[str, float]:
    """The choice that a caption names best and how well (0..1): as many of its words as can be are explained."""
    ranked = sorted(_named_choices(spec, text).items(), key=lambda one: one[1], reverse=True)
    if not ranked:
        return "", 0.0
    (choice, best), rival = ranked[0], ranked[1][1] if len(ranked) > 1 else (0.0, 0)
    return (choice, best[0]) if best > rival else ("", 0.0)


def only_choice(spec: FieldSpec, text: str) -> str:
    """The choice that a text names, where it names one well and no other; else empty."""
    named = [choice for choice, (likeness, _) in _named_choices(spec, text).items() if likeness >= _LEAST]
    return named[0] if len(named) == 1 else ""


def _named_choices(spec: FieldSpec, text: str) -> dict[str, tuple[float, int]]:
    """For each choice how well a text names it, and in how many words."""
    given = content(text)[:14]
    names = tuple((c, tuple(name for texts in names.values() for name in texts)) for c, names in spec.choices.items())
    choices, wordings = _wordings(spec.name, names)
    best: dict[str, tuple[float, int]] = {}
    for choice, words, (own, of_text) in zip(choices, wordings.phrases, wordings.shares(given), strict=True):
        likeness = own * (0.7 + 0.3 * of_text)
        if len(words) == 1 and len(given) > _SENTENCE:
            likeness *= 0.9  # one word that happens to stand in a sentence names no option
        best[choice] = max(best.get(choice, (0.0, 0)), (likeness, len(words)))
    return best


@dataclass(frozen=True)
class Option:
    """A tick box that stands for one of a field's choices, and how well its caption names that."""

    sheet: Sheet
    tick: TickBox
    choice: str
    likeness: float


def offered(sheets: Sequence[Sheet], procedure: Procedure) -> dict[str, Sequence[Option]]:
    """By the names of the fields that are chosen, the boxes of all pages that offer their choices."""
    ticks = _ticks(sheets)
    choices = (spec for spec in procedure.fields.values() if spec.type is FieldType.CHOICE)
    return {spec.name: _options(spec, ticks) for spec in choices}


def ticked(
    sheets: Sequence[Sheet], procedure: Procedure, offers: Mapping[str, Sequence[Option]]
) -> Iterator[Candidate]:
    """Every candidate that the tick boxes of all pages give; `offers` are what they offer."""
    ticks = _ticks(sheets)
    for spec in procedure.fields.values():
        if spec.type is FieldType.CHOICE:
            yield from _chosen(spec, offers[spec.name])
        elif spec.type is FieldType.CHECKBOX and spec.name != "signed":
            yield from _checked(spec, ticks)


def ticked_fields(offers: Mapping[str, Sequence[Option]]) -> frozenset[str]:
    """The choices that a paper offers as boxes to tick: there only a tick chooses, whatever is printed beside it."""
    return frozenset(name for name, options in offers.items() if len({option.choice for option in options}) > 1)


def _ticks(sheets: Sequence[Sheet]) -> list[tuple[Sheet, TickBox]]:
    return [(sheet, tick) for sheet in sheets for tick in sheet.ticks]


def _options(spec: FieldSpec, ticks: Sequence[tuple[Sheet, TickBox]]) -> list[Option]:
    options = []
    for sheet, tick in ticks:
        said = f"{tick.text} {_named(tick)}"
        choice, likeness = best_choice(spec, said)
        stem = choice_by_stem(spec.name, said) if likeness < _LEAST else ""
        if stem in spec.choices:
            choice, likeness = stem, _BY_STEM
        if likeness >= _LEAST:
            options.append(Option(sheet, tick, choice, likeness))
    return options


def _chosen(spec: FieldSpec, options: Sequence[Option]) -> Iterator[Candidate]:
    """What is ticked; where more than one choice is, or one is struck out, each with the failed check `ONE_TICK`."""
    several = len({option.choice for option in options}) > 1
    made = [option for option in options if option.tick.mark.ticked]
    unclear = [option for option in options if option.tick.mark.ticked is None]
    answers = {option.choice for option in (*made, *unclear)}
    for option in made or unclear:
        certainty = (1.0 if several else 0.6) / len(answers)
        one = _candidate(spec, option.sheet, option.tick, option.choice, option.likeness, certainty)
        yield _in_conflict(one) if len(answers) > 1 or unclear else one


def _in_conflict(one: Candidate) -> Candidate:
    return replace(one, failed=(ONE_TICK,))


def _named(tick: TickBox) -> str:
    return "" if tick.caption else tick.mark.name


@lru_cache(maxsize=1024)
def _labels(spec_name: str, labels: tuple[str, ...]) -> Phrases:
    return Phrases(tuple(_contents((*labels, *words_of("labels").get(spec_name, ())))))


def label_likeness(spec: FieldSpec, text: str) -> float:
    """How well a text names a field: the best of its labels, longer ones first."""
    given = content(text)[:24]
    labels = _labels(spec.name, tuple(label for texts in spec.labels.values() for label in texts))
    shares = zip(labels.phrases, labels.shares(given), strict=True)
    return max((own * (1.0 if len(words) > 1 else 0.9) for words, (own, _) in shares), default=0.0)


def _checked(spec: FieldSpec, ticks: Sequence[tuple[Sheet, TickBox]]) -> Iterator[Candidate]:
    pairs: list[Candidate] = []
    for sheet, tick in ticks:
        unclear = tick.mark.ticked is None
        answer = fold(tick.text.split()[0]) if tick.text.split() else ""
        if answer in _YES | _NO and len(tick.caption) <= _ANSWER:
            likeness = _asked(spec, _question(sheet, tick))
            # Of a pair only the ticked box speaks, and one that was struck out.
            if likeness >= 0.8 and tick.mark.ticked is not False:
                one = _candidate(spec, sheet, tick, "true" if answer in _YES else "false", likeness, 1.0)
                pairs.append(_in_conflict(one) if unclear or _beside_unclear(sheet, tick) else one)
            continue
        likeness = _asked(spec, tick.text or tick.mark.name)
        if likeness >= 0.8:
            one = _candidate(spec, sheet, tick, "true" if tick.mark.ticked else "false", likeness, 1.0)
            yield _in_conflict(one) if unclear else one
    conflict = len({one.value for one in pairs}) > 1 or any(one.failed for one in pairs)
    yield from map(_in_conflict, pairs) if conflict else pairs


def _asked(spec: FieldSpec, text: str) -> float:
    """How well a question or a statement is that of a checkbox: by its wordings, or else by its stems."""
    likeness = label_likeness(spec, text)
    return max(likeness, _BY_STEM) if speaks_of(spec.name, text) else likeness


def _beside_unclear(sheet: Sheet, tick: TickBox) -> bool:
    """Whether a box of the same row is struck out: the stroke may have spoilt the word that it answers with."""
    x, y = tick.mark.box.middle
    places = (o.mark.box.middle for o in sheet.ticks if o.mark.ticked is None and len(o.caption) <= _ANSWER)
    return any(abs(v - y) < _ROW and abs(u - x) < _PAIR for u, v in places)


def _question(sheet: Sheet, tick: TickBox) -> str:
    if tick.caption[0].box.y1 <= tick.mark.box.y0 + 1:  # it heads the box's column
        return " ".join(word.text for word in tick.before)
    y = tick.mark.box.middle[1]
    row = [s for s in sheet.segments if s.box.y0 - 3 <= y <= s.box.y1 + 3 and s.box.x1 <= tick.mark.box.x0 + 2]
    own = next((s.cell for s in _answers(sheet, tick)), None)
    words = [s for s in row if fold(s.text) not in _YES | _NO and (own is None or s.cell == own)]
    if own is not None and not words:
        return _over(sheet, tick)
    return words[-1].text if words else " ".join(word.text for word in tick.before) or _over(sheet, tick)


def _answers(sheet: Sheet, tick: TickBox) -> list[Segment]:
    """The segment of the word that a box answers with."""
    return [s for s in sheet.segments if tick.caption and any(word is tick.caption[0] for word in s.words)]


def _over(sheet: Sheet, tick: TickBox) -> str:
    """What is asked right over a pair of boxes, which may stand one under the other."""
    box, pair = tick.mark.box, [o.mark.box for o in sheet.ticks if fold(o.text) in _YES | _NO]
    top = min(
        (other.y0 for other in pair if 0 <= box.y0 - other.y0 < _STACKED and abs(other.x0 - box.x0) < _ROW),
        default=box.y0,
    )
    above = [
        s
        for s in sheet.segments
        if 0 < top - s.box.y1 < _ABOVE
        and s.box.x0 - _ASIDE < box.x0 < s.box.x1 + _ASIDE
        and fold(s.text) not in _YES | _NO
    ]
    return max(above, key=lambda s: s.box.y1).text if above else ""


def _candidate(
    spec: FieldSpec, sheet: Sheet, tick: TickBox, value: str, likeness: float, certainty: float
) -> Candidate:
    words = tick.caption
    box = tick.mark.box if not words else tick.mark.box.union(around(words))
    return Candidate(
        field=spec.name,
        value=value,
        raw=tick.text,
        sheet=sheet.number,
        box=box,
        source="mark",
        likeness=likeness,
        certainty=certainty * tick.mark.confidence,
        ocr=min((w.own_score for w in words), default=1.0) if is_ocr(words) else 1.0,
        words=frozenset({id(tick.mark)}),
    )
