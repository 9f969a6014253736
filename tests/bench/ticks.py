"""How often the state of a tick box is read right from a scan, and how often wrong rather than doubtful.

    python -P tests/bench/ticks.py [PAGES [FIRST_SEED]]

Pages full of boxes and rings with marks of many kinds, some struck out, each damaged in every way. The layouts of
`UNSEEN` are for judging only: whoever wants to see misses looks at those of `KNOWN`.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bots.reading.arrays import Grey
from bots.reading.limits import Limits
from bots.reading.ocr import Eyes, Profile, eyes_for
from bots.reading.picture import photographs
from bots.reading.sheet import straightened
from bots.reading.structure import structure_of
from casework.reading import Box, Mark
from dovtech.benching import damage, paper

CAPTIONS = (
    "Alta / Alta",
    "Menor de edad",
    "Importe anual",
    "Obra nueva: 40 m2",
    "OBRES",
    "Dos o más",
    "Sí",
    "No",
    "Otros",
)
SQUARE = (
    "cross",
    "tick",
    "blot",
    "loose",
    "faint cross",
    "faint tick",
    "large tick",
    "through",
    "filled",
    "slash",
    "dot",
    "scribble",
)
ROUND = ("cross", "tick", "dot", "slash", "large tick", "filled")
_DARK, _FAINT, _PEN = "#113", "#888", "#2a3f8f"
_STROKES = {  # in sides of the box from its top left corner
    "cross": (((0.15, 0.15), (0.85, 0.85)), ((0.15, 0.85), (0.85, 0.15))),
    "tick": (((0.15, 0.5), (0.4, 0.85), (1.15, -0.3)),),
    "loose": (((-0.2, 0.05), (1.2, 0.9)), ((-0.1, 1.05), (1.1, -0.1))),
    "large tick": (((-0.1, 0.4), (0.4, 1.2), (1.8, -0.9)),),
    "through": (((-0.4, -0.4), (1.4, 1.4)), ((-0.4, 1.4), (1.4, -0.4))),
    "slash": (((0.1, 0.9), (0.9, 0.1)),),
}
_SOLID = {"blot": (0.5, 0.1), "filled": (0.9, 0.0), "dot": (0.44, 0.5)}  # sides, and how round
_TOLD = ("right", "doubtful", "wrong", "lost")
_STATES = (None, True, True, True, True, False, False, False, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A box, its state, and what was put into it."""

    box: Box
    ticked: bool | None
    kind: str


