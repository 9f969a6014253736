"""Read, classify, extract and validate a file without Temporal: what `dovtech read` and `dovtech extract` do."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from bots.reading.limits import Limits
from casework.application import Document
from casework.errors import DovTechError, Refused, TooLarge, Unavailable, UnreadableDocument
from casework.fields import Classification, FieldReading
from casework.findings import Finding, finding
from casework.paper import findings_of
from casework.ports import Understanding
from casework.procedure import asked_by
from casework.reading import Box, Page, Reading
from casework.validation import doubts_of_bundle, doubts_of_kind, validate
from dovtech import wiring
from dovtech.wiring import Parts
from nlp.languages import language_of, language_of_page
from workflows.activities import NO_PROCEDURE

_TRIES = 3  # of a file that a busy machine did not come to

Line = dict[str, Any]


class FileReader(Protocol):
    """Takes a file apart and reads what is in it."""

    def unpack(self, name: str, data: bytes) -> list[tuple[str, str, bytes]]:
        """Name, media type and bytes of each document inside."""
        ...

    def read(self, document: Document, data: bytes, *, password: str = "") -> Reading:
        """The document's pages."""
        ...


@dataclass(frozen=True, slots=True)
class FileReadings:
    """What was read of one file: its documents in their order, and why others in it could not be read."""

    readings: tuple[Reading, ...]
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class FilePipeline:
    """Takes one file through the first stages; `password` opens a PDF that asks for one.

    `most_lost` is for how many seconds documents of one file may be looked at only to be refused.
    """

    reader: FileReader
    limits: Limits = field(default_factory=Limits)
    password: str = ""
    most_lost: float = 25.0

    def readings(self, path: Path) -> FileReadings:
        """The readings of a file, or of every document inside a message or an archive.

        Raises Refused where none can be read, OSError where there is no such file.
        """
        found: list[Reading] = []
        refused: list[Refused] = []
        lost = 0.0
        for name, media_type, data in self.reader.unpack(path.name, self._bytes(path)):
            document = Document(
                sha256=hashlib.sha256(data).hexdigest(), name=name, media_type=media_type, size=len(data)
            )
            if lost > self.most_lost:  # a delivery made to keep readers busy is not read to its end
                refused.append(TooLarge("its delivery took too long before it", remedy="send it alone"))
                continue
            begun = monotonic()
            try:
                found.append(self.reader.read(document, data, password=self.password))
            except Refused as error:
                refused.append(error)
                lost += monotonic() - begun
        if not found and refused:
            raise refused[0]
        return FileReadings(tuple(found), tuple(refused))

    def _bytes(self, path: Path) -> bytes:
        """The file's bytes, measured before they are read."""
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument("this is no file", remedy="name a document, not a folder or a device")
        self.limits.check_size(status.st_size)
        return path.read_bytes()

    def read_line(self, path: Path) -> Line:
        """A file's pages and words as one JSON line."""
        told = self.readings(path)
        pages = [page for reading in told.readings for page in reading.pages]
        return {
            "file": path.name,
            "language": language_of(pages),
            "pages": [_page_line(number, page) for number, page in enumerate(pages, start=1)],
            "refused": [error.code for error in told.refused],
        }


@dataclass(frozen=True)
class Extraction:
    """What was understood of a file."""

    classification: Classification
    fields: tuple[FieldReading, ...]
    findings: tuple[Finding, ...]
    first_page: dict[str, int]


def understand(parts: Parts, understanding: Understanding, readings: tuple[Reading, ...]) -> Extraction:
    """Classify, extract and validate as the workflow does, for a file that is no case yet."""
    told = understanding.classify(readings)
    procedure = parts.procedures.get(told.kind)
    first_page, count = {}, 0
    for reading in readings:
        first_page[reading.document] = count
        count += len(reading.pages)
    others = doubts_of_bundle(told)
    asked = asked_by(told.kind, parts.procedures)
    fields = understanding.extract(readings, told, asked) if asked else ()
    if procedure is None:
        found = (*others, finding(NO_PROCEDURE.get(told.kind, "NOT_A_PROCEDURE")))
        return Extraction(classification=told, fields=fields, findings=found, first_page=first_page)
    judged = validate(procedure, told, fields, today=wiring.now().date())
    findings = (*others, *doubts_of_kind(told, parts.procedures), *judged.findings)
    return Extraction(classification=told, fields=judged.fields, findings=findings, first_page=first_page)


def extract_line(parts: Parts, pipeline: FilePipeline, path: Path) -> Line:
    """One file as one JSON line of the extraction; pages count through all documents of the file."""
    read = pipeline.readings(path)
    told = understand(parts, parts.understanding, read.readings)
    of_paper = [one for reading in read.readings for one in findings_of(reading)]
    found = [*of_paper, *(finding("DOCUMENT_UNREADABLE") for _ in read.refused), *told.findings]
    first = told.first_page
    return {
        "file": path.name,
        "kind": told.classification.kind,
        "kind_confidence": round(told.classification.confidence, 4),
        "language": told.classification.language,
        "parts": [
            {"pages": [first[part.document] + page for page in part.pages], "kind": part.kind}
            for part in told.classification.parts
        ],
        "fields": {field.name: _field_line(field, first.get(field.document, 0)) for field in told.fields},
        "findings": [{"code": one.code, "field": one.field or None} for one in found],
    }


def each_line(
    paths: list[Path], make: Callable[[Path], Line], *, workers: int, done: Callable[[], None]
) -> Iterator[Line]:
    """The line of each file in the order given; a file that cannot be read gives its error and the rest goes on."""

    def line(path: Path) -> Line:
        try:
            return _made(make, path)
        except DovTechError as error:
            return {"file": path.name, "error": {"code": error.code, "message": str(error)}}
        except OSError as error:
            return {"file": path.name, "error": {"code": "NO_SUCH_FILE", "message": error.strerror or "cannot open"}}
        except Exception as error:  # noqa: BLE001 - the top of one file's work: what nobody foresaw costs this file alone
            return {"file": path.name, "error": {"code": DovTechError.code, "message": type(error).__name__}}
        finally:
            done()

    with ThreadPoolExecutor(workers, thread_name_prefix="extract") as pool:
        yield from pool.map(line, paths)


def _made(make: Callable[[Path], Line], path: Path) -> Line:
    """The line of a file, made again where the machine was too busy for it."""
    for _ in range(_TRIES - 1):
        with suppress(Unavailable):
            return make(path)
    return make(path)


def _page_line(number: int, page: Page) -> Line:
    return {
        "number": number,
        "language": language_of_page(page),
        "width": round(page.width, 2),
        "height": round(page.height, 2),
        "rotation": page.rotation,
        "source": page.source.value,
        "quality": page.quality,
        "notes": list(page.notes),
        "words": [
            {
                "text": word.text,
                "box": _edges(word.box),
                "confidence": round(word.confidence, 4),
                "source": word.source.value,
                **({"handwritten": True} if word.handwritten else {}),
            }
            for word in page.words
        ],
        "stamps": [{"text": stamp.text, "box": _edges(stamp.box)} for stamp in page.stamps],
    }


def _edges(box: Box) -> list[float]:
    return [round(edge, 2) for edge in (box.x0, box.y0, box.x1, box.y1)]


def _field_line(field: FieldReading, pages_before: int) -> Line:
    box = field.box
    return {
        "value": field.value,
        "raw": field.raw,
        "confidence": round(field.confidence, 4),
        "page": pages_before + field.page if field.page else None,
        "box": _edges(box) if box else None,
        "method": field.method,
        "accepted": field.accepted,
    }
