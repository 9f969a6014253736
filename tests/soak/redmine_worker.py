"""A worker that files issues in Redmine, half by its pages and half by REST, until it is done or killed.

`python redmine_worker.py ADDRESS KEY NUMBER...`; a line for each issue that is proven, and for each that a clerk gets.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

from fakes.redmine import ACCOUNT, ENTRIES, by_rest, by_web

from bots.filling.once import fill
from bots.filling.systems import build_backoffices
from casework.errors import DovTechError
from casework.filing import Entry
from casework.ports import BackOffice

_AGAIN = 0.5  # seconds, as Temporal begins


Turn = Callable[[], object]


def file_all(robot: BackOffice, entries: list[Entry], numbers: list[str], before: Turn, after: Turn) -> None:
    """File each, as often as it takes; say what became of it."""
    for number, entry in zip(numbers, entries, strict=True):
        before()
        while True:
            try:
                proof = fill(robot, entry)
            except DovTechError as error:
                if not error.retryable:
                    tell(f"clerk {number} {error}")
                    break
                tell(f"again {number} {error}")
                time.sleep(_AGAIN)
            else:
                tell(f"{'found' if proof.found else 'filed'} {number} {proof.record.id}")
                break
        after()


def tell(line: str) -> None:
    """One line at once, whole."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    address, key, *numbers = sys.argv[1:]
    settings = {"REDMINE_ADDRESS": address, "CHROMIUM": "/usr/bin/chromium", "CHROMEDRIVER": "/usr/bin/chromedriver"}
    robots = build_backoffices(ENTRIES, settings, {**ACCOUNT, "REDMINE_KEY": key}.__getitem__)
    web = [number for number in numbers if number.startswith("w")]
    rest = [number for number in numbers if number.startswith("r")]
    # In step, so that what fails hits both until the end.
    typed = threading.Semaphore(max(0, len(rest) - len(web)) + 1)
    both = [
        threading.Thread(
            target=file_all, args=(robots["redmine_web"], [by_web(one) for one in web], web, int, typed.release)
        ),
        threading.Thread(
            target=file_all, args=(robots["redmine_rest"], [by_rest(one) for one in rest], rest, typed.acquire, int)
        ),
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    robots.close()
