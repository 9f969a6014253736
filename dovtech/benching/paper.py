"""Forms drawn to be read: every value, letter and tick is known. One seed, one sheet."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap

from casework.reading import Box
from dovtech.benching import values

WIDTH, HEIGHT = 595, 842
FONTS = ("Liberation Sans", "Liberation Serif", "DejaVu Sans", "Liberation Mono", "DejaVu Sans Condensed")
_WIDTHS = dict(zip(FONTS, (0.47, 0.42, 0.53, 0.61, 0.48), strict=True))  # of a letter of prose, in its size
_MARGIN, _WIDEST = 20, 0.62  # points, and the width of a letter of a value in its size


@dataclass(slots=True)
class Sheet:
    """A page that is being drawn, in points from its top left, and what stands on it."""

    chance: random.Random
    font: str = "Liberation Sans"
    keys: list[tuple[str, str]] = field(default_factory=list)
    combs: list[str] = field(default_factory=list)
    ticks: list[tuple[Box, bool | None]] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    _drawn: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, text: str, size: float = 10, *, bold: bool = False, colour: str = "#111"
    ) -> None:
        """A line of text with its foot at y."""
        weight = "bold" if bold else "normal"
        self._drawn.append(
            f'<text x="{x:.2f}" y="{y:.2f}" font-family="{self.font}" font-size="{size}" font-weight="{weight}" '
            f'fill="{colour}" xml:space="preserve">{escape(text)}</text>'
        )

    def box(self, x: float, y: float, width: float, height: float, *, line: float = 0.7, fill: str = "none") -> None:
        """A frame."""
        self._drawn.append(
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{fill}" stroke="#222" '
            f'stroke-width="{line}"/>'
        )

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.7, colour: str = "#222") -> None:
        """A stroke."""
        self._drawn.append(
            f'<line x1="{x0:.2f}" y1="{y0:.2f}" x2="{x1:.2f}" y2="{y1:.2f}" stroke="{colour}" stroke-width="{width}"/>'
        )

    def shape(self, svg: str) -> None:
        """A shape of SVG as it stands."""
        self._drawn.append(svg)

    def dots(self, x0: float, y: float, x1: float) -> None:
        """A dotted line to write on."""
        self._drawn.append(
            f'<line x1="{x0:.2f}" y1="{y:.2f}" x2="{x1:.2f}" y2="{y:.2f}" stroke="#222" stroke-width="0.7" '
            'stroke-dasharray="1 1.5"/>'
        )

    def key(self, x: float, y: float, caption: str, size: float = 10) -> None:
        """A value that must be read exactly, smaller where it would leave the paper."""
        value = values.MAKERS[caption](self.chance)
        self.keys.append((caption, value))
        self.text(x, y, value, min(size, (WIDTH - x - _MARGIN) / (len(value) * _WIDEST)))

    def comb(self, x: float, y: float, letters: str, pitch: float, height: float, cells: int, open_top: bool) -> None:  # noqa: FBT001
        """One cell for each letter; `y` is the cells' floor."""
        self.combs.append(letters)
        self.line(x, y, x + cells * pitch, y)
        if not open_top:
            self.line(x, y - height, x + cells * pitch, y - height)
        for cell in range(cells + 1):
            self.line(x + cell * pitch, y - height, x + cell * pitch, y, 0.6)
        size = min(0.8 * height, 0.95 * pitch)
        for index, letter in enumerate(letters):
            self.text(x + (index + 0.5) * pitch - 0.3 * size, y - 0.5 * (height - 0.7 * size), letter, size)

    def tick(self, x: float, y: float, size: float, caption: str) -> None:
        """A tick box: empty, crossed, ticked, filled, or filled and struck out, which nobody can tell."""
        self.box(x, y, size, size, line=self.chance.choice((0.6, 0.9)))
        state = self.chance.choice((None, True, True, True, False, False, False, False, False))
        if state is not False:
            self._mark(x, y, size)
        if state is None:
            for shift in (-0.12, 0.12):
                self.line(x - 4, y + (0.5 + shift) * size, x + size + 4, y + (0.45 + shift) * size, 1.3, "#113")
        self.ticks.append((Box(x, y, x + size, y + size), state))
        self.text(x + size + 4, y + size - 1.5, caption, 9)

    def _mark(self, x: float, y: float, size: float) -> None:
        jitter = self.chance.uniform(-0.08, 0.08) * size
        x, y = x + jitter, y - jitter
        match self.chance.choice(("cross", "cross", "tick", "blot", "loose")):
            case "cross":
                self.line(x + 0.15 * size, y + 0.15 * size, x + 0.85 * size, y + 0.85 * size, 1.1, "#113")
                self.line(x + 0.15 * size, y + 0.85 * size, x + 0.85 * size, y + 0.15 * size, 1.1, "#113")
            case "tick":
                self.line(x + 0.15 * size, y + 0.5 * size, x + 0.4 * size, y + 0.85 * size, 1.2, "#113")
                self.line(x + 0.4 * size, y + 0.85 * size, x + 1.15 * size, y - 0.3 * size, 1.2, "#113")
            case "blot":
                self.box(x + 0.25 * size, y + 0.25 * size, 0.5 * size, 0.5 * size, fill="#113")
            case _:
                self.line(x - 0.2 * size, y + 0.05 * size, x + 1.2 * size, y + 0.9 * size, 1.0, "#113")
                self.line(x - 0.1 * size, y + 1.05 * size, x + 1.1 * size, y - 0.1 * size, 1.0, "#113")

    def paragraph(self, x: float, y: float, size: float = 9.5) -> None:
        """Free text that must be read letter by letter: four lines, or as many as it takes to stay on the paper."""
        written = self.chance.choice((values.SPANISH, values.VALENCIAN))
        longest = int((WIDTH - x - _MARGIN) / (size * _WIDTHS[self.font]))
        lines = written if max(map(len, written)) <= longest else wrap(" ".join(written), longest)
        self.prose += lines
        for row, line in enumerate(lines):
            self.text(x, y + row * size * 1.35, line, size)

    def pdf(self) -> bytes:
        """The page as a digital PDF."""
        from weasyprint import HTML

        size = f'width="{WIDTH}pt" height="{HEIGHT}pt" viewBox="0 0 {WIDTH} {HEIGHT}"'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        style = f"<style>@page{{size:{WIDTH}pt {HEIGHT}pt;margin:0}}body{{margin:0}}svg{{display:block}}</style>"
        made: bytes = HTML(string=f"{style}<body>{svg}{''.join(self._drawn)}</svg></body>").write_pdf()
        return made


