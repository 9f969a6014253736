"""Filings undone in real systems, by pages, by REST, in a table and in a workbook, seen behind the robot's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from fakes.ports import MOMENT
from fakes.town import Town, case_file, direct_debit

from bots.filling.once import fill
from bots.filling.systems import BackOffices, build_backoffices
from bots.filling.undoing import take_back, undo
from casework.errors import EntryRefused, ReadBackDiffers
from casework.filing import Entry, Filing, Proof, filing_key, undoing_key

TABLE = {
    "book": (
        "kind: sql\nengine: sqlite\ntitle: {es: Libro}\naddress: ${BOOK}\n",
        (
            "title: {es: Persona}\ntable: persona\nkey: referencia\nvalues: {nombre: x}\n"
            "undo: {set: {estado: anulado, motivo: '{{ reason | fits(20) }}'}}\n"
        ),
    ),
    "sheet": (
        "kind: excel\ntitle: {es: Libro}\naddress: ${SHEET}\n",
        (
            "title: {es: Persona}\nsheet: Hoja\nkey: Referencia\nvalues: {Nombre: x}\n"
            "undo: {set: {Estado: Anulado, Motivo: '{{ reason | fits(20) }}'}}\n"
        ),
    ),
    "ledger": (
        "kind: sql\nengine: sqlite\ntitle: {es: Diario}\naddress: ${BOOK}\n",
        "title: {es: Cargo}\ntable: diario\nkey: referencia\nvalues: {importe: x}\nundone_by: counter\n",
    ),
    "fixed": (
        "kind: excel\ntitle: {es: Libro}\naddress: ${SHEET}\n",
        "title: {es: Persona}\nsheet: Hoja\nkey: Referencia\nvalues: {Nombre: x}\n",
    ),
}


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[BackOffices]:
    """A table and a workbook with columns for what is undone, and one system without undo."""
    for name, (system, entry) in TABLE.items():
        (tmp_path / "entries" / name).mkdir(parents=True)
        (tmp_path / "entries" / name / "system.yaml").write_text(system)
        (tmp_path / "entries" / name / "person.yaml").write_text(entry)
    (tmp_path / "entries/ledger/counter.yaml").write_text(
        "title: {es: Abono}\ntable: diario\nkey: referencia\nunread: [motivo]\n"
        "values: {importe: '-{{ was.importe }}', anula: '{{ record }}', motivo: '{{ reason | fits(20) }}'}\n"
    )
    with sqlite3.connect(tmp_path / "book") as held:
        held.execute("CREATE TABLE diario (id INTEGER PRIMARY KEY, referencia TEXT UNIQUE, importe, anula, motivo)")
        held.execute("CREATE TABLE persona (id INTEGER PRIMARY KEY, referencia TEXT UNIQUE, nombre, estado, motivo)")
    held.close()
    book = openpyxl.Workbook()
    book.active.title = "Hoja"
    book.active.append(["Referencia", "Nombre", "Estado", "Motivo"])
    book.save(tmp_path / "sheet.xlsx")
    settings = {"BOOK": str(tmp_path / "book"), "SHEET": str(tmp_path / "sheet.xlsx")}
    built = build_backoffices(tmp_path / "entries", settings, lambda _: "")
    yield built
    built.close()


def receipt(entry: Entry, proof: Proof) -> Filing:
    """The receipt that the register keeps of a filing."""
    return Filing(key=entry.key, system=entry.system, entry=entry.name, entry_version="1", record=proof.record.id,
                  address="", account="robot", filed_at=MOMENT)  # fmt: skip


def person(system: str, number: str) -> Entry:
    name = "nombre" if system == "book" else "Nombre"
    return Entry(key=filing_key(number, system, "person"), system=system, name="person", version="1",
                 values={name: f"Persona {number}"})  # fmt: skip


def test_a_file_is_annulled_by_rest(town: Town, robots: BackOffices) -> None:
    """Once, with the clerk's reason; the record stays with its mark."""
    robot, wanted = robots["municipal_rest"], case_file("undo-1")
    filing = receipt(wanted, fill(robot, wanted))
    assert robot.stands(filing) is True
    for _ in range(2):
        undo(robot, filing, "registrado dos veces")
    [held] = town.records("expedientes", external_key=wanted.key)
    assert (held["anulado"], held["motivo_anulacion"]) == (True, "registrado dos veces")


