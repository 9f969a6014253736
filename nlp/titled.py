"""Choices that a form makes by its title alone: "Identificación del conductor", "Solicitud de vado permanente"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from casework.procedure import FieldType, Procedure
from nlp.candidates import Candidate, candidate
from nlp.choices import Option, only_choice, with_own_names
from nlp.layout import Sheet
from nlp.segments import Segment

_HEAD, _LINES = 0.3, 8  # share of the page's height, and lines, in which a title stands
_LARGE = 1.2  # times as high as usual print
_WORDS = 14
_SURE = 0.9
_CHANNEL = "notification_channel"  # which no form is about


def titled(sheet: Sheet, procedure: Procedure, offers: Mapping[str, Sequence[Option]]) -> Iterator[Candidate]:
    """For each choice that a form offers no boxes for, what its title says; `sheet` is the form's first page."""
    titles = list(_titles(sheet))
    for spec in procedure.fields.values():
        if (
            spec.type is not FieldType.CHOICE
            or spec.name == _CHANNEL
            or len({option.choice for option in offers.get(spec.name, ())}) > 1
        ):
            continue
        known = with_own_names(spec)
        named = [(segment, choice) for segment in titles if (choice := only_choice(known, segment.text))]
        if len({choice for _, choice in named}) == 1:
            segment, choice = named[0]
            made = candidate(known, sheet, segment.words, "inline", raw=segment.text, certainty=_SURE)
            if made is not None and made.value == choice:
                yield made


def _titles(sheet: Sheet) -> Iterator[Segment]:
    heights = sorted(segment.height for segment in sheet.segments)
    usual = heights[len(heights) // 2] if heights else 0.0
    for line in sheet.lines[:_LINES]:
        for segment in line:
            head = segment.box.y1 < _HEAD * sheet.page.height and len(segment.words) <= _WORDS
            if head and segment.height >= _LARGE * usual:
                yield segment
