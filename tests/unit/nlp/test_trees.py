"""Trees tell what depends on several signs together, the same each time, also after they were put away."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.trees import grow, packed, unpacked


def _taught() -> tuple[np.ndarray, np.ndarray]:
    source = np.random.default_rng(3)
    rows = source.normal(0, 1, (900, 3)).astype("float32")
    return rows, (rows[:, 0] * rows[:, 1] > 0).astype("float32")


def test_two_signs_that_mean_something_only_together() -> None:
    """Neither sign alone says anything of it."""
    trees = grow(*_taught(), seed=1, rate=0.1, rounds=60)
    alike, unlike = trees.scores(np.array([[1.0, 1.2, 0.0], [1.0, -1.2, 0.0]], dtype="float32"))
    assert alike > 0.8
    assert unlike < 0.2


def test_put_away_and_taken_out_again_they_say_the_same() -> None:
    """To the digit, and so do trees that were grown anew."""
    rows, right = _taught()
    models = [grow(rows, right, seed=seed, rate=0.1, rounds=20) for seed in (1, 2)]
    again = unpacked(packed(models, "trust"), "trust")
    assert [one.scores(rows[:50]).tolist() for one in again] == [one.scores(rows[:50]).tolist() for one in models]
    assert grow(rows, right, seed=1, rate=0.1, rounds=20).scores(rows).tolist() == pytest.approx(
        models[0].scores(rows).tolist(), abs=0
    )


def test_no_rows_have_no_scores() -> None:
    """A paper on which nothing was found."""
    assert not grow(*_taught(), seed=1, rate=0.1, rounds=2).scores(np.zeros((0, 3))).size
