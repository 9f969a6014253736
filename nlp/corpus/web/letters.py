"""Letters, e-mails, instances and notes: the procedure's facts told in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from casework.procedure import FieldType, Procedure
from nlp.corpus.web.forms import caption, dated, pages, signature
from nlp.corpus.web.grammar import sentence, sentences
from nlp.corpus.web.render import Printed, printed, value
from nlp.corpus.web.style import Style
from nlp.corpus.web.values import Hand
from nlp.corpus.web.writing import in_prose

_WHO = ("applicant_name", "applicant_id", "applicant_address", "applicant_postal_code", "applicant_municipality",
        "applicant_province", "applicant_phone", "applicant_email")  # fmt: skip
_AGENT = ("representative_name", "representative_id")
_WORDS = ("statement", "petition", "proposal_text")
_APART = frozenset({*_WHO, *_WORDS, "signature_place", "signature_date", "signed"})
_SAYINGS = {
    "es": ("{l}: {v}.", "En cuanto a {l}, es {v}.", "Hago constar {l} ({v}).", "Les indico {l}: {v}."),
    "ca": ("{l}: {v}.", "Pel que fa a {l}, és {v}.", "Faig constar {l} ({v}).", "Us indique {l}: {v}."),
}
_YES = {"es": ("sí", "no"), "ca": ("sí", "no")}
_HEADS = {"es": ("EXPONE", "SOLICITA"), "ca": ("EXPOSA", "SOL·LICITA")}
_ASKED = {
    "es": ("que se tenga por presentado este escrito y se estime lo pedido", "que se tramite: {}",
           "que, previos los trámites oportunos, se acceda a lo solicitado ({})"),
    "ca": ("que es tinga per presentat este escrit i s'estime el que es demana", "que es tramite: {}",
           "que, amb els tràmits previs oportuns, s'accedisca al que se sol·licita ({})"),
}  # fmt: skip
_LABELS = {
    "es": {"applicant_name": "Remitente", "applicant_id": "NIF", "applicant_address": "Domicilio",
           "applicant_postal_code": "C.P.", "applicant_municipality": "Población", "applicant_province": "Provincia",
           "applicant_phone": "Tel.", "applicant_email": "Correo"},
    "ca": {"applicant_name": "Remitent", "applicant_id": "NIF", "applicant_address": "Domicili",
           "applicant_postal_code": "CP", "applicant_municipality": "Població", "applicant_province": "Província",
           "applicant_phone": "Tel.", "applicant_email": "Correu"},
}  # fmt: skip
_TO = {
    "es": (
        "Ayuntamiento de Alicante",
        "A la atención del Registro General",
        "SR. ALCALDE DE ALICANTE",
    ),
    "ca": ("Ajuntament d'Alacant", "A l'atenció del Registre General", "SR. ALCALDE D'ALACANT"),
}


@dataclass
class _Draft:
    """A letter while it is written."""

    procedure: Procedure
    style: Style
    hand: Hand
    facts: Mapping[str, str]
    body: list[Markup] = field(default_factory=list)

    def write(self, name: str) -> str:
        return in_prose(self.hand, self.procedure.fields[name], self.facts[name])

    def some(self, names: tuple[str, ...]) -> dict[str, str]:
        return {name: self.facts[name] for name in names if name in self.facts}


def letter(procedure: Procedure, style: Style, hand: Hand, facts: Mapping[str, str]) -> Printed:
    """The request in running prose; what it does not tell has no place in what is returned."""
    draft = _Draft(procedure, style, hand, facts)
    block: list[Markup] = []
    left = draft.some((*_WHO, *_AGENT))
    if style.shape == "lawyer" and "representative_name" in facts:
        said, left = sentence("lawyer", left, hand, draft.write)
        draft.body.append(said + ":")
    if style.sender == "sentence":
        block, left = _introduced(draft, left)
    told = _told(draft, {name: fact for name, fact in left.items() if name in _AGENT})
    who = {name: fact for name, fact in left.items() if name in _WHO}
    lines = _block(draft, who) if who else []
    _body(draft, told)
    language = hand.language
    mail = style.shape == "mail"
    closing, _ = sentence("closings", {}, hand, draft.write)
    html = pages().get_template("letter.html.j2").render(
        s=style, language=language, body=draft.body, signature=signature(facts),
        place="" if mail and "signature_date" not in facts else dated(hand, facts),
        heading=procedure.title[language] if style.shape in {"instance", "lawyer"} else "",
        addressee=hand.chance.choice(_TO[language]) if not mail and hand.chance.random() < 0.6 else "",
        mail=_mail(draft) if mail else [],
        sender=[*block, *lines] if style.sender != "closing" else [],
        closing=Markup("<br>").join([closing, *(lines if style.sender == "closing" else [])]),
        foot=hand.chance.random() < 0.5,
    )  # fmt: skip
    return printed(html)


def _introduced(draft: _Draft, left: dict[str, str]) -> tuple[list[Markup], dict[str, str]]:
    """The sender told in the prose, wholly or but for a block that completes it."""
    who = {name: fact for name, fact in left.items() if name in _WHO}
    rest = {name: fact for name, fact in left.items() if name not in _WHO}
    if draft.style.shape == "instance":
        said, who = sentence("applicant", who, draft.hand, draft.write)
        draft.body.append(said + ",")
        return [], who | rest
    told, who = sentences("applicant", who, draft.hand, draft.write)
    draft.body.append(Markup(" ").join(one + "." for one in told))
    return [], who | rest


def _told(draft: _Draft, agent: Mapping[str, str]) -> list[Markup]:
    """The procedure's own facts in sentences, in a new order each time, with idle talk between them."""
    procedure, hand = draft.procedure, draft.hand
    own = {name: fact for name, fact in draft.facts.items() if name not in _APART and name not in _AGENT}
    told, left = sentences(procedure.id, own, hand, draft.write)
    more, left = sentences("common", left | dict(agent), hand, draft.write)
    told = [one + "." for one in [*told, *more]]
    told += [_said(draft, name) for name in left if hand.chance.random() < 0.5 or procedure.fields[name].required]
    if draft.style.shape == "rambling":
        idle = dict.fromkeys(sentence("rambling", {}, hand, draft.write)[0] for _ in range(hand.chance.randint(2, 5)))
        told += [one + "." for one in idle]
    if hand.chance.random() < 0.5:
        hand.chance.shuffle(told)
    return told


