"""Who writes, for whom, and whose the numbers in a letter are: by its sender, its sentences and its last lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from casework.procedure import FieldType, Procedure
from casework.reading import Word
from nlp.candidates import Candidate, candidate
from nlp.labels import role_of
from nlp.message import Sender
from nlp.names import NAME, roles_said
from nlp.parties import OFFICE, WITH_NUMBER, agents, fuller, is_part, offices, presents, principals, sent_by_body
from nlp.prose import PATTERNS
from nlp.streets import STREET
from nlp.telling import Telling
from nlp.text import content, fold
from nlp.values.places import has_way

_CLOSING = re.compile(
    r"(?:^|\n)[^\n]{0,40}\b(?:atentamente|atentament|saludos?|salutaci\w+|cordial\w*|gracias|gracies|merces"
    r"|espera|agrai\w+"
    r"|agradec\w+|atte|disposicio\w*|fdo|firmado|signat)\b[^\n]{0,60}(?=\n|$)"
)
_NO_PERSON = re.compile(
    r"\b(?:ayuntamiento|ajuntament|alcald|concejal|regidori|registro|unidad|excm|senyor|senor|oficina|departament"
    r"|presidente?a?"
    r"|administrador|secretari|gerente?|representante?|mensaje|missatge|calle|carrer|avenida|avinguda|plaza|placa"
    r"|dni|nif|telefon|tel|movil|mobil"
    r"|gestoria|ass?essoria|bufete?|despacho|despatx|dpto|dept|departamento|declara|bajo|baix"
    r"|buenos|buenas|bon dia|bona|hola|gracias|gracies|saludo|atentament|cordial|asunto|assumpte|solicit|sollicit"
    r"|expon|expos)"
)
_COMPANY_ID = re.compile(r"[A-HJNP-SUVW]")
_NOBODY = re.compile(
    r"^(?:no.?reply|no.?responder|no.?respongueu|do.?not.?reply|mailer|notific|avisos?|bounce)", re.IGNORECASE
)
_OFFICE = re.compile(
    r"@(?:[\w-]+\.)*(?:ayto|ayuntamiento|ajuntament|alicante|alacant|gva|gob|diputacion\w*|suma)\b[\w-]*\."
    r"|^(?:registro|registre|oac|saic|ayuntamiento|ajuntament|biblioteca|sac)\b",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"\b(?:domicili\w*|viv[oei]\w*|visc|viu|vivim|resid\w+|vecin\w*|vei|veina|adreca|direccion|casa)\b[^.;]*$"
)
_THEIRS = re.compile(r"\b(?:su|seu|suyo) (?:telefono?|movil|mobil|numero)\b[^.;\n]*$")
_NEW_HOME = re.compile(r"\b(?:viv[oei]\w*|visc|viu|vivim|ahora|ara|nuev[ao]|nou|nova)\b")
_ELSEWHERE = re.compile(
    r"\b(?:local|negocio?|establiment|establecimiento|obras?|obres|suministro|subministrament|contador|comptador"
    r"|garaje|garatge"
    r"|vado|gual|terra[sz]+a|inmueble|immoble|taller|bar|fuga|fuita)\b[^.;]*$"
)
_TOWN = re.compile(
    r"(?:\n(?=\d{5}\b)|[ ,\-–·(]){0,4}(?:(?:CP|C\.P\.)[:.]? ?)?(?P<postal_code>\d{5})?[ ,\-–]{0,3}(?:de |d['’]|en |a )?"
    r"(?P<municipality>[A-ZÀ-Ú][\w'’·/-]+(?: (?:de |del |la |el |les |d['’])*[A-ZÀ-Ú][\w'’·/-]*){0,4})?(?![\w@])"
)
_ASKING = frozenset(f"{who}_{what}" for who in ("applicant", "representative") for what in ("name", "id"))
_PERHAPS_THE_WRITER = frozenset({"debtor", "account_holder"})
_CAPTIONED = frozenset({"inline", "right"})
_REACHED = frozenset({"applicant_phone", "applicant_email"})
_PLACES_OF_ASKING = _REACHED | {
    f"applicant_{what}" for what in ("name", "address", "postal_code", "municipality", "province")
}
_LONGEST_BLOCK = 12  # lines
_SHORT_LINE = 12  # words
_NEAR, _SAID, _BEHIND = 110, 60, 30  # characters


@dataclass(frozen=True)
class Person:
    """A name in a page's text and whose it is."""

    role: str
    page: Telling
    start: int
    end: int

    @property
    def words(self) -> tuple[str, ...]:
        return content(self.page.text[self.start : self.end])


