"""Makes a picture of a page flat, straight and evenly lit, as a good scanner would have given it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bots.reading.arrays import Grey, Quad

_STEEPEST = 8.0
_LEAST_SKEW = 0.15
_TELLING, _ENOUGH_LINES = 6.0, 4  # length of a line in its heights, and how many such lines
_SMALL = 700
_A4 = 297 / 210
_WHITE = 235
_BLACK, _GRAIN = 90, 225  # how dark a page's darkest ink is: black enough, and no ink at all

_TINTED, _COLOURED = (
    26,
    0.0003,
)  # how much stronger its strongest colour is than its grey; the least share of such a page

Corners = npt.NDArray[np.float32]


def flattened(picture: Grey) -> Grey:
    """The picture with its background made white: shadows, grey paper and coloured forms go, ink stays."""
    height, width = picture.shape
    small = cv2.resize(picture, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    background = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 15)
    if np.percentile(background, 2) >= _WHITE:
        return picture
    full = cv2.resize(background, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(picture, np.maximum(full, 1), scale=255), dtype=np.uint8)


def bright_of(colours: npt.NDArray[np.uint8], grey: Grey) -> Grey | None:
    """Each pixel's strongest colour, in which coloured ink is pale; None for a page without any."""
    strongest = np.asarray(cv2.max(cv2.max(colours[:, :, 0], colours[:, :, 1]), colours[:, :, 2]), dtype=np.uint8)
    tinted = cv2.subtract(strongest, grey) >= _TINTED
    return strongest if float(tinted[::4, ::4].mean()) >= _COLOURED else None


def darkened(picture: Grey) -> Grey:
    """The picture with its darkest ink made black: faint pencil, worn toner and pale copies become readable.

    A page without anything darker than its grain stays as it is.
    """
    darkest = float(np.percentile(cv2.blur(without_edges(picture), (3, 3)), 0.05))
    if not _BLACK <= darkest < _GRAIN:
        return picture
    table = np.clip((np.arange(256) - darkest) * 255 / (255 - darkest), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(picture, table), dtype=np.uint8)


def without_edges(picture: Grey) -> Grey:
    """The page without its outermost strip, where scanners leave shadows and staples."""
    height, width = picture.shape
    return picture[height // 30 : height - height // 30, width // 30 : width - width // 30]


def skew_of(picture: Grey) -> float:
    """The degrees by which lines of text climb (counter-clockwise positive), found where their profile is sharpest."""
    scale = _SMALL / max(picture.shape)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    ink = np.asarray(255 - small, dtype=np.uint8)
    ink[ink < 50] = 0
    best = max(np.arange(-_STEEPEST, _STEEPEST + 0.1, 1.0), key=lambda angle: _sharpness(ink, angle))
    fine = max(np.arange(best - 0.9, best + 1.0, 0.1), key=lambda angle: _sharpness(ink, angle))
    return -float(fine)


def _sharpness(ink: Grey, angle: float) -> float:
    turned = turned_by(ink, angle, paper=0)
    profile = turned.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(profile)).sum())


def turned_by(picture: Grey, degrees: float, *, paper: int = 255) -> Grey:
    """The picture turned counter-clockwise about its middle, its size kept."""
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=paper)
    return np.asarray(turned, dtype=np.uint8)


def skew_of_lines(lines: Sequence[Quad]) -> float | None:
    """The degrees by which lines of text climb, told by the longer ones; None where there are too few."""
    slopes: list[float] = []
    lengths: list[float] = []
    for top_left, top_right, bottom_right, bottom_left in lines:
        along = (top_right - top_left) + (bottom_right - bottom_left)
        if np.linalg.norm(along) >= _TELLING * np.linalg.norm(bottom_left - top_left) and along[0] > 0:
            slopes.append(float(np.degrees(np.arctan2(-along[1], along[0]))))
            lengths.append(float(along[0]))
    if len(slopes) < _ENOUGH_LINES:
        return None
    order = np.argsort(slopes)
    heavier = np.cumsum(np.array(lengths)[order]) >= sum(lengths) / 2
    return float(np.array(slopes)[order][heavier][0])


