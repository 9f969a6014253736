"""The designs of invented town halls: one for each family number, the same for ever."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from nlp.corpus.office.content import Habits

ENGINES = (
    "boxed",
    "ruled",
    "dotted",
    "table",
    "header",
    "shaded",
    "under",
    "listing",
    "combs",
    "dense",
    "side",
    "narrow",
)
_HEADERS = ("left", "centre", "band", "two", "plain")
_BANDS = ("black", "grey", "number", "rule", "letter", "tint")
_TICKS = ("square", "circle", "bracket", "glyph", "after", "round")
FAMILIES = range(36)


@dataclass(frozen=True)
class Design:
    """How one family of forms looks and asks."""

    number: int
    engine: str
    face: str
    header: str
    band: str
    tick: str
    caption: float
    size: float
    both: bool
    habits: Habits
    tint: tuple[float, float, float]
    instructions: bool
    office_box: bool
    footer: bool
    code: str
    acroform_names: bool

    @property
    def name(self) -> str:
        return f"office-form-{self.number:02d}"


def design(number: int) -> Design:
    """The design of a family."""
    chance = Random(f"office design {number}")
    engine = ENGINES[number % len(ENGINES)]
    combs = engine == "combs" or (engine in {"boxed", "dense"} and chance.random() < 0.4)
    names = ("whole", "split", "surnames_first")[(number // len(ENGINES) + number) % 3]
    habits = Habits(
        names=names,
        addresses=("whole", "half", "split")[(number // 2) % 3] if engine not in {"listing", "narrow"} else "whole",
        combs=combs,
        yes_no=chance.random() < 0.35,
        representative_first=chance.random() < 0.2,
        consent=chance.random() < 0.75,
        notification=chance.random() < 0.85,
    )
    return Design(
        number=number,
        engine=engine,
        face=("sans", "serif", "noto", "sans", "deja")[number % 5],
        header=_HEADERS[(number * 3 + number // 12) % len(_HEADERS)],
        band=_BANDS[(number + number // 6) % len(_BANDS)],
        tick=_TICKS[(number * 5 + number // 12) % len(_TICKS)],
        caption=chance.uniform(5.6, 7.4)
        if engine in {"boxed", "dense", "combs", "header", "side"}
        else chance.uniform(7.5, 9),
        size=chance.uniform(8.6, 10.2),
        both=engine == "dense" or chance.random() < 0.2,
        habits=habits,
        tint=chance.choice(
            [(0.85, 0.9, 0.96), (0.92, 0.92, 0.92), (0.97, 0.93, 0.82), (0.86, 0.94, 0.87), (0.95, 0.86, 0.86)]
        ),
        instructions=chance.random() < 0.3,
        office_box=chance.random() < 0.5,
        footer=chance.random() < 0.7,
        code=f"{chance.choice(['MOD', 'F', 'SG', 'URB', 'TR', 'OAC', 'IMP'])}{chance.choice(['-', '.', ' '])}{chance.randrange(10, 999)}{chance.choice(['', '/22', ' v3', '-E'])}",
        acroform_names=chance.random() < 0.5,
    )
