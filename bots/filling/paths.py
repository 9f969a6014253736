"""Paths in JSON as entries write them: `datos.matricula`, `custom_fields[id=4].value`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_PART = re.compile(r"([^.\[]+)(?:\[([^\]=]+)=([^\]]*)\])?(?:\.|$)")


@dataclass(frozen=True, slots=True)
class Part:
    """One step down: a name and, where it holds a list, which of its objects by one of their values."""

    name: str
    where: str = ""
    equals: str = ""


@lru_cache(maxsize=2048)
def steps(path: str) -> tuple[Part, ...]:
    """The steps of a path; an empty one has none."""
    return tuple(Part(*(text or "" for text in found.groups())) for found in _PART.finditer(path))


def chosen(data: Any, part: Part) -> dict[str, Any] | None:
    """The object of a list that a step means."""
    objects = data if isinstance(data, list) else []
    return next((one for one in objects if isinstance(one, dict) and str(one.get(part.where)) == part.equals), None)


def down(data: dict[str, Any], part: Part) -> dict[str, Any]:
    """One step down while a body is built: what is not there yet is made."""
    if not part.where:
        inner: dict[str, Any] = data.setdefault(part.name, {})
        return inner
    listed: list[dict[str, Any]] = data.setdefault(part.name, [])
    known = chosen(listed, part)
    if known is None:
        known = {part.where: int(part.equals) if part.equals.isdecimal() else part.equals}
        listed.append(known)
    return known