def levelled(picture: Grey, skew: float) -> Grey:
    """The picture with level lines; a skew too small to matter stays."""
    return picture if abs(skew) < _LEAST_SKEW else turned_by(picture, -skew)


def levelled_lines(lines: Sequence[Quad], shape: tuple[int, ...], skew: float) -> tuple[Quad, ...]:
    """Where the lines of a picture of that shape stand once it is levelled."""
    if abs(skew) < _LEAST_SKEW:
        return tuple(lines)
    matrix = cv2.getRotationMatrix2D((shape[1] / 2, shape[0] / 2), -skew, 1.0)
    return tuple(np.asarray(quad @ matrix[:, :2].T + matrix[:, 2], dtype=np.float32) for quad in lines)


def upright(picture: Grey, clockwise: int) -> Grey:
    """The picture turned by 0, 90, 180 or 270 degrees clockwise."""
    return np.ascontiguousarray(np.rot90(picture, k=-(clockwise // 90)))


def sheet_in(pale: Grey) -> Corners | None:
    """The corners of a sheet on another ground, clockwise from the top left; None where none is clear.

    `pale` is each pixel's weakest colour: in it paper stays bright even in a shadow, wood and cloth do not.
    """
    scale = _SMALL / max(pale.shape)
    small = cv2.resize(pale, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    soft = np.asarray(cv2.GaussianBlur(small, (7, 7), 0), dtype=np.uint8)
    otsu, _ = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    # a deep shadow on the sheet draws Otsu's threshold into it: lower ones are tried after
    for threshold in (otsu, 0.8 * otsu, 0.6 * otsu):
        corners = _quadrangle(np.asarray((soft > threshold) * np.uint8(255), dtype=np.uint8))
        if corners is not None and _is_clear(corners, soft):
            return np.asarray(_ordered(corners.reshape(4, 2)) / scale, dtype=np.float32)
    return None


def _quadrangle(bright: Grey) -> npt.NDArray[Any] | None:
    closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    shapes, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not shapes:
        return None
    shape = max(shapes, key=cv2.contourArea)
    largest = cv2.convexHull(shape)
    if cv2.contourArea(shape) < 0.9 * cv2.contourArea(largest):
        return None
    corners = cv2.approxPolyDP(largest, 0.03 * cv2.arcLength(largest, closed=True), closed=True)
    return corners if len(corners) == 4 else None


def _is_clear(corners: npt.NDArray[Any], picture: Grey) -> bool:
    """Whether the shape is a good part of the picture, not all of it, and clearly paler than what surrounds it."""
    share = cv2.contourArea(corners) / picture.size
    if not 0.2 <= share <= 0.97:
        return False
    inside = np.zeros_like(picture)
    cv2.fillConvexPoly(inside, corners, 255)
    outside = cv2.dilate(inside, np.ones((9, 9), np.uint8)) == 0
    return bool(outside.any()) and float(np.median(picture[inside > 0])) - float(np.median(picture[outside])) > 30


def _ordered(points: npt.NDArray[Any]) -> Corners:
    total, difference = points.sum(axis=1), np.diff(points, axis=1).ravel()
    chosen = [points[total.argmin()], points[difference.argmin()], points[total.argmax()], points[difference.argmax()]]
    return np.array(chosen, dtype=np.float32)


def unwarped(picture: Grey, corners: Corners) -> Grey:
    """The sheet alone, seen from straight above, with the proportions of A4 where it is about so long."""
    top_left, top_right, bottom_right, bottom_left = corners
    width = (np.linalg.norm(top_right - top_left) + np.linalg.norm(bottom_right - bottom_left)) / 2
    height = (np.linalg.norm(bottom_left - top_left) + np.linalg.norm(bottom_right - top_right)) / 2
    long, short = max(width, height), min(width, height)
    if 1.2 < long / short < 1.65:  # seen aslant, a sheet's sides mislead: the paper's own proportions are better known
        short = long / _A4
    width, height = (long, short) if width > height else (short, long)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    flat = cv2.warpPerspective(picture, matrix, (int(width), int(height)), flags=cv2.INTER_AREA, borderValue=255)
    return np.asarray(flat, dtype=np.uint8)
