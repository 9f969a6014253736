"""How quick the desk is with a full register: tray, search and case, alone and with fifty clerks at once.

    tests/bench/desk.py [--cases 100000] [--database postgresql://…]

A register of invented cases is made in a temporary place; the pages are asked for in this process, so that the figures
are the desk's own and not a network's. Ends with 1 where an answer was no page, or a promise was not kept.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from desk import setup

PROMISED = {"tray": 0.2, "search": 0.2, "case": 0.3}  # seconds, 95 of 100
CLERKS, EACH, ALONE = 50, 6, 60
NAMES = "Vicent Rosa Joan Carmen Pere Amparo Andreu Llúcia Francesc Dolores Jordi Remedios Enric Consuelo".split()
FAMILIES = "Ferrer Climent García Pastor Llorca Soler Ivorra Brotons Sempere Quesada Martínez Devesa Lledó".split()
STREETS = "Mayor|San Vicente|Pintor Aparicio|Doctor Gadea|Maisonnave|Alfonso el Sabio|Virgen del Socorro".split("|")
BATCH = 2000


def main() -> int:
    """Make the register, ask, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dovtech-desk-") as folder:
        url = asked.database or f"sqlite:///{folder}/register.sqlite3"
        setup.configure(database_url=url, secret_key="x" * 50, allowed_hosts=["testserver"])
        setup.migrate()
        numbers = fill(asked.cases)
        return measure(numbers)


def fill(count: int) -> list[str]:
    """So many cases of which one in fifty waits for a person; their numbers."""
    from django.conf import settings
    from fakes.desk import Office, waiting_case

    from desk.models import Application, Event, FieldValue

    office, chance = Office(), random.Random(7)
    settings.DESK_PORTS = office.ports()
    case = waiting_case(office, name="Vicent Ferrer")
    pattern = Application.objects.values().get()
    values = list(FieldValue.objects.values())
    events = list(Event.objects.values())
    numbers = [f"DOV-2025-{index:06d}" for index in range(1, count)]
    began = time.monotonic()
    for start in range(0, len(numbers), BATCH):
        some = numbers[start : start + BATCH]
        Application.objects.bulk_create([_row(pattern, number, chance, case) for number in some])
        for model, parts in ((FieldValue, values), (Event, events)):
            model.objects.bulk_create(
                [model(**{**part, "id": None, "case_id": number}) for number in some for part in parts]
            )
    print(f"{count} cases made in {time.monotonic() - began:.0f} s")
    return [*numbers, case.number]


def _row(pattern: dict[str, object], number: str, chance: random.Random, case: object) -> object:
    from casework.journey import Status
    from desk.mapping import head_of
    from desk.models import Application

    name = f"{chance.choice(NAMES)} {chance.choice(FAMILIES)} {chance.choice(FAMILIES)}"
    received = case.presented_at - timedelta(minutes=chance.randrange(500_000))
    status = Status.WAITING if chance.random() < 0.02 else Status.FILED
    fields = tuple(
        replace(field, value={"applicant_name": name, "applicant_id": f"{chance.randrange(10**8):08d}X"}.get(
            field.name, f"calle {chance.choice(STREETS)} {chance.randrange(200)}"))
        for field in case.fields
    )  # fmt: skip
    application = replace(case.application, number=number, received_at=received)
    made = replace(
        case, application=application, fields=fields, status=status, presented_at=received,
        due=(received + timedelta(days=90)).date(),
    )  # fmt: skip
    facts = {**pattern, **head_of(made), "digests": pattern["digests"]}
    return Application(**{**facts, "number": number, "key": f"bench {number}"})


def measure(numbers: Sequence[str]) -> int:
    """Ask alone, then all at once; 0 where every promise was kept."""
    chance = random.Random(11)
    ways: dict[str, Callable[[], str]] = {
        "tray": lambda: chance.choice(["/", "/?status=waiting", "/?kind=P08&status=filed", "/?unit=participation"]),
        "search": lambda: f"/?q={chance.choice(NAMES)}+{chance.choice([*FAMILIES, *STREETS])}",
        "case": lambda: f"/cases/{chance.choice(numbers)}",
    }
    clients = list(_clerks(CLERKS))
    kept = True
    for name, way in ways.items():
        taken = sorted(_asked(clients[0], way()) for _ in range(ALONE))
        slow = taken[int(len(taken) * 0.95)]
        kept &= slow <= PROMISED[name]
        print(f"{name:<8} median {taken[len(taken) // 2] * 1000:5.0f} ms   95 of 100 {slow * 1000:5.0f} ms"
              f"   promised {PROMISED[name] * 1000:.0f} ms")  # fmt: skip
    failures: list[str] = []
    everything: list[float] = []

    def works(client: object) -> None:
        from django.db import connections

        for name in list(ways) * (EACH // len(ways)):
            try:
                everything.append(_asked(client, ways[name]()))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is an error that a clerk would see
                failures.append(f"{name}: {error!r}")
        connections.close_all()

    began = time.monotonic()
    threads = [threading.Thread(target=works, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everything.sort()
    within, took = everything[int(len(everything) * 0.95)], time.monotonic() - began
    print(f"{CLERKS} clerks at once: {len(everything)} pages in {took:.1f} s, 95 of 100 within {within:.2f} s")
    print(f"{len(failures)} errors")
    print("\n".join(failures[:5]))
    return 0 if kept and not failures else 1


def _clerks(count: int) -> Iterator[object]:
    from django.contrib.auth.models import User
    from django.test import Client

    from desk.accounts import ensure_groups, place

    ensure_groups()
    for index in range(count):
        user = User.objects.create_user(f"clerk{index}")
        place(user, ["clerk"], [])
        client = Client()
        client.force_login(user)
        yield client


def _asked(client: object, address: str) -> float:
    began = time.monotonic()
    answer = client.get(address)
    if answer.status_code != 200:
        raise AssertionError(f"{address} answered {answer.status_code}")
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
