"""A whole office, started as `dovtech up` starts it, in a folder and on ports of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dovtech import settings, up
from dovtech.settings import Settings
from dovtech.supervisor import Supervisor
from dovtech.wiring import Parts


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an installation of its own."""
    home = tmp_path_factory.mktemp("home")
    return up.with_free_ports(settings.load({"DOVTECH_HOME": str(home), "DOVTECH_LANG": "en"}))


@pytest.fixture(scope="session")
async def office(installation: Settings) -> AsyncIterator[Supervisor]:
    """Everything running and healthy; stopped at the end."""
    async with up.running(installation) as supervisor:
        yield supervisor


@pytest.fixture(scope="session")
def parts(installation: Settings, office: Supervisor) -> Parts:
    """The parts of the running office, as a command would open them."""
    return Parts(installation)


@pytest.fixture(scope="session")
def samples(project: Path) -> Path:
    """The shipped samples."""
    return project / "samples" / "documents"
