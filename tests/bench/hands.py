"""Learns to tell handwriting from print and prints how well, each typeface judged by what was learnt without it.

`python -P tests/bench/hands.py` writes `bots/reading/hands.json`. The typefaces are those of Debian's packages that
`scripts/system-packages.sh` installs; letters are shifted, turned and bent, since no hand writes one twice the same.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bots.reading import hands
from bots.reading.arrays import Grey
from dovtech.benching import values

_FONTS = Path("/usr/share/fonts/truetype")
HANDS = (
    ("breip/Breip.ttf", "breip/breipfont.ttf"),
    ("femkeklaver/femkeklaver.ttf",),
    ("fifthhorseman/dkg.ttf", "fifthhorseman/dkgIt.ttf"),
    ("kristi/Kristi.ttf",),
    ("sjfonts/Delphine.ttf",),
    ("sjfonts/SteveHand.ttf",),
)
PRINTS = (
    ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", "dejavu/DejaVuSans-Oblique.ttf"),
    ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Italic.ttf"),
    ("dejavu/DejaVuSansMono.ttf",),
    ("liberation2/LiberationSans-Regular.ttf", "liberation2/LiberationSans-Italic.ttf"),
    ("liberation2/LiberationSerif-Regular.ttf", "liberation2/LiberationSerif-Italic.ttf"),
    ("liberation2/LiberationMono-Regular.ttf",),
    ("noto/NotoSans-Regular.ttf", "noto/NotoSans-Bold.ttf", "noto/NotoSans-Italic.ttf"),
    ("noto/NotoSerif-Regular.ttf", "noto/NotoSerif-Italic.ttf"),
)
_EACH = 260


def _text(chance: random.Random) -> str:
    prose = chance.choice((*values.SPANISH, *values.VALENCIAN)).split()
    made = values.MAKERS[chance.choice(list(values.MAKERS))](chance).split()
    word = chance.choice((chance.choice(made), chance.choice(made), chance.choice(prose)))
    return word.upper() if chance.random() < 0.3 else word


def drawn(font: Path, chance: random.Random, *, by_hand: bool) -> Grey:
    """A word as a scan shows it."""
    text = _text(chance)
    size = round(chance.uniform(9, 13) * 200 / 72 * (1.25 if by_hand else 1.0))
    face = ImageFont.truetype(str(font), size)
    sheet = Image.new("L", (int(face.getlength(text) * 1.4) + 60, 3 * size), 255)
    x = 20.0
    for letter in text if by_hand else (text,):
        tile = Image.new("L", (int(face.getlength(letter)) + 2 * size, 3 * size), 255)
        ImageDraw.Draw(tile).text((size, 0.7 * size), letter, font=face, fill=chance.randrange(0, 70))
        if by_hand:
            tile = tile.rotate(chance.gauss(0, 2.5), fillcolor=255, resample=Image.Resampling.BILINEAR)
        lift = round(chance.gauss(0, 0.03) * size) if by_hand else 0
        place = (round(x) - size, lift)
        sheet.paste(Image.fromarray(np.minimum(np.asarray(tile), _under(sheet, tile, place))), place)
        x += face.getlength(letter) * (chance.uniform(0.92, 1.1) if by_hand else 1.0)
    picture = np.asarray(sheet, dtype=np.uint8)
    if by_hand:
        picture = _bent(picture, chance)
    return _scanned(picture, chance)


def _under(sheet: Image.Image, tile: Image.Image, place: tuple[int, int]) -> Grey:
    x, y = place
    return np.asarray(sheet.crop((x, y, x + tile.width, y + tile.height)), dtype=np.uint8) | (
        np.asarray(Image.new("L", sheet.size, 0).crop((x, y, x + tile.width, y + tile.height))) * 0
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


def _seen(group: tuple[str, ...], seed: int, *, by_hand: bool) -> np.ndarray:
    chance = random.Random(seed)  # noqa: S311 - the same words each time
    rows = (hands.features_of(drawn(_FONTS / chance.choice(group), chance, by_hand=by_hand)) for _ in range(_EACH))
    return np.array([row for row in rows if row is not None])


def learnt(written: list[np.ndarray], printed: list[np.ndarray]) -> hands.Judge:
    """Logistic regression by Newton's steps, both sides counted alike, weights held small."""
    rows = np.concatenate([*written, *printed])
    side = np.concatenate([np.ones(sum(map(len, written))), np.zeros(sum(map(len, printed)))])
    each = np.where(side > 0, 0.5 / side.sum(), 0.5 / (1 - side).sum()) * len(side)
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


def _judged(judge: hands.Judge, rows: np.ndarray) -> Iterator[float]:
    return (judge.odds(row) for row in rows)


def main() -> None:
    """Learn, judge each typeface by what was learnt from the others, write what was learnt from all."""
    written = [_seen(group, 10 + index, by_hand=True) for index, group in enumerate(HANDS)]
    printed = [_seen(group, 50 + index, by_hand=False) for index, group in enumerate(PRINTS)]
    for groups, kind in ((HANDS, True), (PRINTS, False)):
        for index, group in enumerate(groups):
            own = written if kind else printed
            others = [rows for place, rows in enumerate(own) if place != index]
            judge = learnt(others, printed) if kind else learnt(written, others)
            right = np.mean([(odds > 0) == kind for odds in _judged(judge, own[index])])
            print(f"{'hand ' if kind else 'print'} {group[0]:40} {100 * right:.1f} % of its words")  # noqa: T201
    judge = learnt(written, printed)
    kept = {name: np.round(getattr(judge, name), 5).tolist() for name in ("mean", "spread", "weights")}
    path = Path(hands.__file__).with_suffix(".json")
    path.write_text(json.dumps(kept | {"bias": round(judge.bias, 5)}, indent=None) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
