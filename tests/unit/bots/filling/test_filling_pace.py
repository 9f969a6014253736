"""A robot is never faster than the system allows."""

from __future__ import annotations

import time

from bots.filling.pace import Pace


def test_writes_are_spaced_evenly() -> None:
    """Five writes at 1200 a minute take at least four gaps of 50 ms."""
    pace = Pace(per_minute=1200)
    began = time.monotonic()
    for _ in range(5):
        pace.wait()
    assert time.monotonic() - began >= 0.2
