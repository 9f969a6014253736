"""How fast paper is read: beside the bare engines it reads with, and beside OCRmyPDF, on the same scans by turns."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image
from rich.console import Console
from rich.table import Table

from bots.reading.isolated import IsolatedReader
from bots.reading.ocr import Profile
from bots.reading.ocr_tesseract import LANGUAGES
from bots.reading.reader import DocumentReader
from casework.application import Document
from dovtech.benching import damage, paper

ROUNDS = 2
_FIRST = 2000
_MEBIBYTE_IN_KIB = 1024


@dataclass(slots=True)
class Spent:
    """Seconds of the processor and of the clock, turn by turn, for some pages each."""

    pages: int
    cpu: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)

    @property
    def cpu_a_page(self) -> float:
        """Milliseconds of the processor for one page: the least of all turns, which other programs hurt least."""
        return 1000 * min(self.cpu) / self.pages

    @property
    def clock_a_page(self) -> float:
        """Milliseconds by the clock for one page, the least of all turns."""
        return 1000 * min(self.clock) / self.pages


def run(scans: int) -> None:
    """Measure and print; what is not installed is left out and named."""
    cv2.setNumThreads(1)  # as a reader process has
    console = Console()
    pictures = [_scan(_FIRST + number) for number in range(scans)]
    with tempfile.TemporaryDirectory(prefix="dovtech-bench-") as name:
        folder = Path(name)
        spent = _by_turns(_readers(pictures, folder, console), scans)
    table = Table(
        f"{scans} scans, {ROUNDS} turns each",
        "CPU ms a page",
        "ms a page by the clock",
        "PP-OCR",
        "Tesseract",
        "OCRmyPDF",
    )
    for name, one in spent.items():
        others = (spent.get("bare PP-OCR"), spent.get("bare Tesseract"), spent.get("ocrmypdf"))
        rates = (f"{other.cpu_a_page / one.cpu_a_page:.2f}" if other else "-" for other in others)
        table.add_row(name, f"{one.cpu_a_page:.0f}", f"{one.clock_a_page:.0f}", *rates)
    console.print(table)
    console.print("the last three columns: how many times as many pages as by these, with the same processor time")
    console.print(f"a digital page with its words and boxes: {_digital():.1f} ms of the processor")
    console.print(f"a reader process held {_peak(pictures)} MiB at its peak")


def _scan(seed: int) -> bytes:
    """A scan as a picture file; every second one is bad."""
    way = damage.bad if seed % 2 else damage.clean
    return damage.packed(way(damage.rendered(paper.drawn(seed).pdf()), seed), 200)


def _readers(pictures: Sequence[bytes], folder: Path, console: Console) -> Mapping[str, Callable[[], None]]:
    """What is compared, each reading all scans once."""
    files = list(_files(pictures, folder))
    readers: dict[str, Callable[[], None]] = {}
    if (engine := _paddle()) is None:
        console.print("bare PP-OCR left out: rapidocr is not installed")
    else:
        greys = [np.asarray(Image.open(BytesIO(picture)).convert("RGB")) for picture in pictures]
        engine(greys[0])  # warm
        readers["bare PP-OCR"] = partial(_each, engine, greys)
    if shutil.which("tesseract"):
        readers["bare Tesseract"] = partial(_tesseract, files, folder)
    else:
        console.print("bare Tesseract left out: tesseract is not installed")
    for profile in Profile:
        reader = DocumentReader(profile=profile)
        _read(reader, pictures[0])  # warm
        readers[f"our reader, {profile}"] = partial(_each, partial(_read, reader), pictures)
        readers[f"dovtech read, {profile}"] = partial(_command, files, folder, profile)
    if shutil.which("ocrmypdf"):
        whole = _bound(files, folder)
        readers["ocrmypdf"] = partial(_ocrmypdf, whole, folder)
    else:
        console.print("ocrmypdf left out: it is not installed")
    return readers


def _each(read: Callable[[Any], object], scans: Sequence[Any]) -> None:
    for scan in scans:
        read(scan)


def _by_turns(readers: Mapping[str, Callable[[], None]], pages: int) -> dict[str, Spent]:
    spent = {name: Spent(pages) for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            cpu, clock = _cpu(), time.monotonic()
            read()
            spent[name].cpu.append(_cpu() - cpu)
            spent[name].clock.append(time.monotonic() - clock)
    return spent


def _cpu() -> float:
    """The seconds of the processor used so far, those of programs that were called included."""
    return sum(os.times()[:4])


def _files(pictures: Sequence[bytes], folder: Path) -> Iterator[Path]:
    for number, picture in enumerate(pictures):
        path = folder / f"scan-{number}.png"
        path.write_bytes(picture)
        yield path


def _bound(files: Sequence[Path], folder: Path) -> Path:
    """All scans in one PDF, as OCRmyPDF shares out its pages."""
    whole = folder / "whole.pdf"
    first, *others = [Image.open(path) for path in files]
    first.save(whole, "PDF", save_all=True, append_images=others, resolution=200, quality=90)
    return whole


def _paddle() -> Any:
    """Rapidocr's own pipeline, tuned and warm, on one thread; None where it is not installed."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    threads = {f"EngineConfig.onnxruntime.{one}_op_num_threads": 1 for one in ("intra", "inter")}
    tuned = {
        "Global.use_cls": False,
        "Global.log_level": "error",
        "Global.max_side_len": 4000,
        "Det.limit_type": "max",
        "Det.limit_side_len": 1280,
        "Rec.rec_batch_num": 1,
        "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
    }
    return RapidOCR(params=threads | tuned)


