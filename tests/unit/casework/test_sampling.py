"""The sample tells how often unseen values are wrong, and when the promise is broken."""

from __future__ import annotations

import pytest

from casework.sampling import ErrorRate, drawn


@pytest.mark.parametrize(
    ("wrong", "asked", "low", "high"),
    [
        # Published values: Clopper and Pearson's own chart, and R's binom.test.
        (0, 10, 0.0, 0.3085),
        (10, 10, 0.6915, 1.0),
        (1, 20, 0.00127, 0.24873),
        (5, 100, 0.01643, 0.11283),
        (3, 3000, 0.000206, 0.002919),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_is_that_of_clopper_and_pearson(wrong: int, asked: int, low: float, high: float) -> None:
    """With no answers nothing is known; with many the interval is narrow."""
    told = ErrorRate(wrong, asked)
    assert (told.low, told.high) == (pytest.approx(low, abs=2e-5 if asked else 0), pytest.approx(high, abs=2e-5))
    assert told.low <= told.rate <= told.high


@pytest.mark.parametrize(
    ("wrong", "asked", "broken"),
    [(0, 0, False), (0, 500, False), (1, 3, False), (2, 20, True), (2, 400, False), (12, 1000, True)],
)
def test_a_promise_is_broken_by_more_than_chance_and_more_than_one_slip(wrong: int, asked: int, broken: bool) -> None:  # noqa: FBT001
    """Half a percent is promised."""
    assert ErrorRate(wrong, asked).broken is broken


def test_about_the_share_that_is_asked_for_is_drawn_and_always_the_same() -> None:
    """Which cases are drawn depends on the key and on nothing else."""
    numbers = [f"DOV-2026-{index:06d}" for index in range(1, 5001)]
    chosen = [number for number in numbers if drawn(number, 0.03, "key")]
    assert 110 < len(chosen) < 190
    assert [number for number in numbers if drawn(number, 0.03, "key")] == chosen
    assert [number for number in numbers if drawn(number, 0.03, "other")] != chosen
    assert not any(drawn(number, 0.0, "key") for number in numbers)
    assert all(drawn(number, 1.0, "key") for number in numbers)
