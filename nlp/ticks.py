"""Which words a tick box is for: those it opens, those it closes, or those on the line where its row goes on."""

from __future__ import annotations

from collections.abc import Sequence

from casework.reading import Mark, Word
from nlp.segments import Segment, TickBox
from nlp.text import fold
from nlp.tokens import is_ocr

_ANSWERS = frozenset(("sí", "si", "no"))
_HEADS = frozenset(("si", "no"))
_IN_COLUMN = 12.0  # points
_SAME_EDGE = 4.0  # points
_CLOSE = 10.0  # points
_ROW, _FAR = 3.0, 60.0  # points: boxes of one line; words that are no box's any more
_LINE, _LIKE = 1.9, 0.2  # heights
_CLEARLY = 0.6


def captioned(mark: Mark, marks: Sequence[Mark], segments: Sequence[Segment], number: int) -> TickBox:
    x, y = mark.box.middle
    row = [s for s in segments if s.box.y0 - 3 <= y <= s.box.y1 + 3]
    head = _column(mark, segments, marks)
    if head is not None and row:
        asked = max((s for s in row if s.box.x1 <= x), key=lambda s: s.box.x1, default=None)
        question = row[0].words if asked is None else _whole_before(mark, asked, segments, marks)
        return TickBox(mark=mark, page=number, caption=head.words, before=question)
    # The words behind a box may begin a little inside it, where the boxes of words were only shared out.
    right = min(
        (s for s in row if s.box.x0 >= (mark.box.x0 if is_ocr(s.words) else x)), key=lambda s: s.box.x0, default=None
    )
    left = max((s for s in row if s.box.x1 <= mark.box.x1), key=lambda s: s.box.x1, default=None)
    if right is not None and right.box.x0 - mark.box.x1 > _FAR:
        right = None
    if right is not None and any(
        x < other.box.middle[0] < right.box.x0 and other.box.holds(other.box.middle[0], y) for other in marks
    ):
        right = None
    before = () if left is None else left.words
    if left is not None and right is not None and _is_nearer(mark, left, right):
        right = None
    if left is None and right is None:
        under = _under(mark, segments)
        return TickBox(mark=mark, page=number, caption=() if under is None else under.words)
    if right is None:
        on = _next_line(mark, left, segments, marks) if left is not None and _opens(left, mark, segments, marks) else ()
        if on:
            return TickBox(mark=mark, page=number, caption=on)
        return TickBox(mark=mark, page=number, caption=_whole_before(mark, left, segments, marks))
    return TickBox(mark=mark, page=number, caption=_whole_caption(mark, right, segments, marks), before=before)


def _column(mark: Mark, segments: Sequence[Segment], marks: Sequence[Mark]) -> Segment | None:
    """The "Sí" or "No" that heads a box's column, in a table of questions with a column for each answer.

    Beside a box of their own they answer that one's question.
    """
    above = [
        s for s in segments
        if fold(s.text) in _HEADS
        and s.box.y1 <= mark.box.y0 + 1
        and abs(s.box.middle[0] - mark.box.middle[0]) <= _IN_COLUMN
    ]  # fmt: skip
    head = max(above, key=lambda s: s.box.y0, default=None)
    if head is None or any(m.box.y0 - _ROW < head.box.middle[1] < m.box.y1 + _ROW for m in marks):
        return None
    others = (s for s in segments if s.line == head.line and s is not head)
    return head if any(fold(s.text) in _HEADS - {fold(head.text)} for s in others) else None


def _row(mark: Mark, marks: Sequence[Mark]) -> list[Mark]:
    """The boxes on a box's line, from left to right."""
    y = mark.box.middle[1]
    return sorted((m for m in marks if abs(m.box.middle[1] - y) < _ROW), key=lambda m: m.box.x0)


