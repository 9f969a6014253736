"""How many stamps are found and what is read of them, and how many clean pages seem to have one.

    python -P tests/bench/stamps.py [round|framed [STAMPED [CLEAN [FIRST_SEED]]]]

The bench's forms with a stamp over whatever stands there. Round ones have one or two rings, text along them above and
below, lie at any angle and are in four inks. Framed ones say what registers say in a rectangle that is up to 2.2
degrees askew, a third of them level to a third of a degree, some with worn or round or double frames, on colour scans
too. The clean pages have what may pass for one: round logos, clocks, circles by hand, QR codes, coats of arms; or the
boxes that forms keep for registers, with and without a number in them, and forms and letters of the two generators that
the models learn from. Prints what was found for each way, with the seeds that were missed.
"""

from __future__ import annotations

import hashlib
import math
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from difflib import SequenceMatcher
from io import BytesIO
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
import pypdfium2
import segno
from PIL import Image

from bots.reading.reader import DocumentReader
from casework.application import Document
from casework.reading import Page, Source, Stamp
from dovtech import settings
from dovtech.benching import damage, paper, unseen
from dovtech.wiring import Parts
from nlp.corpus import office, web
from nlp.corpus.office.draw import Form
from nlp.corpus.web import forms

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

_REGISTERS = (
    ("AJUNTAMENT D'ALACANT", "REGISTRE GENERAL D'ENTRADA"),
    ("AYUNTAMIENTO DE ELCHE", "REGISTRO GENERAL", "ENTRADA"),
    ("AYUNTAMIENTO DE VILLENA", "REGISTRO DE ENTRADA"),
    ("GENERALITAT VALENCIANA", "REGISTRE D'ENTRADA"),
    ("AJUNTAMENT D'ELDA", "OFICINA D'ATENCIÓ", "REGISTRE D'ENTRADA"),
    ("COMPULSADO", "ES COPIA FIEL DEL ORIGINAL"),
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


class Put(NamedTuple):
    """A framed stamp that was put on a sheet: its middle, the degrees by which it climbs, and what it says."""

    x: float
    y: float
    climbs: float
    said: str


def put_frame(sheet: paper.Sheet) -> Put:
    """Put a stamp in a frame on the sheet."""
    chance = sheet.chance
    ink = chance.choice((*_INKS, "#111111"))
    day = f"{chance.randrange(1, 29):02d}/{chance.randrange(1, 13):02d}/2026"
    number = chance.randrange(1000, 99999)
    lines = (*chance.choice(_REGISTERS), chance.choice((f"{day}   Núm. {number}", day, f"Nº 2026/{number}   {day}")))
    size = chance.uniform(8, 10.5)
    step = size * chance.uniform(1.25, 1.6)
    wide = max(map(len, lines)) * size * 0.66 + chance.uniform(8, 26)
    high = step * len(lines) + chance.uniform(6, 14)
    climbs = -chance.choice((chance.uniform(-2.2, 2.2), chance.uniform(-2.2, 2.2), chance.uniform(-0.35, 0.35)))
    x, y = chance.uniform(30 + wide / 2, 560 - wide / 2), chance.uniform(60, 790 - high / 2)
    drawn = _framed(
        wide,
        high,
        f'rx="{chance.choice((0, 0, 0, 4))}" stroke="{ink}" stroke-width="{chance.uniform(0.9, 2):.1f}" '
        + chance.choice(("", "", 'stroke-dasharray="70 1.2 33 0.8"')),
    )
    if chance.random() < 0.25:
        drawn += _framed(wide + 6, high + 6, f'stroke="{ink}" stroke-width="0.8"')
    anchor, left = chance.choice((("middle", 0.0), ("middle", 0.0), ("start", 6 - wide / 2)))
    font = chance.choice(("Liberation Sans", "DejaVu Sans Condensed", "Liberation Mono"))
    for row, line in enumerate(lines):
        foot = step * (row + 0.5 - len(lines) / 2) + 0.35 * size
        drawn += (
            f'<text x="{left:.1f}" y="{foot:.1f}" font-family="{font}" font-weight="bold" font-size="{size:.1f}" '
            f'text-anchor="{anchor}" fill="{ink}">{line}</text>'
        )
    sheet.shape(f'<g transform="translate({x:.1f} {y:.1f}) rotate({-climbs:.2f})">{drawn}</g>')
    return Put(x, y, climbs, " ".join(lines))


def _framed(wide: float, high: float, look: str) -> str:
    return f'<rect x="{-wide / 2:.1f}" y="{-high / 2:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="none" {look}/>'


def box(sheet: paper.Sheet) -> None:
    """Put on free paper a box that a form has, for the register to stamp or with what is told of it."""
    chance = sheet.chance
    number = chance.randrange(1000, 99999)
    wide, high, lines = chance.choice((
        (160, 60, ("REGISTRO DE ENTRADA", "Fecha:", "Núm.:")),
        (160, 60, ("REGISTRE D'ENTRADA", "!Data: 14/03/2026", f"!Núm.: 2026/{number}")),
        (170, 60, ("REGISTRO GENERAL DE ENTRADA", "Fecha / Data", "!14/03/2026", f"!2026/{number}")),
        (190, 26, ("Núm. registre d'entrada de la llicència", f"!2026/{number} AMPLIACIÓ D'OBRA MAJOR")),
        (200, 40, ("NO RELLENAR · ESPACIO RESERVADO", "A LA OFICINA DE REGISTRO")),
        (240, 50, ("INFORMACIÓN BÁSICA", "Responsable: Ayuntamiento de Alicante", "Finalidad: solicitud de registro")),
        (140, 70, ("Sello de la entidad / Segell",)),
        (180, 55, ("AYUNTAMIENTO DE ALICANTE", "REGISTRO GENERAL", f"!EXPEDIENTE: {number}/2026")),
    ))  # fmt: skip
    bare = damage.rendered(sheet.pdf(), 72)
    places = ((chance.uniform(25, 570 - wide), chance.uniform(20, 820 - high)) for _ in range(400))
    around = ((x, y, bare[int(y) - 7 : int(y + high) + 7, int(x) - 7 : int(x + wide) + 7]) for x, y in places)
    x, y, _ = next((one for one in around if one[2].min() > 200), (0, 0, None))
    if y:
        ink = chance.choice(("#222", "#222", "#999", "#2a4a9a", "#a02020"))
        sheet.shape(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide}" height="{high}" fill="none" stroke="{ink}" '
            f'stroke-width="{chance.choice((0.6, 1, 1.5))}"/>'
        )
        for row, line in enumerate(lines):
            typed = line.startswith("!")  # into the box, after it was printed
            sheet.text(x + 4, y + 12 + 14 * row, line.strip("!"), 8, bold=not row, colour="#111" if typed else ink)


