"""Tick boxes of bad copies: found by their likeness to others, measured within their own frame."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bots.reading.arrays import Grey
from bots.reading.structure import structure_of

SCALE = 72 / 200
SIDE, LEFT, STEP = 28, 150, 60


def _column(rows: int = 6) -> Grey:
    """Boxes one under the other, each with its caption."""
    page = np.full((600, 900), 255, np.uint8)
    for row in range(rows):
        top = 100 + row * STEP
        cv2.rectangle(page, (LEFT, top), (LEFT + SIDE, top + SIDE), 60, 2)
        cv2.putText(page, "Alta", (LEFT + SIDE + 16, top + 22), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 30, 2)
    return page


def _states(page: Grey) -> list[bool | None]:
    marks = sorted(structure_of(page, SCALE).marks, key=lambda mark: mark.box.y0)
    assert [round(mark.box.middle[0] / SCALE) for mark in marks] == pytest.approx([LEFT + SIDE / 2] * len(marks), abs=3)
    return [mark.ticked for mark in marks]


def test_a_frame_with_gaps_is_found_by_its_likeness_to_others() -> None:
    """A fax breaks hairlines: what is left of four sides, as large as the others and in their column, is a box."""
    page = _column()
    for gap in range(4, SIDE, 7):
        page[100 : 100 + SIDE + 2, LEFT + gap : LEFT + gap + 2] = 255
        page[100 + gap : 102 + gap, LEFT - 2 : LEFT + SIDE + 3] = 255
    assert _states(page) == [False] * 6


def test_a_box_under_two_strokes_is_found_and_told_as_struck_out() -> None:
    """Thick strokes through a tick hide most of what is inside; nobody can tell what was meant."""
    page = _column()
    cv2.line(page, (LEFT + 4, 104), (LEFT + 24, 124), 20, 3)
    for shift in (-4, 4):
        cv2.line(page, (LEFT - 12, 114 + shift), (LEFT + SIDE + 12, 112 + shift), 20, 5)
    assert _states(page) == [None, *[False] * 5]


def test_a_large_tick_that_cuts_two_corners_is_a_tick() -> None:
    """Most of it lies outside of the box; it enters and leaves over the frame, and on one side only."""
    page = _column()
    top = 100 + 3 * STEP
    cv2.polylines(page, [np.array([(LEFT - 3, top + 11), (LEFT + 11, top + 34), (LEFT + 50, top - 25)])], False, 20, 3)  # noqa: FBT003 - not closed
    assert _states(page) == [False, False, False, True, False, False]


def test_dust_in_an_empty_box_is_no_tick_and_broken_strokes_are_a_doubt() -> None:
    """A speck is smaller than anything a pen leaves; a few crumbs of a stroke are for a person to see."""
    page = _column()
    cv2.circle(page, (LEFT + 14, 114), 2, 20, -1)
    for step in range(2):
        cv2.circle(page, (LEFT + 11 + 4 * step, STEP + 112 + 4 * step), 1, 20, -1)
    assert _states(page) == [False, None, False, False, False, False]


def test_the_letters_of_a_heading_are_no_boxes() -> None:
    """Bold capitals have sides and corners too, but letters beside them that end where they do."""
    page = _column()
    cv2.putText(page, "AJUNTAMENT D'ALACANT BENEFICI", (LEFT, 60), cv2.FONT_HERSHEY_DUPLEX, 1.25, 20, 4)
    assert _states(page) == [False] * 6


def test_a_filled_button_is_found_though_its_ring_is_pale_beside_the_dot() -> None:
    """Beside so much black a pale ring is not darker than its surroundings: it is darker than the paper."""
    page = np.full((600, 900), 255, np.uint8)
    for row in range(5):
        middle = (LEFT + 14, 114 + row * STEP)
        cv2.circle(page, middle, 14, 175, 2, cv2.LINE_AA)
        if row == 1:
            cv2.circle(page, middle, 9, 30, -1, cv2.LINE_AA)
        cv2.putText(page, "Alta", (LEFT + 46, middle[1] + 8), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 30, 2)
    assert _states(page) == [False, True, False, False, False]
