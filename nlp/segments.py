"""What a page is made of: words that stand together, and tick boxes with what they are for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from casework.reading import Box, Mark, Word
from nlp.tokens import around


@dataclass(frozen=True)
class Segment:
    """Words of one printed line that stand together; `cell` is what the page's rules enclose them in.

    `page` counts from 0 inside the sequence of sheets, `line` and `index` inside the page.
    """

    page: int
    line: int
    index: int
    words: tuple[Word, ...]
    cell: Box | None = None

    @cached_property
    def box(self) -> Box:
        return around(self.words)

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def height(self) -> float:
        return max(self.box.height, 4.0)

    @cached_property
    def says(self) -> bool:
        """Whether there is a letter or a figure in it."""
        return any(any(map(str.isalnum, word.text)) for word in self.words)


@dataclass(frozen=True)
class TickBox:
    """A mark with the words that tell what it is for, and the words on its other side."""

    mark: Mark
    page: int
    caption: tuple[Word, ...]
    before: tuple[Word, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.caption)
