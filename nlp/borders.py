"""What no value crosses: the edge of a printed cell and the edge of a live form field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from casework.reading import Box, Source
from nlp.candidates import Candidate
from nlp.layout import Sheet

_COMB = 40.0  # points: narrower cells are those of a comb, over which one value is spread
_GUESSED = frozenset({"tagger", "prose", "pattern"})  # sources that see words and not what encloses them
_LINKED = frozenset({"cell", "below", "right", "inline", "form", "paragraph"})


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a word stands: its page and printed line, the cell around it, and the live field it was typed into."""

    line: tuple[int, int]
    cell: Box | None
    live: tuple[int, Box] | None


def within_borders(candidates: Sequence[Candidate], sheets: Sequence[Sheet]) -> Iterator[Candidate]:
    """The candidates without those read across a border, and without parts of what was typed into one field.

    A part is given up only where a caption gives the whole of the live field to the same field of the procedure.
    """
    spots = _spots(sheets)
    typed = _typed(spots)
    whole: dict[str, set[tuple[int, Box]]] = {}
    for one in candidates:
        if one.source in _LINKED:
            for live in _live(one.words, spots):
                if typed[live] <= one.words:
                    whole.setdefault(one.field, set()).add(live)
    for one in candidates:
        if one.source in _GUESSED:
            fields = _live(one.words, spots)
            if len(fields) > 1 or _crosses(one.words, spots):
                continue
            if any(one.words < typed[live] and live in whole.get(one.field, ()) for live in fields):
                continue
        yield one


def _spots(sheets: Sequence[Sheet]) -> dict[int, _Spot]:
    found: dict[int, _Spot] = {}
    for sheet in sheets:
        for segment in sheet.segments:
            cell = segment.cell if segment.cell is not None and segment.cell.width > _COMB else None
            for word in segment.words:
                live = None
                if word.source is Source.FORM_FIELD:
                    boxes = (form.box for form in sheet.page.form_values if form.box.holds(*word.box.middle))
                    live = next(((sheet.number, box) for box in boxes), None)
                found[id(word)] = _Spot((sheet.number, segment.line), cell, live)
    return found


def _typed(spots: Mapping[int, _Spot]) -> dict[tuple[int, Box], frozenset[int]]:
    """The words of each live field."""
    words: dict[tuple[int, Box], set[int]] = {}
    for word, spot in spots.items():
        if spot.live is not None:
            words.setdefault(spot.live, set()).add(word)
    return {live: frozenset(own) for live, own in words.items()}


def _live(words: Iterable[int], spots: Mapping[int, _Spot]) -> set[tuple[int, Box]]:
    fields = (spots[word].live for word in words if word in spots)
    return {live for live in fields if live is not None}


def _crosses(words: Iterable[int], spots: Mapping[int, _Spot]) -> bool:
    """Whether two words of one printed line stand in different cells."""
    cells: dict[tuple[int, int], set[Box | None]] = {}
    for word in words:
        if word in spots:
            cells.setdefault(spots[word].line, set()).add(spots[word].cell)
    return any(len(own - {None}) > 1 for own in cells.values())
