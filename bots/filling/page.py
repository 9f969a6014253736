"""A page as a person sees it: things found by their names, waited for, clicked."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    JavascriptException,
    NoSuchFrameException,
    StaleElementReferenceException,
)
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from bots.filling.doubt import Unanswered
from bots.filling.scripted import SCRIPT
from bots.filling.ways import Way, Ways, spoken
from casework.errors import BackOfficeDown, EntryRefused, PageChanged

_NOT_YET = "dovtech is not on this page yet"  # a frame that runs no scripts of its own gets it when it is asked
_UNLESS = f"if (!dovtech) return {_NOT_YET!r};"
SETTLED = 0.02  # seconds between looks; a question to the page takes about 5 ms
_STRAGGLING = 3.0  # seconds; some request may never end
_SERVER_ERROR = 500
_DEEPEST_FRAME = 3

T = TypeVar("T")


class SessionLost(BackOfficeDown):
    """The page asks to log in in the middle of the work: look again, then begin again."""

    again = True


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
        self.patience = patience
        self._refused = refused
        self._meanwhile = meanwhile
        self.framed = False
        self._answering = False
        self.within: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        return str(self.driver.current_url)

    def open(self, address: str, sign: Ways = ()) -> bool:
        """Go to an address and wait until it is loaded; whether it shows a sign there."""
        self.top()
        if "#" in address and address.partition("#")[0] == self.address.partition("#")[0]:
            self.let_answer()
        self.driver.get(address)
        status, found, framed = self.ask("[dovtech.status(), ...dovtech.search(a[0], a[1])]", sign, self.within)
        _check(int(status))
        return bool(found) or (bool(framed) and self.seen(sign))

    def let_answer(self) -> None:
        """Wait while the page is asking its server, for some seconds at most.

        Before going elsewhere within one document: an answer that came later would be drawn over what is there then.
        After a file was given: a page that sends it at once must not be saved before it has.
        """
        end = time.monotonic() + _STRAGGLING
        while self.ask("dovtech.resting()[1]") and time.monotonic() < end:
            time.sleep(SETTLED)

    def top(self) -> None:
        """Look at the page itself again, out of its frames."""
        if self.framed:
            self.driver.switch_to.default_content()
            self.framed = False

    def ask(self, expression: str, *arguments: object) -> Any:
        """What a JavaScript expression over `dovtech` (see `script/`) and `a`, the arguments, evaluates to."""
        asked = f"const a = arguments; return {expression};"
        answer = self.driver.execute_script(f"const dovtech = window.__dovtech; {_UNLESS} {asked}", *arguments)
        if answer != _NOT_YET:
            return answer
        return self.driver.execute_script(f"{SCRIPT}; const dovtech = window.__dovtech; {asked}", *arguments)

    def forget_frames(self) -> None:
        """Look at the page itself from now on, without asking a window that may be gone."""
        self.framed = False

    def enter(self, frame: Any) -> None:
        """Look into a frame from now on."""
        self.framed = True
        self.driver.switch_to.frame(frame)

    def seen(self, ways: Ways) -> bool:
        """Whether one of the ways finds something now."""
        return bool(self.found(ways))

    def find(self, ways: Ways) -> Any:
        """The one thing that is named so, as soon as it is there."""
        return self.sole(ways, lambda: self.found(ways))

    def click(self, ways: Ways) -> None:
        """Click it, once nothing lies over it and it is not disabled."""
        stopped = ""

        def done() -> bool:
            nonlocal stopped
            stopped, found = "", self._things(ways)
            self._one(ways, found)
            for element, idle in found:
                if idle:
                    stopped = "stays disabled"
                    return False
                try:
                    element.click()
                except ElementClickInterceptedException:
                    stopped = "lies under something else"
                    return False
            return bool(found)

        def complaint() -> str:
            return f"{spoken(ways)} {stopped}" if stopped else f"there is no {spoken(ways)}{self._instead(ways)}"

        self.until(done, complaint)

    def await_truth(self, look: Callable[[], Any], complaint: str) -> Any:
        """What `look` gives as soon as it is true; raises PageChanged with the complaint where it never is."""
        return self.until(look, lambda: complaint)

    def hover(self, ways: Ways) -> None:
        """Point at it, as a menu that opens by itself wants."""
        ActionChains(self.driver).move_to_element(self.find(ways)).perform()

    def press(self, key: str) -> None:
        """Press a key by its name, where the cursor is."""
        self.keys(getattr(Keys, key.upper()))

    def keys(self, *keys: str) -> None:
        """To whatever has the cursor: asked to type into a thing of a shadow root, the driver would move it."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def gone(self, ways: Ways) -> None:
        """Wait until nothing is named so."""
        self.until(lambda: not self.found(ways), lambda: f"{spoken(ways)} did not go away")

    def either(self, *choices: Ways) -> int:
        """Wait until one of several things is there; which one."""

        def first() -> list[int]:
            return [index for index, ways in enumerate(choices) if self.found(ways)][:1]

        return self.until(first, lambda: f"there is neither {' nor '.join(spoken(ways) for ways in choices)}")[0]

    def await_either(self, ways: Ways) -> list[str]:
        """Wait until what is named is there, giving nothing, or until the page refuses, giving its words."""

        def outcome() -> list[str] | None:
            return [] if self.found(ways) else (self.told() or None)

        complaint = lambda: f"there is no {spoken(ways)}{self._instead(ways)}"  # noqa: E731 - one line of words
        return self.until(outcome, complaint, accept=lambda told: told is not None) or []

    def told(self) -> list[str]:
        """The page's own error messages."""
        if not self._refused:
            return []
        self.top()
        words: list[str] = self.ask("dovtech.told(a[0])", self._refused)
        return words

    def read(self, places: Sequence[Way]) -> list[str | None]:
        """What the named fields and texts hold now, in order; None for what is not there."""
        self.top()
        held: list[str | None] = self.ask("dovtech.read(a[0])", list(places))
        for index in [index for index, value in enumerate(held) if value is None]:
            one = "dovtech.read([a[0]]).filter((v) => v !== null)"
            held[index] = next(iter(self.everywhere(one, places[index])), None)
        self.top()
        return held

    @contextmanager
    def covered(self, known: Sequence[str], covers: Sequence[Way], hidden: Sequence[str] = ()) -> Iterator[None]:
        """While a picture is taken: black over numbers and addresses that are not `known`, and over what is named.

        What is `hidden` is covered too: secrets that the page shows.
        """
        self.everywhere("dovtech.cover(a[0], a[1], a[2])", list(known), list(covers), list(hidden))
        self.top()
        try:
            yield
        finally:
            self.everywhere("dovtech.uncover()")
            self.top()

    def patiently(self, look: Callable[[], T], accept: Callable[[T], bool]) -> T:
        """What `look` gives once it is acceptable; what it gave last where that takes too long."""
        last: list[T] = []

        def kept() -> T:
            last[:] = [look()]
            return last[0]

        try:
            return self.until(kept, lambda: "", accept=accept, quick=True)
        except PageChanged:
            if not last:
                raise
            return last[0]

    def check(self) -> None:
        """Raise BackOfficeDown where the server answered with an error of its own, or nobody answered."""
        _check(int(self.ask("dovtech.status()")))

    def sole(self, ways: Ways, look: Callable[[], list[Any]]) -> Any:
        found = self.until(look, lambda: f"there is no {spoken(ways)}{self._instead(ways)}")
        return self._one(ways, found)

    def _one(self, ways: Ways, found: list[Any]) -> Any:
        if len(found) > 1:
            raise PageChanged(
                f"{spoken(ways)} names {len(found)} things", remedy="say which with `in`, or with #2 after a label"
            )
        return found[0] if found else None

    def found(self, ways: Ways) -> list[Any]:
        """All that the first of the ways which finds something finds now."""
        return [element for element, _ in self._things(ways)]

    def _things(self, ways: Ways) -> list[Any]:
        """The same, each with whether it is disabled."""
        self.top()
        first, framed = self.ask("dovtech.search(a[0], a[1])", ways, self.within)
        if first or not framed:
            return list(first)
        for kind, wanted, path in ways:
            if found := self.everywhere("dovtech.things(a[0], a[1], a[2])", kind, wanted, (*self.within, *path)):
                return found
        return []

    def everywhere(self, expression: str, *arguments: object) -> list[Any]:
        """The list that an expression gives on the page, or else in a frame; the browser stays where it was found."""
        self.top()
        found = self._deep(f"[{expression} || [], dovtech.frames()]", arguments, 0)
        if not found:
            self.top()
        return found

    def below(self, expression: str) -> list[Any]:
        """The list that an expression gives in the frame the browser is in, or else in a frame in there."""
        return self._deep(f"[{expression}, dovtech.frames()]", (), 0)

    def _deep(self, asked: str, arguments: Sequence[object], depth: int) -> list[Any]:
        """What is found here or, depth first, in the frames in here."""
        found, frames = self.ask(asked, *arguments)
        if found or depth == _DEEPEST_FRAME:
            return list(found)
        for frame in frames:
            try:
                self.enter(frame)
                if found := self._deep(asked, arguments, depth + 1):
                    return list(found)
                self.driver.switch_to.parent_frame()
            except (StaleElementReferenceException, NoSuchFrameException):
                self.driver.switch_to.default_content()
                return []
        return []

    def _instead(self, ways: Ways) -> str:
        """What the page has instead, nearest names first: what helps to mend an entry."""
        wanted = ways[0][1]
        kinds = [kind for kind, _, _ in ways]
        names = dict.fromkeys(name for kind in kinds for name in self.ask("dovtech.names(a[0])", kind))
        near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.4) or list(names)[:6]
        return f"; the page has {', '.join(f'«{name}»' for name in near)}" if near else ""

    def until(
        self,
        look: Callable[[], T],
        complaint: Callable[[], str],
        *,
        accept: Callable[[T], bool] = bool,
        quick: bool = False,
    ) -> T:
        """What `look` gives as soon as it is acceptable; a page that is being replaced is looked at again.

        The time that it takes to act on a page that has come between is not the page's own.
        """
        end = time.monotonic() + self.patience
        while True:
            try:
                if accept(result := look()):
                    return result
                self.top()
                self.check()
                end += self._between()
            except (StaleElementReferenceException, JavascriptException, NoSuchFrameException):
                self.top()
            if time.monotonic() > end:
                raise self._failure("" if quick else complaint())
            time.sleep(SETTLED)

    def _between(self) -> float:
        """Let whoever waits act on what has come between; returns the seconds that took."""
        if self._answering:
            return 0.0
        begun = time.monotonic()
        self._answering, within, self.within = True, self.within, ()
        try:
            self._meanwhile(self)
        finally:
            self._answering, self.within = False, within
        return time.monotonic() - begun

    def _failure(self, complaint: str) -> Exception:
        if complaint and (told := self.told()):
            return EntryRefused(" ".join(told), remedy="correct the value, or file the entry by hand")
        return PageChanged(complaint or "there is no such option", remedy="compare the entry with the page")


def _check(status: int) -> None:
    """Raise BackOfficeDown where an answer's status says that the server failed, or that there was none."""
    if not status:
        raise Unanswered("the server answered nothing")
    if status >= _SERVER_ERROR:
        raise BackOfficeDown(f"the server answered {status}")
