"""What scanners and copiers do to a page, with the values still in their places once it is made level again."""

from __future__ import annotations

import time
from io import BytesIO
from random import Random
from typing import Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image


def scanned(data: bytes, chance: Random, *, bad: bool) -> bytes:
    """The document as pictures in a PDF: a little turned, grey, blurred, noisy and compressed."""
    dpi = chance.choice([150, 200]) if bad else 200
    document = pypdfium2.PdfDocument(data)
    try:
        sheets = [
            _damaged(page.render(scale=dpi / 72, grayscale=True).to_numpy(), chance, bad=bad) for page in document
        ]
    finally:
        document.close()
    out = BytesIO()
    never = time.gmtime(0)  # the same seed gives the same bytes
    options = {"resolution": dpi, "quality": 45 if bad else 75, "creationDate": never, "modDate": never}
    sheets[0].save(out, format="PDF", save_all=True, append_images=sheets[1:], **options)
    return out.getvalue()


def _damaged(grey: Any, chance: Random, *, bad: bool) -> Image.Image:
    page: Any = np.array(grey, dtype=np.uint8)[:, :, 0] if np.ndim(grey) == 3 else np.array(grey, dtype=np.uint8)
    height, width = page.shape
    turn: Any = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-1.5, 1.5) * (1.0 if bad else 0.4), 1.0)
    page = cv2.warpAffine(page, turn, (width, height), borderValue=255)
    page = cv2.GaussianBlur(page, (0, 0), chance.uniform(0.7, 1.1) if bad else chance.uniform(0.3, 0.6))
    noise = np.random.default_rng(chance.randrange(2**32)).normal(0, 10 if bad else 3, page.shape)
    shade = np.linspace(0, chance.uniform(10, 45) if bad else 4, width)[None, :]
    faded = 255 - (255 - page.astype(float)) * (chance.uniform(0.55, 0.8) if bad else 0.95)
    return Image.fromarray(np.clip(faded + noise - shade, 0, 255).astype(np.uint8))
