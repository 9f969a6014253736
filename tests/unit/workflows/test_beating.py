"""A long step tells that it is alive."""

from __future__ import annotations

import threading

import pytest
from temporalio.testing import ActivityEnvironment

from workflows.beating import beating


def test_it_beats_until_the_block_ends() -> None:
    """Beats come while the work goes on, and none after it; the thread is gone."""
    enough = threading.Semaphore(0)
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *_: enough.release()

    def work() -> bool:
        with beating(0.01):
            return enough.acquire(timeout=10) and enough.acquire(timeout=10)

    assert environment.run(work) is True
    assert "heartbeat" not in {thread.name for thread in threading.enumerate()}


def test_each_page_is_told_at_once_and_again_with_every_beat() -> None:
    """Whoever looks at the step sees how far it is."""
    told: list[tuple[int, ...]] = []
    again = threading.Event()
    environment = ActivityEnvironment()

    def on_heartbeat(*details: int) -> None:
        told.append(details)
        if told.count((7,)) > 1:
            again.set()

    environment.on_heartbeat = on_heartbeat

    def work() -> bool:
        with beating(0.01) as page_done:
            page_done(7)
            return again.wait(10)

    assert environment.run(work) is True
    assert set(told) <= {(), (7,)}


def test_it_stops_where_the_work_fails() -> None:
    """The error is the work's own."""

    def work() -> None:
        with beating():
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        ActivityEnvironment().run(work)
    assert "heartbeat" not in {thread.name for thread in threading.enumerate()}
