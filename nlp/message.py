"""What a message is made of: its headers, what its writer says in it, and what only came along.

Quoted older messages, forwarded headers, notices of confidentiality and lines of mail programs are no part of an
application. What somebody merely passes on is one: there the message inside counts, with the sender it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from casework.reading import Page, Word
from nlp.text import fold

_SENDER = r"from|de|remitente|remitent"
_HEADER = re.compile(
    rf"^(?P<name>{_SENDER}|reply-to|to|para|per a|a|cc|cco|subject|asunto|assumpte|tema|date|fecha|data|enviado"
    rf"|enviat|sent)"
    r"(?: el)?\s?:\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_OPENS = frozenset({"from", "de", "remitente", "remitent", "subject", "asunto", "assumpte", "reply-to"})
_KEPT = frozenset({"subject", "asunto", "assumpte", "tema"})
_FORWARDED = re.compile(
    r"^\W*(?:mensaje reenviado|missatge reenviat|forwarded message|inicio del mensaje reenviado"
    r"|inici del missatge reenviat|begin forwarded message)",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(r"^(?:fwd?|rv|reenv|tr)\s?:", re.IGNORECASE)
_OLDER = re.compile(r"^\W*(?:mensaje original|missatge original|original message)\b", re.IGNORECASE)
_WROTE = re.compile(
    r"^(?:El|On|Le|A)\s.{4,120}?(?:escribi[oó]|va escriure|ha escrit|escrigu[eé]|wrote)\s?:?$",
    re.IGNORECASE | re.DOTALL,
)
_NOTICE = re.compile(
    r"^\W*(?:aviso legal|avis legal|avis de confidencialitat|clausula de|nota de confidencialidad|confidencialidad"
    r"|este (?:mensaje|correo|e mail|missatge)|aquest (?:missatge|correu)|la informacion (?:contenida|incluida)"
    r"|la informacio continguda|de conformidad con|de acuerdo con (?:el|lo|la)|en cumplimiento|le informamos"
    r"|antes de imprimir|abans d imprimir|por favor piense|no imprima|proteccion de datos|proteccio de dades)\b"
)
_OF_NOTICES = re.compile(
    r"confidencial|destinatari|privilegiad|imprim|medio ambiente|medi ambient|tratamiento de (?:los )?datos|rgpd"
    r"|2016 679|por error|per error"
)
_PROGRAM = re.compile(
    r"^(?:enviado (?:desde|con)|enviat (?:amb|des de|des del)|sent from|obtener outlook|obteniu|descarrega outlook)\b"
)
_IDENTITY = re.compile(r"(?<!\w)(?:[XYZ]?\d{7,8}|\d{1,2}\.\d{3}\.\d{3})[\s.-]?[A-Z](?!\w)")
_FEW_WORDS = 45  # of somebody who only passes a message on
_PARAGRAPH = 1.6  # line heights
_FIRST_LINES = 4
_TOGETHER = 2  # header lines that stand together


@dataclass(frozen=True)
class Sender:
    """Who a message says it is from: the words of the name, as far as it gives one, and of the address."""

    name: tuple[Word, ...] = ()
    address: tuple[Word, ...] = ()
    page: int = 0


@dataclass
class Message:
    """A message taken apart: `own` are the ids of the words that its writer wrote, `sender` is who that is."""

    own: set[int] = field(default_factory=set)
    sender: Sender = field(default_factory=Sender)


@dataclass(frozen=True)
class _Line:
    page: int
    words: tuple[Word, ...]
    gap: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def header(self) -> re.Match[str] | None:
        return _HEADER.match(self.text)

    @property
    def named(self) -> str:
        match = self.header
        return match["name"].lower() if match else ""


def message_of(pages: Sequence[Page]) -> Message | None:
    """The message that some pages of one document are; None where they do not begin as one."""
    if not pages:
        return None
    lines = list(_lines(pages))
    head = _head(lines)
    if not head:
        return None
    made = Message(sender=_sender(lines[:head]))
    subject = next((line.header["value"] for line in lines[:head] if line.header and line.named in _KEPT), "")
    body, inner = _body(lines[head:], passed_on=bool(_PASSED_ON.match(subject.strip())))
    if inner:
        made.sender = _sender(inner)
    else:
        made.own |= {id(word) for line in lines[:head] if line.named in _KEPT for word in line.words}
    made.own |= {id(word) for line in _without_notices(body) for word in line.words}
    return made


def own_pages(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages of one document with nothing but what its writer says, where they are a message; else as they are."""
    made = message_of(pages)
    if made is None:
        return tuple(pages)
    return tuple(replace(page, words=tuple(w for w in page.words if id(w) in made.own)) for page in pages)


