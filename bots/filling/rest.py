"""A back-office with a REST interface, through `RPA.HTTP`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from bots.filling import libraries, paths, wording
from bots.filling.doubt import Unanswered
from bots.filling.loading import SystemFolder, resolved
from bots.filling.robot import Robot, no_document
from bots.filling.schema import RestEntry, RestSystem
from bots.filling.shown import unshown
from bots.filling.words import masked
from casework.errors import BackOfficeDown, EntryRefused, Misconfigured, PageChanged
from casework.filing import Entry, Filing, Record

_SESSION = "back-office"
_MISSING = object()


class RestBackOffice(Robot[RestSystem, RestEntry]):
    """Plays `BackOffice` by JSON over HTTP; each thread has its own kept-alive session, nothing is tried twice."""

    def __init__(
        self,
        folder: SystemFolder,
        settings: Mapping[str, str],
        secrets: Callable[[str], str],
        documents: Callable[[str], bytes] = no_document,
    ) -> None:
        super().__init__(folder, settings, secrets, documents)
        self._own = threading.local()
        self._opened: list[Any] = []

    def warm(self) -> None:
        """Load the library and open this thread's session, so that the first filling is as quick as the others."""
        self._library()

    def close(self) -> None:
        while self._opened:
            self._opened.pop().delete_all_sessions()

    def look(self, entry: Entry) -> Record | None:
        """The record that carries the key, by the system's own search."""
        names = self._names(entry)
        found = self._held(entry, names)
        return None if found is None else self._record(found, entry, names)

    def _held(self, entry: Entry, names: Mapping[str, object]) -> Any:
        """The record as the system answers it; None where there is none."""
        find = self._system.find
        query = {name: wording.render(source, names) for name, source in find.query.items()}
        answer = self._call("get", wording.render(find.path, names), params=query)
        if answer.status_code == HTTPStatus.NOT_FOUND and not find.results:
            return None
        self._expect_success(answer)
        found = [one for one in _listed(_at(_json(answer), find.results)) if _text(_at(one, find.key)) == entry.key]
        if len(found) > 1:
            raise PageChanged(f"{self._name} holds {len(found)} records with the same key", remedy="annul all but one")
        return found[0] if found else None

    def write(self, entry: Entry) -> None:
        """Send the entry once; a key that is there already is no failure, looking again will show it."""
        write, names = self._system.write, self._names(entry)
        body = _body(entry.values, self._entry(entry).types)
        self._pace.wait()
        answer = self._call("post", wording.render(write.path, names), json=self._wrapped(body))
        if answer.status_code not in write.present:
            self._expect_taken(answer, entry.values)

    def stands(self, filing: Filing) -> bool:
        """Whether the record is there and its answer does not say that it is undone."""
        entry = self._undoable(filing)
        undo = self._named(filing.entry).undo
        held = self._held(entry, self._names(entry))
        done = undo.done if undo else {}
        if held is None and not done:
            return False
        self._same(filing, None if held is None else _text(_at(held, self._system.find.id)))
        return not done or any(_text(_at(held, path)) != wanted for path, wanted in done.items())

    def undo(self, filing: Filing, reason: str) -> None:
        """Send what undoes the record, once."""
        entry = self._undoable(filing)
        own = self._named(filing.entry)
        if own.undo is None:
            return
        held = self._held(entry, self._names(entry))
        names = {**self._names(entry), "held": held}
        body = _body(self._said(own.undo.body, filing, reason, **names), own.types)
        path = self._said({"": own.undo.path}, filing, reason, **names)[""]
        self._pace.wait()
        self._expect_taken(self._call(own.undo.method, path, **({"json": self._wrapped(body)} if body else {})), {})

    def _wrapped(self, body: dict[str, Any]) -> dict[str, Any]:
        return {self._system.write.wrap: body} if self._system.write.wrap else body

    def _expect_taken(self, answer: Any, values: Mapping[str, str]) -> None:
        if answer.status_code in self._system.write.refused:
            raise EntryRefused(
                f"{self._name}: {masked(_words(_json(answer)), values)}",
                remedy="correct the value, or file the entry by hand",
            )
        self._expect_success(answer)

    def _names(self, entry: Entry) -> dict[str, object]:
        return {**self._entry(entry).names, "key": entry.key}

    def _record(self, found: Any, entry: Entry, names: Mapping[str, object]) -> Record:
        own = self._entry(entry)
        places = {name: own.read.get(name, name) for name in entry.values if name not in own.unread}
        values = {name: _text(value) for name, at in places.items() if (value := _at(found, at)) is not _MISSING}
        page = resolved(self._system.find.page, self._settings)
        return Record(
            id=_text(_at(found, self._system.find.id)),
            values={name: unshown(own, entry, name, value) for name, value in values.items()},
            proves=tuple(places) if own.unread else (),
            address=wording.render(page, {**names, "record": found}),
        )

    def _call(self, verb: str, path: str, **what: Any) -> Any:
        """One request; whatever goes wrong below HTTP means that the system is down, or that nobody knows."""
        import requests  # noqa: PLC0415 - only what RPA.HTTP raises; it is there once the library is

        library = self._library()
        send = getattr(library, f"{verb}_on_session")
        try:
            return send(_SESSION, path, expected_status="anything", allow_redirects=False, **what)
        except requests.RequestException as wrong:
            down = BackOfficeDown if _never_sent(wrong) else Unanswered
            raise down(f"{self._name}: {type(wrong).__name__}") from None  # its text holds the whole address

    def _library(self) -> Any:
        if not hasattr(self._own, "library"):
            self._own.library = self._session(libraries.http())
            self._opened.append(self._own.library)
        return self._own.library

    def _session(self, library: Any) -> Any:
        timeouts = self._system.timeouts
        certificates = resolved(self._system.certificates, self._settings) or True
        session = library.create_session(
            _SESSION, self._address, verify=certificates, max_retries=0, timeout=(timeouts.connect, timeouts.answer)
        )
        # After creation, since the library logs what it is created with; and no ~/.netrc or proxy of the machine may
        # take the place of what the configuration says.
        session.trust_env = False
        secrets = {name: self._secret(name) for name in self._system.secrets}
        session.headers.update({name: wording.render(text, secrets) for name, text in self._system.headers.items()})
        return library

    def _expect_success(self, answer: Any) -> None:
        status = int(answer.status_code)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            raise BackOfficeDown(f"{self._name} answered {status}")
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise Misconfigured(f"{self._name} refuses the robot's account ({status})", remedy="check its secrets")
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            raise PageChanged(f"{self._name} answered {status}", remedy="compare the entry with the interface")


