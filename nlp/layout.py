"""The structure of a page: segments of words in their cells, and tick boxes with their captions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from casework.reading import Box, Mark, Page, Word
from nlp.blanks import filled
from nlp.combs import Comb, combs_of, spelled, with_signs_joined
from nlp.numbering import unnumbered
from nlp.segments import Segment, TickBox
from nlp.ticks import captioned
from nlp.tokens import around, is_ocr, marks_and_words, unspaced, with_number_signs

_THIN = 3.0  # points: a rule is thinner
_WIDE_GAP, _LESS_WIDE = 1.0, 0.7  # in heights of the words beside the gap
_OTHERWISE = 1.3  # times as high as its neighbour
_LOOSE = 0.7  # heights
_EDGE = 4.0  # points that a tick box's drawn edge may lie outside what is clicked


@dataclass(frozen=True)
class Sheet:
    """One page with its structure."""

    page: Page
    number: int
    document: str
    segments: tuple[Segment, ...]
    ticks: tuple[TickBox, ...]

    @cached_property
    def lines(self) -> tuple[tuple[Segment, ...], ...]:
        """The segments line by line."""
        by_line: dict[int, list[Segment]] = {}
        for segment in self.segments:
            by_line.setdefault(segment.line, []).append(segment)
        return tuple(tuple(line) for _, line in sorted(by_line.items()))

    @cached_property
    def _by_line(self) -> dict[int, tuple[Segment, ...]]:
        return {line[0].line: line for line in self.lines}

    def lines_of(self, segment: Segment) -> tuple[Segment, ...]:
        """All segments of the printed line a segment stands on."""
        return self._by_line[segment.line]

    def numbered(self, number: int, document: str) -> Sheet:
        """The same page as another one of the sequence of sheets."""
        if (number, document) == (self.number, self.document):
            return self
        if number == self.number:
            return replace(self, document=document)
        segments = tuple(replace(segment, page=number) for segment in self.segments)
        ticks = tuple(replace(tick, page=number) for tick in self.ticks)
        return replace(self, number=number, document=document, segments=segments, ticks=ticks)


def lay_out(page: Page, number: int, document: str) -> Sheet:
    """Find the structure of one page; `number` counts the pages of all readings from 0."""
    marks, words = marks_and_words(page)
    grid = Grid([rule for rule in page.rules if not _edges_a_mark(rule, marks)])
    found: list[Segment] = []
    spots = [_Spot(mark.box.middle[0], mark.box.y0 - 2, mark.box.y1 + 2) for mark in marks]
    combs = combs_of(page.rules)
    lines = replace(page, words=tuple(filled(spelled(words, combs)))).lines()
    for line_number, line in enumerate(map(unspaced, lines)):
        for run in with_number_signs(list(with_signs_joined(list(_split(line, grid, spots, combs)))), marks):
            found.append(Segment(number, line_number, len(found), tuple(run), grid.cell(around(run))))
    # A segment that keeps its place keeps what is known of it.
    segments = [s if s.index == index else replace(s, index=index) for index, s in enumerate(unnumbered(found))]
    ticks = tuple(captioned(mark, marks, segments, number) for mark in marks)
    return Sheet(page=page, number=number, document=document, segments=tuple(segments), ticks=ticks)


class Grid:
    """The printed rules of a page, asked what encloses a place."""

    def __init__(self, rules: Sequence[Box]) -> None:
        self._across = sorted((r for r in rules if r.height <= _THIN and r.width > 2 * _THIN), key=lambda r: r.y0)
        tall = [r for r in rules if r.height > 2 * _THIN]
        self._down = sorted((r for r in tall if r.width <= _THIN), key=lambda r: r.x0)
        self._dividing = sorted((side for r in tall for side in _sides(r)), key=lambda r: r.x0)
        self._ys = [rule.y0 for rule in self._across]
        self._xs = [rule.x0 for rule in self._down]
        self._parting = [side.x0 for side in self._dividing]

    def cell(self, box: Box) -> Box | None:
        """The rectangle of rules around a box; None where it is open on any side."""
        x, y = box.middle
        top = next((r for r in reversed(self._across[: bisect_left(self._ys, y)]) if r.x0 - 1 <= x <= r.x1 + 1), None)
        low = next((r for r in self._across[bisect_left(self._ys, y) :] if r.x0 - 1 <= x <= r.x1 + 1), None)
        left = next((r for r in reversed(self._down[: bisect_left(self._xs, x)]) if r.y0 - 1 <= y <= r.y1 + 1), None)
        right = next((r for r in self._down[bisect_left(self._xs, x) :] if r.y0 - 1 <= y <= r.y1 + 1), None)
        if top is None or low is None or left is None or right is None:
            return None
        return Box(left.x1, top.y1, right.x0, low.y0)

    def divides(self, first: Box, second: Box) -> bool:
        """Whether an upright rule stands between two boxes of one line."""
        y = (first.middle[1] + second.middle[1]) / 2
        for place in range(bisect_left(self._parting, first.x1 - 1.5), len(self._dividing)):
            rule = self._dividing[place]
            if rule.x0 > second.x0 + 1.5:
                return False
            if rule.y0 <= y <= rule.y1:
                return True
        return False


def _sides(rule: Box) -> tuple[Box, ...]:
    """A rule that stands upright, or the sides of a dark field, behind which something else begins."""
    if rule.width <= _THIN:
        return (rule,)
    return (replace(rule, x1=rule.x0), replace(rule, x0=rule.x1))


class _Spot(NamedTuple):
    """Where a mark parts words: its middle, and between which heights a line's words are beside it."""

    x: float
    top: float
    low: float


def _split(line: Sequence[Word], grid: Grid, marks: Sequence[_Spot], combs: Sequence[Comb]) -> Iterable[list[Word]]:
    run: list[Word] = []
    for word in line:
        if run and _apart(run[-1], word, grid, marks) and not any(comb.joins(run[-1], word) for comb in combs):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _apart(left: Word, right: Word, grid: Grid, marks: Sequence[_Spot]) -> bool:
    gap = right.box.x0 - left.box.x1
    height, taller = sorted((left.box.height, right.box.height))
    height = max(height, 4.0)
    # A caption behind the cells of a comb, or before what was typed large, is set otherwise than that.
    alike = taller < _OTHERWISE * height
    if gap > (_WIDE_GAP if alike else _LESS_WIDE) * height or grid.divides(left.box, right.box):
        return True
    first, (last, y) = left.box.middle[0], right.box.middle
    within = [mark.x for mark in marks if mark.top <= y <= mark.low and first < mark.x < last]
    if not within:
        return False
    # Readers of pictures share a line out among its words by their letters: their boxes are only nearly so.
    loose = _LOOSE * height if is_ocr((left, right)) else 2.0
    return any(left.box.x1 - loose <= x <= right.box.x0 + loose for x in within)


def _edges_a_mark(rule: Box, marks: Sequence[Mark]) -> bool:
    """Whether a rule is the edge of a tick box: it encloses nothing else."""
    return any(
        mark.box.x0 - _EDGE <= rule.x0
        and rule.x1 <= mark.box.x1 + _EDGE
        and mark.box.y0 - _EDGE <= rule.y0
        and rule.y1 <= mark.box.y1 + _EDGE
        for mark in marks
    )


def sheets_of(pages: Iterable[tuple[str, Page]]) -> tuple[Sheet, ...]:
    """All pages of an application, each with its document's hash, laid out."""
    return tuple(lay_out(page, number, document) for number, (document, page) in enumerate(pages))
