"""Sets HTML as one PDF that is both PDF/A-2a and PDF/UA-1; one style sheet and its fonts stay warm for the process."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

ARCHIVED = "pdf/a-2a"
_COLOURS = "sRGB"  # not WeasyPrint's own "srgb", whose file it opens for each page again and never closes
_one_at_a_time = threading.Lock()  # Pango's font maps are not made for several threads

# What ISO 14289-1 (5) wants in the metadata, and the description that ISO 19005-2 (6.6.2.3) wants of a schema it does
# not know: without it a reader of PDF/A finds a property that nobody explains.
_ACCESSIBLE = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema\
</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289 that the file \
conforms to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>\
</pdfaExtension:schemas></rdf:Description>"""


@dataclass
class _Profile:
    """Plays WeasyPrint's `ColorProfile`; its own has Little CMS write the profile anew, with other bytes each time."""

    content: bytes
    name: str = "sRGB2014"
    components: tuple[str, ...] = ("r", "g", "b")
    rendering_intent: str = "relative-colorimetric"
    pdf_reference: bytes | None = None


@dataclass(frozen=True)
class Typesetter:
    """Sets pages in one style; nothing is fetched from anywhere, pictures stand in the page itself."""

    style: Path

    def pdf(self, html: str, *, identifier: bytes) -> bytes:
        """The page as PDF that can be archived and read aloud; the same page and identifier give the same bytes."""
        # Imported late because Pango and fontconfig take half a second, and only the one who writes should wait.
        from weasyprint import HTML  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415

        with _one_at_a_time:
            made: bytes = HTML(
                string=html, url_fetcher=URLFetcher(allowed_protocols=["data"]), media_type="print"
            ).write_pdf(
                stylesheets=[self._sheet],
                pdf_variant=ARCHIVED,
                pdf_identifier=identifier,
                output_intent=_COLOURS,
                color_profiles={_COLOURS: self._profile},
                font_config=self._fonts,
                finisher=_accessible,
            )
        return made

    @cached_property
    def _fonts(self) -> Any:
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see pdf

        return FontConfiguration()

    @cached_property
    def _profile(self) -> _Profile:
        return _Profile(content=(files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())

    @cached_property
    def _sheet(self) -> Any:
        from weasyprint import CSS  # noqa: PLC0415 - see pdf

        return CSS(filename=self.style, font_config=self._fonts)


def _accessible(_: Any, pdf: Any) -> None:
    """Say in the metadata that the file is PDF/UA-1 as well: WeasyPrint tags it all the same, but names one norm."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    before, end, after = metadata.stream[0].partition(b"</rdf:RDF>")
    metadata.stream[0] = before + _ACCESSIBLE + end + after
