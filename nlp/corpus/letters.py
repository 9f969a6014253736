"""Letters and e-mails in running text: who writes, what about, the facts in sentences, the signature."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.procedure import FieldType, Procedure
from casework.reading import Box
from nlp.corpus.facts import facts
from nlp.corpus.paper import Paper
from nlp.corpus.specimen import Specimen
from nlp.corpus.values import Inventor, date_written, load, seeded, written

Part = tuple[str, str]
_SLOT = re.compile(r"\{(\w+)\}")
_INTENTS = load("intents")
_WORDING = load("letters")
_WHO = _WORDING["who"]
_BLOCK = _WORDING["block"]
_EXTRA = _WORDING["extra"]
_NOTIFY = _WORDING["notify"]
_GREETING = _WORDING["greeting"]
_CLOSING = _WORDING["closing"]
_ADDRESSEE = _WORDING["addressee"]
_FORMAL = _WORDING["formal"]
_FIRST = _WORDING["first"]
_GENERIC = _WORDING["generic"]
_PHRASES: Mapping[str, Mapping[str, Sequence[str]]] = load("phrases")
_VAGUE = (
    "Asunto: solicitud",
    "Asunto: consulta",
    "Subject: Ayuntamiento",
    "Assumpte: sol·licitud",
    "Asunto: escrito",
    "Subject: hola",
)
_UNSEEN = 3
_HEADLESS = 0.6  # of free letters tell and ask without a heading
_LEARNED_STYLES = 40
_LEADS = {
    "applicant_id": ("DNI ", "NIF: ", "DNI: ", "", "D.N.I. "),
    "applicant_phone": ("Tel. ", "Tfno. ", "Móvil: ", "", "T. "),
    "applicant_email": ("", "E-mail: ", "Correo: "),
}
_SAID = {"applicant_address": 0.5, "notification_channel": 0.5, "applicant_phone": 0.8, "applicant_email": 0.8}


@dataclass(frozen=True)
class LetterStyle:
    """One family of letters."""

    name: str
    email: bool
    formal: bool
    who: int
    block: bool
    size: float
    left: float
    right: float
    date_first: bool
    listed: bool
    titled: bool
    own_words: float
    learned: bool


def letter_style(number: int) -> LetterStyle:
    """The family with that number; the same number is the same family for ever."""
    chance = seeded(5000 + number)
    return LetterStyle(
        name=f"letter-{number}",
        email=chance.random() < 0.4,
        formal=chance.random() < 0.5,
        who=number,
        block=chance.random() < 0.25,
        size=chance.choice([9.5, 10, 11, 12]),
        left=chance.choice([50, 60, 72, 85]),
        right=chance.choice([500, 525, 545]),
        date_first=chance.random() < 0.25,
        listed=chance.random() < 0.3,
        titled=chance.random() < 0.5,
        own_words=chance.choice([0.0, 0.3, 0.8]),
        learned=number < _LEARNED_STYLES,
    )


@dataclass
class _Letter:
    """What is being written, with the fields it really states."""

    made: Mapping[str, str]
    procedure: Procedure
    inventor: Inventor
    told: dict[str, str]
    style: LetterStyle

    def filled(self, sentence: str, only: str = "") -> list[Part] | None:
        """The sentence with values in its places; None where one of them is blank."""
        names = [name for name in _SLOT.findall(sentence) if name not in {"v", "label"}]
        if any(name not in self.made or name not in self.procedure.fields for name in names):
            return None
        parts: list[Part] = []
        for place, piece in enumerate(_SLOT.split(sentence)):
            name = only if piece == "v" else piece
            if place % 2:
                parts.append((self._shown(name), name))
                self.told[name] = self.made[name]
            elif piece:
                parts.append((piece, ""))
        return _glued(parts)

    def _shown(self, name: str) -> str:
        spec = self.procedure.fields[name]
        value = self.made[name]
        if spec.type is FieldType.CHOICE:
            names = spec.choices[value]
            return str(self.inventor.pick(names.get(self.inventor.language) or names["es"])).lower()
        if spec.type is FieldType.DATE:
            return date_written(self.inventor, value)
        return written(self.inventor, spec, value)


def _glued(parts: Sequence[Part]) -> list[Part]:
    """Punctuation that follows a value stands at its last word, as it does on paper."""
    glued: list[Part] = []
    for text, tag in parts:
        rest = text
        lead = re.match(r"^[,.;:)]+", text)
        if lead and glued and not tag:
            before, old = glued.pop()
            glued.append((before + lead[0], old))
            rest = text[lead.end() :]
        if glued and glued[-1][0].endswith("(") and tag:
            before, old = glued.pop()
            glued.append((before[:-1], old))
            rest = "(" + text
        if rest.strip():
            glued.append((rest, tag))
    return glued


def letter(procedure: Procedure, style: LetterStyle, inventor: Inventor) -> Specimen:
    """One application as a letter or an e-mail of a family."""
    made = facts(procedure, inventor)
    if style.email:
        made["signed"] = "false"  # a name under an e-mail is no signature
    state = _Letter(made, procedure, inventor, {"signed": made["signed"]}, style)
    paper = Paper()
    y = _head(paper, style, state)
    y = _body(paper, y, style, state)
    _end(paper, y, style, state)
    page = paper.done()
    return Specimen(
        kind=procedure.id,
        language=inventor.language,
        family=style.name,
        pages=(page,),
        page_kinds=(procedure.id,),
        fields=dict(state.told),
    )


def _head(paper: Paper, style: LetterStyle, state: _Letter) -> float:
    inventor, y = state.inventor, 60.0
    title = inventor.title_of(state.procedure)
    if style.email:
        y = (
            paper.flow(
                style.left,
                y,
                [(f"Subject: {title}" if inventor.chance.random() < 0.4 else _vague(inventor), "")],
                style.size,
                style.right,
            )
            + 8
        )
    elif style.titled:
        y = paper.flow(style.left, y, [(title, "")], style.size + 2, style.right) + 14
    if style.block:
        for line in _BLOCK[inventor.language]:
            parts = state.filled(line)
            if parts:
                y = paper.flow(style.left, y, parts, style.size, style.right)
        y += 12
    if style.date_first:
        y = _dated(paper, y, style, state) + 12
    if not style.formal or style.email:
        y = paper.flow(style.left, y, [(inventor.pick(_GREETING[inventor.language]), "")], style.size, style.right) + 8
    return y


def _vague(inventor: Inventor) -> str:
    """A subject that says nothing of the matter."""
    return str(inventor.pick(_VAGUE))


def _body(paper: Paper, y: float, style: LetterStyle, state: _Letter) -> float:
    who, language = _WHO[state.inventor.language], state.inventor.language
    parts = None if style.block and not style.formal else _who(state, who)
    y = paper.flow(style.left, y, [*(parts or []), (".", "")] if parts else [], style.size, style.right) + 8
    sentences = _sentences(state)
    reasons = [n for n in ("statement", "proposal_text", "petition") if n in state.made]
    if style.listed:
        for sentence in sentences:
            y = paper.flow(style.left + 10, y, [("-", ""), *sentence], style.size, style.right)
    else:
        flat = [part for sentence in sentences for part in (*sentence, (".", ""))]
        y = paper.flow(style.left, y, _glued(flat), style.size, style.right)
    opens, asks = (_FORMAL if style.formal else _FIRST)[language]
    for name in reasons:
        head = {"statement": opens, "petition": asks}.get(name, "")
        if not style.formal and state.inventor.chance.random() < _HEADLESS:
            head = ""
        if head and state.inventor.chance.random() < 0.6:
            head = str(state.inventor.pick(_WORDING["heads"][language][name]))
        if head:
            y = (
                paper.flow(
                    style.left,
                    y + 8,
                    [(f"{head}:" if state.inventor.chance.random() < 0.7 else head, "")],
                    style.size,
                    style.right,
                )
                + 4
            )
        y = paper.flow(style.left, y, [(state.made[name], name)], style.size, style.right) + 4
        state.told[name] = state.made[name]
    return y


def _who(state: _Letter, who: Sequence[str]) -> list[Part] | None:
    """The writer's line in the style's own wording or one near it, whose values are all there."""
    start = state.style.who + state.inventor.chance.choice([0, 3, 7, 11, 16])
    said = (state.inventor.phrase(who[(start + k) % len(who)]) for k in range(len(who)))
    return next((parts for sentence in said if (parts := state.filled(sentence))), None)


def _sentences(state: _Letter) -> list[list[Part]]:
    """The matter in the procedure's own sentences, or strung together from fragments; then what is left."""
    chance = state.inventor.chance
    found = _own_sentences(state) if chance.random() < state.style.own_words else _strung(state)
    for filler in chance.sample(_WORDING["filler"][state.inventor.language], chance.randint(0, 3)):
        found.insert(chance.randint(0, len(found)), [(filler, "")])
    return [_capital(parts) for parts in found]


