"""What the tagger sees of each token, as numbers, without the Doc that would carry them to it.

A Doc looks every token up in the vocabulary, and the vocabulary keeps each new one for ever, the names and numbers of
citizens among them. The numbers of the last tokens are kept here, and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np
from spacy.attrs import IDS as ATTRIBUTES
from spacy.attrs import LEMMA, MORPH, NORM, PREFIX, SHAPE, SUFFIX, TAG
from spacy.vocab import Vocab

from nlp.channels import NOTHING, Place

_OF_TEXT = (NORM, PREFIX, SUFFIX, SHAPE)
_OF_PLACE = (LEMMA, TAG, MORPH)
_COLUMNS = {attribute: place for place, attribute in enumerate((*_OF_TEXT, *_OF_PLACE))}
_KEPT = 16384  # tokens: those of some forty pages
_UNPLACED = Place()


@dataclass(frozen=True, slots=True)
class Seen:
    """The tokens of a page as a trained pipeline sees them; plays the Doc as far as the tagger's model asks it."""

    numbers: np.ndarray

    def __len__(self) -> int:
        return len(self.numbers)

    def to_array(self, attributes: Sequence[int | str]) -> np.ndarray:
        """One row a token, one column an attribute, by its number or its name."""
        wanted = [ATTRIBUTES[one.upper()] if isinstance(one, str) else one for one in attributes]
        return self.numbers[:, [_COLUMNS[one] for one in wanted]]


class Sight:
    """Turns tokens and their places into numbers; several threads may share it."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab, self._getters = vocab, cast("Any", vocab).lex_attr_getters
        self._told = lru_cache(maxsize=_KEPT)(self._of_text)
        self._placed = lru_cache(maxsize=_KEPT)(self._of_place)

    def seen(self, texts: Sequence[str], places: Sequence[Place] | None) -> Seen:
        """The tokens at their places; None hides these."""
        told = list(map(self._told, texts))
        placed = [self._placed(_UNPLACED)] * len(texts) if places is None else list(map(self._placed, places))
        rows = [(*text, *place) for text, place in zip(told, placed, strict=True)]
        return Seen(np.array(rows, dtype="uint64").reshape(len(rows), len(_COLUMNS)))

    def _of_text(self, text: str) -> tuple[int, ...]:
        return tuple(self._vocab.strings[self._getters[attribute](text)] for attribute in _OF_TEXT)

    def _of_place(self, place: Place) -> tuple[int, ...]:
        strings = self._vocab.strings
        return strings[place.before], strings[place.over], self._vocab.morphology.add(of_section(place.section))


def of_section(section: str) -> str:
    """A section as spaCy writes it among the morphological features."""
    return f"Sec={section}" if section != NOTHING else ""
