"""The words forms use for fields: captions are found in a segment, fuzzily, in both languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from casework.procedure import Procedure
from casework.reading import Source, Word
from nlp.segments import Segment
from nlp.text import STOPWORDS, fold, near

CONCEPTS = ("name", "id", "address", "postal_code", "municipality", "province", "phone", "email")
NAME_PARTS = ("given", "surname1", "surname2", "surnames")
ADDRESS_PARTS = ("way", "street", "number", "block", "stair", "floor", "door")
_NO_NUMBER = re.compile(r"[sS]\s?/\s?[nN]º?\.?")  # "s/n": a house without a number
_ONE_TOKEN_SEPARATORS = (":", "/", "|", ")", ".", "-", "–", "·")
_IDENTIFIER = re.compile(r"\d{4}")
_LONGEST = 9
_KEPT = 4096  # words
_GLUED = 9  # letters of a caption that a reader of pictures read as one word
_CELL_NUMBER = re.compile(r"\(?\d{1,2}[.)\]]?")
_NEARLY_ALL, _MOSTLY = 0.8, 0.6
_SIDES = {"del": "desde", "al": "hasta"}
_OF = frozenset(("de", "del", "d", "dels"))
_AND = frozenset(("y", "e", "i", "o", "u"))
_TITLES = frozenset(("da", "dna", "na"))  # "Representado por D./Dª:"
_WEAK = frozenset((*NAME_PARTS, *ADDRESS_PARTS))


@dataclass(frozen=True, slots=True)
class Target:
    """What a caption may stand for: a `field` by its name, a `concept` that a role makes a field, or a `role`."""

    sort: str
    name: str


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption found in a segment: words `start` to `end`, and how well it matched (0..1) for each target."""

    start: int
    end: int
    targets: Mapping[Target, float]
    role: str = ""
    colon: bool = False


