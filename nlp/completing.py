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
    a pattern or under a heading that holds all the reader's words, that is what the reader has found a part of.
    """
    known = list(candidates)
    whole: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for one in known:
        if one.source in _STRUCTURE and one.words and one.sheet in pages:
            whole[one.field, one.sheet].append(one)
    for one in known:
        same = any(one.words == other.words for other in whole[one.field, one.sheet])
        around = (
            []
            if same
            else [other for other in whole[one.field, one.sheet] if one.words < other.words and _may_hold(other, one)]
        )
        if one.source in READERS and one.words and around:
            full = min(around, key=lambda other: len(other.words))
            yield replace(
                one,
                value=full.value,
                raw=full.raw,
                box=full.box,
                words=full.words,
                passed=full.passed,
                failed=full.failed,
            )
        else:
            yield one


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
