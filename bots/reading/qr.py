"""QR codes in the picture of a page: places that look like one are found cheaply, and only those are decoded."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from bots.reading.arrays import Grey

_COARSE = 75.0  # dpi at which a code is looked for: its squares run together, lines of text stay apart
_INCH = 25.4  # millimetres
_SIZES = (7.0, 60.0)  # millimetres that are dense, which leaves out a rim
_SLENDER = 1.35
_FULL = 0.6  # of its box, for a code that lies askew
_GAP, _THIN, _AROUND = 1.4, 5.0, 12.0  # millimetres
_DARKER = 12  # shades of grey
_DENSE = 190  # of 255, on average around a spot; lines of text reach half of it
_MOST_PLACES = 6
_MARGIN = 0.3
_SIDES = (600, 400, 900)  # pixels: the decoder sees in one what it misses in another
_BLURRED = 130.0  # dpi below which a code that was not read is sharpened and tried again
_LONGEST = 1000  # characters that are kept of one


def codes_in_picture(grey: Grey, dpi: float) -> tuple[str, ...]:
    """What the QR codes of a page say, each once; nothing in it is followed.

    Measured on a letter of ours, blurred, grainy and askew: 11 of 12 at 85 dpi and at 72, 6 at 60, none at 50.
    """
    places = (grey[rows, columns] for rows, columns in _places(grey, dpi))
    texts = (_decoded(place) or (_decoded(_sharpened(place)) if dpi < _BLURRED else "") for place in places)
    return tuple(dict.fromkeys(text[:_LONGEST] for text in texts if text))


def _places(grey: Grey, dpi: float) -> Iterator[tuple[slice, slice]]:
    """Squares of dense ink of a code's size, with their margins, the largest first."""
    share = min(1.0, _COARSE / dpi)
    small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    unit = dpi * share / _INCH  # pixels a millimetre
    dark = cv2.adaptiveThreshold(
        small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(3, int(_AROUND * unit) | 1), _DARKER
    )
    solid = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, _square(_GAP * unit))
    dense = cv2.blur(solid, (max(1, round(_THIN * unit)),) * 2) > _DENSE
    found = cv2.connectedComponentsWithStats(dense.astype(np.uint8))[2][1:]
    for x, y, wide, high, area in sorted(found.tolist(), key=lambda place: -place[4])[:_MOST_PLACES]:
        least, most = min(wide, high), max(wide, high)
        if least >= _SIZES[0] * unit and most <= min(_SIZES[1] * unit, _SLENDER * least) and area > _FULL * wide * high:
            yield _around(y / share, high / share), _around(x / share, wide / share)


def _square(side: float) -> Grey:
    return np.ones((max(1, round(side)),) * 2, np.uint8)


def _around(start: float, length: float) -> slice:
    margin = _MARGIN * length
    return slice(max(0, int(start - margin)), int(start + length + margin) + 1)


def _sharpened(place: Grey) -> Grey:
    """The place enlarged, with its edges steeper: squares of two or three pixels have run into each other."""
    share = _SIDES[0] / max(place.shape)
    large = cv2.resize(place, None, fx=share, fy=share, interpolation=cv2.INTER_LANCZOS4)
    soft = cv2.GaussianBlur(large, (0, 0), _SIDES[0] / 120)
    return np.asarray(cv2.addWeighted(large, 2.5, soft, -1.5, 0), np.uint8)


def _decoded(place: Grey) -> str:
    """What the code says; empty for what is none, or too worn."""
    detector = cv2.QRCodeDetectorAruco()
    for side in _SIDES:
        share = side / max(place.shape)
        how = cv2.INTER_CUBIC if share > 1 else cv2.INTER_AREA
        try:
            text: str = detector.detectAndDecode(cv2.resize(place, None, fx=share, fy=share, interpolation=how))[0]
        except (cv2.error, UnicodeDecodeError):  # OpenCV gives up on some patterns with an assertion
            continue
        if text:
            return text
    return ""
