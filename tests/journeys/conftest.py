"""A whole office, started as `dovtech up` starts it, in a folder and on ports of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from desk import setup
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
    _serve_register_of(installation)
    async with up.running(installation) as supervisor:
        yield supervisor


@pytest.fixture(scope="module")
def parts(installation: Settings, office: Supervisor) -> Parts:
    """The parts of the running office, as a command would open them."""
    _serve_register_of(installation)
    return Parts(installation)


def _serve_register_of(installation: Settings) -> None:
    """A process of tests serves many registers, one after another: this one from now on."""
    if django_settings.configured:
        setup.repoint(installation.database)


@pytest.fixture(scope="session")
def samples(project: Path) -> Path:
    """The shipped samples."""
    return project / "samples" / "documents"
