"""Thousands of files broken by chance: the readers stay, and give their memory back."""

from __future__ import annotations

import hashlib
import os
import subprocess
from time import monotonic

import pytest
from fakes import hostile

from bots.reading.isolated import IsolatedReader
from casework.application import Document
from casework.errors import Refused


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_nothing_stops_the_readers() -> None:
    """3,000 files: each answered within a minute, and at the end no child holds more than 1.2 GiB."""
    originals = hostile.originals()
    pool = IsolatedReader(processes=2)
    slow = []
    try:
        for seed in range(3000):
            name, data = hostile.harmed(seed, originals)
            begun = monotonic()
            try:
                for _, _, inner in pool.unpack(name, data):
                    sha256 = hashlib.sha256(inner).hexdigest()
                    pool.read(Document(sha256=sha256, name="x", media_type="", size=len(inner)), inner)
            except Refused:
                pass
            slow += [name] if monotonic() - begun > 60 else []
        assert slow == []
        assert max(_resident()) < 1_200_000
    finally:
        pool.close()


def _resident() -> list[int]:
    """The kibibytes that each child holds."""
    listed = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "rss="], capture_output=True, text=True, check=True
    )
    return [int(line) for line in listed.stdout.split()]
