"""From HTML to PDF bytes and the place of every value on the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from casework.reading import Box

_SCHEME = "dov:"
_LONG = 17  # letters of a word that may be broken in a narrow cell
_POINTS = 0.75  # a CSS pixel in points


@dataclass(frozen=True)
class Printed:
    """The pages, and each field's pieces: page from 1, box in points, text."""

    data: bytes
    pages: int
    places: Mapping[str, tuple[tuple[int, Box], ...]]
    written: Mapping[str, tuple[str, ...]]


def value(field: str, text: str) -> Markup:
    """A value as HTML, each word of it known again on the page."""
    return Markup(" ").join(
        Markup('<a class="{}" href="{}{}">{}</a>').format("v w" if len(word) > _LONG else "v", _SCHEME, field, word)
        for word in text.split()
    )


def comb(field: str, text: str) -> Markup:
    """A value as HTML, each letter in a box of its own."""
    boxes = Markup("").join(Markup("<span>{}</span>").format(char) for char in text)
    return Markup('<a class="k" href="{}{}">{}</a>').format(_SCHEME, field, boxes)


def place(field: str, inner: str = "") -> Markup:
    """A place without words (a tick box, a signature) as HTML."""
    return Markup('<a class="m" href="{}{}#">{}</a>').format(_SCHEME, field, escape(inner))


@lru_cache(maxsize=1)
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - slow to load, and needed only here

    return FontConfiguration()


def printed(html: str) -> Printed:
    """The document as PDF; the links that mark the values are taken out of it."""
    from weasyprint import HTML  # noqa: PLC0415 - likewise

    document = HTML(string=html).render(font_config=_fonts())
    found = [piece for number, page in enumerate(document.pages, start=1) for piece in _pieces(number, page)]
    names = list(dict.fromkeys(name for name, *_ in found))
    return Printed(
        document.write_pdf(),
        len(document.pages),
        {name: tuple((number, box) for field, number, box, _ in found if field == name) for name in names},
        {name: tuple(text for field, _, _, text in found if field == name) for name in names},
    )


def _pieces(number: int, page: Any) -> Iterator[tuple[str, int, Box, str]]:
    kept = []
    for link in page.links:
        kind, target, edges, box = link
        if kind != "external" or not target.startswith(_SCHEME):
            kept.append(link)
            continue
        if box.element.tag != "a":
            continue  # the boxes in a comb or around a tick carry the link once more
        name = target.removeprefix(_SCHEME)
        text = "" if name.endswith("#") else "".join(_texts(box)).strip()
        if not text and not name.endswith("#"):
            continue  # the empty end of a word that went to the next line
        yield name.removesuffix("#"), number, Box(*(edge * _POINTS for edge in edges)), text
    page.links[:] = kept


def _texts(box: Any) -> Iterator[str]:
    """What stands in a box itself: a word broken at a line's end is in two."""
    if hasattr(box, "text"):
        yield box.text
    for child in getattr(box, "children", ()):
        yield from _texts(child)
