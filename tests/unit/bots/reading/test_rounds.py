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
