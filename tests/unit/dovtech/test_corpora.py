"""Invented papers are made and read once, and read again only where another reader would see something else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from casework.application import Document
from casework.errors import UnreadableDocument
from casework.reading import Page, Reading, Source
from dovtech.corpora import Corpus, Readings, whole
from dovtech.procedures import load_procedures

PROCEDURES = load_procedures(Path(__file__).parents[3] / "procedures")
FORMS = Corpus("office", range(3), 3, 5, ("digital",))
MESSAGES = Corpus("mail", range(0), 3, 5, templates="messages")


@dataclass
class CountingReader:
    """Reads one empty page of everything and remembers what it was asked for."""

    recipe: str = "first"
    refuses: bool = False
    asked: list[str] = field(default_factory=list)

    def unpack(self, name: str, data: bytes) -> list[tuple[str, str, bytes]]:
        return [(name, "application/pdf", data)]

    def read(self, document: Document, data: bytes, *, password: str = "") -> Reading:
        self.asked.append(document.name)
        if self.refuses:
            raise UnreadableDocument(f"no {password}picture of {len(data)} bytes can be read", remedy="scan it again")
        page = Page(number=1, width=595, height=842, source=Source.TEXT_LAYER)
        return Reading(document=document.sha256, recipe=self.recipe, pages=(page,))


def _readings(home: Path, reader: CountingReader) -> Readings:
    settings = SimpleNamespace(home=home, reader_processes=1)
    return Readings(cast("Any", SimpleNamespace(settings=settings, procedures=PROCEDURES, reader=reader)))


@pytest.mark.parametrize("corpus", [FORMS, MESSAGES])
def test_what_was_read_is_kept(tmp_path: Path, corpus: Corpus) -> None:
    """The same corpus once more asks the reader nothing; a longer one asks for what is new."""
    reader = CountingReader()
    first = list(_readings(tmp_path, reader).specimens(corpus))
    again = list(_readings(tmp_path, reader).specimens(corpus))
    assert first == again
    assert len(reader.asked) == corpus.count
    longer = list(_readings(tmp_path, reader).specimens(replace(corpus, count=5)))
    assert longer[:3] == first
    assert len(reader.asked) == len(longer) == 5


def test_another_recipe_reads_anew(tmp_path: Path) -> None:
    """A reader that may see something else is not answered for by the old one."""
    list(_readings(tmp_path, CountingReader()).specimens(FORMS))
    other = CountingReader(recipe="second")
    list(_readings(tmp_path, other).specimens(FORMS))
    assert len(other.asked) == FORMS.count


def test_a_refused_paper_has_no_pages_and_teaches_nothing(tmp_path: Path) -> None:
    """It is still there to be counted as not read."""
    papers = list(_readings(tmp_path, CountingReader(refuses=True)).specimens(FORMS))
    assert [paper.pages for paper in papers] == [()] * FORMS.count
    assert whole(iter(papers)) == ()


@pytest.mark.parametrize("part", [(1 / 3), (2 / 3), 1.0])
def test_progress_is_told(tmp_path: Path, part: float) -> None:
    """Whoever waits hears of each paper."""
    told: list[float] = []
    list(_readings(tmp_path, CountingReader()).specimens(FORMS, told.append))
    assert part in told
