"""One page from its picture: made straight, read, and its structure measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from bots.reading import straighten
from bots.reading.arrays import Grey, Quad
from bots.reading.comb_rows import Comb
from bots.reading.inks import patch_of
from bots.reading.ocr import Eyes
from bots.reading.structure import Structure, ink_of, structure_of
from casework.reading import Box, Page, Source, Word

POINTS_PER_INCH = 72
DPI = 200
A4 = (595.0, 842.0)  # points
_BLANK = 0.0004
_PALE = 45  # shades of grey by which the palest ink is darker than its paper; what shines through is less
_COMB_LETTER = 48  # pixels: the height at which PP-OCR reads
_LOW_DPI = 150
_INK_SHARE = 0.4  # of the way from paper to the darkest ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """A picture of a page: grey, its resolution, the notes made on its way here, and its lines once they are found."""

    grey: Grey
    dpi: float
    rotation: int = 0
    notes: tuple[str, ...] = ()
    lines: tuple[Quad, ...] | None = None

    @property
    def scale(self) -> float:
        """Points per pixel."""
        return POINTS_PER_INCH / self.dpi


def straightened(photograph: Photograph, eyes: Eyes) -> Photograph:
    """The picture at 200 dpi at most, evenly lit, upright and level: boxes of its page are places in it."""
    grey, dpi = photograph.grey, photograph.dpi
    if dpi > 1.1 * DPI:
        size = (round(grey.shape[1] * DPI / dpi), round(grey.shape[0] * DPI / dpi))
        grey, dpi = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), DPI
    grey = straighten.darkened(straighten.flattened(grey))
    if is_blank(grey):
        return replace(photograph, grey=grey, dpi=dpi, notes=(*photograph.notes, "blank"))
    look = eyes.look(grey)
    grey = straighten.upright(grey, look.turn)
    seen = look.lines if look.turn == 0 else None  # lines of a page that lies otherwise are found anew
    skew = straighten.skew_of_lines(seen or ())
    skew = straighten.skew_of(grey) if skew is None else skew
    return replace(
        photograph,
        grey=straighten.levelled(grey, skew),
        dpi=dpi,
        rotation=(photograph.rotation + look.turn) % 360,
        notes=(*photograph.notes, "skewed") if abs(skew) > 2 else photograph.notes,
        lines=None if seen is None else straighten.levelled_lines(seen, grey.shape, skew),
    )


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
    return empty if "blank" in flat.notes else _read(empty, flat, eyes)


def _read(page: Page, flat: Photograph, eyes: Eyes) -> Page:
    structure = structure_of(flat.grey, flat.scale)
    words = _without_boxes(eyes.words(flat.grey, flat.scale, flat.lines))
    words = _with_combs(words, structure.combs, flat, eyes)
    sure = float(np.mean([word.confidence for word in words])) if words else 0.0
    return replace(
        page,
        words=tuple(words),
        marks=structure.marks,
        rules=_all_rules(structure),
        ink=ink_of(flat.grey, flat.scale, words, structure),
        quality=round(page.quality * min(1.0, sure / 0.9), 3),
    )


def _all_rules(structure: Structure) -> tuple[Box, ...]:
    bars = (Box(cell.x0, cell.y0, cell.x0, cell.y1) for comb in structure.combs for cell in comb.cells)
    return (*structure.rules, *bars)


def _without_boxes(words: Sequence[Word]) -> list[Word]:
    """The words without the tick boxes that a reader took for letters: those are measured in the picture."""
    cleaned = ((word, word.text.strip("□☐☑☒▢■_|")) for word in words)
    return [replace(word, text=text) if text != word.text else word for word, text in cleaned if text]


def _with_combs(words: Sequence[Word], combs: Sequence[Comb], flat: Photograph, eyes: Eyes) -> list[Word]:
    """The words with each comb read cell by cell: a reader of lines loses letters among the bars."""
    read = [word for comb in combs for word in _comb_words(comb, flat, eyes)]
    held = [comb.box for comb in combs]
    return [*(word for word in words if not any(box.holds(*word.box.middle) for box in held)), *read]


def _comb_words(comb: Comb, flat: Photograph, eyes: Eyes) -> list[Word]:
    darker = _threshold(patch_of(flat.grey, comb.box, flat.scale))
    letters = [_letter(cell, flat, darker) for cell in comb.cells]
    words = []
    for start, end in _filled_runs(letters):
        run = [letter for letter in letters[start:end] if letter is not None]
        text, sure = _spelled(run, eyes)
        box = comb.cells[start].union(comb.cells[end - 1])
        if text:
            words.append(Word(text=text, box=box, confidence=sure, source=Source.OCR))
    return words


def _spelled(run: Sequence[Grey], eyes: Eyes) -> tuple[str, float]:
    """The letters read as one strip; one by one where their number does not come out."""
    ((text, sure),) = eyes.strings([_strip(run)])
    text = "".join(text.split())
    if len(text) == len(run):
        return text, sure
    single = eyes.strings([_strip([letter]) for letter in run])
    return "".join(found.strip()[:1] for found, _ in single), 0.5 * min(value for _, value in single)


def _threshold(row: Grey) -> float:
    """What is darker than this is ink in a row of cells, the palest copy's too."""
    paper, ink = np.percentile(row, (60, 0.5)) if row.size else (255.0, 0.0)
    return float(paper - _INK_SHARE * (paper - ink))


