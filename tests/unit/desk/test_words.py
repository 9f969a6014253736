"""No word of the desk is missing in any of its languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from casework.application import Channel
from casework.decision import Verdict
from casework.journey import Actor, Stage, Status
from casework.procedure import FieldType
from desk.access import PAGES, ROLES
from desk.words import table
from nlp.learning.quarantine import Reason


@pytest.fixture(scope="module")
def words() -> dict[str, dict[str, str]]:
    """The tables of words, as one."""
    return table()


def test_every_word_stands_in_three_languages(words: dict[str, dict[str, str]]) -> None:
    """Spanish, Valencian and English, none of them empty."""
    incomplete = [key for key, told in words.items() if set(told) != {"es", "ca", "en"} or not all(told.values())]
    assert incomplete == []


def test_every_word_that_a_page_asks_for_is_there(project: Path, words: dict[str, dict[str, str]]) -> None:
    """Fixed words by name, and those made of a code for each code there is."""
    pages = "".join(path.read_text() for path in (project / "templates/desk").rglob("*.html"))
    asked = set(re.findall(r"\bt\('(\w+)'\)", pages))
    asked |= {f"stage_{each}" for each in Stage} | {f"status_{each}" for each in Status}
    asked |= {f"actor_{each}" for each in Actor} | {f"channel_{each}" for each in Channel}
    asked |= {f"event_decided_{each}" for each in Verdict}
    asked |= {f"role_{each}" for each in ROLES} | {f"page_{name}" for name, _ in PAGES}
    asked |= {f"state_{each}" for each in ("sure", "doubtful", "invalid", "missing", "clerk", "absent")}
    asked |= {f"fault_{each}" for each in FieldType if each not in {"person", "address", "text", "checkbox"}}
    asked |= {f"type_{each}" for each in FieldType}
    asked |= {f"work_{each}" for each in ("handed_over", "put_off", "taken_up", "remarked", "split_off", "split_from")}
    asked |= {f"model_did_{each}" for each in ("accept", "rollback")}
    asked |= {f"figure_{each}" for each in ("kinds", "right", "accepted", "wrong")}
    asked |= {f"model_out_{each}" for each in Reason}
    assert asked - set(words) == set()


def test_no_page_runs_or_styles_anything_inline(project: Path) -> None:
    """The content policy would refuse it, and so do we."""
    pages = "".join(path.read_text() for path in (project / "templates/desk").rglob("*.html"))
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on\w+=", pages) == []
