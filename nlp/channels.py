"""What the place of a word says about it: the caption before it, the caption over it, and whose section it is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from casework.reading import Box, Word
from nlp.labels import Caption
from nlp.layout import Sheet
from nlp.sections import Outline
from nlp.segments import Segment

NOTHING = "-"
_OVER = 34.0  # points between the top of a caption and the top of what stands under it


class Place(NamedTuple):
    """Three signs of a word: caption before it in its line, caption over it, section; `NOTHING` where there is none."""

    before: str = NOTHING
    over: str = NOTHING
    section: str = NOTHING


@dataclass(frozen=True, slots=True)
class _Label:
    box: Box
    cell: Box | None
    name: str


def places_of(sheet: Sheet, captions: Mapping[int, tuple[Caption, ...]], plan: Outline) -> dict[int, Place]:
    """The place of each word of a page, by the word's id."""
    labels = [
        _Label(segment.box, segment.cell, _name(captions[segment.index][-1]))
        for segment in sheet.segments
        if segment.index in captions
    ]
    found: dict[int, Place] = {}
    for line in sheet.lines:
        before = NOTHING
        for segment in line:
            section = plan.section_of(sheet.number, segment.box) or NOTHING
            over = _over(segment, labels)
            for word, sign in _before(segment, captions.get(segment.index, ()), before):
                found[id(word)] = Place(sign, over, section)
                before = sign if sign.startswith("of ") else before
            if segment.index in captions:
                before = f"of {_name(captions[segment.index][-1])}"
    return found


def _before(segment: Segment, captions: Sequence[Caption], before: str) -> Iterator[tuple[Word, str]]:
    sign, names = before, [_name(caption) for caption in captions]
    for number, word in enumerate(segment.words):
        inside = next((n for c, n in zip(captions, names, strict=True) if c.start <= number < c.end), None)
        if inside is not None:
            yield word, f"is {inside}"
            sign = f"of {inside}"
        else:
            yield word, sign


def _name(caption: Caption) -> str:
    """The surest target; a field says more than a concept, a concept more than a role."""
    rank = {"field": 2, "concept": 1}
    best = max(caption.targets.items(), key=lambda item: (item[1], rank.get(item[0].sort, 0), item[0].name))
    return f"{caption.role} {best[0].name}".strip()


def _over(segment: Segment, labels: Sequence[_Label]) -> str:
    box = segment.box
    near = [
        label
        for label in labels
        if 2 < box.y0 - label.box.y0 < (140 if segment.cell is not None and label.cell == segment.cell else _OVER)
        and label.box.x0 < box.x1
        and label.box.x1 > box.x0 - 4
        and label.box is not box
    ]
    return max(near, key=lambda label: (label.box.y0, -abs(label.box.x0 - box.x0))).name if near else NOTHING