def _letter(cell: Box, flat: Photograph, darker: float) -> Grey | None:
    """What is written in a cell, cut to its ink, all that is `darker`; None where the cell is empty."""
    margin = max(2, round(0.8 / flat.scale))
    rows = slice(round(cell.y0 / flat.scale) + 1, round(cell.y1 / flat.scale) - 1)
    columns = slice(round(cell.x0 / flat.scale) + 1, round(cell.x1 / flat.scale) - 1)
    patch = flat.grey[rows, columns]
    if min(patch.shape) < 3 * margin:
        return None
    dark = patch < darker
    dark[:, :1] = dark[:, -1:] = False
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    parts = [s for s in stats[1:].tolist() if s[4] >= 4 and s[3] >= 0.12 * patch.shape[0] and not _is_edge(s, patch)]
    if not parts:
        return None
    x0, x1 = min(s[0] for s in parts), max(s[0] + s[2] for s in parts)
    return patch[:, max(0, x0 - 1) : x1 + 1]


def _is_edge(stats: list[int], patch: Grey) -> bool:
    """Whether a piece of ink is what remains of the cell's own bars or floor."""
    left, top, width, height, _ = stats
    upright_bar = width <= 3 and height >= 0.8 * patch.shape[0]
    floor = height <= 3 and (top + height >= patch.shape[0] - 1 or top <= 1)
    touching = left <= 1 or left + width >= patch.shape[1] - 1
    return (upright_bar and touching) or floor


def _filled_runs(letters: Sequence[Grey | None]) -> list[tuple[int, int]]:
    runs, start = [], None
    for index, letter in enumerate([*letters, None]):
        if letter is not None and start is None:
            start = index
        elif letter is None and start is not None:
            runs.append((start, index))
            start = None
    return runs


def _strip(letters: Sequence[Grey]) -> Grey:
    """The letters side by side with a little paper between, as a printed word stands."""
    height = max(letter.shape[0] for letter in letters)
    gap = np.full((height, max(2, height // 12)), 255, dtype=np.uint8)
    edge = np.full((height, height // 3), 255, dtype=np.uint8)
    pieces: list[Grey] = [edge]
    for letter in letters:
        padded = np.full((height, letter.shape[1]), 255, dtype=np.uint8)
        padded[: letter.shape[0]] = letter
        pieces += [padded, gap]
    strip = np.hstack([*pieces, edge])
    factor = _COMB_LETTER / height
    return np.asarray(cv2.resize(strip, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


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
