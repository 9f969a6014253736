"""What stands beside, under and over a caption: the questions that every caption of a page asks about all the others.

They are answered from orders of the page's segments that are made once: by their tops, by their left edges, by cells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from casework.reading import Box, Word
from nlp.labels import Caption, says
from nlp.layout import Sheet
from nlp.segments import Segment
from nlp.values.places import is_way

_INDENT = 6.0  # points by which a value may begin before its caption
_NUMBERED = 15.0  # points that the number of a cell takes up before its caption
_ASKEW = 40.0  # points
_ROW, _EDGE = 40.0, 2.5  # points: the height of a row of cells, and what the edges of its cells may differ
_LINE_REACH = 2.6  # heights between a caption and the line under it
_BLANK, _THIN, _INTO = 40.0, 3.0, 4.0  # points: a line to fill in, and by which letters reach over it
_CELL_NUMBER = 4  # signs of what counts the cells: "1.12"
_SLACK = 1.0  # points that are looked through at both ends of a range, before the exact question


@dataclass(frozen=True)
class Found:
    """A page with its captions and the indexes of the segments that are headings."""

    sheet: Sheet
    captions: Mapping[int, tuple[Caption, ...]]
    headings: frozenset[int]

    def is_label(self, segment: Segment) -> bool:
        """Whether a segment begins with a caption or is a heading: it is nobody's value."""
        return segment.index in self._labels

    @cached_property
    def _labels(self) -> frozenset[int]:
        return self.headings.union(index for index, captions in self.captions.items() if self._asks(index, captions))

    def _asks(self, index: int, captions: Sequence[Caption]) -> bool:
        segment = self.sheet.segments[index]
        if len(segment.words) == 1 and is_way(segment.text):
            return False
        if not captions or captions[0].start > 1 or (captions[0].start == 1 and _is_answer(segment.words[0])):
            return False
        return captions[0].colon or mostly_caption(segment, captions)

    def before_captions(self, segment: Segment) -> Sequence[Word]:
        """The words of a segment up to its first caption: an answer, with what is asked next right behind it."""
        captions = self.captions.get(segment.index, ())
        return segment.words[: captions[0].start] if captions and captions[0].start else segment.words

    @cached_property
    def near(self) -> Neighbours:
        """The page's segments, asked how they lie to each other."""
        return Neighbours(self.sheet)

    def right_of(self, segment: Segment) -> Segment | None:
        """What stands right behind a caption, on its line or nearly so."""
        return self._unless_label(self.near.right_of(segment))

    def below_of(self, segment: Segment) -> Segment | None:
        """What stands right under a caption, in its own column."""
        return self._unless_label(self.near.below_of(segment))

    def over_of(self, segment: Segment) -> Segment | None:
        """What stands right over a caption, in its own column."""
        return self._unless_label(self.near.over_of(segment))

    def _unless_label(self, segment: Segment | None) -> Segment | None:
        return None if segment is None or self.is_label(segment) else segment


def _is_answer(word: Word) -> bool:
    """Whether a word before a caption is no number of a cell."""
    return len(word.text) > _CELL_NUMBER and any(map(str.isdigit, word.text))


def mostly_caption(segment: Segment, captions: Sequence[Caption]) -> bool:
    """Whether most of what a segment says is a caption's; articles and prepositions say nothing."""
    covered = sum(says(word.text) for caption in captions for word in segment.words[caption.start : caption.end])
    return covered >= 0.6 * sum(says(word.text) for word in segment.words)


