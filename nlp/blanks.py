"""Lines of underscores to fill in: what was typed over one stands where it is, in its sentence.

"En/Na ______ , veí de ______" with the values a little higher reads as the sentence that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from casework.reading import Box, Word

_BLANK = re.compile(r"_{4,}")
_OVER, _UNDER = 0.8, 0.4  # heights by which the foot of a value may lie over and under that of the underscores
_ASIDE = 3.0  # points that a value may begin before its blank


def filled(words: Sequence[Word]) -> list[Word]:
    """The words, those over a blank level with it and the blank gone; a blank with nothing over it stays."""
    if not any(_BLANK.search(word.text) for word in words):
        return list(words)
    parts = [part for word in words for part in _parts(word)]
    plain = [word for word in parts if not _BLANK.fullmatch(word.text)]
    moved: dict[int, Word] = {}
    kept: list[Word] = []
    for part in parts:
        if not _BLANK.fullmatch(part.text):
            continue
        over = [word for word in plain if id(word) not in moved and _is_over(word, part.box)]
        moved |= {id(word): _level(word, part.box) for word in over}
        kept += [] if over else [part]
    return [*(moved.get(id(word), word) for word in plain), *kept]


def _parts(word: Word) -> Iterator[Word]:
    """A word with its underscores apart from what was glued to them: "(____),"."""
    if not _BLANK.search(word.text) or _BLANK.fullmatch(word.text):
        yield word
        return
    share, place = word.box.width / len(word.text), 0
    for blank in (*_BLANK.finditer(word.text), None):
        start, end = blank.span() if blank else (len(word.text), len(word.text))
        for first, last in ((place, start), (start, end)):
            if last > first:
                box = replace(word.box, x0=word.box.x0 + share * first, x1=word.box.x0 + share * last)
                yield replace(word, text=word.text[first:last], box=box)
        place = end


def _is_over(word: Word, blank: Box) -> bool:
    within = blank.x0 - _ASIDE <= word.box.middle[0] <= blank.x1 + _ASIDE
    return within and -_OVER * blank.height <= word.box.y1 - blank.y1 <= _UNDER * blank.height


def _level(word: Word, blank: Box) -> Word:
    low = blank.y1
    return replace(word, box=replace(word.box, y0=low - word.box.height, y1=low))
