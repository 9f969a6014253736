"""A database and a workbook filled by configuration, written by files of the test alone."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from bots.filling.config import lint
from bots.filling.once import fill
from bots.filling.systems import BackOffices, build_backoffices
from casework.errors import BackOfficeDown, EntryRefused, PageChanged
from casework.filing import Entry, filing_key

SQL = """kind: sql
engine: sqlite
title: {es: Padrón}
address: ${SQL_FILE}
"""
SQL_ENTRY = """title: {es: Persona}
table: persona
key: referencia
values: {nombre: "{{ values.applicant_name }}", postal: "{{ values.applicant_postal_code }}"}
"""
SHEET = """kind: excel
title: {es: Libro de becas}
address: ${SHEET_FILE}
"""
SHEET_ENTRY = """title: {es: Beca}
sheet: Becas
key: Referencia
values: {Nombre: "{{ values.applicant_name }}", Código postal: "{{ values.applicant_postal_code }}"}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with both systems' configuration, an empty table and an empty workbook."""
    for system, text, entry in (("book", SQL, SQL_ENTRY), ("grants", SHEET, SHEET_ENTRY)):
        (tmp_path / "entries" / system).mkdir(parents=True)
        (tmp_path / "entries" / system / "system.yaml").write_text(text)
        (tmp_path / "entries" / system / "person.yaml").write_text(entry)
    with sqlite3.connect(tmp_path / "book.sqlite3") as held:
        held.execute("CREATE TABLE persona (id INTEGER PRIMARY KEY, referencia TEXT UNIQUE, nombre TEXT NOT NULL,"
                     " postal TEXT CHECK (length(postal) = 5))")  # fmt: skip
    held.close()
    book = openpyxl.Workbook()
    book.active.title = "Becas"
    book.active.append(["Referencia", "Nombre", "Código postal"])
    book.save(tmp_path / "grants.xlsx")
    return tmp_path


@pytest.fixture
def robots(place: Path) -> Iterator[BackOffices]:
    settings = {"SQL_FILE": str(place / "book.sqlite3"), "SHEET_FILE": str(place / "grants.xlsx")}
    built = build_backoffices(place / "entries", settings, lambda _: "")
    yield built
    built.close()


def person(system: str, number: str, postal: str = "03001") -> Entry:
    """A person as the entry's template would render it."""
    columns = ("nombre", "postal") if system == "book" else ("Nombre", "Código postal")
    values = dict(zip(columns, ("Àngela O'Brien; DROP TABLE", postal), strict=True))
    return Entry(key=filing_key(number, system, "person"), system=system, name="person", version="1", values=values)


def rows(place: Path) -> list[tuple[object, ...]]:
    """What the workbook holds, seen by another library."""
    return list(openpyxl.load_workbook(place / "grants.xlsx")["Becas"].iter_rows(min_row=2, values_only=True))


def test_their_files_are_in_order(place: Path) -> None:
    """The linter knows both kinds."""
    assert [*lint(place / "entries/book"), *lint(place / "entries/grants")] == []


def test_a_row_is_inserted_once(place: Path, robots: BackOffices) -> None:
    """Written as parameters, read back, found again."""
    wanted = person("book", "1")
    proof = fill(robots["book"], wanted)
    record, found = proof.record, proof.found
    assert (dict(record.values), found) == (dict(wanted.values), False)
    robots["book"].write(wanted)  # a second robot that had looked at the same moment
    assert fill(robots["book"], wanted).found is True
    with sqlite3.connect(place / "book.sqlite3") as held:
        assert held.execute("SELECT referencia, nombre FROM persona").fetchall() == [
            (wanted.key, "Àngela O'Brien; DROP TABLE")
        ]
    held.close()


def test_a_database_refuses_in_its_words(robots: BackOffices) -> None:
    """A check of the table is a matter for a clerk."""
    with pytest.raises(EntryRefused, match="book: CHECK constraint failed"):
        fill(robots["book"], person("book", "2", postal="3001"))


def test_a_locked_database_is_down(place: Path, robots: BackOffices) -> None:
    """Somebody else's long transaction is waited for by trying later."""
    robots["book"].look(person("book", "3"))
    with sqlite3.connect(place / "book.sqlite3", isolation_level=None) as held:
        held.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BackOfficeDown):
            fill(robots["book"], person("book", "3"))
        held.execute("ROLLBACK")
    held.close()
    assert fill(robots["book"], person("book", "3")).found is False


def test_a_column_that_is_gone_is_a_changed_page(robots: BackOffices) -> None:
    """The structure is not what the entry says."""
    wanted = person("book", "4")
    with pytest.raises(PageChanged, match="the table is not as the entry says"):
        fill(robots["book"], replace(wanted, values={**wanted.values, "telefono": "1"}))


def test_a_line_is_appended_once_and_keeps_its_zeros(place: Path, robots: BackOffices) -> None:
    """A postal code stays a text; a second filling finds the first."""
    wanted = person("grants", "1")
    proof = fill(robots["grants"], wanted)
    record, found = proof.record, proof.found
    assert (record.id, dict(record.values), found) == ("2", dict(wanted.values), False)
    assert fill(robots["grants"], wanted).found is True
    assert rows(place) == [(wanted.key, "Àngela O'Brien; DROP TABLE", "03001")]


def test_robots_at_the_same_workbook_lose_nothing(place: Path, robots: BackOffices) -> None:
    """Eight threads append at once; all lines are there, and no scratch file stays."""
    wanted = [person("grants", str(number)) for number in range(8)]
    threads = [threading.Thread(target=fill, args=(robots["grants"], one)) for one in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {row[0] for row in rows(place)} == {one.key for one in wanted}
    assert list(place.glob(".dovtech-*")) == []


def test_a_workbook_that_somebody_has_open_is_waited_for(place: Path, robots: BackOffices) -> None:
    """What a robot wrote would be lost when that person saves."""
    (place / "~$grants.xlsx").touch()
    with pytest.raises(BackOfficeDown, match="somebody has the workbook open"):
        fill(robots["grants"], person("grants", "9"))


def test_a_heading_that_is_gone_is_a_changed_page(place: Path, robots: BackOffices) -> None:
    """It is told by its name, and nothing is written."""
    wanted = person("grants", "10")
    with pytest.raises(PageChanged, match="there is no column «Teléfono»"):
        fill(robots["grants"], replace(wanted, values={**wanted.values, "Teléfono": "1"}))
    assert rows(place) == []