def _opens(left: Segment, mark: Mark, segments: Sequence[Segment], marks: Sequence[Mark]) -> bool:
    """Whether the words before the last box of a row are the caption of the box before them.

    The gaps of the row tell: a box stands nearer to the words it is for. Where they are alike, a row opens its
    captions if it begins with a box, or with one after a question.
    """
    row = [m for m in _row(mark, marks) if m.box.x0 <= mark.box.x0]
    others = [m for m in row if m is not mark and m.box.x1 <= left.box.x0 + _CLOSE]
    if not others or left.box.x0 - others[-1].box.x1 > _FAR:
        return False
    behind, before = [], [mark.box.x0 - left.box.x1]
    for other in others:
        y = other.box.middle[1]
        line = [s for s in segments if s.box.y0 - 3 <= y <= s.box.y1 + 3]
        behind += [min((s.box.x0 - other.box.x1 for s in line if s.box.x0 >= other.box.x1 - _CLOSE), default=_FAR)]
        before += [other.box.x0 - s.box.x1 for s in line if s.box.x1 <= other.box.x0 + _CLOSE][-1:]
    opening, closing = max(sum(behind) / len(behind), 0.0), max(sum(before) / len(before), 0.0)
    if opening + 1 < _CLEARLY * closing:
        return True
    if closing + 1 < _CLEARLY * opening:
        return False
    first = min(row, key=lambda m: m.box.x0)
    heading = [
        s for s in segments if s.box.y0 - 3 <= mark.box.middle[1] <= s.box.y1 + 3 and s.box.x1 <= first.box.x0 + 2
    ]
    return not heading or heading[-1].words[-1].text.endswith((":", "?"))


def _next_line(mark: Mark, left: Segment, segments: Sequence[Segment], marks: Sequence[Mark]) -> tuple[Word, ...]:
    """The words with which the next line begins, up to its first box."""
    below = [
        s
        for s in segments
        if left.box.middle[1] < s.box.y0 < left.box.y0 + _LINE * left.height
        and s.cell == left.cell
        and s.box.x0 < mark.box.x0
    ]
    if not below:
        return ()
    top = min(s.box.y0 for s in below)
    first = min((s for s in below if s.box.y0 - top < left.height / 2), key=lambda s: s.box.x0)
    y = first.box.middle[1]
    taken = any(abs(m.box.middle[1] - y) < _ROW and 0 <= first.box.x0 - m.box.x0 < _FAR for m in marks)
    return () if taken else first.words


def _whole_before(
    mark: Mark, left: Segment | None, segments: Sequence[Segment], marks: Sequence[Mark]
) -> tuple[Word, ...]:
    """The words that a box closes, with the lines they run on from: same left edge, fuller, no box of their own."""
    if left is None:
        return ()
    words, first = list(left.words), left
    for segment in reversed(segments[: left.index]):
        box = segment.box
        near = 0 < first.box.y0 - box.y0 < _LINE * first.height and abs(box.x0 - first.box.x0) < _SAME_EDGE
        if not near or segment.cell != left.cell:
            continue
        full = box.x1 > mark.box.x0 and abs(segment.height - first.height) < _LIKE * first.height
        y = box.middle[1]
        ends = segment.words[-1].text.endswith((".", ":", "?"))
        if not full or ends or any(m.box.y0 - 2 <= y <= m.box.y1 + 2 for m in marks if abs(m.box.x0 - box.x1) < _FAR):
            break
        words[:0] = segment.words
        first = segment
    return tuple(words)


def _under(mark: Mark, segments: Sequence[Segment]) -> Segment | None:
    """The words right under a box that has none beside it."""
    near = [
        s
        for s in segments
        if -2 <= s.box.y0 - mark.box.y1 < s.height and abs(s.box.x0 - mark.box.x0) < 2 * mark.box.width
    ]
    return min(near, key=lambda s: s.box.y0, default=None)


def _is_nearer(mark: Mark, left: Segment, right: Segment) -> bool:
    """Whether a box closes the words on its left rather than opening those on its right; a question it never closes."""
    if left.words[-1].text.endswith((":", "?")):
        return False
    gap = mark.box.x0 - left.box.x1
    return gap < _CLOSE and gap < 0.4 * (right.box.x0 - mark.box.x1)


def _whole_caption(mark: Mark, first: Segment, segments: Sequence[Segment], marks: Sequence[Mark]) -> tuple[Word, ...]:
    """A caption with the lines it runs on over: same left edge, right of the box, no tick box of their own.

    An answer "No" before another caption of its line ("No Grado reconocido: 45 %") is the whole of it.
    """
    if first.words[0].text.casefold().strip(".,;") in _ANSWERS and any(w.text.endswith(":") for w in first.words[2:]):
        return first.words[:1]
    words = list(first.words)
    last = first
    edge = max(first.box.x0, mark.box.x1)  # the box of a caption's first word may begin inside the tick box
    for segment in segments[first.index + 1 :]:
        box = segment.box
        near = 0 < box.y0 - last.box.y0 < _LINE * last.height and abs(box.x0 - edge) < _SAME_EDGE
        if not near or segment.cell != first.cell:
            continue
        y = box.middle[1]
        if not any(m.box.y0 - 2 <= y <= m.box.y1 + 2 and m.box.x0 < box.x0 for m in marks):
            words.extend(segment.words)
            last = segment
    return tuple(words)
