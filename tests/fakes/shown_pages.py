"""Pages as small as they can be, shown by a real browser, and steps done on them."""

from __future__ import annotations

from collections.abc import Callable

from bots.filling import wording
from bots.filling.page import Page
from bots.filling.steps import Walk, parsed, walk_through

Showing = Callable[[str], Page]


def walk(page: Page, **given: str) -> Walk:
    """A walk over the page with these values."""
    return Walk(page=page, given=given, names={}, render=wording.render, go=page.open)


def do(page: Page, *steps: object, **given: str) -> None:
    """Do steps as an entry writes them."""
    walk_through([parsed(step) for step in steps], walk(page, **given))