def _capital(parts: list[Part]) -> list[Part]:
    text, tag = parts[0]
    return [(text[0].upper() + text[1:], tag), *parts[1:]]


def _own_sentences(state: _Letter) -> list[list[Part]]:
    inventor = state.inventor
    chance, language = inventor.chance, inventor.language
    sentences: list[list[Part]] = []
    pool = list(_INTENTS[state.procedure.id][language])
    first, rest = pool[:2], pool[2:]
    chance.shuffle(first)
    chance.shuffle(rest)
    for sentence in [*first[: chance.randint(1, 2)], *rest]:
        names = set(_SLOT.findall(sentence))
        if names & set(state.told) and chance.random() < 0.8:
            continue
        parts = state.filled(sentence)
        if parts:
            sentences.append(parts)
    return sentences + _rest(state)


def _strung(state: _Letter) -> list[list[Part]]:
    """A request by the procedure's title and the facts, a few fragments to a sentence."""
    inventor = state.inventor
    language, chance = inventor.language, inventor.chance
    title = inventor.title_of(state.procedure)
    opening = str(inventor.pick(_WORDING["request"][language])).replace("{title}", title[0].lower() + title[1:])
    fragments = [parts for name in _order_of_telling(state) if (parts := _fragment(state, name))]
    sentences: list[list[Part]] = [[(opening, "")]]
    while fragments:
        count = chance.randint(1, 4)
        sentences.append(_joined(fragments[:count], state))
        fragments = fragments[count:]
    chance.shuffle(sentences)
    return sentences


