"""The structure of a page: segments of words in their cells, and tick boxes with their captions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from casework.reading import Box, Mark, Page, Source, Word
from nlp.text import fold

_THIN = 3.0  # points: a rule is thinner
_WIDE_GAP = 1.0  # in heights of the words beside the gap
_TICKED = frozenset({"☒", "☑", "✓", "✔", "✗", "✘", "[x]", "[X]", "(x)", "(X)", "■", ""})
_UNTICKED = frozenset({"☐", "□", "[]", "[_]", "( )", "()", "", "o"}) - {"o"}
_GLUED = re.compile(r"^((?!(?:https?|mailto|ftp):)[^\W\d_][^\W_][\w./ºª()-]*:)([^/\s:].*)$", re.IGNORECASE)
_LABELLED = re.compile(r"^((?:N\.?I\.?[FE]|D\.?N\.?I|C\.?I\.?F|C\.?P|IBAN)[.:]?)((?:[A-Z]{1,2}[-.]?)?\d{4,}.*)$")
_TYPED = re.compile(r"^(\[[xX]?\])([^\W\d_].*)$")
_OPENING = {"[": ("x", "X", "]", "X]", "x]"), "(": ("x", "X", ")", "X)", "x)")}
_PARTS, _BRACKETED = 3, 1.5  # words of a typed tick box, and heights between them
_COMB_LEAST = 4
_LOOSE = 0.7  # heights
_EDGE = 4.0  # points that a tick box's drawn edge may lie outside what is clicked
_LIKE_NUMBER = frozenset(("No", "N0", "NO", "Na"))  # what readers of pictures take "Nº" for
_ANSWERED = 3.0  # heights between a tick box and its caption
_ANSWERS = frozenset(("sí", "si", "no"))
_SPACED = 4  # words of a letter or two that stand for one
_NUMBERED = re.compile(r"^(\d{1,2}[\])|.]?)([A-ZÀ-Ú][^\W\d_A-ZÀ-Ú]{3,}.*)$")
_TWO_IN_ONE = (_GLUED, _LABELLED, _NUMBERED, _TYPED)
_CELL_NUMBER = re.compile(r"^\(?\d{1,3}[.)]?$")
_SAME_EDGE = 4.0  # points
_CLOSE = 10.0  # points


@dataclass(frozen=True)
class Segment:
    """Words of one printed line that stand together; `cell` is what the page's rules enclose them in.

    `page` counts from 0 inside the sequence of sheets, `line` and `index` inside the page.
    """

    page: int
    line: int
    index: int
    words: tuple[Word, ...]
    cell: Box | None = None

    @cached_property
    def box(self) -> Box:
        return around(self.words)

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def height(self) -> float:
        return max(self.box.height, 4.0)

    @cached_property
    def says(self) -> bool:
        """Whether there is a letter or a figure in it."""
        return any(any(map(str.isalnum, word.text)) for word in self.words)


@dataclass(frozen=True)
class TickBox:
    """A mark with the words that tell what it is for, and the words on its other side."""

    mark: Mark
    page: int
    caption: tuple[Word, ...]
    before: tuple[Word, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.caption)


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


def around(words: Sequence[Word]) -> Box:
    """The smallest box around some words."""
    boxes = [word.box for word in words]
    if len(boxes) == 1:
        return boxes[0]
    return Box(
        min([box.x0 for box in boxes]),
        min([box.y0 for box in boxes]),
        max([box.x1 for box in boxes]),
        max([box.y1 for box in boxes]),
    )


def lay_out(page: Page, number: int, document: str) -> Sheet:
    """Find the structure of one page; `number` counts the pages of all readings from 0."""
    marks, words = _typed_marks(replace(page, words=(*_bracketed(list(_unglued(page.words))), *_form_words(page))))
    grid = Grid([rule for rule in page.rules if not _edges_a_mark(rule, marks)])
    found: list[Segment] = []
    spots = [_Spot(mark.box.middle[0], mark.box.y0 - 2, mark.box.y1 + 2) for mark in marks]
    for line_number, line in enumerate(map(_unspaced, replace(page, words=words).lines())):
        for run in _signed(list(_join_combs(list(_split(line, grid, spots)))), marks):
            found.append(Segment(number, line_number, len(found), tuple(run), grid.cell(around(run))))
    # A segment that keeps its place keeps what is known of it.
    segments = [s if s.index == index else replace(s, index=index) for index, s in enumerate(_unnumbered(found))]
    ticks = tuple(_captioned(mark, marks, segments, number) for mark in marks)
    return Sheet(page=page, number=number, document=document, segments=tuple(segments), ticks=ticks)


def _unspaced(line: Sequence[Word]) -> Sequence[Word]:
    """A line of spaced capitals as one word: "S O L I C I T A"."""
    spaced = len(line) >= _SPACED and all(
        len(word.text) <= 2 and word.text.isalpha() and word.text.isupper() for word in line
    )
    if not spaced:
        return line
    return [replace(line[0], text="".join(word.text for word in line), box=around(line))]


def _signed(runs: list[list[Word]], marks: Sequence[Mark]) -> Iterator[list[Word]]:
    """The parts of a line; a lone "No" that answers nothing is the "Nº" that a reader of pictures took for it."""
    if any(fold(word.text) == "si" for run in runs for word in run):
        yield from runs
        return
    for run in runs:
        lone = len(run) == 1 and run[0].text.rstrip(".") in _LIKE_NUMBER and is_ocr(run)
        answers = lone and any(_beside(mark, run[0]) for mark in marks)
        yield [replace(run[0], text="Nº")] if lone and not answers else run


def _beside(mark: Mark, word: Word) -> bool:
    apart = max(mark.box.x0 - word.box.x1, word.box.x0 - mark.box.x1)
    return mark.box.y0 < word.box.middle[1] < mark.box.y1 and apart < _ANSWERED * word.box.height


def _unnumbered(segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments without the little boxes that number the cells of a form; a cell reaches over its own."""
    cells = [segment.cell for segment in segments]
    for place, segment in enumerate(segments):
        if _numbers(segment, segments[place + 1] if place + 1 < len(segments) else None):
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
    if cell is None or following is None or following.line != segment.line or not _CELL_NUMBER.match(segment.text):
        return False
    tight = cell.width < segment.box.width + segment.height and cell.height < 1.6 * segment.height
    return tight and -1 <= following.box.x0 - cell.x1 < segment.height and following.text[:1].isupper()


