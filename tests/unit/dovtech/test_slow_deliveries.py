"""A delivery that keeps the readers busy for nothing."""

from __future__ import annotations

from pathlib import Path

from bots.reading.text import text_pages
from casework.application import Document
from casework.errors import TooLarge
from casework.reading import Reading
from dovtech.pipeline import FilePipeline, Line


class SlowInTheMiddle:
    """Takes a delivery of three apart, reads two at once, and refuses the one between them after a while."""

    recipe = "slow"

    def unpack(self, name: str, data: bytes) -> list[tuple[str, str, bytes]]:
        del name, data
        return [("a", "", b"hola"), ("b", "", b"slow"), ("c", "", b"adios")]

    def read(self, document: Document, data: bytes, *, password: str = "") -> Reading:
        del password
        if data == b"slow":
            raise TooLarge("it takes too long", remedy="")
        return Reading(document=document.sha256, recipe=self.recipe, pages=tuple(text_pages(data.decode())))


def test_documents_behind_slow_ones_are_refused_and_not_forgotten(tmp_path: Path) -> None:
    """Once too much time was lost, each document that is left has its own refusal; within that time all are read."""
    path = tmp_path / "envio.zip"
    path.write_bytes(b"PK")
    patient = FilePipeline(SlowInTheMiddle()).read_line(path)
    assert _told(patient) == (["hola", "adios"], ["TOO_LARGE"])
    hasty = FilePipeline(SlowInTheMiddle(), most_lost=0.0).read_line(path)
    assert _told(hasty) == (["hola"], ["TOO_LARGE", "TOO_LARGE"])


def _told(line: Line) -> tuple[list[str], list[str]]:
    """The first word of each page, and the codes of what was refused."""
    return [page["words"][0]["text"] for page in line["pages"]], line["refused"]
