"""How quick the desk is with a full register: tray, search and case, alone and with fifty clerks at once.

    tests/bench/desk.py [--cases 100000] [sqlite|postgresql|URL ...]

A register of invented cases is made in a temporary place, on SQLite and on PostgreSQL where no other is named, and
the desk is started on it as `dovtech desk` does; a register that is named by its URL and has cases is measured as it
stands, so that a second measurement need not wait for a second filling. Clerks with and without a unit ask over HTTP,
each with a page that listens for changes open beside: one alone, fifty at the pace of people, and fifty in the same
instant. Ends with 1 where an answer was no page, or a promise was not kept to the one who is alone.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import requests

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from casework.case import Case
from casework.journey import Status
from casework.procedure import Procedure
from desk import setup
from dovtech import health, settings, up
from dovtech.wiring import Parts

if TYPE_CHECKING:
    from desk.models import Application, Part

PROMISED = {"tray": 0.2, "search": 0.2, "case": 0.3}  # seconds, 95 of 100
CLERKS, EACH, ALONE = 50, 4, 60
PACE, AT_WORK = 5.0, 6  # seconds between two pages of one clerk, and pages of each
TURNS = ["tray", "search", "tray", "case"]
NAMES = "Vicent Rosa Joan Carmen Pere Amparo Andreu Llúcia Francesc Dolores Jordi Remedios Enric Consuelo".split()
FAMILIES = "Ferrer Climent García Pastor Llorca Soler Ivorra Brotons Sempere Quesada Martínez Devesa Lledó".split()
STREETS = "Mayor|San Vicente|Pintor Aparicio|Doctor Gadea|Maisonnave|Alfonso el Sabio|Virgen del Socorro".split("|")
BATCH = 2000


OPEN_AND_ENDED = {Status.WAITING: 2, Status.RUNNING: 1, Status.ASKED: 1, Status.FILED: 94, Status.RETURNED: 2}  # of 100


def main() -> int:
    """Measure each database; 0 where every promise was kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    asked = parser.parse_args()
    return max([_measured(name, asked.cases) for name in asked.databases])


def _measured(name: str, cases: int) -> int:
    with tempfile.TemporaryDirectory(prefix="dovtech-desk-") as home, ExitStack() as stack:
        url = name
        if name == "postgresql":
            from fakes import postgresql

            if not postgresql.INSTALLED:
                print("postgresql: not installed, not measured (apt-get install postgresql-15)")
                return 0
            url = f"postgresql://desk@/postgres?host={stack.enter_context(postgresql.cluster(durable=True))}"
        elif name == "sqlite":
            url = f"sqlite:///{home}/register.sqlite3"
        here = up.with_free_ports(settings.load({"DOVTECH_HOME": home, "DATABASE_URL": url, "DOVTECH_LANG": "en"}))
        print(f"{url.partition(':')[0]}, {here.desk_processes} processes")
        with Parts(here) as parts:
            _prepare(parts)
            open_ones = [one for one in parts.procedures.values() if not one.restricted]
            numbers, clerks = _numbers() or fill(cases, open_ones), _clerks(open_ones)
        with _desk(here, home):
            return measure(here.desk_address, clerks, numbers)


def _prepare(parts: Parts) -> None:
    from django.conf import settings as django_settings

    if django_settings.configured:
        setup.repoint(parts.settings.database)
        django_settings.SECRET_KEY = parts.secret("DESK_SECRET_KEY")
    parts.register.prepare()


@contextmanager
def _desk(here: settings.Settings, home: str) -> Iterator[None]:
    """The desk, as `dovtech up` starts it."""
    environment = {**up.child_environment(here), "DOVTECH_HOME": home, "DATABASE_URL": here.database}
    process = subprocess.Popen([*up.ourselves(), "desk"], env={**os.environ, **environment})
    healthy = health.answers(f"{here.desk_address}/salud")
    try:
        while not asyncio.run(healthy(process.pid)):
            if process.poll() is not None:
                raise SystemExit("the desk did not start")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def _numbers() -> dict[str, list[str]]:
    """Numbers of the cases that are there already, by unit, and all; empty where there are none."""
    from desk.models import Application

    found: dict[str, list[str]] = {}
    for number, unit in Application.objects.order_by("number").values_list("number", "unit"):
        found.setdefault("", []).append(number)
        found.setdefault(unit, []).append(number)
    return found


