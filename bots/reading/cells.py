"""Letters in cells: a scan's combs are spelled from their cells, as a reader of lines loses letters among the bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import cv2
import numpy as np

from bots.reading import sureness
from bots.reading.arrays import Grey
from bots.reading.comb_rows import Comb
from bots.reading.inks import patch_of
from bots.reading.ocr import Eyes
from casework.reading import Box, Source, Word

_COMB_LETTER = 48  # pixels: the height at which PP-OCR reads
_INK_SHARE = 0.4  # of the way from paper to the darkest ink
_DOUBTED, _PLAIN, _LONG = 0.6, 0.97, 3  # cells read less surely than words that are longer than a cell
_LEARNT = "pp-ocr"  # of Tesseract's letters in cells too little is known: they keep its own measure
_CROWDED, _READ = 1.6, 0.9  # letters a cell that no comb holds, bars taken for some of them, and how sure they are


def with_combs(words: Sequence[Word], combs: Sequence[Comb], grey: Grey, scale: float, eyes: Eyes) -> list[Word]:
    """The words of a page's picture (`scale` points per pixel) with each comb read cell by cell."""
    left, read = list(words), []
    page = fmean(word.own_score for word in words) if words else 0.0
    for comb in combs:
        plain = _inside(comb, left)
        spelled = [_row(letters, plain, page, eyes) for letters in _comb_words(comb, grey, scale, eyes)]
        if not _is_plainer(plain, spelled):
            left = [word for word in left if not any(word is other for other in plain)]
            read += spelled
    return [*left, *read]


def _inside(comb: Comb, words: Sequence[Word]) -> list[Word]:
    return [word for word in words if comb.box.holds(*word.box.middle)]


def _is_plainer(plain: Sequence[Word], spelled: Sequence[Word]) -> bool:
    """Whether what stands in a row was read well as words and badly cell by cell: strokes at even steps, no cells."""
    if not plain or any(word.own_score >= _DOUBTED for word in spelled):
        return False
    return all(word.own_score >= _PLAIN and len(word.text) >= _LONG and word.text.isalnum() for word in plain)


def holding_letters(combs: Sequence[Comb], words: Sequence[Word]) -> tuple[Comb, ...]:
    """The combs without those in which far more was read than one letter a cell: strokes of letters at even steps."""
    return tuple(comb for comb in combs if _letters_in(comb, words) <= _CROWDED * len(comb.cells))


def _letters_in(comb: Comb, words: Sequence[Word]) -> int:
    inside = (word for word in _inside(comb, words) if word.own_score >= _READ)
    return sum(sum(sign.isalnum() for sign in word.text) for word in inside)


@dataclass(frozen=True, slots=True)
class _Letters:
    """What stands in cells side by side, and how sure its reader was; `singly` where they were read one by one."""

    text: str
    box: Box
    sure: float
    singly: bool


def _row(letters: _Letters, plain: Sequence[Word], page: float, eyes: Eyes) -> Word:
    """The letters as a word with the chance that it is right, where it was learnt of their reader."""
    if not eyes.name.startswith(_LEARNT):
        return Word(text=letters.text, box=letters.box, confidence=letters.sure, source=Source.OCR)
    beside = sorted((word for word in plain if letters.box.holds(*word.box.middle)), key=lambda word: word.box.x0)
    seen = "".join(sign for word in beside for sign in word.text if sign.isalnum())
    signs = sureness.signs_of_row(letters.text, letters.sure, page, seen, singly=letters.singly)
    return sureness.word_read(sureness.CELLS, letters.text, letters.box, signs, letters.sure)


def _comb_words(comb: Comb, grey: Grey, scale: float, eyes: Eyes) -> list[_Letters]:
    darker = _threshold(patch_of(grey, comb.box, scale))
    letters = [_letter(cell, grey, scale, darker) for cell in comb.cells]
    words = []
    for start, end in _filled_runs(letters):
        run = [letter for letter in letters[start:end] if letter is not None]
        text, sure, singly = _spelled(run, eyes)
        if text:
            words.append(_Letters(text, comb.cells[start].union(comb.cells[end - 1]), sure, singly))
    return words


def _spelled(run: Sequence[Grey], eyes: Eyes) -> tuple[str, float, bool]:
    """The letters read as one strip; one by one, which is told too, where their number does not come out."""
    ((text, sure),) = eyes.strings([_strip(run)])
    text = "".join(text.split())
    if len(text) == len(run):
        return text, sure, False
    single = eyes.strings([_strip([letter]) for letter in run])
    return "".join(found.strip()[:1] for found, _ in single), 0.5 * min(value for _, value in single), True


def _threshold(row: Grey) -> float:
    """What is darker than this is ink in a row of cells, the palest copy's too."""
    paper, ink = np.percentile(row, (60, 0.5)) if row.size else (255.0, 0.0)
    return float(paper - _INK_SHARE * (paper - ink))


def _letter(cell: Box, grey: Grey, scale: float, darker: float) -> Grey | None:
    """What is written in a cell, cut to its ink, all that is `darker`; None where the cell is empty."""
    margin = max(2, round(0.8 / scale))
    rows = slice(round(cell.y0 / scale) + 1, round(cell.y1 / scale) - 1)
    columns = slice(round(cell.x0 / scale) + 1, round(cell.x1 / scale) - 1)
    patch = grey[rows, columns]
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
