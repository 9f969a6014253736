"""Plain text and HTML, laid out on pages so that every word has a place as on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import islice

from bots.reading.limits import Limits
from casework.reading import Box, Page, Source, Word

A4 = (595.0, 842.0)
_MARGIN = 50.0
_LINE = 12.0
_EM = 6.0
LINES_A_PAGE = int((A4[1] - 2 * _MARGIN) // _LINE)
_COLUMNS = int((A4[0] - 2 * _MARGIN) // _EM)
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre "
    "section table tbody tfoot thead title tr ul".split()
)
_DECLARATION = re.compile(r"<[!?][^>]*>")
_UNSEEN = frozenset("head script style template noscript".split())


_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # never closed
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NO_HEIGHT = re.compile(
    r"max-height\s*:\s*0(?![.\d])", re.IGNORECASE
)  # no font size is a frame's, whose parts have one
_CUT_OFF = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
_DEEPEST = 200
_LONGEST_STYLE = 2000


class _Stripper(HTMLParser):
    """Collects what a person would see; opens no link and runs no script.

    What stands in an element that is hidden is left out, unless the element never ends or there is nothing else.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.everything: list[str] = []
        self._unseen = 0
        self._hidden: list[str] = []

    def close(self) -> None:
        super().close()
        if self._hidden or not "".join(self.pieces).strip():
            self.pieces = self.everything

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag not in _EMPTY and len(self._hidden) < _DEEPEST and (self._hidden or _is_hidden(dict(attrs))):
            self._hidden.append(tag)
        if tag in {"td", "th"}:
            self._add("  ")
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        self._break(tag)

    def _add(self, piece: str) -> None:
        self.everything.append(piece)
        if not self._hidden:
            self.pieces.append(piece)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._add(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._add("\n")


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = (attributes.get("style") or "")[:_LONGEST_STYLE]
    flat = _NO_HEIGHT.search(style) and _CUT_OFF.search(style)
    return "hidden" in attributes or bool(flat or _HIDDEN.search(style))


def strip_tags(html: str) -> str:
    """The text a person would see, one line a block."""
    stripper = _Stripper()
    stripper.feed(_undeclared(_closed(_uncommented(html))))
    stripper.close()
    lines = (line.strip() for line in "".join(stripper.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _uncommented(html: str) -> str:
    """Without comments, also those that never end: the parser would look for the end of each, to the last byte."""
    pieces, at = [], 0
    while (start := html.find("<!--", at)) >= 0:
        pieces.append(html[at:start])
        end = html.find("-->", start + 4)
        if end < 0:
            return "".join(pieces) + html[start:].replace("<!--", "")
        at = end + 3
    return "".join(pieces) + html[at:]


def _closed(html: str) -> str:
    """Without signs that open a tag where none closes any more, for the same reason."""
    last = html.rfind(">") + 1
    return html[:last] + html[last:].replace("<", " ")


def _undeclared(html: str) -> str:
    """Without what begins with `<!` or `<?`, to the next `>` as browsers take it; the parser fails at broken ones.

    What is left of comments without end goes with it; every such sign has a `>` after it here.
    """
    return _DECLARATION.sub("", html)


def decode(data: bytes) -> str:
    """The text of the bytes: by its byte order mark, as UTF-8, else as Windows-1252, which old mail programs write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def text_pages(text: str, limits: Limits | None = None) -> Iterator[Page]:
    """Pages of A4 with lines of 12 points; a line too long for the page goes on below. Raises TooLarge."""
    bounds = limits or Limits()
    bounds.check_text(len(text))
    pieces = (piece for line in text.splitlines() for piece in wrapped(line))
    lines = list(islice(pieces, (bounds.pages + 1) * LINES_A_PAGE))
    bounds.check_pages(-(-len(lines) // LINES_A_PAGE))
    sheets = [lines[start : start + LINES_A_PAGE] for start in range(0, len(lines), LINES_A_PAGE)]
    for number, sheet in enumerate(sheets or [[]], start=1):
        words = tuple(word for row, line in enumerate(sheet) for word in line_words(row, line))
        yield Page(
            number=number,
            width=A4[0],
            height=A4[1],
            source=Source.TEXT_LAYER,
            words=words,
            notes=() if words else ("blank",),
        )


def wrapped(line: str) -> Iterator[str]:
    """The line in pieces that are no wider than a page."""
    line = line.expandtabs(4).rstrip()
    start = 0
    while len(line) - start > _COLUMNS:
        space = line.rfind(" ", start + 1, start + _COLUMNS + 1)
        cut = space if space > 0 else start + _COLUMNS
        yield line[start:cut]
        start = cut + (line[cut] == " ")
    yield line[start:]


def line_words(row: int, line: str) -> Iterator[Word]:
    """The words of a line of a page, whose first line is row 0."""
    top = _MARGIN + row * _LINE
    for found in re.finditer(r"\S+", line):
        left = _MARGIN + found.start() * _EM
        box = Box(left, top, left + len(found.group()) * _EM, top + _LINE)
        yield Word(text=found.group(), box=box, confidence=1.0, source=Source.TEXT_LAYER)
