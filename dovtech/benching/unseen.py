"""Layouts that nothing is tuned on: the same values, ticks and letters as of `paper`, set out otherwise.

Misses on them are counted and not looked at; whoever wants to see misses draws new layouts here afterwards.
"""

from __future__ import annotations

import random

from dovtech.benching import values
from dovtech.benching.paper import FONTS, Sheet

_GREY = "#666"


def _numbered(sheet: Sheet) -> float:
    """Numbered questions, their answers on dotted lines."""
    y = 128.0
    for number, caption in enumerate(values.MAKERS, start=1):
        sheet.text(48, y, f"{number}. {caption.split(' / ')[-1]}", 10)
        sheet.dots(212, y + 2, 548)
        sheet.key(218, y - 0.5, caption, 11)
        y += 27
    return y


def _shaded(sheet: Sheet) -> float:
    """Two columns: a grey cell with the caption, a white one beside it with the value."""
    y = 118.0
    for at, caption in enumerate(values.MAKERS):
        x = 40 + at % 2 * 262
        sheet.box(x, y, 92, 26, fill="#e4e4e4", line=0.5)
        sheet.box(x + 92, y, 166, 26, line=0.5)
        sheet.text(x + 4, y + 16, caption.split(" / ")[0][:18], 7.5, bold=True)
        sheet.key(x + 97, y + 17, caption, 8.5)
        y += 26 * (at % 2)
    return y + 30


def _stacked(sheet: Sheet) -> float:
    """Values in large letters, the caption small and pale under the line."""
    y = 140.0
    for at, caption in enumerate(values.MAKERS):
        x = 50 + at % 2 * 255
        sheet.key(x + 2, y, caption, 10)
        sheet.line(x, y + 3, x + 235, y + 3, 0.9)
        sheet.text(x, y + 12, caption, 7, colour=_GREY)
        y += 38 * (at % 2)
    return y + 38


def _in_combs(sheet: Sheet) -> float:
    """Identifiers in combs beside their captions, closed and narrow."""
    y = 140.0
    for caption, cells in (
        ("NIF / NIE", 9),
        ("Fecha / Data", 8),
        ("Teléfono / Telèfon", 9),
        ("IBAN", 24),
        ("Matrícula", 7),
    ):
        letters = "".join(sign for sign in values.MAKERS[caption](sheet.chance) if sign.isalnum())[:cells]
        sheet.text(48, y - 4, caption, 9)
        sheet.comb(160, y, letters, sheet.chance.choice((12.2, 13.4, 15.5)), 16.0, cells, sheet.chance.random() < 0.3)
        y += 30
    for caption in ("Nombre y apellidos / Nom i cognoms", "Correo electrónico", "Domicilio / Domicili", "Importe"):
        sheet.text(48, y, caption.split(" / ")[0], 9)
        sheet.key(230, y, caption, 10)
        y += 24
    return y


LAYOUTS = (_numbered, _shaded, _stacked, _in_combs)


def drawn(seed: int) -> Sheet:
    """The sheet of a seed: its layout by turns, its letters and values by chance."""
    chance = random.Random(seed)  # noqa: S311 - the same sheet each time
    sheet = Sheet(chance=chance, font=chance.choice(FONTS))
    sheet.text(300, 50, "Excm. Ajuntament d'Alacant", 10, bold=True)
    sheet.text(48, 90, "INSTÀNCIA GENERAL", 16, bold=True)
    y = LAYOUTS[seed % len(LAYOUTS)](sheet) + 30
    for row in range(4):
        sheet.text(48, y + row * 22 + 8, f"Pregunta {row + 1}", 9)
        for column, answer in enumerate(("Sí", "No", "No ho sé")):
            sheet.tick(230 + column * 90, y + row * 22, chance.choice((8.5, 10.0, 12.0)), answer)
    sheet.paragraph(48, y + 120, chance.choice((9.0, 10.0)))
    return sheet
