"""Whole letters with invented values in their places, laid out as a printer or a mail program does."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casework.procedure import FieldSpec, FieldType, Procedure
from casework.reading import Box
from nlp.corpus.others import OTHER_KINDS
from nlp.corpus.paper import Paper, Tagged, scanned, text_width
from nlp.corpus.specimen import Specimen
from nlp.corpus.values import Inventor, date_written, seeded, written
from nlp.corpus.whole.template import PARTS_OF_A_NAME, Piece, Template, pieces, templates

_SHARES = {"learn": (0, 1, 2), "judge": (3,), "calibrate": (4,)}  # of every five letters of a hand on a matter
_EACH = 5
_ANY = "P00"  # whose fields letters of other kinds may name
_SCANNED, _SIGNED, _CARELESS = 0.35, 0.85, 0.12
_WORD, _WIDE = re.compile(r"\S+"), re.compile(r"\t| {3,}")
_TAB = 28.0  # points
_TOP = 50.0
_ORDERED = ("period_start", "period_end")


def papers(procedures: Mapping[str, Procedure], share: str, rounds: int, seed: int) -> Iterator[Specimen]:
    """Each letter of a share (learn, judge, calibrate) `rounds` times, with other values, ways and looks each time."""
    for number, template in enumerate(_share(share)):
        asked = procedures.get(_ANY if template.kind in OTHER_KINDS else template.kind)
        known = asked is not None and template.fields <= asked.fields.keys()  # a council may ask less
        for turn in range(rounds if known else 0):
            inventor = Inventor(seeded(f"{seed} {number} {turn}"), template.language)
            yield _paper(template, procedures, inventor)


def _share(share: str) -> Iterator[Template]:
    seen = Counter[tuple[str, str]]()
    for template in templates():
        hand = template.name.rpartition("-")[0], template.kind
        if seen[hand] % _EACH in _SHARES[share]:
            yield template
        seen[hand] += 1


def _paper(template: Template, procedures: Mapping[str, Procedure], inventor: Inventor) -> Specimen:
    procedure = procedures.get(template.kind)
    writing = _Writing(template, procedure or procedures[_ANY], inventor)
    parts = _said(writing, inventor)
    told = writing.told if procedure is not None else {}
    hand = template.form != "email" and inventor.chance.random() < _SIGNED
    page = _printed(parts, inventor, signed=hand)
    if template.form != "email" and inventor.chance.random() < _SCANNED:
        page = scanned(page, inventor.chance)
    if procedure is None:
        page = Tagged(page.page, {})
    else:
        told["signed"] = "true" if hand else "false"
    return Specimen(
        kind=template.kind,
        language=template.language,
        family=template.name,
        pages=(page,),
        page_kinds=(template.kind,),
        fields=told,
        source="letter" if template.form == "sheet" else template.form,
    )


def _said(writing: _Writing, inventor: Inventor) -> list[tuple[str, str]]:
    """The letter's words in their order, each run with the field that it belongs to."""
    template = writing.template
    text = template.worded(inventor.pick)
    careless = template.form == "email" and inventor.chance.random() < _CARELESS
    parts = [part for piece in pieces(text) for part in writing.parts(piece)]
    return [(_carelessly(words), tag) if careless and not tag else (words, tag) for words, tag in parts]


