"""Captions and titles that an office's papers print and the released model does not know."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casework.procedure import Procedure
from casework.reading import Page, Word
from nlp.labels import lexicon_of, phrase
from nlp.layout import Sheet
from nlp.learning.examples import UNTOLD, Seen
from nlp.learning.quarantine import Label
from nlp.segments import Segment
from nlp.text import content, fold

CASES, CLERKS = 3, 2  # of which words must come before they are learned
_PURE = 0.9  # the share of a caption's values that must be one field's
_LONGEST, _SHORTEST = 7, 4  # words, letters
_LEFT, _ABOVE = 260.0, 2.6  # points, heights of the words
_HEAD_LINES = 10
_TITLE_WORDS = (3, 16)
_DIGIT = re.compile(r"\d")
_FEW_CASES = 0.6
_SURE = 0.9

Phrase = tuple[str, ...]


@dataclass
class _Witnesses:
    """Who saw words, on how many papers, before how many different values."""

    clerks: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    doubted: int = 0

    def see(self, label: Label) -> None:
        self.clerks.add(label.by)
        self.cases.add(label.seen.example.case)
        self.values.add(label.value or "")
        self.doubted += not label.right

    @property
    def enough(self) -> bool:
        return len(self.clerks) >= CLERKS and len(self.cases) >= CASES and len(self.values) >= CASES


def captions_of(labels: Iterable[Label]) -> dict[str, dict[str, tuple[str, ...]]]:
    """By procedure and field the captions that stood by values of that field alone, on papers of several clerks.

    Words that already name something are never learned anew, and only where a clerk had to help.
    """
    found: dict[tuple[str, Phrase], dict[str, _Witnesses]] = defaultdict(lambda: defaultdict(_Witnesses))
    procedures: dict[str, Procedure] = {}
    for label in labels:
        procedures[label.kind] = label.seen.procedure
        for words in _captions(label):
            found[label.kind, words][label.name].see(label)
    learned: dict[str, dict[str, tuple[str, ...]]] = {}
    for (kind, words), names in sorted(found.items()):
        name, best = max(names.items(), key=lambda one: (len(one[1].cases), one[0]))
        every = sum(len(one.cases) for one in names.values())
        if best.enough and best.doubted and len(best.cases) >= _PURE * every and not _is_known(procedures[kind], words):
            fields = learned.setdefault(kind, {})
            fields[name] = (*fields.get(name, ()), " ".join(words))
    return learned


def _is_known(procedure: Procedure, words: Phrase) -> bool:
    """Whether words, or all but one of them, name something already."""
    known = lexicon_of([procedure]).phrases
    whole = len(words)
    return any(words[start:end] in known for start in (0, 1) for end in (whole, whole - 1) if start < end)


def _captions(label: Label) -> Iterator[Phrase]:
    """The words that stand where the caption of a value may stand, nearest first."""
    if label.value is None or label.seen.procedure.fields[label.name].type in UNTOLD:
        return
    places = {
        (group.best.sheet, group.best.words): group
        for group in label.seen.standing(label.name, label.value)
        if group.best.words
    }
    if len({sheet for sheet, _ in places}) != 1 or len(places) > CASES:
        return  # a value that stands all over the paper says nothing about its caption
    told: set[Phrase] = set()
    for sheet, words in places:
        told.update(_beside(label.seen.sheets[sheet], words))
    yield from sorted(told)


def _beside(sheet: Sheet, own: frozenset[int]) -> Iterator[Phrase]:
    segment = next((one for one in sheet.segments if any(id(word) in own for word in one.words)), None)
    if segment is None:
        return
    before: list[Word] = []
    for word in segment.words:
        if id(word) in own:
            break
        before.append(word)
    near = tuple(before) or _left(sheet, segment) or _above(sheet, segment)
    words = phrase(" ".join(word.text for word in near)) if near else ()
    if words and len(words) <= _LONGEST and len("".join(words)) >= _SHORTEST and not _DIGIT.search(" ".join(words)):
        yield words


def _left(sheet: Sheet, own: Segment) -> tuple[Word, ...]:
    near = [one for one in sheet.lines_of(own) if one is not own and 0 <= own.box.x0 - one.box.x1 < _LEFT]
    return max(near, key=lambda one: one.box.x1).words if near else ()


def _above(sheet: Sheet, own: Segment) -> tuple[Word, ...]:
    near = [
        one
        for one in sheet.segments
        if one.box.y1 <= own.box.y0 + 1
        and own.box.y0 - one.box.y1 < _ABOVE * own.height
        and one.box.x0 < own.box.x1
        and one.box.x1 > own.box.x0
    ]
    return max(near, key=lambda one: one.box.y1).words if near else ()


def titles_of(papers: Sequence[Seen]) -> dict[str, tuple[str, ...]]:
    """By procedure the lines at the head of papers of that kind alone, where the model had not known the kind."""
    found: dict[Phrase, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    unsure: dict[str, int] = defaultdict(int)
    cases: dict[str, int] = defaultdict(int)
    known: dict[str, set[Phrase]] = {}
    for seen in papers:
        kind, example = seen.procedure.id, seen.example
        titles = (*seen.procedure.titles_on_paper.values(), tuple(seen.procedure.title.values()))
        known[kind] = {content(title) for names in titles for title in names}
        cases[kind] += 1
        unsure[kind] += seen.classified.kind != kind or seen.classified.confidence < _SURE
        for words in set(_heads(example.pages[0])) if example.pages else ():
            found[words][kind]["cases"].add(example.case)
            found[words][kind]["clerks"].add(example.by)
    learned: dict[str, tuple[str, ...]] = {}
    for words, kinds in sorted(found.items()):
        [kind, *others] = kinds
        told = kinds[kind]
        enough = len(told["cases"]) >= max(CASES, _FEW_CASES * cases[kind]) and len(told["clerks"]) >= CLERKS
        if enough and not others and unsure[kind] and words not in known[kind]:
            learned[kind] = (*learned.get(kind, ()), " ".join(words))
    return learned


def _heads(page: Page) -> Iterator[Phrase]:
    low, high = _TITLE_WORDS
    for line in page.lines()[:_HEAD_LINES]:
        text = " ".join(word.text for word in line)
        words = content(text)
        if low <= len(words) <= high and not _DIGIT.search(fold(text)):
            yield words


def told_of(learned: Mapping[str, Mapping[str, Sequence[str]]]) -> int:
    """How many captions were learned."""
    return sum(len(words) for fields in learned.values() for words in fields.values())