class Neighbours:
    """The segments of a page in the orders in which their neighbours are looked for."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        saying = [segment for segment in sheet.segments if segment.says]
        self._by_left = sorted(saying, key=lambda segment: (segment.box.x0, segment.box.y0))
        self._lefts = [segment.box.x0 for segment in self._by_left]
        self._by_top = sorted(saying, key=lambda segment: segment.box.y0)
        self._tops = [segment.box.y0 for segment in self._by_top]
        self._blanks = [rule for rule in sheet.page.rules if rule.width >= _BLANK and rule.height < _THIN]
        self._celled: dict[Box, list[Segment]] = {}
        for segment in sheet.segments:
            if segment.cell is not None:
                self._celled.setdefault(segment.cell, []).append(segment)
        self._cells = sorted(self._celled, key=lambda cell: cell.x0)
        self._cell_lefts = [cell.x0 for cell in self._cells]

    def in_cell(self, cell: Box) -> Sequence[Segment]:
        """The segments of a cell, in reading order."""
        return self._celled.get(cell, ())

    def right_of(self, segment: Segment) -> Segment | None:
        line = (o for o in self._sheet.lines_of(segment) if o.says and o.box.x0 >= segment.box.x1 - 1)
        beside = [next(line, None), self._level_with(segment)]
        return min((one for one in beside if one is not None), key=_left, default=None)

    def _level_with(self, segment: Segment) -> Segment | None:
        """What stands close behind a caption, a bit higher or lower, or in the next cell: columns put lines askew."""
        first, last = segment.box.x1 - 1 - _SLACK, segment.box.x1 + _ASKEW + _SLACK
        level = self._by_left[bisect_left(self._lefts, first) : bisect_right(self._lefts, last)]
        beside = next((o for o in level if o.line != segment.line and _overlaps(segment.box, o.box)), None)
        behind = [o for cell in self._behind(segment.cell) for o in self._celled[cell]]
        level = [o for o in behind if o.says and o.line != segment.line]
        return min([*level, *([beside] if beside else [])], key=_left_first, default=None)

    def _behind(self, own: Box | None) -> Sequence[Box]:
        """The cells right behind a caption's own that are as high as that: its value may have one."""
        if own is None or own.height > _ROW:
            return ()
        first, last = own.x1 - 2 * _EDGE - _SLACK, own.x1 + 2 * _EDGE + _SLACK
        cells = self._cells[bisect_left(self._cell_lefts, first) : bisect_right(self._cell_lefts, last)]
        return [cell for cell in cells if cell != own and _continues(own, cell)]

    def below_of(self, segment: Segment) -> Segment | None:
        box, reach = segment.box, segment.box.y1 + _LINE_REACH * max(segment.height, 9)
        low = self._by_top[bisect_right(self._tops, box.y0 + 2) : bisect_left(self._tops, reach)]
        under = [o for o in low if box.y1 - 2 < o.box.y1 and o.line != segment.line and self._in_column(segment, o)]
        return min(under, key=lambda o: (round(o.box.y0), abs(o.box.x0 - box.x0), o.index), default=None)

    def over_of(self, segment: Segment) -> Segment | None:
        box, reach = segment.box, segment.box.y0 - _LINE_REACH * max(segment.height, 9)
        high = self._by_top[bisect_right(self._tops, reach) : bisect_left(self._tops, box.y1)]
        upper = [
            o
            for o in high
            if o.box.y1 < box.y1 - 2
            and o.line != segment.line
            and (self._in_column(segment, o) or self._on_its_blank(segment, o))
        ]
        return max(upper, key=lambda o: (round(o.box.y0), -abs(o.box.x0 - box.x0), -o.index), default=None)

    def _in_column(self, segment: Segment, other: Segment) -> bool:
        """Whether a value stands in a caption's column: in the one cell under or over it, else under its beginning."""
        cell, middle = other.cell, segment.box.middle
        if cell is not None and not cell.y0 - 1 < middle[1] < cell.y1 + 1:
            line = self._sheet.lines_of(segment)
            heads = [s for s in line if cell.x0 - 1 <= s.box.middle[0] <= cell.x1 + 1]
            own = any(head is segment for head in heads)
            if heads and (len(heads) == 1 or not own):
                return own
        near = other.box.x0 < max(segment.box.x1, segment.box.x0 + 60) and other.box.x1 > segment.box.x0 - 4
        return near and self._own_column(segment, other)

    def _on_its_blank(self, segment: Segment, other: Segment) -> bool:
        """Whether a value stands on the line to fill in that a caption is centred under."""
        middle, low, value = segment.box.middle[0], segment.box.y0 + _INTO, other.box
        return any(
            rule.x0 < middle < rule.x1
            and rule.x0 - _INDENT <= value.x0
            and value.x1 <= rule.x1 + _INDENT
            and value.y1 - _INTO <= rule.y0 <= low
            for rule in self._blanks
        )

    def _own_column(self, segment: Segment, other: Segment) -> bool:
        """Whether what stands under a row of captions is this one's: an empty cell takes nothing of its neighbour's."""
        row = self._sheet.lines_of(segment)
        return max((s for s in row if _is_over(s.box, other.box)), key=_left, default=segment) is segment


def _left(segment: Segment) -> float:
    return segment.box.x0


def _left_first(segment: Segment) -> tuple[float, float, int]:
    return segment.box.x0, segment.box.y0, segment.index


def _is_over(caption: Box, value: Box) -> bool:
    """Whether a value begins under a caption, or before it where a little number stood, and goes on under it."""
    begun = caption.x0 - value.x0
    return begun <= _INDENT or (begun <= _NUMBERED and value.x1 > caption.x0 + _INDENT)


def _overlaps(caption: Box, other: Box) -> bool:
    shared = min(other.y1, caption.y1) - max(other.y0, caption.y0)
    return -1 <= other.x0 - caption.x1 < _ASKEW and shared > 0.4 * min(caption.height, other.height)


def _continues(own: Box, cell: Box) -> bool:
    return abs(own.y0 - cell.y0) < _EDGE and abs(own.y1 - cell.y1) < _EDGE and abs(cell.x0 - own.x1) < 2 * _EDGE
