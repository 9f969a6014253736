"""Tick boxes of a scan: found by their four sides, their state measured by the ink inside and across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bots.reading.arrays import Grey
from bots.reading.marked import state_of
from bots.reading.rounds import rounds_of
from bots.reading.squares import alike, has_corners, meets, squares_of
from casework.reading import Box, Mark, Source


def ticks_of(
    ink: Grey, fuller: Grey, scale: float, upright: Sequence[Box], longer: Sequence[Box], letters: Sequence[Box]
) -> Iterator[Mark]:
    """A mark for each small frame: ticked, empty, or None where it was struck out or cannot be told.

    `upright` are the upright lines of the picture, `longer` those in which no thick stroke across a box counts as one;
    `letters` are places that hold no box: combs, panels with white letters.
    """
    frames = squares_of(ink, fuller, scale, upright, longer)
    cornered = [box for box in frames if has_corners(ink, box, scale)]
    rounds = [box for box in rounds_of(ink, fuller, scale) if not meets(box, cornered)]
    squares = [box for box in frames if not meets(box, rounds)]
    squares += alike(ink, fuller, scale, squares, rounds)
    for box in (*squares, *rounds):
        if not any(place.holds(*box.middle) for place in letters):
            ring = box in rounds or not has_corners(fuller, box, scale)
            ticked, sure = state_of(ink, box, scale, ring=ring)
            yield Mark(box=box, ticked=ticked, confidence=sure, source=Source.OCR)
