"""Papers that are no application, and the papers that come with one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from nlp.corpus.letters import LetterStyle
from nlp.corpus.paper import Paper, Tagged
from nlp.corpus.specimen import Specimen
from nlp.corpus.values import Inventor, date_written, load

_OTHERS: Mapping[str, Any] = load("others")
OTHER_KINDS = ("supplement", "complaint", "data_protection_right", "other_administration", "invoice", "spam")
PAGE_KINDS = tuple(kind for kind in _OTHERS if kind not in OTHER_KINDS)
_SLOT = re.compile(r"\{(\w+)\}")
_WORDING = load("letters")
_MOST = 7  # sentences
_SUBJECTS = ("Asunto:", "Subject:", "Assumpte:", "ASUNTO:")
_ABOUT = {"es": ("consulta", "solicitud", "para el Ayuntamiento", "escrito", "buenas tardes", "mi caso"),
          "ca": ("consulta", "sol·licitud", "per a l'Ajuntament", "escrit", "el meu cas")}  # fmt: skip
_SENDERS = {
    "es": (
        "{who}, con DNI {number}, con domicilio en {home}",
        "Soy {who}, DNI {number}",
        "Nombre y apellidos: {who} NIF: {number} Domicilio: {home}",
        "{who}, vecino de esta ciudad, {home}",
    ),
    "ca": (
        "{who}, amb DNI {number}, amb domicili en {home}",
        "Em dic {who} ({number})",
        "Nom: {who} DNI: {number} Adreça: {home}",
        "{who}",
    ),
}
_HEADS = {"es": (("EXPONE:", "SOLICITA:"), ("HECHOS", "PETICIÓN"), ("Expongo", "Solicito")),
          "ca": (("EXPOSA:", "SOL·LICITA:"), ("FETS", "PETICIÓ"), ("Expose", "Sol·licite"))}  # fmt: skip


def other_page(kind: str, inventor: Inventor, style: LetterStyle) -> Tagged:
    """One page of that kind: a title and some of its sentences, in running text or line by line.

    What is written to the council is dressed as any letter is, so that greetings and headings tell nothing of the kind.
    """
    table = _OTHERS[kind].get(inventor.language) or _OTHERS[kind]["es"]
    paper, y = Paper(), 50.0
    title = _filled(str(inventor.pick(table["titles"])), inventor)
    kept = _sentences(kind, table["lines"], inventor)
    lines = [*_head(kind, title, inventor, style), *kept, *_end(kind, inventor)]
    for text, size, more in lines:
        y = paper.flow(style.left, y, [(text, "")], style.size + size, style.right) + more
    return paper.done()


_Line = tuple[str, float, float]
"""A text, by how much it is larger than usual, and the room under it."""


def _is_letter(kind: str) -> bool:
    return kind in OTHER_KINDS and kind != "invoice"


def _head(kind: str, title: str, inventor: Inventor, style: LetterStyle) -> Iterator[_Line]:
    chance = inventor.chance
    if _is_letter(kind) and style.email:
        yield f"{inventor.pick(_SUBJECTS)} {title if chance.random() < 0.5 else inventor.local(_ABOUT)}", 0, 8
    elif chance.random() < 0.7:
        yield title.upper() if chance.random() < 0.4 else title, 3, 14
    if _is_letter(kind) and chance.random() < 0.35:
        yield str(inventor.local(_WORDING["greeting"])), 0, 6
    if _is_letter(kind) and kind != "spam" and chance.random() < 0.7:
        yield _sender(inventor), 0, 10


def _sentences(kind: str, lines: Sequence[str], inventor: Inventor) -> Iterator[_Line]:
    chance = inventor.chance
    told = [_filled(str(text), inventor) for text in lines]
    kept = chance.sample(told, chance.randint(min(2, len(told)), min(len(told), _MOST)))
    if kind not in {"photo", "plan"} and chance.random() < 0.3:
        kept.append(inventor.long_text(sentences=2))
    heads = dict(zip((0, len(kept) // 2), inventor.pick(_HEADS[inventor.language]), strict=True))
    headed = _is_letter(kind) and kind != "spam" and chance.random() < 0.3
    for place, text in enumerate(kept):
        if headed and place in heads:
            yield heads[place], 0, 4
        told_as = text[:1].upper() + text[1:] if chance.random() < 0.7 else text
        yield told_as + chance.choice([".", ""]), 0, chance.choice([0, 4])


def _end(kind: str, inventor: Inventor) -> Iterator[_Line]:
    chance = inventor.chance
    if _is_letter(kind) and chance.random() < 0.4:
        yield str(inventor.local(_WORDING["closing"])), 0, 6
    if kind in OTHER_KINDS and chance.random() < 0.6:
        yield f"En Alicante, a {date_written(inventor, inventor.day(0, 400), long=True)}", 0, 0


def _sender(inventor: Inventor) -> str:
    """Who writes, in one of several ways; a paper of an other kind states no fields."""
    slots = {"who": inventor.person(), "number": inventor.tax_id(), "home": inventor.address()}
    return str(inventor.local(_SENDERS)).format(**slots)


def _filled(text: str, inventor: Inventor) -> str:
    makers = {
        "code": lambda: inventor.pick([f"2026/{inventor.digits(6)}", inventor.digits(7)]),
        "date": lambda: date_written(inventor, inventor.day(-900, 500)),
        "amount": lambda: f"{inventor.chance.randint(20, 4000)},{inventor.digits(2)} €",
        "name": inventor.person,
        "iban": inventor.iban,
        "plate": inventor.plate,
    }
    return _SLOT.sub(lambda match: str(makers[match[1]]()), inventor.phrase(text))


def other(kind: str, inventor: Inventor, style: LetterStyle) -> Specimen:
    page = other_page(kind, inventor, style)
    return Specimen(
        kind=kind, language=inventor.language, family=f"other-{style.name}", pages=(page,), page_kinds=(kind,)
    )


def numbered(tagged: Tagged, number: int) -> Tagged:
    """The page at another place of its file."""
    return Tagged(replace(tagged.page, number=number), tagged.tags)
