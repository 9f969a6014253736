"""What an installation needs, what is missing, and the command that mends it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console

from casework.errors import DovTechError
from casework.procedure import Procedure
from dovtech import keys
from dovtech.settings import Settings
from dovtech.texts import say

Check = tuple[str, Callable[[], str], str]

_LANGUAGES = ("spa", "cat", "eng", "osd")
_ROOM = 2 * 1024**3  # bytes


def examine(settings: Settings) -> int:
    """Print one line a check; 0 where all is there, 4 where something is missing."""
    console = Console(highlight=False)
    missing = 0
    for name, check, mend in checks(settings):
        problem = check()
        missing += bool(problem)
        if problem:
            console.print(f"[red]✗[/] {name}: {problem} — {mend}", markup=True)
        else:
            console.print(f"[green]✓[/] {name}")
    return 4 if missing else 0


def checks(settings: Settings) -> list[Check]:
    """Each check with its name, what it finds wrong (nothing: an empty text), and the mend."""
    apt = "apt-get install"
    return [
        ("tesseract", _program("tesseract"), f"{apt} tesseract-ocr"),
        *((f"tesseract {code}", _language(code), f"{apt} tesseract-ocr-{code}") for code in _LANGUAGES),
        ("chromium", _file(settings.chromium), f"{apt} chromium"),
        ("chromedriver", _file(settings.chromedriver), f"{apt} chromium-driver"),
        ("pango", _library("libpango-1.0.so.0"), f"{apt} libpango-1.0-0 libpangoft2-1.0-0"),
        ("Temporal", _file(settings.temporal_bin), "make install"),
        ("PP-OCR", _package("rapidocr"), "make install"),
        ("spaCy", _package("spacy"), "make install"),
        (say("models", "modelos"), lambda: _models(settings), "dovtech train --released"),
        (say("procedures", "trámites"), lambda: _procedures(settings), "dovtech procedures check"),
        *_street_map(settings),
        (say("keys", "claves"), lambda: _keys(settings), say("restore them from the backup", "restaura la copia")),
        (say("disk", "disco"), lambda: _room(settings), say("free some space", "libera espacio")),
    ]


def _program(name: str) -> Callable[[], str]:
    return lambda: "" if shutil.which(name) else say("not installed", "no está instalado")


def _file(path: str) -> Callable[[], str]:
    return lambda: "" if os.access(path, os.X_OK) else say(f"{path} is not there", f"falta {path}")


def _package(name: str) -> Callable[[], str]:
    return lambda: "" if importlib.util.find_spec(name) else say("not installed", "no está instalado")


def _language(code: str) -> Callable[[], str]:
    def check() -> str:
        if not shutil.which("tesseract"):
            return say("tesseract is not installed", "tesseract no está instalado")
        known = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout
        return "" if code in known.split() else say("language not installed", "idioma no instalado")

    return check


def _library(name: str) -> Callable[[], str]:
    def check() -> str:
        import ctypes

        try:
            ctypes.CDLL(name)
        except OSError:
            return say("not installed", "no está instalado")
        return ""

    return check


def _models(settings: Settings) -> str:
    from nlp.pipeline import load

    return _said(lambda: load(_loaded(settings)))


def _procedures(settings: Settings) -> str:
    return _said(lambda: _loaded(settings))


def _street_map(settings: Settings) -> list[Check]:
    """The check of the council's street map, where it gave one."""
    from casework.streets import read

    path = settings.path("DOVTECH_STREETS")
    if path is None:
        return []
    return [(say("street map", "callejero"), lambda: _said(lambda: read(path)), "docs/settings.md")]


def _loaded(settings: Settings) -> Mapping[str, Procedure]:
    from dovtech.procedures import load_procedures

    return load_procedures(settings.procedures)


def _keys(settings: Settings) -> str:
    return _said(lambda: keys.key_ring(settings)) if settings.home.exists() else ""


def _room(settings: Settings) -> str:
    place = next(folder for folder in (settings.home, *settings.home.parents) if folder.exists())
    free = shutil.disk_usage(Path(place)).free
    return "" if free > _ROOM else say(f"only {free // 1024**2} MiB free", f"solo quedan {free // 1024**2} MiB")


def _said(work: Callable[[], object]) -> str:
    try:
        work()
    except DovTechError as error:
        return str(error)
    return ""
