"""The pages of a case's documents, with the place of every value on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casework.case import Case
from casework.errors import DovTechError
from casework.reading import Box
from desk.setup import given_ports

_MARGIN = 2.0  # points around a value, so that the frame does not touch the writing


@dataclass(frozen=True, slots=True)
class Place:
    """A value's name and its frame on the page, in points."""

    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to look at: whose it is, its number from 1, its size in points, what it is, the places on it."""

    document: str
    number: int
    width: float
    height: float
    kind: str
    places: tuple[Place, ...]


def sheets_of(case: Case) -> list[Sheet]:
    """Every page of every document that was read, in order; a reading that is gone has none."""
    return [sheet for document in case.application.documents for sheet in _sheets(case, document.sha256)]


def _sheets(case: Case, document: str) -> Iterator[Sheet]:
    if document not in case.readings:
        return
    try:
        pages = given_ports().pages(case.readings[document])
    except DovTechError:  # the case can be decided without its pictures: the originals can still be downloaded
        return
    kinds = {page: part.kind for part in case.classification.parts if part.document == document for page in part.pages}
    for number, page in enumerate(pages, start=1):
        places = tuple(
            Place(field.name, _framed(field.box))
            for field in case.fields
            if field.box is not None and (field.document, field.page) == (document, number)
        )
        yield Sheet(document, number, page.width, page.height, kinds.get(number, ""), places)


def _framed(box: Box) -> Box:
    return Box(box.x0 - _MARGIN, box.y0 - _MARGIN, box.x1 + _MARGIN, box.y1 + _MARGIN)
