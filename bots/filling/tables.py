"""A back-office that is a database, through `RPA.Database`: SQLite and PostgreSQL."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from bots.filling import libraries
from bots.filling.loading import SystemFolder
from bots.filling.robot import Robot, no_document
from bots.filling.schema import SqlEntry, SqlSystem
from bots.filling.shown import unshown
from bots.filling.words import masked
from casework.errors import BackOfficeDown, EntryRefused, Misconfigured, PageChanged
from casework.filing import Entry, Filing, Record

_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)?")
# By the classes of the Python database interface (PEP 249), whose names all drivers share.
_SUBSTANCE = {"IntegrityError", "DataError", "UniqueViolation", "CheckViolation", "NotNullViolation"}
_STRUCTURE = {"ProgrammingError", "UndefinedTable", "UndefinedColumn", "SyntaxError", "DatatypeMismatch"}


class SqlBackOffice(Robot[SqlSystem, SqlEntry]):
    """Plays `BackOffice` by one insert in one transaction; the key's column should be unique.

    Threads take turns on one connection; one that fails is thrown away.
    """

    def __init__(
        self,
        folder: SystemFolder,
        settings: Mapping[str, str],
        secrets: Callable[[str], str],
        documents: Callable[[str], bytes] = no_document,
    ) -> None:
        super().__init__(folder, settings, secrets, documents)
        self._turn = threading.RLock()
        self._library: Any = None

    def warm(self) -> None:
        """Connect before the first case comes."""
        with self._turn:
            self._connected()

    def close(self) -> None:
        with self._turn:
            library, self._library = self._library, None
            if library is not None:
                with suppress(Exception):  # a connection that is gone already is as good as closed
                    library.disconnect_from_database()

    def look(self, entry: Entry) -> Record | None:
        """The row with the key; raises PageChanged where there are several."""
        own = self._entry(entry)
        names = [name for name in entry.values if name not in own.unread]
        columns = ", ".join(map(_name, [own.id, *names]))
        rows = self._ask(f"SELECT {columns} FROM {_name(own.table)} WHERE {_name(own.key)} = {self._mark}", [entry.key])  # noqa: S608 - names are checked, values are parameters
        if len(rows) > 1:
            raise PageChanged(f"{self._name} holds {len(rows)} records with the same key", remedy="annul all but one")
        if not rows:
            return None
        values = {name: unshown(own, entry, name, _text(value)) for name, value in zip(names, rows[0][1:], strict=True)}
        return Record(id=_text(rows[0][0]), values=values, proves=tuple(names) if own.unread else ())

    def write(self, entry: Entry) -> None:
        """Insert the row, whole or not at all; one that is there already is no failure."""
        own = self._entry(entry)
        self._pace.wait()
        values = {own.key: entry.key, **entry.values}
        columns, marks = ", ".join(map(_name, values)), ", ".join([self._mark] * len(values))
        try:
            self._ask(f"INSERT INTO {_name(own.table)} ({columns}) VALUES ({marks})", list(values.values()))  # noqa: S608 - names are checked, values are parameters
        except EntryRefused as refused:
            if self.look(entry) is None:
                words = masked([refused.args[0]], entry.values)
                raise EntryRefused(f"{self._name}: {words}", remedy="correct it, or file it by hand") from None

    def stands(self, filing: Filing) -> bool:
        """Whether the row is there and its columns do not say that it is undone."""
        own, done = self._undo_of(filing)
        columns = ", ".join(map(_name, [own.id, *done]))
        where = f"FROM {_name(own.table)} WHERE {_name(own.key)} = {self._mark}"
        rows = self._ask(f"SELECT {columns} {where}", [filing.key])
        self._same(filing, _text(rows[0][0]) if rows else None)
        return [_text(value) for value in rows[0][1:]] != list(done.values())

    def undo(self, filing: Filing, reason: str) -> None:
        """Write what undoes the row into it, whole or not at all."""
        own, _ = self._undo_of(filing)
        said = self._said(own.undo.set, filing, reason) if own.undo else {}
        columns = ", ".join(f"{_name(name)} = {self._mark}" for name in said)
        self._pace.wait()
        statement = f"UPDATE {_name(own.table)} SET {columns} WHERE {_name(own.key)} = {self._mark}"  # noqa: S608 - as above
        self._ask(statement, [*said.values(), filing.key])

    def _undo_of(self, filing: Filing) -> tuple[SqlEntry, Mapping[str, str]]:
        """The entry and the columns that tell whether it is undone."""
        self._undoable(filing)
        own = self._named(filing.entry)
        return own, own.undo.done() if own.undo else {}

    @property
    def _mark(self) -> str:
        return "?" if self._system.engine == "sqlite" else "%s"

    def _ask(self, statement: str, values: list[str]) -> list[tuple[Any, ...]]:
        """One statement in one transaction; the driver's errors become ours by their standard names."""
        with self._turn:
            library = self._connected()
            try:
                answer = library.query(statement, data=tuple(values), as_table=False)
            except Exception as wrong:  # noqa: BLE001 - each driver has its own tree, told apart by name below
                raise self._translated(wrong) from None
            return list(answer) if isinstance(answer, list) else []

    def _translated(self, wrong: Exception) -> Exception:
        names = {one.__name__ for one in type(wrong).__mro__}
        missing = "no such" in str(wrong) or "has no column" in str(wrong)
        if names & _SUBSTANCE:
            return EntryRefused(str(wrong).splitlines()[0])
        if missing or names & _STRUCTURE:
            return PageChanged(f"{self._name}: the table is not as the entry says ({type(wrong).__name__})")
        self.close()
        return BackOfficeDown(f"{self._name}: {type(wrong).__name__}")

    def _connected(self) -> Any:
        if self._library is None:
            library = libraries.database()
            try:
                library.connect_to_database(**self._connection())
            except Exception as wrong:  # noqa: BLE001 - each driver has its own tree
                raise BackOfficeDown(f"{self._name}: {type(wrong).__name__}") from None
            self._library = library
        return self._library

    def _connection(self) -> dict[str, Any]:
        if self._system.engine == "sqlite":
            return {"module_name": "sqlite3", "database": self._address}
        host, _, database = self._address.partition("/")
        name, _, port = host.partition(":")
        secrets = {name: self._secret(name) for name in self._system.secrets}
        return {"module_name": "psycopg", "database": database, "host": name, "port": int(port or 5432),
                "username": secrets.get("user"), "password": secrets.get("password")}  # fmt: skip


def _name(name: str) -> str:
    """A table's or column's name, quoted; raises Misconfigured for anything else."""
    if not _NAME.fullmatch(name):
        raise Misconfigured(f"{name!r} is no name of a table or column", remedy="use letters, digits and _")
    return ".".join(f'"{part}"' for part in name.split("."))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
