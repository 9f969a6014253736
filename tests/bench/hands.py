"""Learns to tell handwriting from print and prints how well, each typeface judged by what was learnt without it.

`python -P tests/bench/hands.py` writes `bots/reading/hands.json`; it takes a quarter of an hour. Print on worn paper is
what looks most like a hand, so both are learned from pages as the reader sees them: scans, copies and photographs of
the invented forms, whose filling-in is known to be typed or in one of four hands. Words of two more hands, drawn one by
one, widen what a hand may look like. The typefaces are those of Debian's packages that `scripts/system-packages.sh`
installs; letters are shifted, turned and bent, since no hand writes one twice the same.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bots.reading import hands
from bots.reading.arrays import Grey
from bots.reading.reader import DocumentReader
from casework.application import Document
from casework.reading import Box, Page, Source, Word
from dovtech import settings
from dovtech.benching import values
from dovtech.wiring import Parts
from nlp.corpus import office, web
from nlp.corpus.made import Made, tags_on
from nlp.corpus.office import build

_FONTS = Path("/usr/share/fonts/truetype")
HANDS = {
    "hand-breip": ("breip/Breip.ttf", "breip/breipfont.ttf"),
    "hand-femke": ("femkeklaver/femkeklaver.ttf",),
    "hand-dkg": ("fifthhorseman/dkg.ttf", "fifthhorseman/dkgIt.ttf"),
    "hand-steve": ("sjfonts/SteveHand.ttf",),
    "kristi": ("kristi/Kristi.ttf",),
    "delphine": ("sjfonts/Delphine.ttf",),
}
_EACH = 260
_DRAWN = 0.2  # what a word drawn alone counts beside one of a page
_PRINT = 3.0  # print is taken for a hand at a greater loss than a hand for print
_PRINTED, _ALONE = "print", "drawn alone"
_PEN = build._pen  # noqa: SLF001 - to know what each form was filled in with


@dataclass(frozen=True)
class Seen:
    """Words written in a go: their features, how many they are, who wrote them and on what they were seen.

    What is held out is of families that a judgement of print does not learn from.
    """

    features: np.ndarray
    count: int
    pen: str
    source: str
    held_out: bool = False

    @property
    def by_hand(self) -> bool:
        return self.pen != _PRINTED


def on_pages() -> Iterator[Seen]:
    """The words of scanned forms, in two halves that share no family."""
    procedures = Parts(settings.load()).procedures
    scans = ("scan", "bad_scan", "scan", "bad_scan", "photo")
    for half, held_out in ((range(18), False), (range(18, 36), True)):
        for order in office.orders(procedures, half, 110, 71 + held_out, sources=scans, styles=range(12)):
            yield from _read(order, held_out=held_out)
    for half, held_out in ((range(30), False), (range(30, 60), True)):
        for order in web.orders(procedures, half, 26, 73 + held_out, 1.0):
            yield from _read(order, held_out=held_out)


def _read(order: Callable[[], Made], *, held_out: bool) -> Iterator[Seen]:
    """One paper, read with the judge of hands out of the way."""
    pages: list[tuple[Page, list[tuple[list[int], np.ndarray]]]] = []
    pens: list[build.Pen] = []

    def look(words: Sequence[Word], picture: Grey, scale: float) -> list[Word]:
        high, wide = (side * scale for side in picture.shape)
        page = Page(number=len(pages) + 1, width=wide, height=high, source=Source.OCR, words=tuple(words))
        pages.append((page, list(hands.seen(words, picture, scale))))
        return list(words)

    def taken(source: str, chance: random.Random) -> build.Pen:
        pens.append(_PEN(source, chance))
        return pens[-1]

    with patch.object(build, "_pen", taken), patch.object(hands, "told_apart", look):
        made = order()
        name = hashlib.sha256(made.data).hexdigest()
        document = Document(sha256=name, name=made.name, media_type="application/octet-stream", size=len(made.data))
        DocumentReader().read(document, made.data)
    pen = next((one.font for one in pens if one.font in HANDS), _PRINTED)
    for page, runs in pages:
        tags = tags_on(made, page)
        scribbled = [box for number, box in made.places.get("signed", ()) if number == page.number]
        for run, features in runs:
            filled = [tags.get(index, "signed") != "signed" for index in run]
            near = any(_close(page.words[run[0]].box, box) for box in scribbled)
            if not near and all(filled) == any(filled):
                yield Seen(features, len(run), pen if filled[0] else _PRINTED, made.source, held_out)


def _close(word: Box, scribble: Box) -> bool:
    """Whether a word may be what a reader made of a signature."""
    beside = word.x0 < scribble.x1 + 15 and word.x1 > scribble.x0 - 15
    return beside and word.y0 < scribble.y1 + 10 and word.y1 > scribble.y0 - 10


def _text(chance: random.Random) -> str:
    prose = chance.choice((*values.SPANISH, *values.VALENCIAN)).split()
    made = values.MAKERS[chance.choice(list(values.MAKERS))](chance).split()
    word = chance.choice((chance.choice(made), chance.choice(made), chance.choice(prose)))
    return word.upper() if chance.random() < 0.3 else word


def drawn(font: Path, chance: random.Random) -> Grey:
    """A word written by hand as a scan shows it."""
    text = _text(chance)
    size = round(chance.uniform(9, 13) * 200 / 72 * 1.25)
    face = ImageFont.truetype(str(font), size)
    tablet = Image.new("L", (int(face.getlength(text) * 1.4) + 60, 3 * size), 255)
    x = 20.0
    for letter in text:
        tile = Image.new("L", (int(face.getlength(letter)) + 2 * size, 3 * size), 255)
        ImageDraw.Draw(tile).text((size, 0.7 * size), letter, font=face, fill=chance.randrange(0, 70))
        tile = tile.rotate(chance.gauss(0, 2.5), fillcolor=255, resample=Image.Resampling.BILINEAR)
        place = (round(x) - size, round(chance.gauss(0, 0.03) * size))
        tablet.paste(Image.fromarray(np.minimum(np.asarray(tile), _under(tablet, tile, place))), place)
        x += face.getlength(letter) * chance.uniform(0.92, 1.1)
    return _scanned(_bent(np.asarray(tablet, dtype=np.uint8), chance), chance)


def _under(tablet: Image.Image, tile: Image.Image, place: tuple[int, int]) -> Grey:
    x, y = place
    return np.asarray(tablet.crop((x, y, x + tile.width, y + tile.height)), dtype=np.uint8) | (
        np.asarray(Image.new("L", tablet.size, 0).crop((x, y, x + tile.width, y + tile.height))) * 0
    )


def _bent(picture: Grey, chance: random.Random) -> Grey:
    grain = np.random.default_rng(chance.randrange(2**32))
    high, wide = picture.shape
    bends = [cv2.GaussianBlur(grain.normal(0, 1, picture.shape).astype(np.float32), (0, 0), 12) * 22 for _ in range(2)]
    down, across = np.mgrid[0:high, 0:wide].astype(np.float32)
    return np.asarray(
        cv2.remap(picture, across + bends[0], down + bends[1], cv2.INTER_LINEAR, borderValue=255), np.uint8
    )


def _scanned(picture: Grey, chance: random.Random) -> Grey:
    grain = np.random.default_rng(chance.randrange(2**32))
    bad = chance.random() < 0.5
    soft = cv2.GaussianBlur(picture, (0, 0), 0.9 if bad else 0.5).astype(np.float32)
    ink = chance.uniform(30, 90) if bad else 15
    page = ink + soft * (255 - ink) / 255 + grain.normal(0, 6 if bad else 1.5, picture.shape)
    shown = np.clip(page, 0, 255).astype(np.uint8)
    if chance.random() < 0.4:  # the rule it stands on
        cv2.line(shown, (0, 2 * picture.shape[0] // 3), (picture.shape[1], 2 * picture.shape[0] // 3), 60, 1)
    rows = np.flatnonzero((picture < 128).any(axis=1))
    columns = np.flatnonzero((picture < 128).any(axis=0))
    if not rows.size:
        return shown[:1, :1]
    top, foot = max(0, rows[0] - 4), rows[-1] + 5
    return np.ascontiguousarray(shown[top:foot, max(0, columns[0] - 4) : columns[-1] + 5])


def alone() -> Iterator[Seen]:
    """Words drawn one by one in every hand."""
    for seed, (pen, files) in enumerate(HANDS.items()):
        chance = random.Random(10 + seed)  # noqa: S311 - the same words each time
        for _ in range(_EACH):
            features = hands.features_of(drawn(_FONTS / chance.choice(files), chance))
            if features is not None:
                yield Seen(features, 1, pen, _ALONE)


def learnt(seen: Sequence[Seen]) -> hands.Judge:
    """Logistic regression by Newton's steps, hands and print counted alike, weights held small."""
    rows = np.array([one.features for one in seen])
    side = np.array([one.by_hand for one in seen], dtype=float)
    each = np.array([_DRAWN if one.source == _ALONE else 1.0 for one in seen])
    each *= np.where(side > 0, 0.5 / each[side > 0].sum(), _PRINT * 0.5 / each[side == 0].sum()) * len(side)
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    plane = np.hstack([(rows - mean) / spread, np.ones((len(rows), 1))])
    weights = np.zeros(plane.shape[1])
    held = np.full(plane.shape[1], 3.0)
    held[-1] = 0.0
    for _ in range(30):
        chance = 1 / (1 + np.exp(-plane @ weights))
        slope = plane.T @ (each * (side - chance)) - held * weights
        bend = (plane * (each * chance * (1 - chance))[:, None]).T @ plane + np.diag(held + 1e-9)
        weights = weights + np.linalg.solve(bend, slope)
    return hands.Judge(mean, spread, weights[:-1], float(weights[-1]))