@dataclass(frozen=True)
class Letter:
    """A letter's people: `acting` says that its writer asks for somebody else, `block` where its last lines begin.

    `offices` are the ids of the words with which those who only write for others say who and where they are.
    """

    pages: Sequence[Telling]
    people: Sequence[Person]
    acting: bool
    block: Mapping[int, int]
    offices: frozenset[int] = frozenset()

    @property
    def writer(self) -> str:
        return "representative" if self.acting else "applicant"


def written_by(letter: Letter, senders: Mapping[int, Sender], procedure: Procedure) -> Iterator[Candidate]:
    """What the sender, the block at the end and the order of a letter's sentences say of its people."""
    pages = letter.pages
    for person in letter.people:
        if person.role in {"applicant", "representative"}:
            yield from _made(procedure, f"{person.role}_name", person.page, person.start, person.end)
            yield from _whole(person, procedure)
    for page in pages:
        yield from _owned(letter, page, procedure)
    for page in pages:
        if page.sheet.number in senders:
            yield from _sent(letter, page, senders[page.sheet.number], procedure)


def _whole(person: Person, procedure: Procedure) -> Iterator[Candidate]:
    """The name of somebody who signs with less of it as it stands elsewhere on the page."""
    page = person.page
    names = {match[0]: match for match in NAME.finditer(page.text) if not _NO_PERSON.search(fold(match[0]))}
    match = names.get(fuller(page.text[person.start : person.end], tuple(names)))
    if match is not None and match.span() != (person.start, person.end):
        yield from _made(procedure, f"{person.role}_name", page, *match.span())


def claims(candidates: Sequence[Candidate], letter: Letter) -> Callable[[Candidate], bool]:
    """Tells of any candidate whether its words are known to be somebody else's name or number, by `written_by`.

    So is a part of a name that is known whole, and what an office says of itself.
    """
    owners: dict[int, set[str]] = defaultdict(set)
    whole: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for one in candidates:
        for word in one.words:
            owners[word].add(one.field)
        if one.field.endswith("_name"):
            whole[one.field].append(content(one.value))

    def taken(one: Candidate) -> bool:
        if one.field in _PLACES_OF_ASKING and one.words and one.words <= letter.offices:
            return letter.acting or one.field not in _REACHED
        role = role_of(one.field)
        if role is None or role[1] not in {"name", "id", "phone", "email"}:
            return False
        if any(is_part(content(one.value), name) for name in whole[one.field]):
            return True
        if one.source == "signature" or (role[0] in _PERHAPS_THE_WRITER and one.source in _CAPTIONED and one.colon):
            return False
        known = {field for word in one.words for field in owners.get(word, ()) if field.endswith(f"_{role[1]}")}
        return bool(known) and one.field not in known and bool(known & _ASKING)

    return taken


def read_letter(pages: Sequence[Telling], senders: Mapping[int, Sender] | None = None) -> Letter:
    """The people that a letter tells of and the block it ends with."""
    block = {page.sheet.number: _block(page) for page in pages}
    sender = next(((senders or {})[page.sheet.number] for page in pages if page.sheet.number in (senders or {})), None)
    held = {page.sheet.number: list(principals(page, _NO_PERSON)) for page in pages}
    by_body = sent_by_body(sender) and any("representative" in _said(page) or _signer(page, block) for page in pages)
    acting = any(held.values()) or by_body
    own = frozenset(
        id(word) for page in pages for span in offices(page, block[page.sheet.number]) for word in page.between(*span)
    )
    people = [
        person
        for page in pages
        for person in _people(page, block[page.sheet.number], held[page.sheet.number], acting=acting)
    ]
    from_office = sender is not None and OFFICE.search(fold(" ".join(word.text for word in sender.name)))
    return Letter(pages, people, acting or bool(from_office), block, own)


