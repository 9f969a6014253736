"""Who acts for whom in a letter: its letterhead, the words of representation, and the offices that only write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.bodies import is_body
from nlp.message import Sender
from nlp.names import COMPANY, NAME
from nlp.telling import Telling
from nlp.text import content, fold

_POST = (
    r"(?:president[ea]?|vicepresident[ea]?|administrador[a]?|apoderad[oa]|secretari[oa]?|gerente?|tutor[a]?|directora?"
    r"|representante?|tesorer[oa]|socio|socia|vocal|portavoz|portaveu|encargad[oa]|encarregad[oa])"
    r"(?: (?:unic[oa]?|legal|solidari[oa]?|general|mancomunad[oa]))*"
)
_BEHIND_A_POST = re.compile(rf"\b{_POST},? (?:(?:d|don|dona|na|en)\.? )?")  # where the name of who holds it begins
_ACTING = re.compile(
    r"(?<!si y )(?<!si mismo y )(?<!si misma y )(?<!si i )(?<!mi y )(?<!mi i )"  # who speaks for two asks as well
    r"\b(?:en (?:nombre|nom)(?: y (?:en )?representacion| i (?:en )?representacio)? d(?!e mi mism)"
    r"|en representacio?n? d|(?:por|per) (?:cuenta|compte|encargo|encarrec) d|(?:representando|representant) a\b"
    rf"|(?:en (?:mi |la )?(?:calidad|condicion) de|en qualitat d\W?e?|como|com a|soy|soc|sóc|,) ?(?:el |la "
    rf"|l.)?{_POST}(?:,? (?:de|del|d)\b|\b))"
)
_OWN_NAME = re.compile(r"en (?:nombre|nom) prop")
_WHOSE = (
    r"(?:empresa|mercantil|sociedad|societat|entidad|entitat|asociacion|associacio|ampa|afa|club|comunidad|comunitat"
    r"|firma|colla|pe[nñ]a|penya|cooperativa|fundacion|fundacio|companyia|compania"
    r"|esta\b|aquesta\b|la misma\b|la mateixa\b)"
)
_THAT_BODY = re.compile(rf"^\W*(?:e|el|l|del)?\W*(?:la |el |l.|esta |nuestra |la nostra |els? )?{_WHOSE}\b")
_SIGNS_FOR = re.compile(rf"(?:^|\n|\. )(?:por|per|p\.) (?:la |el |l.)?{_WHOSE}[^\n,.:]{{0,30}}[,:] ?$")
_HEADED = re.compile(r"encabezamiento|encapcalament|membrete|capcalera|arriba (?:indicad|citad)|dalt (?:indicad|citad)")
_CLIENT = re.compile(r"\b(?:client[ea]?|poderdante|mandante) ?: ?")
OFFICE = re.compile(
    r"\b(?:gestoria|gestores administrativos|gestors administratius|ass?ess?or(?:ia|s|es)|bufete?|abogad[oa]s"
    r"|advocats|advocades|despacho (?:profesional|juridico)|despatx (?:professional|juridic)|procurador\w*"
    r"|consultor(?:ia|es|s)|administra\w+ de (?:fincas|finques)|graduad[oa]s sociales|graduats socials)\b"
)
_AUTHORITY = re.compile(
    r"\b(?:ayuntamiento|ajuntament|alcald\w*|conselleria|regidoria|concejal\w*|excm\w*|ilm\w*|il.?lm\w*|servicio de"
    r"|servei d|seccion de|seccio d|negociado|departament\w*|oficina|unidad de|unitat d|diputacio\w*|a l.atencio"
    r"|a la atencion|recaptacio|recaudacion|registro general|registre general)"
)
_NO_NAME = r"(?!(?:DNI|NIF|NIE|CIF|Tel|TEL|Telf|CP)\b)"
_BODY = re.compile(
    rf"(?<![\w.@]){_NO_NAME}[A-ZÀ-Ú][\w'’·&-]*(?: (?:(?:de|del|dels|la|las|los|el|els|les|i|y|e|&|d['’]) ?){{0,2}}"
    rf"{_NO_NAME}[A-ZÀ-Ú0-9&][\w'’·&-]*){{0,8}}{COMPANY}?"
)
_CONTACTS = re.compile(r"\d{5}|@|\btel|\bwww\.|\d{3} ?\d{2} ?\d{2} ?\d{2}|\bc/|\bavda?\b|\bcalle\b|\bcarrer\b")
_TITLED = re.compile(
    r"(?:(?:por|per).{0,2}la present,?e?,? )?(?:jo,? |yo,? |el |la )?(?:(?:d|d.|don|dona|sr|sra)\.?.? )?\W*"
)
WITH_NUMBER = re.compile(
    r"[,\n (]{1,3}(?:(?:con|amb|titular del?|provist[oa] de) )?(?:el |su |mi |el meu |numero de )?"
    r"(?:d\.?n\.?i|n\.?i\.?[fe]\b|documento?\b|\d{8}|\d\d\.\d{3}\.\d{3})"
)
_TITLES, _NEXT = 40, 6  # characters; words
_HEAD_LINES, _FAR, _BEFORE = 4, 90, 130  # lines; characters


def acting_words(page: Telling) -> list[re.Match[str]]:
    """Where a page says that somebody acts for another."""
    return [m for m in _ACTING.finditer(page.plain) if not _OWN_NAME.match(page.plain, m.start())]


def letterhead(page: Telling) -> tuple[int, int] | None:
    """The body whose paper a letter is written on: a company's or an association's name in its first lines."""
    for start, end in _head(page):
        line = page.text[start:end]
        found = _BODY.match(line)
        if found is None or OFFICE.search(page.plain[start:end]):
            return None
        if is_body(found[0]):
            return start, start + found.end()
    return None


def _head(page: Telling) -> Iterator[tuple[int, int]]:
    """The lines above the one that names who is written to."""
    for start, end in list(_lines(page))[:_HEAD_LINES]:
        if _AUTHORITY.search(page.plain[start:end]) or page.text[start:end].endswith((":", ",")):
            return
        yield start, end


def _lines(page: Telling, start: int = 0) -> Iterator[tuple[int, int]]:
    at = start
    for line in page.text[start:].split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def offices(page: Telling, block: int) -> list[tuple[int, int]]:
    """The spans in which an office that writes for others names itself and says where it is."""
    found: list[tuple[int, int]] = []
    for lines in (list(_head(page)), list(_lines(page, block))):
        here = False
        for start, end in lines:
            text = page.plain[start:end]
            here = bool(OFFICE.search(text)) or (here and bool(_CONTACTS.search(text)))
            if here:
                found.append((start, end))
    return found


def principals(page: Telling, no_person: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The one that somebody acts for: named right after the words that say so, as a client, or by the letterhead."""
    head = letterhead(page)
    for match in acting_words(page):
        named = _named_after(page, match, no_person)
        rest = page.plain[match.end() : match.end() + _FAR]
        by_head = _HEADED.search(rest) or (_THAT_BODY.match(rest) and named is None)
        if head is not None and (by_head or named is None):
            yield head
            return
        if named is not None and not _HEADED.search(rest):
            yield named
            return
        client = _CLIENT.search(page.plain)
        name = NAME.match(page.text, client.end()) if client and "client" in rest else None
        if name is not None:
            yield name.span()
            return
    if head is not None and _has_number(page):
        yield head


