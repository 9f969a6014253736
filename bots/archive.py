"""The archived file: a folder that stands by itself, outside every other system."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from casework.case import Case
from casework.ports import DocumentStore

_CASE = TypeAdapter(Case)
_MANIFEST = "manifest.json"
_SUMS = "SHA256SUMS"
_EXTENSIONS = {
    "application/pdf": "pdf",
    "message/rfc822": "eml",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "text/plain": "txt",
    "text/html": "html",
}


@dataclass(frozen=True)
class FolderArchive:
    """Plays `Archive` over a folder: `<year>/<number>/` with originals, readings, letters, case and checksums.

    File names say an ordinal and a hash, never what the citizen called a file.
    """

    root: Path
    store: DocumentStore

    def keep(self, case: Case) -> str:
        """Write the whole file, or leave it where it stands the same already; returns the folder's name."""
        name = f"{case.application.received_at.year}/{case.number}"
        folder = self.root / name
        content = dict(self._content(case))
        manifest = _manifest(content)
        if not _holds(folder, manifest):
            self._replace(folder, {**content, _MANIFEST: manifest, _SUMS: _sums({**content, _MANIFEST: manifest})})
        return name

    def _content(self, case: Case) -> Iterator[tuple[str, bytes]]:
        for ordinal, document in enumerate(case.application.documents, start=1):
            extension = _EXTENSIONS.get(document.media_type, "bin")
            yield f"originals/{ordinal:02d}-{document.sha256[:16]}.{extension}", self.store.get(document.sha256)
        for document_hash, reading in sorted(case.readings.items()):
            yield f"readings/{document_hash[:16]}.json.gz", self.store.get(reading)
        for letter in case.letters:
            yield f"letters/{letter.kind}-{letter.sha256[:16]}.pdf", self.store.get(letter.sha256)
        for filing in case.filings:
            if filing.screenshot:
                yield f"filings/{filing.key}.png", self.store.get(filing.screenshot)
        yield "case.json", _CASE.dump_json(case, indent=1)

    def _replace(self, folder: Path, content: dict[str, bytes]) -> None:
        """Put a folder in the place of another in one step; a crash leaves the old one or the new one."""
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = folder.with_name(f".{folder.name}.{os.getpid()}")
        shutil.rmtree(fresh, ignore_errors=True)
        for name, data in content.items():
            _write(fresh / name, data)
        if folder.exists():
            old = folder.with_name(f".{folder.name}.old")
            shutil.rmtree(old, ignore_errors=True)
            folder.rename(old)
            fresh.rename(folder)
            shutil.rmtree(old, ignore_errors=True)
        else:
            fresh.rename(folder)
        _settle(folder.parent)


def verify(folder: Path) -> list[str]:
    """Names of the files that are missing, changed or too many in an archived folder; empty means it is whole."""
    lines = (folder / _SUMS).read_text(encoding="utf-8").splitlines()
    known = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {_SUMS}
    changed = [name for name in sorted(known.keys() & there) if _digest((folder / name).read_bytes()) != known[name]]
    return [*changed, *sorted(known.keys() ^ there)]


def _manifest(content: dict[str, bytes]) -> bytes:
    files = [{"name": name, "sha256": _digest(data), "size": len(data)} for name, data in sorted(content.items())]
    return json.dumps({"files": files}, indent=1).encode()


def _sums(content: dict[str, bytes]) -> bytes:
    return "".join(f"{_digest(data)}  {name}\n" for name, data in sorted(content.items())).encode()


def _holds(folder: Path, manifest: bytes) -> bool:
    kept = folder / _MANIFEST
    return kept.exists() and kept.read_bytes() == manifest and not verify(folder)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Have the folder's own entries on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
