"""The real demonstration back-office and the real robots that fill it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.town import ACCOUNT, Town

from bots.filling.systems import BackOffices, build_backoffices

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def town(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The back-office on a port the system chose, once it says that it listens."""
    process = subprocess.Popen(
        [sys.executable, project / "samples/backoffice/serve.py", "--port", "0", "--data",
         tmp_path_factory.mktemp("town")],
        env=os.environ | ACCOUNT,
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    word, _, address = process.stdout.readline().strip().partition(" ")
    assert word == "listening"
    yield Town(address)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)


@pytest.fixture(scope="session")
def robots(project: Path, town: Town) -> Iterator[BackOffices]:
    """The robots of the shipped systems, with one kept-alive browser for all tests."""
    built = build_backoffices(project / "templates/entries", town.settings, lambda name: ACCOUNT.get(name, ""))
    yield built
    built.close()


@pytest.fixture(scope="session")
def third_system(town: Town) -> Iterator[BackOffices]:
    """A system that no code mentions: files in this folder only."""
    built = build_backoffices(HERE / "entries", town.settings, lambda name: ACCOUNT.get(name, ""))
    yield built
    built.close()
