"""A dynamic XFA form laid out on pages: one line for each text and each field, caption and value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bots.reading import xfa
from bots.reading.limits import Limits
from bots.reading.text import A4, LINES_A_PAGE, line_words, wrapped
from casework.reading import Box, FormValue, Mark, Page, Source, Word

_BOX = "    "  # the place of a tick box at the beginning of a line


def pages_of(document: Any, limits: Limits) -> Iterator[Page]:
    """The pages of an open PDF's form; one that holds nothing is a single page with the note `unreadable`."""
    rows = [row for entry in xfa.entries(xfa.packets(document)) for row in _rows(entry)]
    limits.check_pages(-(-len(rows) // LINES_A_PAGE))
    if not rows:
        yield Page(number=1, width=A4[0], height=A4[1], source=Source.TEXT_LAYER, quality=0.0, notes=("unreadable",))
    for number, start in enumerate(range(0, len(rows), LINES_A_PAGE), start=1):
        yield _page(number, rows[start : start + LINES_A_PAGE])


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a page; `typed` is where the value begins in it, and `entry` the field that begins with it."""

    text: str
    typed: int
    entry: xfa.Entry | None = None


def _rows(entry: xfa.Entry) -> Iterator[_Row]:
    caption = " ".join(entry.caption.split())
    if entry.ticked is not None:
        yield _Row(_BOX + caption, len(_BOX + caption), entry)
    elif not entry.name:
        yield from (_Row(piece, len(piece)) for piece in wrapped(caption))
    else:
        head = f"{caption.rstrip(' :')}: "
        pieces = [piece for line in (head + entry.value).splitlines() for piece in wrapped(line)]
        yield _Row(pieces[0], min(len(head), len(pieces[0])), entry)
        yield from (_Row(piece, 0) for piece in pieces[1:])


def _page(number: int, rows: Sequence[_Row]) -> Page:
    words: list[Word] = []
    marks: list[Mark] = []
    values: list[FormValue] = []
    for index, row in enumerate(rows):
        typed = [
            replace(word, source=Source.FORM_FIELD)
            for word in line_words(index, " " * row.typed + row.text[row.typed :])
        ]
        words += [*line_words(index, row.text[: row.typed]), *typed]
        (start,) = line_words(index, "x")
        place = typed[0].box.union(typed[-1].box) if typed else _tick_box(start.box)
        entry = row.entry
        if entry and entry.ticked is not None:
            marks.append(
                Mark(box=place, ticked=entry.ticked, confidence=1.0, source=Source.FORM_FIELD, name=entry.name)
            )
        if entry and entry.value:
            values.append(FormValue(name=entry.name, value=entry.value, box=place))
    return Page(
        number=number,
        width=A4[0],
        height=A4[1],
        source=Source.TEXT_LAYER,
        words=tuple(words),
        marks=tuple(marks),
        form_values=tuple(values),
        notes=("xfa",),
    )


def _tick_box(start: Box) -> Box:
    return Box(start.x0, start.y0 + 1, start.x0 + 10, start.y0 + 11)