def _said(page: Telling) -> set[str]:
    return {role for match in NAME.finditer(page.text) for role in roles_said(page.text, match.start())}


def _signer(page: Telling, block: Mapping[int, int]) -> bool:
    at = block[page.sheet.number]
    return any(agents(page, _NO_PERSON)) or _name_at(page, at, len(page.text)) is not None


def _block(page: Telling) -> int:
    """Where the lines after the last greeting begin, or the short lines at the very end; the text's length if none."""
    closings = list(_CLOSING.finditer(page.plain))
    for match in reversed(closings):
        rest = page.plain[match.end() :].strip().split("\n")
        if len(rest) <= _LONGEST_BLOCK and all(len(line.split()) <= _SHORT_LINE for line in rest):
            if rest != [""]:
                return match.end()
            break
    end, lines = len(page.text), page.text.split("\n")
    found, at = end, end
    for line in reversed(lines[1:]):
        at -= len(line)
        if len(line.split()) > _SHORT_LINE or re.search(r"[:.?!]\s*$", line):
            break
        if _name_at(page, at, at + len(line)) is not None:
            found = at
        at -= 1
    return found


def _name_at(page: Telling, start: int, end: int) -> tuple[int, int] | None:
    """The name that a line begins with; None where it is a street, a post or an office."""
    line = page.text[start:end]
    match = re.match(r"\s*(?:(?:Fdo|Firmado|Signat|Firma)\.?:?\s*)?(?:(?:D|Dª|Dña|Don|Doña|Sr|Sra)\.?ª?\s)?", line)
    begin = start + (match.end() if match else 0)
    found = NAME.match(page.text, begin, end)
    if found is None or _NO_PERSON.search(fold(found[0])) or has_way(found[0]):
        return None
    rest = page.text[found.end() : end].strip()
    return found.span() if not rest or re.match(r"[,(·|\-–:]|(?:DNI|NIF|CIF|NIE)\b", rest) else None


def _people(page: Telling, block: int, held_by: Sequence[tuple[int, int]], *, acting: bool) -> Iterator[Person]:
    writer = "representative" if acting else "applicant"
    held = {content(page.text[slice(*span)]) for span in held_by}
    yield from (Person("applicant", page, *span) for span in held_by)
    if acting:
        yield from (
            Person(writer, page, *span)
            for span in agents(page, _NO_PERSON)
            if content(page.text[slice(*span)]) not in held
        )
    for match in NAME.finditer(page.text):
        roles = roles_said(page.text, match.start())
        own = content(match[0])
        if own in held or _NO_PERSON.search(fold(match[0])):
            continue
        for role in roles or (["applicant"] if presents(page, match) else []):
            yield Person(writer if role == "applicant" else role, page, *match.span())
    at = block
    for line in page.text[block:].split("\n"):
        span = _name_at(page, at, at + len(line))
        if span is not None:
            known = content(page.text[slice(*span)]) in held
            yield Person("applicant" if known else writer, page, *span)
            if not known:
                writer = "" if acting else writer
        at += len(line) + 1
        if not writer:
            break


def _owned(letter: Letter, page: Telling, procedure: Procedure) -> Iterator[Candidate]:
    """Identity numbers, telephones, addresses and streets, each for whom it is told of."""
    block = letter.block[page.sheet.number]
    for kind, concept in ((FieldType.TAX_ID, "id"), (FieldType.PHONE, "phone"), (FieldType.EMAIL, "email")):
        text = page.text if kind is FieldType.EMAIL else page.text.upper()
        for match in PATTERNS[kind].finditer(text) if len(text) == len(page.text) else ():
            role = _owner(letter, page, match.start(), concept, match[0])
            if role and not (concept != "id" and role == "representative"):
                yield from _made(procedure, f"{role}_{concept}", page, *match.span())
    yield from _homes(page, block, procedure)