def _order_of_telling(state: _Letter) -> list[str]:
    """The fields in a random order, but those of one person, place or period beside each other."""
    groups: dict[str, list[str]] = {}
    for name, spec in state.procedure.fields.items():
        if name in state.made and name in _PHRASES and spec.type is not FieldType.CHECKBOX:
            groups.setdefault(name.partition("_")[0], []).append(name)
    order = list(groups)
    state.inventor.chance.shuffle(order)
    late = [group for group in order if group in {"applicant", "notification"}]
    return [name for group in [*(g for g in order if g not in late), *late] for name in groups[group]]


def _fragment(state: _Letter, name: str) -> list[Part] | None:
    if name in state.told or state.inventor.chance.random() > _SAID.get(name, 0.88):
        return None
    options = _PHRASES[name].get(state.inventor.language) or _PHRASES[name]["es"]
    if state.inventor.chance.random() < 0.15:
        label = str(state.inventor.pick(state.procedure.fields[name].labels.get(state.inventor.language) or (name,)))
        options = [f"{label.lower()}: {{v}}", f"{label} {{v}}", f"{label}: {{v}}"]
    return state.filled(str(state.inventor.pick(_kept_apart(options, state.style))), only=name)


def _kept_apart(options: Sequence[str], style: LetterStyle) -> Sequence[str]:
    """Every fourth wording is kept from the styles that are learned from, so that the others test what is learned."""
    old = [option for place, option in enumerate(options) if place % 4 != _UNSEEN]
    new = [option for place, option in enumerate(options) if place % 4 == _UNSEEN]
    return old if style.learned or not new else (*old, *new, *new, *new)


