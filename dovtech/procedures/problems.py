"""What is wrong in a file of the council, said so that whoever edits it can mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from casework.errors import Misconfigured

Where = tuple[str | int, ...]

_NAMES = {
    ("fields", "type"): "field type",
    ("rules", "kind"): "rule kind",
    ("rules", "severity"): "severity",
    ("term", "unit"): "term unit",
    ("term", "silence"): "sense of silence",
}
_LANGUAGES = {"es": "Spanish", "ca": "Valencian"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the file, the line (from 1), what is wrong and what to write instead."""

    file: Path
    line: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self._place} — {self.mend}"

    @property
    def _place(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"

    def as_error(self) -> Misconfigured:
        return Misconfigured(self._place, remedy=self.mend)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A problem before its line is known: `where` is the way to it from the top of the file, key by key."""

    where: Where
    message: str
    mend: str


def flaws_of(error: ValidationError, model: type[BaseModel]) -> Iterator[Flaw]:
    """Say each of pydantic's complaints in the words of the file's own keys."""
    for detail in error.errors(include_url=False, include_context=True):
        where = tuple(step for step in detail["loc"] if step != "[key]")
        message, mend = _sentence(detail["type"], where, detail, model)
        yield Flaw(where, message, mend)


def _sentence(kind: str, where: Where, detail: Any, model: type[BaseModel]) -> tuple[str, str]:
    key = next((step for step in reversed(where) if isinstance(step, str)), "")
    if kind == "extra_forbidden":
        return f"unknown key '{key}'", one_of(_keys_at(model, where[:-1]), like=key)
    if kind == "missing":
        return f"'{key}' is missing", _what_to_add(key)
    if kind == "enum":
        name = _NAMES.get((str(where[0]), key), key)
        return f"unknown {name} '{detail['input']}'", _choices(detail["ctx"]["expected"])
    if kind == "model_type":
        return f"{_quoted(key)} holds no keys of its own", one_of(_keys_at(model, where))
    text = str(detail["msg"]).removeprefix("Value error, ")
    return f"{_quoted(key)} is wrong: {text[0].lower()}{text[1:]}", "correct the value"


def _choices(expected: str) -> str:
    """Pydantic's list of an enum's values (`'a', 'b' or 'c'`) as advice."""
    return one_of(re.findall(r"'([^']+)'", expected))


def _quoted(key: str) -> str:
    return f"'{key}'" if key else "the file"


def _what_to_add(key: str) -> str:
    return f"add the {_LANGUAGES[key]} text under '{key}:'" if key in _LANGUAGES else f"add '{key}:'"


def one_of(names: Iterable[str], *, like: str = "") -> str:
    """The advice to use one of some names, and the one that was probably meant."""
    known = sorted(names)
    near = get_close_matches(like, known, n=1) if like else []
    meant = f" (did you mean '{near[0]}'?)" if near else ""
    return f"use one of {', '.join(known)}{meant}"


def _keys_at(model: type[BaseModel], where: Where) -> list[str]:
    """The keys that the schema knows at a place: each step goes into a model's key, or into a dict or list."""
    shape: Any = model
    for step in where:
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            shape = shape.model_fields[str(step)].annotation
        else:
            shape = get_args(shape)[-1]
    return list(shape.model_fields) if isinstance(shape, type) and issubclass(shape, BaseModel) else []
