"""One page from its picture: made straight, read, and its structure measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from bots.reading import framed_stamps, hands, qr, round_stamps, stamps, straighten
from bots.reading.arrays import Grey, Quad
from bots.reading.cells import holding_letters, with_combs
from bots.reading.ocr import Eyes
from bots.reading.structure import Structure, ink_of, structure_of
from casework.reading import Box, Page, Source, Word

POINTS_PER_INCH = 72
DPI = 200
A4 = (595.0, 842.0)  # points
_BLANK = 0.0004
_PALE = 45  # shades of grey by which the palest ink is darker than its paper; what shines through is less
_LOW_DPI = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """A picture of a page: grey, its resolution, the notes made on its way here, and its lines once they are found.

    `bright` is each pixel's strongest colour, for pages with coloured ink: in it that ink is pale and black ink black.
    """

    grey: Grey
    dpi: float
    bright: Grey | None = None
    rotation: int = 0
    notes: tuple[str, ...] = ()
    lines: tuple[Quad, ...] | None = None

    @property
    def scale(self) -> float:
        """Points per pixel."""
        return POINTS_PER_INCH / self.dpi


def straightened(photograph: Photograph, eyes: Eyes) -> Photograph:
    """The picture at 200 dpi at most, evenly lit, upright and level: boxes of its page are places in it."""
    photograph = _shrunk(photograph)
    grey, bright = straighten.flattened(photograph.grey), photograph.bright
    bright = None if bright is None else straighten.flattened(bright)
    grey = straighten.darkened(grey)
    if is_blank(grey):
        return replace(photograph, grey=grey, bright=None, notes=(*photograph.notes, "blank"))
    look = eyes.look(grey)
    grey = straighten.upright(grey, look.turn)
    seen = look.lines if look.turn == 0 else None  # lines of a page that lies otherwise are found anew
    skew = straighten.skew_of_lines(seen or ())
    skew = straighten.skew_of(grey) if skew is None else skew
    return replace(
        photograph,
        grey=straighten.levelled(grey, skew),
        bright=None if bright is None else straighten.levelled(straighten.upright(bright, look.turn), skew),
        rotation=(photograph.rotation + look.turn) % 360,
        notes=(*photograph.notes, "skewed") if abs(skew) > 2 else photograph.notes,
        lines=None if seen is None else straighten.levelled_lines(seen, grey.shape, skew),
    )


def _shrunk(photograph: Photograph) -> Photograph:
    """The picture at 200 dpi where it has clearly more."""
    share = DPI / photograph.dpi
    if share >= 1 / 1.1:
        return photograph
    high, wide = photograph.grey.shape
    grey, bright = (
        None
        if plane is None
        else np.asarray(
            cv2.resize(plane, (round(wide * share), round(high * share)), interpolation=cv2.INTER_AREA), np.uint8
        )
        for plane in (photograph.grey, photograph.bright)
    )
    return replace(photograph, grey=photograph.grey if grey is None else grey, bright=bright, dpi=DPI)


def is_blank(grey: Grey) -> bool:
    """Whether there is next to no ink, pale ink neither, away from the edges, where scanners leave shadows."""
    inner = straighten.without_edges(grey)
    if inner.size == 0:
        return True
    if float((inner < 128).mean()) >= _BLANK:
        return False
    pale = float(np.median(inner[::8, ::8])) - _PALE
    return float((cv2.blur(inner, (3, 3)) < pale).mean()) < _BLANK


def unreadable(number: int) -> Page:
    """An empty page in the place of one that cannot be opened, so that it is not lost from sight."""
    width, height = A4
    return Page(number=number, width=width, height=height, source=Source.OCR, quality=0.0, notes=("unreadable",))


def page_of(number: int, photograph: Photograph, eyes: Eyes) -> Page:
    """The page that a picture shows; `quality` tells how far its words can be trusted, `notes` why."""
    quality, faults = _quality(photograph)
    flat = straightened(photograph, eyes)
    height, width = flat.grey.shape
    empty = Page(
        number=number,
        width=width * flat.scale,
        height=height * flat.scale,
        source=Source.OCR,
        rotation=flat.rotation,
        quality=quality,
        notes=(*flat.notes, *faults),
    )
    if "blank" in flat.notes:
        return empty
    return replace(_read(empty, flat, eyes), codes=qr.codes_in_picture(photograph.grey, photograph.dpi))


def _read(page: Page, flat: Photograph, eyes: Eyes) -> Page:
    lines = eyes.lines(flat.grey) if flat.lines is None else flat.lines
    framed = framed_stamps.framed_in(flat.grey, flat.bright, lines or (), flat.scale, eyes)
    askew = stamps.imprints_in(flat.grey, stamps.outside(lines or (), framed), flat.scale, eyes)
    imprints = (*askew, *framed)
    under = stamps.lifted(flat.grey, flat.bright, imprints) if imprints else stamps.Lifted(flat.grey, ())
    grey = under.picture
    structure = structure_of(grey, flat.scale)
    if imprints:
        lines = stamps.without(eyes.lines(grey) or (), imprints, under)
    words = _without_boxes(eyes.words(grey, flat.scale, lines))
    structure = replace(structure, combs=holding_letters(structure.combs, words))
    words = with_combs(words, structure.combs, grey, flat.scale, eyes)
    rings = round_stamps.round_stamps_in(flat.grey, flat.scale, eyes)
    covered = (*under.covered, *(region for _, region in rings))
    words = hands.told_apart(stamps.doubted(words, covered, flat.scale), grey, flat.scale)
    sure = float(np.mean([word.own_score for word in words])) if words else 0.0
    said = [stamps.stamp_of(imprint, flat.grey, under, flat.scale, eyes) for imprint in imprints]
    read = [*words, *(word for stamp in said[len(askew) :] for word in stamp.words)]
    return replace(
        page,
        words=tuple(words),
        marks=structure.marks,
        rules=_all_rules(structure),
        ink=ink_of(grey, flat.scale, read, structure),
        stamps=(*said, *(stamp for stamp, _ in rings)),
        quality=round(page.quality * min(1.0, sure / 0.9), 3),
    )


def _all_rules(structure: Structure) -> tuple[Box, ...]:
    bars = (Box(cell.x0, cell.y0, cell.x0, cell.y1) for comb in structure.combs for cell in comb.cells)
    return (*structure.rules, *bars)


def _without_boxes(words: Sequence[Word]) -> list[Word]:
    """The words without the tick boxes that a reader took for letters: those are measured in the picture."""
    cleaned = ((word, word.text.strip("□☐☑☒▢■_|")) for word in words)
    return [replace(word, text=text) if text != word.text else word for word, text in cleaned if text]


def _quality(photograph: Photograph) -> tuple[float, tuple[str, ...]]:
    """A first judgement 0..1 of the picture before anything is mended, and its faults by name."""
    grey = photograph.grey[:: max(1, photograph.grey.shape[0] // 600)]  # some hundred rows tell as much as all
    paper, ink = float(np.percentile(grey, 80)), float(np.percentile(grey, 0.1))
    contrast = max(1.0, paper - ink)
    slope = np.abs(np.diff(grey.astype(np.int16), axis=1))
    strong = slope[slope > 0.15 * contrast]
    sharpness = float(np.percentile(strong, 90)) / contrast if strong.size > 100 else 1.0
    sharpness *= photograph.dpi / DPI if photograph.dpi > DPI else 1.0
    scores = {
        "low_resolution": min(1.0, photograph.dpi / _LOW_DPI),
        "dark": min(1.0, paper / 110),
        "faint": min(1.0, contrast / 120),
        "blurred": min(1.0, sharpness / 0.3),
    }
    quality = float(np.prod(list(scores.values())))
    return round(quality, 3), tuple(name for name, score in scores.items() if score < 0.95)
