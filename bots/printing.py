"""Puts the letters of a day into one PDF for the printer, behind a cover list that says which they are."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import jinja2
import pikepdf

from bots.typesetting import Typesetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A letter to be printed: what it is, whom and where it goes to, and its PDF."""

    number: str
    kind: str
    csv: str
    name: str
    address: str
    pdf: bytes


_A4 = (595, 842)  # points


def printed_together(sheets: Sequence[Sheet], templates: Path, *, at: datetime, language: str) -> bytes:
    """One PDF: the cover list, then each letter beginning on the front of a sheet, a bookmark for each.

    `templates` is the folder of the letters; `language` that of the office.
    """
    pages = [_pages(sheet.pdf) for sheet in sheets]
    words = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates), autoescape=True, undefined=jinja2.StrictUndefined
    )
    html = words.get_template(f"cover.{language}.html").render(lines=list(zip(sheets, pages, strict=True)), at=at)
    cover = Typesetter(templates / "letter.css").pdf(html, identifier="".join(sheet.csv for sheet in sheets).encode())
    together = pikepdf.open(io.BytesIO(cover))
    made = io.BytesIO()
    with together:
        with together.open_outline() as outline:
            for sheet in sheets:
                _to_the_front(together)
                outline.root.append(pikepdf.OutlineItem(f"{sheet.kind} {sheet.number}", len(together.pages)))
                with pikepdf.open(io.BytesIO(sheet.pdf)) as letter:
                    together.pages.extend(letter.pages)
        together.save(made, deterministic_id=True)
    return made.getvalue()


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as letter:
        return len(letter.pages)


def _to_the_front(together: pikepdf.Pdf) -> None:
    """Add an empty page where the next one would be printed on a back."""
    if len(together.pages) % 2:
        together.add_blank_page(page_size=_A4)
