"""How right and how fast paper is read: exact values, combs, ticks and letters of drawn and damaged sheets."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from rich.console import Console
from rich.table import Table

from bots.reading.ocr import Profile
from bots.reading.reader import DocumentReader
from casework.application import Document
from casework.reading import Box, Page
from dovtech.benching import damage, paper, unseen

FIRST = 3000  # the seeds below it may be looked at when something is changed
_SQUEEZED = str.maketrans("", "", " \n")


@dataclass(slots=True)
class Score:
    """Right and all of each thing that was counted."""

    right: dict[str, int] = field(default_factory=dict)
    all: dict[str, int] = field(default_factory=dict)
    cpu: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def add(self, what: str, *, right: bool, miss: str = "") -> None:
        """Count one."""
        self.all[what] = self.all.get(what, 0) + 1
        self.right[what] = self.right.get(what, 0) + right
        if not right:
            self.misses.append(f"{what}: {miss}")

    def share(self, what: str) -> float:
        """Per cent right; 100 where there was nothing to count."""
        return 100 * self.right.get(what, 0) / self.all[what] if self.all.get(what) else 100.0


def scored(score: Score, sheet: paper.Sheet, page: Page) -> None:
    """Compare a page that was read with what was drawn."""
    text = page.text
    squeezed = text.translate(_SQUEEZED)
    for caption, value in sheet.keys:
        found = value in text or (caption in {"IBAN", "Teléfono / Telèfon"} and value.replace(" ", "") in squeezed)
        what = "e-mail" if "@" in value else "key"
        score.add(what, right=found, miss=value)
    for letters in sheet.combs:
        score.add("comb", right=any(word.text == letters for word in page.words), miss=letters)
    for box, ticked in sheet.ticks:
        mark = next((mark for mark in page.marks if _same(mark.box, box)), None)
        score.add("tick", right=mark is not None and mark.ticked == ticked, miss=f"{ticked} {mark and mark.ticked}")
    for line in sheet.prose:
        wrong = _distance(line, _nearest(line, text.splitlines()))
        score.all["letters"] = score.all.get("letters", 0) + len(line)
        score.right["letters"] = score.right.get("letters", 0) + max(0, len(line) - wrong)


def _same(found: Box, drawn: Box) -> bool:
    x, y = found.middle
    return abs(x - drawn.middle[0]) < 6 and abs(y - drawn.middle[1]) < 6


def _nearest(line: str, lines: Iterable[str]) -> str:
    words = set(line.split())
    return max(lines, key=lambda other: len(words & set(other.split())), default="")


def _distance(first: str, second: str) -> int:
    """Levenshtein's distance."""
    row = np.arange(len(second) + 1)
    letters = np.array(list(second), dtype="<U1")
    for index, letter in enumerate(first, start=1):
        best = np.minimum(row[1:] + 1, row[:-1] + (letters != letter))
        steps = np.arange(len(second) + 1)
        start = np.concatenate(([index], best))
        row = np.minimum.accumulate(start - steps) + steps
    return int(row[-1])


def measure(
    seeds: Iterable[int],
    ways: Iterable[str],
    profile: Profile,
    drawn: Callable[[int], paper.Sheet] = unseen.drawn,
) -> dict[str, Score]:
    """Each sheet damaged in each way and read in this process; the models are warm before the clock starts."""
    reader = DocumentReader(profile=profile)
    scores = {way: Score() for way in ways}
    read_page(reader, damage.packed(damage.rendered(paper.drawn(0).pdf()), 200))
    for seed in seeds:
        sheet = drawn(seed)
        picture = damage.rendered(sheet.pdf())
        for way, score in scores.items():
            data = damage.packed(damage.WAYS[way](picture, seed), None if way == "telephone" else 200)
            begun = _cpu()
            page = read_page(reader, data)
            score.cpu.append(_cpu() - begun)
            scored(score, sheet, page)
    return scores


def _cpu() -> float:
    """The seconds of the processor used so far, those of programs that were called included."""
    return sum(os.times()[:4])


def read_page(reader: DocumentReader, data: bytes) -> Page:
    """The first page of a file, read in this process."""
    document = Document(sha256=hashlib.sha256(data).hexdigest(), name="bench", media_type="", size=len(data))
    return reader.read(document, data).pages[0]


COLUMNS = ("key", "e-mail", "comb", "tick", "letters")


def run(sheets: int) -> None:
    """Measure every way of damage in both profiles, on layouts that nothing was tuned on, and print."""
    console = Console()
    for profile in Profile:
        table = Table(f"{profile}, {sheets} sheets", *(f"{column} %" for column in COLUMNS), "CPU ms a page")
        for way, score in measure(range(FIRST, FIRST + sheets), damage.WAYS, profile).items():
            shares = (f"{score.share(column):.2f}" for column in COLUMNS)
            table.add_row(way, *shares, f"{1000 * float(np.mean(score.cpu)):.0f}")
        console.print(table)