def test_a_direct_debit_is_annulled_on_its_page(town: Town, robots: BackOffices) -> None:
    """By the list's own action; the other records stand."""
    robot, wanted, other = robots["municipal_web"], direct_debit("undo-2"), direct_debit("undo-3")
    fill(robot, other)
    filing = receipt(wanted, fill(robot, wanted))
    for _ in range(2):
        undo(robot, filing, "registrado dos veces")
    [held], [kept] = (town.records("domiciliaciones", external_key=one.key) for one in (wanted, other))
    assert (held["anulado"], kept["anulado"]) == (True, False)


@pytest.mark.parametrize("system", ["book", "sheet"])
def test_a_row_is_marked(tables: BackOffices, tmp_path: Path, system: str) -> None:
    """Its columns say so, the next row's do not."""
    robot, wanted, other = tables[system], person(system, "1"), person(system, "2")
    filing = receipt(wanted, fill(robot, wanted))
    fill(robot, other)
    undo(robot, filing, "dos veces")
    undo(robot, filing, "dos veces")
    if system == "book":
        with sqlite3.connect(tmp_path / "book") as held:
            rows = held.execute("SELECT referencia, estado, motivo FROM persona ORDER BY id").fetchall()
        held.close()
    else:
        cells = openpyxl.load_workbook(tmp_path / "sheet.xlsx")["Hoja"].iter_rows(min_row=2, values_only=True)
        rows = [(row[0], *row[2:4]) for row in cells]
    assert rows == [(wanted.key, "anulado" if system == "book" else "Anulado", "dos veces"), (other.key, None, None)]


@pytest.mark.parametrize("system", ["book", "sheet"])
def test_another_record_is_never_touched(tables: BackOffices, system: str) -> None:
    """Where the key leads to another record, or to none, a person looks."""
    robot, wanted = tables[system], person(system, "1")
    filing = receipt(wanted, fill(robot, wanted))
    with pytest.raises(ReadBackDiffers, match="shows the record"):
        undo(robot, replace(filing, record="99"), "dos veces")
    with pytest.raises(ReadBackDiffers, match="shows no record"):
        undo(robot, replace(filing, key="f" * 32), "dos veces")


@pytest.mark.parametrize("system", ["book", "sheet"])
def test_a_reason_that_does_not_fit_is_not_cut(tables: BackOffices, system: str) -> None:
    """The clerk writes a shorter one."""
    robot, wanted = tables[system], person(system, "1")
    filing = receipt(wanted, fill(robot, wanted))
    with pytest.raises(EntryRefused, match="the reason"):
        undo(robot, filing, "se registró dos veces por error de la ventanilla")
    assert robot.stands(filing) is True


def test_where_nothing_may_be_changed_another_record_undoes_it(tables: BackOffices, tmp_path: Path) -> None:
    """Once, with a key of its own, made of what was read back; the first stays as it was written."""
    robot, key = tables["ledger"], filing_key("1", "ledger", "person")
    wanted = Entry(key=key, system="ledger", name="person", version="1", values={"importe": "120,50"})
    filing = replace(receipt(wanted, fill(robot, wanted)), read_back=wanted.values)
    assert [take_back(robot, filing, "dos veces") for _ in range(2)] == ["2", "2"]
    with sqlite3.connect(tmp_path / "book") as held:
        rows = held.execute("SELECT referencia, importe, anula, motivo FROM diario ORDER BY id").fetchall()
    held.close()
    assert rows == [(key, "120,50", None, None), (undoing_key(key), "-120,50", "1", "dos veces")]
    with pytest.raises(ReadBackDiffers, match="shows the record 1 with the key of 99"):
        take_back(robot, replace(filing, record="99"), "dos veces")
    with pytest.raises(EntryRefused, match="the reason"):
        take_back(robot, replace(filing, record="1"), "se registró dos veces por error de la ventanilla")


def test_a_system_without_undo_says_so(tables: BackOffices) -> None:
    """And does nothing."""
    robot, wanted = tables["fixed"], person("fixed", "1")
    filing = receipt(wanted, fill(robot, wanted))
    with pytest.raises(EntryRefused, match="fixed/person cannot be undone by a robot — undo it there by hand"):
        undo(robot, filing, "dos veces")
