"""The archive: a folder that anyone can check, put in place whole, unchanged by repeating."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import stat
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bots import folders
from bots.archive import FolderArchive, verify
from casework.application import Application, Channel, Document
from casework.case import Case, Letter
from casework.decision import Decision, Verdict
from casework.errors import Unavailable, UnreadableDocument
from casework.fields import Classification, FieldReading
from casework.filing import Filing
from casework.journey import Actor, Event, Stage
from casework.reading import Box

AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
NAME = "2026/DOV-2026-000001"


class MemoryStore:
    """A document store that forgets when the test ends."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self.held[sha256] = data
        return sha256

    def get(self, sha256: str) -> bytes:
        if sha256 not in self.held:
            raise UnreadableDocument(f"document {sha256[:12]} is not in the store")
        return self.held[sha256]


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def archive(tmp_path: Path, store: MemoryStore) -> FolderArchive:
    return FolderArchive(tmp_path / "archive", store)


@pytest.fixture
def case(store: MemoryStore) -> Case:
    form, odd = store.put(b"%PDF-1.7 the form"), store.put(b"something")
    reading, letter, picture = store.put(b'{"pages": []}'), store.put(b"%PDF-1.7 the letter"), store.put(b"PNG")
    documents = (
        Document(sha256=form, name="DNI 48576231R María López.pdf", media_type="application/pdf", size=17),
        Document(sha256=odd, name="../../etc/passwd", media_type="application/x-odd", size=9),
    )
    filing = Filing(
        key="k1",
        system="REG",
        entry="entry",
        entry_version="1",
        record="77",
        address="",
        account="bot",
        filed_at=AT,
        screenshot=picture,
    )
    return Case(
        application=Application(number="DOV-2026-000001", received_at=AT, channel=Channel.COUNTER, documents=documents),
        presented_at=AT,
        classification=Classification(kind="P01", confidence=0.99, language="es"),
        readings={form: reading},
        fields=(
            FieldReading(
                name="applicant_id",
                value="48576231R",
                raw="48576231-R",
                confidence=0.99,
                method="form",
                document=form,
                page=1,
                box=Box(1, 2, 3, 4),
            ),
        ),
        decisions=(Decision(by="clerk", at=AT, verdict=Verdict.APPROVE, revision=3),),
        filings=(filing, replace(filing, key="k2", screenshot="")),
        letters=(Letter(kind="L1", language="es", csv="DOV0", sha256=letter, written_at=AT),),
        events=(Event(at=AT, stage=Stage.RECEIVE, actor=Actor.CITIZEN, what="received"),),
        due=date(2027, 2, 23),
    )


def snapshot(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Every file with its bytes, its inode and the moment of its last change."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_reading_that_is_packed_is_called_so(archive: FolderArchive, case: Case, store: MemoryStore) -> None:
    """Readings stand as the store has them, and their name says how to open them."""
    packed = store.put(gzip.compress(b'{"pages": []}', mtime=0))
    archive.keep(replace(case, readings={case.application.documents[0].sha256: packed}))
    (kept,) = (archive.root / NAME / "readings").iterdir()
    assert kept.name == f"01-{packed[:16]}.json.gz"
    assert gzip.decompress(kept.read_bytes()) == b'{"pages": []}'


def test_everything_is_kept_under_names_that_tell_nothing(archive: FolderArchive, case: Case) -> None:
    """Originals, readings, letters and pictures stand by order and hash; no name of the citizen's is used."""
    assert archive.keep(case) == NAME
    form, odd = (document.sha256[:16] for document in case.application.documents)
    reading = case.readings[case.application.documents[0].sha256][:16]
    assert set(snapshot(archive.root / NAME)) == {
        "case.json",
        f"originals/01-{form}.pdf",
        f"originals/02-{odd}.bin",
        f"readings/01-{reading}.json",
        f"letters/01-{case.letters[0].sha256[:16]}.pdf",
        f"filings/01-{case.filings[0].screenshot[:16]}.png",
        "manifest.json",
        "SHA256SUMS",
    }
    assert (archive.root / NAME / f"originals/01-{form}.pdf").read_bytes() == b"%PDF-1.7 the form"


def test_the_case_is_kept_whole_as_json(archive: FolderArchive, case: Case) -> None:
    """Fields keep their evidence, dates are ISO 8601, and where it is archived is no part of it."""
    archive.keep(replace(case, archived="elsewhere"))
    kept = json.loads((archive.root / NAME / "case.json").read_text("utf-8"))
    assert kept["fields"][0]["box"] == {"x0": 1, "y0": 2, "x1": 3, "y1": 4}
    assert kept["application"]["channel"] == "counter"
    assert kept["decisions"][0]["verdict"] == "approve"
    assert kept["events"][0]["at"] == "2026-11-23T09:05:00+00:00"
    assert kept["due"] == "2027-02-23"
    assert kept["archived"] == ""


def test_sha256sum_accepts_the_sums(archive: FolderArchive, case: Case) -> None:
    """The file can be checked in fifty years with a tool that everyone has."""
    archive.keep(case)
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=archive.root / NAME, capture_output=True, check=False
    )
    assert (checked.returncode, checked.stdout.count(b": OK")) == (0, 7)


def test_a_kept_folder_has_no_problems(archive: FolderArchive, case: Case) -> None:
    """The manifest gives each file's role, hash and size."""
    archive.keep(case)
    manifest = json.loads((archive.root / NAME / "manifest.json").read_text("utf-8"))
    assert verify(archive.root / NAME) == []
    assert manifest["number"] == "DOV-2026-000001"
    assert manifest["files"][1] == {
        "path": f"originals/01-{case.application.documents[0].sha256[:16]}.pdf",
        "role": "originals",
        "sha256": case.application.documents[0].sha256,
        "size": 17,
    }


