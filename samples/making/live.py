"""A form with live fields (AcroForm), named as form designers name them: seldom well."""

from __future__ import annotations

import re

from reportlab.lib.colors import HexColor, black

from making.sheet import Sheet
from making.style import Cell

FIELD_BLUE = HexColor("#e4edf7")
NAMED = {"NIF / NIE": "NIF_1", "Matrícula": "MATRICULA", "Correo electrónico": "email", "C.P.": "CP"}


class LiveSheet(Sheet):
    """A sheet whose values stand in form fields: what the citizen typed is not in the page's own text."""

    texts = 0
    boxes = 0

    def value(self, cell: Cell, x: float, y: float, room: float) -> None:
        self.texts += 1
        self.field(NAMED.get(cell.caption, f"Texto{self.texts}"), cell.value, x - 3.2, y - 3.4, room + 6.4)

    def field(self, name: str, value: str, x: float, y: float, width: float) -> None:
        self.canvas.acroForm.textfield(
            name=name,
            value=value,
            x=x,
            y=y,
            width=width,
            height=13.8,
            fontName="Helvetica",
            fontSize=9,
            borderWidth=0,
            fillColor=FIELD_BLUE,
            textColor=black,
            maxlen=200,
            fieldFlags="",
        )

    def tick_box(self, x: float, y: float, *, label: str, ticked: bool) -> None:
        self.boxes += 1
        self.canvas.acroForm.checkbox(
            name=f"Casilla de verificacion{self.boxes}",
            checked=ticked,
            x=x,
            y=y,
            size=9,
            buttonStyle="cross",
            borderWidth=0.7,
            borderColor=black,
            fillColor=FIELD_BLUE,
            tooltip=label if self.boxes % 3 == 0 else "",  # helpful names are the exception
        )

    def place_and_date(self, words: str) -> None:
        """`En [Alicante], a [18] de [noviembre] de [2026]` with four little fields."""
        found = re.fullmatch(r"En (.+), a (\d+) de (\w+) de (\d+)", words)
        assert found, words
        x = 44.0
        for number, (before, width, value) in enumerate(
            zip(("En", ", a", "de", "de"), (78, 24, 62, 30), found.groups(), strict=True), start=1
        ):
            self.text(x, self.y - 14, before, self.style.font, 9, black)
            x += 16
            self.field(f"Fecha_{number}" if number > 1 else "Lugar", value, x, self.y - 18, width)
            x += width + 5
