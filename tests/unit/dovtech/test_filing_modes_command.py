"""Modes by command: who fills what, since when, and what robots would have written otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from casework.application import Channel
from casework.modes import Mode, Rehearsal
from dovtech.settings import load
from dovtech.texts import say
from dovtech.wiring import Parts

BY_HAND = "hecho a mano; ningún registro muestra su clave"
AT = datetime(2026, 11, 27, 9, 5, tzinfo=UTC)


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_register: Path) -> Parts:
    """An installation of its own, which the commands find by its home."""
    from fakes.registers import give_register

    monkeypatch.setenv("DOVTECH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    made = Parts(load())
    give_register(made, empty_register)
    return made


def run(*words: str) -> Result:
    """A command in this process."""
    from dovtech.cli import app

    return CliRunner().invoke(app, ["backoffice", *words])


def test_a_mode_is_set_with_who_and_why(parts: Parts) -> None:
    """Every procedure of the system is listed; one that is set says by whom and why."""
    assert run("mode", "municipal_web", "P13", "shadow", "--by", "head", "--reason", "first week").exit_code == 0
    said = run("mode", "municipal_web").output.splitlines()
    assert said[:2] == ["P02: auto", "P10: auto"]
    assert (said[2].startswith("P13: shadow — "), said[2].endswith(" head: first week")) == (True, True)
    assert parts.register.mode("P13", "municipal_web") is Mode.SHADOW


def test_what_cannot_be_set_is_named(parts: Parts) -> None:
    """A system that files nothing, a procedure that is not filed there, a mode that does not exist."""
    wrong = [("mode", "moon"), ("mode", "municipal_web", "P08", "auto"), ("mode", "municipal_web", "P13", "half")]
    assert [str(run(*words).exception) for words in wrong] == [
        "no procedure is filed in moon — see `dovtech backoffice list`",
        "P08 is not filed in municipal_web — it is one of P02, P10, P13",
        "there is no mode half — it is one of off, shadow, assist, auto",
    ]
    assert parts.register.mode_changes() == ()


def test_a_system_that_never_was_is_not_compared(parts: Parts) -> None:
    """Nothing found for a name that nobody knows is a slip of the pen, no good news."""
    assert str(run("compare", "moon").exception) == "there is no system moon — see `dovtech backoffice list`"
    assert run("compare", "municipal_web").exit_code == 0
    assert parts.register.compared("moon") == []


def test_robots_and_clerks_are_compared_entry_by_entry(parts: Parts) -> None:
    """What differs is named, values stand in the JSON only, and what nobody filed yet waits."""
    one = Rehearsal(key="k", system="town", entry="file", entry_version="7", mode=Mode.SHADOW, at=AT,
                    written={"nif": "48576231R"})  # fmt: skip
    found = [
        one,
        replace(one, compared_at=AT),
        replace(one, compared_at=AT, record="5", by_hand={"nif": "48576231R"}),
        replace(one, compared_at=AT, record="6", by_hand={"nif": "00000000T"}),
    ]
    application = parts.intake.take([("a.pdf", b"%PDF-1.7")], channel=Channel.COUNTER, received_at=AT)
    case = parts.register.load(application.number)
    rehearsals = tuple(replace(each, key=str(place)) for place, each in enumerate(found))
    parts.register.save(replace(case, rehearsals=rehearsals, revision=case.revision + 1))
    assert run("compare", "town").output.splitlines() == [
        f"{case.number} file (shadow): {say('waits for a person', 'espera a una persona')}",
        f"{case.number} file (shadow): {say('filed by hand, and no record shows its key', BY_HAND)}",
        f"{case.number} file (shadow): 5 {say('is alike', 'coincide')}",
        f"{case.number} file (shadow): 6 {say('differs in', 'difiere en')} nif",
        f"1/2 {say('compared entries are alike', 'asientos comparados coinciden')}",
    ]
    told = json.loads(run("compare", "town", "--json").output)[3]
    assert (told["robot"], told["person"], told["differences"]) == ({"nif": "48576231R"}, {"nif": "00000000T"}, ["nif"])
