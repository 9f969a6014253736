"""What keeps the desk quick: one index finds a page, one look serves all that listen, threads are few and stay."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import MutableMapping
from datetime import date
from typing import Any

import pytest
from fakes.desk import Office, waiting_case

from desk.access import Sight

TODAY = date(2026, 11, 23)
UNIT = Sight(frozenset({"P05"}), frozenset({"participation"}))


@pytest.mark.parametrize("sight", [Sight(), Sight(frozenset({"P05"})), UNIT], ids=["all", "counter", "unit"])
@pytest.mark.parametrize(
    "wanted",
    [{}, {"status": "filed"}, {"kind": "P08", "status": "filed"}, {"unit": "markets", "sort": "newest"},
     {"stage": "review", "channel": "email", "sort": "oldest"}],
)  # fmt: skip
def test_a_page_of_the_tray_is_found_in_one_index(sqlite: str, wanted: dict[str, str], sight: Sight) -> None:
    """Nothing is sorted, and no case is read that is not on the page."""
    from desk import queries

    asked = queries.Filter(**wanted)
    order = queries.SORTS[asked.sort]
    cases = queries.found(asked, sight, today=TODAY).order_by(order)
    plan = cases.values_list(order.removeprefix("-"), flat=True)[:51].explain()
    assert "COVERING INDEX" in plan.splitlines()[0]
    assert "TEMP B-TREE" not in plan


def test_what_stands_open_is_counted_in_one_index(sqlite: str) -> None:
    """No case is read to be counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from desk import queries

    with CaptureQueriesContext(connection) as asked:
        queries.tally_of(Sight())
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        assert "COVERING INDEX" in cursor.fetchall()[0][3]
    assert len(asked) == 1


def test_a_unit_counts_its_own_cases_and_those_handed_to_it(database: str) -> None:
    """Another unit's are counted once they are handed over; hidden kinds never."""
    from desk import queries, work

    own, hidden = waiting_case(Office(), key="own"), waiting_case(Office(), key="hidden", kind="P05")
    markets = Sight(frozenset({"P05"}), frozenset({"markets"}))
    assert queries.tally_of(UNIT).waiting == 1
    assert queries.tally_of(Sight()).stages["review"] == 2
    assert queries.tally_of(markets) == queries.Tally(dict.fromkeys(queries.tally_of(UNIT).stages, 0), 0, "")
    for case in (own, hidden):
        work.hand_over(case.number, "ana", unit="markets")
    told = queries.tally_of(markets)
    assert (told.waiting, told.stages["review"], told.newest) == (1, 1, own.number)
    assert queries.tally_of(UNIT).waiting == 1


async def test_whoever_waits_for_the_same_shares_one_look() -> None:
    """Fifty pages ask the register once; another question is asked beside; one that goes away spoils nothing."""
    from desk.lookout import Lookout

    asked: list[str] = []

    def look(what: str) -> str:
        asked.append(what)
        return what.upper()

    lookout = Lookout()
    waiting = [asyncio.ensure_future(lookout.see("a", lambda: look("a"))) for _ in range(50)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    other = await lookout.see("b", lambda: look("b"))
    told = await asyncio.gather(*waiting, return_exceptions=True)
    assert [isinstance(told[0], asyncio.CancelledError), *told[1:]] == [True, *["A"] * 49]
    assert (other, sorted(asked)) == ("B", ["a", "b"])


async def test_pages_share_a_few_threads_that_stay(sqlite: str) -> None:
    """However many ask at once, each is answered, on the threads there are."""
    from desk.server import PooledHandler

    handler = PooledHandler(threads=2)
    assert await asyncio.gather(*(_status(handler, "/salud") for _ in range(12))) == [200] * 12
    drawing = [thread for thread in threading.enumerate() if thread.name.startswith("page_")]
    assert len(drawing) == 2


async def _status(handler: Any, path: str) -> int:
    """What the application answers to a GET."""
    sent: list[MutableMapping[str, Any]] = []
    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> MutableMapping[str, Any]:
        if asked:
            return asked.pop()
        await asyncio.Event().wait()  # the browser stays
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [(b"host", b"127.0.0.1")]}
    await handler(scope, receive, send)
    return int(sent[0]["status"])
