"""Teaching the tagger of words, with the places of words shown and hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spacy.training import Example

from casework.procedure import Procedure
from nlp.channels import Place
from nlp.corpus.specimen import Specimen
from nlp.corpus.values import seeded
from nlp.extraction import Extractor
from nlp.layout import lay_out
from nlp.tagging import Tokens, doc_of, gold_tags, tokens_of
from nlp.teaching.pipes import Progress, batches, started

_HIDDEN = 0.35  # the share of pages that are learned without their words' places
_Page = tuple[Tokens, dict[int, Place], list[str]]


def _pages(procedures: Mapping[str, Procedure], learn: Sequence[Specimen], progress: Progress) -> list[_Page]:
    extractor, pages, hidden = Extractor(procedures), list[_Page](), seeded("places")
    for number, specimen in enumerate(learn):
        for tagged, kind in zip(specimen.pages, specimen.page_kinds, strict=True):
            sheet = lay_out(tagged.page, 0, "")
            fields = {
                id(word): tagged.tags[place] for place, word in enumerate(tagged.page.words) if place in tagged.tags
            }
            tokens = tokens_of(sheet)
            if tokens.texts and fields:
                shown = kind in procedures and hidden.random() > _HIDDEN
                places = extractor.places(sheet, procedures[kind]) if shown else {}
                pages.append((tokens, places, gold_tags(tokens, fields)))
        if number % 100 == 0:
            progress("pages for the tagger", number / len(learn))
    return pages


def taught(procedures: Mapping[str, Procedure], learn: Sequence[Specimen], progress: Progress) -> Any:
    """The trained pipeline."""
    pages = _pages(procedures, learn, progress)
    labels = {tag for _, _, tags in pages for tag in tags}

    def examples(nlp: Any) -> list[Example]:
        return [Example.from_dict(doc_of(nlp.vocab, tokens, places), {"tags": tags}) for tokens, places, tags in pages]

    nlp, (settings, optimizer), made = started("tagger", examples, labels)
    chance = seeded(settings["seed"])
    for epoch in range(settings["epochs"]):
        chance.shuffle(made)
        optimizer.learn_rate = 0.002 * (1 - 0.85 * epoch / settings["epochs"])
        for number, batch in enumerate(batches(made, settings["batch_words"])):
            nlp.update(batch, sgd=optimizer, drop=settings["dropout"])
            if number % 50 == 0:
                done = number * settings["batch_words"] / max(sum(map(len, made)), 1)
                progress("tagger", (epoch + min(done, 1.0)) / settings["epochs"])
    return nlp
