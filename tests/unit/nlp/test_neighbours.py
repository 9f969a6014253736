"""The orders in which neighbours are looked for find what a look at every segment of the page finds."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from casework.reading import Box, Page, Source, Word
from nlp.layout import Sheet, lay_out
from nlp.neighbours import Neighbours
from nlp.segments import Segment
from nlp.sheets import Sheets

PAGE = Page(number=1, width=595, height=842, source=Source.TEXT_LAYER)


def word(text: str, x: float, y: float, width: float = 60.0, height: float = 10.0) -> Word:
    return Word(text=text, box=Box(x, y, x + width, y + height), confidence=1.0, source=Source.TEXT_LAYER)


def scattered(seed: int) -> Sheet:
    """A page of cells, captions and values, some a little askew, some that say nothing."""
    chance, segments = Random(seed), list[Segment]()  # noqa: S311 - no secret
    for line in range(14):
        for column in range(chance.randint(1, 4)):
            x, y = 30 + 140.0 * column + chance.uniform(-4, 4), 40 + 22.0 * line + chance.choice((0, 0, 3, -5))
            cell = Box(28 + 140.0 * column, 38 + 22.0 * line, 168 + 140.0 * column, 60 + 22.0 * line)
            text = chance.choice(("Nombre", "....", "12", "Calle"))
            own = cell if chance.random() < 0.5 else None
            words = (word(text, x, y, chance.choice((30, 60, 130)), chance.choice((8, 10, 14))),)
            segments.append(Segment(0, line, len(segments), words, own))
    return Sheet(PAGE, 0, "", tuple(segments), ())


def columned(sheet: Sheet, segment: Segment, other: Segment) -> bool:
    line, (_, y) = sheet.lines_of(segment), segment.box.middle
    cell = other.cell
    if cell is not None and not cell.y0 - 1 < y < cell.y1 + 1:
        heads = [s for s in line if cell.x0 - 1 <= s.box.middle[0] <= cell.x1 + 1]
        if heads == [segment] or (heads and segment not in heads):
            return heads == [segment]
    near = other.box.x0 < max(segment.box.x1, segment.box.x0 + 60) and other.box.x1 > segment.box.x0 - 4
    owner = max((s for s in line if _is_over(s, other)), key=lambda s: s.box.x0, default=segment)
    return near and owner is segment


def _is_over(caption: Segment, value: Segment) -> bool:
    begun = caption.box.x0 - value.box.x0
    return begun <= 6 or (begun <= 15 and value.box.x1 > caption.box.x0 + 6)


def others(sheet: Sheet, segment: Segment) -> Iterator[Segment]:
    return (o for o in sheet.segments if o.line != segment.line and any(c.isalnum() for c in o.text))


def below(sheet: Sheet, segment: Segment) -> Segment | None:
    reach = segment.box.y1 + 2.6 * max(segment.height, 9)
    under = [
        o
        for o in others(sheet, segment)
        if segment.box.y1 - 2 < o.box.y1 and segment.box.y0 + 2 < o.box.y0 < reach and columned(sheet, segment, o)
    ]
    return min(under, key=lambda o: (round(o.box.y0), abs(o.box.x0 - segment.box.x0)), default=None)


def over(sheet: Sheet, segment: Segment) -> Segment | None:
    reach = segment.box.y0 - 2.6 * max(segment.height, 9)
    upper = [
        o
        for o in others(sheet, segment)
        if reach < o.box.y0 and o.box.y1 < segment.box.y1 - 2 and columned(sheet, segment, o)
    ]
    return max(upper, key=lambda o: (round(o.box.y0), -abs(o.box.x0 - segment.box.x0)), default=None)


def next_cell(own: Box | None, cell: Box | None) -> bool:
    if own is None or cell is None or own == cell or own.height > 40:
        return False
    return abs(own.y0 - cell.y0) < 2.5 and abs(own.y1 - cell.y1) < 2.5 and abs(cell.x0 - own.x1) < 5


def level(segment: Segment, other: Segment) -> bool:
    shared = min(other.box.y1, segment.box.y1) - max(other.box.y0, segment.box.y0)
    close = -1 <= other.box.x0 - segment.box.x1 < 40 and shared > 0.5 * segment.box.height
    return close or next_cell(segment.cell, other.cell)


def right(sheet: Sheet, segment: Segment) -> Segment | None:
    line = [o for o in sheet.lines_of(segment) if o.box.x0 >= segment.box.x1 - 1 and any(c.isalnum() for c in o.text)]
    askew = sorted((o for o in others(sheet, segment) if level(segment, o)), key=lambda o: (o.box.x0, o.box.y0))
    return min((*line[:1], *askew[:1]), key=lambda o: o.box.x0, default=None)


@pytest.mark.parametrize("seed", range(12))
def test_neighbours_are_those_of_a_look_at_the_whole_page(seed: int) -> None:
    """Right, under and over of every segment of a page that no typesetter would print."""
    sheet = scattered(seed)
    near = Neighbours(sheet)
    found = [(near.right_of(s), near.below_of(s), near.over_of(s)) for s in sheet.segments]
    assert found == [(right(sheet, s), below(sheet, s), over(sheet, s)) for s in sheet.segments]
    assert all(any(column) for column in zip(*found, strict=True))


def test_a_page_is_laid_out_once_however_it_is_counted() -> None:
    """The same words in another place of the sequence of sheets."""
    page = Page(number=1, width=595, height=842, source=Source.TEXT_LAYER, words=(word("Nombre:", 30, 40),))
    sheets = Sheets()
    first, second = sheets.of(page), sheets.of(page, 2, "sha")
    assert sheets.of(page) is first
    assert second == lay_out(page, 2, "sha")
    assert second.segments[0].words is first.segments[0].words
