"""How a form holds a value: in one cell, in split cells, in a comb of boxes, or as a pair of yes and no."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from casework.procedure import FieldSpec, FieldType
from nlp.corpus.web.render import comb, place, value
from nlp.corpus.web.style import Style
from nlp.corpus.web.values import Hand

_NAMES = {
    "es": (("Nombre", "Apellido 1", "Apellido 2"), ("Nombre (de pila)", "1.er apellido", "2.º apellido")),
    "ca": (("Nom", "Cognom 1", "Cognom 2"), ("Nom (de pila)", "1r cognom", "2n cognom")),
}
_STREETS = {
    "es": (("Tipo vía", "Nombre de la vía", "Núm.", "Esc.", "Piso", "Pta."),
           ("Vía", "Calle, plaza...", "N.º", "Escal.", "Planta", "Puerta")),
    "ca": (("Tipus via", "Nom de la via", "Núm.", "Esc.", "Pis", "Pta."),
           ("Via", "Carrer, plaça...", "N.º", "Escala", "Planta", "Porta")),
}  # fmt: skip
_COMBED = frozenset({FieldType.TAX_ID, FieldType.POSTAL_CODE, FieldType.IBAN, FieldType.PLATE, FieldType.PHONE})
_BLANK = Markup("&nbsp;")


def split(spec: FieldSpec, style: Style, hand: Hand, fact: str | None) -> Iterator[tuple[str, int, Markup]]:
    """The captions, shares of the line (of twelve) and contents of a name or an address in several cells."""
    person = spec.type is FieldType.PERSON
    parts = (hand.names if person else hand.streets).get(fact or "", ())
    captions = (_NAMES if person else _STREETS)[hand.language][style.wording % 2]
    order = ((1, 2, 0) if style.flip else (0, 1, 2)) if person else range(6)
    shares = (4, 4, 4) if person else (2, 4, 1, 1, 2, 2)
    for index in order:
        text = parts[index] if parts else ""
        text = text.upper() if hand.loud else text
        yield captions[index], shares[index], value(spec.name, text) if text else _BLANK


def splits(spec: FieldSpec, style: Style, hand: Hand, fact: str | None) -> bool:
    """Whether this family splits the field, and this value can be split."""
    if spec.type is FieldType.PERSON:
        return style.split_names and (fact is None or fact in hand.names)
    return spec.type is FieldType.ADDRESS and style.split_streets and (fact is None or fact in hand.streets)


def filled(spec: FieldSpec, style: Style, hand: Hand, fact: str | None) -> Markup:
    """The content of the one cell of a field."""
    if spec.type is FieldType.CHECKBOX:
        return _yes_no(spec.name, style, fact) if style.yes_no else _tick(spec.name, style, ticked=fact == "true")
    if spec.type is FieldType.CHOICE:
        return Markup(" ").join(_option(spec, choice, style, hand, fact) for choice in spec.choices)
    if fact is None:
        return _BLANK
    if style.combs and spec.type in _COMBED:
        return comb(spec.name, fact.removeprefix("+34"))
    if style.surnames_first and fact in hand.names and spec.type is FieldType.PERSON:
        given, first, second = hand.names[fact]
        text = f"{first} {second}".strip() + f", {given}"
        return value(spec.name, text.upper() if hand.loud else text)
    return value(spec.name, hand.written(spec, fact))


def _box(style: Style, *, ticked: bool) -> Markup:
    return Markup('<span class="box">{}</span>').format(style.mark if ticked else _BLANK)


def _tick(name: str, style: Style, *, ticked: bool) -> Markup:
    return place(name, _box(style, ticked=ticked))


def _yes_no(name: str, style: Style, fact: str | None) -> Markup:
    words = {"true": "SÍ", "false": "NO"}
    boxes = {said: _box(style, ticked=fact == said) for said in words}
    shown = {said: place(name, boxes[said]) if fact == said else boxes[said] for said in words}
    return Markup(" &nbsp; ").join(Markup("{} {}").format(words[said], shown[said]) for said in words)


def _option(spec: FieldSpec, choice: str, style: Style, hand: Hand, fact: str | None) -> Markup:
    names = spec.choices[choice][hand.language]
    ticked = fact == choice
    box = _tick(spec.name, style, ticked=True) if ticked else _box(style, ticked=False)
    text = names[style.wording % len(names)]
    parts = (text, box) if style.ticks_after else (box, text)
    return Markup('<span class="opt">{} {}</span>').format(*parts)
