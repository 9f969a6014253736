"""Bags of words as a trained textcat counts them, without the Doc that only carries them there.

A Doc looks every word up in the vocabulary, and the vocabulary keeps each new one for ever: the names of a city's
citizens among them. A textcat over single words asks a Doc for nothing but the numbers of these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Bag:
    """The numbers of some words (spaCy's ORTH); plays the Doc as far as a textcat over single words asks it."""

    keys: np.ndarray

    def __len__(self) -> int:
        return len(self.keys)

    def to_array(self, _attributes: Sequence[int]) -> np.ndarray:
        """The words' numbers, whatever is asked for: ORTH is all that there is."""
        return self.keys

    def without(self, places: Collection[int]) -> Bag:
        """The bag without the words at some places."""
        return Bag(np.delete(self.keys, list(places)))


class Bags:
    """A trained textcat that is asked about bags of words."""

    def __init__(self, nlp: Language) -> None:
        self._pipe = cast("Any", nlp.get_pipe("textcat"))
        self._strings = nlp.vocab.strings
        self.labels: tuple[str, ...] = tuple(self._pipe.labels)

    def bag(self, words: Iterable[str]) -> Bag:
        return Bag(np.array([self._strings[word] for word in words], dtype="uint64"))

    def scores(self, bags: Sequence[Bag]) -> np.ndarray:
        """The probabilities of the labels, one row a bag."""
        return np.asarray(self._pipe.predict(list(bags)))
