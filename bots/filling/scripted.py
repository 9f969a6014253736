"""The eyes and hands on a page itself: JavaScript of ours that every page and frame has from its beginning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_PARTS = ("names", "values", "plain", "lists", "calendar", "typing", "traffic", "cover", "telling")
_GIVEN = (
    "calendar, changed, choices, combobox, cover, day, editors, exhausted, fields, filing, forget, frames, further, "
    "handle, leave, names, narrowing, offered, opener, opening, option, print, radio, read, resting, saved, search, "
    "set, sort, status, take, things, told, turn, type, uncover, value, visit"
)


def _script() -> str:
    parts = "".join((Path(__file__).parent / "script" / f"{name}.js").read_text(encoding="utf-8") for name in _PARTS)
    return f"window.__dovtech ||= (() => {{\n{parts}return {{ {_GIVEN} }};\n}})();"


SCRIPT = _script()
"""The parts of `script/` as one statement, which defines `window.__dovtech`."""


def everywhere(driver: Any) -> None:
    """Have each page that this window opens begin with the script: no question has to bring it along."""
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": SCRIPT})
