"""Names and addresses that forms take in several cells, put together again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from casework.procedure import Procedure
from casework.reading import Word
from nlp.candidates import Candidate, candidate
from nlp.labels import ADDRESS_PARTS, NAME_PARTS, Caption, role_of
from nlp.layout import Sheet
from nlp.normalise import parse_text
from nlp.segments import Segment
from nlp.values.places import is_way, joined_address

_TELLING = ("surname1", "surname2", "surnames", "given", "street", "floor", "number", "way", "block", "stair", "door")
_PIECE = (
    r"(?:(?:bloque|bloc|escalera|escala|esc|planta|piso|pis|puerta|porta|pta|portal|edif\w*)\.?\s?\w{1,4}"
    r"|pb|baj[oa]s?|baix[oa]?s?|[aà]tic[oa]?|entresuelo|entresol|entlo|principal|pral|[uú]nic[oa]|local|s[oó]tano|centro"
    r"|izq(?:uierd[ao]|d[ao])?|izd[ao]|dch[ao]?|derech[ao]|esq(?:uerra)?|dta|dreta"
    r"|\d{1,3}\s?(?:[ºª°]|[a-zèéà]{1,2}\b)?|[a-z]{1,2})"
)
_DOOR = re.compile(rf"{_PIECE}(?:[\s.,/–-]*\b{_PIECE})" + r"{0,3}", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:n\S{0,2}\s)?\d{1,4}\s?(?:bis|dup|[a-z])?(?:\s?[-/]\s?\d{1,4})?|s/n[uú]?m?|sn|km\.? ?\d.{0,5}", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_MOST_WAY = 14  # letters
_TWICE = 1.6  # heights
_BESIDE, _TWICE = 0.5, 1.6  # heights
_NEAR = 75.0  # points by which the cells of one address lie apart at most

FieldsFor = Callable[[Procedure, str, str], Iterable[tuple[str, float]]]
"""The fields that a concept may mean under a role, each with the agreement of the roles."""


@dataclass
class _Group:
    """The cells of one person's name, or of one address, as they were met."""

    role: str
    concept: str
    last: Segment
    cells: dict[str, tuple[Word, ...]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    starts: dict[str, float] = field(default_factory=dict)

    def gives(self, words: tuple[Word, ...], name: str, segment: Segment) -> bool:
        """Whether words are this caption's: an empty cell has to leave what stands in its neighbour's on the right."""
        for other in [part for part, held in self.cells.items() if part != name and held[0] is words[0]]:
            if self.starts[other] >= segment.box.x0:
                return False
            del self.cells[other], self.starts[other]
        return True


class Parts:
    """Takes the cells in reading order and tells what they say together."""

    def __init__(self) -> None:
        self._groups: list[_Group] = []

    def keep(self, segment: Segment, caption: Caption, section: str, spans: Sequence[tuple[Word, ...]]) -> None:
        """Note the cell of a caption with the places where its value may stand, nearest first."""
        part = _part(caption)
        if part is None:
            return
        name, concept, role = part
        first = next((words for words in spans if _plausible(name, _told(words))), ())
        if name == "street" and first and is_way(_told(first)):
            name = "way"  # "Vía" over "Calle", next to the street's own name
        group = self._group(role or caption.role or section, concept, name, segment, told=bool(role))
        group.asked.add(name)
        group.last = segment
        if first and group.gives(first, name, segment):
            group.cells.setdefault(name, first)
            group.starts.setdefault(name, segment.box.x0)

    def _group(self, role: str, concept: str, name: str, segment: Segment, *, told: bool) -> _Group:
        """The open group a cell goes on with: of its role, near it, and without that part yet."""
        for group in reversed(self._groups):
            if group.concept != concept:
                continue
            below = segment.box.y0 - group.last.box.y0
            alike = group.role == role or (
                concept == "address" and not told and name != "street" and below < 2 * segment.height
            )
            # A caption in two languages, or "Bloque" beside "Portal", asks twice for one part.
            room = (_BESIDE if name in group.cells else _TWICE) * segment.height
            if (
                alike
                and not (name in group.asked and below > room)
                and -2 * segment.height < below < _NEAR
                and group.last.page == segment.page
            ):
                return group
            if group.role == role:
                break
        self._groups.append(_Group(role, concept, segment))
        return self._groups[-1]

    def joined(self) -> Iterator[tuple[str, str, str, tuple[Word, ...]]]:
        """Role, concept, text and words of every name and address that is whole enough to be one."""
        for group in self._groups:
            texts = {name: _told(words) for name, words in group.cells.items()}
            text = _name(texts, group.asked) if group.concept == "name" else _address(texts)
            if text:
                yield group.role, group.concept, text, tuple(word for words in group.cells.values() for word in words)


def _part(caption: Caption) -> tuple[str, str, str] | None:
    """The most telling part a caption asks for, of what, and whose if the caption says so."""
    said = {target.name for target in caption.targets if target.sort == "concept"}
    # "Esc., piso y puerta" over one cell is one part: the most telling one.
    part = next((name for name in _TELLING if name in said), None)
    if part is not None:
        return part, "name" if part in NAME_PARTS else "address", ""
    if "address" in said:
        return "street", "address", ""
    if "name" in said:
        return "whole", "name", ""
    owners = [role_of(target.name) for target in caption.targets if target.sort == "field"]
    own = next((owner for owner in owners if owner is not None and owner[1] == "address"), None)
    return ("street", "address", own[0]) if own else None


def _told(words: Sequence[Word]) -> str:
    return parse_text(" ".join(word.text for word in words)) or ""


def _plausible(part: str, text: str) -> bool:
    """Whether a text can stand in such a cell: a neighbour's caption in an empty one is no door."""
    if not text:
        return False
    if part == "number":
        return _NUMBER.fullmatch(text.strip(" .,;:")) is not None
    if part in ADDRESS_PARTS and part not in {"street", "way"}:
        return _DOOR.fullmatch(text.strip(" .,;:")) is not None
    if part == "way":
        return len(text) <= _MOST_WAY and not any(char.isdigit() for char in text)
    if part in NAME_PARTS or part == "whole":
        return bool(_LETTERS.search(text)) and not any(char.isdigit() for char in text)
    return bool(_LETTERS.search(text))


def _name(texts: dict[str, str], asked: set[str]) -> str | None:
    surnames = texts.get("surnames") or " ".join(filter(None, (texts.get("surname1"), texts.get("surname2"))))
    given = texts.get("given", "") or texts.get("whole", "")  # "Nombre o razón social" beside cells for surnames
    if given and surnames:
        return f"{given} {surnames}"
    # Where nothing asks for surnames, "Nombre" is asked for the whole name.
    return given if given and asked == {"given"} and len(given.split()) > 1 else None


def _address(texts: dict[str, str]) -> str | None:
    if "street" not in texts:
        return None
    street = texts["street"]
    number = texts.get("number", "")
    if number and street.split()[-1].strip(".,") == number:
        texts = {name: text for name, text in texts.items() if name != "number"}
    return joined_address(texts) if len(texts) > 1 else None


def joined(sheet: Sheet, procedure: Procedure, parts: Parts, fields_for: FieldsFor) -> Iterator[Candidate]:
    """Candidates for the names and addresses of a page's cells."""
    for role, concept, text, words in parts.joined():
        for name, agreement in fields_for(procedure, concept, role):
            spec = procedure.fields.get(name)
            made = None if spec is None else candidate(spec, sheet, words, "joined", raw=text, role=agreement)
            if made is not None:
                yield made
