"""A back-office that has pages only, filled as a careful clerk would, through `RPA.Browser.Selenium`."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from selenium.common.exceptions import UnexpectedAlertPresentException

from bots.filling import windows, wording
from bots.filling.browser import Browser, Programs, translated
from bots.filling.loading import SystemFolder, resolved
from bots.filling.naming import Capture, cut
from bots.filling.page import Page, SessionLost
from bots.filling.reading_back import read_patiently
from bots.filling.robot import Robot, no_document
from bots.filling.saving import saves_itself, saving
from bots.filling.schema import Login, WebEntry, WebSystem
from bots.filling.shown import unshown
from bots.filling.steps import Nothing, Step, Stopped, Walk, walk_through
from bots.filling.visiting import look_around
from bots.filling.ways import spoken
from bots.filling.words import masked
from casework.errors import BackOfficeDown, EntryRefused, Misconfigured, PageChanged
from casework.filing import Entry, Filing, Record


class WebBackOffice(Robot[WebSystem, WebEntry]):
    """Plays `BackOffice` with one kept-alive browser, logged in once and again when the session has expired.

    Threads take turns: an account is never in two browsers. A browser that fails is thrown away.
    """

    def __init__(
        self,
        folder: SystemFolder,
        settings: Mapping[str, str],
        secrets: Callable[[str], str],
        documents: Callable[[str], bytes] = no_document,
    ) -> None:
        super().__init__(folder, settings, secrets, documents)
        program, driver = (
            resolved(path, settings) for path in (self._system.browser.program, self._system.browser.driver)
        )
        self._programs = Programs(chromium=program, driver=driver)
        self._turn = threading.RLock()
        self._browser: Browser | None = None
        self._entering = False
        self._begun = ""  # the key of what this robot wrote last

    def warm(self) -> None:
        """Start the browser and log in, so that the first filling is as quick as the others."""
        with self._page() as page:
            self._go(page, self._address)

    def forget_session(self) -> None:
        """Drop the log-in and keep the browser: the next page asks to log in again."""
        with self._turn:
            if self._browser is not None:
                self._forget(Page(self._browser.driver, self._system.timeouts.appear))

    def _forget(self, page: Page) -> None:
        """Leave the page without what it keeps of the log-in, in cookies or, as pages of scripts do, in its storage."""
        page.top()
        page.driver.delete_all_cookies()
        page.ask("dovtech.forget()")
        self._leave(page)

    def close(self) -> None:
        with self._turn:
            browser, self._browser = self._browser, None
            if browser is not None:
                browser.close()

    def look(self, entry: Entry) -> Record | None:
        """The record with the key, or the one somebody else wrote that the entry is known by.

        A page of scripts may ask to log in only a moment after it was opened: it is then logged in and looked again.
        """
        try:
            return self._look(entry)
        except SessionLost:
            with self._page() as page:
                self._go(page, self._address, asks=True)
            return self._look(entry)

    def _look(self, entry: Entry) -> Record | None:
        with self._page() as page:
            record = self._found(page, entry, entry.key)
            if record is not None or (known := self._entry(entry).known_by) is None:
                return record
            other = self._found(page, entry, entry.values[known.search])
            same = other is not None and all(other.values.get(name) == entry.values.get(name) for name in known.same)
            return replace(other, proves=known.same) if other is not None and same else None

    def write(self, entry: Entry) -> bytes | None:
        """Walk through the entry's steps once, to the page's own word that it is saved; a PNG of the filled form."""
        self._pace.wait()
        self._begun = entry.key
        pictures: list[bytes] = []
        with self._page() as page:
            self._type(page, entry, lambda: pictures.append(self._shot(page, self._typed(entry))))
        return pictures[0] if pictures else None

    def rehearse(self, entry: Entry) -> bytes | None:
        """Type the entry and stop before it is saved; a PNG of the filled form.

        A page that saves by itself cannot be rehearsed: nothing is typed there, and there is no picture.
        """
        if saves_itself(self._entry(entry).steps):
            return None

        def stop() -> None:
            raise Stopped

        with self._page() as page:
            with suppress(Stopped):
                try:
                    self._type(page, entry, stop)
                except SessionLost:  # nothing is saved: it may begin again
                    self._go(page, self._address, asks=True)
                    self._type(page, entry, stop)
            picture = self._shot(page, self._typed(entry))
            page.top()
            self._leave(page)
            return picture

    def _typed(self, entry: Entry) -> list[str]:
        """What may stand in a picture of the entry: its values and the robot's own account."""
        return [*entry.values.values(), entry.key, self.account]

    def _type(self, page: Page, entry: Entry, at_saving: Callable[[], None]) -> None:
        steps = self._entry(entry).steps
        self._walked(entry, steps, replace(self._walk(page, entry), saving=saving(steps), at_saving=at_saving))

    def _walked(self, entry: Entry, steps: Iterable[Step], walk: Walk, where: str = "") -> None:
        """Do the steps; what the page refuses is told in its own words, without anybody's data."""
        try:
            walk_through(steps, walk, where)
        except EntryRefused as refused:
            words = masked([refused.args[0]], entry.values)
            raise EntryRefused(f"{self._name}: {words}", remedy=refused.remedy) from None
        except UnexpectedAlertPresentException as asked:
            words = masked([str(asked.alert_text)], entry.values)
            raise EntryRefused(f"{self._name}: {words}", remedy="see the page's words") from None

    def _leave(self, page: Page) -> None:
        """Leave a half-typed form: the page may ask whether to, and the answer is yes."""
        page.ask("window.onbeforeunload = null")
        page.driver.get("about:blank")

    def stands(self, filing: Filing) -> bool:
        """Whether the record is found by its key and its page does not say that it is undone."""
        entry = self._undoable(filing)
        undo = self._named(filing.entry).undo
        with self._page() as page:
            record = self._found(page, entry, entry.key)
            if undo is None or (record is None and undo.done is None):
                return False
            self._same(filing, record.id if record else None)
            done = self._walk(page, entry).ways(undo.done, "text") if undo.done else ()
            return not done or not page.patiently(lambda: page.seen(done), bool)

    def undo(self, filing: Filing, reason: str) -> None:
        """Walk through the steps that undo the record, from its own page, once."""
        entry = self._undoable(filing)
        undo = self._named(filing.entry).undo
        self._pace.wait()
        with self._page() as page:
            record = self._found(page, entry, entry.key)
            self._same(filing, record.id if record else None)
            walk = self._walk(page, entry)
            said = self._said(undo.values if undo else {}, filing, reason)
            given = {**walk.given, "reason": reason, "record": filing.record, **said}
            self._walked(entry, undo.steps if undo else (), replace(walk, given=given), "undo, ")

    def picture(self, record: Record) -> bytes | None:
        """A PNG of the record's whole page, in which other people's data are covered."""
        with self._page(fresh=False) as page:
            page.top()
            if page.address != record.address:
                self._go(page, record.address)
            return self._shot(page, [*record.values.values(), self.account])

    def _shot(self, page: Page, known: Iterable[str]) -> bytes:
        """The whole page as PNG: numbers and addresses that are not among the values known, and what `masked` names."""
        if self._browser is None:
            raise BackOfficeDown(f"{self._name}: the browser is gone")
        covers = [way for target in self._system.masked for way in target.ways("label")]
        secrets = [self._secret(name) for name in self._system.secrets if name != self._system.account]
        with page.covered(list(known), covers, secrets):
            return self._browser.picture()

    def visit(self, address: str = "", clicks: Sequence[str] = ()) -> tuple[dict[str, Any], bytes | None]:
        """What a page of the system shows by its names (see `visit` in `script/`), logged in, and its picture."""
        with self._page() as page:
            self._go(page, urljoin(self._address, address))
            shown = self._visited(page, ())
            asked = self._system.login is not None and page.seen(self._system.login.needed.ways("text"))
            if asked:
                self._go(page, urljoin(self._address, address), asks=True)
            if asked or clicks:
                shown = self._visited(page, clicks)
            return shown, self._browser.picture() if self._browser else None

    def _visited(self, page: Page, clicks: Sequence[str]) -> dict[str, Any]:
        """What the page shows, once it has fields or will not get any."""
        self._entering = True
        try:
            return look_around(page, clicks)
        finally:
            self._entering = False

    def _found(self, page: Page, entry: Entry, search: str) -> Record | None:
        """The record a search leads to, read back by the labels the entry types into."""
        own = self._entry(entry)
        find, walk = own.find or self._system.find, self._walk(page, entry, search=search)
        try:
            walk_through(find.steps, walk, "find, ")
        except Nothing:
            return None
        places = own.places(entry.values)
        wanted = {**places, "": find.id, **({"key": find.key} if find.key else {})}
        # A page that saves by itself may show what somebody, dying, has left half done: what lacks is a difference.
        half = saves_itself(own.steps) and search == entry.key != self._begun
        held = self._read(page, walk, wanted, own.pages, spared=places.keys() if half else ())
        if search == entry.key and not self._carries(page, entry.key, held.get("key")):
            raise PageChanged(f"the record found does not show the key {'where `find.key` says' if find.key else ''}")
        values = {name: unshown(own, entry, name, held[name]) for name in places}
        values |= {
            name: entry.values[name] for name in own.uploads() & places.keys() if _lists(held[name], entry.values[name])
        }
        return Record(id=held[""], values=values, address=page.address, proves=tuple(places) if own.unread else ())

    def _read(
        self,
        page: Page,
        walk: Walk,
        wanted: Mapping[str, Capture],
        pages: Sequence[Sequence[Step]] = (),
        spared: Collection[str] = (),
    ) -> dict[str, str]:
        """What the places hold now; raises PageChanged naming those that are not there, but for those `spared`.

        What the record's page does not show is looked for on each of `pages`, in order.
        """
        ways = {name: walk.ways(place.of, "label")[0] for name, place in wanted.items() if not place.address}
        address, held = page.address, read_patiently(page, ways, last=not pages)
        for number, steps in enumerate(pages, 1):
            left = {name: way for name, way in ways.items() if held[name] is None}
            if not left:
                break
            walk_through(steps, walk, f"pages {number}, ")
            held |= read_patiently(page, left, last=number == len(pages))
        missing = [spoken([ways[name]]) for name, value in held.items() if value is None and name not in spared]
        if missing:
            raise PageChanged(f"there is no {', '.join(missing)} to read back",
                              remedy="name it under `read`, or the steps to it under `pages`")  # fmt: skip
        texts = {name: address if place.address else held[name] or "" for name, place in wanted.items()}
        return {name: _part(text, wanted[name].pattern, name in spared) for name, text in texts.items()}

    def _carries(self, page: Page, key: str, held: str | None) -> bool:
        return held.strip() == key if held is not None else page.seen((("text", key, ()),))

    def _walk(self, page: Page, entry: Entry, search: str = "") -> Walk:
        own = {"key": entry.key, "search": search}
        return Walk(
            page=page,
            given={**entry.values, **own},
            names=self._entry(entry).names,
            render=wording.render,
            go=lambda address: self._go(page, urljoin(self._address, address)),
            file=self._file,
            present=self._system.present,
        )

    def _file(self, value: str) -> Path:
        """A document of the case, as `SHA256/NAME`, where the browser can take it."""
        sha256, _, name = value.partition("/")
        if self._browser is None or not name:
            raise Misconfigured("an upload needs a document", remedy="give the value `{{ documents[0] | file }}`")
        return self._browser.keep(name, self._documents(sha256))

    def _go(self, page: Page, address: str, *, asks: bool = False) -> None:
        """Open an address, logging in where the system asks for it; `asks` says that it is sure to, sooner or later."""
        login = self._system.login
        needed = login.needed.ways("text") if login else ()
        asked = page.open(address, needed)
        if login is None:
            return
        self._entering = True  # what is waited for now must not itself be taken for a session that is over
        try:
            asked = asked or (asks and page.patiently(lambda: page.seen(needed), bool))
        finally:
            self._entering = False
        if not asked:
            return
        if not self._enter(page, login):
            # A form that had expired shows just what a wrong password does: only a fresh one tells them apart.
            self._forget(page)
            if page.open(address, needed) and not self._enter(page, login):
                raise Misconfigured(f"{self._name} does not let its account in", remedy="check its secrets")
        page.open(address)

    def _enter(self, page: Page, login: Login) -> bool:
        """Log in; whether the page does not ask for it again."""
        walk = Walk(page=page, given=self._own(), names={}, render=lambda text, _: text, go=page.open)
        self._entering = True
        try:
            walk_through(login.steps, walk, "login, ")
        except (PageChanged, EntryRefused) as stopped:
            # A step that is not the last failed because the page is another than the one the steps were written for.
            sent = isinstance(stopped, EntryRefused) or stopped.args[0].startswith(f"login, step {len(login.steps)} ")
            if sent and page.seen(login.needed.ways("text")):
                return False
            raise
        finally:
            self._entering = False
        return True

    def _own(self) -> dict[str, str]:
        return {name: self._secret(name) for name in self._system.secrets}

    def _meanwhile(self, page: Page) -> None:
        """Act on what came between: go past what is foreseen, give up a session that is over."""
        if self._entering:
            return
        for coming in self._system.interruptions:
            if page.seen(coming.seen.ways("text")):
                walk = Walk(page=page, given=self._own(), names={}, render=lambda text, _: text, go=page.open)
                walk_through(coming.steps, walk)
        over = [*((self._system.expired,) if self._system.expired else ()),
                *((self._system.login.needed,) if self._system.login else ())]  # fmt: skip
        for sign in over:
            if page.seen(sign.ways("text")):
                self._forget(page)
                raise SessionLost(f"{self._name}: the session is over")

    @contextmanager
    def _page(self, *, fresh: bool = True) -> Iterator[Page]:
        """The browser's page, for this thread alone; a browser that failed is closed and the next one starts afresh."""
        with self._turn:
            try:
                with translated():
                    if self._browser is None:
                        self._browser = Browser(self._programs, answer=self._system.timeouts.answer)
                    page = Page(self._browser.driver, self._system.timeouts.appear, refused=self._system.refused,
                                meanwhile=self._meanwhile)  # fmt: skip
                    if fresh:
                        windows.alone(page)
                    yield page
            except SessionLost:
                raise
            except BackOfficeDown:
                self.close()
                raise


def _part(text: str, pattern: str, spared: bool) -> str:  # noqa: FBT001 - a fact of the place, not a switch
    """What a place's pattern cuts out; of a record that may be half done, what does not fit is not there yet."""
    try:
        return cut(text, pattern)
    except PageChanged:
        if spared:
            return ""
        raise


def _lists(held: str, document: str) -> bool:
    """Whether a page that shows files names this one, given as `SHA256/NAME`."""
    name = re.escape(document.partition("/")[2])
    return re.search(rf"(?<!\w){name}(?!\w)", held, re.IGNORECASE) is not None