def test_only_the_owner_can_look(archive: FolderArchive, case: Case) -> None:
    """Folders have mode 700 and files 600, whatever the umask."""
    archive.keep(case)
    modes = {
        (path.is_dir(), oct(stat.S_IMODE(path.stat().st_mode))) for path in (archive.root, *archive.root.rglob("*"))
    }
    assert modes == {(True, "0o700"), (False, "0o600")}


def test_keeping_again_changes_nothing(archive: FolderArchive, case: Case) -> None:
    """The same content leaves the same files: not one is written again."""
    archive.keep(case)
    before = snapshot(archive.root)
    assert archive.keep(replace(case, archived=NAME)) == NAME
    assert snapshot(archive.root) == before


def test_other_content_replaces_the_folder(archive: FolderArchive, case: Case) -> None:
    """A case that went on is kept as it is now, with nothing of the old folder left, there or beside it."""
    archive.keep(case)
    archive.keep(replace(case, letters=(), revision=9))
    assert verify(archive.root / NAME) == []
    assert not (archive.root / NAME / "letters").exists()
    assert sorted(path.name for path in archive.root.iterdir()) == [".lock", "2026"]


def test_a_disk_that_cannot_swap_is_served_by_renames(
    archive: FolderArchive, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the kernel offers no exchange, two renames give the same folder."""
    monkeypatch.setattr(folders, "_exchange", folders.swap)
    archive.keep(case)
    archive.keep(replace(case, revision=9))
    assert verify(archive.root / NAME) == []
    assert json.loads((archive.root / NAME / "case.json").read_text("utf-8"))["revision"] == 9
    assert sorted(path.name for path in archive.root.iterdir()) == [".lock", "2026"]


def test_a_damaged_folder_is_mended_by_keeping_again(archive: FolderArchive, case: Case) -> None:
    """What rotted on disk is written anew from the store."""
    archive.keep(case)
    (archive.root / NAME / "case.json").write_text("{}")
    archive.keep(case)
    assert verify(archive.root / NAME) == []


def test_what_a_crash_left_half_written_is_cleared(archive: FolderArchive, case: Case) -> None:
    """A folder half written by a killed worker never becomes an archive."""
    half = archive.root / ".part" / "DOV-2026-000001"
    half.mkdir(parents=True)
    (half / "case.json").write_text("{")
    archive.keep(case)
    assert not (archive.root / ".part").exists()
    assert verify(archive.root / NAME) == []


def test_a_reader_always_finds_a_whole_folder(archive: FolderArchive, case: Case) -> None:
    """While one revision replaces another, the path never stands empty or mixed."""
    archive.keep(case)
    seen: list[bool] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.append((archive.root / NAME / "SHA256SUMS").exists())

    reader = threading.Thread(target=look)
    reader.start()
    for revision in range(1, 30):
        archive.keep(replace(case, revision=revision))
    done.set()
    reader.join()
    assert len(seen) > 30
    assert all(seen)


def test_several_writers_do_not_meet(archive: FolderArchive, case: Case) -> None:
    """A retry that runs while the first try is still writing leaves one whole folder."""
    writers = [threading.Thread(target=archive.keep, args=(replace(case, revision=revision),)) for revision in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert verify(archive.root / NAME) == []


def test_a_lost_original_is_said_and_nothing_is_written(archive: FolderArchive, case: Case, store: MemoryStore) -> None:
    """An archive without its original would be worse than none."""
    del store.held[case.application.documents[0].sha256]
    with pytest.raises(UnreadableDocument):
        archive.keep(case)
    assert not (archive.root / NAME).exists()


def test_a_disk_that_fails_is_unavailable(tmp_path: Path, store: MemoryStore, case: Case) -> None:
    """The error says what the disk said and not where, and that a retry may help."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unavailable, match="the archive cannot be used") as caught:
        FolderArchive(tmp_path / "file" / "archive", store).keep(case)
    assert str(tmp_path) not in str(caught.value)


def _flip(folder: Path) -> str:
    target = next((folder / "letters").iterdir())
    target.write_bytes(target.read_bytes()[:-1] + b"X")
    return f"letters/{target.name} has changed"


def _drop(folder: Path) -> str:
    target = next((folder / "letters").iterdir())
    target.unlink()
    return f"letters/{target.name} is missing"


def _add(folder: Path) -> str:
    (folder / "originals" / "new.pdf").write_text("slipped in")
    return "originals/new.pdf is not in the manifest"


def _resign(folder: Path) -> str:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps(manifest | {"kind": "P02"}))
    return "SHA256SUMS and manifest.json do not agree"


def _lose_sums(folder: Path) -> str:
    (folder / "SHA256SUMS").unlink()
    return "SHA256SUMS is missing"


def _garble(folder: Path) -> str:
    (folder / "manifest.json").write_text("{")
    return "manifest.json or SHA256SUMS is damaged"


def _lose_everything(folder: Path) -> str:
    shutil.rmtree(folder)
    return "manifest.json is missing"


@pytest.mark.parametrize("damage", [_flip, _drop, _add, _resign, _lose_sums, _garble, _lose_everything])
def test_each_damage_is_found(archive: FolderArchive, case: Case, damage: Callable[[Path], str]) -> None:
    """One byte changed, a file gone or added, a list rewritten: each is told by name."""
    archive.keep(case)
    problem = damage(archive.root / NAME)
    assert verify(archive.root / NAME) == [problem]
