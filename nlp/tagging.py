"""A spaCy tagger over running text and cells: which words belong to which field.

The pipeline sees the words and, in attributes that nothing else uses, the places of `nlp.channels`. It is trained with
the places hidden now and then, so one pipeline answers twice: by the text alone, and by text and place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from casework.procedure import FieldType, Procedure
from casework.reading import Word
from nlp.candidates import Candidate, candidate
from nlp.channels import Place
from nlp.layout import Sheet
from nlp.sight import Sight, of_section

_TOKEN = re.compile(r"\w+|[^\w\s]")
LINE_END, GAP = "⏎", "¦"
OUTSIDE = "O"
_LEAST_PEAK = 0.12
_KEEP = 0.4  # of the peak: words beside it that are as likely belong to the same value
_BRIDGE = 9  # tokens
_UNPLACED = Place()


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
                for token in [word.text] if word.text.isalnum() else _TOKEN.findall(word.text):
                    texts.append(re.sub(r"\d", "0", token) if token.isdigit() and len(token) > 4 else token)
                    owners.append(word)
            texts.append(GAP)
            owners.append(None)
        texts[-1] = LINE_END
    return Tokens(tuple(texts), tuple(owners))


def doc_of(vocab: Vocab, tokens: Tokens, places: Mapping[int, Place]) -> Doc:
    """The page as a Doc that knows its words' places; without places it is text alone."""
    found = _places(tokens, places)
    return Doc(
        vocab,
        words=list(tokens.texts),
        lemmas=[place.before for place in found],
        tags=[place.over for place in found],
        morphs=[of_section(place.section) for place in found],
    )


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
        self._sight = Sight(nlp.vocab)
        self._pipe = cast("Any", nlp.get_pipe("tagger"))
        self._labels: tuple[str, ...] = tuple(self._pipe.labels)

    def candidates(
        self, sheets: Sequence[Sheet], procedure: Procedure, places: Sequence[Mapping[int, Place]]
    ) -> list[Candidate]:
        """Candidates of the sources `prose` (text alone) and `tagger` (text and place)."""
        pages = [(sheet, tokens_of(sheet), place) for sheet, place in zip(sheets, places, strict=True)]
        pages = [page for page in pages if page[1].texts]
        if not pages:
            return []
        plain = [self._sight.seen(tokens.texts, None) for _, tokens, _ in pages]
        placed = [self._sight.seen(tokens.texts, _places(tokens, place)) for _, tokens, place in pages]
        scores = self._pipe.model.predict([*plain, *placed])
        tables = [*(("prose", t) for t in scores[: len(pages)]), *(("tagger", t) for t in scores[len(pages) :])]
        values = [_Values(sheet, procedure) for sheet, _, _ in pages]
        return [
            found
            for (_, tokens, _), value, (source, table) in zip([*pages, *pages], [*values, *values], tables, strict=True)
            for found in self._spans(value, tokens, np.asarray(table), procedure, source)
        ]

    def _spans(
        self, values: _Values, page: Tokens, table: np.ndarray, procedure: Procedure, source: str
    ) -> Iterator[Candidate]:
        allowed = [i for i, label in enumerate(self._labels) if label == OUTSIDE or label[2:] in procedure.fields]
        # The pipeline gives logits: its last layer leaves the softmax out when it predicts.
        masked = np.exp(table[:, allowed] - table[:, allowed].max(axis=1, keepdims=True))
        masked /= masked.sum(axis=1, keepdims=True)
        labels = [self._labels[i] for i in allowed]
        columns: dict[str, list[int]] = {}
        for place, label in enumerate(labels):
            columns.setdefault(label[2:], []).append(place)
        shares = masked.T
        sums = {name: sum(shares[own[1:]], start=shares[own[0]]) for name, own in columns.items() if name}
        runs = list(_runs(page, [labels[i] for i in masked.argmax(axis=1).tolist()]))
        runs = [*runs, *_bridged(runs, procedure)]
        told = {name for name, _ in runs}
        runs += [run for name in sums.keys() - told for run in _faint(page, name, sums[name])]
        for name, places in sorted(runs):
            own = list({id(w): w for p in places if (w := page.owners[p]) is not None}.values())
            made = values.of(name, own)
            if made is not None:
                yield replace(made, source=source, certainty=float(sums[name][places].mean()))


class _Values:
    """The values that words of a page state for a procedure's fields, each worked out once for both readers of text."""

    def __init__(self, sheet: Sheet, procedure: Procedure) -> None:
        self._sheet, self._procedure = sheet, procedure
        self._known: dict[tuple[str, tuple[int, ...]], Candidate | None] = {}

    def of(self, name: str, words: Sequence[Word]) -> Candidate | None:
        """What the words state for a field; None where they state nothing."""
        key = name, tuple(map(id, words))
        if key not in self._known:
            spec = self._procedure.fields[name]
            asked = bool(words) and spec.type is not FieldType.CHECKBOX
            self._known[key] = candidate(spec, self._sheet, words, "prose", raw=_trimmed(words)) if asked else None
        return self._known[key]


def _places(tokens: Tokens, places: Mapping[int, Place]) -> list[Place]:
    return [places.get(id(owner), _UNPLACED) if owner is not None else _UNPLACED for owner in tokens.owners]


def _runs(page: Tokens, tags: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    name, places = "", list[int]()
    for place, (tag, owner) in enumerate(zip(tags, page.owners, strict=True)):
        if owner is None:
            continue
        own = "" if tag == OUTSIDE else tag[2:]
        if own != name:
            if name:
                yield name, places
            name, places = own, []
        if name:
            places.append(place)
    if name:
        yield name, places


def _bridged(runs: Sequence[tuple[str, list[int]]], procedure: Procedure) -> Iterator[tuple[str, list[int]]]:
    """Long texts of which a few words in the middle were not taken for theirs, whole."""
    pieces: dict[str, list[int]] = {}
    for name, places in runs:
        if procedure.fields[name].type is not FieldType.TEXT:
            continue
        held = pieces.get(name)
        if held is None or places[0] - held[-1] > _BRIDGE:
            pieces[name] = list(places)
        else:
            held += range(held[-1] + 1, places[-1] + 1)
            yield name, list(held)


def _faint(page: Tokens, name: str, sums: np.ndarray) -> Iterator[tuple[str, list[int]]]:
    """The likeliest place of a field that won nowhere, with its neighbours, where it is likely at all."""
    peak = int(sums.argmax())
    if sums[peak] < _LEAST_PEAK or page.owners[peak] is None:
        return
    least = _KEEP * float(sums[peak])
    first = last = peak
    while first > 0 and (page.owners[first - 1] is None or sums[first - 1] >= least):
        first -= 1
    while last + 1 < len(sums) and (page.owners[last + 1] is None or sums[last + 1] >= least):
        last += 1
    yield name, [place for place in range(first, last + 1) if page.owners[place] is not None]


def _trimmed(words: Sequence[Word]) -> str:
    text = " ".join(word.text for word in words).strip(" ,;:(")
    return text if text.count("(") == text.count(")") else text.strip("()")
