"""A page as a person sees it: fields by their labels, buttons and links by their words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from selenium.common.exceptions import JavascriptException, StaleElementReferenceException

from casework.errors import BackOfficeDown, EntryRefused, PageChanged

_SCRIPT = (Path(__file__).parent / "page.js").read_text()
_BETWEEN_LOOKS = 0.02  # seconds; a question to the page takes about 5 ms
_SERVER_ERROR = 500
_BEYOND_KEYBOARD = 0x10000  # chromedriver types the basic plane only

Ways = tuple[tuple[str, str], ...]
T = TypeVar("T")


class Page:
    """The page a browser shows; `patience` is how many seconds a condition may take to come true.

    Raises PageChanged where what is named is not there, BackOfficeDown where the server failed instead.
    """

    def __init__(self, driver: Any, patience: float) -> None:
        self._driver = driver
        self._patience = patience

    @property
    def address(self) -> str:
        return str(self._driver.current_url)

    def open(self, address: str) -> None:
        """Go to an address and wait until it is loaded."""
        self._driver.get(address)
        self.check()

    def ask(self, expression: str, *arguments: object) -> Any:
        """What a JavaScript expression over `dovtech` (see page.js) and `a`, the arguments, evaluates to."""
        return self._driver.execute_script(f"{_SCRIPT}; const a = arguments; return {expression};", *arguments)

    def seen(self, ways: Ways) -> bool:
        """Whether one of the ways finds something now."""
        return bool(self._found(ways))

    def find(self, ways: Ways) -> Any:
        """The one thing that is named so, as soon as it is there."""
        return self._sole(ways, lambda: self._found(ways))

    def click(self, ways: Ways) -> None:
        self.find(ways).click()

    def await_either(self, ways: Ways, refused: str) -> list[str]:
        """Wait until what is named is there, giving nothing, or until the page refuses, giving its words."""

        def outcome() -> list[str] | None:
            if self._found(ways):
                return []
            told: list[str] = self.ask("dovtech.told(a[0])", refused) if refused else []
            return told or None

        return self._until(outcome, lambda: f"there is no {_spoken(ways)}", accept=lambda told: told is not None) or []

    def type_into(self, label: str, value: str, name: str) -> None:
        """Type a value over what the field holds; raises EntryRefused where the field would cut or change it."""
        element, kind, held, limit = self._sole((("label", label),), lambda: self.ask("dovtech.fields(a[0])", label))
        if limit and len(value) > limit:
            raise EntryRefused(f"{name} has {len(value)} characters and «{label}» takes {limit}")
        if any(ord(character) >= _BEYOND_KEYBOARD for character in value):
            raise EntryRefused(f"{name} has a character that cannot be typed")
        if held:
            element.clear()
        element.send_keys(_typed(value, lines=kind == "TEXTAREA"))

    def choose(self, label: str, value: str, name: str) -> None:
        """Choose from a list by the option's words."""
        option = self.ask("dovtech.option(a[0], a[1])", self.find((("label", label),)), value)
        if option is None:
            raise EntryRefused(f"the list «{label}» does not offer the value of {name}")
        option.click()

    def tick(self, label: str, *, wanted: bool) -> None:
        """Make a tick box say what is wanted."""
        element = self.find((("label", label),))
        if bool(element.is_selected()) is not wanted:
            element.click()

    def pick(self, label: str, search: str, value: str, name: str) -> None:
        """Type into a list that searches, and take the option that says exactly the value."""
        field = self.find((("label", label),))
        self.ask("dovtech.combobox(a[0])", field).click()
        self._driver.switch_to.active_element.send_keys(_typed(search, lines=False))

        def offered() -> list[Any] | None:
            found = self._found((("option", value),))
            return found or ([] if self.ask("dovtech.exhausted()") else None)

        options = self._until(offered, lambda: f"«{label}» offers nothing", accept=lambda found: found is not None)
        if not options:
            raise EntryRefused(f"the list «{label}» does not offer the value of {name}")
        options[0].click()

    def read(self, labels: Iterable[str]) -> dict[str, str]:
        """What the fields hold now, by label; raises PageChanged naming the labels that are not there."""
        held: dict[str, str | None] = self.ask("dovtech.read(a[0])", list(labels))
        missing = [label for label, value in held.items() if value is None]
        if missing:
            raise PageChanged(f"there is no field {', '.join(f'«{label}»' for label in missing)}")
        return {label: value or "" for label, value in held.items()}

    def check(self) -> None:
        """Raise BackOfficeDown where the server answered with an error of its own, or nobody answered."""
        status = int(self.ask("dovtech.status()"))
        if status >= _SERVER_ERROR or not status:
            raise BackOfficeDown(f"the server answered {status or 'nothing'}")

    def _sole(self, ways: Ways, look: Callable[[], list[Any]]) -> Any:
        found = self._until(look, lambda: f"there is no {_spoken(ways)}")
        if len(found) > 1:
            raise PageChanged(f"{_spoken(ways)} names {len(found)} things", remedy="name it in another way")
        return found[0]

    def _found(self, ways: Ways) -> list[Any]:
        for kind, wanted in ways:
            if found := self.ask("dovtech.find(a[0], a[1])", kind, wanted):
                return list(found)
        return []

    def _until(self, look: Callable[[], T], complaint: Callable[[], str], *, accept: Callable[[T], bool] = bool) -> T:
        """What `look` gives as soon as it is acceptable; a page that is being replaced is looked at again."""
        end = time.monotonic() + self._patience
        while True:
            try:
                if accept(result := look()):
                    return result
                self.check()
            except (StaleElementReferenceException, JavascriptException):
                pass
            if time.monotonic() > end:
                raise PageChanged(complaint(), remedy="compare the entry with the page")
            time.sleep(_BETWEEN_LOOKS)


def _typed(value: str, *, lines: bool) -> str:
    """The keys for a value: an Enter in a single line would send the form, a tab would leave the field."""
    return value.replace("\t", " ") if lines else " ".join(value.split())


def _spoken(ways: Ways) -> str:
    return " or ".join(f"{kind} «{wanted}»" for kind, wanted in ways)
