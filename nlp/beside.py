"""Where the value of a caption may stand: behind it, in its cell, to its right, under it or over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casework.reading import Word
from nlp.labels import Caption
from nlp.neighbours import Found
from nlp.segments import Segment
from nlp.text import content

_IN_ITS_CELL = 0.75  # "Descripción: qué propone y para qué serviría": what goes on in small explains the caption


@dataclass(frozen=True)
class Option:
    """Words that may be the value of a caption, how they lie to it, and the share of the caption that was known."""

    source: str
    words: tuple[Word, ...]
    fit: float = 1.0


def options(
    found: Found, segment: Segment, caption: Caption, following: Caption | None, *, above: bool = False
) -> Iterator[Option]:
    """The places where the value of a caption may stand, nearest first; `above` on pages that caption from below."""
    rest = segment.words[caption.end : following.start if following else len(segment.words)]
    if _opens_a_remark(rest):
        rest = ()
    if rest:
        yield Option("inline", _continued(found, segment, rest))
    if following is not None:
        return
    # Where the value stands elsewhere, the rest of the segment belongs to the caption and was not understood.
    known = len(content(" ".join(word.text for word in segment.words[: caption.end])))
    fit = known / (known + len(content(" ".join(word.text for word in rest)))) if rest else 1.0
    inside = _inside(found, segment)
    if inside:
        yield Option("cell", inside, max(fit, _IN_ITS_CELL))
    elif not rest or not caption.colon:
        yield from _beside(found, segment, fit, above=above and not caption.colon)


def _opens_a_remark(words: Sequence[Word]) -> bool:
    """Whether they begin a bracket that they do not end: "Nom (o" with "raó social)" on the next line is a caption."""
    said = " ".join(word.text for word in words)
    return said.startswith("(") and ")" not in said


def _beside(found: Found, segment: Segment, fit: float, *, above: bool) -> Iterator[Option]:
    if above:
        over = found.over_of(segment)
        if over is not None:
            yield Option("below", over.words, fit)
        return
    below = found.below_of(segment)
    right = found.right_of(segment) or (_wrapped(found, segment) if below is None else None)
    if right is not None:
        yield Option("right", _continued(found, right, found.before_captions(right)), fit)
    if below is not None:
        yield Option("below", _continued(found, below, below.words), fit)


def _wrapped(found: Found, segment: Segment) -> Segment | None:
    """The beginning of the next line, where a caption ends its own and the blank for it had no room left."""
    line = found.sheet.lines_of(segment)
    if line[-1] is not segment or len(line) < 2 or segment.box.x1 < 0.72 * found.sheet.page.width:
        return None
    following = next((o for o in found.sheet.segments[segment.index + 1 :] if o.line != segment.line), None)
    if following is None or following.box.x0 > line[0].box.x0 + 12 or segment.cell is not None:
        return None
    near = following.box.y0 - segment.box.y0 < 1.9 * segment.height
    anothers = any(found.below_of(other) is following for other in line[:-1] if other.index in found.captions)
    return following if near and not anothers and not found.is_label(following) else None


def _inside(found: Found, segment: Segment) -> tuple[Word, ...]:
    """The words of the caption's own cell that stand after it and are no caption."""
    if segment.cell is None or segment.cell.height > 260:
        return ()
    others = [o for o in found.near.in_cell(segment.cell) if o is not segment]
    if any(o.line == segment.line and found.is_label(o) for o in others):  # a frame around a row, and no cell
        return ()
    after = [
        o
        for o in others
        if o.box.middle[1] > segment.box.y1 - 1 or (o.line == segment.line and o.box.x0 > segment.box.x1)
    ]
    words: list[Word] = []
    for other in after:
        if found.is_label(other):
            break
        words.extend(other.words)
    return tuple(words)


def _continued(found: Found, segment: Segment, words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with the lines they run on over, as long as nothing else begins there."""
    taken = list(words)
    start, last = words[0].box.x0, segment
    own_cell = segment.cell is not None and words[0] is segment.words[0]
    for other in found.sheet.segments[segment.index + 1 :]:
        if other.box.y0 - last.box.y0 > 1.9 * last.height:
            break
        if other.line == last.line or not _runs_on(found, other, segment, start, own_cell=own_cell):
            continue
        if found.is_label(other):
            break
        taken.extend(other.words)
        last = other
    return tuple(taken)


def _runs_on(found: Found, other: Segment, segment: Segment, start: float, *, own_cell: bool) -> bool:
    """Whether a later segment may go on with a value: in its cell, under its beginning, or from the left margin."""
    if other.cell != segment.cell:
        return False
    if own_cell:
        return True
    if abs(other.box.x0 - start) < 4:
        return True
    full = segment.box.x1 > 0.72 * found.sheet.page.width and len(found.sheet.lines_of(other)) == 1
    return full and other.box.x0 < start
