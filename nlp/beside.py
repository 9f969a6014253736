"""Where the value of a caption may stand: behind it, in its cell, to its right, under it or over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casework.reading import Box, Word
from nlp.labels import Caption, says
from nlp.layout import Segment, Sheet
from nlp.text import content
from nlp.values.places import is_way

_INDENT = 6.0  # points by which a value may begin before its caption
_IN_ITS_CELL = 0.75  # "Descripción: qué propone y para qué serviría": what goes on in small explains the caption
_ASKEW = 40.0  # points
_ROW, _EDGE = 40.0, 2.5  # points: the height of a row of cells, and what the edges of its cells may differ
_LINE_REACH = 2.6  # heights between a caption and the line under it


@dataclass(frozen=True)
class Found:
    """A page with its captions and the indexes of the segments that are headings."""

    sheet: Sheet
    captions: Mapping[int, tuple[Caption, ...]]
    headings: frozenset[int]

    def is_label(self, segment: Segment) -> bool:
        """Whether a segment begins with a caption or is a heading: it is nobody's value."""
        if segment.index in self.headings:
            return True
        if len(segment.words) == 1 and is_way(segment.text):
            return False
        captions = self.captions.get(segment.index, ())
        return bool(captions) and captions[0].start <= 1 and (captions[0].colon or mostly_caption(segment, captions))


def mostly_caption(segment: Segment, captions: Sequence[Caption]) -> bool:
    """Whether most of what a segment says is a caption's; articles and prepositions say nothing."""
    covered = sum(says(word.text) for caption in captions for word in segment.words[caption.start : caption.end])
    return covered >= 0.6 * sum(says(word.text) for word in segment.words)


def _says(word: Word) -> bool:
    return any(char.isalnum() for char in word.text)


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
        over = over_of(found, segment)
        if over is not None:
            yield Option("below", over.words, fit)
        return
    right = right_of(found, segment) or _wrapped(found, segment)
    if right is not None:
        yield Option("right", _continued(found, right, right.words), fit)
    below = below_of(found, segment)
    if below is not None:
        yield Option("below", _continued(found, below, below.words), fit)


def over_of(found: Found, segment: Segment) -> Segment | None:
    """What stands right over a caption, in its own column."""
    reach = segment.box.y0 - _LINE_REACH * max(segment.height, 9)
    upper = [
        other
        for other in found.sheet.segments
        if reach < other.box.y0
        and other.box.y1 < segment.box.y1 - 2
        and other.line != segment.line
        and _in_column(found, segment, other)
    ]
    last = max(upper, key=lambda other: (round(other.box.y0), -abs(other.box.x0 - segment.box.x0)), default=None)
    return None if last is None or found.is_label(last) else last


def _wrapped(found: Found, segment: Segment) -> Segment | None:
    """The beginning of the next line, where a caption ends its own and the blank for it had no room left."""
    line = found.sheet.lines_of(segment)
    if line[-1] is not segment or len(line) < 2 or segment.box.x1 < 0.72 * found.sheet.page.width:
        return None
    following = next((o for o in found.sheet.segments[segment.index + 1 :] if o.line != segment.line), None)
    if following is None or following.box.x0 > line[0].box.x0 + 12 or segment.cell is not None:
        return None
    near = following.box.y0 - segment.box.y0 < 1.9 * segment.height
    return following if near and not found.is_label(following) else None


def _inside(found: Found, segment: Segment) -> tuple[Word, ...]:
    """The words of the caption's own cell that stand after it and are no caption."""
    if segment.cell is None or segment.cell.height > 260:
        return ()
    others = [o for o in found.sheet.segments if o.cell == segment.cell and o is not segment]
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


def right_of(found: Found, segment: Segment) -> Segment | None:
    """What stands right behind a caption, on its line or nearly so."""
    line = [o for o in found.sheet.lines_of(segment) if o.box.x0 >= segment.box.x1 - 1 and any(map(_says, o.words))]
    first = min((*line[:1], *_level_with(found, segment)[:1]), key=lambda other: other.box.x0, default=None)
    return None if first is None or found.is_label(first) else first


def _level_with(found: Found, segment: Segment) -> list[Segment]:
    """What stands close behind a caption, a little higher or lower, or in the next cell: columns put lines askew."""
    near = [
        other
        for other in found.sheet.segments
        if other.line != segment.line
        and any(map(_says, other.words))
        and (_next_cell(segment, other) or _overlaps(segment.box, other.box))
    ]
    return sorted(near, key=lambda other: (other.box.x0, other.box.y0))


def _overlaps(caption: Box, other: Box) -> bool:
    shared = min(other.y1, caption.y1) - max(other.y0, caption.y0)
    return -1 <= other.x0 - caption.x1 < _ASKEW and shared > 0.5 * caption.height


def _next_cell(segment: Segment, other: Segment) -> bool:
    """Whether a value has the cell right behind its caption's own, as high as that."""
    own, cell = segment.cell, other.cell
    if own is None or cell is None or own == cell or own.height > _ROW:
        return False
    return abs(own.y0 - cell.y0) < _EDGE and abs(own.y1 - cell.y1) < _EDGE and abs(cell.x0 - own.x1) < 2 * _EDGE


def below_of(found: Found, segment: Segment) -> Segment | None:
    reach = segment.box.y1 + _LINE_REACH * max(segment.height, 9)
    under = [
        other
        for other in found.sheet.segments
        if segment.box.y1 - 2 < other.box.y1
        and segment.box.y0 + 2 < other.box.y0 < reach
        and other.line != segment.line
        and _in_column(found, segment, other)
    ]
    first = min(under, key=lambda other: (round(other.box.y0), abs(other.box.x0 - segment.box.x0)), default=None)
    return None if first is None or found.is_label(first) else first


def _in_column(found: Found, segment: Segment, other: Segment) -> bool:
    """Whether a value stands in the column of a caption: in the one cell under or over it, else under its beginning."""
    if not any(map(_says, other.words)):
        return False
    cell, middle = other.cell, segment.box.middle
    if cell is not None and not cell.y0 - 1 < middle[1] < cell.y1 + 1:
        heads = [s for s in found.sheet.lines_of(segment) if cell.x0 - 1 <= s.box.middle[0] <= cell.x1 + 1]
        if heads == [segment] or (heads and segment not in heads):
            return heads == [segment]
    near = other.box.x0 < max(segment.box.x1, segment.box.x0 + 60) and other.box.x1 > segment.box.x0 - 4
    return near and _own_column(found, segment, other)


def _own_column(found: Found, segment: Segment, other: Segment) -> bool:
    """Whether what stands under a row of captions is this one's: an empty cell takes no value of its neighbour's."""
    row = found.sheet.lines_of(segment)
    owner = max((s for s in row if s.box.x0 <= other.box.x0 + _INDENT), key=lambda s: s.box.x0, default=segment)
    return owner is segment


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
