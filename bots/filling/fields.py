"""Values given to a page's fields: typed, chosen, ticked, picked, uploaded, and seen to be taken as they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from selenium.common.exceptions import JavascriptException
from selenium.webdriver.common.keys import Keys

from bots.filling import calendars
from bots.filling.page import Page
from bots.filling.picking import not_offered, pick
from bots.filling.redrawing import redrawn
from bots.filling.ways import by_label
from casework.errors import EntryRefused, PageChanged


def type_all(page: Page, texts: Sequence[tuple[str, str, str]]) -> None:
    """Give values to fields one after another: their labels, what is typed, and the values' names.

    Plain lines that stand there and take what is typed need one question together; any other field is waited for and
    typed into by itself, with `type_into`.
    """
    rest = list(texts)
    while rest:
        rest = rest[_typed_at_once(page, rest) if len(rest) > 1 else 0 :]
        for label, value, name in rest[:1]:
            type_into(page, label, value, name)
        rest = rest[1:]


def _typed_at_once(page: Page, texts: Sequence[tuple[str, str, str]]) -> int:
    """How many fields from the first hold now what was typed into them."""
    page.top()
    try:
        lines = [(label, value.strip()) for label, value, _ in texts]
        return int(page.ask("dovtech.type(a[0], a[1])", lines, page.within))
    except JavascriptException:  # the page was left meanwhile: a person, too, would look where he is
        return 0


@redrawn
def type_into(page: Page, label: str, value: str, name: str) -> None:
    """Type a value over what the field holds; raises EntryRefused where the field would cut or change it.

    Any field: a line, a text, a date, or an editor, also one in a frame of its own.
    """
    ways = by_label(label, page.within)
    element, kind, held, limit = page.sole(
        ways, lambda: page.everywhere("dovtech.fields(a[0], a[1])", label, page.within)
    )
    if limit and len(value) > limit:
        raise EntryRefused(f"{name} has {len(value)} characters and «{label}» takes {limit}")
    if kind == "frame":
        element, kind, held = _editor(page, label), "editor", "?"
    if kind in {"select", "group", "other"}:
        raise PageChanged(f"«{label}» is no field one types into", remedy="use `choose` or `tick` for it")
    text = value.strip() if kind in {"lines", "editor"} else " ".join(value.split())
    if kind in {"set", "locked"}:
        page.ask("dovtech.set(a[0], a[1])", element, text)
    else:
        _type(page, element, kind, text.replace("\t", " "), held)
    _proven(page, element, label, name, text)


def _type(page: Page, element: Any, kind: str, text: str, held: str) -> None:
    page.ask("dovtech.take(a[0])", element)
    if kind == "editor" and held:
        page.keys(Keys.BACKSPACE)
    # As a paste of the keyboard: one message for the whole text, every event a person's typing gives but the keys'.
    for index, line in enumerate(text.split("\n") if kind == "editor" else [text]):
        if index:
            page.keys(Keys.ENTER)
        if line:
            page.driver.execute_cdp_cmd("Input.insertText", {"text": line})


def _proven(page: Page, element: Any, label: str, name: str, text: str) -> None:
    """The field must hold what was typed; one that listens to keys only is typed into by keys."""
    if _unspaced(page.ask("dovtech.value(a[0])", element)) == _unspaced(text):
        return
    if page.ask("dovtech.sort(a[0])", element) in {"line", "lines"}:
        page.ask("dovtech.take(a[0])", element)
        page.keys(Keys.BACKSPACE, text)
    if _squeezed(held := page.ask("dovtech.value(a[0])", element)) != _squeezed(text):
        raise EntryRefused(f"«{label}» does not take {name} as it is ({len(text)} characters, {len(held)} taken)")


def _editor(page: Page, label: str) -> Any:
    """The editor in the frame with that label, or in a frame in it, once a script has made it one.

    The browser stays in there. Whoever waits meanwhile looks at the page itself, so it is gone into anew each time.
    """

    def body() -> list[Any]:
        for frame, *_ in page.everywhere("dovtech.fields(a[0], a[1])", label, page.within)[:1]:
            page.enter(frame)
            return page.below("dovtech.editors()")
        return []

    return page.until(body, lambda: f"the frame of «{label}» holds no editor")[0]


@redrawn
def choose(page: Page, label: str, value: str, name: str) -> None:
    """Choose by the option's words: from a list, a group of round buttons, or a list that a script has made."""
    element, kind, option = page.sole(
        by_label(label, page.within),
        lambda: page.everywhere("dovtech.choices(a[0], a[1], a[2])", label, page.within, value),
    )
    if option is None and kind not in {"select", "group"}:
        pick(page, label, "", value, name)
        return
    finder = "dovtech.option(a[0], a[1])" if kind == "select" else "dovtech.radio(a[0], a[1])"
    try:  # the list may be filled only after another was chosen
        option = option or page.until(lambda: page.ask(finder, element, value), lambda: "", quick=True)
    except PageChanged:
        raise EntryRefused(not_offered(label, name)) from None
    option.click()


@redrawn
def date(page: Page, label: str, value: str, name: str) -> None:
    """Give a date to a field: typed where one can type, else taken from its calendar."""
    field = page.find(by_label(label, page.within))
    if page.ask("dovtech.sort(a[0])", field) in {"locked", "other"}:
        page.ask("dovtech.changed()")
        calendars.take_day(page, field, label, value, name)
    else:
        type_into(page, label, value, name)


@redrawn
def tick(page: Page, label: str, *, wanted: bool) -> None:
    """Make a tick box say what is wanted."""
    element = page.find(by_label(label, page.within))
    if (page.ask("dovtech.value(a[0])", element) == "true") is wanted:
        return
    page.ask("dovtech.changed()")
    page.ask("dovtech.handle(a[0])", element).click()
    if (page.ask("dovtech.value(a[0])", element) == "true") is not wanted:
        raise PageChanged(f"«{label}» does not stay {'ticked' if wanted else 'unticked'}")


def upload(page: Page, label: str, path: Path) -> None:
    """Give a file to a field."""
    found = page.find(by_label(label, page.within))
    field = page.ask("dovtech.filing(a[0])", found)
    if field is None:
        raise PageChanged(f"«{label}» takes no file", remedy="name the field that does, by `css` if need be")
    page.ask("dovtech.changed()")
    field.send_keys(str(path))
    page.let_answer()


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def _unspaced(text: str | None) -> str:
    return "".join((text or "").split())


def _squeezed(text: str | None) -> str:
    """Without what masks add while one types: blanks and separators of groups."""
    return "".join(character for character in (text or "") if character.isalnum()).casefold()
