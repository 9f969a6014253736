"""A page that is written on word by word, with its rules, tick boxes and ink, as a reader would find them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from casework.reading import Box, Mark, Page, Source, Word

_LOST_SPACES, _LEVEL = 1.5, 3.0
WIDTH, HEIGHT = 595.0, 842.0
_NARROW = frozenset("iljtfrI.,:;'!|()[]/ ")
_WIDE = frozenset("mwMW@%ABCDEGHKNOPQRUVXY")
_CONFUSIONS = {
    "0": "O",
    "O": "0",
    "1": "l",
    "l": "1",
    "5": "S",
    "S": "5",
    "8": "B",
    "B": "8",
    "á": "a",
    "é": "e",
    "ó": "o",
    "º": "°",
    "ñ": "n",
    "í": "i",
}


def text_width(text: str, size: float) -> float:
    """The width of a text in points, near enough to a sans-serif face."""
    return sum(0.28 if c in _NARROW else 0.7 if c in _WIDE else 0.52 for c in text) * size


@dataclass(frozen=True)
class Tagged:
    """One page and the field that each of its words belongs to, by the word's place in the page."""

    page: Page
    tags: Mapping[int, str]


@dataclass
class Paper:
    """One page being written; all measures in points from the top left."""

    number: int = 1
    words: list[Word] = field(default_factory=list)
    tags: dict[int, str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    ink: list[Box] = field(default_factory=list)

    def write(self, x: float, y: float, text: str, size: float = 9, tag: str = "") -> float:
        """Write a text with its top left at x, y; returns where it ends."""
        for part in text.split():
            width = text_width(part, size)
            if tag:
                self.tags[len(self.words)] = tag
            box = Box(x, y, x + width, y + size * 1.1)
            self.words.append(Word(text=part, box=box, confidence=1.0, source=Source.TEXT_LAYER))
            x += width + 0.28 * size
        return x

    def flow(self, x: float, y: float, parts: Sequence[tuple[str, str]], size: float, right: float) -> float:
        """Write running text, each part with its tag, and break lines at `right`; returns the y below."""
        start = x
        for text, tag in parts:
            for word in text.split():
                if x + text_width(word, size) > right:
                    x, y = start, y + size * 1.35
                x = self.write(x, y, word, size, tag)
        return y + size * 1.35

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.rules += [
            Box(x0, y0, x1, y0 + 0.5),
            Box(x0, y1, x1, y1 + 0.5),
            Box(x0, y0, x0 + 0.5, y1),
            Box(x1, y0, x1 + 0.5, y1),
        ]

    def line(self, x0: float, x1: float, y: float) -> None:
        self.rules.append(Box(x0, y, x1, y + 0.5))

    def tick(self, x: float, y: float, *, ticked: bool) -> None:
        self.marks.append(Mark(box=Box(x, y, x + 8, y + 8), ticked=ticked, confidence=0.98, source=Source.TEXT_LAYER))

    def done(self) -> Tagged:
        page = Page(
            number=self.number,
            width=WIDTH,
            height=HEIGHT,
            source=Source.TEXT_LAYER,
            words=tuple(self.words),
            marks=tuple(self.marks),
            rules=tuple(self.rules),
            ink=tuple(self.ink),
        )
        return Tagged(page, dict(self.tags))


def scanned(tagged: Tagged, chance: Random) -> Tagged:
    """The page as OCR would return it: shaken boxes, confused letters, lost words, confidences below 1."""
    harm = chance.choice([0.002, 0.005, 0.012])
    words: list[Word] = []
    tags: dict[int, str] = {}
    for place, word in enumerate(tagged.page.words):
        if chance.random() < harm:
            continue
        read = _read(word, harm, chance)
        tag = tagged.tags.get(place, "")
        if words and _runs_together(words[-1], read, chance.random() / harm) and tag == tags.get(len(words) - 1, ""):
            words[-1] = replace(words[-1], text=words[-1].text + read.text, box=words[-1].box.union(read.box))
            continue
        if tag:
            tags[len(words)] = tag
        words.append(read)
    rules = tuple(rule for rule in tagged.page.rules if chance.random() > 0.03)
    page = replace(tagged.page, words=tuple(words), rules=rules, source=Source.OCR)
    return Tagged(page, tags)


def _runs_together(left: Word, right: Word, chance: float) -> bool:
    """Whether the space between two words of a line gets lost, which readers of pictures do more often than letters."""
    gap = right.box.x0 - left.box.x1
    return chance < _LOST_SPACES and 0 < gap < 0.5 * right.box.height and abs(left.box.y0 - right.box.y0) < _LEVEL


def _read(word: Word, harm: float, chance: Random) -> Word:
    text = "".join(_CONFUSIONS.get(char, char) if chance.random() < harm else char for char in word.text)
    hurt = text != word.text
    shake = [chance.uniform(-0.8, 0.8) for _ in range(4)]
    box = Box(word.box.x0 + shake[0], word.box.y0 + shake[1], word.box.x1 + shake[2], word.box.y1 + shake[3])
    sure = chance.uniform(0.55, 0.93) if hurt else min(1.0, chance.gauss(0.96, 0.03))
    return Word(text=text or "-", box=box, confidence=round(max(sure, 0.3), 3), source=Source.OCR)
