"""Ink and straight lines in a picture."""

from __future__ import annotations

import cv2
import numpy as np

from bots.reading.arrays import Grey
from casework.reading import Box

_DARK = 150
_THICK, _PANEL, _FILLED = 1.8, (40.0, 8.0), 0.5  # points, and the share of a dark panel that its letters leave dark
_COARSE = 4  # pixels to one, where the paper's shade is measured
_BARE = 0.1  # share of bare paper around a place by which its shade is known
_AROUND, _DARKER = 31, 22  # pixels, and how much darker than its surroundings a thin line of a pale copy is


def dark_ink(picture: Grey) -> Grey:
    """What is clearly ink, 255, on 0."""
    return np.asarray((picture < _DARK) * np.uint8(255), dtype=np.uint8)


def faint_ink(picture: Grey) -> Grey:
    """All that is darker than the paper around it: hairlines of a form come out grey on a bad copy."""
    around = cv2.blur(picture, (_AROUND, _AROUND))
    darker = cv2.subtract(around, picture) > _DARKER
    return np.asarray((darker | (picture < _DARK)) * np.uint8(255), dtype=np.uint8)


def fuller_ink(picture: Grey, faint: Grey) -> Grey:
    """All that is darker than the paper itself: hairlines beside thick strokes too, which `faint_ink` loses."""
    high, wide = picture.shape
    small, around = (max(1, wide // _COARSE), max(1, high // _COARSE)), (_AROUND // _COARSE, _AROUND // _COARSE)
    bare = np.asarray(faint == 0, dtype=np.uint8)
    share = cv2.blur(cv2.resize(bare * np.uint8(255), small, interpolation=cv2.INTER_AREA), around).astype(np.float32)
    shade = cv2.blur(cv2.resize(picture * bare, small, interpolation=cv2.INTER_AREA), around).astype(np.float32)
    known = share >= 255 * _BARE
    seen = np.where(known, np.minimum(255 * shade / np.maximum(share, 1), 255), 0).astype(np.uint8)
    paper = cv2.resize(seen, (wide, high), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.max((cv2.subtract(paper, picture) > _DARKER) * np.uint8(255), faint), dtype=np.uint8)


def lines_of(ink: Grey, length: float, *, axis: int) -> Grey:
    """The straight runs of ink of at least `length` pixels; small breaks of a bad scan are bridged."""
    pixels = max(3, int(length))
    kernel = np.ones((1, pixels) if axis == 1 else (pixels, 1), np.uint8)
    bridge = np.ones((1, 3) if axis == 1 else (3, 1), np.uint8)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge)
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel), dtype=np.uint8)


def panels_of(ink: Grey, scale: float) -> list[Box]:
    """The dark bars that white letters stand on: frames and dark letters are too thin for one."""
    thick = max(3, round(_THICK / scale))
    solid = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    found = boxes_of(np.asarray(solid, dtype=np.uint8), scale)
    large = (box for box in found if box.width >= _PANEL[0] and box.height >= _PANEL[1])
    return [box for box in large if float((patch_of(ink, box, scale) > 0).mean()) >= _FILLED]


def boxes_of(mask: Grey, scale: float) -> list[Box]:
    """The box of each connected piece of ink; outlines of few pieces are found four times faster than labels are."""
    outlines, levels = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = [outline for outline, level in zip(outlines, levels[0] if outlines else (), strict=True) if level[3] < 0]
    return [
        Box(left * scale, top * scale, (left + width) * scale, (top + height) * scale)
        for left, top, width, height in map(cv2.boundingRect, outer)
    ]


def patch_of(ink: Grey, box: Box, scale: float, inset: float = 0.0) -> Grey:
    """The box's pixels, without a margin of `inset` times its sides."""
    dx, dy = box.width * inset, box.height * inset
    rows = slice(max(0, round((box.y0 + dy) / scale)), max(1, round((box.y1 - dy) / scale)))
    columns = slice(max(0, round((box.x0 + dx) / scale)), max(1, round((box.x1 - dx) / scale)))
    return ink[rows, columns]
