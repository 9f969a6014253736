"""Options taken from a list that a script has made: opened, narrowed by typing, or leafed through."""

from __future__ import annotations

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.keys import Keys

from bots.filling.page import Page
from bots.filling.redrawing import redrawn
from bots.filling.ways import Ways, by_label
from casework.errors import EntryRefused, PageChanged

_CLOSED = -1
_LOOKS = 5  # at a list that shows nothing, for it may be loading more


@redrawn
def pick(page: Page, label: str, search: str, value: str, name: str, *, containing: bool = False) -> None:
    """Open a list that searches, type into it, and take the option that says the value.

    A list that is longer than what is in sight is narrowed by the value itself, where it has a line for that; what it
    then does not show is looked for from its top to its end.
    """
    field = page.find(by_label(label, page.within))
    page.ask("dovtech.changed()")
    page.ask("dovtech.opening()")
    page.ask("dovtech.combobox(a[0])", field).click()
    if search:
        _search(page, search)
    taking = _Taking(page, (("containing" if containing else "option", value, ()),), "" if search else value)
    count = taking.taken()
    if not count and taking.narrowed:
        _widen(page)
        count = taking.taken()
    if count == _CLOSED:
        raise StaleElementReferenceException("the page has closed its list")
    if not count:
        raise EntryRefused(not_offered(label, name))
    if count > 1:
        raise EntryRefused(f"the list «{label}» offers {count} options that say the value of {name}")


def not_offered(label: str, name: str) -> str:
    """What is said of a value that a list does not have."""
    return f"the list «{label}» does not offer the value of {name}"


class _Taking:
    """Looks through an open list for the one option; `narrowed` tells whether it was typed into."""

    def __init__(self, page: Page, option: Ways, narrowing: str) -> None:
        self._page = page
        self._option = option
        self._narrowing = narrowing
        self._moved = False
        self._long = False
        self._away = 0
        self.narrowed = False

    def taken(self) -> int:
        """How many options say it, the only one being clicked; _CLOSED where the page has drawn the list away."""
        while True:  # a long list may take longer to be leafed through than one thing to appear
            self._moved = False
            try:
                return self._page.until(self._look, lambda: "", accept=lambda found: found is not None, quick=True) or 0
            except PageChanged:
                if not self._moved:
                    return 0

    def _look(self) -> int | None:
        """One look, taking at once what is found: such a list is drawn again while one types."""
        found = self._page.found(self._option)
        if len(found) == 1:
            found[0].click()
        if found or self._page.ask("dovtech.exhausted()"):
            return len(found)
        if self._long and not self._page.ask("dovtech.offered() || dovtech.narrowing()"):
            self._away += 1
            return _CLOSED if self._away == _LOOKS else None
        self._away = 0
        if self._page.ask("dovtech.further()"):
            self._moved = self._long = True
            if self._narrowing and not self.narrowed and self._page.ask("dovtech.narrowing()"):
                self.narrowed = True
                _search(self._page, self._narrowing)
        return None


def _search(page: Page, search: str) -> None:
    """Type into the field that has the cursor once the list is open, over what it holds."""
    page.ask("document.activeElement && document.activeElement.select && document.activeElement.select()")
    page.keys(" ".join(search.split()))


def _widen(page: Page) -> None:
    """Take back what narrowed a list, where its line is still there."""
    if page.ask("dovtech.narrowing()"):
        page.ask("document.activeElement.select && document.activeElement.select()")
        page.keys(Keys.BACKSPACE)
