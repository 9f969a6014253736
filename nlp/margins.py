"""Headings that stand beside what they head: sideways in narrow cells, or in a column of fields at the left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from casework.reading import Box
from nlp.layout import Sheet
from nlp.segments import Segment

_BAND = 26.0  # points: a band with a heading is lower
_SIDEWAYS = 2.2  # how many times taller than wide a cell is whose words run from bottom to top
_MARGIN_WIDTH = 0.25  # of the page
_THICK, _TALL = 3.0, 8.0  # points: a field that is filled with colour, and no rule
_APART = 6.0  # points between the pieces that light letters leave of a dark field


def sideways(sheet: Sheet) -> dict[Box, list[Segment]]:
    """Narrow, tall cells whose words run from bottom to top beside the fields they head."""
    found: dict[Box, list[Segment]] = {}
    for segment in sheet.segments:
        cell = segment.cell
        if cell is not None and cell.width < _BAND and cell.height > _SIDEWAYS * cell.width:
            found.setdefault(cell, []).append(segment)
    return {
        cell: segments
        for cell, segments in found.items()
        if sum(word.box.height > word.box.width for s in segments for word in s.words) * 2 > len(segments)
        and any(len(word.text) > 3 for segment in segments for word in segment.words)
    }


def beside_rows(sheet: Sheet) -> dict[Box, list[Segment]]:
    """Cells and dark fields at the left of several rows, with their words, which may stand on several lines."""
    held: dict[Box, list[Segment]] = {}
    for segment in sheet.segments:
        if segment.cell is not None:
            held.setdefault(segment.cell, []).append(segment)
    left = min((cell.x0 for cell in held), default=0.0)
    found = {}
    for cell, segments in held.items():
        rows = {o.y0 for o in held if o.x0 >= cell.x1 - 1 and cell.y0 - 2 < o.y0 and o.y1 < cell.y1 + 2}
        if cell.x0 < left + 2 and cell.width < _MARGIN_WIDTH * sheet.page.width and len(rows) > 1:
            found[cell] = segments
    return found | _in_dark_fields(sheet)


def _in_dark_fields(sheet: Sheet) -> dict[Box, list[Segment]]:
    """Dark fields at the left of other words, with the light words on them."""
    found = {}
    for field in _dark_fields(sheet):
        on = [s for s in sheet.segments if field.x0 - 2 <= s.box.x0 and s.box.x1 <= field.x1 + 2 and _level(field, s)]
        beside = {s.line for s in sheet.segments if s.box.x0 >= field.x1 - 1 and _level(field, s)}
        if on and len(beside) > 1:
            found[field] = on
    return found


def _dark_fields(sheet: Sheet) -> Sequence[Box]:
    """The filled fields of a page that are narrow, each put together of the pieces that its letters leave of it."""
    fields: list[Box] = []
    for piece in sorted(_filled(sheet), key=lambda rule: (rule.y0, rule.x0)):
        near = [
            f
            for f in fields
            if piece.x0 < f.x1 + _APART and f.x0 < piece.x1 + _APART and piece.y0 < f.y1 and f.y0 < piece.y1
        ]
        fields = [f for f in fields if f not in near]
        fields.append(reduce(Box.union, near, piece))
    return [f for f in fields if f.width < _MARGIN_WIDTH * sheet.page.width]


def _filled(sheet: Sheet) -> Iterator[Box]:
    most = _MARGIN_WIDTH * sheet.page.width
    return (rule for rule in sheet.page.rules if _THICK < rule.width < most and rule.height > _TALL)


def _level(field: Box, segment: Segment) -> bool:
    return field.y0 < segment.box.middle[1] < field.y1
