"""The document store: whole or not at all, found by what it is, never believed blindly."""

from __future__ import annotations

import hashlib
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bots.store import FolderStore
from casework.errors import Unavailable, UnreadableDocument, WrongUse

DATA = b"una instancia"
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "documents")


def _file(store: FolderStore) -> Path:
    return store.folder / SHA256[:2] / SHA256[2:4] / SHA256


def test_what_was_put_is_what_is_got(store: FolderStore) -> None:
    """The name is the hash, and the bytes come back."""
    assert store.put(DATA) == SHA256
    assert store.get(SHA256) == DATA


def test_only_the_owner_may_read(store: FolderStore) -> None:
    """Files are 600 and folders 700, whatever the umask."""
    store.put(DATA)
    assert stat.S_IMODE(_file(store).stat().st_mode) == 0o600
    assert stat.S_IMODE(_file(store).parent.stat().st_mode) == 0o700


def test_the_same_bytes_stand_once(store: FolderStore) -> None:
    """A second put writes nothing, and no temporary file stays behind."""
    store.put(DATA)
    before = _file(store).stat().st_mtime_ns
    store.put(DATA)
    assert _file(store).stat().st_mtime_ns == before
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == [SHA256]


def test_many_writers_of_the_same_bytes_agree(store: FolderStore) -> None:
    """Sixteen threads that put the same and other bytes at once lose nothing."""
    pieces = [DATA, *(f"documento {n}".encode() for n in range(8))] * 8
    with ThreadPoolExecutor(16) as pool:
        hashes = list(pool.map(store.put, pieces))
    assert [store.get(sha256) for sha256 in hashes] == pieces
    assert len([path for path in store.folder.rglob("*") if path.is_file()]) == 9


def test_a_damaged_file_is_refused(store: FolderStore) -> None:
    """Bytes that no longer match their hash are never handed out."""
    store.put(DATA)
    _file(store).write_bytes(b"una instancia cambiada")
    with pytest.raises(UnreadableDocument, match="damaged"):
        store.get(SHA256)


def test_putting_again_mends_a_damaged_file(store: FolderStore) -> None:
    """The right bytes replace the wrong ones."""
    store.put(DATA)
    _file(store).write_bytes(b"otra cosa")
    store.put(DATA)
    assert store.get(SHA256) == DATA


def test_a_missing_document_is_told(store: FolderStore) -> None:
    """What was never put, or was lost, names its hash and the remedy."""
    with pytest.raises(UnreadableDocument, match=SHA256[:12]) as missing:
        store.get(SHA256)
    assert missing.value.remedy == "restore the store from its backup"


@pytest.mark.parametrize("name", ["../../etc/passwd", SHA256.upper(), SHA256[:-1], ""])
def test_only_hashes_are_addresses(store: FolderStore, name: str) -> None:
    """No name can lead out of the folder."""
    with pytest.raises(WrongUse):
        store.get(name)


def test_a_folder_that_is_a_file_is_unavailable(tmp_path: Path) -> None:
    """A disk in disorder is a service that is not there now: the work goes on once it is mended."""
    (tmp_path / "documents").write_text("")
    with pytest.raises(Unavailable, match="document store"):
        FolderStore(tmp_path / "documents").put(DATA)


def test_what_is_forgotten_is_gone(store: FolderStore) -> None:
    """The file goes, a second time finds nothing, and the same bytes can be put again."""
    store.put(DATA)
    assert [store.forget(SHA256), store.forget(SHA256)] == [True, False]
    assert not _file(store).exists()
    assert store.put(DATA) == SHA256