@lru_cache(maxsize=16)
def words_of(name: str) -> Mapping[str, Any]:
    """The module's own words, by file name without its ending."""
    loaded: Mapping[str, Any] = yaml.safe_load((files("nlp") / "wording" / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def phrase(text: str) -> tuple[str, ...]:
    """The content words of a label."""
    words = _sided(fold(text).split())
    return tuple(word for word in words if word not in STOPWORDS) or tuple(words)


def _sided(words: Sequence[str]) -> list[str]:
    """The words, with "del día" told from "al día", which only differ by a word that says nothing elsewhere."""
    followed = zip(words, [*words[1:], ""], strict=False)
    return [_SIDES.get(word, word) if after == "dia" else word for word, after in followed]


@lru_cache(maxsize=1024)
def role_of(field_name: str) -> tuple[str, str] | None:
    """The role and concept of a field such as `debtor_name`; None for fields of one thing only."""
    for concept in CONCEPTS:
        role = field_name.removesuffix(f"_{concept}")
        if role != field_name and role in words_of("roles"):
            return role, concept
    return None


@dataclass
class Lexicon:
    """All captions of a set of procedures; what a phrase names stands in the order in which it was said to.

    `homely` are those that begin sentences as well, "vivo en": they are captions before a colon, or where they stand
    alone.
    """

    phrases: dict[tuple[str, ...], dict[Target, None]] = field(default_factory=lambda: defaultdict(dict))
    homely: set[tuple[str, ...]] = field(default_factory=set)
    _first: dict[str, int] = field(default_factory=dict)
    vocabulary: set[str] = field(default_factory=set)
    _deletes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        # Papers are full of words that are seen once: no more of them are kept than pay.
        self._meant = lru_cache(maxsize=_KEPT)(self._an_edit_away)

    def add(self, target: Target, labels: Iterable[str], *, homely: bool = False) -> None:
        for label in labels:
            words = phrase(label)
            if words:
                if homely and words not in self.phrases:
                    self.homely.add(words)
                self.phrases[words][target] = None

    def close(self) -> Lexicon:
        """Index what was added; call once before use."""
        for words in self.phrases:
            self._first[words[0]] = max(self._first.get(words[0], 0), len(words))
            self.vocabulary.update(words)
        for word in self.vocabulary:
            if len(word) > 4:
                for cut in range(len(word)):
                    self._deletes[word[:cut] + word[cut + 1 :]].add(word)
                self._deletes[word].add(word)
        return self

    def known(self, word: str) -> str:
        """The word of the vocabulary that is meant: the word itself, or one an edit away where it is long."""
        if word in self.vocabulary or len(word) < 5 or word.isdigit():
            return word
        return self._meant(word)

    def _an_edit_away(self, word: str) -> str:
        alike = set(self._deletes.get(word, ()))
        for cut in range(len(word)):
            alike |= self._deletes.get(word[:cut] + word[cut + 1 :], set())
        return min((candidate for candidate in alike if near(word, candidate)), default=word)

    def longest(self, tokens: list[str], start: int) -> int:
        """The number of tokens of the longest phrase at `start`; 0 where none begins there."""
        first = self._first.get(tokens[start], 0)
        for size in range(min(first, len(tokens) - start, _LONGEST), 0, -1) if first else ():
            if tuple(tokens[start : start + size]) in self.phrases:
                return size
        return 0


def lexicon_of(procedures: Collection[Procedure]) -> Lexicon:
    """The captions of some procedures together with the module's own."""
    lexicon = Lexicon()
    for concept, labels in words_of("concepts").items():
        glued = ["".join(fold(label).split()) for label in labels if " " in label]
        lexicon.add(Target("concept", concept), [*labels, *(word for word in glued if len(word) >= _GLUED)])
    for role, labels in words_of("roles").items():
        lexicon.add(Target("role", role), labels)
    for section, labels in words_of("sections").items():
        lexicon.add(Target("section", section), labels)
    known = {words for words, targets in lexicon.phrases.items() if any(t.sort == "concept" for t in targets)}
    own = words_of("labels")
    for procedure in procedures:
        for name, spec in procedure.fields.items():
            labels = [label for texts in spec.labels.values() for label in texts] + list(own.get(name, ()))
            # A label such as "NIF" says nothing about whose it is: there the concept and the section decide.
            direct = [label for label in labels if role_of(name) is None or phrase(label) not in known]
            lexicon.add(Target("field", name), direct)
    homely = words_of("homely")
    for concept, labels in homely["concepts"].items():
        lexicon.add(Target("concept", concept), labels, homely=True)
    for name in {name: None for procedure in procedures for name in procedure.fields}:
        lexicon.add(Target("field", name), homely["labels"].get(name, ()), homely=True)
    return lexicon.close()


def find_captions(segment: Segment, lexicon: Lexicon) -> tuple[Caption, ...]:
    """The captions of a segment from left to right: at its start, after another caption, or before a colon."""
    if _NO_NUMBER.fullmatch(segment.text):
        return ()
    tokens, owners = _tokens(segment, lexicon)
    whole = _all_captions(segment, lexicon, tokens, owners)
    found: list[Caption] = []
    place = 0
    while place < len(tokens):
        size = lexicon.longest(tokens, place)
        if size == 0:
            place += 1
            continue
        caption = _caption(segment, lexicon, tokens, owners, place, size)
        weak = tuple(tokens[place : place + size]) in lexicon.homely or all(t.name in _WEAK for t in caption.targets)
        if _anchored(segment, found, caption, whole=whole, weak=weak):
            _append(found, caption, segment)
        place += size
    return tuple(found)


def _tokens(segment: Segment, lexicon: Lexicon) -> tuple[list[str], list[int]]:
    said = [
        (token, number)
        for number, word in enumerate(segment.words)
        if _may_caption(word)
        for token in fold(word.text).split()
    ]
    tokens: list[str] = []
    owners: list[int] = []
    for token, (_, number) in zip(_sided([token for token, _ in said]), said, strict=True):
        if token not in STOPWORDS or segment.words[number].text.endswith(":") or len(segment.words) == 1:
            tokens.append(lexicon.known(token))
            owners.append(number)
    return tokens, owners


def _may_caption(word: Word) -> bool:
    """Whether a word may belong to a caption: "correo" in an address does not, nor does what was typed into a field."""
    return word.source is not Source.FORM_FIELD and "@" not in word.text and not _IDENTIFIER.search(word.text)


def _caption(
    segment: Segment, lexicon: Lexicon, tokens: list[str], owners: list[int], place: int, size: int
) -> Caption:
    start, end = owners[place], owners[place + size - 1] + 1
    colon, stop = _up_to_colon(segment, end)
    behind = (token for token, owner in zip(tokens, owners, strict=True) if end <= owner < stop)
    extra = sum(token not in STOPWORDS | _TITLES for token in behind)
    quality = size / (size + extra)
    targets = dict.fromkeys(lexicon.phrases[tuple(tokens[place : place + size])], quality)
    return Caption(start=start, end=stop, targets=targets, colon=colon)


def _up_to_colon(segment: Segment, end: int) -> tuple[bool, int]:
    """Whether a colon closes the caption within a few words, and where its value would begin."""
    if segment.words[end - 1].text.endswith(":"):
        return True, end
    depth = 0
    for number in range(end, min(end + 7, len(segment.words))):
        text = segment.words[number].text
        depth += text.count("(") - text.count(")")
        if text.endswith(":") or text == ":":
            return True, number + 1
        if depth <= 0 and text.endswith((".", ",", ";")):
            break
    if end < len(segment.words) and segment.words[end].text.startswith("("):
        closing = (n for n in range(end, min(end + 6, len(segment.words))) if segment.words[n].text.endswith(")"))
        return False, next(closing, end - 1) + 1
    return False, end


def _all_captions(segment: Segment, lexicon: Lexicon, tokens: list[str], owners: list[int]) -> bool:
    """Whether nearly all of a segment's words are captions, as where both languages stand side by side."""
    covered = {number for number, word in enumerate(segment.words) if not says(word.text)}
    place = 0
    while place < len(tokens):
        size = lexicon.longest(tokens, place)
        covered.update(owners[place : place + size])
        place += max(size, 1)
    return len(covered) >= _NEARLY_ALL * len(segment.words)


@lru_cache(maxsize=8192)
def says(text: str) -> bool:
    """Whether a word means anything: articles, prepositions and signs alone do not."""
    return any(token not in STOPWORDS for token in fold(text).split())


def _anchored(segment: Segment, found: list[Caption], caption: Caption, *, whole: bool, weak: bool) -> bool:
    if not caption.colon and weak:
        # "Calle" or "Nombre" begin values as well: without a colon they are captions only where they stand alone.
        if found and found[-1].colon:
            return False
        own = sum(says(word.text) for word in segment.words[caption.start : caption.end])
        return whole or own >= _MOSTLY * sum(says(word.text) for word in segment.words[_numbered(segment) :])
    if _begins_answer(segment, found, caption):
        return False
    between = segment.words[found[-1].end : caption.start] if found else segment.words[: caption.start]
    if caption.colon or not between or (found and (_joins(between) or _is_whose(caption, between))):
        return True
    before = segment.words[caption.start - 1].text
    if before.endswith(_ONE_TOKEN_SEPARATORS) and not before[-2:-1].isdigit() and len(before) > 1:
        return True
    lead = [word.text for word in segment.words[: caption.start]]
    return all(len(text) <= 3 or fold(text) in STOPWORDS for text in lead) or before in _ONE_TOKEN_SEPARATORS


def _numbered(segment: Segment) -> int:
    """1 where a segment begins with the number of its cell: "04 Calle, plaza, avda."; else 0."""
    return int(len(segment.words) > 1 and bool(_CELL_NUMBER.fullmatch(segment.words[0].text)))


def _joins(between: Sequence[Word]) -> bool:
    return all(fold(word.text) in _AND for word in between)


def _is_whose(caption: Caption, between: Sequence[Word]) -> bool:
    """Whether a caption says whose the one before it is: "Nombre del obligado al pago"."""
    return any(target.sort == "role" for target in caption.targets) and not any(says(word.text) for word in between)


def _begins_answer(segment: Segment, found: Sequence[Caption], caption: Caption) -> bool:
    """Whether a caption's word begins what stands behind a colon: "Actividad: Exposición de acuarelas"."""
    behind = bool(found) and found[-1].colon and found[-1].end == caption.start and caption.end < len(segment.words)
    return behind and not caption.colon and fold(segment.words[caption.end].text).split(" ")[0] in _OF


def _append(found: list[Caption], caption: Caption, segment: Segment) -> None:
    """Add a caption, or join it to the one it touches: bilingual pairs, role words, alternatives."""
    last = found[-1] if found else None
    between = segment.words[last.end : caption.start] if last else ()
    touching = (
        last is not None
        and not (last.colon and last.end <= caption.start)
        and all(fold(word.text) in STOPWORDS or not fold(word.text) for word in between)
    )
    if last is None or not touching:
        found.append(caption)
        return
    roles = [target.name for target in caption.targets if target.sort == "role"]
    only_role = bool(roles) and not any(target.sort in {"concept", "field"} for target in caption.targets)
    targets = dict(last.targets)
    if not only_role:
        targets = {**targets, **{t: max(q, targets.get(t, 0.0)) for t, q in caption.targets.items()}}
    found[-1] = Caption(
        start=last.start,
        end=max(caption.end, last.end),
        targets=targets,
        role=last.role or (roles[0] if roles else ""),
        colon=last.colon or caption.colon,
    )
