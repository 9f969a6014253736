"""Robots of several workers take turns at a system: one session for an account, one pace for all writes."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bots.filling.pace import Pace
from bots.filling.seat import Seat, myself
from casework.errors import BackOfficeDown
from casework.ports import Turns

TERM = timedelta(seconds=90)


@pytest.fixture
def turns(database: str) -> Turns:
    """The turns of the register under test, on each database."""
    from desk.turns import DjangoTurns  # its models need a configured Django

    return DjangoTurns()


def now() -> datetime:
    """The clock of all workers."""
    return datetime.now(UTC)


def seat(turns: Turns, holder: str, at: datetime | None = None) -> Seat:
    """The seat as another worker sees it, whose clock may be ahead."""
    return Seat("padron", turns, now if at is None else lambda: at, holder=holder)


def test_an_account_is_one_workers_at_a_time(turns: Turns) -> None:
    """Another worker's entries wait; the same worker's go on; what is given back is free at once."""
    mine, other = seat(turns, "one/1"), seat(turns, "two/2")
    told = pytest.raises(BackOfficeDown, match="another worker's robot is at work in padron")
    with mine.taken(), mine.taken(), told, other.taken():
        pass
    with pytest.raises(BackOfficeDown), other.taken():
        pass
    mine.leave()
    with other.taken():
        assert turns.lend("padron", "one/1", now() + TERM) == "two/2"


def test_each_system_has_its_own_seat(turns: Turns) -> None:
    """Who works in one keeps nobody out of another."""
    assert turns.lend("padron", "one/1", now() + TERM) == "one/1"
    assert turns.lend("tributos", "two/2", now() + TERM) == "two/2"


def test_a_seat_that_has_run_out_is_lent_to_another(turns: Turns) -> None:
    """A machine that is gone keeps the others waiting for a minute and a half at most."""
    assert turns.lend("padron", "gone/1", now() - timedelta(seconds=1)) == "gone/1"
    with seat(turns, "two/2").taken():
        assert turns.lend("padron", "gone/1", now() + TERM) == "two/2"


def test_a_worker_killed_on_this_machine_is_not_waited_for(turns: Turns) -> None:
    """Its process has ended: its seat is free although its time has not run out."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    machine = myself().rpartition("/")[0]
    turns.lend("padron", f"{machine}/{ended.pid}", now() + TERM)
    with seat(turns, myself()).taken():
        assert turns.lend("padron", "two/2", now() + TERM) == myself()


def test_a_seat_is_lent_anew_while_the_robot_works(turns: Turns) -> None:
    """A filling that takes longer than a term never loses it."""
    mine = Seat("padron", turns, now, holder="one/1", term=timedelta(seconds=0.6))
    asked = []
    with mine.taken():
        end = now() + timedelta(seconds=1.5)
        while now() < end:
            asked.append(turns.lend("padron", "two/2", now() + TERM))
            threading.Event().wait(0.05)
    assert set(asked) == {"one/1"}


def test_a_seat_that_is_held_is_not_asked_for_again(turns: Turns) -> None:
    """Fillings one after another cost the database one question in three quarters of a minute."""
    asked: list[str] = []

    class Counted:
        def lend(self, system: str, holder: str, until: datetime) -> str:
            asked.append(system)
            return turns.lend(system, holder, until)

        def give_back(self, system: str, holder: str) -> None:
            turns.give_back(system, holder)

        def reserve(self, system: str, seconds: float) -> float:
            return turns.reserve(system, seconds)

    mine = Seat("padron", Counted(), now, holder="one/1")
    for _ in range(20):
        with mine.taken():
            pass
    assert asked == ["padron"]


def test_one_of_many_that_ask_at_once_gets_it(turns: Turns) -> None:
    """However close together they ask."""
    holders: list[str] = []

    def ask(number: int) -> None:
        holders.append(turns.lend("padron", f"machine/{number}", now() + TERM))

    workers = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(holders) == 8
    assert len(set(holders)) == 1


def test_stretches_of_time_lie_one_behind_another(turns: Turns) -> None:
    """Whoever asks; those of another system are not in their way."""
    begins = [turns.reserve("padron", 10.0) for _ in range(3)]
    assert [round(one / 10) for one in begins] == [0, 1, 2]
    assert turns.reserve("tributos", 10.0) < 1


def test_workers_share_one_pace(turns: Turns) -> None:
    """Two workers at 600 writes a minute write no more than 600 together, in stretches of a second."""
    one, two = (Pace(600, lambda seconds: turns.reserve("padron", seconds)) for _ in range(2))
    first = [one._turn(100.0, 0.1) for _ in range(10)]  # noqa: SLF001 - when it is its turn, without waiting for it
    second = [two._turn(100.0, 0.1) for _ in range(10)]  # noqa: SLF001
    together = sorted(first + second)
    assert all(later - earlier > 0.05 for earlier, later in pairwise(together))
    assert together[-1] - together[0] > 1.5


def test_turns_that_went_by_unused_are_lost(turns: Turns) -> None:
    """A robot that did nothing for a while does not catch up: somebody else may have the time."""
    pace = Pace(600, lambda seconds: turns.reserve("padron", seconds))
    assert pace._turn(100.0, 0.1) >= 100.0  # noqa: SLF001
    assert pace._turn(100.75, 0.1) >= 100.69  # noqa: SLF001
    assert pace._turn(900.0, 0.1) >= 900.0  # noqa: SLF001