class Grid:
    """The printed rules of a page, asked what encloses a place."""

    def __init__(self, rules: Sequence[Box]) -> None:
        self._across = sorted((r for r in rules if r.height <= _THIN and r.width > 2 * _THIN), key=lambda r: r.y0)
        self._down = sorted((r for r in rules if r.width <= _THIN and r.height > 2 * _THIN), key=lambda r: r.x0)
        self._ys = [rule.y0 for rule in self._across]
        self._xs = [rule.x0 for rule in self._down]

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
        for place in range(bisect_left(self._xs, first.x1 - 1.5), len(self._down)):
            rule = self._down[place]
            if rule.x0 > second.x0 + 1.5:
                return False
            if rule.y0 <= y <= rule.y1:
                return True
        return False


class _Spot(NamedTuple):
    """Where a mark parts words: its middle, and between which heights a line's words are beside it."""

    x: float
    top: float
    low: float


def _split(line: Sequence[Word], grid: Grid, marks: Sequence[_Spot]) -> Iterable[list[Word]]:
    run: list[Word] = []
    for word in line:
        if run and _apart(run[-1], word, grid, marks):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _apart(left: Word, right: Word, grid: Grid, marks: Sequence[_Spot]) -> bool:
    gap = right.box.x0 - left.box.x1
    height = max(min(left.box.height, right.box.height), 4.0)
    if gap > _WIDE_GAP * height or grid.divides(left.box, right.box):
        return True
    first, (last, y) = left.box.middle[0], right.box.middle
    within = [mark.x for mark in marks if mark.top <= y <= mark.low and first < mark.x < last]
    if not within:
        return False
    # Readers of pictures share a line out among its words by their letters: their boxes are only nearly so.
    loose = _LOOSE * height if is_ocr((left, right)) else 2.0
    return any(left.box.x1 - loose <= x <= right.box.x0 + loose for x in within)


def _join_combs(runs: list[list[Word]]) -> Iterable[list[Word]]:
    """Put single characters in a row of little cells together again."""
    comb: list[list[Word]] = []
    for run in [*runs, []]:
        single = len(run) == 1 and len(run[0].text) <= 2
        if single and (not comb or run[0].box.x0 - comb[-1][0].box.x1 < 3 * max(run[0].box.height, 6.0)):
            comb.append(run)
            continue
        if len(comb) >= _COMB_LEAST:
            yield [word for part in comb for word in part]
        else:
            yield from comb
        comb = [run] if single else []
        if run and not single:
            yield run


def _unglued(words: Iterable[Word]) -> Iterable[Word]:
    """The words with those cut in two that hold a caption and its value, or a cell's number and its caption.

    "CONTADOR:19KA204417", "NIFA30511273", "14Presupuesto", "[X]Vados".
    """
    for word in words:
        if word.text.isalpha():
            yield word
            continue
        match = next((found for form in _TWO_IN_ONE if (found := form.match(word.text))), None)
        if match is None:
            yield word
            continue
        cut = word.box.x0 + word.box.width * match.end(1) / len(word.text)
        yield replace(word, text=match[1], box=replace(word.box, x1=cut))
        yield replace(word, text=match[2], box=replace(word.box, x0=cut))


