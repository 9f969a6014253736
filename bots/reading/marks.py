"""Tick boxes of digital pages: drawn squares with what is drawn or typed inside them, and box letters in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from bots.reading.pdf_vectors import Drawings
from casework.reading import Box, Mark, Source, Word

SMALLEST, LARGEST = 5.0, 18.0  # sides of a tick box in points

_INNER_EDGE = 0.75  # a closed shape inside that is larger is the inner edge of the box's own border

_TICKS = frozenset("x X ✓ ✔ ✗ ✘ ✕ ✖ × ■ ● • ☒ ☑ v V √".split())
_FULL, _EMPTY = "☒☑■◼⬛◉", "☐□▢◻⬜❏❑❒◯○"
_LEADING = re.compile(rf"^([{_FULL}{_EMPTY}])")
_BRACKETED = re.compile(r"^[\[(]([xX✓✔✗✘*]?)[\])]$")
_OPEN, _CLOSE = frozenset("[("), frozenset("])")

Places = list[tuple[float, float, float]]


def drawn_marks(drawings: Drawings, words: Sequence[Word]) -> list[Mark]:
    """A mark for each drawn tick box, ticked where a cross, tick, blot or stroke lies inside it."""
    squares = without_combs(_outermost([box for box in (*drawings.cells, *drawings.rounds) if _is_tick_size(box)]))
    typed = [word for word in words if word.text in _TICKS]
    outlines, strokes = _places([*drawings.cells, *drawings.rounds]), _places(drawings.strokes)
    glyphs = _places([word.box for word in typed])
    marks = []
    for box in squares:
        ticked = any(
            _any_inside(box, others, 0.3, largest)
            for others, largest in ((glyphs, 2.0), (strokes, 1.8), (outlines, _INNER_EDGE))
        )
        marks.append(Mark(box=box, ticked=ticked, confidence=0.97, source=Source.TEXT_LAYER))
    return marks


def _is_tick_size(box: Box) -> bool:
    return (
        SMALLEST <= box.width <= LARGEST and SMALLEST <= box.height <= LARGEST and 0.7 <= box.width / box.height <= 1.4
    )


def _outermost(boxes: list[Box]) -> list[Box]:
    """The boxes that lie in no other one: a border is often drawn as an outer and an inner edge."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda b: -b.width * b.height):
        if not any(other.holds(*box.middle) for other in kept):
            kept.append(box)
    return sorted(kept, key=lambda b: (b.y0, b.x0))


def without_combs(boxes: list[Box]) -> list[Box]:
    """The boxes that do not stand edge to edge with two more in a row: those are cells for single letters."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: (round(b.y0), b.x0)):
        last = rows[-1][-1] if rows else None
        if last and abs(last.y0 - box.y0) < 1.5 and abs(last.x1 - box.x0) < 2.5 and abs(last.width - box.width) < 2:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [box for row in rows if len(row) < 3 for box in row]


def _places(boxes: Sequence[Box]) -> Places:
    """Each box's middle, y before x, and its longer side, from top to bottom: what lies in a box is soon found."""
    return sorted(((b.y0 + b.y1) / 2, (b.x0 + b.x1) / 2, max(b.x1 - b.x0, b.y1 - b.y0)) for b in boxes)


def _any_inside(box: Box, others: Places, smallest: float, largest: float) -> bool:
    """Whether one of the others has its middle in the box and a size between two shares of the box's side."""
    side = max(box.width, box.height)
    within = others[bisect_left(others, (box.y0,)) : bisect_left(others, (box.y1,))]
    return any(box.x0 < x < box.x1 and box.y0 < y and smallest <= size / side <= largest for y, x, size in within)


def glyph_marks(words: Sequence[Word]) -> list[Mark]:
    """Marks for box letters (☐ ☒ ☑ □ ■) and for brackets with nothing or a cross inside."""
    return [*_letter_marks(words), *_bracket_marks(words)]


def _letter_marks(words: Sequence[Word]) -> Iterator[Mark]:
    for word in words:
        found = _LEADING.match(word.text)
        if found:
            share = 1 / len(word.text)
            box = Box(word.box.x0, word.box.y0, word.box.x0 + share * word.box.width, word.box.y1)
            yield _mark(box, word, ticked=found.group(1) in _FULL)


def _bracket_marks(words: Sequence[Word]) -> Iterator[Mark]:
    for index, word in enumerate(words):
        whole = _BRACKETED.match(word.text)
        if whole:
            yield _mark(word.box, word, ticked=bool(whole.group(1)) or _has_tick(word.box, words))
        elif word.text in _OPEN:
            inside = [next_word.text for next_word in words[index + 1 : index + 3]]
            if inside[:1] and inside[0] in _CLOSE:
                pair = word.box.union(words[index + 1].box)
                yield _mark(pair, word, ticked=_has_tick(pair, words))
            elif len(inside) == 2 and inside[0] in _TICKS and inside[1] in _CLOSE:
                yield _mark(word.box.union(words[index + 2].box), word, ticked=True)


def _has_tick(pair: Box, words: Sequence[Word]) -> bool:
    """Whether a cross was typed over the blank between two brackets: it comes last in the page's text."""
    return any(word.text in _TICKS and pair.holds(*word.box.middle) for word in words)


def _mark(box: Box, word: Word, *, ticked: bool) -> Mark:
    return Mark(box=box, ticked=ticked, confidence=0.95 * word.confidence, source=word.source)