def _body(draft: _Draft, told: list[Markup]) -> None:
    hand, style, language = draft.hand, draft.style, draft.hand.language
    formal = style.shape in {"instance", "lawyer"}
    if not formal:
        opening, _ = sentence("openings", {}, hand, draft.write)
        draft.body.insert(0, opening)
    reason, request = _HEADS[language]
    own = [name for name in _WORDS if name in draft.facts]
    if formal and told and "statement" not in own:
        draft.body.append(Markup("<b>{}:</b>").format(reason))
        draft.body += [
            Markup("{}.- Que {}").format(n, one[0].lower() + one[1:])
            if _plain(one)
            else Markup("{}.- {}").format(n, one)
            for n, one in enumerate(told, start=1)
        ]
    else:
        size = hand.chance.randint(1, 5)
        draft.body += [Markup(" ").join(told[k : k + size]) for k in range(0, len(told), size)]
    for name in own:
        head = {"statement": f"{reason}: ", "petition": f"{request}: "}.get(name, "") if formal else ""
        draft.body.append(Markup("<b>{}</b>{}").format(head, value(name, draft.facts[name])))
    if formal and "petition" not in own:
        asked = hand.chance.choice(_ASKED[language]).format(draft.procedure.title[language])
        draft.body.append(Markup("<b>{}</b>: {}.").format(request, asked))


def _plain(one: Markup) -> bool:
    """Whether a sentence begins with a word of ours, whose capital may go."""
    return not one.startswith("<")


def _said(draft: _Draft, name: str) -> Markup:
    spec, fact, language = draft.procedure.fields[name], draft.facts[name], draft.hand.language
    text = _YES[language][fact != "true"] if spec.type is FieldType.CHECKBOX else draft.write(name)
    label = caption(draft.procedure.id, name, draft.style, language).split(" / ")[0]
    saying = draft.hand.chance.choice(_SAYINGS[language])
    lead = label if saying[0] == "{" else label[0].lower() + label[1:]
    return Markup(saying).format(l=lead, v=value(name, text))  # noqa: S704 - our own words


def _block(draft: _Draft, who: Mapping[str, str]) -> list[Markup]:
    """The sender's lines: bare or labelled, town and code on one line or not, all on one line at times."""
    chance, names = draft.hand.chance, list(who)
    labels = {"applicant_id": chance.choice(["DNI", "NIF", "N.I.F."])}
    if chance.random() < 0.45:
        labels = _LABELS[draft.hand.language]
    shown = {
        name: Markup("{}{} {}").format(labels[name], chance.choice([":", ""]), value(name, draft.write(name)))
        if name in labels
        else value(name, draft.write(name))
        for name in names
    }
    lines: list[Markup] = []
    for name in names:
        joins = lines and name in {"applicant_municipality", "applicant_province", "applicant_email"}
        if joins and chance.random() < 0.7:
            gap = {"applicant_municipality": " ", "applicant_province": ", ", "applicant_email": " · "}[name]
            lines[-1] = lines[-1] + gap + shown[name]
        else:
            lines.append(shown[name])
    if chance.random() < 0.3:
        tail = lines[1:]
        chance.shuffle(tail)
        lines[1:] = tail
    return [Markup(chance.choice([" · ", " – ", ", "])).join(lines)] if chance.random() < 0.15 else lines  # noqa: S704 - our own words


def _mail(draft: _Draft) -> list[str | Markup]:
    """The printed headers; a message that names an address is from whom it is the address of."""
    hand, es = draft.hand, draft.hand.language == "es"
    sent = f"{hand.strangers('date')} {hand.chance.randint(7, 22)}:{hand.digits(1)}4"
    sent_on = "Enviado" if es else "Enviat"
    sender = draft.facts.get("applicant_email")
    told = hand.email() if sender is None or "representative_name" in draft.facts else value("applicant_email", sender)
    return [
        *([] if sender is None and "representative_name" not in draft.facts else [Markup("De: {}").format(told)]),
        f"{'Para' if es else 'Per a'}: registro@alicante.es",
        *([f"{sent_on}: {sent}"] if hand.chance.random() < 0.5 else []),
        f"{'Asunto' if es else 'Assumpte'}: {draft.procedure.title[hand.language]}",
    ]
