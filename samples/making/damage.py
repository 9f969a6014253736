"""What happens to paper on its way: scanners, telephones, broken downloads. All with fixed seeds."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def render(pdf: Path, dpi: int, *, colour: bool = False) -> Picture:
    """The first page as a picture: grey, or blue-green-red."""
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[0].render(scale=dpi / 72).to_pil()
    pixels = np.asarray(image.convert("RGB"))
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR if colour else cv2.COLOR_RGB2GRAY)


def clean_scan(pdf: Path) -> None:
    """A good office scanner at 200 dpi: a little crooked, a little soft, paper not quite white."""
    page = render(pdf, 200).astype(np.float32)
    page = _turned(page, degrees=0.7, background=236)
    page = cv2.GaussianBlur(page, (0, 0), 0.6)
    page = 16 + page * (245 - 16) / 255
    page += _grain(page.shape, seed=11, strength=1.6)
    page[:, -5:] *= 0.55  # the lid's shadow
    _as_pdf(_bytes(page), pdf, quality=58, dpi=200)


def bad_scan(pdf: Path) -> None:
    """An old photocopy scanned sideways: grey, speckled, crooked, pressed hard into JPEG."""
    page = render(pdf, 200).astype(np.float32)
    chance = np.random.default_rng(6)
    page = _turned(page, degrees=-1.9, background=205)
    page = cv2.GaussianBlur(page, (0, 0), 0.85)
    height, width = page.shape
    shade = np.linspace(0, 1, width, dtype=np.float32)[None, :] * np.linspace(0.4, 1, height, dtype=np.float32)[:, None]
    page = 46 + page * (208 - 46) / 255 - 34 * shade
    page += _grain(page.shape, seed=12, strength=5.5)
    for _ in range(420):  # dust and toner
        x, y, size = int(chance.integers(width)), int(chance.integers(height)), int(chance.integers(1, 3))
        cv2.circle(page, (x, y), size, float(chance.choice([40, 70, 235])), -1)
    cv2.line(page, (int(width * 0.83), 0), (int(width * 0.835), height), 120.0, 1)  # a scratch on the drum
    sideways = np.rot90(_bytes(page), 1)
    _as_pdf(np.ascontiguousarray(sideways), pdf, quality=26, dpi=200)


def photo(pdf: Path, target: Path) -> None:
    """A telephone over a kitchen table: perspective, the hand's shadow, warm light."""
    page = render(pdf, 170, colour=True)
    height, width = 2040, 1560
    table = _wood(height, width)
    corners = np.array([[118, 96], [1474, 142], [1520, 1956], [52, 1912]], dtype=np.float32)
    sheet = np.array([[0, 0], [page.shape[1], 0], [page.shape[1], page.shape[0]], [0, page.shape[0]]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(sheet, corners)
    paper = cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_AREA).astype(np.float32)
    mask = cv2.warpPerspective(np.full(page.shape[:2], 255, np.uint8), matrix, (width, height)).astype(np.float32) / 255
    under = cv2.GaussianBlur(np.roll(mask, (10, 12), (0, 1)), (0, 0), 14)
    scene = table * (1 - 0.45 * under[..., None])
    scene = scene * (1 - mask[..., None]) + (paper * 0.94 + 4) * mask[..., None]
    scene *= _light(height, width)[..., None]
    scene *= np.array([0.93, 0.985, 1.0], dtype=np.float32)  # warm bulb
    scene = cv2.GaussianBlur(scene, (0, 0), 0.7)
    scene += _grain(scene.shape, seed=13, strength=2.2)
    cv2.imwrite(str(target), _bytes(scene), [cv2.IMWRITE_JPEG_QUALITY, 68])


def break_off(pdf: Path) -> None:
    """A download that went wrong: the cross-reference table points nowhere and the end is missing."""
    content = pdf.read_bytes()
    table = content.rindex(b"xref\n0 ")
    trailer = content.index(b"trailer", table)
    entries = content[table:trailer].replace(b" 00000 n", b" 00000 n")
    shifted = b"\n".join(b"0000000007" + line[10:] if line.endswith(b"n ") else line for line in entries.split(b"\n"))
    tail = content[trailer:].split(b"startxref")[0]
    pdf.write_bytes(content[:table] + shifted + tail + b"startxref\n99")


def noise_file(target: Path) -> None:
    """Bytes without meaning behind a name that promises a PDF."""
    target.write_bytes(np.random.default_rng(15).bytes(6_144))


def _turned(page: NDArray[np.float32], *, degrees: float, background: int) -> NDArray[np.float32]:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=background)


def _grain(shape: tuple[int, ...], *, seed: int, strength: float) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(0, strength, shape).astype(np.float32)


def _wood(height: int, width: int) -> NDArray[np.float32]:
    """Boards of a table, as streaks of one colour."""
    chance = np.random.default_rng(16)
    streaks = cv2.GaussianBlur(chance.normal(0, 1, (height, width)).astype(np.float32), (0, 0), sigmaX=60, sigmaY=1.6)
    streaks = streaks / streaks.std()
    boards = np.asarray(chance.uniform(-10, 10, 6), dtype=np.float32)[(np.arange(height) * 6) // height][:, None]
    tone = 104 + 9 * streaks + boards
    return np.stack([tone * 0.58, tone * 0.82, tone * 1.12], axis=-1)


def _light(height: int, width: int) -> NDArray[np.float32]:
    """Light from the upper left, and the photographer's shadow in the lower right."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    falloff = 1.04 - 0.2 * (x * 0.6 + y * 0.5)
    edge = 1 / (1 + np.exp(-26 * (x * 0.9 + y * 0.75 - 1.0)))
    return np.asarray(falloff * (1 - 0.3 * edge), dtype=np.float32)


def _bytes(picture: NDArray[np.float32]) -> Picture:
    return np.clip(picture, 0, 255).astype(np.uint8)


def _as_pdf(picture: Picture, target: Path, *, quality: int, dpi: int) -> None:
    """One page holding nothing but the picture, as scanners write it."""
    encoded, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert encoded
    height, width = picture.shape
    size = (round(width * 72 / dpi, 2), round(height * 72 / dpi, 2))
    with pikepdf.new() as scan:
        page = scan.add_blank_page(page_size=size)
        image = pikepdf.Stream(scan, jpeg.tobytes())
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height = width, height
        image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
        image.Filter = pikepdf.Name.DCTDecode
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.Contents = pikepdf.Stream(scan, f"q {size[0]} 0 0 {size[1]} 0 0 cm /Im0 Do Q".encode())
        scan.docinfo["/Producer"] = "Scanner"
        scan.save(target, deterministic_id=True)
