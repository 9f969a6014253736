"""A page as a picture for people: the boxes of its words are places in it."""

from __future__ import annotations

from io import BytesIO
from itertools import islice

from PIL import Image

from bots.reading import pdf, picture, sniff
from bots.reading.limits import Limits
from bots.reading.ocr import Profile, eyes_for
from bots.reading.sheet import straightened
from casework.errors import UnreadableDocument

SCREEN_DPI = 200  # a value enlarged beside its field, or a page at twice its width, stays sharp
ENLARGED_DPI = 500  # a page at six times its width does


def page_png(data: bytes, number: int, dpi: int = SCREEN_DPI) -> bytes:
    """The page, counted from 1, as a grey PNG, drawn with so many dots an inch where it is no photograph.

    Raises UnreadableDocument where there is none to show.
    """
    eyes, limits = eyes_for(Profile.ACCURATE), Limits()
    media_type = sniff.sniff(data)
    if media_type == sniff.PDF:
        grey = pdf.picture_of(data, number, eyes, dpi)
    elif media_type.startswith("image/"):
        frames = list(islice(picture.photographs(data, limits), number - 1, number))
        if not frames or frames[0] is None:
            raise UnreadableDocument(f"the picture has no page {number}", remedy="look at another page")
        grey = straightened(frames[0], eyes).grey
    else:
        raise UnreadableDocument("this document has no pages to show", remedy="download it")
    out = BytesIO()
    Image.fromarray(grey).save(out, format="PNG", compress_level=3)
    return out.getvalue()
