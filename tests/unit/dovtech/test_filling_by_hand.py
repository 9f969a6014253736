"""Filling and inspecting by command: what is given wrongly is told in a line, before anything is begun."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from casework.errors import WrongUse

CASE = {"number": "DOV-2026-000001", "kind": "P13", "fields": {}}


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation of its own."""
    monkeypatch.setenv("DOVTECH_HOME", str(tmp_path / "home"))


def told(*words: str) -> str:
    """What a command says that is used wrongly."""
    from dovtech.cli import app

    failed = CliRunner().invoke(app, ["backoffice", *words]).exception
    assert isinstance(failed, WrongUse)
    return str(failed)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"number": "7"}, "CASE: '7' is no application's number — write one like DOV-2026-000001"),
        ({"kind": "P99"}, "P99 is not filed in municipal_web — see `dovtech procedures list`"),
        ({"fields": 3}, 'CASE is no case — write {"number": …, "kind": …, "fields": {…}}'),
        ({"documents": ["no.pdf"]}, "no.pdf cannot be read — name the documents beside the case's file"),
    ],
)
def test_a_case_that_is_none_is_told(tmp_path: Path, case: dict[str, object], said: str) -> None:
    """With what to write in its stead."""
    path = tmp_path / "CASE"
    path.write_text(json.dumps({**CASE, **case}))
    assert told("fill", "municipal_web", str(path)).replace(f"{tmp_path}/", "") == said


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    """A file, a system, a page."""
    assert told("fill", "municipal_web", str(tmp_path / "no")) == f"{tmp_path}/no cannot be read — name the case's file"
    assert told("fill", "moon", str(tmp_path / "no")) == "there is no system moon — see `dovtech backoffice list`"
    said = told("inspect", "moon.es/alta")
    assert said == "moon.es/alta is no page's address — write it whole, as http://…, or say which --system"