def told(judge: hands.Judge, seen: Sequence[Seen]) -> str:
    """By source, the share of words that are told to be of a hand."""
    lines = []
    for source in sorted({one.source for one in seen}):
        own = [one for one in seen if one.source == source]
        words = sum(one.count for one in own)
        hand = sum(one.count for one in own if judge.odds(one.features) > 0)
        lines.append(f"{source} {100 * hand / words:.1f} % of {words}")
    return ", ".join(lines)


def main() -> None:
    """Learn, judge each hand and print of families by what was learnt without them, write what was learnt from all."""
    seen = [*on_pages(), *alone()]
    for pen in HANDS:
        judge = learnt([one for one in seen if one.pen != pen and not one.held_out])
        print(f"{pen:11} {told(judge, [one for one in seen if one.pen == pen])}")  # noqa: T201
    judge = learnt([one for one in seen if not one.held_out])
    print(f"{_PRINTED:11} {told(judge, [one for one in seen if one.held_out and not one.by_hand])}")  # noqa: T201
    judge = learnt(seen)
    kept = {name: np.round(getattr(judge, name), 5).tolist() for name in ("mean", "spread", "weights")}
    path = Path(hands.__file__).with_suffix(".json")
    path.write_text(json.dumps(kept | {"bias": round(judge.bias, 5)}, indent=None) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
