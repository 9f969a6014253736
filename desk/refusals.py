"""Why something was refused, in the reader's language: the program speaks English, its clerks do not."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from django.utils import translation

from casework.errors import DovTechError

_TABLE = Path(__file__).resolve().parent.parent / "templates" / "desk" / "refusals.yaml"
_BETWEEN = " — "  # of what happened and what to do next, as errors write themselves
_HOLE = re.escape("{}")


def _known() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """Each sentence with holes for what changes, the longest first: a short one may fit where a longer one is meant."""
    table = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    rows = sorted(table, key=lambda row: -len(row["en"]))
    return [(re.compile(re.escape(row["en"]).replace(_HOLE, "(.*?)")), row) for row in rows]


_KNOWN = _known()


def said(error: DovTechError | str) -> str:
    """What happened and what to do next, in the reader's language."""
    return told(str(error), translation.get_language() or "es")


def told(text: str, language: str) -> str:
    """The sentences in that language; one that the table lacks stays as the program says it."""
    return _BETWEEN.join(_sentence(part, language) for part in text.split(_BETWEEN))


def _sentence(text: str, language: str) -> str:
    for pattern, words in _KNOWN:
        if language in words and language != "en" and (found := pattern.fullmatch(text)):
            return re.sub(r"\{(\d)\}", lambda hole: found[int(hole[1])].strip("'"), words[language])
    return text
