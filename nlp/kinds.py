"""What a page is: a procedure's form or letter, another kind, an attachment, instructions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from spacy.language import Language

from casework.fields import INSTRUCTIONS
from casework.reading import Page
from nlp.asking import Asking
from nlp.bags import Bags
from nlp.guidance import is_guidance
from nlp.languages import language_of as language_of  # noqa: PLC0414 - others ask for it here
from nlp.text import STOPWORDS, fold

_HEAD_LINES = 9
_STEM = 5  # letters: Spanish and Valencian words, verbs and nouns of one matter mostly share them
_USUAL = 300.0  # features of a page
_NOTHING = ("nothing",)
_LEFT = 0.03  # of what other kinds would be, for a page that says it instructs
_REASONS = frozenset("expone expongo exposa expose".split())
_REQUESTS = frozenset("solicita solicito sollicita sollicite sollicito demana demane".split())


def features_of(page: Page, *, longest: int = 450) -> list[str]:
    """The page as a bag of words: its folded words, their stems, pairs of neighbours, and the first lines' words."""
    lines = [[w for w in fold(" ".join(word.text for word in line)).split() if not _noise(w)] for line in page.lines()]
    words = [word for line in lines for word in line]
    pairs = [f"{a}_{b}" for line in lines for a, b in pairwise(line)]
    tallest = sorted({round(w.box.height) for w in page.words})[-1:] or [0]
    head = [f"top={w}" for line in lines[:_HEAD_LINES] for w in line]
    big = [
        f"big={t}"
        for w in page.words
        if round(w.box.height) >= tallest[0]
        for t in fold(w.text).split()
        if not _noise(t)
    ]
    stems = [f"{w[:_STEM]}~" for w in words[:longest] if len(w) > _STEM]
    return [*words[:longest], *stems, *pairs[:longest], *head, *big[:20]] or [*_NOTHING]


def _noise(word: str) -> bool:
    # A folded word has letters and figures only.
    return len(word) < 2 or word in STOPWORDS or not word.isalpha()


def asks_in_general(pages: Sequence[Page]) -> bool:
    """Whether a paper has the shape of an instance: reasons under EXPONE and a request under SOLICITA."""
    heads = {
        word for page in pages for line in page.lines() if len(line) <= 3 for word in fold(line[0].text).split()[:1]
    }
    return bool(heads & _REASONS) and bool(heads & _REQUESTS)


@dataclass(frozen=True)
class Weights:
    """How a page's words, title and captions are weighed against each other; fitted on papers of other authors."""

    temperature: float = 1.0
    title: float = 0.0
    captions: float = 0.0
    length: float = 0.0


@dataclass(frozen=True)
class Signs:
    """What speaks for each label, one row a page: log-odds of the words, how many these are, title, captions."""

    words: np.ndarray
    sizes: np.ndarray
    titles: np.ndarray
    captions: np.ndarray

    def weighed(self, weights: Weights) -> np.ndarray:
        """The log-odds of the labels from all signs.

        A bag of words grows surer with every word, more than it has reason to: the power `length` takes that back.
        """
        heat = weights.temperature * (np.maximum(self.sizes, 1) / _USUAL) ** weights.length
        result: np.ndarray = self.words / heat[:, None] + weights.title * self.titles + weights.captions * self.captions
        return result


class PageClassifier:
    """A trained textcat, and what the procedures' own titles and captions say, with the weights of each."""

    def __init__(self, nlp: Language, asking: Asking, weights: Weights) -> None:
        self._words, self._asking, self._weights = Bags(nlp), asking, weights
        self.labels = self._words.labels

    def signs(self, pages: Sequence[Page]) -> Signs:
        """What speaks for each label on each page, before it is weighed."""
        features = [features_of(page) for page in pages]
        scores = self._words.scores([self._words.bag(words) for words in features])
        titles, captions = self._asking.signs(pages, self.labels)
        sizes = np.array([float(len(words)) for words in features])
        return Signs(np.log(np.maximum(scores, 1e-12)), sizes, titles, captions)

    def probabilities(self, pages: Sequence[Page]) -> np.ndarray:
        """Calibrated probabilities of the labels, one row a page."""
        raised = self.signs(pages).weighed(self._weights)
        raised -= raised.max(axis=1, keepdims=True)
        table: np.ndarray = np.exp(raised)
        table /= table.sum(axis=1, keepdims=True)
        telling = [place for place, page in enumerate(pages) if INSTRUCTIONS in self.labels and is_guidance(page)]
        if telling:
            table[telling] *= _LEFT
            table[telling, self.labels.index(INSTRUCTIONS)] += 1 - _LEFT
        return table

    def asked(self, pages: Sequence[Page], label: str) -> float:
        """How much of what a procedure alone asks for or tells stands on these pages."""
        return max((self._asking.captions(page).get(label, 0.0) for page in pages), default=0.0)

    def telling(self, page: Page, label: str, most: int = 5) -> tuple[str, ...]:
        """The page's words without which the label would lose most, most telling first."""
        column = self.labels.index(label)
        words = features_of(page)
        heads = (
            list(dict.fromkeys(w for w in words if w.startswith(("big=", "top="))))[:14]
            or list(dict.fromkeys(words))[:14]
        )
        places: dict[str, list[int]] = {_bare(head): [] for head in heads}
        for place, word in enumerate(words):
            if (own := _bare(word)) in places:
                places[own].append(place)
        whole = self._words.bag(words)
        bags = [whole.without(held) for held in places.values()]
        table = self._words.scores([bag if len(bag) else self._words.bag(_NOTHING) for bag in bags])
        scores = dict(zip(places, table[:, column], strict=True))
        ranked = sorted((scores[_bare(head)], head) for head in heads)
        return tuple(dict.fromkeys(_bare(head) for _, head in ranked))[:most]


def _bare(feature: str) -> str:
    """The word of a feature, wherever it was found."""
    return feature.split("=", 1)[-1]
