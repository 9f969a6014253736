"""A register of its own for each test: on SQLite always, on PostgreSQL where its programs are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk import setup

POSTGRESQL = Path("/usr/lib/postgresql/15/bin")
SECRET_KEY = "only for tests, and thrown away with them"


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
    yield url
    _close()


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A private PostgreSQL server on a socket in a temporary folder."""
    if not (POSTGRESQL / "initdb").exists():
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql-15")
    # Not below pytest's own folder: that is closed to the user that PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="desk-postgresql-", ignore_cleanup_errors=True) as home:
        if os.geteuid() == 0:  # it refuses to run as root
            shutil.chown(home, "postgres")
        data, options = f"{home}/data", f"-k {home} -c listen_addresses='' -c fsync=off"
        _as_owner(POSTGRESQL / "initdb", "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        _as_owner(POSTGRESQL / "pg_ctl", "-D", data, "-o", options, "-l", f"{home}/log", "-w", "start")
        yield home
        _close()
        _as_owner(POSTGRESQL / "pg_ctl", "-D", data, "-m", "immediate", "stop")


@pytest.fixture(scope="session")
def template(cluster: str) -> str:
    """A PostgreSQL database with all tables, to copy from."""
    _as_owner(POSTGRESQL / "createdb", "-h", cluster, "-U", "desk", "migrated")
    _serve(f"postgresql://desk@/migrated?host={cluster}")
    setup.migrate()
    _close()
    return "migrated"


@pytest.fixture
def postgresql(cluster: str, template: str) -> Iterator[str]:
    """An empty register on PostgreSQL."""
    _as_owner(POSTGRESQL / "createdb", "-h", cluster, "-U", "desk", "-T", template, "register")
    url = f"postgresql://desk@/register?host={cluster}"
    _serve(url)
    yield url
    _close()
    _as_owner(POSTGRESQL / "dropdb", "--force", "-h", cluster, "-U", "desk", "register")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """An empty register on each database that is supported."""
    url: str = request.getfixturevalue(request.param)
    return url


def _serve(url: str) -> None:
    """Point this process at a register, whichever it served before."""
    from django.conf import settings

    if settings.configured:
        setup.repoint(url)
    else:
        setup.configure(database_url=url, secret_key=SECRET_KEY, allowed_hosts=["testserver", "127.0.0.1"])


def _close() -> None:
    from django.db import connections

    connections.close_all()


def _as_owner(*command: object) -> None:
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *map(str, command)], check=True, stdout=subprocess.DEVNULL, timeout=60, cwd="/")
