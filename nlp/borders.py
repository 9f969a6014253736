"""What no value crosses: the edge of a printed cell and the edge of a live form field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from casework.reading import Box, Source
from nlp.candidates import GUESSED, Candidate
from nlp.labels import role_of
from nlp.layout import Sheet

_COMB = 40.0  # points: narrower cells are those of a comb, over which one value is spread
_PLAIN = frozenset({"cell", "right", "form"})
_PROVED = frozenset({"iban"})  # checks over two dozen signs: forms take these in several cells
_WELL = 0.9  # likeness of a caption that names its field plainly
_CELLS = frozenset({"cell", "right", "below"})
_LINKED = frozenset({"cell", "below", "right", "inline", "form", "paragraph"})


class _Spot(NamedTuple):
    """Where a word stands: its page and printed line, the cell around it, and the live field it was typed into."""

    line: tuple[int, int]
    cell: Box | None
    live: tuple[int, Box] | None


def within_borders(candidates: Sequence[Candidate], sheets: Sequence[Sheet]) -> Iterator[Candidate]:
    """The candidates without those read across a border, and without parts of what was typed or asked for as one.

    A part of a live field is given up only where a caption gives the whole of it to the same field of the procedure; a
    cell of a name or an address in cells, where all its cells were put together; a guess, where a caption gives the
    very same words to another concept's field.
    """
    known = _Known(candidates, _spots(sheets))
    yield from (one for one in candidates if not known.refutes(one))


class _Known:
    """What captions say of the words on the pages."""

    def __init__(self, candidates: Sequence[Candidate], spots: Mapping[int, _Spot]) -> None:
        self._spots, self._typed = spots, _typed(spots)
        self._whole: dict[str, set[tuple[int, Box]]] = {}
        self._named: dict[frozenset[int], set[str]] = {}
        self._joined: dict[str, list[frozenset[int]]] = {}
        for one in candidates:
            self._note(one)

    def _note(self, one: Candidate) -> None:
        if one.source in _LINKED:
            whole = {live for live in _live(one.words, self._spots) if self._typed[live] <= one.words}
            self._whole.setdefault(one.field, set()).update(whole)
        if one.source in _PLAIN and one.likeness >= _WELL and one.role >= 0:
            self._named.setdefault(one.words, set()).add(one.field)
        elif one.source == "joined" and one.role >= 0:
            self._joined.setdefault(one.field, []).append(one.words)

    def refutes(self, one: Candidate) -> bool:
        """Whether borders or captions leave a candidate no room."""
        if one.source in _CELLS:
            return any(one.words < name for name in self._joined.get(one.field, ()))
        if one.source not in GUESSED:
            return False
        fields = _live(one.words, self._spots)
        return (
            ((len(fields) > 1 or _crosses(one.words, self._spots)) and _PROVED.isdisjoint(one.passed))
            or any(one.words < self._typed[live] and live in self._whole.get(one.field, ()) for live in fields)
            or _is_anothers(one, self._named)
        )


def _is_anothers(guess: Candidate, named: Mapping[frozenset[int], set[str]]) -> bool:
    """Whether a caption gives the very words of a guess to fields of another concept: whose they are it may not say."""
    fields = named.get(guess.words, set())
    return bool(fields) and _concept(guess.field) not in map(_concept, fields)


def _concept(field: str) -> str:
    owned = role_of(field)
    return field if owned is None else owned[1]


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
