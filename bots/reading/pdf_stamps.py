"""Text that lies aslant on a level page: a register's stamp or a watermark, no part of what the page asks or tells."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from bots.reading import pdf_calls
from casework.reading import Box, Stamp, Word

_LEVEL = 0.5  # degrees: what is printed level is level to a hair
_SOME = 0.5  # the share of a page's words that may lie so: more, and it is the page
_NEAR = 1.5  # heights of a word by which it stands off the rest of its stamp at most


def stamps_of(textpage: Any, spelled: Sequence[tuple[int, Word]]) -> tuple[Stamp, ...]:
    """The stamps among a page's words, each given with the place of its first letter in the text layer.

    What stands upright along a margin is no stamp: forms print headings so.
    """
    text = pdf_calls.handle(textpage.raw)
    aslant = [word for start, word in spelled if _is_aslant(pdf_calls.letter_angle(text, start))]
    if len(aslant) > _SOME * len(spelled):
        return ()
    return tuple(_stamp_by_stamp(aslant))


def without(words: Iterable[Word], stamps: Sequence[Stamp]) -> list[Word]:
    """The words that stand in no stamp."""
    stamped = {id(word) for stamp in stamps for word in stamp.words}
    return [word for word in words if id(word) not in stamped]


def _is_aslant(angle: float) -> bool:
    """Whether a letter's angle, in radians, negative where there is none, is no multiple of a right one."""
    off = math.degrees(angle) % 90
    return angle >= 0 and min(off, 90 - off) > _LEVEL


def _stamp_by_stamp(words: Sequence[Word]) -> list[Stamp]:
    """The words by place: those of one stamp stand close together."""
    stamps: list[Stamp] = []
    for word in words:
        near = [stamp for stamp in stamps if _are_near(stamp.box, word)]
        stamps = [stamp for stamp in stamps if stamp not in near]
        joined = Stamp(box=word.box, words=(word,))
        for stamp in reversed(near):
            joined = Stamp(box=stamp.box.union(joined.box), words=(*stamp.words, *joined.words))
        stamps.append(joined)
    return stamps


def _are_near(stamp: Box, word: Word) -> bool:
    across = max(stamp.x0, word.box.x0) - min(stamp.x1, word.box.x1)
    down = max(stamp.y0, word.box.y0) - min(stamp.y1, word.box.y1)
    return max(across, down) <= _NEAR * word.box.height
