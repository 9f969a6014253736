"""Pages taken out of documents and put together anew; the originals stay as they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from PIL import Image, ImageOps, ImageSequence

from bots.reading import sniff
from bots.reading.limits import Limits
from casework.errors import UnreadableDocument


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a document, counted from 1, and the clockwise degrees (a multiple of 90) that it is shown at."""

    data: bytes
    number: int
    turn: int = 0


def arranged(leaves: Sequence[Leaf]) -> bytes:
    """A PDF of these pages in this order, turned as told; the same leaves give the same bytes.

    Raises UnreadableDocument where a page is not there or cannot be taken out.
    """
    made = pikepdf.new()
    for leaf in leaves:
        with _opened(leaf.data) as source:
            if not 1 <= leaf.number <= len(source.pages):
                raise UnreadableDocument(f"the document has no page {leaf.number}", remedy="choose another page")
            made.pages.append(source.pages[leaf.number - 1])
            made.pages[-1].rotate(leaf.turn % 360, relative=False)
    out = BytesIO()
    made.save(out, deterministic_id=True)
    return out.getvalue()


def _opened(data: bytes) -> pikepdf.Pdf:
    pdf = data if sniff.sniff(data) == sniff.PDF else _printed(data)
    try:
        return pikepdf.open(BytesIO(pdf))
    except pikepdf.PdfError as error:
        raise UnreadableDocument("pages cannot be taken out of this document", remedy="scan them again") from error


def _printed(data: bytes) -> bytes:
    """A photograph as a PDF of its frames."""
    if not sniff.sniff(data).startswith("image/"):
        raise UnreadableDocument("this document has no pages to take out", remedy="hand its papers in by themselves")
    with Image.open(BytesIO(data)) as image:
        Limits().check_pixels(*image.size)
        frames = [ImageOps.exif_transpose(frame).convert("RGB") for frame in ImageSequence.Iterator(image)]
    out = BytesIO()
    frames[0].save(out, "PDF", save_all=True, append_images=frames[1:], resolution=200)
    return out.getvalue()
