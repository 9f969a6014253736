"""The generator's door: how many documents of which families; the same seed gives the same documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from random import Random

from casework.procedure import Procedure
from nlp.corpus.made import Made
from nlp.corpus.web.damage import scanned as as_scan
from nlp.corpus.web.facts import facts_of
from nlp.corpus.web.forms import form
from nlp.corpus.web.letters import letter
from nlp.corpus.web.others import OTHER_KINDS, other
from nlp.corpus.web.style import Style, style_of
from nlp.corpus.web.values import Hand

_OTHERS = 0.15  # share of documents that are no application


def orders(
    procedures: Mapping[str, Procedure], families: Sequence[int], count: int, seed: int, scanned: float = 0.3
) -> Iterator[Callable[[], Made]]:
    """`count` documents of the given families, made when they are asked for; the procedures take turns.

    The share `scanned` of them comes as pictures.
    """
    ids = sorted(procedures)
    for number in range(count):
        chance = Random(f"{seed}-{number}")  # noqa: S311 - papers to learn from
        style = style_of(chance.choice(families))
        yield partial(_made, procedures[ids[number % len(ids)]], style, chance, number, scanned)


def documents(
    procedures: Mapping[str, Procedure], families: Sequence[int], count: int, seed: int, scanned: float = 0.3
) -> Iterator[Made]:
    """The documents of `orders`, made."""
    return (make() for make in orders(procedures, families, count, seed, scanned))


def _made(procedure: Procedure, style: Style, chance: Random, number: int, share: float) -> Made:
    hand = Hand(chance, chance.choice(["es", "es", "ca"]))
    if chance.random() < _OTHERS:
        return _other(style, hand, number, share)
    written = chance.random() < 0.4
    blank = not written and chance.random() < 0.04
    facts = {} if blank else facts_of(procedure, hand, boxes=not written)
    page = (letter if written else form)(procedure, style, hand, facts)
    if written:
        facts = {name: fact for name, fact in facts.items() if name in page.places or name == "signed"}
    data, source = _copied(page.data, chance, share)
    kind = "blank_form" if blank else procedure.id
    return Made(
        name=f"web-{number:05d}",
        data=data,
        kind=kind,
        language=hand.language,
        family=f"web-{'letter' if written else 'form'}-{style.number}",
        source=source,
        page_kinds=(kind,) * page.pages,
        fields=facts,
        places={name: places for name, places in page.places.items() if name in facts},
        written={name: texts for name, texts in page.written.items() if name in facts},
    )


def _other(style: Style, hand: Hand, number: int, share: float) -> Made:
    kind = hand.chance.choice(OTHER_KINDS)
    page = other(kind, style, hand)
    data, source = _copied(page.data, hand.chance, share)
    return Made(
        name=f"web-{number:05d}",
        data=data,
        kind=kind,
        language=hand.language,
        family=f"web-{kind}-{style.number}",
        source=source,
        page_kinds=(kind,) * page.pages,
    )


def _copied(data: bytes, chance: Random, share: float) -> tuple[bytes, str]:
    if chance.random() >= share:
        return data, "digital"
    source = chance.choice(["scan", "scan", "bad_scan"])
    return as_scan(data, chance, bad=source == "bad_scan"), source
