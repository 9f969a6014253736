"""A network says nothing of signs it never saw differ, and is not overrun by one that is far off."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.network import learn


def _taught() -> tuple[np.ndarray, np.ndarray]:
    source = np.random.default_rng(3)
    rows = source.normal(0, 1, (600, 3)).astype("float32")
    rows[:, 2] = 0.0
    return rows, (rows[:, 0] > 0).astype("float32")


def test_a_sign_that_was_never_seen_changes_nothing() -> None:
    """A reader that was silent in every paper learned from may speak later: what it says has no learned weight."""
    network = learn(*_taught(), seed=1)
    rows = np.array([[1.5, 0.0, 0.0], [1.5, 0.0, 1.0]], dtype="float32")
    silent, speaking = network.scores(rows)
    assert silent > 0.9
    assert speaking == pytest.approx(silent, abs=1e-6)


def test_a_sign_far_beyond_all_seen_counts_as_far_and_no_more() -> None:
    """Eight standard deviations and eight thousand say the same."""
    network = learn(*_taught(), seed=1)
    far, farther = network.scores(np.array([[20.0, 0.0, 0.0], [9000.0, 0.0, 0.0]], dtype="float32"))
    assert far == pytest.approx(farther)
