"""What was read from a document: pages of words and marks, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property


class Source(StrEnum):
    """Where a word came from."""

    TEXT_LAYER = "text_layer"
    FORM_FIELD = "form_field"
    OCR = "ocr"


SIGNED = "signed"
"""The note on the first page of a file that a certificate signed, whether a page shows it or not."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in PDF points (1/72 inch) from the page's top left corner as the page is read upright."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def union(self, other: Box) -> Box:
        """The smallest box that covers both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word in its place; `confidence` is the chance 0..1 that it is right, 1 for text that was never a picture.

    `score` is the reader's own measure 0..1 before it was made a chance, None where it was not: what was learnt on
    readings goes by `own_score`. `handwritten` says that it looks written by hand: a person has to look at it, however
    it was read.
    """

    text: str
    box: Box
    confidence: float
    source: Source
    handwritten: bool = False
    score: float | None = None

    @property
    def own_score(self) -> float:
        """The reader's own measure, which another way to make chances of it leaves as it was."""
        return self.confidence if self.score is None else self.score

    def at_most(self, bound: float) -> Word:
        """The word no surer than that."""
        score = None if self.score is None else min(self.score, bound)
        return replace(self, confidence=min(self.confidence, bound), score=score)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A stamp that was put on the paper, with what it says line by line: no part of what the page asks or tells."""

    box: Box
    words: tuple[Word, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A tick box and its state; `name` is the form field's name where the box is a live one.

    `ticked` is None where the box is there but its state is in conflict or cannot be told.
    """

    box: Box
    ticked: bool | None
    confidence: float
    source: Source
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValue:
    """The value typed into a live form field (AcroForm, XFA), with the field's own name and place."""

    name: str
    value: str
    box: Box


@dataclass(frozen=True, kw_only=True)  # without slots: it keeps its lines, which are asked for again and again
class Page:
    """One page as it is read: upright, its size in points, `rotation` the clockwise degrees that made it upright.

    `rules` are printed straight lines and cell edges as thin boxes; `ink` tells by place how much was written
    where no word was read (a signature) and is filled by readers that look at the picture. What a stamp says is in
    `stamps` and not among the words, and what QR codes say in `codes`.
    """

    number: int
    width: float
    height: float
    source: Source
    rotation: int = 0
    words: tuple[Word, ...] = ()
    marks: tuple[Mark, ...] = ()
    form_values: tuple[FormValue, ...] = ()
    rules: tuple[Box, ...] = ()
    ink: tuple[Box, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    codes: tuple[str, ...] = ()
    quality: float = 1.0
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words in reading order, one line a printed line."""
        return "\n".join(" ".join(word.text for word in line) for line in self.lines())

    def lines(self) -> tuple[tuple[Word, ...], ...]:
        """Words grouped into printed lines from top to bottom, each from left to right."""
        return self._lines

    @cached_property
    def _lines(self) -> tuple[tuple[Word, ...], ...]:
        return tuple(tuple(sorted(line, key=_left)) for line in _printed_lines(self.words))


def _left(word: Word) -> float:
    return word.box.x0


def _printed_lines(words: Sequence[Word]) -> list[list[Word]]:
    """The words line by line: one whose middle lies well within the height of the word before is of its line."""
    placed = sorted(((word.box.y0 + word.box.y1) / 2, word.box.x0, place) for place, word in enumerate(words))
    lines: list[list[Word]] = []
    top = low = 0.0
    for middle, _, place in placed:
        word = words[place]
        if lines and top <= middle <= low:
            lines[-1].append(word)
        else:
            lines.append([word])
        box = word.box
        top, low = box.y0 + 0.2 * box.height, box.y1 - 0.2 * box.height
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All pages of one document, with the recipe that read them so that a re-run can tell what changed.

    `repaired` says that the bytes were damaged and a repaired copy was read; the original stays as it came.
    """

    document: str
    recipe: str
    pages: tuple[Page, ...]
    repaired: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def codes(self) -> tuple[str, ...]:
        """What the QR codes of all pages say."""
        return tuple(code for page in self.pages for code in page.codes)

    def words(self) -> Iterator[Word]:
        for page in self.pages:
            yield from page.words

    @property
    def text(self) -> str:
        return "\n\f\n".join(page.text for page in self.pages)