def _never_sent(wrong: Exception) -> bool:
    """Whether there was no connection at all."""
    reason = getattr(wrong.args[0] if wrong.args else None, "reason", None)
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def _body(values: Mapping[str, str], types: Mapping[str, str]) -> dict[str, Any]:
    """The values as nested JSON: `datos.vehicle_plate` stands as `vehicle_plate` in `datos`."""
    body: dict[str, Any] = {}
    for name, value in values.items():
        *path, last = paths.steps(name)
        inner = body
        for part in path:
            inner = paths.down(inner, part)
        inner[last.name] = _typed(value, types.get(name, "text"))
    return body


def _typed(value: str, kind: str) -> Any:
    if kind == "boolean":
        return value == "true"
    if kind == "number":
        return float(value) if "." in value else int(value)
    return value


def _at(data: Any, path: str) -> Any:
    """What stands at a dotted path; `_MISSING` where nothing does."""
    for part in paths.steps(path):
        if not isinstance(data, Mapping) or part.name not in data:
            return _MISSING
        data = data[part.name]
        if part.where:
            data = paths.chosen(data, part)
            if data is None:
                return _MISSING
    return data


def _listed(data: Any) -> list[Any]:
    """A search's answer as a list: itself, the one record it is, or an answer of another shape than configured."""
    if data is _MISSING:
        raise PageChanged("the answer does not hold `find.results`", remedy="compare the entry with the interface")
    return data if isinstance(data, list) else [data]


def _json(answer: Any) -> Any:
    try:
        return answer.json()
    except ValueError:
        raise PageChanged("the answer is no JSON", remedy="compare the entry with the interface") from None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None or value is _MISSING else str(value)


def _words(data: Any) -> Iterable[str]:
    """Every sentence in an answer, whatever its shape."""
    if isinstance(data, str):
        yield data
    for inner in data.values() if isinstance(data, Mapping) else data if isinstance(data, list) else ():
        yield from _words(inner)