def _carelessly(text: str) -> str:
    """The text as it comes from a hurried thumb: no capitals, no accents."""
    bare = unicodedata.normalize("NFD", text.replace("ñ", "\0"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).replace("\0", "ñ").lower()


@dataclass
class _Writing:
    """A letter's values, invented when they are first asked for, and what it has told so far."""

    template: Template
    procedure: Procedure
    inventor: Inventor
    told: dict[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)

    def parts(self, piece: Piece) -> list[tuple[str, str]]:
        """A piece's words with the fields that they tell."""
        if piece.slot:
            return [self._slot(piece.slot)]
        if not piece.told:
            return [(piece.words, "")]
        inner = [self._slot(one.slot) if one.slot else (one.words, "") for one in piece.whole]
        said = "".join(words for words, _ in inner)
        value = said if piece.value is None else self._values(piece.value)
        self.told[piece.told] = " ".join(value.split())
        return [(words, tag or piece.told) for words, tag in inner]

    def _slot(self, name: str) -> tuple[str, str]:
        if name.startswith("other."):
            return self._other(name), ""
        if name in PARTS_OF_A_NAME:
            return PARTS_OF_A_NAME[name](self._value("applicant_name")), ""
        value = self._value(name)
        self.told[name] = value
        return self._shown(name, value), name

    def _values(self, text: str) -> str:
        return "".join(self._value(one.slot) if one.slot else one.words for one in pieces(text))

    def _value(self, name: str) -> str:
        if name not in self.made:
            self.made[name] = self._invented(name)
        return self.made[name]

    def _invented(self, name: str) -> str:
        if self.template.legal and name == "applicant_name":
            return self.inventor.company()
        if self.template.legal and name == "applicant_id":
            return self.inventor.tax_id(company=True)
        value = self.inventor.value(self.procedure.fields[name])
        first, last = (self.made.get(one) for one in _ORDERED)
        if (name == "period_end" and first and value < first) or (name == "period_start" and last and value > last):
            return first or last or value
        return value

    def _shown(self, name: str, value: str) -> str:
        spec = self.procedure.fields[name]
        if spec.type is FieldType.DATE:
            return date_written(self.inventor, value)
        if spec.type is FieldType.PERSON and self.template.form != "sheet":
            return value
        return written(self.inventor, spec, value)

    def _other(self, name: str) -> str:
        if name not in self.beside:
            sort = name.removeprefix("other.").rstrip("0123456789")
            self.beside[name] = str(_OTHERS[sort](self.inventor))
        return self.beside[name]


def _stated(kind: FieldType) -> Callable[[Inventor], str]:
    """A value of a sort as it stands on paper, of no field."""
    spec = FieldSpec(name="other", type=kind, labels={})
    return lambda inventor: written(inventor, spec, inventor.value(spec))


_OTHERS: Mapping[str, Callable[[Inventor], str]] = {
    "person": Inventor.person,
    "company": Inventor.company,
    "town": lambda inventor: str(inventor.local({"es": inventor.words["towns_es"], "ca": inventor.words["towns_ca"]})),
    "time": lambda inventor: f"{inventor.chance.randint(8, 22)}:{inventor.pick(['00', '15', '30', '45'])}",
    "id": _stated(FieldType.TAX_ID),
    "phone": _stated(FieldType.PHONE),
    "email": _stated(FieldType.EMAIL),
    "address": _stated(FieldType.ADDRESS),
    "postal_code": _stated(FieldType.POSTAL_CODE),
    "date": _stated(FieldType.DATE),
    "amount": _stated(FieldType.AMOUNT),
    "number": _stated(FieldType.NUMBER),
    "code": _stated(FieldType.CODE),
    "plate": _stated(FieldType.PLATE),
    "iban": _stated(FieldType.IBAN),
}


def _printed(parts: Sequence[tuple[str, str]], inventor: Inventor, *, signed: bool) -> Tagged:
    chance, paper, y = inventor.chance, Paper(), _TOP
    size, left, right = (
        chance.choice([9.5, 10, 11, 12]),
        chance.choice([50, 60, 72, 85]),
        chance.choice([500, 525, 545]),
    )
    for line in _lines(parts):
        y = _written(paper, line, size, left, y, right) + size * 1.35
    if signed:
        x = left + chance.uniform(0, 200)
        paper.ink.append(Box(x, y + 4, x + chance.uniform(60, 120), y + chance.uniform(22, 34)))
    return paper.done()


def _written(paper: Paper, line: Sequence[tuple[str, str]], size: float, left: float, y: float, right: float) -> float:
    """Write a line of the letter, broken where it is too long, its wide gaps kept; returns where its last row is."""
    text, tags = "".join(said for said, _ in line), [tag for said, tag in line for _ in said]
    x, end = left, 0
    for word in _WORD.finditer(text):
        if _WIDE.search(text, end, word.start()):
            x = left + _TAB * (int((x - left) / _TAB) + 2)
        if x + text_width(word[0], size) > right and x > left:
            x, y = left, y + size * 1.35
        x = paper.write(x, y, word[0], size, next(filter(None, tags[slice(*word.span())]), ""))
        end = word.end()
    return y


def _lines(parts: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    line: list[tuple[str, str]] = []
    for text, tag in parts:
        first, *more = text.split("\n")
        line.append((first, tag))
        for rest in more:
            yield line
            line = [(rest, tag)]
    yield line
