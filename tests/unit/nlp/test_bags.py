"""A bag of words is to the trained textcat what a Doc of these words is."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from nlp.bags import Bags
from nlp.bars import MODEL, MODELS
from nlp.loading import pipe

WORDS = ("solicitud", "plaza", "det", "prep", "plaza", "top=solicitud", "solic~", "solicitud_plaza")
UNHEARD = "beltranquilesinventado"


@pytest.fixture(scope="module")
def kinds() -> Language:
    return pipe(MODELS / MODEL / "kinds")


def test_a_bag_is_told_like_a_doc(kinds: Language) -> None:
    """To the last digit; "det" and "prep" are spaCy's own words, which have small numbers."""
    bags, textcat = Bags(kinds), kinds.get_pipe("textcat")
    docs = [Doc(kinds.vocab, words=list(WORDS)), Doc(kinds.vocab, words=list(WORDS[1:4]))]
    told = np.asarray(textcat.predict(docs))  # type: ignore[attr-defined]
    assert np.array_equal(bags.scores([bags.bag(WORDS), bags.bag(WORDS[1:4])]), told)


def test_a_bag_without_some_words_is_the_bag_of_the_others(kinds: Language) -> None:
    """By their places."""
    bags = Bags(kinds)
    assert np.array_equal(bags.bag(WORDS).without([0, 5]).keys, bags.bag(WORDS[1:5] + WORDS[6:]).keys)


def test_the_vocabulary_keeps_no_word_of_a_bag(kinds: Language) -> None:
    """What citizens write is no part of a worker that lives for months."""
    bags = Bags(kinds)
    bags.scores([bags.bag([UNHEARD])])
    assert UNHEARD not in kinds.vocab.strings
