"""A real PostgreSQL filled by configuration: an account with a password, constraints, locks, a server that restarts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from fakes.ports import MOMENT

from bots.filling.once import fill
from bots.filling.systems import BackOffices, build_backoffices
from bots.filling.undoing import undo
from casework.errors import BackOfficeDown, EntryRefused, Misconfigured, PageChanged
from casework.filing import Entry, Filing, filing_key

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
SYSTEM = """kind: sql
engine: postgresql
title: {es: Padrón}
address: ${BOOK}
secrets: {user: BOOK_USER, password: BOOK_PASSWORD}
"""
ENTRY = """title: {es: Persona}
table: libro.persona
key: referencia
values: {nombre: x, nacimiento: x, hijos: x}
undo: {set: {anulada: "true", motivo: "{{ reason }}"}}
"""
TABLE = """CREATE SCHEMA libro;
CREATE TABLE libro.persona (id serial PRIMARY KEY, referencia text UNIQUE, nombre text NOT NULL, nacimiento date,
    hijos integer CHECK (hijos >= 0), anulada boolean NOT NULL DEFAULT false, motivo text)"""
PASSWORD = "una-clave-solo-de-pruebas"


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of its own, that can be restarted."""

    home: str
    port: int

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}/postgres"

    def connect(self) -> psycopg.Connection:
        """A connection behind the robot's back."""
        return psycopg.connect(host="127.0.0.1", port=self.port, user="robot", password=PASSWORD, dbname="postgres")

    def control(self, *what: str) -> None:
        """Start, stop or restart it."""
        options = f"-k {self.home} -c listen_addresses=127.0.0.1 -c port={self.port} -c fsync=off"
        _as_owner("pg_ctl", "-D", f"{self.home}/data", "-o", options, "-l", f"{self.home}/log", "-w", *what)


def _as_owner(program: str, *arguments: str) -> None:
    """As root it refuses to run."""
    owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    subprocess.run([*owner, PROGRAMS / program, *arguments], check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that asks for the password, on a port the system chose."""
    if not (PROGRAMS / "initdb").exists():
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql-15")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    # Not below pytest's own folder: that is closed to the user that PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="book-postgresql-", ignore_cleanup_errors=True) as home:
        secret = Path(home) / "password"
        secret.write_text(PASSWORD)
        if os.geteuid() == 0:
            for path in (home, secret):
                shutil.chown(path, "postgres")
        _as_owner("initdb", "-D", f"{home}/data", "-U", "robot", "-A", "scram-sha-256", "--pwfile", str(secret),
                  "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip
        made = Server(home, port)
        made.control("start")
        with made.connect() as held_open:
            held_open.execute(TABLE)
        yield made
        made.control("-m", "immediate", "stop")


def robots_of(server: Server, folder: Path, password: str) -> BackOffices:
    """The robots of the one system, with that password."""
    (folder / "padron").mkdir()
    (folder / "padron" / "system.yaml").write_text(SYSTEM)
    (folder / "padron" / "person.yaml").write_text(ENTRY)
    secrets = {"BOOK_USER": "robot", "BOOK_PASSWORD": password}
    return build_backoffices(folder, {"BOOK": server.address}, secrets.__getitem__)


@pytest.fixture
def robots(server: Server, tmp_path: Path) -> Iterator[BackOffices]:
    built = robots_of(server, tmp_path, PASSWORD)
    yield built
    built.close()


def person(number: str, **changes: str) -> Entry:
    """A person as the entry's template would render it."""
    values = {"nombre": "Àngela O'Brien; DROP TABLE", "nacimiento": "1980-02-29", "hijos": "2", **changes}
    return Entry(key=filing_key(number, "padron", "person"), system="padron", name="person", version="1", values=values)


def held(server: Server, entry: Entry) -> list[tuple[object, ...]]:
    """The rows with that key."""
    with server.connect() as connection:
        asked = "SELECT nombre, nacimiento::text, hijos, anulada FROM libro.persona WHERE referencia = %s"
        return list(connection.execute(asked, [entry.key]))


def test_a_row_is_inserted_once_in_its_types(server: Server, robots: BackOffices) -> None:
    """A date and a number are read back as they were written; a second robot's insert is no second row."""
    wanted = person("1")
    proof = fill(robots["padron"], wanted)
    robots["padron"].write(wanted)
    assert (proof.found, dict(proof.record.values)) == (False, dict(wanted.values))
    assert fill(robots["padron"], wanted).found is True
    assert held(server, wanted) == [("Àngela O'Brien; DROP TABLE", "1980-02-29", 2, False)]


def test_a_check_refuses_without_anybodys_data(server: Server, robots: BackOffices) -> None:
    """Its words go to the clerk; the next entry is filed by the same connection."""
    wanted = person("2", hijos="-1")
    with pytest.raises(EntryRefused, match="persona_hijos_check") as refused:
        fill(robots["padron"], wanted)
    assert "Àngela" not in str(refused.value)
    assert held(server, wanted) == []
    assert fill(robots["padron"], person("3")).found is False


def test_a_value_of_another_type_is_a_matter_for_a_clerk(robots: BackOffices) -> None:
    """The database's own words, with the value masked."""
    with pytest.raises(EntryRefused, match="padron: "):
        fill(robots["padron"], person("4", nacimiento="ayer"))


def test_a_column_that_is_gone_is_a_changed_page(robots: BackOffices) -> None:
    """The structure is not what the entry says."""
    wanted = person("5")
    with pytest.raises(PageChanged, match="the table is not as the entry says"):
        fill(robots["padron"], replace(wanted, values={**wanted.values, "telefono": "1"}))


def test_a_wrong_password_is_told_without_it(server: Server, tmp_path: Path) -> None:
    """Neither message nor cause quotes it."""
    built = robots_of(server, tmp_path, "otra-clave-secreta")
    with pytest.raises((BackOfficeDown, Misconfigured)) as told:
        fill(built["padron"], person("6"))
    assert "otra-clave" not in f"{told.value!r} {told.value.__cause__!r}"


def test_eight_robots_at_once_make_one_row(server: Server, robots: BackOffices) -> None:
    """All of them come home with the same record."""
    wanted, found = person("7"), list[str]()
    threads = [
        threading.Thread(target=lambda: found.append(fill(robots["padron"], wanted).record.id)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found)), len(held(server, wanted))) == (8, 1, 1)


def test_a_server_that_restarts_is_down_and_then_filled(server: Server, robots: BackOffices) -> None:
    """The lost connection is thrown away; the next try is a new one."""
    wanted = person("8")
    robots["padron"].look(wanted)
    server.control("-m", "fast", "stop")
    with pytest.raises(BackOfficeDown):
        fill(robots["padron"], wanted)
    server.control("start")
    assert fill(robots["padron"], wanted).found is False
    assert len(held(server, wanted)) == 1


def test_a_row_is_marked_as_undone(server: Server, robots: BackOffices) -> None:
    """A boolean column tells, and the reason stands beside it."""
    wanted = person("9")
    record = fill(robots["padron"], wanted).record
    filing = Filing(key=wanted.key, system="padron", entry="person", entry_version="1", record=record.id, address="",
                    account="robot", filed_at=MOMENT)  # fmt: skip
    undo(robots["padron"], filing, "dos veces")
    undo(robots["padron"], filing, "otra vez")
    with server.connect() as connection:
        [row] = connection.execute("SELECT anulada, motivo FROM libro.persona WHERE referencia = %s", [wanted.key])
    assert row == (True, "dos veces")
