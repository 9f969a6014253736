"""Sets HTML as tagged PDF with WeasyPrint; one style sheet and its fonts stay warm for the whole process."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

TAGGED = "pdf/ua-1"
_one_at_a_time = threading.Lock()  # Pango's font maps are not made for several threads


@dataclass(frozen=True)
class Typesetter:
    """Sets pages in one style; nothing is fetched from anywhere, pictures stand in the page itself."""

    style: Path

    def pdf(self, html: str, *, identifier: bytes, variant: str = TAGGED) -> bytes:
        """The page as PDF of a variant (`pdf/ua-1`, `pdf/a-3a`); the same page and identifier give the same bytes."""
        # Imported late because Pango and fontconfig take half a second, and only the one who writes should wait.
        from weasyprint import HTML  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415

        with _one_at_a_time:
            made: bytes = HTML(
                string=html, url_fetcher=URLFetcher(allowed_protocols=["data"]), media_type="print"
            ).write_pdf(
                stylesheets=[self._sheet], pdf_variant=variant, pdf_identifier=identifier, font_config=self._fonts
            )
        return made

    @cached_property
    def _fonts(self) -> Any:
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see pdf

        return FontConfiguration()

    @cached_property
    def _sheet(self) -> Any:
        from weasyprint import CSS  # noqa: PLC0415 - see pdf

        return CSS(filename=self.style, font_config=self._fonts)
