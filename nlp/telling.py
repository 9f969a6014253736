"""Pages told in sentences: one text over the ends of lines, that breaks only where a thought ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from casework.reading import Word
from nlp.layout import Sheet
from nlp.segments import Segment

_PARAGRAPH = 1.75  # line heights
_FULL = 0.8  # of the longest line: one that ends earlier ends a thought
_SUBJECT = frozenset({"subject:", "asunto:", "assumpte:", "tema:"})  # of a message: one line of its own
_CELLS, _FEW = 0.25, 3
_SENTENCE, _TOLD = 8, 0.45  # words that a line of a sentence has at least, and the share of words in such lines


@dataclass(frozen=True)
class Telling:
    """A page's text; a line break stands where a paragraph or a short line ends."""

    sheet: Sheet
    text: str
    words: tuple[tuple[int, Word], ...]

    @cached_property
    def plain(self) -> str:
        """The text in lower case and without accents, letter for letter as long as the text."""
        return "".join(map(_plain, self.text))

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that lie in a span of the text."""
        return tuple(word for at, word in self.words if at < end and at + len(word.text) > start)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    folded = unicodedata.normalize("NFKD", char.lower())
    return folded[0] if folded else char


def is_told(sheet: Sheet) -> bool:
    """Whether a page is a letter or a message rather than a form: no boxes to fill in, nothing to tick."""
    page = sheet.page
    if page.form_values or len(sheet.ticks) > _FEW:
        return False
    celled = sum(segment.cell is not None for segment in sheet.segments)
    if not sheet.segments or celled > _CELLS * len(sheet.segments):
        return False
    lines = [[word for segment in line for word in segment.words] for line in sheet.lines]
    return sum(len(line) for line in lines if len(line) >= _SENTENCE) >= _TOLD * sum(map(len, lines))


def telling(sheet: Sheet) -> Telling:
    """The page's words as one text."""
    text, words = "", list[tuple[int, Word]]()
    width = max((line[-1].box.x1 for line in sheet.lines), default=0.0)
    last: Sequence[Segment] = ()
    for line in sheet.lines:
        if last:
            text = f"{text.rstrip()}{chr(10) if _ends(last, line, width) else ' '}"
        for word in (word for segment in line for word in segment.words):
            words.append((len(text), word))
            text += f"{word.text} "
        last = line
    return Telling(sheet, text.rstrip(), tuple(words))


def _ends(last: Sequence[Segment], line: Sequence[Segment], width: float) -> bool:
    if last[0].words[0].text.lower() in _SUBJECT:
        return True
    gap = line[0].box.y0 - last[0].box.y0
    return gap > _PARAGRAPH * last[0].height or last[-1].box.x1 < _FULL * width
