"""Verbs that look: what a page says, whether a search found something, whether it was saved."""

from __future__ import annotations

import time
from collections.abc import Mapping

from pydantic import model_validator

from bots.filling.naming import Capture, Shape, Target, cut
from bots.filling.page import Page
from bots.filling.steps import Nothing, Walk, verb
from bots.filling.ways import Ways, spoken
from casework.errors import EntryRefused, PageChanged, ReadBackDiffers

_QUIET = 0.6  # seconds; longer than pages wait for the end of one's typing
_ASKING = 3.0  # seconds, where some request never ends


def captured(page: Page, what: Capture, ways: Ways) -> str:
    """The text that is named; raises PageChanged where the page does not have it."""
    if what.address:
        return cut(page.address, what.pattern)
    [text] = page.patiently(lambda: page.read(ways[:1]), lambda held: held[0] is not None)
    if text is None:
        raise PageChanged("the page does not show what is to be captured", remedy="compare the entry with the page")
    return cut(text, what.pattern)


@verb("capture", dict[str, Capture])
def _capture(walk: Walk, given: Mapping[str, Capture]) -> None:
    for name, what in given.items():
        walk.given[name] = captured(walk.page, what, walk.ways(what.of, "label"))


@verb("absent", Target)
def _absent(walk: Walk, given: Target) -> None:
    if walk.page.seen(walk.ways(given, "text")):
        raise Nothing


class Search(Shape):
    """What a search that has ended shows: a record, or that there is none.

    With `more`, the list goes on behind a button or link: it is clicked while it can be and the record is not there.
    """

    record: Target
    nothing: Target | None = None
    more: Target | None = None

    @model_validator(mode="after")
    def _one(self) -> Search:
        if self.nothing is None and self.more is None:
            raise ValueError("say what shows that there is `nothing`, or the button to `more` of the list")
        return self


class _Rest:
    """Tells whether a page has come to rest: its words stay as they are, and it is not asking its server."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._words: object = None
        self._since = 0.0

    def __call__(self, *, touched: bool = False) -> bool:
        """Whether it rests by now; with `touched`, a page into which nothing was typed is always at rest."""
        changed, asking, words = self._page.ask("dovtech.resting()")
        if touched and not changed:
            return True
        now = time.monotonic()
        if words != self._words:
            self._words, self._since = words, now
        return now - self._since > (_ASKING if asking else _QUIET)


def _outcome(page: Page, *choices: Ways, ended: bool = False) -> int:
    """Which of several things a search has led to; where it was typed, what stood there before is no answer.

    -1 where the list has `ended`: the page is at rest and has none of them.
    """
    rest = _Rest(page)

    def first() -> list[int]:
        for index, ways in enumerate(choices):
            if page.found(ways):
                return [index] if rest(touched=True) else []
        return [-1] if ended and rest() else []

    return page.until(first, lambda: f"there is neither {' nor '.join(spoken(ways) for ways in choices)}")[0]


def _leafed(page: Page, record: Ways, nothing: Ways, more: Ways) -> bool:
    """Whether the record is on one of the pages of a list, `more` leading to the next while it can be clicked.

    The last page may have no `more`; the first one must have it, or show one of the others.
    """
    turned = False
    while True:
        choices = [record, *([nothing] if nothing else []), more]
        place = _outcome(page, *choices, ended=turned)
        if place == 0:
            return True
        following = page.found(more)
        if not following or not following[0].is_enabled() or following[0].get_attribute("aria-disabled") == "true":
            return False
        before = page.ask("dovtech.print()")
        following[0].click()
        page.until(
            lambda before=before: page.found(record) or page.ask("dovtech.print()") != before,  # type: ignore[misc]
            lambda: f"{spoken(more)} does not lead on",
        )
        turned = True


@verb("found", Search)
def _search(walk: Walk, given: Search) -> None:
    record = walk.ways(given.record, "text")
    nothing = walk.ways(given.nothing, "text") if given.nothing else ()
    if given.more is None:
        found = _outcome(walk.page, record, nothing) == 0
    else:
        found = _leafed(walk.page, record, nothing, walk.ways(given.more, "button", "link"))
    if not found:
        raise Nothing
    if walk.given.get("search") == walk.given.get("key") and (many := len(walk.page.found(record))) > 1:
        raise ReadBackDiffers(f"the search for the key shows {many} records", remedy="annul all but one")


@verb("expect", Target)
def _expect(walk: Walk, given: Target) -> None:
    told = walk.page.await_either(walk.ways(given, "text"))
    if told and not (walk.present and any(walk.present in words for words in told)):
        raise EntryRefused(" ".join(told), remedy="correct the value, or file the entry by hand")
