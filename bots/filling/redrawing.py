"""Acts on a page that draws its fields anew while one works on them."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from selenium.common.exceptions import StaleElementReferenceException

from bots.filling.page import Page
from casework.errors import PageChanged


def redrawn(act: Callable[..., None]) -> Callable[..., None]:
    """Have an act on a page done again where the page drew the field anew in the middle of it; it must bear that."""

    @wraps(act)
    def until_it_stands(page: Page, *given: Any, **how: Any) -> None:
        end = time.monotonic() + page.patience
        while True:
            try:
                act(page, *given, **how)
            except StaleElementReferenceException:
                if time.monotonic() > end:
                    raise PageChanged(f"«{given[0]}» is drawn anew without end") from None
                page.top()
            else:
                return

    return until_it_stands
