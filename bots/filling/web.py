"""A back-office that has pages only, filled as a careful clerk would, through `RPA.Browser.Selenium`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import cast
from urllib.parse import urljoin

from bots.filling import wording
from bots.filling.browser import Browser, Programs, translated
from bots.filling.forms import Page
from bots.filling.loading import SystemFolder, resolved
from bots.filling.pace import Pace
from bots.filling.schema import WebEntry, WebSystem
from bots.filling.steps import Nothing, Walk, walk_through
from bots.filling.words import masked
from casework.errors import BackOfficeDown, EntryRefused, Misconfigured, PageChanged
from casework.filing import Entry, Record


class WebBackOffice:
    """Plays `BackOffice` with one kept-alive browser, logged in once and again when the session has expired.

    Threads take turns: an account is never in two browsers. A browser that fails is thrown away.
    """

    def __init__(self, folder: SystemFolder, settings: Mapping[str, str], secrets: Callable[[str], str]) -> None:
        self._system = cast("WebSystem", folder.system)
        self._entries = cast("Mapping[str, WebEntry]", folder.entries)
        self._name = folder.name
        self._secrets = secrets
        self._address = resolved(self._system.address, settings)
        program, driver = (
            resolved(path, settings) for path in (self._system.browser.program, self._system.browser.driver)
        )
        self._programs = Programs(chromium=program, driver=driver)
        self._pace = Pace(self._system.per_minute)
        self._turn = threading.RLock()
        self._browser: Browser | None = None

    @property
    def account(self) -> str:
        return self._secret(self._system.account)

    def warm(self) -> None:
        """Start the browser and log in, so that the first filling is as quick as the others."""
        with self._page() as page:
            self._go(page, self._address)

    def forget_session(self) -> None:
        """Drop the log-in and keep the browser: the next page asks to log in again."""
        with self._turn:
            if self._browser is not None:
                self._browser.driver.delete_all_cookies()

    def close(self) -> None:
        with self._turn:
            browser, self._browser = self._browser, None
            if browser is not None:
                browser.close()

    def look(self, entry: Entry) -> Record | None:
        """The record with the key, or the one somebody else wrote that the entry is known by."""
        with self._page() as page:
            record = self._found(page, entry, entry.key)
            if record is not None or (known := self._entry(entry).known_by) is None:
                return record
            other = self._found(page, entry, entry.values[known.search])
            same = other is not None and all(other.values.get(name) == entry.values.get(name) for name in known.same)
            return replace(other, proves=known.same) if other is not None and same else None

    def write(self, entry: Entry) -> None:
        """Walk through the entry's steps once, to the page's own word that it is saved."""
        self._pace.wait()
        with self._page() as page:
            try:
                walk_through(self._entry(entry).steps, self._walk(page, entry))
            except EntryRefused as refused:
                words = masked([refused.args[0]], entry.values)
                raise EntryRefused(f"{self._name}: {words}", remedy=refused.remedy) from None

    def picture(self, record: Record) -> bytes | None:
        """A PNG of the record's whole page."""
        with self._page() as page:
            if page.address != record.address:
                self._go(page, record.address)
            return self._browser.picture() if self._browser else None

    def _found(self, page: Page, entry: Entry, search: str) -> Record | None:
        """The record a search leads to, read back by the labels the entry types into."""
        find = self._system.find
        try:
            walk_through(find.steps, self._walk(page, entry, search=search))
        except Nothing:
            return None
        labels = self._entry(entry).labels()
        held = page.read([find.id, find.key, *labels])
        if search == entry.key and held[find.key] != entry.key:
            raise PageChanged(f"the record found does not carry the key in «{find.key}»")
        values = {name: held[label] for label, name in labels.items()}
        return Record(id=held[find.id], values=values, address=page.address)

    def _entry(self, entry: Entry) -> WebEntry:
        if entry.name not in self._entries:
            raise Misconfigured(f"there is no entry {self._name}/{entry.name}")
        return self._entries[entry.name]

    def _walk(self, page: Page, entry: Entry, search: str = "") -> Walk:
        own = {"key": entry.key, "search": search}
        names = {**self._entry(entry).names, **own}
        return Walk(
            page=page,
            given={**entry.values, **own},
            say=lambda source: wording.render(source, names),
            go=lambda address: self._go(page, urljoin(self._address, address)),
            refused=self._system.refused,
            present=self._system.present,
        )

    def _go(self, page: Page, address: str) -> None:
        """Open an address, logging in where the system asks for it."""
        page.open(address)
        needed = self._system.login.needed.ways("text")
        if not page.seen(needed):
            return
        given = {name: self._secret(name) for name in self._system.secrets}
        walk = Walk(page=page, given=given, say=str, go=page.open)
        try:
            walk_through(self._system.login.steps, walk)
        except PageChanged:
            if page.seen(needed):
                raise Misconfigured(f"{self._name} does not let its account in", remedy="check its secrets") from None
            raise
        page.open(address)

    @contextmanager
    def _page(self) -> Iterator[Page]:
        """The browser's page, for this thread alone; a browser that failed is closed and the next one starts afresh."""
        with self._turn:
            try:
                with translated():
                    if self._browser is None:
                        self._browser = Browser(self._programs, answer=self._system.timeouts.answer)
                    yield Page(self._browser.driver, self._system.timeouts.appear)
            except BackOfficeDown:
                self.close()
                raise

    def _secret(self, name: str) -> str:
        value = self._secrets(self._system.secrets[name])
        if not value:
            raise Misconfigured(f"the secret {self._system.secrets[name]} is not set")
        return value
