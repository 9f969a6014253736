"""A small grammar of sentences that tell facts.

`[a|b]` is a choice, `{field}` a value, `{field=fact:words}` words that state that fact,
`{~kind}` somebody else's value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from markupsafe import Markup, escape

from nlp.corpus.web.render import value
from nlp.corpus.web.values import Hand, wording

_TOKENS = re.compile(r"\{([^}]*)\}|([\[\]|])")


@dataclass(frozen=True)
class Slot:
    """A place for a value, or for words that state one fact of a field."""

    field: str
    fact: str = ""
    words: str = ""


@dataclass(frozen=True)
class Choice:
    """Several ways to go on."""

    options: tuple[tuple[str | Slot | Choice, ...], ...]


Part = str | Slot | Choice
Sequenced = tuple[Part, ...]
Write = Callable[[str], str]


@lru_cache(maxsize=2000)
def parsed(pattern: str) -> Sequenced:
    """A pattern as parts."""
    return _sequence(pattern, 0)[0]


def _sequence(pattern: str, at: int) -> tuple[Sequenced, int]:
    parts: list[Part] = []
    while True:
        token = _TOKENS.search(pattern, at)
        parts.append(pattern[at : token.start() if token else len(pattern)])
        if token is None or token[2] in {"|", "]"}:
            return tuple(part for part in parts if part), token.start() if token else len(pattern)
        at = token.end()
        if token[2] == "[":
            options = []
            while pattern[at - 1] != "]":
                option, at = _sequence(pattern, at)
                options.append(option)
                at += 1
            parts.append(Choice(tuple(options)))
        else:
            field, _, rest = token[1].partition("=")
            fact, _, words = rest.partition(":")
            parts.append(Slot(field, fact, words))


def chosen(parts: Sequenced, facts: Mapping[str, str], chance: Random) -> list[str | Slot] | None:
    """One way through a pattern that tells nothing but facts at hand, each once; None where there is none."""
    way: list[str | Slot] = []
    left = dict(facts)
    for part in parts:
        if isinstance(part, Choice):
            ways = [found for option in part.options if (found := chosen(option, left, chance)) is not None]
            if not ways:
                return None
            weights = [1 + 2 * any(isinstance(piece, Slot) for piece in found) for found in ways]
            step = chance.choices(ways, weights)[0]
        elif isinstance(part, str) or part.field[0] == "~" or _fits(part, left):
            step = [part]
        else:
            return None
        for piece in step:
            if isinstance(piece, Slot):
                left.pop(piece.field, None)
        way += step
    return way


def _fits(slot: Slot, facts: Mapping[str, str]) -> bool:
    return slot.field in facts and slot.fact in {"", facts[slot.field]}


def sentences(key: str, facts: Mapping[str, str], hand: Hand, write: Write) -> tuple[list[Markup], dict[str, str]]:
    """Facts told with the patterns of a key in any order, and those that no pattern was found for."""
    left = dict(facts)
    told = []
    patterns = [parsed(line) for line in wording("prose")[f"{key}_{hand.language}"].splitlines()]
    while left:
        ways = [way for pattern in patterns if (way := chosen(pattern, left, hand.chance)) and _fields(way)]
        if not ways:
            break
        way = hand.chance.choice(ways)
        told.append(spoken(way, hand, write))
        for field in _fields(way):
            del left[field]
    return told, left


def sentence(key: str, facts: Mapping[str, str], hand: Hand, write: Write) -> tuple[Markup, dict[str, str]]:
    """One sentence of a key, the one that tells most in three tries, and the facts it leaves."""
    patterns = [parsed(line) for line in wording("prose")[f"{key}_{hand.language}"].splitlines()]
    ways = [way for pattern in patterns for _ in range(3) if (way := chosen(pattern, facts, hand.chance)) is not None]
    if not ways:
        return Markup(""), dict(facts)
    hand.chance.shuffle(ways)
    way = max(ways, key=lambda each: len(_fields(each)))
    return spoken(way, hand, write), {name: fact for name, fact in facts.items() if name not in _fields(way)}


def _fields(way: Sequence[str | Slot]) -> list[str]:
    return [piece.field for piece in way if isinstance(piece, Slot) and piece.field[0] != "~"]


def spoken(way: Sequence[str | Slot], hand: Hand, write: Write) -> Markup:
    """A way through a pattern as HTML, its values marked."""
    pieces = [_piece(piece, hand, write) for piece in way]
    if isinstance(way[0], str):
        pieces[0] = escape(way[0][0].upper() + way[0][1:])
    return Markup("").join(pieces)


def _piece(piece: str | Slot, hand: Hand, write: Write) -> Markup:
    if isinstance(piece, str):
        return escape(piece)
    if piece.field[0] == "~":
        return escape(hand.strangers(piece.field[1:]))
    return value(piece.field, piece.words or write(piece.field))
