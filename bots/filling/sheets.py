"""A back-office that is a workbook, through `RPA.Excel.Files`: one row a record, under headings."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from bots.filling import libraries
from bots.filling.robot import Robot
from bots.filling.schema import SheetEntry, SheetSystem
from bots.filling.shown import unshown
from casework.errors import BackOfficeDown, PageChanged
from casework.filing import Entry, Filing, Record


class SheetBackOffice(Robot[SheetSystem, SheetEntry]):
    """Plays `BackOffice` on one workbook; robots take turns by a lock, and it is replaced whole or not at all.

    A workbook that a person has open (the office program's own lock file is there) is a system that is down: what the
    robot wrote would be lost when that person saves.
    """

    @property
    def _path(self) -> Path:
        return Path(self._address)

    def warm(self) -> None:
        """Load the library before the first case comes."""
        libraries.excel()

    def close(self) -> None:
        """Nothing stays open between two fillings."""

    def look(self, entry: Entry) -> Record | None:
        """The row with the key; its id is its number in the sheet."""
        own = self._entry(entry)
        with self._locked(), self._opened(own) as (_, rows):
            found = [(number, row) for number, row in enumerate(rows, 2) if _text(row.get(own.key)) == entry.key]
            missing = {own.key, *entry.values} - set(rows[0]) if rows else set()
        if missing and found:
            raise PageChanged(f"{self._name}: there is no column {', '.join(f'«{name}»' for name in sorted(missing))}")
        if len(found) > 1:
            raise PageChanged(f"{self._name} holds {len(found)} records with the same key", remedy="annul all but one")
        if not found:
            return None
        number, row = found[0]
        names = [name for name in entry.values if name not in own.unread]
        values = {name: unshown(own, entry, name, _text(row.get(name))) for name in names}
        return Record(id=str(number), values=values, proves=tuple(names) if own.unread else ())

    def write(self, entry: Entry) -> None:
        """Append the row to a copy, and put the copy in the workbook's place; a row that is there is left as it is."""
        own = self._entry(entry)
        self._pace.wait()
        with self._locked(), self._opened(own) as (library, rows):
            if any(_text(row.get(own.key)) == entry.key for row in rows):
                return
            values = {**entry.values, own.key: entry.key}
            for heading, column in self._columns(library, own, set(values)).items():
                # As text: a workbook would turn 03001 into 3001 and 1/2 into a date.
                library.set_cell_value(len(rows) + 2, column, values[heading], own.sheet, fmt="@")
            self._replace(library)

    def stands(self, filing: Filing) -> bool:
        """Whether the row is there and its cells do not say that it is undone."""
        self._undoable(filing)
        own = self._named(filing.entry)
        done = own.undo.done() if own.undo else {}
        with self._locked(), self._opened(own) as (_, rows):
            number, row = self._filed(own, filing, rows)
        self._same(filing, number)
        return any(_text(row.get(name)) != wanted for name, wanted in done.items())

    def undo(self, filing: Filing, reason: str) -> None:
        """Write what undoes the row into its cells, in a copy that takes the workbook's place."""
        self._undoable(filing)
        own = self._named(filing.entry)
        said = self._said(own.undo.set, filing, reason) if own.undo else {}
        self._pace.wait()
        with self._locked(), self._opened(own) as (library, rows):
            number, _ = self._filed(own, filing, rows)
            self._same(filing, number)
            for heading, column in self._columns(library, own, set(said)).items():
                library.set_cell_value(int(filing.record), column, said[heading], own.sheet, fmt="@")
            self._replace(library)

    def _filed(self, own: SheetEntry, filing: Filing, rows: list[dict[str, Any]]) -> tuple[str | None, dict[str, Any]]:
        """The number and the cells of the row with the filing's key."""
        found = [(str(at), row) for at, row in enumerate(rows, 2) if _text(row.get(own.key)) == filing.key]
        return found[0] if found else (None, {})

    def _columns(self, library: Any, own: SheetEntry, wanted: set[str]) -> dict[str, int]:
        """The columns of these headings, from 1; raises PageChanged for one that is not there."""
        headings = [_text(value) for value in library.read_worksheet(own.sheet)[0].values()]
        if missing := wanted - set(headings):
            raise PageChanged(f"{self._name}: there is no column {', '.join(f'«{name}»' for name in sorted(missing))}")
        return {heading: column for column, heading in enumerate(headings, 1) if heading in wanted}

    def _replace(self, library: Any) -> None:
        """A rename is the only moment in which the workbook changes."""
        handle, copy = tempfile.mkstemp(dir=self._path.parent, prefix=".dovtech-", suffix=".xlsx")
        os.close(handle)
        try:
            library.save_workbook(copy)
            shutil.copymode(self._path, copy)
            with Path(copy).open("rb") as written:
                os.fsync(written.fileno())
            Path(copy).replace(self._path)
        finally:
            Path(copy).unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Alone with the workbook among robots; raises BackOfficeDown where a person has it open."""
        held_open = [self._path.with_name(f"~${self._path.name}"), self._path.with_name(f".~lock.{self._path.name}#")]
        if any(path.exists() for path in held_open):
            raise BackOfficeDown(f"{self._name}: somebody has the workbook open", remedy="close it")
        try:
            lock = self._path.with_name(f".{self._path.name}.dovtech-lock").open("w")
        except OSError as wrong:
            raise BackOfficeDown(f"{self._name}: {wrong.strerror}") from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _opened(self, own: SheetEntry) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
        """The library with the workbook open, and its rows by heading."""
        library = libraries.excel()
        try:
            library.open_workbook(str(self._path))
        except (OSError, BadZipFile, ValueError, KeyError) as wrong:
            raise BackOfficeDown(f"{self._name}: the workbook cannot be opened ({type(wrong).__name__})") from None
        try:
            if not library.worksheet_exists(own.sheet):
                raise PageChanged(f"{self._name}: there is no sheet «{own.sheet}»")
            yield library, library.read_worksheet(own.sheet, header=True)
        finally:
            library.close_workbook()


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
