"""Turns what the domain holds into plain JSON, the same bytes for the same value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any


def plain(value: object) -> Any:
    """The value as dictionaries, lists and texts: dataclasses by field, dates in ISO 8601, enumerations by value."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, tuple | list):
        return [plain(held) for held in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def as_json(value: object) -> bytes:
    """The value as UTF-8 JSON that a person can read, ended by a line break."""
    return (json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n").encode()
