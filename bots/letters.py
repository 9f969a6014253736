"""Writes the council's letters as tagged PDF (PDF/UA-1) with WeasyPrint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import jinja2
import segno
import yaml

from bots.letter_facts import facts_of, is_entry, letter_language
from bots.typesetting import Typesetter
from casework.case import FOR_A_PERSON, Case, LetterKind
from casework.errors import Misconfigured
from casework.procedure import Procedure
from casework.verification import grouped

_NO_ENTRY = "L1_no_entry"
_KILO = 1000


@dataclass(frozen=True)
class LetterWriter:
    """Plays `Letters` over the templates in a folder; the same case and code give the same bytes.

    `verification_page` is the public page where a code is checked; the code is added to it as `?csv=`.
    """

    templates: Path
    verification_page: str

    def write(self, kind: str, case: Case, procedure: Procedure | None, csv: str) -> bytes:
        """The letter as a tagged PDF in the citizen's language, with its verification code.

        Raises Misconfigured where a template or a line of `council.yaml` is missing or wrong.
        """
        return self._typesetter.pdf(self.html(kind, case, procedure, csv), identifier=csv.encode())

    def html(self, kind: str, case: Case, procedure: Procedure | None, csv: str) -> str:
        """The letter's words before they are set: what the linter of the templates and a preview look at."""
        name = _NO_ENTRY if kind == LetterKind.RECEIPT and not is_entry(case, procedure) else kind
        council = self._council
        link = f"{self.verification_page}?csv={csv}"
        try:
            zone = ZoneInfo(council["time_zone"])
            facts = facts_of(case, procedure, official_time=zone, draft=kind in FOR_A_PERSON)
            return self._words.get_template(f"{name}.{letter_language(case)}.html").render(
                facts,
                council=council,
                code=grouped(csv),
                qr=_qr(link),
                verification_link=link,
                verification_address=_address(self.verification_page),
            )
        except (jinja2.TemplateError, KeyError) as error:
            raise Misconfigured(
                f"letter {name} cannot be written: {_where(error)}", remedy="mend the templates of letters"
            ) from error

    @cached_property
    def _words(self) -> jinja2.Environment:
        words = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.templates),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
        )
        words.filters |= {"size": _size, "address": _address, "unbroken": _unbroken}
        return words

    @cached_property
    def _council(self) -> dict[str, Any]:
        try:
            council: dict[str, Any] = yaml.safe_load((self.templates / "council.yaml").read_text("utf-8"))
        except (OSError, yaml.YAMLError) as error:
            raise Misconfigured("council.yaml of the letters cannot be read", remedy="mend the file") from error
        return council

    @cached_property
    def _typesetter(self) -> Typesetter:
        return Typesetter(self.templates / "letter.css")


def _where(error: Exception) -> str:
    """Names the template and the line, never the values that stood in it."""
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no template {error.name}"
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.name}, line {error.lineno}"
    return f"a name is missing ({type(error).__name__})"


def _qr(link: str) -> str:
    """The link as a QR picture of one bit a pixel, drawn once and shown on every page (an SVG is drawn on each).

    The mask is fixed: any is valid (ISO/IEC 18004), and weighing all eight takes longer than setting the page.
    """
    uri: str = segno.make(link, error="m", micro=False, mask=2).png_data_uri(scale=1, border=0)
    return uri


def _address(url: str) -> str:
    parts = urlsplit(url)
    return (parts.netloc + parts.path).rstrip("/")


def _unbroken(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _size(size: int) -> str:
    """Bytes as people write them in both languages, with a decimal comma: 1,2 MB."""
    if size < _KILO:
        return f"{size} B"
    if size < _KILO**2:
        return f"{size / _KILO:.0f} kB"
    return f"{size / _KILO**2:.1f} MB".replace(".", ",")
