"""Pictures: scans and photographs, one page or many in a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

import numpy as np
import pillow_heif
from PIL import Image, ImageFile, ImageOps

from bots.reading import straighten
from bots.reading.arrays import Grey
from bots.reading.limits import Limits
from bots.reading.ocr import Eyes
from bots.reading.sheet import Photograph, page_of, unreadable
from casework.errors import UnreadableDocument
from casework.reading import Page

# what Pillow and its codecs raise for bytes that make no sense
_BROKEN = (
    OSError,
    SyntaxError,
    EOFError,
    TypeError,
    ValueError,
    RuntimeError,
    ArithmeticError,
    LookupError,
    UnreadableDocument,
)
_A4_LONG = 842.0
_A4_RATIO = 297 / 210
_INCH = 72.0
_SMALLEST = 32  # pixels
_PAPERS = ((842, 1191), (595, 842), (420, 595), (612, 792), (612, 1008))  # points
_FORMATS = (
    "JPEG",
    "PNG",
    "TIFF",
    "WEBP",
    "BMP",
    "GIF",
    "HEIF",
    "AVIF",
)  # Pillow knows others, some of which run programs


pillow_heif.register_heif_opener(thumbnails=False)  # what iPhones send


def read_pages(data: bytes, eyes: Eyes, limits: Limits, password: str = "") -> Iterator[Page]:
    """The pages of a picture file; raises TooLarge before a picture beyond the limits is unpacked.

    A frame that cannot be opened beside others that can is an empty page with the note `unreadable`.
    """
    del password  # no picture asks for one
    for number, frame in enumerate(photographs(data, limits), start=1):
        yield unreadable(number) if frame is None else page_of(number, frame, eyes)


def photographs(data: bytes, limits: Limits) -> Iterator[Photograph | None]:
    """Each frame in grey, as its camera held it, the sheet cut out of its surroundings where it is clearly seen.

    None stands for a frame that cannot be opened; where none can, the first one's error is raised.
    """
    # the limit is checked below, by our own number and before unpacking; Pillow's would be a warning first
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(BytesIO(data), formats=_FORMATS) as image:
        count = getattr(image, "n_frames", 1)
        limits.check_pages(count)
        first: Exception | None = None
        opened = 0
        for index in range(count):
            try:
                image.seek(index)
                frame = _frame(image, limits, data)
            except _BROKEN as error:
                first, frame = first or error, None
            opened += frame is not None
            if index == count - 1 and first is not None and not opened:
                raise first
            yield frame


def _frame(frame: Image.Image, limits: Limits, data: bytes) -> Photograph:
    limits.check_pixels(*frame.size)
    if min(frame.size) < _SMALLEST:
        raise UnreadableDocument("the picture is too small to be read", remedy="ask for a scan at 200 dpi")
    try:
        with _taking_cut_pictures(taken=False):
            frame.load()
    except OSError:
        made = _photograph(_cut_short(data, frame.tell()), _claimed_dpi(frame))
        return replace(made, notes=("repaired", *made.notes))
    return _photograph(frame, _claimed_dpi(frame))


def _cut_short(data: bytes, index: int) -> Image.Image:
    """A frame that was cut short, as far as it goes; raises OSError where nothing of it arrived.

    It is opened anew, because Pillow leaves the frame before it where the cut one has nothing.
    """
    image = Image.open(BytesIO(data), formats=_FORMATS)
    image.seek(index)
    with _taking_cut_pictures(taken=True):
        image.load()
    if len(image.convert("L").getcolors() or (0, 0)) < 2:
        message = "nothing of the picture arrived"
        raise OSError(message)
    return image


@contextmanager
def _taking_cut_pictures(*, taken: bool) -> Iterator[None]:
    """Pillow's switch belongs to the whole process, and other libraries leave it on: set here, put back after."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, taken
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _photograph(frame: Image.Image, claimed: float) -> Photograph:
    turned = _on_paper(ImageOps.exif_transpose(frame))
    grey = _grey(turned)
    pale, bright = _weakest_and_strongest(turned, grey)
    if _is_paper_size(grey.shape[1], grey.shape[0], claimed):
        return Photograph(grey=grey, bright=bright, dpi=claimed)
    corners = straighten.sheet_in(pale)
    if corners is not None:
        grey = straighten.unwarped(grey, corners)
        bright = None if bright is None else straighten.unwarped(bright, corners)
    dpi = _guessed_dpi(grey.shape[1], grey.shape[0])
    return Photograph(grey=grey, bright=bright, dpi=dpi, notes=("sheet_found",) if corners is not None else ())


def _on_paper(frame: Image.Image) -> Image.Image:
    """The frame with whatever it lets shine through lying on white."""
    if frame.mode not in {"RGBA", "LA", "PA"} and "transparency" not in frame.info:
        return frame
    paper = Image.new("RGBA", frame.size, "white")
    return Image.alpha_composite(paper, frame.convert("RGBA")).convert("RGB")


def _grey(frame: Image.Image) -> Grey:
    if frame.mode.startswith("I;16") or frame.mode in {"I", "F"}:
        deep = np.nan_to_num(np.asarray(frame, dtype=np.float32), posinf=0.0, neginf=0.0).clip(0)
        return np.asarray(deep * np.float32(255 / max(1.0, float(deep.max()))), dtype=np.uint8)
    return np.array(frame.convert("L"), dtype=np.uint8)


def _weakest_and_strongest(frame: Image.Image, grey: Grey) -> tuple[Grey, Grey | None]:
    """Each pixel's weakest and strongest colour; the grey itself, and None, where there is no colour."""
    if frame.mode not in {"RGB", "P", "CMYK", "YCbCr"}:
        return grey, None
    colours = np.asarray(frame.convert("RGB"))
    return np.array(colours.min(axis=2), dtype=np.uint8), straighten.bright_of(colours, grey)


def _claimed_dpi(frame: Image.Image) -> float:
    claimed = frame.info.get("dpi", (0, 0))
    try:
        return float(claimed[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0


def _is_paper_size(width: int, height: int, dpi: float) -> bool:
    """Whether the claimed resolution makes a sheet of A3, A4, A5, letter or legal of it: then it comes from a scanner.

    Cameras claim 72, 96 or 300 whatever they saw.
    """
    if not 75 <= dpi <= 1300:
        return False
    long, short = max(width, height) / dpi * _INCH, min(width, height) / dpi * _INCH
    return any(abs(long - high) < 0.04 * high and abs(short - wide) < 0.04 * wide for wide, high in _PAPERS)


def _guessed_dpi(width: int, height: int) -> float:
    """The resolution at which the picture is an A4 sheet: as long where its shape is near, else as wide."""
    long, short = max(width, height), min(width, height)
    if 1.2 <= long / max(1, short) <= 1.65:
        return long / _A4_LONG * _INCH
    return short / (_A4_LONG / _A4_RATIO) * _INCH