@dataclass(slots=True)
class Ticked:
    """A page of boxes that is being drawn."""

    sheet: paper.Sheet
    chance: random.Random
    unsteady: float = 0.0
    boxes: list[Drawn] = field(default_factory=list)

    def option(self, x: float, y: float, side: float, *, ring: bool = False, corner: float = 0.0) -> None:
        """A box of that side with a mark in it or none, or one that was struck out."""
        line = self.chance.choice((0.5, 0.7, 1.0))
        radius = side / 2 if ring else corner
        self.sheet.shape(
            f'<rect x="{x}" y="{y}" width="{side}" height="{side}" rx="{radius}" fill="none" stroke="#222" '
            f'stroke-width="{line}"/>'
        )
        ticked = self.chance.choice(_STATES)
        kind = "" if ticked is False else self.chance.choice(ROUND if ring else SQUARE)
        self._mark(x, y, side, kind, ring=ring)
        if ticked is None:
            for shift in (-0.12, 0.12):
                self._stroke(
                    (x - 4, y + (0.5 + shift) * side), (x + side + 4, y + (0.45 + shift) * side), 1.3, colour=_DARK
                )
        self.boxes.append(
            Drawn(box=Box(x, y, x + side, y + side), ticked=ticked, kind="struck" if ticked is None else kind)
        )

    def _mark(self, x: float, y: float, side: float, kind: str, *, ring: bool) -> None:
        colour = _FAINT if kind.startswith("faint") else self.chance.choice((_DARK, _DARK, _PEN))
        off = self.chance.uniform(-0.08, 0.08) * side
        width = self.chance.uniform(0.9, 1.5)

        kind = kind.removeprefix("faint ")
        scribble = tuple((self.chance.uniform(0.1, 0.9), self.chance.uniform(0.1, 0.9)) for _ in range(7))
        for line in _STROKES.get(kind, (scribble,) if kind == "scribble" else ()):
            placed = [(x + off + a * side, y - off + b * side) for a, b in line]
            for begin, end in pairwise(placed):
                self._stroke(begin, end, width, colour)
        if kind in _SOLID:
            size, corner = (0.84, 0.5) if ring and kind == "filled" else _SOLID[kind]
            self._disc(x + side / 2, y + side / 2, size * side, corner=corner)

    def _disc(self, x: float, y: float, side: float, *, corner: float) -> None:
        self.sheet.shape(
            f'<rect x="{x - side / 2:.2f}" y="{y - side / 2:.2f}" width="{side:.2f}" height="{side:.2f}" '
            f'rx="{corner * side:.2f}" fill="{_DARK}"/>'
        )

    def _stroke(self, begin: tuple[float, float], end: tuple[float, float], width: float, colour: str) -> None:
        """A stroke as a hand draws it: a little bent."""
        bend = self.unsteady * self.chance.gauss(0, 1)
        middle = ((begin[0] + end[0]) / 2 + bend, (begin[1] + end[1]) / 2 - bend)
        self.sheet.shape(
            f'<path d="M{begin[0]:.2f} {begin[1]:.2f} Q{middle[0]:.2f} {middle[1]:.2f} {end[0]:.2f} {end[1]:.2f}" '
            f'fill="none" stroke="{colour}" stroke-width="{width:.2f}" stroke-linecap="round"/>'
        )

    def caption(self, x: float, y: float, size: float = 9) -> None:
        """Some words."""
        self.sheet.text(x, y, self.chance.choice(CAPTIONS), size)


def _listed(page: Ticked) -> None:
    """Three columns of boxes with their captions behind them."""
    for row in range(34):
        side = page.chance.choice((7.5, 8.5, 9.5, 11, 13))
        for column in range(3):
            x, y = 55 + column * 165, 100 + row * 20
            page.option(x, y, side)
            page.caption(x + side + 4, y + side - 1.5)


def _rings(page: Ticked) -> None:
    """The same with option buttons."""
    for row in range(34):
        for column in range(3):
            x, y = 55 + column * 165, 100 + row * 20
            page.option(x, y, 10, ring=True)
            page.caption(x + 14, y + 8.5)


def _in_cells(page: Ticked) -> None:
    """A table with boxes in its cells, rules a point or two beside them."""
    page.unsteady = 0.5
    for row in range(28):
        y, side = 100 + row * 24, page.chance.choice((8, 9, 10.5))
        page.sheet.box(50, y, 495, 24, line=0.5)
        page.caption(56, y + 15)
        for column in range(4):
            x = 200 + column * 86
            page.sheet.line(x, y, x, y + 24, 0.5)
            page.option(x + page.chance.choice((2, 4, 8)), y + (24 - side) / 2, side)
            page.sheet.text(x + 24, y + 15, page.chance.choice(("Alta", "Baja", "Sí", "Otros", "40 m2")), 8)


def _answers(page: Ticked) -> None:
    """Questions, each with a few answers whose captions stand before their boxes, over a dotted line."""
    page.unsteady = 0.8
    for row in range(26):
        y, side = 100 + row * 26, page.chance.choice((8.0, 9.0, 12.0))
        page.sheet.text(48, y + side, f"{row + 1}. ¿Convive con otras personas?", 9)
        page.sheet.dots(48, y + side + 6, 545)
        for column in range(4):
            x = 240 + column * 78
            page.sheet.text(x - 24, y + side - 1, page.chance.choice(("Sí", "No", "N/S", "Otro")), 9)
            page.option(x, y, side)


