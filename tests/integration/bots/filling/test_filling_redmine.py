"""Redmine from Debian, filled through its pages and by REST with files alone, each seen by the other."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bots.filling.config import lint
from bots.filling.once import fill
from bots.filling.systems import BackOffices, build_backoffices
from casework.errors import EntryRefused
from casework.filing import Entry, filing_key

pytestmark = [pytest.mark.robot, pytest.mark.timeout(280)]
ENTRIES = Path(__file__).parent / "redmine_entries"
_PATIENCE = 240


@dataclass(frozen=True, slots=True)
class Redmine:
    """A running Redmine, asked behind the robots' backs."""

    address: str
    key: str

    def issues(self, key: str) -> list[dict[str, Any]]:
        """The issues that carry a key, by REST."""
        answer = httpx.get(f"{self.address}/issues.json", params={"status_id": "*", "cf_1": key},
                           headers={"X-Redmine-API-Key": self.key})  # fmt: skip
        found: list[dict[str, Any]] = answer.raise_for_status().json()["issues"]
        return found


def _skippable(reason: str) -> None:
    """Only away from CI may this be left out, and it says why."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def redmine(project: Path) -> Iterator[Redmine]:
    """One Redmine for all tests, on a port the system chose."""
    if os.geteuid() != 0:
        _skippable("setting up Redmine needs root")
    if not shutil.which("puma") and not shutil.which("apt-get"):
        _skippable("Redmine comes from Debian's packages, and this is no Debian")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="dovtech-redmine-"))
    with (folder / "set_up.log").open("w") as log:
        process = subprocess.Popen(
            ["sh", str(project / "tests/redmine/set_up.sh"), str(folder / "site"), str(port)],
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        address, end = f"http://127.0.0.1:{port}", time.monotonic() + _PATIENCE
        while not _answers(address):
            if process.poll() is not None or time.monotonic() > end:
                _skippable(f"Redmine did not start: {(folder / 'set_up.log').read_text()[-600:]}")
            time.sleep(0.2)
        yield Redmine(address, (folder / "site/api_key").read_text())
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/login", timeout=20).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="module")
def robots(redmine: Redmine) -> Iterator[BackOffices]:
    settings = {"REDMINE_ADDRESS": redmine.address, "CHROMIUM": "/usr/bin/chromium",
                "CHROMEDRIVER": "/usr/bin/chromedriver"}  # fmt: skip
    secrets = {"REDMINE_USER": "robot", "REDMINE_PASSWORD": "solo-en-pruebas", "REDMINE_KEY": redmine.key}
    built = build_backoffices(ENTRIES, settings, lambda name: secrets[name])
    yield built
    built.close()


def by_web(number: str, **changes: str) -> Entry:
    """An issue as it is typed."""
    values = {"asunto": f"Instancia general {number}", "prioridad": "Alta",
              "texto": "Más fanals a la plaça.\n\nSegon paràgraf «amb» accents.", "fecha": "16/11/2026"}  # fmt: skip
    key = filing_key(number, "redmine_web", "issue")
    return Entry(key=key, system="redmine_web", name="issue", version="1", values={**values, **changes})


def by_rest(number: str, **changes: str) -> Entry:
    """An issue as it is sent."""
    key = filing_key(number, "redmine_rest", "issue")
    values = {"project_id": "registro", "subject": f"Instancia {number}", "description": "Más farolas",
              "priority_id": "3", "start_date": "2026-11-16", "custom_fields[id=1].value": key}  # fmt: skip
    return Entry(key=key, system="redmine_rest", name="issue", version="1", values={**values, **changes})


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
