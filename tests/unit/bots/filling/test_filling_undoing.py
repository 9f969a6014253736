"""Undone once, whatever is lost on the way; and what the linter says of an undo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes.ports import MOMENT

from bots.filling.lint import lint
from bots.filling.undoing import undo
from casework.errors import BackOfficeDown, ReadBackDiffers
from casework.filing import Filing

FILING = Filing(key="k", system="town", entry="file", entry_version="1", record="7", address="", account="robot",
                filed_at=MOMENT)  # fmt: skip


@dataclass
class Book:
    """A system with one record; `works` is whether undoing does anything, `answers` whether it says so."""

    works: bool = True
    answers: bool = True
    stood: bool = True
    undone: int = 0

    def stands(self, _filing: Filing) -> bool:
        return self.stood

    def undo(self, _filing: Filing, _reason: str) -> None:
        self.undone += 1
        self.stood = not self.works
        if not self.answers:
            raise BackOfficeDown("no answer")


def test_it_is_undone_once() -> None:
    """A second call finds it undone."""
    book = Book()
    undo(book, FILING, "twice")
    undo(book, FILING, "twice")
    assert (book.undone, book.stood) == (1, False)


def test_a_lost_answer_is_looked_after() -> None:
    """The change was made, so nothing failed."""
    book = Book(answers=False)
    undo(book, FILING, "twice")
    assert book.undone == 1


def test_a_lost_request_is_a_system_that_is_down() -> None:
    """To be tried again."""
    with pytest.raises(BackOfficeDown):
        undo(Book(works=False, answers=False), FILING, "twice")


def test_a_word_without_a_deed_is_an_incident() -> None:
    """The system said done and shows the record as before."""
    with pytest.raises(ReadBackDiffers, match="said it had undone 7"):
        undo(Book(works=False), FILING, "twice")


SQL = "kind: sql\nengine: sqlite\ntitle: {es: a}\naddress: x\n"
WEB = (
    "kind: web\ntitle: {es: a}\naddress: x\nsecrets: {}\n"
    "find: {steps: [{open: a}], id: Número}\n"
)  # fmt: skip
KNOWN = (
    "title: {es: a}\nvalues: {nif: a}\nknown_by: {search: nif, same: [nif]}\n"
    "steps: [{fill: {NIF: nif, Clave: key}}, {click: Guardar}]\n"
)  # fmt: skip
TABLE = "title: {es: a}\ntable: t\nkey: k\nvalues: {a: b}\n"


@pytest.mark.parametrize(
    ("system", "entry", "message"),
    [
        (SQL, TABLE + "undo: {set: {motivo: '{{ reason }}'}}\n", "nothing in it shows that it is undone"),
        (SQL, TABLE + "undo: {set: {estado: anulado, motivo: '{{ reason | nosuch }}'}}\n", "nosuch"),
        (WEB, KNOWN + "undo: {steps: [{click: Anular}]}\n", "say what is `done`"),
        (WEB, KNOWN + "undo: {done: Anulado, steps: [{fill: {Motivo: why}}]}\n", "given 'why'"),
    ],
)
def test_an_undo_that_could_not_be_proven_is_told(tmp_path: Path, system: str, entry: str, message: str) -> None:
    """With its line."""
    (tmp_path / "system.yaml").write_text(system)
    (tmp_path / "entry.yaml").write_text(entry)
    [told] = lint(tmp_path)
    assert message in told
    assert told.startswith(f"{tmp_path / 'entry.yaml'}:")


@pytest.mark.parametrize(
    ("entry", "counter", "message"),
    [
        ("undone_by: none\n", "a: '{{ was.a }}'", "there is no entry 'none' in this folder"),
        ("undone_by: counter\nundo: {set: {b: x}}\n", "a: b", "drop one"),
        ("undone_by: counter\n", "a: '{{ values.iban }}'", "'values' is not known where an entry undoes another"),
    ],
)
def test_an_entry_undone_by_another_is_looked_at_with_it(
    tmp_path: Path, entry: str, counter: str, message: str
) -> None:
    """It must be there, and its values must follow from what it undoes."""
    (tmp_path / "system.yaml").write_text(SQL)
    (tmp_path / "entry.yaml").write_text(TABLE + entry)
    (tmp_path / "counter.yaml").write_text(f"title: {{es: a}}\ntable: t\nkey: k\nvalues: {{{counter}}}\n")
    [told] = lint(tmp_path)
    assert message in told