def _soft(page: Ticked) -> None:
    """Boxes with rounded corners in two dense columns, long captions over two lines."""
    page.unsteady = 0.8
    for row in range(24):
        for column in range(2):
            x, y = 48 + column * 255, 100 + row * 28
            side = page.chance.choice((9.0, 10.0, 11.5))
            page.option(x, y, side, corner=1.2)
            page.sheet.text(x + side + 5, y + 7, "Autorizo a consultar mis datos de identidad", 8.5)
            page.sheet.text(x + side + 5, y + 17, "en la Plataforma de Intermediación (art. 28)", 8.5)


def _buttons(page: Ticked) -> None:
    """Rows of option buttons of two sizes before short captions."""
    page.unsteady = 0.8
    for row in range(28):
        side = (9.0, 11.5)[row % 2]
        for column in range(4):
            x, y = 60 + column * 125, 100 + row * 24
            page.option(x, y, side, ring=True)
            page.caption(x + side + 5, y + side - 1.5, 9.5)


KNOWN: tuple[Callable[[Ticked], None], ...] = (_listed, _rings, _in_cells)
UNSEEN: tuple[Callable[[Ticked], None], ...] = (_answers, _soft, _buttons)


def drawn(seed: int, layouts: tuple[Callable[[Ticked], None], ...]) -> Ticked:
    """The page of a seed, its layout by turns."""
    chance = random.Random(seed)  # noqa: S311 - the same page each time
    page = Ticked(paper.Sheet(chance=chance, font=chance.choice(paper.FONTS)), chance)
    page.sheet.text(45, 60, "AJUNTAMENT D'ALACANT · SOL·LICITUD", 12, bold=True)
    layouts[seed % len(layouts)](page)
    return page


def seen(page: Ticked, way: str, seed: int, eyes: Eyes) -> tuple[Grey, float]:
    """The damaged page made straight, and its points per pixel."""
    picture = damage.WAYS[way](damage.rendered(page.sheet.pdf()), seed)
    (photograph,) = photographs(damage.packed(picture, None if way == "telephone" else 200), Limits())
    if photograph is None:
        raise ValueError(way)
    flat = straightened(photograph, eyes)
    return flat.grey, flat.scale


def told(page: Ticked, marks: tuple[Mark, ...]) -> Iterator[tuple[Drawn, str]]:
    """Each box with "right", "doubtful", "wrong" or "lost"; "invented" for each mark where no box was drawn."""
    left = list(marks)
    for one in page.boxes:
        mark = min(left, key=lambda mark: _distance(mark.box, one.box), default=None)
        if mark is None or _distance(mark.box, one.box) >= 6:
            yield one, "lost"
            continue
        left.remove(mark)
        yield one, "right" if mark.ticked == one.ticked else "doubtful" if mark.ticked is None else "wrong"
    for mark in left:
        yield Drawn(box=mark.box, ticked=False, kind="none"), "invented"


def _distance(first: Box, second: Box) -> float:
    return max(abs(first.middle[0] - second.middle[0]), abs(first.middle[1] - second.middle[1]))


def main(pages: int = 6, first: int = 0) -> None:
    eyes = eyes_for(Profile.FAST)
    for name, layouts in (("known", KNOWN), ("unseen", UNSEEN)):
        counted: dict[str, Counter[str]] = {way: Counter() for way in damage.WAYS}
        missed: Counter[tuple[str, str, str]] = Counter()
        for seed in range(first, first + pages):
            page = drawn(seed, layouts)
            for way, count in counted.items():
                marks = structure_of(*seen(page, way, seed, eyes)).marks
                for one, how in told(page, marks):
                    count[how] += 1
                    if how != "right" and name == "known":
                        missed[way, one.kind or "empty", how] += 1
        for way, count in counted.items():
            boxes = sum(count.values()) - count["invented"]
            shares = "  ".join(
                f"{how} {100 * count[how] / boxes:.2f}" for how in ("right", "doubtful", "wrong", "lost")
            )
            print(f"{name:7} {way:10} {boxes} boxes: {shares}; {count['invented']} invented")  # noqa: T201
        for (way, kind, how), times in missed.most_common(30):
            print(f"    {times:4} {way:10} {kind:12} {how}")  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
