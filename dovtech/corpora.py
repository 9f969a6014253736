"""The invented papers of other authors as the real reader sees them: made and read once, then kept at home."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

import nlp.corpus
from casework.errors import Refused
from casework.reading import Reading
from dovtech.pipeline import FilePipeline
from dovtech.wiring import Parts
from nlp.corpus.specimen import Specimen

if TYPE_CHECKING:
    from nlp.corpus.made import Made

_JSON = TypeAdapter(Specimen)
_NO_PAGES = Reading(document="0" * 64, recipe="", pages=())
_FOLDER = Path(nlp.corpus.__file__).parent

Order = Callable[[], "Made"]
"""One document that is made when it is asked for."""


def _already(made: Made) -> Made:
    """A message is made while it is numbered: it costs nothing."""
    return made


@dataclass(frozen=True)
class Corpus:
    """A set of documents of one generator: the same numbers for ever; e-mails are of one set of templates."""

    generator: str
    families: range
    count: int
    seed: int
    sources: Sequence[str] = ()
    styles: range = range(0)
    templates: str = ""

    def orders(self, parts: Parts) -> Iterator[Order]:
        from nlp.corpus import mail, office, web

        if self.generator == "mail":
            written = islice(mail.messages(self.templates, self.seed, rounds=self.count), self.count)
            return (partial(_already, made) for made in written)
        if self.generator == "web":
            return web.orders(parts.procedures, self.families, self.count, self.seed, scanned=0.06)
        return office.orders(
            parts.procedures, self.families, self.count, self.seed, sources=self.sources, styles=self.styles
        )


_CLEAN = ("acroform", "flattened", "digital", "letter", "email", "digital")
_ALL = ("acroform", "flattened", "digital", "scan", "bad_scan", "photo", "letter", "email")

WEB = Corpus("web", range(60), 579, 3)
# Some of the office's form families and letter styles calibrate; the others are only ever measured.
CALIBRATION = (
    Corpus("office", range(18), 900, 1, (*_CLEAN, "letter", "email"), range(12)),
    Corpus("office", range(18), 108, 2, ("scan", "bad_scan", "scan"), range(12)),
    Corpus("office", range(18, 36), 270, 4, ("acroform", "flattened", "digital"), range(12)),
    Corpus("office", range(36), 144, 6, ("scan", "bad_scan", "photo", "scan"), range(12)),
    Corpus("mail", range(0), 155, 5, templates="messages"),
)
MEASURED = Corpus("office", range(36, 54), 144, 2611, _ALL, range(12, 24))


@dataclass
class Readings:
    """Makes and reads corpora through the real reader, several papers at a time."""

    parts: Parts
    _making: Lock = field(default_factory=Lock)

    def specimens(self, corpus: Corpus, done: Callable[[float], None] = lambda _: None) -> Iterator[Specimen]:
        """The corpus in its order; a paper that the reader refuses has no pages."""
        folder = self.parts.settings.home / "corpus" / f"{corpus.generator}-{self._digest(corpus)}"
        folder.mkdir(parents=True, exist_ok=True)
        orders = enumerate(corpus.orders(self.parts))
        with ThreadPoolExecutor(self.parts.settings.reader_processes + 1, thread_name_prefix="corpus") as pool:
            read = pool.map(lambda order: self._specimen(folder / f"{order[0]:05d}.json.gz", order[1]), orders)
            for number, specimen in enumerate(read, start=1):
                done(number / corpus.count)
                yield specimen

    def _digest(self, corpus: Corpus) -> str:
        """Another generator, another set or another recipe of reading is another corpus; a longer one goes on."""
        told = hashlib.sha256(repr((replace(corpus, count=0), self.parts.reader.recipe)).encode())
        for path in sorted([_FOLDER / "made.py", *(_FOLDER / corpus.generator).rglob("*")]):
            if path.is_file() and path.suffix != ".pyc":
                told.update(path.read_bytes())
        return told.hexdigest()[:16]

    def _specimen(self, kept: Path, order: Order) -> Specimen:
        if kept.exists():
            return _JSON.validate_json(gzip.decompress(kept.read_bytes()))
        with self._making:  # the drawing libraries share their fonts
            made = order()
        specimen = self._read(made, kept.parent)
        kept.write_bytes(gzip.compress(_JSON.dump_json(specimen), compresslevel=1, mtime=0))
        return specimen

    def _read(self, made: Made, folder: Path) -> Specimen:
        from nlp.corpus.made import specimen_of

        path = folder / (made.name if Path(made.name).suffix else f"{made.name}.pdf")
        path.write_bytes(made.data)
        try:
            reading = FilePipeline(self.parts.reader).readings(path).readings[0]
        except Refused:
            reading = _NO_PAGES
        finally:
            path.unlink()
        return specimen_of(made, lambda _: reading)


def whole(specimens: Iterator[Specimen]) -> tuple[Specimen, ...]:
    """Those to learn from: a reader that saw more or fewer pages than were made leaves nothing to be sure of."""
    return tuple(one for one in specimens if one.pages and len(one.pages) == len(one.page_kinds))
