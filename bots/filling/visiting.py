"""A look at any page with a browser of its own: what it calls its fields and buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from bots.filling.browser import Browser, Programs, translated
from bots.filling.page import Page

_ANSWER, _APPEAR = 20.0, 5.0


def visit(address: str, settings: Mapping[str, str], clicks: Sequence[str] = ()) -> dict[str, Any]:
    """What the page shows by its names (see `visit` in `script/`), once it has fields or will not get any.

    `clicks` are clicked first, one after another.
    """
    programs = Programs(chromium=settings["CHROMIUM"], driver=settings["CHROMEDRIVER"])
    with translated(), closing(Browser(programs, answer=_ANSWER)) as browser:
        page = Page(browser.driver, _APPEAR)
        page.open(address)
        return look_around(page, clicks)


def look_around(page: Page, clicks: Sequence[str] = ()) -> dict[str, Any]:
    """The same on a page that is open."""
    for name in clicks:
        page.click(tuple((kind, name, ()) for kind in ("button", "link", "tab", "menu", "words")))
    return page.patiently(lambda: page.ask("dovtech.visit()"), lambda shown: bool(shown["fields"]))
