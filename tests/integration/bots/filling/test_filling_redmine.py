"""Redmine from Debian, filled through its pages and by REST with files alone, each seen by the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes.redmine import ACCOUNT, ENTRIES, Redmine, by_rest, by_web, running

from bots.filling.config import lint
from bots.filling.once import fill
from bots.filling.systems import BackOffices, build_backoffices
from casework.errors import EntryRefused
from casework.filing import Entry

pytestmark = [pytest.mark.robot, pytest.mark.timeout(280)]


@pytest.fixture(scope="module")
def redmine() -> Iterator[Redmine]:
    """One Redmine for all tests."""
    with running() as made:
        yield made


@pytest.fixture(scope="module")
def robots(redmine: Redmine) -> Iterator[BackOffices]:
    secrets = {**ACCOUNT, "REDMINE_KEY": redmine.key}
    built = build_backoffices(ENTRIES, redmine.settings, secrets.__getitem__)
    yield built
    built.close()


@pytest.mark.parametrize("system", ["redmine_web", "redmine_rest"])
def test_its_files_are_in_order(system: str) -> None:
    """The linter has nothing to say."""
    assert lint(ENTRIES / system) == []


def test_an_issue_typed_is_seen_by_rest(redmine: Redmine, robots: BackOffices) -> None:
    """Once through the pages, read back there, and the REST interface holds the same."""
    wanted = by_web("1")
    proof = fill(robots["redmine_web"], wanted)
    record, found, picture = proof.record, proof.found, proof.after
    [held] = redmine.issues(wanted.key)
    assert (str(held["id"]), found) == (record.id, False)
    assert (held["subject"], held["priority"]["name"]) == ("Instancia general 1", "Alta")
    assert held["description"].split() == wanted.values["texto"].split()
    assert held["start_date"] == "2026-11-16"
    assert picture is not None
    assert fill(robots["redmine_web"], wanted).found is True
    assert len(redmine.issues(wanted.key)) == 1


def test_an_issue_sent_is_seen_on_the_page(redmine: Redmine, robots: BackOffices) -> None:
    """Once through the REST interface, and the pages show the same."""
    wanted = by_rest("2")
    proof = fill(robots["redmine_rest"], wanted)
    record, found = proof.record, proof.found
    assert (found, record.address) == (False, f"{redmine.address}/issues/{record.id}")
    assert fill(robots["redmine_rest"], wanted).found is True
    shown = by_web("2", asunto="Instancia 2", texto="Más farolas")
    seen = robots["redmine_web"].look(Entry(key=wanted.key, system="redmine_web", name="issue", version="1",
                                            values=shown.values))  # fmt: skip
    assert seen is not None
    assert (seen.id, dict(seen.values)) == (record.id, dict(shown.values))


def test_an_empty_subject_is_refused_in_its_words(redmine: Redmine, robots: BackOffices) -> None:
    """Both ways say why, and nothing is stored."""
    for robot, wanted in (("redmine_web", by_web("3", asunto="")), ("redmine_rest", by_rest("3", subject=""))):
        with pytest.raises(EntryRefused, match="Asunto no puede estar en blanco"):
            fill(robots[robot], wanted)
        assert redmine.issues(wanted.key) == []
