"""The desk's words in Spanish, Valencian and English, side by side so that none is forgotten.

A plain table instead of gettext: its catalogues need a compiler that no fresh machine has, and three languages beside
each other are easier to keep true than three files.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml
from django.utils import translation

_FOLDER = Path(__file__).resolve().parent.parent / "templates" / "desk"


def table() -> dict[str, dict[str, str]]:
    """Every word by its key, from all tables beside the pages."""
    tables = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("words*.yaml")))
    return {key: words for one in tables for key, words in one.items()}


_WORDS = table()


def word(key: str, default: str | None = None) -> str:
    """The word in the reader's language; `default` where the table has none, else KeyError."""
    return said_in(translation.get_language() or "es", key, default)


def said_in(language: str, key: str, default: str | None = None) -> str:
    """The word in that language; `default` where the table has none, else KeyError."""
    if key not in _WORDS and default is not None:
        return default
    words = _WORDS[key]
    return words.get(language, words["es"])


def in_language(words: object) -> str:
    """The council's own words stand in Spanish and Valencian; readers of English get the Spanish ones."""
    known = dict(words) if isinstance(words, Mapping) else {}
    text: str = known.get(translation.get_language() or "es") or known.get("es", "")
    return text
