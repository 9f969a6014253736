"""Street lines told in sentences: "y domicilio en la calle Mayor, número 61, 3º dcha.", over the ends of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from casework.procedure import FieldType, Procedure
from nlp.candidates import Candidate, candidate
from nlp.choices import label_likeness
from nlp.labels import role_of
from nlp.layout import Sheet
from nlp.running import running
from nlp.text import fold

_WAY = (
    r"(?:c/|cl?\.|calle|carrer|av(?:da|gda|d|g)?\.|avda|avenida|avinguda|plaza|pza\.?|plz\.?|plaça|pça\.?|pl\.|paseo|p\.?º|passeig|pg\.|camino|camí"
    r"|cno\.|carretera|ctra\.?|travesía|travessia|trav\.|ronda|rda\.|partida|pda\.|urbanización|urb\.|pasaje|pje\.|passatge|glorieta|rambla"
    r"|gran v[ií]a|alameda|albereda|bulevar|explanada|esplanada|cuesta|costera|pujada|senda)"
)
_NAME = r"(?:(?:de|dels?|d['’]|la|las|los|el|els|les|l['’]|i|y)\s?)*(?-i:[A-ZÀ-Ú0-9«\"])[\w'’.·\"»-]*"
_NUMBER = r"(?:n[uú]m(?:ero|\.)?|nro\.?|n\.?\s?[º°o]\.?|n\.)?\s?(?:\d{1,4}(?:\s?(?:bis|(?-i:[A-Z])\b))?|s/n)"
_FURTHER = (
    r"(?:(?:bloque|bloc|blq\.?|portal|edificio|edifici|esc(?:alera|ala)?\.?|piso|pis|planta|puerta|porta|pta\.?"
    r"|local|nave|nau|oficina|ofic?\.|despacho|despatx|parcela|chalet|xalet|bungalow|apartament[o]?|apto\.?|torre|fase)"
    r"\s(?:n[º°]\s?)?(?:\w{1,4}|esquerr[ea]|dreta?|izquierd[oa]|derech[oa])\b"
    r"|\d{1,2}\s?(?:\.?[ºª°]|er|r|n|t|é|è)(?:\s?[-–]?\s?(?:(?-i:[A-Z])\b|\d{1,2}\b(?!\d*\s?/|\d*\.\d)))?"
    r"|\d{1,2}\s?-\s?(?:(?-i:[A-Z])|\d{1,2})\b(?!\s?[-/.:]?\d)"
    r"|(?:baj[oa]s?|baix(?:os)?|bj\.|entresuelo|entresol|entresòl|entlo\b\.?|pral\b\.?|d[uú]plex|semis[oó]tano|s[oó]tano|[aá]tico|[aà]tic|principal|iz(?:q(?:uierda|da)?|da)\b\.?|dch[ao]?\b\.?|derecha|dreta|dta\.|esq(?:uerra)?\b\.?)"
    r"|(?-i:[A-Z])\b(?!\.?\w))"
)
STREET = re.compile(
    rf"(?<!\w)(?:{_WAY})\s?{_NAME}(?:\s{_NAME}){{0,6}}?\s?,?\s?{_NUMBER}(?!\w)(?:[ ,.;-]{{0,3}}{_FURTHER}){{0,4}}",
    re.IGNORECASE,
)
# What is said before a street tells whose it is; for places of other things than a home as well.
_CUES = {
    "applicant": r"domicili|viv[oea]|visc|viu|resid|vecin|vei|casa|piso|adreca|direccion|notificac",
    "premises": r"local|negoci|estableci|estableix|terra[zs]|bar|garaje|garatge|vado|gual|mesas|taules|sit[oa]",
    "works": r"obra|reforma|construc|fachada|facana",
    "supply": r"suministr|subministr|contador|comptador|agua|aigua|fuga|fuita",
    "dwelling": r"empadron|padr[oo]|vivienda|vivenda|habitatge|inscri|traslad",
}
_SAID = 70  # characters before a street that are looked at


def streets(sheets: Sequence[Sheet], procedure: Procedure) -> Iterator[Candidate]:
    """Every street line in running text, for each field that is an address."""
    specs = [spec for spec in procedure.fields.values() if spec.type is FieldType.ADDRESS]
    for sheet in sheets if specs else ():
        text, words = running(sheet)
        for match in STREET.finditer(text):
            own = [word for start, word in words if start < match.end() and start + len(word.text) > match.start()]
            said = text[max(0, match.start() - _SAID) : match.start()]
            for spec in specs:
                owner = role_of(spec.name)
                likeness = max(label_likeness(spec, said), _cue(owner[0] if owner else "", said))
                made = candidate(spec, sheet, own, "pattern", raw=match[0], likeness=likeness)
                if made is not None:
                    yield made


def _cue(role: str, said: str) -> float:
    """How near before a street its role is hinted at: 1 in the words right before, less farther off."""
    pattern = _CUES.get(role)
    found = [match.start() for match in re.finditer(rf"\b(?:{pattern})", fold(said))] if pattern else []
    return 0.5 + 0.5 * found[-1] / max(len(fold(said)), 1) if found else 0.0
