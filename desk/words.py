"""The desk's words in Spanish, Valencian and English, side by side so that none is forgotten.

A plain table instead of gettext: its catalogues need a compiler that no fresh machine has, and three languages beside
each other are easier to keep true than three files.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml
from django.utils import translation

_FILE = Path(__file__).resolve().parent.parent / "templates" / "desk" / "words.yaml"
_WORDS: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def word(key: str, default: str | None = None) -> str:
    """The word in the reader's language; `default` where the table has none, else KeyError."""
    if key not in _WORDS and default is not None:
        return default
    words = _WORDS[key]
    return words.get(translation.get_language() or "es", words["es"])


def in_language(words: object) -> str:
    """The council's own words stand in Spanish and Valencian; readers of English get the Spanish ones."""
    known = dict(words) if isinstance(words, Mapping) else {}
    text: str = known.get(translation.get_language() or "es") or known.get("es", "")
    return text