def _joined(fragments: Sequence[list[Part]], state: _Letter) -> list[Part]:
    wording, language = _WORDING, state.inventor.language
    lead = str(state.inventor.pick(wording["lead"][language]))
    parts: list[Part] = [(lead, "")] if lead else []
    for place, fragment in enumerate(fragments):
        if place:
            parts.append((str(state.inventor.pick(wording["link"][language])), ""))
        parts.extend(fragment)
    return _glued(parts)


def _rest(state: _Letter) -> list[list[Part]]:
    """What the letter's own sentences left out, said by the field's name, and how to reach the writer."""
    inventor, language = state.inventor, state.inventor.language
    chance, found = inventor.chance, []
    for name, spec in state.procedure.fields.items():
        loose = name not in state.told and name in state.made and spec.type is not FieldType.CHECKBOX
        if (
            not loose
            or name.startswith(("applicant_", "representative_", "signature_"))
            or spec.type is FieldType.CHOICE
        ):
            continue
        if name not in {"statement", "petition", "proposal_text"} and chance.random() < 0.6:
            label = inventor.pick(spec.labels.get(language) or (name,))
            found.append(
                state.filled(inventor.pick(_GENERIC[language]).replace("{label}", str(label).lower()), only=name)
            )
    found += [
        state.filled(inventor.pick(_EXTRA[language][name]), only=name)
        for name in ("applicant_phone", "applicant_email")
        if name in state.made and name not in state.told and chance.random() < 0.7
    ]
    if "representative_name" in state.made and "representative_id" in state.made:
        found.append(state.filled(inventor.pick(_EXTRA[language]["representative"])))
    if "notification_channel" in state.made and chance.random() < 0.5:
        channel = state.made["notification_channel"]
        found.append([(_NOTIFY[language][channel], "notification_channel")])
        state.told["notification_channel"] = channel
    return [parts for parts in found if parts]


def _reachable(paper: Paper, y: float, style: LetterStyle, state: _Letter) -> float:
    """How to reach the writer, line by line under the name, as e-mails end."""
    for name in ("applicant_id", "applicant_phone", "applicant_email", "applicant_address"):
        if style.email and name in state.made and name not in state.told and state.inventor.chance.random() < 0.6:
            lead = "" if name == "applicant_address" else state.inventor.pick(_LEADS[name])
            parts = state.filled(f"{lead}{{{name}}}")
            y = paper.flow(style.left, y, parts or [], style.size, style.right)
    return y


def _dated(paper: Paper, y: float, style: LetterStyle, state: _Letter) -> float:
    place, day = state.made.get("signature_place"), state.made.get("signature_date")
    if not day:
        return y
    lead = state.inventor.pick(["En ", "", ""]) if state.inventor.language == "es" else ""
    parts: list[Part] = [(lead, "")] if lead else []
    if place:
        parts.append((f"{place},", "signature_place"))
        state.told["signature_place"] = place
        if lead:
            parts.append(("a", ""))
    parts.append((date_written(state.inventor, day, long=state.inventor.chance.random() < 0.8), "signature_date"))
    state.told["signature_date"] = day
    return paper.flow(style.left, y, parts, style.size, style.right)


def _end(paper: Paper, y: float, style: LetterStyle, state: _Letter) -> None:
    inventor = state.inventor
    if style.email or inventor.chance.random() < 0.4:
        y = paper.flow(style.left, y + 8, [(inventor.pick(_CLOSING[inventor.language]), "")], style.size, style.right)
    if not style.date_first:
        y = _dated(paper, y + 10, style, state)
    if state.made["signed"] == "true" or style.email:
        if not style.email:
            paper.ink.append(Box(style.left + 5, y + 8, style.left + 90, y + 34))
            y += 36
        label = inventor.pick(_WORDING["signed_by"][inventor.language]) if not style.email else ""
        parts: list[Part] = [(label, "")] if label else []
        y = paper.flow(
            style.left, y + 4, [*parts, (state.made["applicant_name"], "applicant_name")], style.size, style.right
        )
        state.told["applicant_name"] = state.made["applicant_name"]
        y = _reachable(paper, y, style, state)
    if style.formal and not style.email:
        paper.flow(style.left, y + 30, [(inventor.pick(_ADDRESSEE[inventor.language]), "")], style.size, style.right)
