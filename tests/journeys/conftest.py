"""A whole office, started as `dovtech up` starts it, in a folder and on ports of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from fakes.person import PASSWORD, Person, browser

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


@pytest.fixture(scope="module")
def clerks(installation: Settings, parts: Parts) -> Iterator[Callable[..., Person]]:
    """A browser for each person who is asked for, by name, roles and units; `scripts=False` for one that runs none."""
    opened: list[Person] = []

    def clerk(name: str, *roles: str, units: tuple[str, ...] = (), scripts: bool = True) -> Person:
        _account(parts, name, roles or ("clerk",), units)
        person = browser(installation, scripts=scripts)
        opened.append(person)
        person.sign_in(name)
        return person

    yield clerk
    for person in opened:
        person.driver.quit()


def _account(parts: Parts, name: str, roles: tuple[str, ...], units: tuple[str, ...]) -> None:
    _ = parts.register
    from django.contrib.auth.models import User

    from desk.accounts import ensure_groups, place

    ensure_groups()
    with override_settings(SECRET_KEY=parts.secret("DESK_SECRET_KEY")):
        user, _ = User.objects.get_or_create(username=name)
        user.set_password(PASSWORD)
        user.save()
    place(user, list(roles), list(units))


@pytest.fixture(scope="module")
def ana(clerks: Callable[..., Person]) -> Person:
    """The clerk of these stories."""
    return clerks("ana")
