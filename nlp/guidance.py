"""Pages that tell how a form is filled in: they name many procedures, papers and terms, and answer nothing."""

from __future__ import annotations

import re

from casework.identifiers import is_tax_id
from casework.procedure import FieldType
from casework.reading import Page
from nlp.layout import lay_out
from nlp.prose import EXAMPLE_TAX_IDS, OWN_TAX_IDS, PATTERNS
from nlp.telling import is_told
from nlp.text import fold
from nlp.values.identifiers import clean

_HEAD = 5  # lines
_HEADING = 9  # words
_ABOUT = r"(?:para|per|de|d|sobre|informativ\w+|explicativ\w+|aclaratori\w+|aclaridor\w+)"
_PURPOSE = r"(?:general|add?icional|complementaria|de? interes|(?:para|per) (?:a )?(?:la |el )?(?:cumpl|omplir))"
_TITLES = re.compile(
    r"^(?:\W|\d|[ivx]+ )*(?:instruccion(?:e?s)?\b"
    rf"|(?:norm[ae]s|not[ae]s|guia|a[jy]uda|indicaciones|indicacions|orientaciones) (?:breve?s |generale?s )?{_ABOUT}\b"
    r"|com (?:s ha d )?(?:omplir|emplenar|presentar)\b"
    r"|como (?:se )?(?:rellena|cumplimenta|completa|presenta)r?\b"
    rf"|informacion? (?:{_PURPOSE}|sobre (?:el|la) (?:procedim|tramit|cumpl|presentacio)))"
)


def is_guidance(page: Page) -> bool:
    """Whether a page says in its first lines that it instructs, goes on in sentences, and holds nobody's answers."""
    if page.form_values or not _announces(page):
        return False
    sheet = lay_out(page, 0, "")
    numbers = {clean(match[0]) for s in sheet.segments for match in PATTERNS[FieldType.TAX_ID].finditer(s.text.upper())}
    return not any(map(is_tax_id, numbers - EXAMPLE_TAX_IDS - OWN_TAX_IDS)) and is_told(sheet)


def _announces(page: Page) -> bool:
    heads = (fold(" ".join(word.text for word in line)) for line in page.lines()[:_HEAD])
    return any(len(head.split()) <= _HEADING and _TITLES.match(head) for head in heads)
