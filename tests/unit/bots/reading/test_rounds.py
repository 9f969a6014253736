"""Round option buttons where the sheet ends."""

from __future__ import annotations

import cv2
import numpy as np

from bots.reading.rounds import rounds_of

SCALE = 0.36  # points a pixel, as at 200 dpi
RADIUS = 14  # pixels


def test_a_crossed_button_at_the_sheets_edge_is_found() -> None:
    """Nothing stands beyond the edge, and that is as good as paper."""
    ink = np.zeros((400, 500), np.uint8)
    middles = [(300, 100), (300, 200), (500 - RADIUS - 1, 100), (500 - RADIUS - 1, 200)]
    for middle in middles:
        cv2.circle(ink, middle, RADIUS, 255, 2)
    x, y = middles[-1]
    cv2.line(ink, (x - 9, y - 18), (x + 9, y + 18), 255, 2)
    found = sorted(tuple(round(place / SCALE) for place in box.middle) for box in rounds_of(ink, ink, SCALE))
    assert np.abs(np.array(found) - sorted(middles)).max() <= 2


def _with_a_caption(ink: np.ndarray, at: tuple[int, int]) -> None:
    cv2.putText(ink, "Me opongo", (at[0] + RADIUS + 12, at[1] + 8), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 255, 2)


def test_a_button_that_is_alone_is_found_at_the_head_of_its_line() -> None:
    """In the midst of a line, with nothing to tell it from a letter, it is none."""
    ink = np.zeros((400, 500), np.uint8)
    for middle in ((100, 100), (300, 300)):
        cv2.circle(ink, middle, RADIUS, 255, 2)
        _with_a_caption(ink, middle)
    cv2.putText(ink, "u", (300 - RADIUS - 26, 308), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 255, 2)
    found = [tuple(round(place / SCALE) for place in box.middle) for box in rounds_of(ink, ink, SCALE)]
    assert np.abs(np.array(found) - [(100, 100)]).max() <= 2


def test_a_button_that_a_cross_spoils_needs_no_row_or_column_of_its_own() -> None:
    ink = np.zeros((500, 500), np.uint8)
    for middle in ((200, 100), (350, 100), (60, 300)):
        cv2.circle(ink, middle, RADIUS, 255, 2)
        _with_a_caption(ink, middle)
    cv2.line(ink, (60 - 9, 300 - 18), (60 + 9, 300 + 18), 255, 2)
    assert sum(abs(box.middle[1] / SCALE - 300) <= 2 for box in rounds_of(ink, ink, SCALE)) == 1


def test_buttons_behind_their_captions_are_found() -> None:
    """«alegación ◉ recurso ◯»: the caption stands close before each, and paper behind."""
    ink = np.zeros((300, 700), np.uint8)
    for x, word in ((220, "alta"), (470, "cambio")):
        cv2.circle(ink, (x, 100), RADIUS, 255, 2)
        (wide, _), _ = cv2.getTextSize(word, cv2.FONT_HERSHEY_SIMPLEX, 0.8, 2)
        cv2.putText(ink, word, (x - RADIUS - 10 - wide, 108), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 255, 2)
    cv2.circle(ink, (220, 100), 6, 255, -1)
    found = sorted(round(box.middle[0] / SCALE) for box in rounds_of(ink, ink, SCALE))
    assert np.abs(np.array(found) - [220, 470]).max() <= 2
