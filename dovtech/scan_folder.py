"""The office scanner's folder: every file that lies still in it becomes exactly one case."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from casework.application import Channel
from casework.errors import Unavailable
from dovtech.intake import Intake
from dovtech.wiring import OFFICIAL_TIME, Parts
from workflows.gateway import Cases

DONE = "Procesados"
PAUSE = 2.0  # seconds between two looks: a file that is still being scanned grows in between
_UNFINISHED = (".part", ".tmp", ".crdownload")
_log = logging.getLogger(__name__)
_Stamp = tuple[int, int]


@dataclass
class ScanFolder:
    """A folder that a scanner writes into; what was taken in is moved aside under its number.

    Raises Unavailable where the folder is not there now.
    """

    folder: Path
    seen: dict[Path, _Stamp] = field(default_factory=dict)

    def still(self) -> Iterator[Path]:
        """Files that have not changed since the last look, oldest first; hidden and unfinished ones are left alone."""
        try:
            now = {path: _stamp(path) for path in self.folder.iterdir() if _is_scan(path)}
        except OSError as error:
            raise Unavailable("the scan folder cannot be read", remedy="make it, or see DOVTECH_SCAN_FOLDER") from error
        quiet = [path for path, stamp in now.items() if stamp[0] and self.seen.get(path) == stamp]
        self.seen = now
        yield from sorted(quiet, key=lambda path: now[path][1])

    def put_away(self, path: Path, number: str) -> None:
        """Move a file that is safely stored out of the scanner's way."""
        done = self.folder / DONE
        done.mkdir(exist_ok=True)
        path.rename(done / f"{number}{path.suffix.lower()}")


def _is_scan(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and not path.name.lower().endswith(_UNFINISHED)


def _stamp(path: Path) -> _Stamp:
    known = path.stat()
    return known.st_size, known.st_mtime_ns


def admit(intake: Intake, path: Path) -> str:
    """Store the file and give it its number; the same file seen again, as after a crash, is the same application."""
    data, stamp = path.read_bytes(), _stamp(path)
    key = f"scan:{hashlib.sha256(data).hexdigest()}:{stamp[1]}"
    scanned_at = datetime.fromtimestamp(stamp[1] / 1e9, tz=OFFICIAL_TIME)
    return intake.take([(path.name, data)], channel=Channel.FOLDER, received_at=scanned_at, key=key).number


async def take_in(intake: Intake, cases: Cases, scans: ScanFolder) -> int:
    """Take in every file that lies still; returns how many. A crash between any two steps loses and doubles nothing.

    A file that cannot be read or moved now is left and looked at again. Raises Unavailable where the store, the
    register or Temporal is away.
    """
    taken = 0
    for path in await asyncio.to_thread(lambda: list(scans.still())):
        try:
            number = await asyncio.to_thread(admit, intake, path)
            await cases.start(number)
            await asyncio.to_thread(scans.put_away, path, number)
        except OSError as error:  # the scanner has it open, or the share went away; its name may say who it is about
            _log.warning("a file stays in the scan folder: %s", error.strerror)
            continue
        taken += 1
    return taken


async def watch(parts: Parts, folder: Path, *, stop: asyncio.Event) -> None:
    """Look into the folder until `stop` is set; a folder or an office that is away is looked for again."""
    scans = ScanFolder(folder)
    while not stop.is_set():
        try:
            await take_in(parts.intake, await parts.cases(), scans)
        except Unavailable as error:
            _log.warning("%s", error)
        try:
            await asyncio.wait_for(stop.wait(), PAUSE)
        except TimeoutError:
            continue
