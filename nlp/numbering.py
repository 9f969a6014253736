"""The numbers that a form prints before its cells and headings: they count the form, and are nobody's answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from casework.reading import Box
from nlp.segments import Segment

_NUMBER = re.compile(r"^\(?\d{1,3}[.)]?$")
_THIN = 3.0  # points that the edges of cells may differ
_NEAR, _SAME_EDGE = 16.0, 2.5  # points from a number to its words, and by which numbers of one count stand askew
_COUNT = 3  # numbers in a row, from 1, before they are a count


def unnumbered(segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments without the numbers that count cells or headings; a cell reaches over its number's own."""
    cells, counting = [segment.cell for segment in segments], _counting(segments)
    for place, segment in enumerate(segments):
        following = segments[place + 1] if place + 1 < len(segments) else None
        if segment.index in counting or _numbers(segment, following):
            continue
        before = segments[place - 1] if place else None
        if before is None or before.cell is None or segment.cell is None or not _numbers(before, segment):
            yield segment
            continue
        first, own = before.cell, segment.cell
        whole = (
            cell
            for cell in cells
            if cell is not None
            and abs(cell.x1 - own.x1) < _THIN
            and abs(cell.y1 - own.y1) < _THIN
            and abs(cell.x0 - first.x0) < 2 * _THIN
        )
        yield replace(segment, cell=next(whole, Box(first.x0, own.y0, own.x1, own.y1)))


def _numbers(segment: Segment, following: Segment | None) -> bool:
    """Whether a segment is a number in a box hardly wider than itself, before the words of a cell."""
    cell = segment.cell
    if cell is None or following is None or following.line != segment.line or not _NUMBER.match(segment.text):
        return False
    tight = cell.width < segment.box.width + segment.height and cell.height < 1.6 * segment.height
    return tight and -1 <= following.box.x0 - cell.x1 < segment.height and following.text[:1].isupper()


def _counting(segments: Sequence[Segment]) -> frozenset[int]:
    """The indexes of numbers that stand one under the other before words and count from 1."""
    before_words: dict[int, list[Segment]] = defaultdict(list)
    for segment, following in pairwise(segments):
        near = following.line == segment.line and 0 < following.box.x0 - segment.box.x1 < _NEAR
        if near and _NUMBER.match(segment.text) and following.text[:1].isalpha():
            before_words[round(segment.box.x0 / _SAME_EDGE)].append(segment)
    found: set[int] = set()
    for column in before_words.values():
        counted: list[int] = []
        for segment in sorted(column, key=lambda one: one.box.y0):
            if int(segment.text.strip("().")) == len(counted) + 1:
                counted.append(segment.index)
        if len(counted) >= _COUNT:
            found.update(counted)
    return frozenset(found)
