"""What office scanners, photocopiers, fax machines and telephones do to a page.

Places stay as they were printed: `Made` gives them on the page as it is read upright and level, which undoes the harm.
"""

from __future__ import annotations

import io
from random import Random

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nlp.corpus.office.sheet import HEIGHT, WIDTH

Grey = npt.NDArray[np.uint8]
Light = npt.NDArray[np.float64]


def rendered(data: bytes, dpi: int) -> list[Grey]:
    """The pages of a PDF as grey pictures, with what stands in its live fields."""
    pdf = pypdfium2.PdfDocument(data)
    pdf.init_forms()
    pictures = [
        np.asarray(page.render(scale=dpi / 72, grayscale=True).to_numpy(), dtype=np.uint8).squeeze() for page in pdf
    ]
    pdf.close()
    return pictures


def scanned(data: bytes, source: str, chance: Random) -> bytes:
    """The document as a scanner gives it (`scan`, `bad_scan`) in a PDF, or as a telephone does (`photo`), in JPEG."""
    dpi = chance.choice([150, 200, 200]) if source == "bad_scan" else 200
    harm = _photographed if source == "photo" else _copied
    pages = [harm(picture, chance, bad=source == "bad_scan") for picture in rendered(data, dpi)]
    if source == "photo":
        return _jpeg(pages[0], 82)
    return _bound(pages, chance.randrange(28, 60) if source == "bad_scan" else 78)


def _copied(picture: Grey, chance: Random, *, bad: bool) -> Grey:
    high, wide = picture.shape
    skew = chance.uniform(-1.9, 1.9) if bad else chance.uniform(-0.5, 0.5)
    move = cv2.getRotationMatrix2D((wide / 2, high / 2), skew, 1.0)
    hurt: Light = cv2.warpAffine(picture, move, (wide, high), borderValue=255).astype(np.float64)
    grain = np.random.default_rng(chance.randrange(2**32))
    if bad:
        hurt = np.asarray(cv2.GaussianBlur(hurt, (0, 0), chance.uniform(0.6, 1.15)), dtype=np.float64)
        hurt = 255 - (255 - hurt) * chance.uniform(0.5, 0.9)
        hurt *= np.linspace(chance.uniform(0.72, 1), 1, wide)[None, :]
        hurt[grain.random(hurt.shape) < chance.uniform(0.0002, 0.0015)] = 40
        for _ in range(chance.randrange(3)):
            hurt[:, chance.randrange(wide)] -= 60  # dirt on the glass
    hurt += grain.normal(0, chance.uniform(5, 13) if bad else chance.uniform(1, 4), hurt.shape)
    if bad and chance.random() < 0.25:
        return np.where(hurt < 165, 0, 255).astype(np.uint8)  # a fax
    return np.clip(hurt, 0, 255).astype(np.uint8)


def _photographed(picture: Grey, chance: Random, *, bad: bool) -> Grey:
    del bad
    high, wide = picture.shape
    edge = 0.05 * wide

    def near(x: float, y: float) -> tuple[float, float]:
        return x + chance.uniform(-0.3, 0.6) * edge * (1 if x == 0 else -1), y + chance.uniform(-0.3, 0.6) * edge * (
            1 if y == 0 else -1
        )

    corners = [(0.0, 0.0), (float(wide), 0.0), (float(wide), float(high)), (0.0, float(high))]
    target = np.array([near(x, y) for x, y in corners], dtype=np.float32)
    move = cv2.getPerspectiveTransform(np.array(corners, dtype=np.float32), target)
    hurt: Light = cv2.warpPerspective(picture, move, (wide, high), borderValue=90).astype(np.float64)
    across, down = np.meshgrid(np.linspace(-1, 1, wide), np.linspace(-1, 1, high))
    light = 1 - 0.3 * np.clip(across * chance.uniform(-1, 1) + down * chance.uniform(-1, 1), 0, 1)
    grain = np.random.default_rng(chance.randrange(2**32)).normal(0, 4, hurt.shape)
    hurt = cv2.GaussianBlur(hurt, (0, 0), chance.uniform(0.4, 0.9)) * light + grain
    return np.clip(hurt, 0, 255).astype(np.uint8)


def _jpeg(picture: Grey, quality: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality, dpi=(200, 200))
    return out.getvalue()


def _bound(pages: list[Grey], quality: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    for picture in pages:
        canvas.drawImage(ImageReader(io.BytesIO(_jpeg(picture, quality))), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
