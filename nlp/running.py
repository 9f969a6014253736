"""A page's words as one running text, so that sentences are read over the ends of lines."""

from __future__ import annotations

from casework.reading import Word
from nlp.layout import Sheet

APART = "|"


def running(sheet: Sheet) -> tuple[str, list[tuple[int, Word]]]:
    """The page's text with the offset of each word; what stands in different cells or columns is kept apart."""
    text, words = "", list[tuple[int, Word]]()
    for line in sheet.lines:
        for segment in line:
            alone = len(line) == 1 and segment.cell is None
            text = f"{text} " if alone or not text else f"{text} {APART} "
            for word in segment.words:
                words.append((len(text), word))
                text += f"{word.text} "
            text = text.rstrip()
    return text, words