def _homes(page: Telling, block: int, procedure: Procedure) -> Iterator[Candidate]:
    """The streets of the end block and those that somebody says to live in, with the town that follows them."""
    own = "dwelling" if "dwelling_address" in procedure.fields else "applicant"
    for match in STREET.finditer(page.text):
        said = page.plain[max(0, match.start() - _SAID) : match.start()].rpartition("\n")[2]
        inside = match.start() >= block
        if not inside and not (_LIVES.search(said) and not _ELSEWHERE.search(said)):
            continue
        where = own if not inside and _NEW_HOME.search(said) else "applicant"
        yield from _made(procedure, f"{where}_address", page, *match.span())
        town = _TOWN.match(page.text, match.end())
        if town is not None:
            for group in ("postal_code", "municipality"):
                if town[group] and not (where == "dwelling" and group == "municipality"):
                    yield from _made(procedure, f"{where}_{group}", page, *town.span(group))


def _owner(letter: Letter, page: Telling, start: int, concept: str, text: str) -> str:
    """Whose a number is: that of the one named last before it in its sentence, else the writer's in the end block."""
    if concept == "id" and _COMPANY_ID.match(text) and letter.acting:
        return "applicant"
    near = [p for p in letter.people if p.page is page and p.end <= start and start - p.end < _NEAR]
    last = max(near, key=lambda person: (person.end, person.role == "applicant"), default=None)
    if last is not None and _is_anothers(page, last.end, start):
        return ""
    between = page.text[last.end : start] if last is not None else ""
    same = last is not None and not re.search(r"[.;]\s+[A-ZÀ-Ú]", between)
    inside = start >= letter.block[page.sheet.number]
    if (
        letter.acting
        and concept == "phone"
        and not inside
        and _THEIRS.search(page.plain[max(0, start - _SAID) : start])
    ):
        return "applicant"
    if last is not None and (same if not inside else last.start >= letter.block[page.sheet.number]):
        return last.role
    if not inside:
        return ""
    return letter.writer if concept == "id" else "applicant"


def _is_anothers(page: Telling, since: int, start: int) -> bool:
    """Whether a number stands right behind a name whose role nothing tells."""
    return any(
        start - name.end() < _BEHIND and WITH_NUMBER.match(page.plain, name.end())
        for name in NAME.finditer(page.text, since, start)
        if not _NO_PERSON.search(fold(name[0]))
    )


def _sent(letter: Letter, page: Telling, sender: Sender, procedure: Procedure) -> Iterator[Candidate]:
    """The sender's name and address, where the one who sends is the one who asks."""
    name = " ".join(word.text for word in sender.name).strip(" \"'")
    address = sender.address[0].text.strip("<>();,\"'") if sender.address else ""
    if _NOBODY.match(address) or _OFFICE.search(address) or OFFICE.search(fold(name)):
        return
    people = {role: [p.words for p in letter.people if p.role == role] for role in ("applicant", "representative")}
    signs = (*content(name), *content(re.sub(r"[\d@.]+", " ", address)))
    of_body = letter.acting and not people["applicant"] and sent_by_body(sender)
    if letter.acting and not of_body and not _alike(signs, people["applicant"]):
        return
    if people["applicant"] and len(content(name)) > 1 and not _alike(signs, people["applicant"]):
        return
    yield from _from_head(procedure, "applicant_email", page, sender.address, address)
    whole = not people["applicant"] or any(is_part(words, content(name)) for words in people["applicant"])
    if len(content(name)) > 1 and "@" not in name and (of_body or (not letter.acting and whole)):
        yield from _from_head(procedure, "applicant_name", page, sender.name, name)


def _alike(signs: Sequence[str], people: Sequence[Sequence[str]]) -> bool:
    """Whether any part of a sender's name or address is a part of one of these people's names."""
    return any(sign == word or (len(word) > 3 and word in sign) for sign in signs for words in people for word in words)


def _from_head(procedure: Procedure, field: str, page: Telling, words: Sequence[Word], raw: str) -> Iterator[Candidate]:
    spec = procedure.fields.get(field)
    made = None if spec is None else candidate(spec, page.sheet, words, "signature", raw=raw, role=1.0, colon=True)
    if made is not None:
        yield made


def _made(procedure: Procedure, field: str, page: Telling, start: int, end: int) -> Iterator[Candidate]:
    spec = procedure.fields.get(field)
    words = page.between(start, end)
    made = None
    if spec is not None and words:
        made = candidate(spec, page.sheet, words, "signature", raw=page.text[start:end], role=1.0, colon=True)
    if made is not None:
        yield made
