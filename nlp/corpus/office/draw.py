"""Draws a form's plan in a family's design, filled in by one person with one pen."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from reportlab.lib.colors import Color, black, white

from casework.reading import Box
from nlp.corpus.office import fonts
from nlp.corpus.office.content import Cell, Section, Wording, captions
from nlp.corpus.office.design import Design
from nlp.corpus.office.sheet import HEIGHT, WIDTH, Sheet

_LEFT, _RIGHT, _BOTTOM = 42.0, WIDTH - 42.0, HEIGHT - 58.0
_GREY = Color(0.45, 0.45, 0.45)


@dataclass(frozen=True)
class Pen:
    """What the form is filled in with; `slip` is how far off the line a typewriter or a hand goes."""

    font: str
    size: float
    color: Color
    slip: float = 0.0
    live: bool = False


@dataclass
class Form:
    """One form on its way to paper."""

    sheet: Sheet
    design: Design
    wording: Wording
    pen: Pen
    chance: Random
    council: dict[str, str]
    title: str
    y: float = 40.0
    serial: int = 0

    # frame of the page --------------------------------------------------------------------------------------------

    def head(self) -> None:
        """Coat of arms, the council's name and numbers, the form's code and title."""
        face, bold, sheet = self.design.face, f"{self.design.face}-bold", self.sheet
        kind, name = self.design.header, self._council_name()
        if kind == "band":
            sheet.rect(0, 24, WIDTH, 66, thick=0, fill=Color(*self.design.tint))
        crest = {"left": _LEFT, "band": _LEFT, "two": _LEFT, "centre": WIDTH / 2 - 13, "plain": -99}[kind]
        if crest > 0:
            self._crest(crest, 28)
        if kind == "two":
            self._crest(_RIGHT - 26, 28)
        left = {
            "left": _LEFT + 36,
            "band": _LEFT + 36,
            "two": _LEFT + 36,
            "plain": _LEFT,
            "centre": WIDTH / 2 - fonts.width(name, bold, 11) / 2,
        }[kind]
        top = 64 if kind == "centre" else 32
        sheet.text(left, top, name, size=11, font=bold)
        sheet.text(
            left,
            top + 14,
            f"C.I.F. {self.council['nif']} · Tel. {self.council['phone']} · www.ayto.example",
            size=6.5,
            font=face,
            color=_GREY,
        )
        code_x = _LEFT if kind == "centre" else _RIGHT - 34 - fonts.width(self.design.code, face, 8)
        sheet.text(code_x, 30, self.design.code, size=8, font=face)
        self.y = top + 42
        if self.design.office_box:
            self.office_box()
        size = 12.5 if len(self.title) < 56 else 10.5
        self.y = sheet.wrapped(_LEFT, self.y, self.title, size=size, font=bold, right=_RIGHT) + 6

    def office_box(self) -> None:
        """The space that the register keeps for itself."""
        sheet = self.sheet
        sheet.rect(_RIGHT - 165, self.y - 4, _RIGHT, self.y + 34, thick=0.6)
        sheet.text(
            _RIGHT - 161,
            self.y - 1,
            self.wording.of("parts", "office_file")[:64],
            size=5.2,
            font=self.design.face,
            color=_GREY,
        )
        self.y += 40

    def foot(self) -> None:
        """Small print, the council's address and the page's number."""
        sheet, face = self.sheet, self.design.face
        if self.design.footer:
            sheet.line(_LEFT, HEIGHT - 48, _RIGHT, HEIGHT - 48, thick=0.4, color=_GREY)
            line = f"{self._council_name()} – NIF {self.council['nif']} – Plaza del Ayuntamiento, 1 – 03002 – Tel. {self.council['phone']} – registro@ayto.example"
            sheet.text(_LEFT, HEIGHT - 44, line, size=6, font=face, color=_GREY)
        sheet.text(_RIGHT - 40, HEIGHT - 32, f"Pág. {sheet.page}", size=6.5, font=face, color=_GREY)

    def room(self, needed: float) -> None:
        """Go on to a new page where less than this is left."""
        if self.y + needed > _BOTTOM:
            self.foot()
            self.sheet.next_page()
            self.y = 46

    def _council_name(self) -> str:
        spanish, valencian = (
            f"AYUNTAMIENTO DE {self.council['es'].upper()}",
            f"AJUNTAMENT {_of(self.council['ca'].upper())}",
        )
        if self.wording.both:
            return f"{spanish} / {valencian}"
        return valencian if self.wording.language == "ca" else spanish

    def _crest(self, x: float, y: float) -> None:
        sheet, dark = self.sheet, Color(0.25, 0.25, 0.35)
        sheet.rect(x, y + 6, x + 26, y + 34, thick=1, color=dark, radius=6)
        sheet.line(x + 13, y + 6, x + 13, y + 34, color=dark)
        sheet.line(x, y + 19, x + 26, y + 19, color=dark)
        for number in range(5):
            sheet.circle(x + 3 + 5 * number, y + 3, 1.8, filled=True, color=dark)
        sheet.circle(x + 6.5, y + 12, 3, color=dark)
        sheet.rect(x + 16, y + 22, x + 23, y + 30, thick=0.6, color=dark)

    # sections --------------------------------------------------------------------------------------------------------

    def section(self, section: Section, number: int) -> None:
        """One section: its heading in the family's manner, then its rows."""
        self.room(64)
        start, page = self.y, self.sheet.page
        if self.design.engine != "side":
            self._heading(section.title, number)
        left = _LEFT + (18 if self.design.engine == "side" else 0)
        for row in section.rows:
            self._row(row, left)
        if self.design.engine == "side" and page == self.sheet.page and self.y - start > 40:
            self.sheet.rect(_LEFT, start, left, self.y, thick=0.5, fill=Color(*self.design.tint))
            size = min(
                6.5, (self.y - start - 6) / max(1.0, fonts.width(section.title[:44], f"{self.design.face}-bold", 1))
            )
            self.sheet.turned(
                _LEFT + 12, self.y - 4, section.title[:44], size=size, font=f"{self.design.face}-bold", degrees=90
            )
        self.y += 6

    def _heading(self, title: str, number: int) -> None:
        sheet, bold, y = self.sheet, f"{self.design.face}-bold", self.y
        band = self.design.band
        shown = {"number": f"{number}. {title}", "letter": f"{'ABCDEFGHIJ'[number - 1]}) {title}"}.get(band, title)
        if band in {"black", "grey", "tint"}:
            fill = {"black": black, "grey": Color(0.82, 0.82, 0.82), "tint": Color(*self.design.tint)}[band]
            sheet.rect(_LEFT, y, _RIGHT, y + 13, thick=0, fill=fill)
        sheet.text(
            _LEFT + (4 if band in {"black", "grey", "tint"} else 0),
            y + 3,
            shown,
            size=8.2,
            font=bold,
            color=white if band == "black" else black,
        )
        if band in {"rule", "number"}:
            sheet.line(_LEFT, y + 13, _RIGHT, y + 13, thick=0.9)
        self.y += 16

    def _row(self, row: tuple[Cell, ...], left: float) -> None:
        first = row[0]
        if first.look == "area":
            self._area(first, left)
        elif first.look in {"choice", "yes_no", "tick"}:
            self._ticks(first, left)
        else:
            self._cells(row, left)

    # cells -----------------------------------------------------------------------------------------------------------

    def _cells(self, row: tuple[Cell, ...], left: float) -> None:
        engine = self.design.engine
        if engine in {"table", "listing", "narrow"} or (engine in {"ruled", "dotted"} and len(row) > 3):
            for cell in row if engine in {"table", "listing", "narrow"} else ():
                self._alone(cell, left)
            if engine in {"ruled", "dotted"}:
                self._shared(row[: len(row) // 2], left)
                self._shared(row[len(row) // 2 :], left)
            return
        self._shared(row, left)

    def _shared(self, row: tuple[Cell, ...], left: float) -> None:
        """Cells side by side."""
        engine, size = self.design.engine, self.design.size
        captions_high = max(
            self._caption_lines(cell, (_RIGHT - left) * cell.span / sum(c.span for c in row) - 6) for cell in row
        )
        high = {"boxed": 16, "side": 16, "combs": 19, "dense": 15, "header": 17, "shaded": 16, "under": 15}.get(
            engine, 17.0
        ) + size * 0.25
        self.room(high + captions_high + 6)
        total, x = sum(cell.span for cell in row), left
        for cell in row:
            right = x + (_RIGHT - left) * cell.span / total
            self._cell(cell, x, right, high, captions_high)
            x = right
        self.y += high + (captions_high if engine not in {"ruled", "dotted"} else 2)

    def _caption_lines(self, cell: Cell, wide: float) -> float:
        width = fonts.width(cell.caption, self.design.face, self.design.caption)
        return self.design.caption * 1.15 * (1 + int(width > wide))

    def _caption(self, cell: Cell, x: float, y: float, right: float, *, bold: bool = False) -> None:
        font = f"{self.design.face}-bold" if bold else self.design.face
        self.sheet.wrapped(
            x,
            y,
            cell.caption,
            size=self.design.caption,
            font=font,
            right=max(right, x + 20),
            lead=1.1,
            color=black if bold else Color(0.2, 0.2, 0.2),
        )

    def _cell(self, cell: Cell, x: float, right: float, high: float, cap: float) -> None:
        engine, sheet, y = self.design.engine, self.sheet, self.y
        if engine in {"boxed", "dense", "side", "combs"}:
            sheet.rect(x, y, right, y + high + cap, thick=0.5)
            self._caption(cell, x + 2.5, y + 1.5, right - 2)
            self._value(cell, x + 3, y + cap + 1.5, right - 2, high - 2)
        elif engine == "header":
            sheet.rect(x, y, right, y + cap + 3, thick=0.5, fill=Color(*self.design.tint))
            self._caption(cell, x + 2.5, y + 2, right - 2, bold=True)
            sheet.rect(x, y + cap + 3, right, y + high + cap, thick=0.5)
            self._value(cell, x + 3, y + cap + 4, right - 2, high - 4)
        elif engine == "shaded":
            self._caption(cell, x + 1, y + 1, right - 4, bold=True)
            sheet.rect(x, y + cap + 1, right - 5, y + high + cap - 3, thick=0, fill=Color(0.93, 0.93, 0.94))
            self._value(cell, x + 3, y + cap + 2, right - 6, high - 5)
        elif engine == "under":
            self._value(cell, x + 2, y, right - 6, high - 3)
            sheet.line(x, y + high - 2, right - 6, y + high - 2, thick=0.5)
            self._caption(cell, x, y + high - 0.5, right - 6)
        else:
            self._lined(cell, x, right - 5, high)

    def _lined(self, cell: Cell, x: float, right: float, high: float) -> None:
        """Caption left, then a line or dots to write on."""
        size, face, sheet, y = self.design.caption, self.design.face, self.sheet, self.y
        start = min(x + fonts.width(cell.caption + ": ", face, size), right - 34)
        shown = cell.caption if cell.caption.endswith(":") else f"{cell.caption}:"
        while fonts.width(shown, face, size) > right - x - 32 and size > 4.6:
            size -= 0.3
        start = x + fonts.width(shown + " ", face, size)
        sheet.text(x, y + 5, shown, size=size, font=face)
        if self.design.engine == "dotted":
            dots = "." * int((right - start) / fonts.width(".", face, 8))
            sheet.text(start, y + 6, dots, size=8, font=face)
        else:
            sheet.line(start, y + high - 2, right, y + high - 2, thick=0.5)
        self._value(cell, start + 2, y + 1, right, high - 3)

    def _alone(self, cell: Cell, left: float) -> None:
        """One question a line: a table of two columns, a plain list, or a list in two narrow columns."""
        engine, sheet, size = self.design.engine, self.sheet, self.design.size
        high = size * 1.75
        self.room(high + 4)
        y, middle = self.y, left + (_RIGHT - left) * (0.36 if engine == "table" else 0.42)
        if engine == "table":
            sheet.rect(left, y, middle, y + high, thick=0.5, fill=Color(*self.design.tint))
            sheet.rect(middle, y, _RIGHT, y + high, thick=0.5)
            self._caption(
                cell,
                left + 3,
                y + 2
                if fonts.width(cell.caption, self.design.face, self.design.caption) > middle - left - 6
                else y + 4,
                middle - 2,
            )
            self._value(cell, middle + 4, y + 1, _RIGHT - 3, high - 2)
        elif engine == "narrow":
            self._caption(cell, left, y + 3, middle - 8, bold=True)
            sheet.rect(middle, y + 1, _RIGHT, y + high - 1, thick=0.4, radius=3)
            self._value(cell, middle + 4, y + 1, _RIGHT - 3, high - 2)
        else:
            shown = f"{cell.caption.rstrip(':')}:"
            end = sheet.text(left, y + 3, shown, size=self.design.caption, font=f"{self.design.face}-bold")
            self._value(cell, end + 6, y, _RIGHT, high - 2)
        self.y += high

    def _value(self, cell: Cell, x: float, y: float, right: float, high: float) -> None:
        if self.pen.live:
            self.sheet.live_text(
                self._live_name(cell),
                Box(x, y, max(right, x + 14), y + high),
                _typed(cell.text),
                field=cell.field,
                size=8,
            )
        elif cell.look == "comb":
            self._comb(cell, x, y, right, high)
        elif cell.text:
            self._write(cell.text, x, y, right, high, cell.field)

    def _write(self, text: str, x: float, y: float, right: float, high: float, field: str) -> None:
        pen = self.pen
        shown = "".join({"€": "euros", "·": "."}.get(c, c) if c in fonts.lacks(pen.font) else c for c in text)
        size = pen.size
        while fonts.width(shown, pen.font, size) > right - x and size > 5:
            size -= 0.25
        slip_x, slip_y = self.chance.uniform(0, pen.slip * 2), self.chance.uniform(-pen.slip, pen.slip)
        self.sheet.text(
            x + slip_x,
            y + max(0.0, (high - size) / 2) + slip_y,
            shown,
            size=size,
            font=pen.font,
            field=field,
            color=pen.color,
        )

    def _comb(self, cell: Cell, x: float, y: float, right: float, high: float) -> None:
        """One small box a character, as many as the longest value has."""
        plain = _combed(cell)
        count = max(len(plain), _COMB_SIZES.get(cell.field.split("_", 1)[-1], _COMB_SIZES.get(cell.field, 9)))
        step = min((right - x) / count, 13.0)
        for number in range(count + 1):
            self.sheet.line(
                x + number * step,
                y + (0 if self.design.number % 2 else high / 2),
                x + number * step,
                y + high,
                thick=0.4,
            )
        self.sheet.line(x, y + high, x + count * step, y + high, thick=0.4)
        if self.design.number % 2:
            self.sheet.line(x, y, x + count * step, y, thick=0.4)
        size, pen = min(self.pen.size, step * 1.25), self.pen
        for number, char in enumerate(plain):
            middle = x + (number + 0.5) * step - fonts.width(char, pen.font, size) / 2
            self.sheet.text(
                middle,
                y + (high - size) / 2 + self.chance.uniform(-pen.slip, pen.slip) / 2,
                char,
                size=size,
                font=pen.font,
                color=pen.color,
            )
        if plain:
            self.sheet.place(cell.field, Box(x, y, x + len(plain) * step, y + high), plain)

    def _area(self, cell: Cell, left: float) -> None:
        """A caption and a box or lines for running text."""
        pen, sheet = self.pen, self.sheet
        wide, font = _RIGHT - left - 12, "sans" if pen.live else pen.font
        lines = max(3, int(fonts.width(cell.text, font, pen.size) / wide * 1.15) + 2)
        high = lines * pen.size * 1.35 + 6
        self.room(high + 22)
        self._caption(cell, left, self.y + 2, _RIGHT, bold=True)
        top = self.y + self.design.caption * 1.5 + 2
        if self.design.engine in {"ruled", "dotted", "under"}:
            for number in range(1, lines + 1):
                y = top + number * pen.size * 1.35
                sheet.line(left, y, _RIGHT, y, thick=0.4, dash=(1, 2) if self.design.engine == "dotted" else ())
        else:
            sheet.rect(left, top, _RIGHT, top + high, thick=0.5)
        if pen.live:
            sheet.live_text(
                self._live_name(cell),
                Box(left + 2, top + 2, _RIGHT - 2, top + high - 2),
                _typed(cell.text),
                field=cell.field,
                size=8,
                lines=True,
            )
        elif cell.text:
            shown = "".join("." if c in fonts.lacks(pen.font) else c for c in cell.text)
            sheet.wrapped(
                left + 5,
                top + 3,
                shown,
                size=pen.size,
                font=pen.font,
                right=_RIGHT - 6,
                field=cell.field,
                color=pen.color,
                lead=1.35,
            )
        self.y = top + high + 4

    # ticks -----------------------------------------------------------------------------------------------------------

    def _ticks(self, cell: Cell, left: float) -> None:
        options = cell.options or (("true", ""),)
        shown = [(value, words or cell.caption) for value, words in options]
        face, size, sheet = self.design.face, max(7.4, self.design.caption), self.sheet
        self.room(16 + 12 * (len(shown) // 3))
        x = left + 2
        if cell.look != "tick":
            x = sheet.text(x, self.y + 3, f"{cell.caption.rstrip(':')}:", size=size, font=f"{face}-bold") + 10
        group = self._live_name(cell) if self.pen.live else ""
        for value, words in shown:
            wide = fonts.width(words, face, size) + 22
            if x + wide > _RIGHT and x > left + 2:
                x, self.y = left + 14, self.y + 13
            ticked = cell.value == value
            x = self._option(cell, value, words, x, size, ticked=ticked, group=group) + 12
        self.y += 15

    def _option(self, cell: Cell, value: str, words: str, x: float, size: float, *, ticked: bool, group: str) -> float:
        sheet, face, y, look = self.sheet, self.design.face, self.y + 2, self.design.tick
        field = cell.field if ticked or cell.look == "tick" else ""
        if self.pen.live:
            if cell.look == "tick" or self.design.number % 3 == 0:
                sheet.live_tick(
                    f"{group}_{value}" if cell.options else group,
                    x,
                    y,
                    9,
                    ticked=ticked,
                    style=self.chance.choice(["check", "cross"]),
                    field=field,
                )
            else:
                sheet.live_radio(group, value, x, y, 9, ticked=ticked, field=field)
            return self._words(words, x + 13, y, size)
        if look == "after":
            x = sheet.text(x, y + 1, words, size=size, font=face) + 4
            self._box(x, y, ticked=ticked, field=field)
            return x + 9
        if look in {"bracket", "glyph"}:
            mark = {"bracket": "[X]" if ticked else "[  ]", "glyph": "☒" if ticked else "☐"}[look]
            font = face if look == "bracket" else "deja"
            end = sheet.text(x, y + 0.5, mark, size=size + 1, font=font, color=self.pen.color if ticked else black)
            sheet.place(field, Box(x, y, end, y + 9))
            return self._words(words, end + 4, y, size)
        self._box(x, y, ticked=ticked, field=field)
        return self._words(words, x + 12, y, size)

    def _words(self, words: str, x: float, y: float, size: float) -> float:
        while fonts.width(words, self.design.face, size) > _RIGHT - x and size > 5:
            size -= 0.2
        return self.sheet.text(x, y + 1, words, size=size, font=self.design.face)

    def _box(self, x: float, y: float, *, ticked: bool, field: str) -> None:
        """An empty box or circle, and the cross, check or blot a person puts there, not always inside."""
        sheet, pen = self.sheet, self.pen
        if self.design.tick in {"circle", "round"}:
            sheet.circle(x + 4, y + 4, 4)
        else:
            sheet.rect(x, y, x + 8, y + 8, thick=0.7)
        sheet.place(field, Box(x, y, x + 8, y + 8))
        if not ticked:
            return
        shift = self.chance.uniform(-1, 1) * (1 + pen.slip * 2)
        mark = self.chance.choice(["cross", "check", "blot"])
        if self.design.tick == "circle" and mark == "blot":
            sheet.circle(x + 4, y + 4, 2.3, filled=True, color=pen.color)
        elif mark == "check":
            sheet.line(x + 1 + shift, y + 4, x + 3.5 + shift, y + 8, thick=1.2, color=pen.color)
            sheet.line(x + 3.5 + shift, y + 8, x + 9 + shift, y - 2, thick=1.2, color=pen.color)
        elif mark == "blot" and self.design.tick not in {"circle", "round"}:
            sheet.rect(x + 1.5, y + 1.5, x + 6.5, y + 6.5, thick=0, fill=pen.color)
        else:
            sheet.line(x + 0.5 + shift, y + 0.5, x + 7.5 + shift, y + 7.5, thick=1.1, color=pen.color)
            sheet.line(x + 0.5 + shift, y + 7.5, x + 7.5 + shift, y + 0.5, thick=1.1, color=pen.color)

    def _live_name(self, cell: Cell) -> str:
        self.serial += 1
        if not self.design.acroform_names:
            return f"Texto{self.serial}"
        plain = "".join(c if c.isalnum() and c.isascii() else "_" for c in cell.caption.lower())[:22].strip("_")
        return plain or f"campo{self.serial}"

    # end -------------------------------------------------------------------------------------------------------------

    def signing(self, place: str, day: dict[str, str] | None, written_day: str, *, signed: bool) -> None:
        """Place, date and signature, and the small print below."""
        self.room(120)
        sheet, face, y = self.sheet, self.design.face, self.y + 6
        ca = self.wording.language == "ca" and not self.wording.both
        if self.design.number % 2 and not self.pen.live:
            self._sentence(y, place, day, ca=ca)
        else:
            cells = (
                Cell("signature_place", self.wording.of("parts", "signature_place"), place, span=6),
                Cell("signature_date", self.wording.of("parts", "signature_date"), written_day, span=6),
            )
            self._cells(cells, _LEFT)
        y = max(self.y, y + 18) + 6
        sheet.rect(_LEFT + 240, y, _RIGHT - 20, y + 58, thick=0.5)
        sheet.text(_LEFT + 244, y + 2, self.wording.of("parts", "signed"), size=7, font=face)
        if signed:
            sheet.scribble(
                _LEFT + self.chance.uniform(258, 300),
                y + 14,
                self.chance.uniform(80, 130),
                34,
                self.pen.color if self.pen.slip else Color(0.08, 0.1, 0.5),
                "signed",
            )
        self.y = y + 66
        print_ = self.chance.choice(captions()["small_print"])[int(self.wording.language == "ca")]
        self.room(44)
        self.y = sheet.wrapped(_LEFT, self.y, print_, size=5.6, font=face, right=_RIGHT, color=Color(0.3, 0.3, 0.3)) + 4

    def _sentence(self, y: float, place: str, day: dict[str, str] | None, *, ca: bool) -> None:
        """En ........, a .... de ........ de 20.."""
        sheet, face, x = self.sheet, self.design.face, _LEFT
        parts = day or {"day": "", "month": "", "year": ""}
        joins = ("A", ",", "de", "de") if ca else ("En", ", a", "de", "de")
        for join, text, field, wide in zip(
            joins,
            (place, parts["day"], parts["month"], parts["year"]),
            ("signature_place", *["signature_date"] * 3),
            (110, 26, 74, 34),
            strict=True,
        ):
            x = sheet.text(x, y + 4, join, size=9, font=face) + 4
            sheet.line(x, y + 14, x + wide, y + 14, thick=0.4, dash=(1, 1.5))
            if text:
                self._write(text, x + 3, y + 1, x + wide, 12, field)
            x += wide + 3
        self.y = y + 14

    def stamp(self, number: str, day: str) -> None:
        """The register's stamp, wherever the clerk's hand fell."""
        sheet, color = (
            self.sheet,
            self.chance.choice([Color(0.1, 0.2, 0.6, 0.75), Color(0.6, 0.1, 0.2, 0.75), Color(0.2, 0.2, 0.2, 0.7)]),
        )
        x, y = self.chance.uniform(300, 400), self.chance.uniform(40, 230)
        degrees = self.chance.uniform(-9, 9)
        for place, line in enumerate((self._council_name()[:34], "REGISTRO DE ENTRADA", f"Nº {number}   {day}")):
            sheet.turned(x, y + 13 * place, line, size=8.5, font="sans-bold", degrees=degrees, color=color)
        sheet.line(x - 6, y - 14, x + 160, y - 14, thick=1.4, color=color)
        sheet.line(x - 6, y + 36, x + 160, y + 36, thick=1.4, color=color)


def _typed(text: str) -> str:
    """What goes into a live field: reportlab draws its appearance in Latin-1."""
    return text.replace("€", "euros").encode("latin-1", "replace").decode("latin-1")


def _of(name: str) -> str:
    return f"D'{name}" if name[0] in "AEIOU" else f"DE {name}"


_COMB_SIZES = {"id": 9, "iban": 24, "phone": 9, "postal_code": 5, "date": 8, "plate": 7, "cadastral_reference": 20, "social_security_number": 12, "vin": 17,
               "birth_date": 8, "vehicle_plate": 7, "vehicle_vin": 17, "period_start": 8, "period_end": 8, "start_date": 8, "leak_date": 8, "repair_date": 8}  # fmt: skip


def _combed(cell: Cell) -> str:
    """The characters that go into a comb: a day as eight figures, a telephone without its prefix."""
    value = cell.value if cell.text else ""
    if len(value) == 10 and value[4] == "-" and value[7] == "-":
        return value[8:] + value[5:7] + value[:4]
    return value.removeprefix("+34")
