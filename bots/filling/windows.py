"""What a browser opens beside the page: its own boxes, windows and tabs."""

from __future__ import annotations

import time
from contextlib import suppress

from selenium.common.exceptions import NoAlertPresentException, NoSuchWindowException

from bots.filling.browser import made_ready
from bots.filling.page import SETTLED, Page
from casework.errors import PageChanged


def prompt(page: Page, *, accept: bool, says: str) -> str:
    """Answer a box of the browser's own once it is there; its words where it says something else than expected."""
    end = time.monotonic() + page.patience
    while True:
        try:
            box = page.driver.switch_to.alert
            words = str(box.text)
            break
        except NoAlertPresentException:
            if time.monotonic() > end:
                raise PageChanged("no box asks for an answer", remedy="compare the entry with the page") from None
            time.sleep(SETTLED)
    fitting = says.casefold() in words.casefold()
    (box.accept if accept and fitting else box.dismiss)()
    return "" if fitting else words


def window(page: Page, *, new: bool) -> None:
    """Go to the window or tab that was opened last, or close this one and go back to the first."""
    page.forget_frames()
    if not new:
        with suppress(NoSuchWindowException):  # a window in which something is chosen often closes by itself
            if len(page.driver.window_handles) > 1:
                page.driver.close()
        page.driver.switch_to.window(page.driver.window_handles[0])
        return
    first = page.driver.window_handles[0]
    page.until(lambda: len(page.driver.window_handles) > 1, lambda: "no window was opened")
    page.driver.switch_to.window(next(one for one in reversed(page.driver.window_handles) if one != first))
    made_ready(page.driver)


def alone(page: Page) -> None:
    """Close what an earlier work left open, and start at the page itself."""
    page.driver.switch_to.default_content()
    first, *others = page.driver.window_handles
    for other in others:
        page.driver.switch_to.window(other)
        page.driver.close()
    if others:
        page.driver.switch_to.window(first)
