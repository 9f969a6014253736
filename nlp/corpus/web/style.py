"""A family: the look and the wording that belong to one number for ever."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_FONTS = ("Liberation Sans", "Liberation Serif", "DejaVu Sans Condensed", "Noto Sans", "Noto Serif", "DejaVu Serif")
_COLOURS = ("#000000", "#1f3f77", "#7a1020", "#2d5c33", "#444444", "#00687a")


@dataclass(frozen=True)
class Style:
    """The choices of one family, for its forms and its letters."""

    number: int
    margin: int
    font: str
    hand: str
    size: float
    small: float
    colour: str
    ink: str
    align: str
    band: bool
    boxed: bool
    above: bool
    flip: bool
    bilingual: bool
    numbered: bool
    ticks_after: bool
    after: str
    mark: str
    high: float
    columns: int
    page: str
    wording: int
    lines: float
    justify: str
    indent: int
    gap: int
    side: str
    sender: str
    shape: str
    design: str
    split_names: bool
    split_streets: bool
    surnames_first: bool
    combs: bool
    yes_no: bool
    example: bool


def style_of(number: int) -> Style:
    """The family of that number."""
    c = Random(f"web-{number}")  # noqa: S311 - a look, no key
    size = c.choice([7.5, 8, 8.5, 9, 10])
    return Style(
        number=number,
        margin=c.choice([10, 12, 15, 18]),
        font=c.choice(_FONTS),
        hand=c.choice(["Liberation Mono", "Liberation Sans", "DejaVu Sans", "Noto Serif"]),
        size=size,
        small=c.choice([5.5, 6, 6.5, size]),
        colour=c.choice(_COLOURS),
        ink=c.choice(["#000000", "#000000", "#101060"]),
        align=c.choice(["left", "center", "center", "right"]),
        band=c.random() < 0.5,
        boxed=c.random() < 0.6,
        above=c.random() < 0.55,
        flip=c.random() < 0.4,
        bilingual=c.random() < 0.3,
        numbered=c.random() < 0.4,
        ticks_after=c.random() < 0.3,
        after=c.choice([":", "", " …", " ="[:1]]),
        mark=c.choice(["X", "✓", "✗", "x", "■"]),
        high=c.choice([6, 7, 8.5, 10]),
        columns=12,
        page=c.choice(["Pág.", "Página", "Hoja", ""]),
        wording=c.randrange(1000),
        lines=c.choice([1.15, 1.3, 1.5, 1.8]),
        justify=c.choice(["left", "justify"]),
        indent=c.choice([0, 0, 8, 15]),
        gap=c.choice([0, 2, 4]),
        side=c.choice(["left", "right", "center"]),
        sender=c.choice(["block", "sentence", "closing"]),
        shape=c.choice(["instance", "instance", "plain", "mail", "mail", "rambling", "rambling", "lawyer"]),
        design=c.choice(["table", "table", "lines", "two"]),
        split_names=c.random() < 0.4,
        split_streets=c.random() < 0.4,
        surnames_first=c.random() < 0.4,
        combs=c.random() < 0.25,
        yes_no=c.random() < 0.4,
        example=c.random() < 0.25,
    )
