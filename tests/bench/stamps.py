"""How many round stamps are found and what is read of them, and how many clean pages seem to have one.

    python -P tests/bench/stamps.py [STAMPED [CLEAN [FIRST_SEED]]]

The bench's forms with a stamp of one or two rings, text along them above and below, put down at any angle and in four
inks over whatever stands there; the clean pages have what may pass for one: round logos, clocks, circles by hand, QR
codes, coats of arms. Prints what was found for each way, with the seeds that were missed.
"""

from __future__ import annotations

import hashlib
import math
import sys
from collections import Counter
from difflib import SequenceMatcher

import numpy as np
import segno

from bots.reading.reader import DocumentReader
from casework.application import Document
from casework.reading import Page
from dovtech.benching import damage, paper, unseen

_WAYS = ("clean", "bad", "fax", "telephone")
_INKS = ("#3a4a9a", "#222222", "#a03040", "#6a5aa8")
_SAID = (
    ("AJUNTAMENT D'ALACANT", "REGISTRE GENERAL"),
    ("AYUNTAMIENTO DE ELCHE", "SECRETARÍA"),
    ("COLEGIO DE ARQUITECTOS", "ALICANTE"),
    ("GENERALITAT VALENCIANA", "CONSELLERIA D'HISENDA"),
    ("NOTARÍA DE DON LUIS PÉREZ", "VILLENA"),
    ("CORREOS Y TELÉGRAFOS", "SUCURSAL 3"),
)


def put(sheet: paper.Sheet) -> tuple[float, float, float, str]:
    """Put a round stamp on the sheet; gives its middle, radius, and what stands along its ring."""
    chance = sheet.chance
    radius, ink = chance.uniform(42, 58), chance.choice(_INKS)
    x, y = chance.uniform(90, 500), chance.uniform(250, 740)
    above, below = chance.choice(_SAID)
    size = radius * chance.uniform(0.14, 0.17)
    drawn = f'<circle r="{radius:.1f}" fill="none" stroke="{ink}" stroke-width="{chance.uniform(0.9, 2):.1f}"/>'
    if chance.random() < 0.6:
        drawn += f'<circle r="{radius - 1.9 * size:.1f}" fill="none" stroke="{ink}" stroke-width="0.9"/>'
    drawn += _along(above, radius - 1.3 * size, size, ink) + _along(below, radius - 0.65 * size, size, ink, upper=False)
    drawn += f'<text y="4" font-size="9" text-anchor="middle" fill="{ink}">14 MAR 2026</text>'
    sheet.shape(f'<g transform="translate({x:.1f} {y:.1f}) rotate({chance.uniform(-25, 25):.1f})">{drawn}</g>')
    return x, y, radius, f"{above} {below}"


def _along(text: str, radius: float, size: float, ink: str, *, upper: bool = True) -> str:
    """Letters along a circle, above it from the left or below it from the left."""
    step = 0.72 * size / radius * (180 / math.pi)
    turns = (step * (place - (len(text) - 1) / 2) for place in range(len(text)))
    return "".join(
        f'<text transform="rotate({turn if upper else -turn:.2f}) translate(0 {-radius if upper else radius:.2f})" '
        f'font-family="Liberation Sans" font-weight="bold" font-size="{size:.1f}" text-anchor="middle" fill="{ink}">'
        f"{letter}</text>"
        for letter, turn in zip(text, turns, strict=True)
    )


def decoy(sheet: paper.Sheet) -> None:
    """Put on the sheet what is round or square and no stamp."""
    chance = sheet.chance
    x, y = chance.uniform(90, 500), chance.uniform(120, 740)
    match chance.randrange(5):
        case 0:  # a logo in the head
            sheet.shape(
                '<g transform="translate(70 60)"><circle r="24" fill="#246"/><circle r="17" fill="#fff"/>'
                '<path d="M-8 8 L0 -10 L8 8 Z" fill="#246"/></g>'
            )
        case 1:  # something circled by hand
            points = " ".join(
                f"{x + 40 * math.cos(turn / 6) * chance.uniform(0.85, 1.1):.0f},"
                f"{y + 22 * math.sin(turn / 6) * chance.uniform(0.85, 1.1):.0f}"
                for turn in range(40)
            )
            sheet.shape(f'<polyline points="{points}" fill="none" stroke="#1a2a6c" stroke-width="1.4"/>')
        case 2:  # a clock or a plan's circle, without a word
            hands = '<line y2="-30" stroke="#222"/><line x2="18" y2="6" stroke="#222"/>'
            sheet.shape(
                f'<g transform="translate({x:.0f} {y:.0f})"><circle r="{chance.uniform(36, 60):.0f}" fill="none" '
                f'stroke="#222" stroke-width="1.2"/>{hands}</g>'
            )
        case 3:
            rows = list(segno.make(f"https://sede.example.org/{chance.randrange(10**9)}").matrix)
            side = 64 / len(rows)
            squares = "".join(
                f'<rect x="{480 + column * side:.2f}" y="{40 + row * side:.2f}" width="{side + 0.05:.2f}" '
                f'height="{side + 0.05:.2f}"/>'
                for row, line in enumerate(rows)
                for column, on in enumerate(line)
                if on
            )
            sheet.shape(squares)
        case _:  # a coat of arms
            sheet.shape(
                '<g transform="translate(60 40)" fill="none" stroke="#222">'
                '<path d="M0 0 H44 V30 Q44 50 22 58 Q0 50 0 30 Z"'
                ' stroke-width="1.6"/><line x1="22" y2="56" x2="22"/><line y1="26" x2="44" y2="26"/>'
                '<circle cx="11" cy="13" r="8"/><circle cx="33" cy="40" r="8"/></g>'
            )


def _read(sheet: paper.Sheet, way: str, seed: int) -> Page:
    picture = damage.WAYS[way](damage.rendered(sheet.pdf()), seed)
    data = damage.packed(picture, None if way == "telephone" else 200)
    document = Document(sha256=hashlib.sha256(data).hexdigest(), name="x", media_type="", size=len(data))
    return DocumentReader().read(document, data).pages[0]


def main(stamped: int = 40, clean: int = 40, first: int = 6000) -> None:
    counted: Counter[str] = Counter()
    likeness: list[float] = []
    for seed in range(first, first + stamped):
        sheet, way = unseen.drawn(seed), _WAYS[seed % len(_WAYS)]
        x, y, radius, said = put(sheet)
        page = _read(sheet, way, seed)
        x, y = x * page.width / paper.WIDTH, y * page.height / paper.HEIGHT
        found = [one for one in page.stamps if math.dist(one.box.middle, (x, y)) < 0.4 * radius]
        counted[f"{way:10} stamps"] += 1
        counted[f"{way:10} found"] += bool(found)
        if found:
            likeness.append(max(SequenceMatcher(None, said, one.text.upper()).ratio() for one in found))
        else:
            print(f"missed: {seed} {way}")  # noqa: T201 - what it is for
    for seed in range(first, first + clean):
        sheet, way = unseen.drawn(seed), _WAYS[seed % len(_WAYS)]
        decoy(sheet)
        stamps = _read(sheet, way, seed).stamps
        counted["clean pages"] += 1
        counted["clean pages with a stamp"] += bool(stamps)
        if stamps:
            print(f"no stamp: {seed} {way} {[one.text for one in stamps]}")  # noqa: T201
    for name, count in sorted(counted.items()):
        print(f"{name:28} {count:4}")  # noqa: T201
    if likeness:
        print(f"letters of those found that were read: {100 * float(np.mean(likeness)):.0f} %")  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
