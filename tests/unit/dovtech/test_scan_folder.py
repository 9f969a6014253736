"""Every file that a scanner leaves becomes exactly one application, and none before it is whole."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from fakes.ports import MemoryRegister, MemoryStore

from casework.application import Channel
from casework.errors import Unavailable
from dovtech.intake import Intake
from dovtech.scan_folder import DONE, ScanFolder, take_in


@dataclass
class Started:
    """Remembers which cases were started; Temporal can be away."""

    numbers: list[str] = field(default_factory=list)
    away: bool = False

    async def start(self, number: str) -> None:
        if self.away:
            raise Unavailable("Temporal does not answer")
        self.numbers.append(number)


@pytest.fixture
def register() -> MemoryRegister:
    """An empty register."""
    return MemoryRegister()


@pytest.fixture
def intake(register: MemoryRegister) -> Intake:
    """What takes applications in."""
    return Intake(store=MemoryStore(), register=register, ledger=register)


async def looked(intake: Intake, started: Started, scans: ScanFolder) -> int:
    """One look into the folder."""
    return await take_in(intake, cast("Any", started), scans)


async def test_a_file_is_taken_in_once_it_lies_still(tmp_path: Path, intake: Intake, register: MemoryRegister) -> None:
    """Not while it grows; then once, by the channel of folders, and out of the scanner's way."""
    scans, started, scan = ScanFolder(tmp_path), Started(), tmp_path / "Escáner 001.PDF"
    scan.write_bytes(b"half")
    assert await looked(intake, started, scans) == 0
    scan.write_bytes(b"half and the rest")
    assert await looked(intake, started, scans) == 0
    assert await looked(intake, started, scans) == 1
    assert await looked(intake, started, scans) == 0
    [number] = started.numbers
    assert [path.name for path in (tmp_path / DONE).iterdir()] == [f"{number}.pdf"]
    assert register.cases[number].application.channel is Channel.FOLDER


async def test_a_file_seen_again_after_a_crash_is_the_same_case(
    tmp_path: Path, intake: Intake, register: MemoryRegister
) -> None:
    """Stored and numbered, but neither started nor moved: the next look finishes it."""
    (tmp_path / "a.pdf").write_bytes(b"one")
    scans, started = ScanFolder(tmp_path), Started(away=True)
    await looked(intake, started, scans)
    with pytest.raises(Unavailable):
        await looked(intake, started, scans)
    started.away = False
    assert await looked(intake, started, ScanFolder(tmp_path, seen=scans.seen)) == 1
    assert started.numbers == list(register.cases)


async def test_the_same_paper_scanned_twice_is_two_deliveries(tmp_path: Path, intake: Intake) -> None:
    """The register says that they look alike; the folder does not decide it."""
    scans, started = ScanFolder(tmp_path), Started()
    for name, moment in (("a.pdf", 1_700_000_000), ("b.pdf", 1_700_000_060)):
        (tmp_path / name).write_bytes(b"one")
        os.utime(tmp_path / name, (moment, moment))
    await looked(intake, started, scans)
    assert await looked(intake, started, scans) == 2
    assert len(set(started.numbers)) == 2


async def test_what_is_no_finished_scan_is_left_alone(tmp_path: Path, intake: Intake) -> None:
    """Hidden files, partial ones, empty ones and folders."""
    for name in (".lock", "a.pdf.part", "b.TMP"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "folder").mkdir()
    scans, started = ScanFolder(tmp_path), Started()
    await looked(intake, started, scans)
    assert await looked(intake, started, scans) == 0


async def test_a_folder_that_is_away_is_told_as_such(tmp_path: Path, intake: Intake) -> None:
    """A network share that went away is looked for again, not taken for an empty folder."""
    with pytest.raises(Unavailable, match="the scan folder cannot be read"):
        await looked(intake, Started(), ScanFolder(tmp_path / "share"))
