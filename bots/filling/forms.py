"""A page as a person sees it: fields by their labels, buttons and links by their words."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    JavascriptException,
    NoAlertPresentException,
    NoSuchFrameException,
    NoSuchWindowException,
    StaleElementReferenceException,
)
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from bots.filling import calendars
from casework.errors import BackOfficeDown, EntryRefused, PageChanged

_SCRIPT = (Path(__file__).parent / "page.js").read_text()
_NOT_YET = "dovtech is not on this page yet"  # each page gets the script once
_UNLESS = f"if (!dovtech) return {_NOT_YET!r};"
_SETTLED = 0.02  # seconds between looks; a question to the page takes about 5 ms
_SERVER_ERROR = 500
_DEEPEST_FRAME = 3

# What is looked for: its kind, its name, and the named things around it, outermost first.
Way = tuple[str, str, tuple[tuple[str, str], ...]]
Ways = tuple[Way, ...]
T = TypeVar("T")


class SessionLost(BackOfficeDown):
    """The page asks to log in in the middle of the work: look again, then begin again."""

    again = True


def by_label(label: str, within: tuple[tuple[str, str], ...] = ()) -> Ways:
    """The ways to a field by its label."""
    return (("label", label, within),)


class Page:
    """The page a browser shows; `patience` is how many seconds a condition may take to come true.

    Names are looked for on the page and, where it has them not, in its frames. Raises PageChanged where what is named
    is not there, EntryRefused where the page shows a message of `refused` (CSS) instead, BackOfficeDown where the
    server failed. `meanwhile` is asked while waiting, and may act on a page that comes between.
    """

    def __init__(
        self, driver: Any, patience: float, *, refused: str = "", meanwhile: Callable[[Page], None] = lambda _: None
    ) -> None:
        self.driver = driver
        self._patience = patience
        self._refused = refused
        self._meanwhile = meanwhile
        self._framed = False
        self._answering = False
        self.within: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        return str(self.driver.current_url)

    def open(self, address: str) -> None:
        """Go to an address and wait until it is loaded."""
        self.top()
        self.driver.get(address)
        self.check()

    def top(self) -> None:
        """Look at the page itself again, out of its frames."""
        if self._framed:
            self.driver.switch_to.default_content()
            self._framed = False

    def ask(self, expression: str, *arguments: object) -> Any:
        """What a JavaScript expression over `dovtech` (see page.js) and `a`, the arguments, evaluates to."""
        asked = f"const a = arguments; return {expression};"
        answer = self.driver.execute_script(f"const dovtech = window.__dovtech; {_UNLESS} {asked}", *arguments)
        if answer != _NOT_YET:
            return answer
        return self.driver.execute_script(f"{_SCRIPT}; {asked}", *arguments)

    def seen(self, ways: Ways) -> bool:
        """Whether one of the ways finds something now."""
        return bool(self._found(ways))

    def find(self, ways: Ways) -> Any:
        """The one thing that is named so, as soon as it is there."""
        return self._sole(ways, lambda: self._found(ways))

    def click(self, ways: Ways) -> None:
        """Click it, once nothing lies over it and it is not disabled."""

        def done() -> bool:
            element = self._one(ways, self._found(ways))
            if element is None or not element.is_enabled():
                return False
            try:
                element.click()
            except ElementClickInterceptedException:
                return False
            return True

        self._until(done, lambda: f"there is no {spoken(ways)} that can be clicked{self._instead(ways)}")

    def await_truth(self, look: Callable[[], Any], complaint: str) -> Any:
        """What `look` gives as soon as it is true; raises PageChanged with the complaint where it never is."""
        return self._until(look, lambda: complaint)

    def hover(self, ways: Ways) -> None:
        """Point at it, as a menu that opens by itself wants."""
        ActionChains(self.driver).move_to_element(self.find(ways)).perform()

    def press(self, key: str) -> None:
        """Press a key by its name, where the cursor is."""
        self._keys(getattr(Keys, key.upper()))

    def _keys(self, *keys: str) -> None:
        """To whatever has the cursor: asked to type into a thing of a shadow root, the driver would move it."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def prompt(self, *, accept: bool, says: str) -> str:
        """Answer a box of the browser's own once it is there; its words where it says something else than expected."""
        end = time.monotonic() + self._patience
        while True:
            try:
                box = self.driver.switch_to.alert
                words = str(box.text)
                break
            except NoAlertPresentException:
                if time.monotonic() > end:
                    raise PageChanged("no box asks for an answer", remedy="compare the entry with the page") from None
                time.sleep(_SETTLED)
        fitting = says.casefold() in words.casefold()
        (box.accept if accept and fitting else box.dismiss)()
        return "" if fitting else words

    def window(self, *, new: bool) -> None:
        """Go to the window or tab that was opened last, or close this one and go back to the first."""
        self._framed = False
        if not new:
            with suppress(NoSuchWindowException):  # a window in which something is chosen often closes by itself
                if len(self.driver.window_handles) > 1:
                    self.driver.close()
            self.driver.switch_to.window(self.driver.window_handles[0])
            return
        first = self.driver.window_handles[0]
        self._until(lambda: len(self.driver.window_handles) > 1, lambda: "no window was opened")
        self.driver.switch_to.window(next(one for one in reversed(self.driver.window_handles) if one != first))

    def alone(self) -> None:
        """Close what an earlier work left open, and start at the page itself."""
        self.driver.switch_to.default_content()
        first, *others = self.driver.window_handles
        for other in others:
            self.driver.switch_to.window(other)
            self.driver.close()
        if others:
            self.driver.switch_to.window(first)

    def gone(self, ways: Ways) -> None:
        """Wait until nothing is named so."""
        self._until(lambda: not self._found(ways), lambda: f"{spoken(ways)} did not go away")

    def either(self, *choices: Ways) -> int:
        """Wait until one of several things is there; which one."""

        def first() -> list[int]:
            return [index for index, ways in enumerate(choices) if self._found(ways)][:1]

        return self._until(first, lambda: f"there is neither {' nor '.join(spoken(ways) for ways in choices)}")[0]

    def leafed(self, record: Ways, nothing: Ways, more: Ways) -> bool:
        """Whether the record is on one of the pages of a list, `more` leading to the next while it can be clicked.

        A list without pages has no `more`; it is waited for until it shows either.
        """
        while True:
            place = self.either(record, *([nothing] if nothing else []), more)
            if place == 0:
                return True
            following = self._found(more)
            if not following or not following[0].is_enabled() or following[0].get_attribute("aria-disabled") == "true":
                return False
            before = self.ask("dovtech.print()")
            following[0].click()
            self._until(
                lambda before=before: self._found(record) or self.ask("dovtech.print()") != before,  # type: ignore[misc]
                lambda: f"{spoken(more)} does not lead on",
            )

    def await_either(self, ways: Ways) -> list[str]:
        """Wait until what is named is there, giving nothing, or until the page refuses, giving its words."""

        def outcome() -> list[str] | None:
            return [] if self._found(ways) else (self.told() or None)

        complaint = lambda: f"there is no {spoken(ways)}{self._instead(ways)}"  # noqa: E731 - one line of words
        return self._until(outcome, complaint, accept=lambda told: told is not None) or []

    def told(self) -> list[str]:
        """The page's own error messages."""
        if not self._refused:
            return []
        self.top()
        words: list[str] = self.ask("dovtech.told(a[0])", self._refused)
        return words

    def autosaved(self, saved: Ways, saving: Ways) -> None:
        """Wait until what was typed last has been sent and answered, and the page says so.

        The word alone proves nothing: it may be that of an earlier save.
        """
        caught = False

        def done() -> bool:
            nonlocal caught
            caught = caught or bool(saving and self._found(saving))
            self.top()
            state = self.ask("dovtech.saved()")
            return bool((state["sent"] or caught) and not state["pending"] and self._found(saved)
                        and not (saving and self._found(saving)))  # fmt: skip

        self.top()
        self.ask("dovtech.leave()")
        self._until(done, lambda: f"the page did not save by itself and say {spoken(saved)}")

    def type_into(self, label: str, value: str, name: str) -> None:
        """Type a value over what the field holds; raises EntryRefused where the field would cut or change it.

        Any field: a line, a text, a date, or an editor, also one in a frame of its own.
        """
        ways = by_label(label, self.within)
        element, kind, held, limit = self._sole(ways, lambda: self._everywhere(
            lambda: list(self.ask("dovtech.fields(a[0], a[1])", label, self.within))))  # fmt: skip
        if limit and len(value) > limit:
            raise EntryRefused(f"{name} has {len(value)} characters and «{label}» takes {limit}")
        if kind == "frame":
            self._framed = True
            self.driver.switch_to.frame(element)
            element, kind, held = self._editor(label), "editor", "?"
        if kind in {"select", "group", "other"}:
            raise PageChanged(f"«{label}» is no field one types into", remedy="use `choose` or `tick` for it")
        text = value.strip() if kind in {"lines", "editor"} else " ".join(value.split())
        if kind in {"set", "locked"}:
            self.ask("dovtech.set(a[0], a[1])", element, text)
        else:
            self._type(element, kind, text.replace("\t", " "), held)
        self._proven(element, label, name, text)

    def _type(self, element: Any, kind: str, text: str, held: str) -> None:
        self.ask("dovtech.take(a[0])", element)
        if kind == "editor" and held:
            self._keys(Keys.BACKSPACE)
        # As a paste of the keyboard: one message for the whole text, every event a person's typing gives but the keys'.
        for index, line in enumerate(text.split("\n") if kind == "editor" else [text]):
            if index:
                self._keys(Keys.ENTER)
            if line:
                self.driver.execute_cdp_cmd("Input.insertText", {"text": line})

    def _proven(self, element: Any, label: str, name: str, text: str) -> None:
        """The field must hold what was typed; one that listens to keys only is typed into by keys."""
        if _unspaced(self.ask("dovtech.value(a[0])", element)) == _unspaced(text):
            return
        if self.ask("dovtech.sort(a[0])", element) in {"line", "lines"}:
            self.ask("dovtech.take(a[0])", element)
            self._keys(Keys.BACKSPACE, text)
        if _squeezed(held := self.ask("dovtech.value(a[0])", element)) != _squeezed(text):
            raise EntryRefused(f"«{label}» does not take {name} as it is ({len(text)} characters, {len(held)} taken)")

    def _editor(self, label: str) -> Any:
        script = "[...document.querySelectorAll('[contenteditable=true],[contenteditable=\"\"]'), document.body]"

        def body() -> list[Any]:
            found = self.ask(f"{script}.filter((e) => e && e.isContentEditable).slice(0, 1)")
            return list(found)

        return self._until(body, lambda: f"the frame of «{label}» holds no editor")[0]

    def choose(self, label: str, value: str, name: str) -> None:
        """Choose by the option's words: from a list, a group of round buttons, or a list that a script has made."""
        ways = by_label(label, self.within)
        element = self.find(ways)
        kind = self.ask("dovtech.sort(a[0])", element)
        self.ask("dovtech.changed()")
        if kind in {"select", "group"}:
            finder = "dovtech.option(a[0], a[1])" if kind == "select" else "dovtech.radio(a[0], a[1])"
            try:  # the list may be filled only after another was chosen
                option = self._until(lambda: self.ask(finder, element, value), lambda: "", quick=True)
            except PageChanged:
                raise EntryRefused(_not_offered(label, name)) from None
            option.click()
        else:
            self.pick(label, "", value, name)

    def date(self, label: str, value: str, name: str) -> None:
        """Give a date to a field: typed where one can type, else taken from its calendar."""
        field = self.find(by_label(label, self.within))
        if self.ask("dovtech.sort(a[0])", field) in {"locked", "other"}:
            self.ask("dovtech.changed()")
            calendars.take_day(self, field, label, value, name)
        else:
            self.type_into(label, value, name)

    def tick(self, label: str, *, wanted: bool) -> None:
        """Make a tick box say what is wanted."""
        element = self.find(by_label(label, self.within))
        if (self.ask("dovtech.value(a[0])", element) == "true") is wanted:
            return
        self.ask("dovtech.changed()")
        clickable = "a[0].getClientRects().length && getComputedStyle(a[0]).opacity !== '0'"
        target = element if self.ask(clickable, element) else self.ask("(a[0].labels || [])[0] || a[0]", element)
        target.click()
        if (self.ask("dovtech.value(a[0])", element) == "true") is not wanted:
            raise PageChanged(f"«{label}» does not stay {'ticked' if wanted else 'unticked'}")

    def pick(self, label: str, search: str, value: str, name: str, *, containing: bool = False) -> None:
        """Open a list that searches, type into it, and take the option that says the value."""
        field = self.find(by_label(label, self.within))
        self.ask("dovtech.changed()")
        self.ask("dovtech.combobox(a[0])", field).click()
        if search:
            self._search(search)
        kind = "containing" if containing else "option"
        moved: list[bool] = []

        def taken() -> int | None:
            """How many options say it, one being taken at once: such a list is drawn again while one types."""
            found = self._found(((kind, value, ()),))
            if len(found) == 1:
                found[0].click()
            if found or self.ask("dovtech.exhausted()"):
                return len(found)
            moved.append(bool(self.ask("dovtech.further()")))
            return None

        count = None
        while count is None:  # a long list may take longer to be leafed through than one thing to appear
            moved.clear()
            try:
                count = self._until(taken, lambda: "", accept=lambda found: found is not None, quick=True)
            except PageChanged:
                count = None if any(moved) else 0
        if not count:
            raise EntryRefused(_not_offered(label, name))
        if count > 1:
            raise EntryRefused(f"the list «{label}» offers {count} options that say the value of {name}")

    def _search(self, search: str) -> None:
        """Type into the field that has the cursor once the list is open, over what it holds."""
        self.ask("document.activeElement && document.activeElement.select && document.activeElement.select()")
        self._keys(" ".join(search.split()))

    def upload(self, label: str, path: Path) -> None:
        """Give a file to a field."""
        found = self.find(by_label(label, self.within))
        field = self.ask("dovtech.filing(a[0])", found)
        if field is None:
            raise PageChanged(f"«{label}» takes no file", remedy="name the field that does, by `css` if need be")
        self.ask("dovtech.changed()")
        field.send_keys(str(path))

    def read(self, places: Sequence[Way]) -> list[str | None]:
        """What the named fields and texts hold now, in order; None for what is not there."""
        self.top()
        held: list[str | None] = self.ask("dovtech.read(a[0])", list(places))
        for index in [index for index, value in enumerate(held) if value is None]:
            one = "dovtech.read([a[0]]).filter((v) => v !== null)"
            held[index] = next(iter(self._everywhere(partial(self.ask, one, places[index]))), None)
        self.top()
        return held

    @contextmanager
    def covered(self, known: Sequence[str], covers: Sequence[Way], hidden: Sequence[str] = ()) -> Iterator[None]:
        """While a picture is taken: black over numbers and addresses that are not `known`, and over what is named.

        What is `hidden` is covered too: secrets that the page shows.
        """
        asked = ("dovtech.cover(a[0], a[1], a[2])", list(known), list(covers), list(hidden))
        self._everywhere(lambda: list(self.ask(*asked) or []))
        self.top()
        try:
            yield
        finally:
            self._everywhere(lambda: list(self.ask("dovtech.uncover()") or []))
            self.top()

    def patiently(self, look: Callable[[], T], accept: Callable[[T], bool]) -> T:
        """What `look` gives once it is acceptable; what it gave last where that takes too long."""
        last: list[T] = []

        def kept() -> T:
            last[:] = [look()]
            return last[0]

        try:
            return self._until(kept, lambda: "", accept=accept, quick=True)
        except PageChanged:
            if not last:
                raise
            return last[0]

    def check(self) -> None:
        """Raise BackOfficeDown where the server answered with an error of its own, or nobody answered."""
        status = int(self.ask("dovtech.status()"))
        if status >= _SERVER_ERROR or not status:
            raise BackOfficeDown(f"the server answered {status or 'nothing'}")

    def _sole(self, ways: Ways, look: Callable[[], list[Any]]) -> Any:
        found = self._until(look, lambda: f"there is no {spoken(ways)}{self._instead(ways)}")
        return self._one(ways, found)

    def _one(self, ways: Ways, found: list[Any]) -> Any:
        if len(found) > 1:
            raise PageChanged(
                f"{spoken(ways)} names {len(found)} things", remedy="say which with `in`, or with #2 after a label"
            )
        return found[0] if found else None

    def _found(self, ways: Ways) -> list[Any]:
        for kind, wanted, path in ways:
            asked = partial(self.ask, "dovtech.find(a[0], a[1], a[2])", kind, wanted, (*self.within, *path))
            if found := self._everywhere(asked):
                return found
        return []

    def _everywhere(self, look: Callable[[], list[Any]]) -> list[Any]:
        """What a look at the page gives, or else at its frames; the browser stays where it was found."""
        self.top()
        if found := look():
            return found
        for _ in self._frames(0):
            if found := look():
                return found
        self.top()
        return []

    def _frames(self, depth: int) -> Iterator[None]:
        """Step into each frame of the page, depth first."""
        frames = self.ask("dovtech.frames()") if depth < _DEEPEST_FRAME else []
        for frame in frames:
            try:
                self._framed = True
                self.driver.switch_to.frame(frame)
                yield
                yield from self._frames(depth + 1)
                self.driver.switch_to.parent_frame()
            except (StaleElementReferenceException, NoSuchFrameException):
                self.driver.switch_to.default_content()
                return

    def _instead(self, ways: Ways) -> str:
        """What the page has instead, nearest names first: what helps to mend an entry."""
        wanted = ways[0][1]
        kinds = [kind for kind, _, _ in ways]
        names = dict.fromkeys(name for kind in kinds for name in self.ask("dovtech.names(a[0])", kind))
        near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.4) or list(names)[:6]
        return f"; the page has {', '.join(f'«{name}»' for name in near)}" if near else ""

    def _until(
        self,
        look: Callable[[], T],
        complaint: Callable[[], str],
        *,
        accept: Callable[[T], bool] = bool,
        quick: bool = False,
    ) -> T:
        """What `look` gives as soon as it is acceptable; a page that is being replaced is looked at again."""
        end = time.monotonic() + self._patience
        while True:
            try:
                if accept(result := look()):
                    return result
                self.top()
                self.check()
                self._between()
            except (StaleElementReferenceException, JavascriptException, NoSuchFrameException):
                self.top()
            if time.monotonic() > end:
                raise self._failure("" if quick else complaint())
            time.sleep(_SETTLED)

    def _between(self) -> None:
        """Let whoever waits act on a page that has come between; not while it is being acted on."""
        if self._answering:
            return
        self._answering, within, self.within = True, self.within, ()
        try:
            self._meanwhile(self)
        finally:
            self._answering, self.within = False, within

    def _failure(self, complaint: str) -> Exception:
        if complaint and (told := self.told()):
            return EntryRefused(" ".join(told), remedy="correct the value, or file the entry by hand")
        return PageChanged(complaint or "there is no such option", remedy="compare the entry with the page")


def _not_offered(label: str, name: str) -> str:
    return f"the list «{label}» does not offer the value of {name}"


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def _unspaced(text: str | None) -> str:
    return "".join((text or "").split())


def _squeezed(text: str | None) -> str:
    """Without what masks add while one types: blanks and separators of groups."""
    return "".join(character for character in (text or "") if character.isalnum()).casefold()


def spoken(ways: Iterable[Way]) -> str:
    """Ways in words, for messages."""
    return " or ".join(
        f"{kind} «{wanted}»" + "".join(f" in {outer} «{called}»" for outer, called in reversed(path))
        for kind, wanted, path in ways
    )