def fill(count: int, procedures: Sequence[Procedure]) -> dict[str, list[str]]:
    """Cases of all these procedures, of which one in fifty waits for a person; their numbers by unit, and all."""
    from django.conf import settings as django_settings
    from fakes.desk import Office, waiting_case

    from desk.models import Application, Event, FieldValue

    office, chance = Office(), random.Random(7)
    django_settings.DESK_PORTS = office.ports()
    case = waiting_case(office, name="Vicent Ferrer")
    pattern = Application.objects.values().get()
    numbers, by_unit = [f"DOV-2025-{index:06d}" for index in range(1, count)], {"": [case.number]}
    began = time.monotonic()
    for start in range(0, len(numbers), BATCH):
        rows = [_row(pattern, number, chance, case, procedures) for number in numbers[start : start + BATCH]]
        Application.objects.bulk_create(rows)
        for row in rows:
            by_unit.setdefault(row.unit, []).append(row.number)
    by_unit[""] += numbers
    for model in (FieldValue, Event):
        _copy(model, case.number)
    print(f"{count} cases made in {time.monotonic() - began:.0f} s")
    return by_unit


def _copy(model: type[Part], number: str) -> None:
    """Give every other case the parts of that one."""
    from django.db import connection

    facts = model._meta  # noqa: SLF001 - Django's documented way to ask a model for its columns
    columns = [field.column for field in facts.concrete_fields if field.column not in {"id", "case_id"}]
    names, values = ", ".join(f'"{one}"' for one in columns), ", ".join(f'p."{one}"' for one in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {facts.db_table} (case_id, {names})"  # noqa: S608 - our own tables' names
            f" SELECT a.number, {values} FROM desk_application a, {facts.db_table} p"
            " WHERE p.case_id = %s AND a.number <> p.case_id",
            [number],
        )


def _row(
    pattern: Mapping[str, object], number: str, chance: random.Random, case: Case, known: Sequence[Procedure]
) -> Application:
    from desk.mapping import head_of
    from desk.models import Application

    name = f"{chance.choice(NAMES)} {chance.choice(FAMILIES)} {chance.choice(FAMILIES)}"
    received = case.presented_at - timedelta(minutes=chance.randrange(500_000))
    procedure, [status] = chance.choice(known), chance.choices(list(OPEN_AND_ENDED), list(OPEN_AND_ENDED.values()))
    fields = tuple(
        replace(field, value={"applicant_name": name, "applicant_id": f"{chance.randrange(10**8):08d}X"}.get(
            field.name, f"calle {chance.choice(STREETS)} {chance.randrange(200)}"))
        for field in case.fields
    )  # fmt: skip
    application = replace(case.application, number=number, received_at=received)
    made = replace(
        case, application=application, fields=fields, status=status, unit=procedure.unit,
        classification=replace(case.classification, kind=procedure.id), presented_at=received,
        due=(received + timedelta(days=90)).date(),
    )  # fmt: skip
    facts = {**pattern, **head_of(made), "digests": pattern["digests"]}
    return Application(**{**facts, "number": number, "key": f"bench {number}"})


Way = Callable[["Clerk"], str]


