"""What the tagger sees of a token is what a Doc would show it."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.language import Language

from casework.reading import Box, Source, Word
from nlp.bars import MODEL, MODELS
from nlp.channels import Place
from nlp.loading import pipe
from nlp.sight import Sight
from nlp.tagging import GAP, LINE_END, Tokens, doc_of

COLUMNS = ["NORM", "PREFIX", "SUFFIX", "SHAPE", "LEMMA", "TAG", "MORPH"]
TEXTS = ("Sra", ".", "Núria", "00000", "det", "l'", "€", "BELTRÁN", "ª", "12", LINE_END, GAP)
UNHEARD = "Beltranquilesinventado"


@pytest.fixture(scope="module")
def tagger() -> Language:
    return pipe(MODELS / MODEL / "tagger")


def words() -> list[Word]:
    return [Word(text=text, box=Box(0, 0, 1, 1), confidence=1.0, source=Source.OCR) for text in TEXTS]


def test_tokens_are_seen_as_in_a_doc(tagger: Language) -> None:
    """With their places and without them; "det" is one of spaCy's own words."""
    owners = words()
    signs = [Place("of name", "-", "applicant"), Place(), Place("is id", "of address", "-")]
    places = [signs[number % 3] for number in range(len(owners))]
    tokens = Tokens(TEXTS, tuple(owners))
    placed = doc_of(tagger.vocab, tokens, {id(word): place for word, place in zip(owners, places, strict=True)})
    sight = Sight(tagger.vocab)
    assert np.array_equal(sight.seen(TEXTS, places).to_array(COLUMNS), placed.to_array(COLUMNS))
    assert np.array_equal(sight.seen(TEXTS, None).to_array(COLUMNS), doc_of(tagger.vocab, tokens, {}).to_array(COLUMNS))


def test_the_vocabulary_keeps_no_token(tagger: Language) -> None:
    """What citizens write is no part of a worker that lives for months."""
    Sight(tagger.vocab).seen([UNHEARD], [Place()])
    assert UNHEARD not in tagger.vocab.strings
