"""Teaching the classifier of pages, and weighing it against titles and captions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random
from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.training import Example

from casework.procedure import Procedure
from casework.reading import Page
from nlp.asking import Asking
from nlp.corpus.specimen import Specimen
from nlp.corpus.values import seeded
from nlp.deciding import Decider
from nlp.kinds import PageClassifier, Weights, features_of
from nlp.message import own_pages
from nlp.teaching.pipes import Progress, started
from nlp.trust import logit, rising

_SPOKEN = 8  # words
_BLANK = "blank_form"
_LEAST = 0.1
_HEATS = (0.5, 0.7, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0)
_BEHEADED, _THINNED = 0.3, 0.4  # shares of the pages that are learned once more with less to go by


def page_label(specimen: Specimen, place: int) -> str:
    """What the page classifier is to say: a blank form looks like its procedure, only its emptiness tells."""
    return specimen.page_kinds[place]


def versions(page: Page, chance: Random) -> Iterator[list[str]]:
    """A page's features as they are, and now and then without title or with half of the words, as strangers write."""
    whole = features_of(page)
    yield whole
    if chance.random() < _BEHEADED:
        yield [word for word in whole if not word.startswith(("top=", "big="))] or ["nothing"]
    if chance.random() < _THINNED:
        share = chance.uniform(0.15, 0.7)
        yield [word for word in whole if chance.random() < share] or ["nothing"]


def taught(learn: Sequence[Specimen], progress: Progress) -> Any:
    """The trained pipeline."""
    chance = seeded("pages")
    pages = [
        (words, page_label(specimen, place))
        for specimen in learn
        for place, tagged in enumerate(specimen.pages)
        for words in versions(tagged.page, chance)
    ]
    labels = {label for _, label in pages}

    def examples(nlp: Any) -> list[Example]:
        return [
            Example.from_dict(Doc(nlp.vocab, words=words), {"cats": {each: float(each == label) for each in labels}})
            for words, label in pages
        ]

    nlp, (settings, optimizer), made = started("kinds", examples, labels)
    chance = seeded(settings["seed"])
    for epoch in range(settings["epochs"]):
        chance.shuffle(made)
        for start in range(0, len(made), settings["batch_size"]):
            nlp.update(made[start : start + settings["batch_size"]], sgd=optimizer, drop=settings["dropout"])
        progress("kinds", (epoch + 1) / settings["epochs"])
    return nlp


def line(decider: Decider, papers: Sequence[Specimen]) -> list[tuple[float, float]]:
    """What came true of the decisions on these papers, by how much spoke for each; towards nothing it falls to nothing.

    A form that nobody filled in is decided by what it asks for, since its emptiness is told later.
    """
    values, right = [], []
    for paper in papers:
        pages = own_pages([tagged.page for tagged in paper.pages])
        truth = paper.page_kinds[0] if paper.kind == _BLANK else paper.kind
        if decider.asks(truth) and sum(len(page.words) for page in pages) > _SPOKEN:
            decided = decider.weigh(pages)
            values.append(logit(decided.sure))
            right.append(decided.kind == truth)
    told = rising(values, right)
    return [(logit(_LEAST), _LEAST), *(point for point in told if point[0] > logit(_LEAST))]


def fitted(nlp: Any, procedures: Mapping[str, Procedure], papers: Sequence[Specimen]) -> Weights:
    """The weights of words, title and captions under which the kinds of these papers' pages are least surprising."""
    asking = Asking(procedures)
    classifier = PageClassifier(nlp, asking, Weights())
    pages = [(t.page, page_label(s, i)) for s in papers for i, t in enumerate(s.pages)]
    # A toy corpus has not every kind, and a page without words tells nothing.
    pages = [(page, label) for page, label in pages if label in classifier.labels and len(page.words) > _SPOKEN]
    truth = np.array([classifier.labels.index(label) for _, label in pages])
    signs = classifier.signs([page for page, _ in pages])

    def surprise(weights: Weights) -> float:
        raised = signs.weighed(weights)
        raised = raised - raised.max(axis=1, keepdims=True)
        return float(-(raised[np.arange(len(truth)), truth] - np.log(np.exp(raised).sum(axis=1))).mean())

    grid = product(_HEATS, (0.0, 1.0, 2.0, 4.0, 6.0, 8.0), (0.0, 0.3, 0.6, 1.0, 1.5, 2.0), (0.0, 0.3, 0.5, 0.7, 1.0))
    return min((Weights(*each) for each in grid), key=surprise)
