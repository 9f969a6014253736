"""A file that a citizen signed with a certificate is kept to the byte, and told to be signed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from fakes import sheets
from fakes.signed import is_valid, signed

from bots.archive import FolderArchive
from bots.reading.reader import DocumentReader
from bots.store import FolderStore
from casework.application import Application, Channel, Document
from casework.case import Case
from casework.reading import SIGNED, Reading
from dovtech.readings import KeptReadings

AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


def _document(data: bytes) -> Document:
    return Document(
        sha256=hashlib.sha256(data).hexdigest(), name="solicitud.pdf", media_type="application/pdf", size=len(data)
    )


def _read(data: bytes) -> Reading:
    return DocumentReader().read(_document(data), data)


def test_its_signature_holds_after_it_was_read_and_archived(tmp_path: Path) -> None:
    """Reading and archiving leave its bytes alone; one changed byte would be told."""
    data = signed(sheets.form())
    store, reader = FolderStore(tmp_path / "documents"), DocumentReader()
    document = _document(data)
    assert store.put(data) == document.sha256
    readings = KeptReadings(reader=reader, store=store, index=tmp_path / "index", recipe=reader.recipe)
    kept, reading = readings.read(document)
    assert reading.repaired is False
    application = Application(
        number="DOV-2026-000001", channel=Channel.EMAIL, received_at=AT,
        documents=(document,),
    )  # fmt: skip
    archive = FolderArchive(tmp_path / "archive", store)
    name = archive.keep(Case(application=application, presented_at=AT, readings={document.sha256: kept}))
    (original,) = (tmp_path / "archive" / name / "originals").iterdir()
    archived = original.read_bytes()
    assert (archived, is_valid(archived, tmp_path)) == (data, True)
    assert not is_valid(archived.replace(b"%PDF-1.", b"%PDF-2.", 1), tmp_path)


def test_a_signature_that_no_page_shows_is_told() -> None:
    """By the first page's note; a time stamp signs nothing, nor does a plain file."""
    form = sheets.form()
    two = sheets.changed(form, lambda file: file.pages.append(file.pages[0]))
    notes = [[SIGNED in page.notes for page in _read(data).pages] for data in (signed(two), form)]
    assert notes == [[True, False], [False]]
    assert SIGNED not in _read(signed(form, sub_filter="ETSI.RFC3161")).pages[0].notes
