"""Keeps the bytes of documents in a folder, each file named by its own SHA-256."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from casework.errors import Unavailable, UnreadableDocument, WrongUse

_HEX = frozenset("0123456789abcdef")
_SHA256_LENGTH = 64


@dataclass(frozen=True, slots=True)
class FolderStore:
    """Plays `DocumentStore` in a folder; safe with several writers, in threads or processes, at once.

    A file stands at `ab/cd/abcd...`, is readable by its owner alone, and appears whole or not at all.
    """

    folder: Path

    def put(self, data: bytes) -> str:
        """Keep the bytes durably before returning their SHA-256; a damaged copy under that name is replaced."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self._path(sha256)
        with _disk_errors():
            if not (target.exists() and target.read_bytes() == data):
                _make_private(target.parent, within=self.folder)
                _write_whole(target, data)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes; raises UnreadableDocument where they are missing or no longer match their hash."""
        try:
            with _disk_errors():
                data = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise UnreadableDocument(
                f"document {sha256[:12]} is not in the store", remedy="restore the store from its backup"
            ) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise UnreadableDocument(
                f"document {sha256[:12]} is damaged: its bytes no longer match its hash",
                remedy="restore the store from its backup",
            )
        return data

    def forget(self, sha256: str) -> bool:
        """Remove the bytes for good, durably; whether they were there. Nobody may name them any more."""
        target = self._path(sha256)
        try:
            with _disk_errors():
                target.unlink()
        except FileNotFoundError:
            return False
        _sync_folder(target.parent)
        return True

    def _path(self, sha256: str) -> Path:
        if len(sha256) != _SHA256_LENGTH or not _HEX.issuperset(sha256):
            raise WrongUse("a document is addressed by its SHA-256 in lower-case hexadecimal")
        return self.folder / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unavailable(
            f"the document store cannot be used ({os.strerror(error.errno or 0)})",
            remedy="check the disk's free space and the folder's owner; the work goes on by itself",
        ) from error


def _make_private(folder: Path, *, within: Path) -> None:
    """Make the missing folders down to `folder`, each durable in its parent and open to its owner alone."""
    if folder.is_dir():
        return
    if folder != within:
        _make_private(folder.parent, within=within)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(folder.parent)
    else:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _write_whole(target: Path, data: bytes) -> None:
    """Write beside the target and rename: a reader, or a crash, sees the whole file or none (mkstemp gives 600)."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
