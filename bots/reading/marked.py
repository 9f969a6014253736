"""What stands in a tick box: the ink inside its frame, which is measured on each side and left out."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from bots.reading.arrays import Grey
from bots.reading.inks import patch_of
from bots.reading.rounds import is_struck
from casework.reading import Box

Bits = npt.NDArray[np.bool_]

_FRAME, _THICKEST = 0.35, 0.28  # share of ink on a line that is still frame, and the most of a side that frame takes
_DISC = 0.33  # of a side: the radius of what lies within a ring
_ENDS = 0.2  # of a side: its ends, where strokes at corners would pass for frame
_SMALLEST = 8  # pixels
_SPECK = 3  # pixels of ink: fewer are grain
_TICKED, _THIN = 0.1, 0.03  # shares of ink inside: a mark, and a thin one that must reach far to be one
_FAR, _ACROSS = 0.45, 0.7  # of the inside: how far a thin mark reaches both ways, or one
_CROSSING, _BEYOND = 0.008, 1.0  # share of ink of a stroke that leaves the box, and points beyond the frame to see it
_RULE, _OVER = 0.6, 0.2  # share of ink of a rule beside a box; of a side: how far a stroke is lost in the frame
_EMPTY, _DUST = 0.012, 1.85  # share of ink in an empty box; points of a speck


@dataclass(frozen=True, slots=True)
class Inside:
    """The ink in a box: its share, how far it reaches across and down, whether a stroke leaves over the frame.

    `speck` is true of a single piece no larger than dust.
    """

    share: float = 0.0
    wide: float = 0.0
    high: float = 0.0
    leaves: bool = False
    speck: bool = False


def state_of(ink: Grey, box: Box, scale: float, *, ring: bool) -> tuple[bool | None, float]:
    """Whether a box is ticked, and how sure that is; None where it was struck out or cannot be told."""
    inside = inside_of(ink, box, scale, ring=ring)
    if _is_marked(inside):
        return (None, 0.6) if is_struck(ink, box, scale) else (True, min(0.99, 0.9 + inside.share / 2))
    if inside.share <= _EMPTY or inside.speck:
        return False, 0.99 - inside.share
    return None, 0.5


def _is_marked(inside: Inside) -> bool:
    if inside.speck:
        return False
    if inside.share >= _TICKED or (inside.share >= _CROSSING and inside.leaves):
        return True
    far = min(inside.wide, inside.high) >= _FAR or max(inside.wide, inside.high) >= _ACROSS
    return inside.share >= _THIN and far


def inside_of(ink: Grey, box: Box, scale: float, *, ring: bool) -> Inside:
    """The ink within the frame of a box or a ring."""
    patch = patch_of(ink, box, scale) > 0
    if min(patch.shape) < _SMALLEST:
        return Inside()
    within = _disc(patch) if ring else _rectangle(patch)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((patch & within).astype(np.uint8), connectivity=8)
    pieces = [number for number in range(1, len(stats)) if stats[number, cv2.CC_STAT_AREA] >= _SPECK]
    rows, columns = np.flatnonzero(within.any(axis=1)), np.flatnonzero(within.any(axis=0))
    if not pieces or not rows.size:
        return Inside()
    written = np.isin(labels, pieces)
    down, across = np.flatnonzero(written.any(axis=1)), np.flatnonzero(written.any(axis=0))
    return Inside(
        float(written.sum() / within.sum()),
        float((across[-1] - across[0] + 1) / columns.size),
        float((down[-1] - down[0] + 1) / rows.size),
        leaves=_leaves(ink, box, scale, written),
        speck=len(pieces) == 1 and bool(stats[pieces[0], 2:4].max() * scale <= _DUST),
    )


def _rectangle(patch: Bits) -> Bits:
    """What lies within the four sides, none of them taken for much thicker than the thinnest."""
    sides = [_frame(side) for side in (patch, patch[::-1], patch.T, patch.T[::-1])]
    top, bottom, left, right = (min(side, min(sides) + 1) for side in sides)
    within = np.zeros_like(patch)
    within[top : patch.shape[0] - bottom, left : patch.shape[1] - right] = True
    return within


def _frame(rows: Bits) -> int:
    """How many of the first rows are frame."""
    ends = round(_ENDS * rows.shape[1])
    shares = rows[: max(2, round(_THICKEST * len(rows))), ends : rows.shape[1] - ends].mean(axis=1)
    end = int(shares.argmax())
    while end < len(shares) and shares[end] > _FRAME:
        end += 1
    return end + 1


def _disc(patch: Bits) -> Bits:
    """What lies within a ring."""
    high, wide = patch.shape
    down, across = np.ogrid[:high, :wide]
    far = np.hypot((down + 0.5) / high - 0.5, (across + 0.5) / wide - 0.5)
    return np.asarray(far < _DISC, dtype=np.bool_)


def _leaves(ink: Grey, box: Box, scale: float, written: Bits) -> bool:
    """Whether a stroke inside goes on beyond the frame."""
    out = max(2, round(_BEYOND / scale))
    top, left = round(box.y0 / scale), round(box.x0 / scale)
    high, wide = written.shape
    if top < out or left < out or top + high + out > ink.shape[0] or left + wide + out > ink.shape[1]:
        return False
    around = ink[top - out : top + high + out, left - out : left + wide + out] > 0
    edges = np.zeros_like(around)
    for edge, line in (
        (edges[0], around[0]),
        (edges[-1], around[-1]),
        (edges[:, 0], around[:, 0]),
        (edges[:, -1], around[:, -1]),
    ):
        edge[:] = line & (line.mean() < _RULE)
    reach = 2 * (out + round(_OVER * min(high, wide))) + 1
    near = cv2.dilate(np.pad(written, out).astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    return bool((edges & near).any())
