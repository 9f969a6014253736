"""What scanners, copiers, fax machines and telephones do to a page; the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image

Picture: TypeAlias = npt.NDArray[np.uint8]


def rendered(pdf: bytes, dpi: int = 200) -> Picture:
    """The first page in grey."""
    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[0].render(scale=dpi / 72, grayscale=True)
        return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)


def _turned(picture: Picture, degrees: float, paper: int) -> Picture:
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), borderValue=paper), dtype=np.uint8)


def _worn(picture: Picture, seed: int, blur: float, ink: float, paper: float, grain: float) -> Picture:
    chance = np.random.default_rng(seed)
    soft = cv2.GaussianBlur(picture, (0, 0), blur).astype(np.float32)
    page = ink + soft * (paper - ink) / 255 + chance.normal(0, grain, picture.shape)
    return np.asarray(page.clip(0, 255), dtype=np.uint8)


def _pressed(picture: Picture, quality: int) -> Picture:
    out = BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality)
    return np.array(Image.open(out), dtype=np.uint8)


def clean(page: Picture, seed: int) -> Picture:
    """A good office scanner."""
    return _pressed(_worn(_turned(page, (seed % 7 - 3) * 0.15, 255), seed, 0.5, 15, 246, 1.5), 75)


def bad(page: Picture, seed: int) -> Picture:
    """An old copier: crooked, grey in one corner, speckled, pressed hard."""
    shade = np.linspace(1.0, 0.78, page.shape[1])[None, :] * np.linspace(1.0, 0.9, page.shape[0])[:, None]
    worn = _worn(_turned(page, (-1) ** seed * (1.2 + seed % 5 * 0.4), 255), seed, 0.9, 45, 215, 6.0)
    chance = np.random.default_rng(seed + 1)
    for x, y in zip(chance.integers(0, page.shape[1], 300), chance.integers(0, page.shape[0], 300), strict=True):
        cv2.circle(worn, (int(x), int(y)), 1, 60, -1)
    return _pressed(np.asarray(worn * shade, dtype=np.uint8), 30)


def sideways(page: Picture, seed: int) -> Picture:
    """A good scan of a sheet that lay on its side or upside down."""
    return np.ascontiguousarray(np.rot90(clean(page, seed), seed % 3 + 1))


def fax(page: Picture, seed: int) -> Picture:
    """Black and white only."""
    soft = _worn(_turned(page, 0.4, 255), seed, 0.6, 20, 245, 12.0)
    return np.asarray((soft > 150) * np.uint8(255), dtype=np.uint8)


def telephone(page: Picture, seed: int) -> Picture:
    """A sheet on a dark table, seen aslant, half of it in shadow."""
    height, width = page.shape
    seen, lean = (height + 300, width + 260), 20 + seed % 4 * 15
    place = np.array(
        [[120, 130], [width + 90, 130 + lean], [width + 130 - lean, height + 160], [90 + lean, height + 120]]
    )
    sheet = np.array([[0, 0], [width, 0], [width, height], [0, height]])
    matrix = cv2.getPerspectiveTransform(sheet.astype(np.float32), place.astype(np.float32))
    paper = cv2.warpPerspective(np.asarray(page * 0.93, dtype=np.uint8), matrix, seen[::-1])
    mask = cv2.warpPerspective(np.full_like(page, 255), matrix, seen[::-1])
    table = np.random.default_rng(seed).normal(75, 7, seen)
    lit = np.where(mask > 128, paper, table) * np.linspace(1.0, 0.62, seen[1])
    return _pressed(_worn(np.asarray(lit.clip(0, 255), dtype=np.uint8), seed, 0.7, 0, 255, 3.0), 70)


WAYS: Mapping[str, Callable[[Picture, int], Picture]] = {
    "clean": clean,
    "bad": bad,
    "sideways": sideways,
    "fax": fax,
    "telephone": telephone,
}


def packed(picture: Picture, dpi: int | None) -> bytes:
    """The picture as a file that a scanner writes, or as one of a camera, which does not tell its resolution."""
    out = BytesIO()
    Image.fromarray(picture).save(out, "PNG", compress_level=1, **({"dpi": (dpi, dpi)} if dpi else {}))
    return out.getvalue()