def _read(sheet: paper.Sheet, way: str, seed: int) -> Page:
    if way == "colour":
        return _pages(_in_colour(sheet.pdf(), seed))[0]
    picture = damage.WAYS[way](damage.rendered(sheet.pdf()), seed)
    return _pages(damage.packed(picture, None if way == "telephone" else 200))[0]


def _in_colour(pdf: bytes, seed: int) -> bytes:
    """What a good office scanner makes of a page in colour."""
    with pypdfium2.PdfDocument(pdf) as document:
        colours = document[0].render(scale=200 / 72, rev_byteorder=True).to_numpy()[:, :, :3]
    worn = np.dstack([damage.clean(np.ascontiguousarray(colours[:, :, plane]), seed) for plane in range(3)])
    out = BytesIO()
    Image.fromarray(worn).save(out, "PNG", compress_level=1, dpi=(200, 200))
    return out.getvalue()


def _pages(data: bytes) -> tuple[Page, ...]:
    document = Document(sha256=hashlib.sha256(data).hexdigest(), name="x", media_type="", size=len(data))
    return DocumentReader().read(document, data).pages


def _places(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a place of the sheet lies on the page that was read."""
    return x * page.width / paper.WIDTH, y * page.height / paper.HEIGHT


def round_ones(stamped: int = 40, clean: int = 40, first: int = 6000) -> None:
    """Print how round stamps are found."""
    counted: Counter[str] = Counter()
    likeness: list[float] = []
    for seed in range(first, first + stamped):
        sheet, way = unseen.drawn(seed), _WAYS[seed % len(_WAYS)]
        x, y, radius, said = put(sheet)
        page = _read(sheet, way, seed)
        found = [one for one in page.stamps if math.dist(one.box.middle, _places(page, x, y)) < 0.4 * radius]
        _count(counted, likeness, way, found, said, f"{seed} {way}")
    for seed in range(first, first + clean):
        sheet, way = unseen.drawn(seed), _WAYS[seed % len(_WAYS)]
        decoy(sheet)
        _count_clean(counted, _read(sheet, way, seed), f"{seed} {way}")
    _print(counted, likeness)


def framed_ones(stamped: int = 40, clean: int = 100, first: int = 6000) -> None:
    """Print how framed stamps are found, askew and level."""
    counted: Counter[str] = Counter()
    likeness: list[float] = []
    ways = (*_WAYS, "colour")
    for seed in range(first, first + stamped):
        sheet, way = (unseen, paper)[seed % 2].drawn(seed), ways[seed % len(ways)]
        put_ = put_frame(sheet)
        page = _read(sheet, way, seed)
        found = [one for one in page.stamps if math.dist(one.box.middle, _places(page, put_.x, put_.y)) < 8]
        how = "level" if abs(put_.climbs) < 0.35 else "askew"
        _count(counted, likeness, f"{how} {way}", found, put_.said, f"{seed} {way} {put_.climbs:.2f} degrees")
        if found:
            counted["of those found, words left to the form"] += any(
                word in page.text.upper() for word in ("REGISTR", "COMPULS")
            )
    for seed in range(first, first + clean // 3):
        sheet, way = (unseen, paper)[seed % 2].drawn(seed), ways[seed % len(ways)]
        box(sheet)
        _count_clean(counted, _read(sheet, way, seed), f"{seed} {way}")
    for number, page in enumerate(_generated(clean - clean // 3, first)):
        _count_clean(counted, page, f"generated {number}")
    _print(counted, likeness)


def _generated(count: int, seed: int) -> Iterator[Page]:
    """So many pages of scanned forms and letters of both generators, without a register's stamp."""
    procedures = Parts(settings.load()).procedures
    half = count // 2
    scans = ("scan", "bad_scan", "photo")
    made = (
        office.orders(procedures, range(18), half, seed, sources=scans, styles=range(12)),
        web.orders(procedures, range(30), count, seed, 1.0),
    )
    with ExitStack() as unstamped:
        unstamped.enter_context(patch.object(Form, "stamp", lambda *_: None))
        unstamped.enter_context(patch.object(forms, "_entry", lambda _hand: ""))
        for orders, wanted in zip(made, (half, count - half), strict=True):
            left = wanted
            for order in orders:
                pages = [page for page in _pages(order().data) if page.source is Source.OCR][:left]
                left -= len(pages)
                yield from pages
                if not left:
                    break


def _count(
    counted: Counter[str], likeness: list[float], what: str, found: list[Stamp], said: str, missed: str
) -> None:  # fmt: skip
    counted[f"{what:16} stamps"] += 1
    counted[f"{what:16} found"] += bool(found)
    if found:
        likeness.append(max(SequenceMatcher(None, said, one.text.upper()).ratio() for one in found))
    else:
        print(f"missed: {missed}")  # noqa: T201 - what it is for


def _count_clean(counted: Counter[str], page: Page, name: str) -> None:
    counted["clean pages"] += 1
    counted["clean pages with a stamp"] += bool(page.stamps)
    if page.stamps:
        print(f"no stamp: {name} {[one.text for one in page.stamps]}")  # noqa: T201


def _print(counted: Counter[str], likeness: list[float]) -> None:
    for name, count in sorted(counted.items()):
        print(f"{name:40} {count:4}")  # noqa: T201
    if likeness:
        print(f"letters of those found that were read: {100 * float(np.mean(likeness)):.0f} %")  # noqa: T201


if __name__ == "__main__":
    {"round": round_ones, "framed": framed_ones}[sys.argv[1] if len(sys.argv) > 1 else "round"](
        *map(int, sys.argv[2:5])
    )