def _bracketed(words: Sequence[Word]) -> Iterator[Word]:
    """The words with typed tick boxes that a reader of pictures took apart put together: "[" and "]" are "[]"."""
    place = 0
    while place < len(words):
        run = [words[place]]
        while run[0].text in _OPENING and len(run) < _PARTS and place + len(run) < len(words):
            following = words[place + len(run)]
            gap = following.box.x0 - run[-1].box.x1
            level = abs(following.box.middle[1] - run[0].box.middle[1]) < run[0].box.height / 2
            if following.text not in _OPENING[run[0].text] or not level or gap > _BRACKETED * run[0].box.height:
                break
            run.append(following)
        joined = "".join(word.text for word in run)
        if len(run) > 1 and (joined in _TICKED or joined in _UNTICKED):
            yield replace(run[0], text=joined, box=around(run))
            place += len(run)
        else:
            yield words[place]
            place += 1


def _form_words(page: Page) -> list[Word]:
    """The values of live form fields as words, where the reader has not put them among the words already.

    What a chosen option button is called inside the file stands nowhere on the page.
    """
    if not page.form_values:
        return []
    words: list[Word] = []
    buttons = {mark.box for mark in page.marks}
    middles = [word.box.middle for word in page.words]
    for form in page.form_values:
        if form.box in buttons or any(form.box.holds(x, y) for x, y in middles):
            continue
        texts = form.value.split()
        step = form.box.width / max(len(form.value) + 1, 1)
        x = form.box.x0 + 2
        for text in texts:
            box = Box(x, form.box.y0 + 1, x + step * len(text), min(form.box.y1 - 1, form.box.y0 + 13))
            words.append(Word(text=text, box=box, confidence=1.0, source=Source.FORM_FIELD))
            x = box.x1 + step
    return words


def _typed_marks(page: Page) -> tuple[list[Mark], tuple[Word, ...]]:
    """The page's marks with those that stand in the text as characters, and the words without them."""
    marks, words = list(page.marks), []
    for word in page.words:
        if word.text in _TICKED or word.text in _UNTICKED:
            if not any(mark.box.holds(*word.box.middle) for mark in page.marks):
                ticked = word.text in _TICKED
                marks.append(Mark(box=word.box, ticked=ticked, confidence=word.own_score, source=word.source))
        elif not _inside_mark(word, page.marks):
            words.append(word)
    return sorted(marks, key=lambda mark: (mark.box.y0, mark.box.x0)), tuple(words)


def _edges_a_mark(rule: Box, marks: Sequence[Mark]) -> bool:
    """Whether a rule is the edge of a tick box: it encloses nothing else."""
    return any(
        mark.box.x0 - _EDGE <= rule.x0
        and rule.x1 <= mark.box.x1 + _EDGE
        and mark.box.y0 - _EDGE <= rule.y0
        and rule.y1 <= mark.box.y1 + _EDGE
        for mark in marks
    )


def _inside_mark(word: Word, marks: Sequence[Mark]) -> bool:
    # The cross in a box is read as a letter by OCR and by some text layers.
    return len(word.text) <= 2 and any(mark.box.holds(*word.box.middle) for mark in marks)


def _captioned(mark: Mark, marks: Sequence[Mark], segments: Sequence[Segment], number: int) -> TickBox:
    x, y = mark.box.middle
    row = [s for s in segments if s.box.y0 - 3 <= y <= s.box.y1 + 3]
    # The words behind a box may begin a little inside it, where the boxes of words were only shared out.
    right = min(
        (s for s in row if s.box.x0 >= (mark.box.x0 if is_ocr(s.words) else x)), key=lambda s: s.box.x0, default=None
    )
    left = max((s for s in row if s.box.x1 <= mark.box.x1), key=lambda s: s.box.x1, default=None)
    if right is not None and right.box.x0 - mark.box.x1 > 60:
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
        return TickBox(mark=mark, page=number, caption=before)
    return TickBox(mark=mark, page=number, caption=_whole_caption(mark, right, segments, marks), before=before)


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
        near = 0 < box.y0 - last.box.y0 < 1.9 * last.height and abs(box.x0 - edge) < _SAME_EDGE
        if not near or segment.cell != first.cell:
            continue
        y = box.middle[1]
        if not any(m.box.y0 - 2 <= y <= m.box.y1 + 2 and m.box.x0 < box.x0 for m in marks):
            words.extend(segment.words)
            last = segment
    return tuple(words)


def sheets_of(pages: Iterable[tuple[str, Page]]) -> tuple[Sheet, ...]:
    """All pages of an application, each with its document's hash, laid out."""
    return tuple(lay_out(page, number, document) for number, (document, page) in enumerate(pages))


def is_ocr(words: Iterable[Word]) -> bool:
    return any(word.source is Source.OCR for word in words)
