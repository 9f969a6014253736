"""Thousands of files broken by chance: the readers stay, and give their memory back."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from fakes import harms
from fakes.whole_files import whole_files

from bots.reading.isolated import IsolatedReader
from casework.application import Document
from casework.errors import Refused

CODES = {"read", "UNREADABLE_DOCUMENT", "TOO_LARGE"}
FILES = int(os.environ.get("DOVTECH_SOAK_FILES", "3000"))
SEED = int(os.environ.get("DOVTECH_SOAK_SEED", "0"))


def _told(pool: IsolatedReader, name: str, data: bytes) -> tuple[set[str], float]:
    """What became of the documents in a file, and the longest time that one of the answers took."""
    told, longest, begun = set(), 0.0, monotonic()
    try:
        files = pool.unpack(name, data)
    except Refused as refused:
        return {refused.code}, monotonic() - begun
    for _, _, inner in files:
        begun = monotonic()
        document = Document(sha256=hashlib.sha256(inner).hexdigest(), name="x", media_type="", size=len(inner))
        try:
            told |= {"read"} if pool.read(document, inner).pages else {"no pages"}
        except Refused as refused:
            told.add(refused.code)
        longest = max(longest, monotonic() - begun)
    return told, longest


@pytest.mark.soak
@pytest.mark.timeout(4 * 3600)
def test_nothing_stops_the_readers() -> None:
    """Every format harmed in every way, some 700 kinds: each answered in a minute, the memory given back at the end."""
    originals = whole_files()
    kinds = harms.kinds_of(originals)
    assert len(kinds) >= 300
    jobs = [(kinds[number % len(kinds)], SEED + number // len(kinds)) for number in range(FILES)]
    random.Random(SEED).shuffle(jobs)  # noqa: S311 - chance is repeatable here
    pool = IsolatedReader(processes=2)

    def wrong(job: tuple[str, int]) -> str:
        told, longest = _told(pool, job[0], harms.harmed(*job, originals))
        return "" if told and told <= CODES and longest <= 60 else f"{job} {sorted(told)} {longest:.0f} s"

    try:
        with ThreadPoolExecutor(2) as threads:
            assert [one for one in threads.map(wrong, jobs) if one] == []
        assert max(_resident()) < 1_200_000
    finally:
        pool.close()


def _resident() -> list[int]:
    """The kibibytes that each child holds."""
    listed = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "rss="], capture_output=True, text=True, check=True
    )
    return [int(line) for line in listed.stdout.split()]
