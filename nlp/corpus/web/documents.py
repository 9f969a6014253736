"""The generator's door: how many documents of which families; the same seed gives the same documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from casework.procedure import FieldType, Procedure
from nlp.corpus.made import Made
from nlp.corpus.web.damage import scanned as as_scan
from nlp.corpus.web.forms import form
from nlp.corpus.web.letters import letter
from nlp.corpus.web.style import Style, style_of
from nlp.corpus.web.values import Hand

_ALWAYS = frozenset({"applicant_name", "applicant_id"})


def documents(
    procedures: Mapping[str, Procedure], families: Sequence[int], count: int, seed: int, scanned: float = 0.3
) -> Iterator[Made]:
    """`count` documents of the given families, the procedures in turn; the share `scanned` of them as pictures."""
    ids = sorted(procedures)
    for number in range(count):
        chance = Random(f"{seed}-{number}")  # noqa: S311 - papers to learn from
        style = style_of(chance.choice(families))
        yield _made(procedures[ids[number % len(ids)]], style, chance, number, scanned)


def _made(procedure: Procedure, style: Style, chance: Random, number: int, share: float) -> Made:
    hand = Hand(chance, chance.choice(["es", "es", "ca"]))
    written = chance.random() < 0.4
    blank = not written and chance.random() < 0.04
    facts = {} if blank else _facts(procedure, hand, boxes=not written)
    page = (letter if written else form)(procedure, style, hand, facts)
    if written:
        facts = {name: fact for name, fact in facts.items() if name in page.places or name == "signed"}
    data, source = page.data, "digital"
    if chance.random() < share:
        source = chance.choice(["scan", "scan", "bad_scan"])
        data = as_scan(data, chance, bad=source == "bad_scan")
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


def _facts(procedure: Procedure, hand: Hand, *, boxes: bool) -> dict[str, str]:
    """What the citizen says; on a form every tick box says yes or no."""
    chance = hand.chance
    keep = chance.uniform(0.6, 0.97)
    facts = {
        name: hand.value(procedure.id, spec)
        for name, spec in procedure.fields.items()
        if name in _ALWAYS
        or (boxes and spec.type is FieldType.CHECKBOX)
        or chance.random() < (0.97 if spec.required else keep)
    }
    if chance.random() < 0.6:
        facts.pop("representative_name", None)
        facts.pop("representative_id", None)
    if chance.random() < 0.08:
        facts["applicant_name"], facts["applicant_id"] = hand.company(), hand.tax_id(company=True)
    facts["signed"] = "true" if chance.random() < 0.85 else "false"
    return facts
