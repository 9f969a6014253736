"""Verbs that click, press, answer and wait."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from bots.filling import windows
from bots.filling.naming import Shape, Target
from bots.filling.page import Page
from bots.filling.steps import Walk, verb
from bots.filling.ways import Ways, spoken
from casework.errors import EntryRefused


@verb("open", str)
def _open(walk: Walk, given: str) -> None:
    walk.go(walk.say(given))


def _touched(ways: Ways) -> Ways:
    """Where a text is clicked or pointed at, the thing that says just that is meant, not all that contains it."""
    return tuple(("words" if kind == "text" else kind, name, path) for kind, name, path in ways)


@verb("click", Target)
def _click(walk: Walk, given: Target) -> None:
    walk.page.click(_touched(walk.ways(given, "button", "link", "tab", "menu", "words")))


@verb("save", Target)
def _save(walk: Walk, given: Target) -> None:
    _click(walk, given)


@verb("hover", Target)
def _hover(walk: Walk, given: Target) -> None:
    walk.page.hover(_touched(walk.ways(given, "link", "button", "menu", "words")))


@verb("press", Literal["enter", "tab", "escape", "arrow_down", "arrow_up", "space"])
def _press(walk: Walk, given: str) -> None:
    walk.page.press(given)


class Prompt(Shape):
    """A box of the browser's own: what it must say, and the answer."""

    says: str = ""
    answer: Literal["accept", "dismiss"] = "accept"

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"answer": given} if isinstance(given, str) else given


@verb("dialog", Prompt)
def _dialog(walk: Walk, given: Prompt) -> None:
    told = windows.prompt(walk.page, accept=given.answer == "accept", says=walk.say(given.says))
    if told:
        raise EntryRefused(told, remedy="correct the value, or file the entry by hand")


@verb("window", Literal["new", "close"])
def _window(walk: Walk, given: str) -> None:
    windows.window(walk.page, new=given == "new")


@verb("gone", Target)
def _gone(walk: Walk, given: Target) -> None:
    walk.page.gone(walk.ways(given, "text"))


class Autosave(Shape):
    """What the page says once it has saved by itself, and while it is saving."""

    saved: Target
    saving: Target | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"saved": given} if isinstance(given, str) else given


def _autosaved(page: Page, saved: Ways, saving: Ways) -> None:
    """Wait until what was typed last has been sent and answered, and the page says so.

    The word alone proves nothing: it may be that of an earlier save.
    """
    caught = False

    def done() -> bool:
        nonlocal caught
        caught = caught or bool(saving and page.found(saving))
        page.top()
        state = page.ask("dovtech.saved()")
        return bool((state["sent"] or caught) and not state["pending"] and page.found(saved)
                    and not (saving and page.found(saving)))  # fmt: skip

    page.top()
    page.ask("dovtech.leave()")
    page.until(done, lambda: f"the page did not save by itself and say {spoken(saved)}")


@verb("autosave", Autosave)
def _autosave(walk: Walk, given: Autosave) -> None:
    saving = walk.ways(given.saving, "text") if given.saving else ()
    _autosaved(walk.page, walk.ways(given.saved, "text"), saving)
