"""Frames: four strokes that close a rectangle and end at its corners, a little askew too."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bots.reading.arrays import Grey
from bots.reading.frames import Frame, Stroke, frames_in, strokes_in

SCALE = 72 / 200
MIDDLE, SIZE = (500.0, 400.0), (420.0, 140.0)  # pixels


def _paper() -> Grey:
    return np.zeros((900, 1200), dtype=np.uint8)


def _boxed(ink: Grey, degrees: float = 0.0, size: tuple[float, float] = SIZE, thick: int = 3) -> Grey:
    corners = cv2.boxPoints((MIDDLE, size, -degrees))
    cv2.polylines(ink, [np.rint(corners).astype(np.int32)], isClosed=True, color=255, thickness=thick)
    return ink


def _found(ink: Grey) -> list[Frame]:
    return frames_in(ink, strokes_in(ink, SCALE), SCALE)


@pytest.mark.parametrize("degrees", [0.0, 0.8, -1.6, 2.1])
def test_a_rectangle_is_found_with_its_slope(degrees: float) -> None:
    """However its strokes step from row to row."""
    (frame,) = _found(_boxed(_paper(), degrees))
    assert frame.slope == pytest.approx(degrees, abs=0.1)
    assert frame.middle == pytest.approx(MIDDLE, abs=2)
    assert frame.size == pytest.approx(SIZE, abs=6)
    assert frame.depth(*MIDDLE) == pytest.approx(SIZE[1] / 2, abs=3)
    assert frame.depth(50, 50) < 0


def test_a_worn_frame_is_whole() -> None:
    """A gap of some pixels parts no stroke, and half a stroke that print took away is known by the other half."""
    ink = _boxed(_paper())
    ink[320:340, 450:458] = 0
    ink[460:480, 610:618] = 0
    (frame,) = _found(ink)
    assert frame.size == pytest.approx(SIZE, abs=6)
    ink = _boxed(_paper())
    ink[326:329, 300:340] = 255
    ink[332:335, 290:320] = 0
    assert len(_found(ink)) == 1


def test_of_two_frames_within_each_other_the_outer_one_counts() -> None:
    """A double frame is one."""
    ink = _boxed(_boxed(_paper()), size=(SIZE[0] + 20, SIZE[1] + 20))
    (frame,) = _found(ink)
    assert frame.size == pytest.approx((SIZE[0] + 20, SIZE[1] + 20), abs=6)


@pytest.mark.parametrize(
    "size", [(100.0, 60.0), (1000.0, 140.0), (420.0, 30.0), (200.0, 260.0), (420.0, 410.0)], ids=str
)
def test_what_is_too_small_too_large_or_upright_is_none(size: tuple[float, float]) -> None:
    """Tick boxes, sections of a form, rules in pairs and boxes for photographs."""
    assert _found(_boxed(_paper(), size=size)) == []


def test_the_cell_of_a_table_is_none() -> None:
    """Its sides go on behind its corners; some of a table's rows are no more than a frame that is not free."""
    ink = _paper()
    for y in range(200, 601, 100):
        ink[y : y + 3, 100:1101] = 255
    for x in range(100, 1101, 200):
        ink[200:603, x : x + 3] = 255
    assert _found(ink) == []
    assert {frame.free for frame in _found(np.ascontiguousarray(ink[:, :703]))} == {6}


def test_an_open_side_closes_no_frame() -> None:
    """Two rules under each other with one upright one, or with strokes of which half is lacking."""
    ink = _boxed(_paper())
    ink[350:450, 700:720] = 0
    assert _found(ink) == []


def test_rules_that_are_not_parallel_close_none() -> None:
    """Nor is one that is much shorter."""
    ink = _paper()
    cv2.line(ink, (290, 330), (710, 330), 255, 3)
    cv2.line(ink, (290, 475), (710, 465), 255, 3)
    cv2.line(ink, (290, 330), (290, 475), 255, 3)
    cv2.line(ink, (710, 330), (710, 465), 255, 3)
    assert _found(ink) == []
    ink = _boxed(_paper())
    ink[460:480, 450:720] = 0
    assert _found(ink) == []


def test_a_lid_that_lacks_a_quarter_is_no_lid() -> None:
    """It ends where its fellow does not, and the ink between is missing."""
    ink = _boxed(_paper())
    ink[320:340, 285:400] = 0
    assert _found(ink) == []


def test_a_stroke_is_followed_beyond_its_ends() -> None:
    """As far as its slope tells."""
    stroke = Stroke(0, 100, 200, 90)
    assert stroke.height_at(400) == 80
    assert stroke.slope == pytest.approx(2.86, abs=0.01)