def _tesseract(files: Sequence[Path], folder: Path) -> None:
    """One process for all scans, so that its languages are loaded once."""
    named = folder / "scans.txt"
    named.write_text("\n".join(map(str, files)), encoding="utf-8")
    _quietly(
        ["tesseract", str(named), str(folder / "told"), "-l", LANGUAGES, "--psm", "4", "tsv"], OMP_THREAD_LIMIT="1"
    )


def _ocrmypdf(whole: Path, folder: Path) -> None:
    options = ["--jobs", "2", "--deskew", "--rotate-pages", "-l", LANGUAGES, "--output-type", "pdf"]
    _quietly(["ocrmypdf", *options, str(whole), str(folder / "searchable.pdf")])


def _command(files: Sequence[Path], folder: Path, profile: Profile) -> None:
    command = [sys.executable, "-P", "-m", "dovtech", "read", *map(str, files), "--jsonl", str(folder / "told.jsonl")]
    _quietly(command, DOVTECH_READING_PROFILE=profile, DOVTECH_HOME=str(folder / "home"))


def _quietly(command: list[str], **environment: str) -> None:
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"{command[0]} ended with {done.returncode}: {done.stderr[-400:]}"
        raise RuntimeError(message)


def _read(reader: Any, data: bytes) -> None:
    reader.read(Document(sha256="0" * 64, name="bench", media_type="", size=len(data)), data)


def _digital() -> float:
    """Milliseconds of the processor for a page that needs no reading by eye."""
    reader = DocumentReader()
    pages = [paper.drawn(_FIRST + number).pdf() for number in range(20)]
    _read(reader, pages[0])
    turns = []
    for _ in range(3):
        begun = time.process_time()
        for page in pages:
            _read(reader, page)
        turns.append(time.process_time() - begun)
    return 1000 * min(turns) / len(pages)


def _peak(pictures: Sequence[bytes]) -> int:
    """The most mebibytes that the process of one reader held."""
    pool = IsolatedReader(processes=1)
    try:
        for picture in pictures:
            _read(pool, picture)
        held = [_held(child.pid) for child in multiprocessing.active_children() if child.pid]
        return max(held, default=0) // _MEBIBYTE_IN_KIB
    finally:
        pool.close()


def _held(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
