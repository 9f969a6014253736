"""Names and tax numbers that belong to different kinds of persons: whoever writes for a body is easily taken for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from casework.fields import FieldReading
from nlp.text import fold

_DOUBT = 0.9  # a clerk looks at what is less sure than that
_BODYS_NUMBER = re.compile(r"[A-HJNP-SUVW]\d{7}[0-9A-J]")
_LEGAL_FORM = re.compile(r"\b(?:s ?l(?: ?[up])?|s ?a(?: ?u)?|c ?b|s ?coop|coop v)$")
_BODYS_NAME = re.compile(
    r"\b(?:comuni\w*|ass?oc\w*|club|feder\w*|fund\w*|ampa|afa|cooper\w*|societat|sociedad|empresa\w*|grup\w*|cofradia"
    r"|herman\w*|germans|hijos|hnos|pen[ny]a|colla|banda|esc[ou]\w*|colegi\w*|col legi|centr\w*|restaur\w*|bar|host\w*"
    r"|constru\w*|reform\w*|transport\w*|inmob\w*|promo\w*|serv\w*|comerc\w*|parroquia|iglesia|esglesia|ong|uni[oó]n?"
    r"|junta|consor\w*|sindicat\w*|parti\w*|plataforma|hoguera|foguer\w*|barraca|comparsa|taller\w*|clinica|farmacia"
    r"|academia|gestoria|asesoria|despacho|distrib\w*|sumin\w*|instal\w*|residencia|agrupa\w*|casa|coral|coro|orfeo\w*)\b"
)

_BODYS_FIRST = re.compile(
    r"(?:comuni(?:dad|tat)|ass?oc\w*|club|federac\w*|fundac\w*|ampa|afa|cooperativa|societat|sociedad|empresa|grupo?"
    r"|cofradia|hermandad|germandat|pen[ny]a|colla|banda|escola|escuela|colegio|col legi|parroquia|ong|junta de"
    r"|sindicat\w*|plataforma|hoguera|foguera|barraca|comparsa|clinica|farmacia|academia|agrupaci\w*"
    r"|coral|coro|orfeo\w*|union|unio) "
)


def is_body(name: str) -> bool:
    """Whether a name is a company's or an association's: by its legal form or by the word it begins with."""
    said = fold(name)
    return _LEGAL_FORM.search(said) is not None or _BODYS_FIRST.match(said) is not None


def doubted(readings: Sequence[FieldReading]) -> Iterator[FieldReading]:
    """The readings, less sure of a name beside another kind of person's number: a man's beside an association's."""
    known = {reading.name: reading for reading in readings}
    for reading in readings:
        role, _, what = reading.name.rpartition("_")
        name, number = known.get(f"{role}_name"), known.get(f"{role}_id")
        if name is not None and number is not None and _differ(name.value, number.value, what):
            yield replace(reading, confidence=min(reading.confidence, _DOUBT))
        else:
            yield reading


def _differ(name: str, number: str, what: str) -> bool:
    """Whether the name, or the number, is to be doubted; a body's number carries its own check and never is."""
    said = fold(name)
    bodys_form = _LEGAL_FORM.search(said) is not None
    if _BODYS_NUMBER.fullmatch(number):
        return what == "name" and not bodys_form and _BODYS_NAME.search(said) is None
    return bodys_form and what in {"name", "id"}
