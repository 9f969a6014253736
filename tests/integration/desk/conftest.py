"""A register of its own for each test: on SQLite always, on PostgreSQL where its programs are installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from fakes import postgresql as postgresql_server
from fakes.desk import Office

from desk import setup

SECRET_KEY = "only for tests, and thrown away with them"
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # what is slow on purpose proves nothing here
HOSTS = ("testserver", "127.0.0.1")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables, copied for each test: a copy takes a millisecond, migrating half a second."""
    path = tmp_path_factory.mktemp("register") / "migrated.sqlite3"
    _serve(f"sqlite:///{path}")
    setup.migrate()
    _close()
    return path


@pytest.fixture
def sqlite(migrated: Path, tmp_path: Path) -> Iterator[str]:
    """An empty register on SQLite."""
    url = f"sqlite:///{shutil.copy(migrated, tmp_path / 'register.sqlite3')}"
    _serve(url)
    with override_settings(PASSWORD_HASHERS=QUICK):
        yield url
    _close()


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A private PostgreSQL server on a socket in a temporary folder."""
    if not postgresql_server.INSTALLED:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql-15")
    with postgresql_server.cluster() as home:
        yield home
        _close()


@pytest.fixture(scope="session")
def template(cluster: str) -> str:
    """A PostgreSQL database with all tables, to copy from."""
    postgresql_server.run("createdb", "-h", cluster, "-U", "desk", "migrated")
    _serve(f"postgresql://desk@/migrated?host={cluster}")
    setup.migrate()
    _close()
    return "migrated"


@pytest.fixture
def postgresql(cluster: str, template: str) -> Iterator[str]:
    """An empty register on PostgreSQL."""
    postgresql_server.run("createdb", "-h", cluster, "-U", "desk", "-T", template, "register")
    url = f"postgresql://desk@/register?host={cluster}"
    _serve(url)
    with override_settings(PASSWORD_HASHERS=QUICK):
        yield url
    _close()
    postgresql_server.run("dropdb", "--force", "-h", cluster, "-U", "desk", "register")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """An empty register on each database that is supported."""
    url: str = request.getfixturevalue(request.param)
    return url


def _serve(url: str) -> None:
    """Point this process at a register, whichever it served before."""
    from django.conf import settings

    if not settings.configured:
        setup.configure(database_url=url, secret_key=SECRET_KEY, allowed_hosts=HOSTS)
        _need_no_disk()
        return
    setup.repoint(url)
    _need_no_disk()
    # A whole office that ran in this process before set the desk up for itself.
    settings.ALLOWED_HOSTS, settings.SECRET_KEY, settings.DESK_SAMPLE = list(HOSTS), SECRET_KEY, 0.0


def _need_no_disk() -> None:
    """Wait for no disk at a commit of SQLite: nobody cuts the power of a test."""
    from django.db import connections

    options = connections.settings["default"]["OPTIONS"]
    if "init_command" in options:
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def _close() -> None:
    from django.db import connections

    connections.close_all()


@pytest.fixture
def office(sqlite: str) -> Iterator[Office]:
    """The rest of the office, behind an empty register."""
    from django.conf import settings

    made = Office()
    settings.DESK_PORTS = made.ports()
    yield made
    settings.DESK_PORTS = None
