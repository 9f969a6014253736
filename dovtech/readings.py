"""Readings kept in the document store, so that the same bytes are read once for each recipe."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from casework.application import Document
from casework.ports import DocumentStore, Reader
from casework.reading import Reading

_JSON = TypeAdapter(Reading)


@dataclass(frozen=True)
class KeptReadings:
    """Reads through a store: an index file by document and recipe names the reading that is kept already."""

    reader: Reader
    store: DocumentStore
    index: Path
    recipe: str

    def read(self, document: Document, *, on_page: Callable[[int], None] | None = None) -> tuple[str, Reading]:
        """The reading and the hash it is kept under; `on_page` is told each page that is read now. Raises Refused."""
        known = self.index / self.recipe / document.sha256
        if known.exists():
            sha256 = known.read_text(encoding="ascii")
            return sha256, self.load(sha256)
        reading = self.reader.read(document, self.store.get(document.sha256), on_page=on_page)
        sha256 = self.store.put(to_bytes(reading))
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_text(sha256, encoding="ascii")
        return sha256, reading

    def load(self, sha256: str) -> Reading:
        """A kept reading."""
        return from_bytes(self.store.get(sha256))


def to_bytes(reading: Reading) -> bytes:
    """A reading as compressed JSON, the same bytes for the same reading."""
    return gzip.compress(_JSON.dump_json(reading), compresslevel=1, mtime=0)


def from_bytes(data: bytes) -> Reading:
    """The reading that `to_bytes` wrote."""
    return _JSON.validate_json(gzip.decompress(data))
