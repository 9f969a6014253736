"""Keeps each finished file in a folder of its own that needs no DovTech to be read and checked.

`2026/DOV-2026-000001/` holds `case.json` (fields with evidence, findings, decisions, filings, letters, events), then
`originals/`, `readings/`, `letters/` and `filings/` (pictures of the records in the back-offices), whose files have
names of order and hash (`01-9f86d081884c7d65.pdf`) and never what the citizen called them. `manifest.json` gives the
role, SHA-256 and size of each; `SHA256SUMS` says the same for `sha256sum -c`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bots.folders import cleared, disk_errors, locked, placed, write_folder
from bots.plain import as_json
from casework.case import Case
from casework.ports import DocumentStore

FORMAT = "dovtech-archive/1"
CASE, MANIFEST, SUMS = "case.json", "manifest.json", "SHA256SUMS"

_EXTENSIONS = {
    "application/json": "json",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
    "message/rfc822": "eml",
    "text/html": "html",
    "text/plain": "txt",
}
_HASH_IN_NAME = 16
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class FolderArchive:
    """Plays `Archive` in a folder; files are readable by their owner alone and a file appears whole or not at all."""

    root: Path
    store: DocumentStore

    def keep(self, case: Case) -> str:
        """Write the case's folder and return its name below the root, `2026/DOV-2026-000001`.

        Safe to repeat: the same content is left untouched, other content replaces the folder in one step. Raises
        UnreadableDocument where the store has lost a document, Unavailable where the disk fails.
        """
        name = f"{case.number.split('-')[1]}/{case.number}"
        files = dict(_with_sums(case, list(_contents(case, self.store))))
        with disk_errors("archive"), locked(self.root):
            if not _holds(self.root / name, files):
                with cleared(self.root / ".part") as part:
                    write_folder(part / case.number, files)
                    placed(part / case.number, self.root / name, within=self.root)
        return name


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    role: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def _contents(case: Case, store: DocumentStore) -> Iterator[_File]:
    # Where a case is archived is no part of what is archived: it is not known before.
    yield _File(CASE, "case", as_json(replace(case, archived="")))
    for order, document in enumerate(case.application.documents, start=1):
        extension = _EXTENSIONS.get(document.media_type, "bin")
        yield _stored(store, "originals", order, document.sha256, extension)
        if document.sha256 in case.readings:
            yield _stored(store, "readings", order, case.readings[document.sha256], "json")
    for order, letter in enumerate(case.letters, start=1):
        yield _stored(store, "letters", order, letter.sha256, "pdf")
    pictures = [sha256 for filing in case.filings for sha256 in (filing.before, filing.screenshot) if sha256]
    for order, sha256 in enumerate(dict.fromkeys(pictures), start=1):
        yield _stored(store, "filings", order, sha256, "png")


def _stored(store: DocumentStore, role: str, order: int, sha256: str, extension: str) -> _File:
    data = store.get(sha256)
    if extension == "json" and data.startswith(_GZIP):
        extension = "json.gz"
    return _File(f"{role}/{order:02d}-{sha256[:_HASH_IN_NAME]}.{extension}", role, data)


def _with_sums(case: Case, files: list[_File]) -> Iterator[tuple[str, bytes]]:
    listed = [{"path": file.path, "role": file.role, "sha256": file.sha256, "size": len(file.data)} for file in files]
    manifest = _File(
        MANIFEST, "manifest", as_json({"format": FORMAT, "number": case.number, "kind": case.kind, "files": listed})
    )
    everything = [*files, manifest]
    sums = "".join(f"{file.sha256}  {file.path}\n" for file in everything)
    yield from ((file.path, file.data) for file in everything)
    yield SUMS, sums.encode()


def _holds(folder: Path, files: dict[str, bytes]) -> bool:
    """Whether the folder holds exactly these files; a damaged copy is found here and written anew."""
    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    return held == set(files) and all((folder / path).read_bytes() == data for path, data in files.items())


def verify(folder: Path) -> list[str]:
    """What is wrong with an archived folder, one sentence a problem; empty means every byte is as it was kept."""
    try:
        listed = {entry["path"]: (entry["sha256"], entry["size"]) for entry in _manifest(folder)["files"]}
        sums = _sums(folder)
    except FileNotFoundError as error:
        return [f"{Path(error.filename).name} is missing"]
    except (ValueError, KeyError, TypeError):
        return [f"{MANIFEST} or {SUMS} is damaged"]
    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    expected = {path: sha256 for path, (sha256, _) in listed.items()} | {MANIFEST: _measured(folder / MANIFEST)[0]}
    return [
        *(f"{path} is missing" for path in sorted(set(listed) - held)),
        *(f"{path} is not in the manifest" for path in sorted(held - set(listed) - {MANIFEST, SUMS})),
        *(f"{path} has changed" for path in sorted(set(listed) & held) if _measured(folder / path) != listed[path]),
        *([] if sums == expected else [f"{SUMS} and {MANIFEST} do not agree"]),
    ]


def _manifest(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    return manifest


def _sums(folder: Path) -> dict[str, str]:
    lines = (line.split("  ", 1) for line in (folder / SUMS).read_text("utf-8").splitlines())
    return {path: sha256 for sha256, path in lines}


def _measured(path: Path) -> tuple[str, int]:
    data = path.read_bytes()
    return hashlib.sha256(data).hexdigest(), len(data)
