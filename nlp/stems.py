"""What a tick box is for where nobody has listed its words: told by the stems of what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from nlp.labels import words_of
from nlp.text import fold

_SENTENCE = 30  # words: longer ones are instructions


@lru_cache(maxsize=1)
def _ticks() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    told: Mapping[str, list[str]] = words_of("stems")["ticks"]
    return {name: tuple(map(re.compile, patterns)) for name, patterns in told.items()}


@lru_cache(maxsize=1)
def _choices() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    told: Mapping[str, Any] = words_of("stems")["choices"]
    return {name: {choice: re.compile(one) for choice, one in known.items()} for name, known in told.items()}


def speaks_of(field: str, text: str) -> bool:
    """Whether a box's words have all the stems of a checkbox field."""
    said = fold(text)
    patterns = _ticks().get(field, ())
    return bool(patterns) and len(said.split()) <= _SENTENCE and all(one.search(said) for one in patterns)


def choice_by_stem(field: str, text: str) -> str:
    """The choice of a field whose stems a box's words have, and no other's; else empty."""
    said = fold(text)
    found = [choice for choice, one in _choices().get(field, {}).items() if one.search(said)]
    return found[0] if len(found) == 1 and len(said.split()) <= _SENTENCE else ""
