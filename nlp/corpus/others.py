"""Papers that are no application, and the papers that come with one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from casework.reading import Page
from nlp.corpus.letters import LetterStyle
from nlp.corpus.paper import Paper, Tagged
from nlp.corpus.specimen import Specimen
from nlp.corpus.values import Inventor, date_written, load

_OTHERS: Mapping[str, Any] = load("others")
OTHER_KINDS = ("supplement", "complaint", "data_protection_right", "other_administration", "invoice", "spam")
PAGE_KINDS = tuple(kind for kind in _OTHERS if kind not in OTHER_KINDS)
_SLOT = re.compile(r"\{(\w+)\}")


def other_page(kind: str, inventor: Inventor, style: LetterStyle) -> Tagged:
    """One page of that kind: a title and some of its sentences, in running text or line by line."""
    table = _OTHERS[kind].get(inventor.language) or _OTHERS[kind]["es"]
    chance, paper, y = inventor.chance, Paper(), 50.0
    if chance.random() < 0.75:
        y = paper.flow(style.left, y, [(str(inventor.pick(table["titles"])), "")], style.size + 3, style.right) + 14
    if kind in OTHER_KINDS and chance.random() < 0.7:
        who = f"{inventor.person()}, con DNI {inventor.tax_id()}, con domicilio en {inventor.address()}"
        y = paper.flow(style.left, y, [(who, "")], style.size, style.right) + 10
    lines = [_filled(line, inventor) for line in table["lines"]]
    kept = chance.sample(lines, chance.randint(min(2, len(lines)), len(lines)))
    if kind not in {"photo", "plan"} and chance.random() < 0.3:
        kept.append(inventor.long_text(sentences=2))
    for text in kept:
        y = paper.flow(style.left, y, [(text + chance.choice([".", ""]), "")], style.size, style.right) + chance.choice(
            [0, 4]
        )
    if kind in OTHER_KINDS and chance.random() < 0.6:
        paper.flow(
            style.left,
            y + 20,
            [(f"En Alicante, a {date_written(inventor, inventor.day(0, 400), long=True)}", "")],
            style.size,
            style.right,
        )
    return paper.done()


def _filled(text: str, inventor: Inventor) -> str:
    makers = {
        "code": lambda: inventor.pick([f"2026/{inventor.digits(6)}", inventor.digits(7)]),
        "date": lambda: date_written(inventor, inventor.day(-900, 500)),
        "amount": lambda: f"{inventor.chance.randint(20, 4000)},{inventor.digits(2)} €",
        "name": inventor.person,
        "iban": inventor.iban,
        "plate": inventor.plate,
    }
    return _SLOT.sub(lambda match: str(makers[match[1]]()), text)


def other(kind: str, inventor: Inventor, style: LetterStyle) -> Specimen:
    page = other_page(kind, inventor, style)
    return Specimen(
        kind=kind, language=inventor.language, family=f"other-{style.name}", pages=(page,), page_kinds=(kind,)
    )


def numbered(tagged: Tagged, number: int) -> Tagged:
    """The page at another place of its file."""
    fields = {name: getattr(tagged.page, name) for name in Page.__slots__}
    return Tagged(Page(**{**fields, "number": number}), tagged.tags)
