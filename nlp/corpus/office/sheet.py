"""A real PDF being drawn, in points from the page's top left, that remembers where every value stands."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random

from reportlab.lib.colors import Color, black, white
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from casework.reading import Box
from nlp.corpus.office import fonts

WIDTH, HEIGHT = 595.0, 842.0
Place = tuple[int, Box]
Places = dict[str, tuple[Place, ...]]
Segment = tuple[str, str]


class Sheet:
    """One document of several pages; `places` gathers, field by field, page and box of what was written."""

    def __init__(self, chance: Random) -> None:
        self._bytes = io.BytesIO()
        self.canvas = Canvas(self._bytes, pagesize=(WIDTH, HEIGHT), invariant=1)
        self.chance = chance
        self.page = 1
        self.live_names: set[str] = set()
        self._places: dict[str, list[Place]] = defaultdict(list)
        self._written: dict[str, list[str]] = defaultdict(list)

    @property
    def places(self) -> Places:
        return {field: tuple(found) for field, found in self._places.items()}

    @property
    def written(self) -> dict[str, tuple[str, ...]]:
        return {field: tuple(texts) for field, texts in self._written.items()}

    def place(self, field: str, box: Box, text: str = "") -> None:
        """Remember that a field's value stands in this box of the current page; a tick has no text."""
        if field:
            self._places[field].append((self.page, box))
            self._written[field].append(text)

    def next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1

    def finished(self) -> bytes:
        """The PDF's bytes."""
        self.canvas.showPage()
        self.canvas.save()
        return self._bytes.getvalue()

    # ink ----------------------------------------------------------------------------------------------------------

    def text(
        self, x: float, y: float, text: str, *, size: float, font: str, field: str = "", color: Color = black
    ) -> float:
        """Write a text with the top of its capitals about `y`; returns where it ends."""
        end = x + fonts.width(text, font, size)
        self.canvas.setFillColor(color)
        self.canvas.setFont(fonts.face(font), size)
        self.canvas.drawString(x, HEIGHT - y - 0.78 * size, text)
        if field and text.strip():
            self.place(field, Box(x, y - 0.12 * size, end, y + 1.05 * size), text)
        return end

    def wrapped(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        font: str,
        right: float,
        field: str = "",
        color: Color = black,
        lead: float = 1.25,
    ) -> float:
        """Write lines broken before `right`; returns the y below the last."""
        for line in simpleSplit(text, fonts.face(font), size, right - x):
            self.text(x, y, line, size=size, font=font, field=field, color=color)
            y += size * lead
        return y

    def flow(
        self,
        x: float,
        y: float,
        segments: Iterable[Segment],
        *,
        size: float,
        font: str,
        right: float,
        lead: float = 1.35,
    ) -> float:
        """Running text whose segments may belong to fields; each line's part of a field is one place."""
        start, space = x, fonts.width(" ", font, size)
        for text, field in segments:
            piece, begin = "", x
            for place, word in enumerate(text.split(" ")):
                glued = place == 0 and x > start  # goes on where the segment before it ended
                if not glued and x + fonts.width(word, font, size) > right and x > start:
                    self._run(begin, y, piece, size, font, field)
                    piece, x, y = "", start, y + size * lead
                    begin = x
                piece += word + " "
                x += fonts.width(word, font, size) + space
            x -= space
            self._run(begin, y, piece[:-1], size, font, field)
        return y + size * lead

    def _run(self, x: float, y: float, text: str, size: float, font: str, field: str) -> None:
        if text.strip():
            lead = len(text) - len(text.lstrip())
            self.text(x + fonts.width(" ", font, size) * lead, y, text.strip(), size=size, font=font, field=field)

    def line(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        *,
        thick: float = 0.5,
        color: Color = black,
        dash: Sequence[float] = (),
    ) -> None:
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(thick)
        self.canvas.setDash(list(dash)) if dash else self.canvas.setDash()
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
        self.canvas.setDash()

    def rect(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        *,
        thick: float = 0.5,
        color: Color = black,
        fill: Color | None = None,
        radius: float = 0.0,
    ) -> None:
        """A rectangle; `thick` 0 leaves the edge out."""
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(thick)
        if fill is not None:
            self.canvas.setFillColor(fill)
        if radius:
            self.canvas.roundRect(
                x0, HEIGHT - y1, x1 - x0, y1 - y0, radius, stroke=int(thick > 0), fill=int(fill is not None)
            )
        else:
            self.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, stroke=int(thick > 0), fill=int(fill is not None))

    def circle(
        self, x: float, y: float, radius: float, *, filled: bool = False, thick: float = 0.6, color: Color = black
    ) -> None:
        self.canvas.setStrokeColor(color)
        self.canvas.setFillColor(color)
        self.canvas.setLineWidth(thick)
        self.canvas.circle(x, HEIGHT - y, radius, stroke=1, fill=int(filled))

    def turned(
        self, x: float, y: float, text: str, *, size: float, font: str, degrees: float, color: Color = black
    ) -> None:
        """A text turned counter-clockwise about its start."""
        self.canvas.saveState()
        self.canvas.translate(x, HEIGHT - y)
        self.canvas.rotate(degrees)
        self.canvas.setFillColor(color)
        self.canvas.setFont(fonts.face(font), size)
        self.canvas.drawString(0, 0, text)
        self.canvas.restoreState()

    def scribble(self, x: float, y: float, wide: float, high: float, color: Color, field: str = "") -> None:
        """A signature: a few loops of a pen and a flourish."""
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(self.chance.uniform(0.7, 1.5))
        path = self.canvas.beginPath()
        left, base = x, y + high * 0.6
        path.moveTo(left, HEIGHT - base)
        loops = self.chance.randrange(4, 9)
        for number in range(loops):
            step = wide * 0.8 / loops
            top = base - high * self.chance.uniform(0.1, 0.6) * (1.4 if number == 0 else 1)
            low = base + high * self.chance.uniform(0.0, 0.35)
            path.curveTo(
                left + step * 0.2,
                HEIGHT - top,
                left + step * 1.1,
                HEIGHT - top,
                left + step * self.chance.uniform(0.3, 0.9),
                HEIGHT - low,
            )
            path.lineTo(left + step, HEIGHT - base + self.chance.uniform(-3, 3))
            left += step
        path.curveTo(
            left + wide * 0.2,
            HEIGHT - base + 6,
            x + wide * 0.4,
            HEIGHT - base - high * 0.4,
            x + wide * self.chance.uniform(0, 0.2),
            HEIGHT - base - high * 0.3,
        )
        path.lineTo(x + wide, HEIGHT - base - high * self.chance.uniform(0.1, 0.35))
        self.canvas.drawPath(path, stroke=1, fill=0)
        self.place(field, Box(x, y, x + wide, y + high))

    # live fields ----------------------------------------------------------------------------------------------------

    def live_name(self, wish: str) -> str:
        """A name no other live field of this document has."""
        name, number = wish, 1
        while name in self.live_names:
            number += 1
            name = f"{wish}_{number}"
        self.live_names.add(name)
        return name

    def live_text(
        self, name: str, box: Box, value: str, *, field: str = "", size: float = 9, lines: bool = False
    ) -> None:
        """A text field that can be typed into; what is too long for it is set smaller, or on several lines."""
        if lines:
            value = "\n".join(simpleSplit(value, "Helvetica", size, box.width - 6))
        else:
            size = max(4.5, min(size, size * (box.width - 5) / max(1.0, fonts.width(value, "sans", size))))
        self.canvas.acroForm.textfield(
            name=self.live_name(name), value=value, x=box.x0, y=HEIGHT - box.y1, width=box.width, height=box.height,
            fontName="Helvetica", fontSize=size, borderWidth=0, borderStyle="solid", fillColor=None, borderColor=None, forceBorder=False,
            maxlen=4000, fieldFlags="multiline" if lines else "",
        )  # fmt: skip
        if value:
            self.place(field, box, value)

    def live_choice(
        self, name: str, box: Box, value: str, options: Sequence[str], *, field: str = "", size: float = 8
    ) -> None:
        """A drop-down list."""
        self.canvas.acroForm.choice(
            name=self.live_name(name), value=value or " ", options=[" ", *options], x=box.x0, y=HEIGHT - box.y1, width=box.width,
            height=box.height, fontName="Helvetica", fontSize=size, borderWidth=0, fillColor=None, borderColor=None, forceBorder=False, fieldFlags="combo",
        )  # fmt: skip
        if value:
            self.place(field, box, value)

    def live_tick(
        self, name: str, x: float, y: float, size: float, *, ticked: bool, style: str = "check", field: str = ""
    ) -> None:
        """A check box."""
        self.canvas.acroForm.checkbox(
            name=self.live_name(name), x=x, y=HEIGHT - y - size, size=size, checked=ticked, buttonStyle=style, borderWidth=0.5, fillColor=white, forceBorder=True,
        )  # fmt: skip
        self.place(field, Box(x, y, x + size, y + size))

    def live_radio(
        self, group: str, value: str, x: float, y: float, size: float, *, ticked: bool, field: str = ""
    ) -> None:
        """One button of a radio group; the group's name is given once for all its buttons."""
        self.canvas.acroForm.radio(
            name=group, value=value, x=x, y=HEIGHT - y - size, size=size, selected=ticked, shape="square", buttonStyle="cross", borderWidth=0.5, borderStyle="solid", fillColor=white,
            forceBorder=True,
        )  # fmt: skip
        if ticked:
            self.place(field, Box(x, y, x + size, y + size))
