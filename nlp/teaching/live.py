"""Papers once more as live forms: what was printed stands in form fields, with names as drawn by many hands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from casework.procedure import Procedure
from casework.reading import Box, FormValue, Source, Word
from nlp.corpus.paper import Tagged
from nlp.corpus.specimen import Specimen
from nlp.tokens import around

_GAP = 14.0  # points between words of one form field
_EDGE = 2.0  # points around the value
_STYLES = ("own", "caption", "caption", "caption", "nothing", "nothing", "nothing")


@dataclass
class _Run:
    """Words of one field that stand together."""

    field: str
    lines: list[list[Word]]

    def takes(self, word: Word) -> bool:
        """Whether a word goes on in the last line, or begins another right under the first."""
        last = self.lines[-1][-1].box
        if abs(word.box.middle[1] - last.middle[1]) < last.height / 2:
            if not 0 <= word.box.x0 - last.x1 + 1 < _GAP:
                return False
            self.lines[-1].append(word)
            return True
        first, lowest = self.lines[0][0].box, self.lines[-1][0].box
        if abs(word.box.x0 - first.x0) < _GAP and 0 < word.box.y0 - lowest.y0 < 2 * lowest.height:
            self.lines.append([word])
            return True
        return False

    @property
    def value(self) -> str:
        return "\n".join(" ".join(word.text for word in line) for line in self.lines)

    @property
    def box(self) -> Box:
        own = around([word for line in self.lines for word in line])
        return Box(own.x0 - _EDGE, own.y0 - _EDGE, own.x1 + _EDGE, own.y1 + _EDGE)


def as_live_form(specimen: Specimen, procedure: Procedure, chance: Random) -> Specimen:
    """The paper with every value in a live form field.

    The fields are named in one of three ways: as the procedure names them, by a caption of the field, or by nothing
    that means anything. A field that is split into cells has a meaningless name in each.
    """
    style = chance.choice(_STYLES)
    return replace(specimen, pages=tuple(_live(tagged, procedure, style, chance) for tagged in specimen.pages))


def _live(tagged: Tagged, procedure: Procedure, style: str, chance: Random) -> Tagged:
    runs = list(_runs(tagged))
    counts = {run.field: sum(other.field == run.field for other in runs) for run in runs}
    values = []
    for number, run in enumerate(runs, start=1):
        whole = counts[run.field] == 1 and run.field in procedure.fields
        name = _name(run.field, procedure, style, chance) if whole else ""
        values.append(FormValue(name=name or f"Texto{number}", value=run.value, box=run.box))
    words = tuple(
        replace(word, source=Source.FORM_FIELD, confidence=1.0) if place in tagged.tags else word
        for place, word in enumerate(tagged.page.words)
    )
    marks = tuple(replace(mark, source=Source.FORM_FIELD, confidence=1.0) for mark in tagged.page.marks)
    return replace(tagged, page=replace(tagged.page, words=words, marks=marks, form_values=tuple(values)))


def _runs(tagged: Tagged) -> Iterator[_Run]:
    run: _Run | None = None
    for place, word in enumerate(tagged.page.words):
        field = tagged.tags.get(place, "")
        if run is not None and field == run.field and run.takes(word):
            continue
        if run is not None:
            yield run
        run = _Run(field, [[word]]) if field else None
    if run is not None:
        yield run


def _name(field: str, procedure: Procedure, style: str, chance: Random) -> str:
    if style == "own":
        return field
    if style == "nothing":
        return ""
    captions = [name for names in procedure.fields[field].labels.values() for name in names]
    words = re.findall(r"\w+", chance.choice(captions))
    return chance.choice(["".join(map(str.capitalize, words)), "_".join(words).lower(), " ".join(words)])
