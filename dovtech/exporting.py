"""Writing a case's files as the national standards exchange them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from bots.folders import disk_errors
from casework.case import Case
from dovtech.wiring import OFFICIAL_TIME, Parts


class Format(StrEnum):
    """The standards a case can be exported to."""

    ENI = "eni"
    SICRES = "sicres"


def export(parts: Parts, case: Case, form: Format, folder: Path) -> Iterator[Path]:
    """Write the case's files into the folder, one at a time, and give each path once it is written.

    Exporting the same case again writes the same bytes under the same names.
    """
    for name, data in contents(parts, case, form):
        path = folder / name
        with disk_errors("export folder"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(path, data)
        yield path


def contents(parts: Parts, case: Case, form: Format) -> Iterator[tuple[str, bytes]]:
    """The files of a case by name, as the standard wants them."""
    for name, data in _eni(parts, case) if form is Format.ENI else _sicres(parts, case):
        yield f"{name}.xml", data


def _eni(parts: Parts, case: Case) -> Iterator[tuple[str, bytes]]:
    from bots.exporting.description import described, file_identifier
    from bots.exporting.eni import documento_eni, expediente_eni

    sender = parts.sender
    documents = described(case, sender)
    for document in documents:
        yield document.identifier, documento_eni(parts.store.get(document.sha256), document, sender)
    last = case.events[-1].at if case.events else case.application.received_at

    def sign(content: bytes) -> str:
        return parts.letter_code(case.number, hashlib.sha256(content).hexdigest())

    yield file_identifier(sender, case), expediente_eni(case, documents, sender, indexed_at=last, sign=sign)


def _sicres(parts: Parts, case: Case) -> Iterator[tuple[str, bytes]]:
    from bots.exporting.sicres import asiento_sicres

    procedure = parts.procedures.get(case.kind)
    yield f"SICRES4_{case.number}", asiento_sicres(case, procedure, parts.sender, official_time=OFFICIAL_TIME)


def _write(path: Path, data: bytes) -> None:
    """Readable by its owner alone: it is full of personal data."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
