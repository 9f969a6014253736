"""Whose data stand where: headings open sections, and each segment belongs to the nearest one above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casework.reading import Box
from nlp.labels import Caption, Lexicon, Target, find_captions, role_of
from nlp.layout import Segment, Sheet
from nlp.text import content

_FILLERS = frozenset(
    (
        "datos dades persona identificacion identificacio apartado apartat relativos bloque seccion 1 2 "
        "3 4 5 6 7 8 9 ii iii iv v b c f g h"
    ).split()
)
_MOST_WORDS = 11
_TIGHT, _LOOSE = 0.6, 0.33  # the share of a heading's words that must be known
OTHER = "other"
OTHERS = "household"  # a table of other people than the applicant
_SORTS = frozenset({"role", "section"})
MUTE = frozenset({"office", "privacy", "instructions"})
PEOPLE = frozenset(
    {
        "applicant",
        "representative",
        "contact",
        "debtor",
        "account_holder",
        "builder",
        "technician",
        "driver",
        "transferor",
        "notary",
    }
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the section it opens, and where."""

    section: str
    page: int
    box: Box
    right: float


@dataclass(frozen=True)
class Outline:
    """The headings of all pages, asked to which section a place belongs."""

    headings: tuple[Heading, ...]

    def section_of(self, page: int, box: Box) -> str:
        """The section a box stands in; empty before the first heading of its page's column."""
        x, y = box.x0 + min(box.width, 40) / 2, box.middle[1]
        above = [
            heading
            for heading in self.headings
            if heading.page == page and heading.box.middle[1] < y - 1 and heading.box.x0 - 25 <= x < heading.right
        ]
        return max(above, key=lambda heading: heading.box.y0).section if above else ""


def captions_of(sheet: Sheet, lexicon: Lexicon) -> dict[int, tuple[Caption, ...]]:
    """The captions of each segment that has any, by the segment's index."""
    found = {segment.index: find_captions(segment, lexicon) for segment in sheet.segments}
    return {index: captions for index, captions in found.items() if captions}


def outline(sheets: Sequence[Sheet], lexicon: Lexicon) -> Outline:
    """The headings of the pages, in order."""
    headings = [
        heading
        for sheet in sheets
        for segment in sheet.segments
        if (heading := _heading(sheet, segment, lexicon)) is not None
    ]
    return Outline(tuple(headings))


def _heading(sheet: Sheet, segment: Segment, lexicon: Lexicon) -> Heading | None:
    section = _section(segment, lexicon)
    if section is None:
        section = OTHER if _is_banner(sheet, segment) else None
    elif not _looks_like_one(sheet, segment):
        section = None
    if section is None:
        return None
    neighbours = [other for other in sheet.lines_of(segment) if other.box.x0 > segment.box.x1]
    column = next((o.box.x0 - 4 for o in neighbours if o.text.isupper() and segment.text.isupper()), sheet.page.width)
    return Heading(section=section, page=sheet.number, box=segment.box, right=column)


def _section(segment: Segment, lexicon: Lexicon) -> str | None:
    """The section whose words explain most of a short segment: "DATOS DEL REPRESENTANTE" is the representative's."""
    if len(segment.words) > 2 * _MOST_WORDS or ":" in segment.text[:-1]:
        return None
    words = [lexicon.known(word) for word in content(segment.text) if word not in _FILLERS]
    named: list[str] = []
    explained, place, begins = 0, 0, False
    while place < len(words):
        size = lexicon.longest(words, place)
        targets = lexicon.phrases.get(tuple(words[place : place + size]), set())
        found = sorted(filter(None, map(_opened_by, targets)))
        begins = begins or (place == 0 and bool(found))
        named += found
        # "Domicilio" and its like say nothing against a section: the applicant's data hold an address.
        explained += size if found or any(target.sort == "concept" for target in targets) else 0
        place += max(size, 1)
    printed_as_one = segment.text.isupper() or _numbered(segment.text)
    if not named or explained < (_LOOSE if begins and printed_as_one else _TIGHT) * len(words):
        return None
    people = [name for name in named if name in PEOPLE]
    special = [name for name in named if name not in PEOPLE and name != "object"]
    return "representative" if "representative" in people else (people or special or named)[0]


def _opened_by(target: Target) -> str:
    """The section a target's words may open; a person's name-field opens that person's."""
    if target.sort in _SORTS:
        return target.name
    owner = role_of(target.name) if target.sort == "field" else None
    return owner[0] if owner and owner[1] == "name" else ""


def _looks_like_one(sheet: Sheet, segment: Segment) -> bool:
    """Capitals, "datos de", a number in front, or a line of its own without a value."""
    words = content(segment.text)
    letters = [char for char in segment.text if char.isalpha()]
    capitals = bool(letters) and sum(char.isupper() for char in letters) > 0.8 * len(letters)
    if capitals or words[0] in {"datos", "dades"} or _numbered(segment.text):
        return True
    alone = all(other is segment for other in sheet.lines_of(segment))
    return alone and not segment.text.rstrip().endswith(":") and segment.cell is None


def _is_banner(sheet: Sheet, segment: Segment) -> bool:
    """Whether a segment stands alone in capitals in a band over most of the page: a heading of unknown words."""
    wide = segment.cell is not None and segment.cell.width > 0.6 * sheet.page.width and segment.cell.height < 24
    alone = all(other is segment for other in sheet.lines_of(segment))
    return (
        alone
        and segment.text.isupper()
        and not any(char.isdigit() for char in segment.text[3:])
        and (wide or _numbered(segment.text))
    )


def _numbered(text: str) -> bool:
    head = text.split(maxsplit=1)[0].rstrip(".)-")
    return len(head) <= 2 and (head.isdigit() or (head.isupper() and len(text.split()) > 1)) and head != text.strip()
