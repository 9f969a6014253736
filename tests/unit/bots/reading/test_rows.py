"""Pieces of a printed line are put together, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from bots.reading.arrays import Quad
from bots.reading.rows import joined

_PAGE = np.full((200, 600), 255, dtype=np.uint8)


def _quad(x0: float, y0: float, x1: float, y1: float, fall: float = 0.0) -> Quad:
    return np.array([[x0, y0], [x1, y0 + fall], [x1, y1 + fall], [x0, y1]], dtype=np.float32)


def _edges(quads: list[Quad]) -> list[list[float]]:
    return [[*map(float, quad.min(axis=0)), *map(float, quad.max(axis=0))] for quad in quads]


def test_what_goes_on_within_a_space_is_one_line() -> None:
    """Pieces come in any order, a short one may lie askew; the whole takes the place of the first of them."""
    pieces = [_quad(250, 52, 280, 82, fall=4), _quad(10, 120, 100, 150), _quad(40, 50, 240, 84)]
    assert _edges(joined(pieces, _PAGE)) == [[40, 50, 280, 86], [10, 120, 100, 150]]


@pytest.mark.parametrize(
    "other",
    [
        _quad(290, 50, 400, 84),
        _quad(250, 70, 400, 104),
        _quad(250, 55, 400, 75),
        _quad(250, 50, 450, 84, fall=8),
        _quad(250, 20, 262, 160),
        _quad(60, 50, 200, 84),
    ],
    ids=["far", "lower", "smaller", "askew", "upright", "within"],
)
def test_other_lines_stay_alone(other: Quad) -> None:
    """Another column, another line, another size, a stamp's, a margin's."""
    first = _quad(40, 50, 240, 84)
    assert len(joined([first, other], _PAGE)) == 2


def test_a_rule_between_two_cells_parts_them() -> None:
    """Whatever is written close to it on both sides."""
    ruled = _PAGE.copy()
    ruled[:, 244:246] = 0
    pieces = [_quad(40, 50, 240, 84), _quad(250, 50, 400, 84)]
    assert (len(joined(pieces, ruled)), len(joined(pieces, _PAGE))) == (2, 1)
