"""Every refusal that can reach a clerk's page is told in the clerk's language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from casework.errors import DecisionRefused
from desk.refusals import told

SAID_BY = ("casework/*.py", "workflows/gateway.py", "desk/**/*.py")
KINDS = {"DecisionRefused", "Refused", "UnknownCase", "WrongUse", "Unavailable", "TooLarge"}
NOT_OF_PAGES = {"desk/api.py"}  # programs are told in English


def sentences(project: Path) -> Iterator[str]:
    """What happened and what to do next of every refusal, with {} for what changes."""
    for pattern in SAID_BY:
        for path in project.glob(pattern):
            if str(path.relative_to(project)) in NOT_OF_PAGES:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                    said = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "remedy")]
                    yield from filter(None, map(_text, said))


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""  # built elsewhere, of sentences that are found there


@pytest.mark.parametrize("language", ["es", "ca"])
def test_no_refusal_is_left_in_english(project: Path, language: str) -> None:
    """A sentence that is added to the program is missing here until the table tells it, too."""
    known = set(sentences(project))
    untold = {text for text in known if told(text.replace("{}", "x7"), language) == text.replace("{}", "x7")}
    assert len(known) > 50
    assert untold == set()


def test_what_changes_stands_in_the_sentence() -> None:
    """Numbers, names and hours are kept, and what to do next follows."""
    error = DecisionRefused("ana has this case open until 10:15", remedy="talk to them, or take it over")
    assert {language: told(str(error), language) for language in ("es", "ca", "en")} == {
        "es": "ana tiene abierto este expediente hasta las 10:15 — hable con esa persona o tómelo usted",
        "ca": "ana té obert este expedient fins a les 10:15 — parleu amb eixa persona o preneu-lo vós",
        "en": str(error),
    }


def test_what_nobody_told_stays_as_it_is() -> None:
    """A back-office's own words are shown, not swallowed."""
    theirs = "Registro 7 bloqueado — hable con informática"
    assert told(theirs, "es") == theirs


def test_every_row_of_the_table_is_whole(project: Path) -> None:
    """Both languages, and no hole that the sentence does not have."""
    rows = yaml.safe_load((project / "templates/desk/refusals.yaml").read_text(encoding="utf-8"))
    assert [row for row in rows if set(row) != {"en", "es", "ca"}] == []
    assert [row for row in rows if "{2}" in row["es"] + row["ca"] and row["en"].count("{}") < 2] == []
