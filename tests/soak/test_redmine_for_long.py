"""A hundred issues in a real Redmine, half by its pages and half by REST, while everything fails that can."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fakes.redmine import ACCOUNT, ENTRIES, PROJECT, Line, Redmine, by_rest, by_web, running

from bots.filling.systems import BackOffices, build_backoffices
from casework.filing import Entry, differences

EACH = 50
KILLS, RESTARTS, LOCKS, EXPIRIES, LOST = 20, 3, 4, 6, 10
_LOCKED = 7.0  # seconds; longer than Redmine itself waits for a lock
_HELD = 35.0  # seconds; longer than the robots wait for an answer

pytestmark = [pytest.mark.soak, pytest.mark.timeout(2400)]


@pytest.fixture(scope="module")
def redmine() -> Iterator[Redmine]:
    with running() as made:
        yield made


@pytest.fixture(scope="module")
def robots(redmine: Redmine) -> Iterator[BackOffices]:
    """Robots that only look, when all is over."""
    built = build_backoffices(ENTRIES, redmine.settings, {**ACCOUNT, "REDMINE_KEY": redmine.key}.__getitem__)
    yield built
    built.close()


@dataclass
class Run:
    """The worker that is killed and started again until every number is told, and what it told."""

    address: str
    key: str
    scratch: Path
    numbers: list[str]
    told: dict[str, str] = field(default_factory=dict)
    lines: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    worker: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """A worker for what is left."""
        left = [number for number in self.numbers if number not in self.told]
        environment = {**os.environ, "TMPDIR": str(self.scratch), "PYTHONPATH": f"{PROJECT}:{PROJECT / 'tests'}"}
        self.worker = subprocess.Popen(
            [sys.executable, PROJECT / "tests/soak/redmine_worker.py", self.address, self.key, *left],
            env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def kill(self) -> None:
        """Kill it with all its group, as hard as it goes."""
        assert self.worker is not None
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.kills += 1

    def until_all_told(self, at: dict[int, list[Callable[[], None]]]) -> None:
        """Read what it tells; after so many told, whatever is planned for then happens."""
        self.start()
        while len(self.told) < len(self.numbers):
            assert self.worker is not None
            assert self.worker.stdout is not None
            line = self.worker.stdout.readline()
            if not line:
                self.worker.communicate()
                self.start()
                continue
            word, number, *_ = line.split()
            self.lines[word] += 1
            if word == "again":
                sys.stderr.write(line)
                continue
            self.told[number] = line.strip()
            for happens in at.pop(len(self.told), []):
                happens()
        assert self.worker is not None
        self.worker.communicate(timeout=60)
        assert at == {}


def planned(run: Run, redmine: Redmine, line: Line, chance: random.Random) -> dict[int, list[Callable[[], None]]]:
    """What happens after how many issues, spread over the run."""

    def later(what: Callable[[], None]) -> Callable[[], None]:
        """At any moment of the next issue."""
        return lambda: threading.Timer(chance.uniform(0, 3), what).start()

    def kill() -> None:
        time.sleep(chance.uniform(0.1, 2.5))  # in here, since the next kill needs a worker that lives
        run.kill()

    def restart() -> None:
        redmine.stop()
        redmine.start()

    def lock() -> None:
        with redmine.locked():
            time.sleep(_LOCKED)

    def lose() -> None:
        line.plan.append(0.0 if chance.random() < 0.8 else _HELD)

    what = [kill] * KILLS + [restart] * RESTARTS + [later(lock)] * LOCKS + [redmine.expire_sessions] * EXPIRIES
    what += [lose] * LOST
    at: dict[int, list[Callable[[], None]]] = {}
    for happens in what:
        at.setdefault(chance.randrange(1, 2 * EACH - 20), []).append(happens)
    return at


def test_a_hundred_issues_survive_everything(redmine: Redmine, robots: BackOffices) -> None:
    """All of them proven by the other side, none twice."""
    numbers = [f"w{n}" for n in range(EACH)] + [f"r{n}" for n in range(EACH)]
    line, before = Line(redmine.port), redmine.count()
    chance = random.Random(7)  # noqa: S311 - the same failures in every run
    with (
        tempfile.TemporaryDirectory(prefix="s-", dir="/tmp", ignore_cleanup_errors=True) as scratch,
        line.open() as address,
    ):
        run = Run(address, redmine.key, Path(scratch), numbers)
        began = time.monotonic()
        run.until_all_told(planned(run, redmine, line, chance))
        took = time.monotonic() - began
    wrong = [one for one in run.told.values() if one.startswith("clerk")]
    typed = {number: redmine.issues(by_web(number).key) for number in numbers if number.startswith("w")}
    sent = {number: _on_the_page(robots, number) for number in numbers if number.startswith("r")}
    sys.stderr.write(f"{took:.0f} s, {run.kills} kills, {line.lost} answers lost, {dict(run.lines)}\n")
    assert wrong == []
    assert run.kills == KILLS
    assert line.lost == LOST
    assert redmine.count() - before == 2 * EACH
    assert [number for number, found in typed.items() if not _as_typed(number, found)] == []
    assert [number for number, different in sent.items() if different != ()] == []


def _as_typed(number: str, found: list[dict[str, object]]) -> bool:
    """Whether REST shows one issue with what was typed."""
    wanted = by_web(number).values
    return [
        (one["subject"], one["priority"]["name"], str(one["description"]).split(), one["start_date"])  # type: ignore[index]
        for one in found
    ] == [(wanted["asunto"], wanted["prioridad"], wanted["texto"].split(), "2026-11-16")]


def _on_the_page(robots: BackOffices, number: str) -> tuple[str, ...] | None:
    """What the page shows otherwise than it was sent; None where it shows no issue."""
    sent = by_rest(number)
    values = {"asunto": sent.values["subject"], "prioridad": "Alta", "texto": "Más farolas", "fecha": "16/11/2026"}
    wanted = Entry(key=sent.key, system="redmine_web", name="issue", version="1", values=values)
    record = robots["redmine_web"].look(wanted)
    return None if record is None else differences(wanted, record)
