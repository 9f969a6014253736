"""Names told in sentences: "Les escribe Eusebio Ruano", "ante el notario Luis Pérez", "avisen a Rosa Quiles, hija"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from casework.procedure import FieldSpec, FieldType, Procedure
from casework.reading import Word
from nlp.candidates import Candidate, candidate
from nlp.labels import role_of
from nlp.layout import Sheet
from nlp.prose import PATTERNS
from nlp.running import running
from nlp.text import fold

_NO_NAMES = (  # that begin a line, or stand between two
    "DNI|NIF|NIE|CIF|Tel|TEL|Telf|CP|Soy|Soc|Sóc|Yo|Jo|Don|Doña|Em|Me|Les|Els|Atte|Fdo|Que|Actúa|Actua|Firma|Signa"
    "|Comparece|Compareix|Representante?|Solicitante|Sol·licitant|Interesad[oa]|Interessa(?:t|da)|Titular|Nombre|Nom"
    "|Apellidos|Cognoms"
)
_CAPITAL = rf"(?!(?:{_NO_NAMES})\b)[A-ZÀ-Ú][\w'’·-]*[a-zà-úA-ZÀ-Ú]"
_PARTICLE = r"(?:de|del|de la|de los|de las|d['’]|la|i|y|e|DE|DEL|DE LA|DE LOS|DE LAS|I|Y)"
COMPANY = (
    r"(?:,? (?:S\.?\s?L\.?(?:\s?[UP]\.?)?|S\.?\s?A\.?(?:\s?U\.?)?|C\.?\s?B\.?|(?:S\.?\s?)?Coop\.?(?:\s?V\.?)?"
    r"|S\.?\s?C\.?(?:\s?[PV]\.?)?|A\.?\s?I\.?\s?E\.?|S\.?\s?L\.?\s?L\.?)"
    r"(?=[\s,.;)|]|$))"
)
NAME = re.compile(
    rf"(?<![\w.@]){_CAPITAL}(?: (?:{_PARTICLE} )?{_CAPITAL}){{1,6}}{COMPANY}?|(?<![\w.@]){_CAPITAL}{COMPANY}"
)
# What is said right before a name, folded, tells whose it is.
_CUES = {
    "applicant": r"(?:en (?:nombre|nom)(?: (?:y|i)(?: en)? representacion?)? de?|en representacion? de?"
    r"|me llamo|mis datos(?: son)?(?: (?:estos|los siguientes))?|les meues dades(?: son)?"
    r"(?: (?:estes|aquestes|les seguents))?|soy|escribe|suscribe|firmante|yo|em dic|em diuen|soc"
    r"|escriu|subscriu|sotasignad?[ta]|d|don|dona|dna)",
    "representative": r"(?:actua por mi|actua per mi|(?:me|em|nos|ens) representa|mi representante|en mi nombre"
    r"|representad[oa] p[oe]r|representante?(?: legal)?(?: (?:es|sera))?"
    r"|representacio\w*(?: legal)?(?: la)? (?:ostenta|ejerce|exerceix|te|tiene|correspon\w* a))",
    "contact": r"(?:(?:hablar|parlar) (?:con|amb)|avis\w* a|contact\w*(?: con| amb)?|llam\w* a|telefon\w* a"
    "|responsable(?: es| sera)?)",
    "builder": r"(?:a (?:cargo|carrec) d(?:e|els?)?"
    r"|(?:las?|los|les) (?:hace|fa|hara|fara|ejecuta|executa)|empresa|constructora"
    r"|contratista|contractista)(?: (?:es|sera))?",
    "technician": r"(?:(?:lo|el) firma|tecnic[oa]?(?: es| sera)?|redactad[oa] por|arquitect[oae](?: tecnic[oa]?)?"
    "|aparejador[a]?|aparellador[a]?|enginyera?|ingenier[oa])(?: (?:tecnic[oa]?|industrial))?",
    "transferor": r"(?:transmite|transmet|vende|ven|vendedor[a]?|venedor|causante|causant|comprad[oa] a|comprat a)",
    "notary": r"(?:ante|davant|notari[oa]?|fe de)",
    "debtor": r"(?:a (?:mi )?nombre(?: de)?|al? (?:meu )?nom(?: de| d)?|(?:titular|deudor[a]?"
    "|deutor[a]?)(?: del (?:recibo|rebut))(?: es)?)",
    "account_holder": r"(?:titular(?: de la cuenta| del compte| de la misma)?(?: es)?)",
    "driver": r"(?:conducia|conduia|conductor[a]?(?: (?:era|es|fue|el dia|de la|la fecha|infraccion?|\d+))*"
    r"|(?:conducia|conduia|portava|llevaba)(?: \w+){1,4}|al volante)",
}
# Who appears "en nombre y representación de" somebody asks for that one.
_ACTS_FOR = re.compile(r".{0,70}?\b(?:en (?:nombre|nom) (?:y|i)|en) (?:en )?representacion? d(?:e|els?)?\b")
_ASKING = frozenset({"applicant", "representative"})  # their numbers stand elsewhere as well
_FOR = re.compile(r"\ben (?:(?:nombre|nom) (?:y|i) (?:en )?)?representacion? d(?:e|els?)?(?: la)?$")
_BETWEEN = r"(?: (?:el|la|a|al|don|dona|dna|d|sr|sra|senora?|senyora?|mi|meu|meua|nuestro))*"
_ELIDED = frozenset("'’")
_SAID = 48  # characters before a name
_KIN = re.compile(
    r"\b(?:hij[oa]|fill|filla|nuera|nora|yerno|gendre|herman[oa]|germ[aà]|germana|cuñad[oa]|cuny(?:at|ada)|sobrin[oa]"
    r"|nebot|neboda"
    r"|niet[oa]|n[eé]ta?|vecin[oa]|ve[iï]na?|amig[oa]|amic|amiga|espos[oa]|marido|mujer|marit|pareja|parella"
    r"|cuidadora?|madre|padre|mare|pare)\b",
    re.IGNORECASE,
)
_APPEARS = 110  # characters behind a name: document number, address and for whom
_NEAR = 90  # characters between a cue for the contact and what the contact is to somebody


def names(sheets: Sequence[Sheet], procedure: Procedure) -> Iterator[Candidate]:
    """Every name in running text that a word before it gives to a person field, and what a contact is to somebody."""
    specs = {
        owner[0]: spec
        for spec in procedure.fields.values()
        if spec.type is FieldType.PERSON and (owner := role_of(spec.name)) is not None and owner[0] in _CUES
    }
    kin = procedure.fields.get("contact_relationship")
    for sheet in sheets:
        text, words = running(sheet)
        for match in NAME.finditer(text):
            acts = _ACTS_FOR.match(fold(text[match.end() : match.end() + _APPEARS]))
            for said in roles_said(text, match.start(), specs):
                role = "representative" if said == "applicant" and acts and "representative" in specs else said
                yield from _told(specs[role], sheet, match, words, 1.0)
                told_of = fold(text[max(0, match.start() - _SAID) : match.start()])
                if role != said or said not in _ASKING or _FOR.search(told_of):
                    yield from _identified(procedure.fields.get(f"{role}_id"), sheet, text, match, words)
        for match in _KIN.finditer(text) if kin is not None else ():
            around = fold(text[max(0, match.start() - _NEAR) : match.end() + _NEAR])
            if kin is not None and re.search(_CUES["contact"], around):
                yield from _told(kin, sheet, match, words, 0.8)


def roles_said(text: str, start: int, roles: Iterable[str] = _CUES) -> list[str]:
    """The roles that the words before a place in a text give to the name that stands there.

    Nobody asks for being called don or doña where other words say what that one is.
    """
    if text[start - 1 : start] in _ELIDED:  # "d'Atenció Ciutadana" is no "D. Atenció"
        return []
    said = fold(text[max(0, start - _SAID) : start])
    told = [role for role, cue in _CUES.items() if re.search(rf"\b{cue}{_BETWEEN}$", said)]
    return [role for role in told if role in roles and (role != "applicant" or len(told) == 1)]


def _identified(
    spec: FieldSpec | None, sheet: Sheet, text: str, name: re.Match[str], words: Sequence[tuple[int, Word]]
) -> Iterator[Candidate]:
    """The identity number behind a name that a word gives to somebody, before anybody else's name."""
    number = PATTERNS[FieldType.TAX_ID].search(text, name.end(), name.end() + _NEAR)
    if spec is None or number is None or NAME.search(text[name.end() : number.start()]):
        return
    yield from _told(spec, sheet, number, words, 1.0, role=1.0)


def _told(
    spec: FieldSpec,
    sheet: Sheet,
    match: re.Match[str],
    words: Sequence[tuple[int, Word]],
    likeness: float,
    role: float = 0.0,
) -> Iterator[Candidate]:
    own = [word for start, word in words if start < match.end() and start + len(word.text) > match.start()]
    made = candidate(spec, sheet, own, "pattern", raw=match[0], likeness=likeness, role=role)
    if made is not None:
        yield made
