"""How the offices' forms look: fonts, colours, the shape of a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

SHARED = Path("/usr/share/fonts/truetype")
LIBERATION = next(SHARED.glob("liberation*"), SHARED)  # Debian: fonts-liberation, in a folder named by its version
NOTO = SHARED / "noto"  # Debian: fonts-noto-core
FONTS = {
    "Sans": LIBERATION / "LiberationSans-Regular.ttf",
    "Sans-Bold": LIBERATION / "LiberationSans-Bold.ttf",
    "Serif": LIBERATION / "LiberationSerif-Regular.ttf",
    "Serif-Bold": LIBERATION / "LiberationSerif-Bold.ttf",
    "Serif-Italic": LIBERATION / "LiberationSerif-Italic.ttf",
    "Mono": LIBERATION / "LiberationMono-Regular.ttf",
    "Mono-Bold": LIBERATION / "LiberationMono-Bold.ttf",
    "Noto": NOTO / "NotoSans-Regular.ttf",
    "Noto-Bold": NOTO / "NotoSans-Bold.ttf",
}
for _name, _path in FONTS.items():
    registerFont(TTFont(_name, str(_path)))

GREY = HexColor("#5a5f66")
PALE = HexColor("#eef0f2")
LEFT, RIGHT = 42.0, A4[0] - 42.0
WIDTH = RIGHT - LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one office's forms look.

    `heading`: band, tab or rule. `cell`: boxed (caption inside its box), above (caption over a box), line (caption
    before a dotted line) or grid (caption in a grey cell of its own).
    """

    accent: Color
    heading: str = "band"
    cell: str = "boxed"
    font: str = "Sans"
    value_font: str = "Sans"
    value_size: float = 9.5
    ink: Color = black
    pen_ticks: bool = False
    air: float = 6  # above each section
    inset: float = 2  # of paragraphs, on both sides


@dataclass(frozen=True, slots=True)
class Cell:
    """A caption and what the citizen wrote there; `share` is its part of the row, `comb` its number of little cells."""

    caption: str
    value: str = ""
    share: float = 1
    comb: int = 0
