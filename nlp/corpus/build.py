"""The corpus: how many of what, from which families; the same seed gives the same papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from casework.procedure import Procedure
from nlp.corpus.forms import form, style_of
from nlp.corpus.letters import letter, letter_style
from nlp.corpus.others import OTHER_KINDS, PAGE_KINDS, numbered, other, other_page
from nlp.corpus.paper import scanned
from nlp.corpus.specimen import Specimen
from nlp.corpus.values import Inventor, seeded


@dataclass(frozen=True)
class Families:
    """The layout families and letter styles that a part of the corpus may use."""

    forms: Sequence[int]
    letters: Sequence[int]


# Three parts that share no family: for the models, for the resolver, for calibration and the published figures.
LEARN = Families(range(60), range(40))
JUDGE = Families(range(60, 100), range(40, 66))
HELD_OUT = Families(range(100, 130), range(66, 86))
_SCANNED = 0.3
_WITH_ATTACHMENTS = 0.12


def specimens(
    procedures: Mapping[str, Procedure], families: Families, count: int, seed: int, *, others: float = 0.2
) -> Iterator[Specimen]:
    """`count` documents; the share `others` of them is no application, about half of the rest are letters."""
    chance = seeded(seed)
    ids = sorted(procedures)
    for number in range(count):
        inventor = Inventor(seeded(chance.random()), chance.choice(["es", "es", "es", "ca", "ca"]))
        yield _scanned(_one(procedures[ids[number % len(ids)]], families, inventor, others, number), inventor.chance)


def _one(procedure: Procedure, families: Families, inventor: Inventor, others: float, number: int) -> Specimen:
    chance = inventor.chance
    style = letter_style(chance.choice(families.letters))
    if chance.random() < others:
        return other((OTHER_KINDS + PAGE_KINDS)[number % len(OTHER_KINDS + PAGE_KINDS)], inventor, style)
    if chance.random() < 0.4:
        return letter(procedure, style, inventor)
    made = form(procedure, style_of(chance.choice(families.forms)), inventor, blank=chance.random() < 0.03)
    if chance.random() < _WITH_ATTACHMENTS and made.fields:
        kind = chance.choice(PAGE_KINDS)
        extra = numbered(other_page(kind, inventor, style), len(made.pages) + 1)
        return replace(made, pages=(*made.pages, extra), page_kinds=(*made.page_kinds, kind))
    return made


def _scanned(specimen: Specimen, chance: Random) -> Specimen:
    if chance.random() > _SCANNED:
        return specimen
    return replace(specimen, pages=tuple(scanned(page, chance) for page in specimen.pages))
