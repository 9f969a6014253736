"""What a page says of itself that no procedure asks for: a complaint, an answer to a requirement, an annex's title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from casework.reading import Page
from nlp.labels import words_of
from nlp.text import content, coverage, fold

_HEAD, _ADDRESSEE = 8, 5  # lines
_TITLE_MORE = 4  # words that a title's line may have besides
_LEAST_TITLE = 0.85
_TOGETHER = 3  # telling words
_COUNCIL = re.compile(r"ayuntamiento|ajuntament|alcald")


@lru_cache(maxsize=1)
def _said() -> Mapping[str, re.Pattern[str]]:
    return {kind: re.compile("|".join(patterns)) for kind, patterns in words_of("intents")["said"].items()}


@lru_cache(maxsize=1)
def _words() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    return {kind: tuple(map(re.compile, patterns)) for kind, patterns in words_of("intents")["words"].items()}


def intents(page: Page) -> dict[str, float]:
    """How plainly a page says that it is one of the other kinds, or an annex; 0..1 by kind."""
    lines = [fold(" ".join(word.text for word in line)) for line in page.lines()]
    text = " ".join(lines)
    found = {kind: 1.0 for kind, pattern in _said().items() if pattern.search(text)}
    for kind, patterns in _words().items():
        share = sum(bool(pattern.search(text)) for pattern in patterns) / _TOGETHER
        if share >= 1.0:
            found[kind] = 1.0
    if not any(_COUNCIL.search(line) for line in lines[:_HEAD]):
        for kind, pattern in words_of("intents")["addressed"].items():
            if any(re.search(pattern, line) for line in lines[:_ADDRESSEE]):
                found[kind] = 1.0
    return found | _titles(lines[:_HEAD])


@lru_cache(maxsize=1)
def _headings() -> tuple[tuple[str, tuple[str, ...], frozenset[str]], ...]:
    given = ((kind, content(title)) for kind, titles in words_of("intents")["titles"].items() for title in titles)
    return tuple((kind, title, frozenset(title)) for kind, title in given)


def _titles(lines: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for line in map(content, lines):
        for kind, title, words in _headings():
            if len(line) <= len(title) + _TITLE_MORE and not words.isdisjoint(line):
                found[kind] = max(found.get(kind, 0.0), coverage(title, line))
    return {kind: share for kind, share in found.items() if share >= _LEAST_TITLE}
