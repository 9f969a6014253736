"""Read, classify, extract and validate a file without Temporal: what `dovtech read` and `dovtech extract` do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casework.application import Document
from casework.errors import DovTechError, Refused
from casework.fields import Classification, FieldReading
from casework.findings import Finding, finding
from casework.ports import Reader, Understanding
from casework.reading import Page, Reading
from casework.validation import validate
from dovtech import wiring
from dovtech.wiring import Opened, Parts
from workflows.activities import NO_PROCEDURE

Line = dict[str, Any]


@dataclass(frozen=True)
class FilePipeline:
    """Takes one file through the first stages."""

    reader: Reader

    def readings(self, path: Path) -> tuple[Reading, ...]:
        """The readings of a file, or of every document inside a message or an archive.

        Raises Refused where none can be read; one unreadable attachment among others is left out.
        """
        documents = Opened().unpack(path.name, path.read_bytes())
        readings, refused = [], None
        for name, media_type, data in documents:
            document = Document(
                sha256=hashlib.sha256(data).hexdigest(), name=name, media_type=media_type, size=len(data)
            )
            try:
                readings.append(self.reader.read(document, data))
            except Refused as error:
                refused = error
        if not readings and refused is not None:
            raise refused
        return tuple(readings)

    def read_line(self, path: Path) -> Line:
        """A file's pages and words as one JSON line."""
        pages = [page for reading in self.readings(path) for page in reading.pages]
        return {
            "file": path.name,
            "language": None,
            "pages": [_page_line(number, page) for number, page in enumerate(pages, start=1)],
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
    if procedure is None:
        found = (finding(NO_PROCEDURE.get(told.kind, "NOT_A_PROCEDURE")),)
        return Extraction(classification=told, fields=(), findings=found, first_page=first_page)
    fields = understanding.extract(readings, told, procedure)
    judged = validate(procedure, told, fields, today=wiring.now().date())
    return Extraction(classification=told, fields=judged.fields, findings=judged.findings, first_page=first_page)


def extract_line(parts: Parts, pipeline: FilePipeline, path: Path) -> Line:
    """One file as one JSON line of the extraction; pages count through all documents of the file."""
    told = understand(parts, parts.understanding, pipeline.readings(path))
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
        "findings": [{"code": found.code, "field": found.field or None} for found in told.findings],
    }


def each_line(
    paths: list[Path], make: Callable[[Path], Line], *, workers: int, done: Callable[[], None]
) -> Iterator[Line]:
    """The line of each file in the order given; a file that cannot be read gives its error and the rest goes on."""

    def line(path: Path) -> Line:
        try:
            return make(path)
        except DovTechError as error:
            return {"file": path.name, "error": {"code": error.code, "message": str(error)}}
        except OSError as error:
            return {"file": path.name, "error": {"code": "NO_SUCH_FILE", "message": error.strerror or "cannot open"}}
        finally:
            done()

    with ThreadPoolExecutor(workers, thread_name_prefix="extract") as pool:
        yield from pool.map(line, paths)


def _page_line(number: int, page: Page) -> Line:
    return {
        "number": number,
        "width": round(page.width, 2),
        "height": round(page.height, 2),
        "rotation": page.rotation,
        "source": page.source.value,
        "words": [
            {
                "text": word.text,
                "box": [round(edge, 2) for edge in (word.box.x0, word.box.y0, word.box.x1, word.box.y1)],
                "confidence": round(word.confidence, 4),
                "source": word.source.value,
            }
            for word in page.words
        ],
    }


def _field_line(field: FieldReading, pages_before: int) -> Line:
    box = field.box
    return {
        "value": field.value,
        "raw": field.raw,
        "confidence": round(field.confidence, 4),
        "page": pages_before + field.page if field.page else None,
        "box": [round(edge, 2) for edge in (box.x0, box.y0, box.x1, box.y1)] if box else None,
        "method": field.method,
        "accepted": field.accepted,
    }
