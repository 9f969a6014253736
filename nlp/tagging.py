"""A spaCy tagger over running text and cells: which words belong to which field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from casework.procedure import Procedure
from casework.reading import Word
from nlp.candidates import Candidate, candidate
from nlp.layout import Sheet

_TOKEN = re.compile(r"\w+|[^\w\s]")
LINE_END, GAP = "⏎", "¦"
OUTSIDE = "O"


@dataclass(frozen=True)
class Tokens:
    """A page as tokens; `owners` gives each token's word, None for the tokens that stand for layout."""

    texts: tuple[str, ...]
    owners: tuple[Word | None, ...]


def tokens_of(sheet: Sheet) -> Tokens:
    """The page's words cut into tokens, with a sign at wide gaps and at line ends."""
    texts: list[str] = []
    owners: list[Word | None] = []
    for line in sheet.lines:
        for segment in line:
            for word in segment.words:
                for token in _TOKEN.findall(word.text):
                    texts.append(re.sub(r"\d", "0", token) if token.isdigit() and len(token) > 4 else token)
                    owners.append(word)
            texts.append(GAP)
            owners.append(None)
        texts[-1] = LINE_END
    return Tokens(tuple(texts), tuple(owners))


def gold_tags(tokens: Tokens, fields: Mapping[int, str]) -> list[str]:
    """Begin and inside tags for a page whose words' fields are known by the words' ids."""
    tags: list[str] = []
    last = ""
    for owner in tokens.owners:
        if owner is None:
            # Values run on over line ends; the sign itself belongs to nobody.
            tags.append(OUTSIDE)
            continue
        name = fields.get(id(owner), "")
        tags.append(OUTSIDE if not name else ("I-" if name == last else "B-") + name)
        last = name
    return tags


class FieldTagger:
    """Plays the extractor's Tagger with a trained pipeline; only the fields of the kind at hand are considered."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._pipe = cast("Any", nlp.get_pipe("tagger"))
        self._labels: tuple[str, ...] = tuple(self._pipe.labels)

    def candidates(self, sheets: Sequence[Sheet], procedure: Procedure) -> list[Candidate]:
        pages = [tokens_of(sheet) for sheet in sheets]
        docs = [Doc(self._nlp.vocab, words=list(page.texts)) for page in pages if page.texts]
        if not docs:
            return []
        full = [(sheet, page) for sheet, page in zip(sheets, pages, strict=True) if page.texts]
        scores = self._pipe.model.predict(docs)
        return [
            found
            for (sheet, page), table in zip(full, scores, strict=True)
            for found in self._spans(sheet, page, np.asarray(table), procedure)
        ]

    def _spans(self, sheet: Sheet, page: Tokens, table: np.ndarray, procedure: Procedure) -> Iterator[Candidate]:
        allowed = [i for i, label in enumerate(self._labels) if label == OUTSIDE or label[2:] in procedure.fields]
        masked = table[:, allowed]
        masked = masked / masked.sum(axis=1, keepdims=True)
        labels = [self._labels[i] for i in allowed]
        for name, places in _runs(page, [labels[i] for i in masked.argmax(axis=1)]):
            words = list(dict.fromkeys(id(page.owners[p]) for p in places))
            by_id = {id(page.owners[p]): page.owners[p] for p in places}
            own = [word for key in words if (word := by_id[key]) is not None]
            columns = [i for i, label in enumerate(labels) if label[2:] == name]
            sure = float(np.mean(masked[places][:, columns].sum(axis=1)))
            made = candidate(procedure.fields[name], sheet, own, "tagger", raw=_trimmed(own), certainty=sure)
            if made is not None:
                yield made


def _runs(page: Tokens, tags: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    name, places = "", list[int]()
    for place, (tag, owner) in enumerate(zip(tags, page.owners, strict=True)):
        if owner is None:
            continue
        begins = tag.startswith("B-") and tag[2:] != name
        if tag == OUTSIDE or tag[2:] != name or begins:
            if name:
                yield name, places
            name, places = ("", []) if tag == OUTSIDE else (tag[2:], [])
        if name:
            places.append(place)
    if name:
        yield name, places


def _trimmed(words: Sequence[Word]) -> str:
    text = " ".join(word.text for word in words).strip(" ,;:(")
    return text if text.count("(") == text.count(")") else text.strip("()")
