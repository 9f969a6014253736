"""What all tests share: the real Temporal server of this project's virtual environment, started once."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage
from hypothesis import settings

if TYPE_CHECKING:
    from xdist.scheduler import LoadFileScheduling

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tests"))

os.environ.setdefault("OMP_THREAD_LIMIT", "1")
settings.register_profile("whole", deadline=None)  # a busy machine is no failure
settings.load_profile("whole")


MEASURED = (
    "tests/integration/clock/",
    "tests/integration/workflows/",
    "tests/unit/workflows/",
    "tests/unit/casework/",
    "tests/unit/bots/test_replies.py",
)
"""The tests that the figure of coverage comes from: those of the workflows and of the casework themselves."""
LONG = ("tests/journeys/", "tests/integration/bots/", "tests/integration/", "tests/unit/nlp/")
FIRST = MEASURED + LONG
"""What takes long begins first: a file of minutes that comes last keeps one core waiting for the other."""
ALONE = "tests/journeys/test_up.py"  # it starts and kills an office of its own


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is measured first, then long stories; the tests of one file stay together."""
    items.sort(key=lambda item: next((n for n, path in enumerate(FIRST) if item.nodeid.startswith(path)), len(FIRST)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> None:
    """Stop counting lines for good at the first test of something else: what counts them halves Python's speed."""
    if not item.nodeid.startswith(MEASURED) and (counting := Coverage.current()):
        counting.stop()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    """File by file in that order; all journeys that share a running office go to one process, which starts one."""
    from xdist.scheduler import LoadFileScheduling

    class OneOffice(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            shared = nodeid.startswith("tests/journeys/") and not nodeid.startswith(ALONE)
            return "tests/journeys" if shared else super()._split_scope(nodeid)

    config.option.loadscopereorder = False  # by number of tests would be the other way round
    return OneOffice(config, log)


@pytest.fixture(scope="session")
def project() -> Path:
    """The checkout under test."""
    return PROJECT


@pytest.fixture(scope="session")
def temporal_binary() -> str:
    """The real server's program, as `dovtech up` would start it."""
    from dovtech.settings import load

    return load().temporal_bin


@pytest.fixture(scope="session")
def empty_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register's file to copy for each test; to make its tables takes two seconds."""
    from fakes.registers import made_register

    return made_register(tmp_path_factory.mktemp("empty"))
