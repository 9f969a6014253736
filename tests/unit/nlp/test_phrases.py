"""What the index of some phrases tells is what holding each of them against the text tells."""

from __future__ import annotations

from random import Random

import pytest

from nlp.phrases import Phrases
from nlp.text import coverage

WORDS = ("titular", "titulars", "tituler", "vado", "bado", "calle", "calles", "valle", "de", "si", "domicilio", "gual")


def drawn(chance: Random) -> tuple[str, ...]:
    return tuple(chance.choice(WORDS) for _ in range(chance.randint(1, 5)))


@pytest.mark.parametrize("seed", range(40))
def test_shares_are_those_of_each_phrase_alone(seed: int) -> None:
    """To the last digit, for words that stand twice, for short ones and for those an edit away."""
    chance = Random(seed)  # noqa: S311 - no secret
    phrases, given = [drawn(chance) for _ in range(12)], drawn(chance) * chance.randint(1, 2)
    told = Phrases(phrases).shares(given)
    held = [(coverage(phrase, given), coverage(given, phrase)) for phrase in phrases]
    assert told == [pair if pair[0] else (0.0, 0.0) for pair in held]


def test_a_word_an_edit_away_counts_where_it_is_long() -> None:
    """What looks like "vado" is not "vado", but "tituler" is "titular"."""
    assert Phrases([("titular",), ("vado",)]).shares(("tituler", "bado")) == [(1.0, 0.5), (0.0, 0.0)]


def test_an_empty_text_holds_nothing() -> None:
    """Of any phrase."""
    assert Phrases([("vado",)]).shares(()) == [(0.0, 0.0)]
