"""A municipal form, drawn from the top of an A4 page downwards; all measures are points."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from making import ink
from making.style import GREY, LEFT, PALE, RIGHT, WIDTH, Cell, Style


class Sheet:
    """One form on one or more pages; `y` is the height down to which the page is already filled."""

    def __init__(self, path: Path, style: Style, *, title: str, language: str) -> None:
        tongue = "es-ES" if language == "es" else "ca-ES-valencia"
        self.canvas = Canvas(str(path), pagesize=A4, invariant=1, lang=tongue)  # invariant: no clock in the metadata
        self.canvas.setTitle(title)
        self.canvas.setAuthor("Ayuntamiento de Alicante")
        self.style = style
        self.language = language
        self.y = A4[1] - 36

    # What the office prints

    def header(self, title: str, subtitle: str, *, office: str, code: str) -> None:
        """The council's head, an empty place for the entry stamp, and the form's name in both languages."""
        canvas, accent = self.canvas, self.style.accent
        ink.arms(canvas, LEFT, self.y - 44, 44, accent)
        self.text(LEFT + 44, self.y - 13, "AYUNTAMIENTO DE ALICANTE", "Sans-Bold", 11, accent)
        self.text(LEFT + 44, self.y - 26, "AJUNTAMENT D'ALACANT", "Sans", 11, accent)
        self.text(LEFT + 44, self.y - 38, office, "Sans", 7.5, GREY)
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(0.5)
        canvas.rect(RIGHT - 150, self.y - 46, 150, 48)
        self.text(RIGHT - 146, self.y - 6, "Registro de entrada / Registre d'entrada", "Sans", 5.8, GREY)
        self.text(RIGHT - 150, self.y - 54, code, "Sans", 6, GREY)
        self.y -= 74
        self.text(LEFT, self.y, title, f"{self.style.font}-Bold", 14, accent)
        self.text(LEFT, self.y - 13, subtitle, self.style.font, 9.5, GREY)
        self.y -= 24

    def section(self, mark: str, title: str) -> None:
        canvas, style = self.canvas, self.style
        canvas.setFillColor(style.accent)
        canvas.setStrokeColor(style.accent)
        label = f"{mark}  {title}" if mark else title
        bold = f"{style.font}-Bold"
        self.y -= style.air
        if style.heading == "band":
            canvas.rect(LEFT, self.y - 13, WIDTH, 13, stroke=0, fill=1)
            self.text(LEFT + 5, self.y - 9.7, label, bold, 8.2, white)
        elif style.heading == "tab":
            canvas.roundRect(LEFT, self.y - 13, 16, 13, 2, stroke=0, fill=1)
            self.text(LEFT + 5, self.y - 9.8, mark, bold, 8.6, white)
            self.text(LEFT + 22, self.y - 9.8, title, bold, 8.6, style.accent)
        else:
            self.text(LEFT, self.y - 9, label, bold, 9, style.accent)
            canvas.setLineWidth(1)
            canvas.line(LEFT, self.y - 12.5, RIGHT, self.y - 12.5)
        self.y -= 16

    def row(self, *cells: Cell) -> None:
        """One line of cells; a value too long for its cell is written smaller, as people do."""
        gap = {"boxed": 0.0, "grid": 0.0, "above": 6.0, "line": 8.0}[self.style.cell]
        whole = sum(cell.share for cell in cells)
        room = WIDTH - gap * (len(cells) - 1)
        x = LEFT
        for cell in cells:
            width = room * cell.share / whole
            getattr(self, f"_{self.style.cell}")(cell, x, width)
            x += width + gap
        self.y -= {"boxed": 25.0, "grid": 28.0, "above": 27.0, "line": 18.0}[self.style.cell]

    def _boxed(self, cell: Cell, x: float, width: float) -> None:
        self.frame(x, self.y - 25, width, 25)
        self.text(x + 3, self.y - 7.2, cell.caption, self.style.font, 6, GREY)
        self.value(cell, x + 4, self.y - 20, width - 8)

    def _above(self, cell: Cell, x: float, width: float) -> None:
        self.text(x, self.y - 7, cell.caption, self.style.font, 6.6, GREY)
        if not cell.comb:
            self.frame(x, self.y - 24.5, width, 15)
        self.value(cell, x + 4, self.y - 20.5, width - 8)

    def _line(self, cell: Cell, x: float, width: float) -> None:
        self.text(x, self.y - 12, cell.caption, self.style.font, 8, black)
        start = x + stringWidth(cell.caption, self.style.font, 8) + 5
        self.canvas.setStrokeColor(GREY)
        self.canvas.setLineWidth(0.6)
        self.canvas.setDash(1, 1.6)
        self.canvas.line(start, self.y - 14, x + width, self.y - 14)
        self.canvas.setDash()
        self.value(cell, start + 3, self.y - 11.6, x + width - start - 4)

    def _grid(self, cell: Cell, x: float, width: float) -> None:
        self.canvas.setFillColor(PALE)
        self.canvas.rect(x, self.y - 11, width, 11, stroke=0, fill=1)
        self.frame(x, self.y - 11, width, 11)
        self.frame(x, self.y - 28, width, 17)
        self.text(x + 3, self.y - 8, cell.caption, f"{self.style.font}-Bold", 6.2, black)
        self.value(cell, x + 4, self.y - 23, width - 8)

    def area(self, caption: str, text: str, height: float) -> None:
        """A box for several lines of free text."""
        self.frame(LEFT, self.y - height, WIDTH, height)
        self.text(LEFT + 3, self.y - 7.5, caption, self.style.font, 6.2, GREY)
        self.lines(text, LEFT + 5, self.y - 19, WIDTH - 10, height - 14)
        self.y -= height

    def ticks(self, caption: str, *options: tuple[str, bool], tight: bool = False) -> None:
        """Boxes to tick, one after the other, over as many lines as they need."""
        style = self.style
        x, indent = LEFT + 4, LEFT + 4
        self.y -= 12
        if caption:
            self.text(x, self.y, caption, style.font, 7.6, GREY)
            x += stringWidth(caption, style.font, 7.6) + 10
            indent = LEFT + 4 if tight else x
        for label, ticked in options:
            needed = 12 + stringWidth(label, style.font, 8)
            if x + needed > RIGHT:
                x, self.y = indent, self.y - 13
            self.tick_box(x, self.y - 1.2, label=label, ticked=ticked)
            self.text(x + 12, self.y, label, style.font, 8, black)
            x += needed + 14
        self.y -= 5

    def paragraph(self, text: str, size: float = 7.5, font: str = "", colour: Color = black) -> None:
        font = font or self.style.font
        for line in simpleSplit(text, font, size, WIDTH - 2 * self.style.inset):
            self.y -= size * 1.28
            self.text(LEFT + self.style.inset, self.y, line, font, size, colour)
        self.y -= 3

    def sign(self, place_and_date: str, name: str, *, caption: str, drawn: bool = True) -> None:
        """Place and date on the left, the box for the signature on the right."""
        self.y -= 8
        self.place_and_date(place_and_date)
        self.frame(RIGHT - 220, self.y - 58, 220, 58)
        self.text(RIGHT - 216, self.y - 8, caption, self.style.font, 6.2, GREY)
        if drawn:
            ink.signature(self.canvas, name or "anonymous", RIGHT - 190, self.y - 46, 140, 34)
        if name:
            self.text(RIGHT - 214, self.y - 54, f"Fdo.: {name}", self.style.font, 7.4, black)
        self.y -= 62

    def place_and_date(self, words: str) -> None:
        self.text(LEFT + 2, self.y - 14, words, self.style.font, 9.2, black)

    def footer(self, *lines: str, page: str = "") -> None:
        """The council's own identity and the data-protection notice: nothing here is the citizen's."""
        canvas = self.canvas
        canvas.setStrokeColor(self.style.accent)
        canvas.setLineWidth(0.7)
        canvas.line(LEFT, 64, RIGHT, 64)
        y = 56.0
        for line in lines:
            for part in simpleSplit(line, "Sans", 5.9, WIDTH - 20):
                self.text(LEFT, y, part, "Sans", 5.9, GREY)
                y -= 7
        own = "Ayuntamiento de Alicante · Plaza del Ayuntamiento 1, 03002 Alicante · NIF P0301400H · www.alicante.es"
        self.text(LEFT, 26, own, "Sans", 6.2, GREY)
        canvas.drawRightString(RIGHT, 26, page)

    def new_page(self) -> None:
        self.canvas.showPage()
        self.y = A4[1] - 36

    def save(self) -> None:
        self.canvas.save()

    # What the citizen writes

    def value(self, cell: Cell, x: float, y: float, room: float) -> None:
        style, text = self.style, cell.value
        if cell.comb:
            self._comb(cell, x - 4, y - 4, room + 8)
            return
        size = style.value_size
        while stringWidth(text, style.value_font, size) > room and size > 5.5:
            size -= 0.25
        self.text(x, y, text, style.value_font, size, style.ink)

    def _comb(self, cell: Cell, x: float, y: float, room: float) -> None:
        step = min(15.5, room / cell.comb)
        self.canvas.setStrokeColor(GREY)
        self.canvas.setLineWidth(0.5)
        for place in range(cell.comb):
            self.canvas.rect(x + place * step, y, step, 15)
        self.canvas.setFillColor(self.style.ink)
        self.canvas.setFont(self.style.value_font, self.style.value_size)
        for place, char in enumerate(cell.value):
            self.canvas.drawCentredString(x + (place + 0.5) * step, y + 4.2, char)

    def lines(self, text: str, x: float, y: float, width: float, height: float) -> None:
        style = self.style
        for line in simpleSplit(text, style.value_font, style.value_size, width):
            self.text(x, y, line, style.value_font, style.value_size, style.ink)
            y -= style.value_size * 1.3
        assert not text or height > 0

    def tick_box(self, x: float, y: float, *, label: str, ticked: bool) -> None:
        canvas = self.canvas
        canvas.setStrokeColor(black)
        canvas.setLineWidth(0.7)
        canvas.rect(x, y, 8, 8)
        if ticked and self.style.pen_ticks:
            ink.pen_cross(canvas, x, y, 8, label)
        elif ticked:
            canvas.setLineWidth(1.2)
            canvas.setStrokeColor(self.style.ink)
            canvas.line(x + 1.6, y + 1.6, x + 6.4, y + 6.4)
            canvas.line(x + 1.6, y + 6.4, x + 6.4, y + 1.6)

    # Strokes

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        self.canvas.setStrokeColor(GREY)
        self.canvas.setLineWidth(0.5)
        self.canvas.rect(x, y, width, height)

    def text(self, x: float, y: float, words: str, font: str, size: float, colour: Color) -> None:
        self.canvas.setFillColor(colour)
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, words)
