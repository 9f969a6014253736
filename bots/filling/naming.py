"""How an entry names what stands on a page, and where a text of it is taken from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bots.filling.ways import Ways
from casework.errors import PageChanged

_KINDS = ("label", "button", "link", "heading", "text", "placeholder", "row", "tab", "menu", "option", "dialog",
          "group", "css")  # fmt: skip


class Target(BaseModel):
    """One thing on the page, by the kind of name a person would give it; a bare text is the verb's usual kind.

    `in` says inside of what, where the same name stands twice: a row, a dialog, a group with its heading.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str = ""
    button: str = ""
    link: str = ""
    heading: str = ""
    text: str = ""
    placeholder: str = ""
    row: str = ""
    tab: str = ""
    menu: str = ""
    option: str = ""
    dialog: str = ""
    group: str = ""
    css: str = ""
    any_of: tuple[str, ...] = ()
    around: Target | None = Field(default=None, alias="in")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"any_of": (given,)} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _one(self) -> Target:
        if len(self.model_fields_set - {"around"}) != 1:
            raise ValueError(f"name one thing, by one of {', '.join(_KINDS)}")
        return self

    def ways(self, *usual: str) -> Ways:
        """What to look for, in order."""
        path: tuple[tuple[str, str], ...] = ()
        if self.around is not None:
            [(kind, name, outer)] = self.around.ways("group")
            path = (*outer, (kind, name))
        if self.any_of:
            return tuple((kind, self.any_of[0], path) for kind in usual)
        return tuple((kind, getattr(self, kind), path) for kind in self.model_fields_set - {"around"})


class Pick(BaseModel):
    """A choice from a list that searches while one types: what is typed, and the option it must then offer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    search: str = ""
    option: str = ""
    containing: str = ""

    @model_validator(mode="after")
    def _one(self) -> Pick:
        if bool(self.option) is bool(self.containing):
            raise ValueError("say the `option` exactly, or a text it is the only one `containing`")
        return self

    @property
    def value(self) -> str:
        return self.option or self.containing


class Shape(BaseModel):
    """The ground of what stands behind a verb."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Capture(Shape):
    """A text of the page: the whole of what is named, or the part that `pattern` holds in brackets."""

    of: Target = Target(text="")
    address: bool = False
    pattern: str = ""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and "of" not in given and (set(given) - {"pattern", "address"}):
            return {"of": {k: v for k, v in given.items() if k != "pattern"}, "pattern": given.get("pattern", "")}
        return {"of": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _sound(self) -> Capture:
        try:
            re.compile(self.pattern)
        except re.error as wrong:
            raise ValueError(f"the pattern is wrong: {wrong}") from None
        return self


def cut(text: str, pattern: str) -> str:
    """The part of a text that a pattern holds in brackets, or all it fits; the whole text without a pattern."""
    if not pattern:
        return text.strip()
    found = re.search(pattern, text)
    if found is None:
        raise PageChanged(f"no text on the page fits {pattern!r}", remedy="compare the pattern with the page")
    return str(found.group(found.lastindex or 0) or "").strip()
