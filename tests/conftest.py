"""What all tests share: the real Temporal server of this project's virtual environment, started once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tests"))

os.environ.setdefault("OMP_THREAD_LIMIT", "1")
settings.register_profile("whole", deadline=None)  # a busy machine is no failure
settings.load_profile("whole")


@pytest.fixture(scope="session")
def project() -> Path:
    """The checkout under test."""
    return PROJECT


@pytest.fixture(scope="session")
def temporal_binary() -> str:
    """The real server's program, as `dovtech up` would start it."""
    from dovtech.settings import load

    return load().temporal_bin
