"""What a reader of text has cut short, told whole where the page's own structure says how far it goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from nlp.candidates import READERS, Candidate
from nlp.text import fold

_MORE = 6  # words
_STRUCTURE = frozenset({"inline", "pattern", "signature", "paragraph"})


def completed(candidates: Iterable[Candidate], pages: Collection[int]) -> Iterator[Candidate]:
    """The candidates, those that readers cut short on these pages as the whole value they are part of.

    A reader tells a street without its door or the first sentence of three: where the same field has a value found by
    a pattern or under a heading that holds all the reader's words, that is what the reader has found a part of. So has
    a pattern that found the street of an address that a form took in several cells.
    """
    known = list(candidates)
    told: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    cells: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for one in known:
        if one.source in _STRUCTURE and one.words and one.sheet in pages:
            told[one.field, one.sheet].append(one)
        elif one.source == "joined":
            cells[one.field, one.sheet].append(one)
    for one in known:
        place = one.field, one.sheet
        if one.source in READERS and one.words:
            yield _made_whole(one, _around(one, [other for other in told[place] if _may_hold(other, one)], told[place]))
        elif one.source == "pattern" and one.words:
            yield _made_whole(one, _around(one, cells[place], cells[place]))
        else:
            yield one


def _around(one: Candidate, larger: Sequence[Candidate], alike: Sequence[Candidate]) -> list[Candidate]:
    """Those that hold all words of a candidate and more; none where another says just the same."""
    if any(one.words == other.words for other in alike):
        return []
    return [other for other in larger if one.words < other.words]


def _made_whole(one: Candidate, around: Sequence[Candidate]) -> Candidate:
    if not around:
        return one
    full = min(around, key=lambda other: len(other.words))
    return replace(
        one,
        value=full.value,
        raw=full.raw,
        box=full.box,
        words=full.words,
        passed=full.passed,
        failed=full.failed,
    )


def in_asked_order(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates, names that a form asked for with the surnames first as it turned them, whoever read them."""
    turned = {(one.field, one.words): one.value for one in candidates if one.words and one.raw and _is_turned(one)}
    for one in candidates:
        value = turned.get((one.field, one.words), one.value)
        yield one if value == one.value or one.source not in READERS else replace(one, value=value)


def _is_turned(one: Candidate) -> bool:
    value, raw = fold(one.value).split(), fold(one.raw).split()
    return one.source not in READERS and value != raw and sorted(value) == sorted(raw)


def _may_hold(whole: Candidate, part: Candidate) -> bool:
    """Whether a value may be the rest of a part: what stands behind a caption up to a line's end is no code."""
    return whole.source != "inline" or (" " in whole.value and len(whole.words) - len(part.words) <= _MORE)