def _has_number(page: Telling) -> bool:
    """Whether a letterhead gives the tax number of a body."""
    lines = list(_head(page))
    return bool(lines) and bool(
        re.search(r"(?:CIF|C\.I\.F|NIF|N\.I\.F)\S* ?[A-HJNP-SUVW][\s.-]?\d", page.text[lines[0][0] : lines[-1][1]])
    )


def _named_after(page: Telling, match: re.Match[str], no_person: re.Pattern[str]) -> tuple[int, int] | None:
    stop = page.text.find("\n", match.end())
    reach = min(match.end() + _FAR, stop if stop > 0 else len(page.text))
    start = match.end() - 1
    bodies = (m for m in _BODY.finditer(page.text, start, min(reach + 60, len(page.text))) if is_body(m[0]))
    people = (
        m for m in NAME.finditer(page.text, start, min(reach + 60, len(page.text))) if not no_person.search(fold(m[0]))
    )
    found = min(
        (m for m in (next(bodies, None), next(people, None)) if m is not None), key=re.Match.start, default=None
    )
    if found is None or found.start() >= reach:
        return None
    between = page.text[match.end() : found.start()]
    if (
        len(between.split()) > _NEXT
        or re.search(r"[.;]\s", between)
        or re.search(r"\b(?:soc|soy|sóc)\b", fold(between))
    ):
        return None
    if _THAT_BODY.match(page.plain[match.end() :]) and re.search(
        rf"{_POST}\W", page.plain[match.end() : found.start()]
    ):
        return None  # "en nom de l'empresa l'administradora, Rosa": she signs for it
    return found.span()


def agents(page: Telling, no_person: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The one who acts: named before such words in their sentence, or behind the post in which it is done."""
    for match in acting_words(page):
        start = max(
            0, match.start() - _BEFORE, page.text.rfind("\n", 0, match.start()), page.text.rfind(". ", 0, match.start())
        )
        before = [m for m in NAME.finditer(page.text, start, match.start()) if not no_person.search(fold(m[0]))]
        if before:
            yield before[0].span()
            return
        post = _BEHIND_A_POST.search(page.plain, match.end(), match.end() + _FAR)
        named = NAME.match(page.text, post.end()) if post else None
        if named is not None:
            yield named.span()
            return
    for name in NAME.finditer(page.text):
        if _SIGNS_FOR.search(page.plain[max(0, name.start() - _FAR) : name.start()]):
            yield name.span()
            return


def presents(page: Telling, name: re.Match[str]) -> bool:
    """Whether somebody says who is writing: a paragraph that begins with a name and the number of its document."""
    before = page.plain[max(0, name.start() - _TITLES) : name.start()].rpartition("\n")[2]
    return _TITLED.fullmatch(before) is not None and WITH_NUMBER.match(page.plain, name.end()) is not None


def fuller(name: str, others: Sequence[str]) -> str:
    """The longest of some names that says a name whole: "Ana Ruiz Soler" for "Ana Ruiz" or "Ana"; else as it is."""
    own = content(name)
    return max((o for o in others if is_part(own, content(o))), key=len, default=name)


def is_part(short: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether a name says less of what another says: the same first word, its other words in their order."""
    if not short or len(short) >= len(whole) or short[0] != whole[0]:
        return False
    rest = iter(whole)
    return all(word in rest for word in short)


def sent_by_body(sender: Sender | None) -> bool:
    """Whether a message comes from a company or an association that does not only write for others."""
    name = " ".join(word.text for word in sender.name).strip(" \"'") if sender else ""
    return "@" not in name and is_body(name) and not OFFICE.search(fold(name))
