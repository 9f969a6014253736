"""Hostile files: each is read or refused with a code, none harms the next one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from time import monotonic

import pytest
from fakes import harms, hostile, sheets
from fakes.whole_files import whole_files

from bots.reading.isolated import IsolatedReader, Patience
from casework.application import Document
from casework.errors import Refused

MOST = 60.0  # seconds for one file, waiting for the machine included
FORM = sheets.form()


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    pool = IsolatedReader(processes=1, patience=Patience(page=4.0))
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def kinds() -> dict[str, bytes]:
    return hostile.kinds()


def _told(reader: IsolatedReader, name: str, data: bytes) -> list[str]:
    """For each document in the file: that it was read, or the code it was refused with."""
    try:
        files = reader.unpack(name, data)
    except Refused as refused:
        return [refused.code]
    return [_read(reader, inner) for _, _, inner in files]


def _read(reader: IsolatedReader, data: bytes) -> str:
    document = Document(sha256=hashlib.sha256(data).hexdigest(), name="x", media_type="", size=len(data))
    try:
        pages = reader.read(document, data).pages
    except Refused as refused:
        return refused.code
    return "read" if pages else "no pages"


SLOW = {"docx", "xlsx", "odt", "rtf"}  # LibreOffice starts for each; `make soak` breaks them too
CODES = {"read", "UNREADABLE_DOCUMENT", "LOCKED_DOCUMENT", "TOO_LARGE"}


@pytest.mark.timeout(600)
def test_every_awkward_kind_is_read_or_refused(reader: IsolatedReader, kinds: dict[str, bytes]) -> None:
    """Bombs, loops, lies and noise by name; a sound form is read after the last of them."""
    wrong = {}
    for name, data in kinds.items():
        begun = monotonic()
        told = _told(reader, name, data)
        if not told or not set(told) <= CODES or monotonic() - begun > MOST:
            wrong[name] = told
    assert wrong == {}
    assert _read(reader, FORM) == "read"


@pytest.mark.timeout(600)
def test_files_broken_by_chance_are_read_or_refused(reader: IsolatedReader) -> None:
    """Some sound file after each kind of harm; `make soak` breaks every format in every way."""
    originals = {name: data for name, data in whole_files().items() if name not in SLOW}
    names = sorted(originals)
    kinds = [f"{names[place % len(names)]}/{harm}" for place, harm in enumerate(harms.HARMS)]
    broken = {kind: harms.harmed(kind, 0, originals) for kind in kinds}
    wrong = {name: told for name, data in broken.items() if not set(told := _told(reader, name, data)) <= CODES}
    assert wrong == {}
    assert _read(reader, FORM) == "read"


def test_one_bad_file_in_a_delivery_does_not_lose_the_others(reader: IsolatedReader, kinds: dict[str, bytes]) -> None:
    """The form beside a program and an empty file is read."""
    assert _told(reader, "z.zip", kinds["zip-with-one-bad-member"]) == [
        "read",
        "UNREADABLE_DOCUMENT",
        "UNREADABLE_DOCUMENT",
    ]
