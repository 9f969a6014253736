"""A made document: its bytes, everything that is true of it, and where on its pages each value stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from casework.reading import Box, Page, Reading, Word
from nlp.corpus.paper import Tagged
from nlp.corpus.specimen import Specimen
from nlp.text import fold

Read = Callable[[bytes], Reading]
"""Reads a document's bytes; the real reader is handed in by whoever may import it."""

SOURCES = ("digital", "scan", "bad_scan", "photo")
_REACH = 70.0  # points by which a page may lie elsewhere than it was printed
_FEWEST = 5
_MOST_BENT = 0.06
_INSIDE = 0.5


@dataclass(frozen=True, kw_only=True)
class Made:
    """One document with its truth, before anyone has read it.

    `places` gives for each field the page (from 1) and the boxes of its value in points from the top left of the page
    as it is read upright and level; `written` the text in each of these boxes, in the same order, empty for a tick or a
    signature. A field without `written` has its words wherever its places are.
    """

    name: str
    data: bytes
    kind: str
    language: str
    family: str
    source: str
    page_kinds: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[tuple[int, Box], ...]] = field(default_factory=dict)
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Value:
    """One piece of a value in its box."""

    field: str
    box: Box
    text: str | None


def specimen_of(made: Made, read: Read) -> Specimen:
    """The document as the reader sees it, with a tag on each word that belongs to a value."""
    pages = tuple(Tagged(page, tags_on(made, page)) for page in read(made.data).pages)
    return Specimen(
        kind=made.kind,
        language=made.language,
        family=made.family,
        pages=pages,
        page_kinds=made.page_kinds,
        fields=made.fields,
        source=made.source,
    )


def tags_on(made: Made, page: Page) -> dict[int, str]:
    """The field of each word of a page that lies in the box of a value, by the word's place in the page."""
    values = [value for value in _values(made, page.number) if value.text != ""]
    move = _movement(values, page.words)
    boxes = [(value.field, _moved(value.box, move)) for value in values]
    tags = {}
    for place, word in enumerate(page.words):
        share, name = max(((_share(word.box, box), name) for name, box in boxes), default=(0.0, ""))
        if share >= _INSIDE:
            tags[place] = name
    return tags


def _values(made: Made, number: int) -> list[_Value]:
    found = []
    for name, places in made.places.items():
        texts = made.written.get(name, ())
        for index, (page, box) in enumerate(places):
            if page == number:
                found.append(_Value(name, box, texts[index] if index < len(texts) else None))
    return found


def _share(word: Box, box: Box) -> float:
    """How much of a word's box lies in another."""
    wide = min(word.x1, box.x1) - max(word.x0, box.x0)
    high = min(word.y1, box.y1) - max(word.y0, box.y0)
    area = word.width * word.height
    return wide * high / area if wide > 0 and high > 0 and area > 0 else 0.0


def _movement(values: Sequence[_Value], words: Sequence[Word]) -> npt.NDArray[np.float64] | None:
    """How the page as read lies against the page as made (an affine map), where words that are alike can tell."""
    pairs = [pair for value in values if value.text for pair in _alike(value, words)]
    if len(pairs) < _FEWEST:
        return None
    here = np.array([[x, y, 1.0] for (x, y), _ in pairs])
    there = np.array([point for _, point in pairs])
    if np.linalg.matrix_rank(here) < here.shape[1]:
        return None
    kept = np.ones(len(pairs), dtype=bool)
    found = np.linalg.lstsq(here, there, rcond=None)[0]
    for _ in range(3):  # a word that happens to be alike elsewhere drops out
        errors = np.linalg.norm(here @ found - there, axis=1)
        kept = errors <= max(4.0, 2.0 * float(np.median(errors)))
        if kept.sum() < _FEWEST:
            return None
        found = np.linalg.lstsq(here[kept], there[kept], rcond=None)[0]
    bent = np.abs(found[:2] - np.eye(2)).max()
    return found if bent <= _MOST_BENT else None


def _alike(value: _Value, words: Sequence[Word]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The middle of a value that is one word, and of the one word near it that reads the same."""
    text = fold(value.text or "").replace(" ", "")
    if len(text) < 4 or " " in (value.text or "").strip():
        return []
    x, y = value.box.middle
    near = [
        word.box.middle
        for word in words
        if abs(word.box.middle[0] - x) < _REACH
        and abs(word.box.middle[1] - y) < _REACH
        and fold(word.text).replace(" ", "") == text
    ]
    return [((x, y), near[0])] if len(near) == 1 else []


def _moved(box: Box, move: npt.NDArray[np.float64] | None) -> Box:
    if move is None:
        return box
    corners = np.array([[x, y, 1.0] for x in (box.x0, box.x1) for y in (box.y0, box.y1)]) @ move
    low, high = corners.min(axis=0), corners.max(axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
