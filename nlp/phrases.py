"""Phrases of which a text may carry one: all of them asked at once how much of each is there.

What `coverage` says of one phrase after another is told here from an index: the words of all phrases, each also with
any one letter left out, so that a word of the text meets those an edit away without being held against every other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from nlp.text import SHORT, near


class Phrases:
    """Some phrases in folded words, in their order."""

    def __init__(self, phrases: Sequence[tuple[str, ...]]) -> None:
        self.phrases = tuple(phrases)
        self._holding: dict[str, list[int]] = defaultdict(list)
        self._cut: dict[str, list[str]] = defaultdict(list)
        for place, phrase in enumerate(self.phrases):
            for word in dict.fromkeys(phrase):
                self._holding[word].append(place)
        for word in self._holding:
            if len(word) >= SHORT:
                for piece in _pieces(word):
                    self._cut[piece].append(word)

    def shares(self, given: Sequence[str]) -> list[tuple[float, float]]:
        """For each phrase the share of it that is in a text, and the share of the text that is in it: see `coverage`.

        The second is 0 where the first is.
        """
        alike = {word: self._alike(word) for word in dict.fromkeys(given)}
        met = {own for word, near_ones in alike.items() for own in near_ones if own == word or len(own) > SHORT}
        shares = [(0.0, 0.0)] * len(self.phrases)
        for place in {place for own in met for place in self._holding[own]}:
            phrase = self.phrases[place]
            own = sum(word in met for word in phrase)
            of_text = sum(
                any(other == word or len(word) > SHORT for other in phrase if other in alike[word]) for word in given
            )
            shares[place] = own / len(phrase), of_text / len(given)
        return shares

    def _alike(self, word: str) -> set[str]:
        """The words of the phrases that a word is, or is one edit away from."""
        found = {word} if word in self._holding else set[str]()
        if len(word) >= SHORT:
            close = {own for piece in _pieces(word) for own in self._cut.get(piece, ())}
            found.update(own for own in close if near(own, word))
        return found


def _pieces(word: str) -> Iterator[str]:
    """The word, and what is left of it without each of its letters."""
    yield word
    yield from {word[:cut] + word[cut + 1 :] for cut in range(len(word))}
