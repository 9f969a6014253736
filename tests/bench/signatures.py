"""How often a scan is told as signed or not, with what else stands below the last date.

    python -P tests/bench/signatures.py [SHEETS [FIRST_SEED]]

Forms and letters with and without a word for the signature, half of them unsigned, each with things that are none: a
page number, a footer, a line to sign on, a stain, a stamp, a date by hand. Prints precision and recall for each way.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections import Counter

from bots.reading.ocr import Profile
from bots.reading.reader import DocumentReader
from casework.application import Document
from casework.reading import Page
from dovtech import settings
from dovtech.benching import damage, paper
from dovtech.wiring import Parts
from nlp.layout import sheets_of
from nlp.signature import signed

THINGS = ("page number", "footer", "stain", "stamp", "rule", "date by hand")
_HAND = ("Breip", "Femke Klaver", "Kristi", "Steve", "Delphine")
_WAYS = ("clean", "bad", "fax")


def drawn(seed: int, *, by_hand: bool) -> tuple[paper.Sheet, str]:
    """A letter or a form that ends with a date, signed or not, and two things below the date that are no signature."""
    chance = random.Random(seed)  # noqa: S311 - the same sheet each time
    sheet = paper.Sheet(chance=chance, font=chance.choice(paper.FONTS[:3]))
    sheet.text(50, 70, "AJUNTAMENT D'ALACANT", 12, bold=True)
    for row, caption in enumerate(("Nombre y apellidos / Nom i cognoms", "NIF / NIE", "Domicilio / Domicili")):
        sheet.text(50, 110 + 20 * row, f"{caption.split(' / ')[0]}:", 9)
        sheet.key(170, 110 + 20 * row, caption)
    sheet.paragraph(50, 190)
    y = chance.uniform(320, 520)
    things = chance.sample(THINGS, 2)
    _dated(sheet, y, by_hand="date by hand" in things)
    if chance.random() < 0.5:
        sheet.text(330, y + 20, chance.choice(("Firma del solicitante", "Signatura", "Firma:")), 8)
    x, foot = chance.uniform(300, 380), y + chance.uniform(40, 70)
    if by_hand:
        _scribble(sheet, x, foot)
    for thing in things:
        _put(sheet, thing, x, y)
    return sheet, ", ".join(things)


def _dated(sheet: paper.Sheet, y: float, *, by_hand: bool) -> None:
    chance = sheet.chance
    text = f"{chance.randint(1, 28)} de {chance.choice(('marzo', 'junio', 'octubre'))} de 2026"
    sheet.text(50, y, "En Alicante, a" if by_hand else f"En Alicante, a {text}", 10)
    if by_hand:
        face = chance.choice(_HAND)
        sheet.shape(f'<text x="125" y="{y}" font-family="{face}" font-size="15" fill="#1a2a6c">{text}</text>')


def _scribble(sheet: paper.Sheet, x: float, y: float) -> None:
    chance = sheet.chance
    path = f"M{x:.1f} {y:.1f}"
    for step in range(chance.randint(4, 8)):
        along = x + 12 * (step + 1)
        rise = [chance.uniform(-22, 14) for _ in range(3)]
        path += f" C{along - 14:.1f} {y + rise[0]:.1f} {along + 6:.1f} {y + rise[1]:.1f} {along:.1f} {y + rise[2]:.1f}"
    sheet.shape(f'<path d="{path}" fill="none" stroke="#1a2a6c" stroke-width="{chance.uniform(0.8, 1.6):.1f}"/>')


def _put(sheet: paper.Sheet, thing: str, x: float, y: float) -> None:
    chance = sheet.chance
    match thing:
        case "page number":
            sheet.text(290, 815, chance.choice(("1", "1/2", "Página 1 de 1", "- 1 -")), 8)
        case "footer":
            sheet.text(50, 790, "Plaça de l'Ajuntament, 1 · 03002 Alacant · Tel. 965 14 91 00 · www.alicante.es", 6.5)
        case "stain":
            side = chance.uniform(10, 40)
            sheet.shape(
                f'<ellipse cx="{chance.uniform(80, 500):.0f}" cy="{y + 150:.0f}" rx="{side:.0f}" ry="{side / 2:.0f}" '
                'fill="#999" opacity="0.6"/>'
            )
        case "stamp":
            sheet.shape(
                f'<g transform="translate(110 {y + 130:.0f}) rotate({chance.uniform(-9, 9):.1f})" fill="#3a4a9a">'
                '<rect x="-40" y="-26" width="190" height="52" fill="none" stroke="#3a4a9a" stroke-width="1.2"/>'
                '<text x="-30" y="-6" font-size="11" font-family="Liberation Sans">REGISTRE GENERAL</text>'
                f'<text x="-30" y="14" font-size="11">ENTRADA {_number(chance)}</text></g>'
            )
        case "rule":
            sheet.line(x - 10, y + 75, x + 150, y + 75, 0.7)


def _number(chance: random.Random) -> str:
    """A number as a register gives one."""
    return f"E2026{chance.randint(10000, 99999)}"


def told(page: Page, parts: Parts) -> str:
    """What is said of the signature: "true" or "false"; nothing where the page does not tell."""
    asked = next(one for one in parts.procedures.values() if "signed" in one.fields)
    best = max(signed(sheets_of([("0" * 64, page)]), asked), key=lambda one: one.certainty, default=None)
    return best.value if best else ""


def main(sheets: int = 20, first: int = 0) -> None:
    reader, counted = DocumentReader(profile=Profile.FAST), Counter[tuple[str, bool, str]]()
    with Parts(settings.load()) as parts:
        for seed in range(first, first + sheets):
            by_hand = seed % 2 == 0
            sheet, things = drawn(seed, by_hand=by_hand)
            way = _WAYS[seed // 2 % len(_WAYS)]
            data = damage.packed(damage.WAYS[way](damage.rendered(sheet.pdf()), seed), 200)
            document = Document(sha256=hashlib.sha256(data).hexdigest(), name="x", media_type="", size=len(data))
            said = told(reader.read(document, data).pages[0], parts)
            counted[way, by_hand, said] += 1
            if said != str(by_hand).lower():
                print(f"{seed} {way}: signed {by_hand}, said {said or 'nothing'}; {things}")  # noqa: T201
    for (way, by_hand, said), count in sorted(counted.items()):
        print(f"{way:6} {'signed' if by_hand else 'unsigned':9} said {said or 'nothing':8} {count}")  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
