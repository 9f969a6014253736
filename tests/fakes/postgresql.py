"""A private PostgreSQL server on a socket in a temporary folder, with the programs that Debian installs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
INSTALLED = (PROGRAMS / "initdb").exists()


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """The folder of its socket, until the block ends; its user is `desk`.

    `durable` waits for the disk at each commit, as a real one does.
    """
    # Not below pytest's own folder: that is closed to the user that PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="desk-postgresql-", ignore_cleanup_errors=True) as home:
        if os.geteuid() == 0:  # it refuses to run as root
            shutil.chown(home, "postgres")
        options = f"-k {home} -c listen_addresses=''{'' if durable else ' -c fsync=off'}"
        data = f"{home}/data"
        run("initdb", "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "-D", data, "-o", options, "-l", f"{home}/log", "-w", "start")
        try:
            yield home
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs as the user it wants."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*prefix, str(PROGRAMS / program), *arguments], check=True, stdout=subprocess.DEVNULL, timeout=60, cwd="/"
    )
