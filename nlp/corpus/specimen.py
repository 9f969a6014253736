"""One invented document with everything that is true of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casework.reading import Reading
from nlp.corpus.paper import Tagged

NOT_FORM = ("instructions",)


@dataclass(frozen=True)
class Specimen:
    """Pages with their tags and kinds; `family` names the layout or letter style, `source` what it came as.

    `optional` names the fields that may be told or not, as the day that stands only in a message's header.
    """

    kind: str
    language: str
    family: str
    pages: tuple[Tagged, ...]
    page_kinds: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    optional: tuple[str, ...] = ()

    @property
    def reading(self) -> Reading:
        return Reading(document="0" * 64, recipe="corpus", pages=tuple(tagged.page for tagged in self.pages))