def _lines(pages: Sequence[Page]) -> Iterator[_Line]:
    for number, page in enumerate(pages):
        last: Word | None = None
        for line in page.lines():
            height = max(line[0].box.height, 4.0)
            gap = (line[0].box.y0 - last.box.y0) / height if last else 9.0 * (number == 0)
            yield _Line(number, tuple(line), gap)
            last = line[0]


def _head(lines: Sequence[_Line]) -> int:
    """How many lines at the top are headers: none where the first lines name no sender and no subject."""
    start = next((n for n, line in enumerate(lines[:_FIRST_LINES]) if line.named in _OPENS), None)
    if start is None:
        return 0
    end = start
    while end < len(lines) and (
        lines[end].header is not None or (end > start and _runs_on(lines[end - 1], lines[end]))
    ):
        end += 1
    head = lines[start:end]
    if {"from", "subject"} & {line.named for line in head} == {"from", "subject"} or lines[start].named == "subject":
        return end
    # A letter may begin with its date and its matter: a message's headers also name somebody who can be written to.
    return end if len({line.named for line in head}) >= _TOGETHER and any("@" in line.text for line in head) else 0


def _runs_on(header: _Line, line: _Line) -> bool:
    """Whether a line goes on with a header that was too long for its own."""
    return header.header is not None and "@" in line.text and line.gap < _PARAGRAPH and len(line.words) <= _TOGETHER


def _sender(lines: Iterable[_Line]) -> Sender:
    """The sender that header lines name: an address to answer to goes before the one a message came from."""
    found = Sender()
    for line in lines:
        if line.named not in {*_SENDER.split("|"), "reply-to"}:
            continue
        colon = next(n for n, word in enumerate(line.words) if word.text.endswith(":")) if ":" in line.text else 0
        rest = line.words[colon + 1 :]
        address = tuple(word for word in rest if "@" in word.text)
        name = (
            ()
            if line.named == "reply-to"
            else rest[: next((n for n, w in enumerate(rest) if "@" in w.text), len(rest))]
        )
        found = Sender(name or found.name, address[:1] or found.address, line.page)
    return found


def _body(lines: Sequence[_Line], *, passed_on: bool) -> tuple[list[_Line], list[_Line]]:
    """The lines that are the writer's, and the inner headers where a message was merely passed on."""
    own: list[_Line] = []
    for number, line in enumerate(lines):
        marked = bool(_FORWARDED.match(line.text))
        if marked or _is_older(lines, number):
            told = sum(len(before.words) for before in own)
            if told <= _FEW_WORDS and (marked or passed_on):
                inner, sender = _forwarded(lines[number:])
                # Who gives a number of one's own asks for oneself, with what somebody else has written beside it.
                asks = any(_IDENTITY.search(before.text.upper()) for before in own)
                return ([*own, *inner], []) if asks else (inner, sender)
            if told:
                return own, []
        if not line.text.startswith(">"):
            own.append(line)
    return own or list(lines), []


def _is_older(lines: Sequence[_Line], number: int) -> bool:
    """Whether an older message begins with a line: by a mail program's words or by headers that stand together."""
    line = lines[number]
    if _OLDER.match(line.text):
        return True
    both = line.text if number + 1 == len(lines) else f"{line.text} {lines[number + 1].text}"
    if _WROTE.match(line.text) or (re.search(r"\d", line.text) and "@" in both and _WROTE.match(both)):
        return True
    if line.named not in _OPENS:
        return False
    return sum(other.header is not None for other in lines[number : number + 4]) > _TOGETHER


def _forwarded(lines: Sequence[_Line]) -> tuple[list[_Line], list[_Line]]:
    start = 0 if lines[0].header else 1
    while start < len(lines) and lines[start].header is None and start < _FIRST_LINES:
        start += 1
    end = start
    while end < len(lines) and lines[end].header is not None:
        end += 1
    body, inner = _body(lines[end:], passed_on=False)
    return body, inner or list(lines[start:end])


def _without_notices(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The lines but for those of mail programs and paragraphs of small print."""
    for paragraph in _paragraphs(lines):
        text = fold(" ".join(line.text for line in paragraph))
        if _NOTICE.match(text) and _OF_NOTICES.search(text):
            continue
        yield from (line for line in paragraph if not _PROGRAM.match(fold(line.text)))


def _paragraphs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    held: list[_Line] = []
    for line in lines:
        if held and (line.gap > _PARAGRAPH or set(line.text) <= set("-_* ")):
            yield held
            held = []
        held.append(line)
    if held:
        yield held