def _boxed(sheet: Sheet) -> float:
    """Rows of cells with the caption small in the corner, as in most municipal forms."""
    y = 120.0
    captions = list(values.MAKERS)
    sheet.chance.shuffle(captions)
    for row in range(0, len(captions) - 1, 2):
        for column in range(2):
            x = 45 + column * 252
            sheet.box(x, y, 252, 30)
            sheet.text(x + 3, y + 8, captions[row + column], 6.5)
            sheet.key(x + 6, y + 24, captions[row + column])
        y += 30
    return y


def _ruled(sheet: Sheet) -> float:
    """Captions with a rule to write on."""
    y = 130.0
    for caption in values.MAKERS:
        sheet.text(50, y, f"{caption}:", 9.5, bold=True)
        sheet.line(230, y + 3, 540, y + 3, 0.5)
        sheet.key(236, y, caption, 10.5)
        y += 25
    return y


def _combed(sheet: Sheet) -> float:
    """Identifiers in combs, some of them dense and open at the top."""
    y = 140.0
    for caption, cells in (
        ("NIF / NIE", 9),
        ("Teléfono / Telèfon", 9),
        ("Matrícula", 7),
        ("IBAN", 24),
        ("Fecha / Data", 8),
    ):
        pitch = sheet.chance.choice((11.5, 12.8, 14.2, 17.0))
        letters = "".join(sign for sign in values.MAKERS[caption](sheet.chance) if sign.isalnum())[:cells]
        sheet.text(50, y - 18, caption, 7.5)
        sheet.comb(50, y, letters, pitch, sheet.chance.choice((13.0, 15.0, 18.0)), cells, sheet.chance.random() < 0.4)
        if caption != "IBAN":
            sheet.text(330, y - 18, "Correo electrónico", 7.5)
            sheet.key(330, y - 4, "Correo electrónico", 9)
        y += 44
    return y


def _tabled(sheet: Sheet) -> float:
    """A table of people, as in a sheet of the padrón."""
    y = 125.0
    columns = (
        ("Nombre y apellidos / Nom i cognoms", 45, 190),
        ("NIF / NIE", 235, 85),
        ("Fecha / Data", 320, 80),
        ("Matrícula", 400, 70),
        ("Importe", 470, 80),
    )
    for caption, x, width in columns:
        sheet.box(x, y, width, 18, fill="#ddd")
        sheet.text(x + 3, y + 12, caption.split(" / ")[0], 8, bold=True)
    for _ in range(7):
        y += 18
        for caption, x, width in columns:
            sheet.box(x, y, width, 18)
            sheet.key(x + 4, y + 13, caption, 9)
    return y + 30


def _typed(sheet: Sheet) -> float:
    """Typewritten lines: captions and values one after another."""
    sheet.font = "Liberation Mono"
    y = 130.0
    for caption in values.MAKERS:
        sheet.text(50, y, f"{caption.split(' / ')[0].upper()} ......:", 9)
        sheet.key(290, y, caption, 10)
        y += 22
    return y


LAYOUTS: tuple[Callable[[Sheet], float], ...] = (_boxed, _ruled, _combed, _tabled, _typed)


def drawn(seed: int) -> Sheet:
    """The sheet of a seed: its layout by turns, its letters and values by chance."""
    chance = random.Random(seed)  # noqa: S311 - the same sheet each time
    sheet = Sheet(chance=chance, font=chance.choice(FONTS))
    sheet.text(45, 60, "AYUNTAMIENTO DE ALICANTE · AJUNTAMENT D'ALACANT", 9)
    sheet.text(45, 90, "SOLICITUD / SOL·LICITUD", 15, bold=True)
    y = LAYOUTS[seed % len(LAYOUTS)](sheet) + 35
    size = chance.choice((8.0, 9.5, 11.0))
    for row in range(3):
        for column in range(3):
            sheet.tick(55 + column * 165, y + row * 20, size, f"Opción {row * 3 + column + 1} / Opció")
    sheet.font = chance.choice(FONTS[:3])
    sheet.text(45, y + 95, "EXPONE / EXPOSA", 10, bold=True)
    sheet.paragraph(45, y + 112)
    return sheet
