"""No word of the desk is missing in any of its languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.application import Channel
from casework.decision import Verdict
from casework.errors import DecisionRefused, DovTechError, WrongUse
from casework.journey import Actor, Stage, Status
from casework.modes import Mode
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
    asked |= {f"event_{what}" for what in _written(project, r'what="(\w+)"', "workflows/*.py", "casework/*.py")}
    asked |= {f"stop_{each.code}" for each in _stops(DovTechError)}
    assert asked - set(words) == set()


def test_every_deed_of_the_audit_has_its_words(project: Path, words: dict[str, dict[str, str]]) -> None:
    """The officer reads what was done, not the program's name for it."""
    deeds = _written(project, r'audit\.record\([^"\n]+, "(\w+)"', "desk/**/*.py", "dovtech/**/*.py")
    deeds |= _written(project, r'seen_case\([^"\n]+, what="(\w+)"', "desk/views/*.py")
    [actions] = _written(project, r"\nACTIONS = \((.+)\)", "desk/views/tray.py")
    deeds |= {f"batch_{each}" for each in re.findall(r"\w+", actions)} | {f"mode_{each}" for each in Mode}
    deeds |= {f"decide_{each}" for each in Verdict} | {"account_open", "account_close"}
    assert len(deeds) > 40
    assert {f"deed_{each}" for each in deeds} - set(words) == set()


def _written(project: Path, pattern: str, *places: str) -> set[str]:
    """The codes that stand in the program where the pattern says."""
    files = [path for place in places for path in project.glob(place)]
    return {code for path in files for code in re.findall(pattern, path.read_text(encoding="utf-8"))}


def _stops(kind: type[DovTechError]) -> Iterator[type[DovTechError]]:
    """Every error that can stop a stage: those that a wrong call or a wrong decision gets never do."""
    for each in kind.__subclasses__():
        if not issubclass(each, WrongUse | DecisionRefused):
            yield each
            yield from _stops(each)


def test_no_page_runs_or_styles_anything_inline(project: Path) -> None:
    """The content policy would refuse it, and so do we."""
    pages = "".join(path.read_text() for path in (project / "templates/desk").rglob("*.html"))
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on\w+=", pages) == []