def measure(desk: str, clerks: Sequence[Clerk], numbers: Mapping[str, Sequence[str]]) -> int:
    """Ask alone, then fifty at work, then fifty in one instant; 0 where every promise was kept and nothing failed."""
    chance = random.Random(11)
    ways: dict[str, Way] = {
        "tray": lambda _: chance.choice(
            ["/", "/?status=waiting", "/?kind=P08&status=filed", "/?unit=census&sort=newest"]
        ),
        "search": lambda _: f"/?q={chance.choice(NAMES)}+{chance.choice([*FAMILIES, *STREETS])}",
        "case": lambda clerk: f"/cases/{chance.choice(numbers[clerk.unit])}",
    }
    kept = True
    print("one clerk alone")
    for name, way in ways.items():
        _asked(clerks[0], desk, way(clerks[0]))
        kept &= _told(name, [_asked(clerks[0], desk, way(clerks[0])) for _ in range(ALONE)])
    print(f"{len(clerks)} clerks at work, each a page every {PACE:.0f} seconds")
    taken, failures = _together(desk, clerks, ways, [TURNS[turn % len(TURNS)] for turn in range(AT_WORK)], pace=PACE)
    for name in ways:
        _told(name, taken[name])
    began = time.monotonic()
    crowd, more = _together(desk, clerks, ways, TURNS * EACH)
    took, pages = time.monotonic() - began, sorted(one for every in crowd.values() for one in every)
    print(f"{len(clerks)} clerks in one instant: {len(pages)} pages in {took:.1f} s, median {_share(pages, 0.5):.2f} s,"
          f" 95 of 100 within {_share(pages, 0.95):.2f} s")  # fmt: skip
    failures += more
    print(f"{len(failures)} errors", *failures[:5], sep="\n")
    return 0 if kept and not failures else 1


def _told(name: str, taken: Sequence[float]) -> bool:
    """Say how long pages of that sort took; whether the promise was kept."""
    slow = _share(taken, 0.95)
    print(f"  {name:<8} median {_share(taken, 0.5) * 1000:5.0f} ms   95 of 100 {slow * 1000:5.0f} ms"
          f"   promised {PROMISED[name] * 1000:.0f} ms")  # fmt: skip
    return slow <= PROMISED[name]


def _share(taken: Sequence[float], share: float) -> float:
    return sorted(taken)[int(len(taken) * share)] if taken else math.inf


def _together(
    desk: str, clerks: Sequence[Clerk], ways: Mapping[str, Way], turns: Sequence[str], *, pace: float = 0.0
) -> tuple[dict[str, list[float]], list[str]]:
    """All at once, each with a page that listens open beside: the seconds by sort of page, and what went wrong.

    At a pace, each begins at a moment of their own and asks that often, however long an answer takes.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    failures: list[str] = []
    chance, everybody = random.Random(13), threading.Barrier(len(clerks))

    def works(client: Clerk, first: float) -> None:
        try:
            with client.get(f"{desk}/pulse?revision=", stream=True, timeout=60) as listening:
                listening.raise_for_status()
                everybody.wait(60)
                began = time.monotonic()
                for turn, name in enumerate(turns):
                    time.sleep(max(0.0, began + first + turn * pace - time.monotonic()))
                    taken[name].append(_asked(client, desk, ways[name](client)))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is an error that a clerk would see
            failures.append(f"{error!r}"[:200])

    threads = [threading.Thread(target=works, args=(client, chance.uniform(0, pace))) for client in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, failures


class Clerk(requests.Session):
    """A browser that is signed in, of a clerk of that unit, or of all."""

    unit = ""


def _clerks(procedures: Sequence[Procedure]) -> list[Clerk]:
    """Browsers of clerks: the first sees every unit, of the others each second one those of one unit."""
    from django.conf import settings as django_settings
    from django.contrib.auth.models import User
    from django.test import Client

    from desk.accounts import ensure_groups, place

    ensure_groups()
    made = []
    for index in range(CLERKS):
        clerk, user = Clerk(), User.objects.get_or_create(username=f"clerk{index}")[0]
        clerk.unit = procedures[index % len(procedures)].unit if index % 2 else ""
        place(user, ["clerk"], [clerk.unit] if clerk.unit else [])
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        clerk.cookies.set(name, client.cookies[name].value)
        made.append(clerk)
    return made


def _asked(client: requests.Session, desk: str, path: str) -> float:
    began = time.monotonic()
    answer = client.get(f"{desk}{path}", timeout=60, allow_redirects=False)
    if answer.status_code != 200:
        raise AssertionError(f"{path} answered {answer.status_code}")
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
