"""Letters, e-mails, instances and notes: the procedure's facts told in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from casework.procedure import FieldType, Procedure
from nlp.corpus.web.forms import caption, dated, pages, signature
from nlp.corpus.web.render import Printed, printed, value
from nlp.corpus.web.style import Style
from nlp.corpus.web.values import Hand

_WHO = ("applicant_name", "applicant_id", "applicant_address", "applicant_postal_code", "applicant_municipality",
        "applicant_province", "applicant_phone", "applicant_email")  # fmt: skip
_APART = frozenset({*_WHO, "signature_place", "signature_date", "signed", "statement", "petition", "proposal_text"})
_OPENING = {
    "es": "Me dirijo a ustedes en relación con el asunto «{}» por los motivos que siguen.",
    "ca": "M'adrece a vosaltres en relació amb l'assumpte «{}» pels motius següents.",
}
_SAYINGS = {
    "es": ("Les indico {l}: {v}.", "En cuanto a {l}, es {v}.", "Hago constar {l} ({v}).", "Les facilito {l}, que es {v}.", "Conviene saber, respecto de {l}, lo siguiente: {v}."),  # noqa: E501 - a table reads better whole
    "ca": ("Us indique {l}: {v}.", "Pel que fa a {l}, és {v}.", "Faig constar {l} ({v}).", "Us facilite {l}, que és {v}.", "Convé saber, respecte de {l}, el següent: {v}."),  # noqa: E501 - a table reads better whole
}  # fmt: skip
_ROLES = {
    "es": {"representative_name": "quién me representa", "representative_id": "el NIF de mi representante"},
    "ca": {"representative_name": "qui em representa", "representative_id": "el NIF del meu representant"},
}
_YES = {"es": ("sí", "no"), "ca": ("sí", "no")}
_SENDER = {
    "es": "Yo, {applicant_name}, con documento {applicant_id}, vecino de {applicant_municipality} ({applicant_province}) "  # noqa: E501 - a table reads better whole
    "y con domicilio en "
    "{applicant_address} (C.P. {applicant_postal_code}), teléfono {applicant_phone} y correo {applicant_email},",
    "ca": "Jo, {applicant_name}, amb document {applicant_id}, veí de {applicant_municipality} ({applicant_province}) "
    "i amb domicili a "
    "{applicant_address} (C.P. {applicant_postal_code}), telèfon {applicant_phone} i correu {applicant_email},",
}
_CLOSINGS = {
    "es": ("Atentamente,", "Reciban un cordial saludo.", "Quedo a la espera de su respuesta.", "Gracias de antemano."),
    "ca": (
        "Atentament,",
        "Rebeu una salutació cordial.",
        "Quede a l'espera de la vostra resposta.",
        "Gràcies per endavant.",
    ),
}


def letter(procedure: Procedure, style: Style, hand: Hand, facts: Mapping[str, str]) -> Printed:
    """The request in running prose, with its sender in a block, in the first sentence or under the close."""
    language = hand.language
    told = {name: value(name, hand.written(procedure.fields[name], facts[name])) for name in _WHO if name in facts}
    body: list[Markup] = []
    if style.sender == "sentence" and len(told) == len(_WHO):
        body.append(Markup(_SENDER[language]).format(**told))  # noqa: S704 - the values are Markup
        told = {}
    body.append(Markup(_OPENING[language]).format(procedure.title[language]))  # noqa: S704 - likewise
    sentences = [
        _said(procedure, name, style, hand, facts) for name in procedure.fields if name in facts and name not in _APART
    ]
    hand.chance.shuffle(sentences)
    size = hand.chance.randint(2, 5)
    body += [Markup(" ").join(sentences[k : k + size]) for k in range(0, len(sentences), size)]
    heads = {"statement": {"es": "EXPONE: ", "ca": "EXPOSA: "}, "petition": {"es": "SOLICITA: ", "ca": "SOL·LICITA: "}}
    for name in ("statement", "proposal_text", "petition"):
        if name in facts:
            head = heads.get(name, {}).get(language, "") if style.shape == "instance" else ""
            body.append(Markup("{}{}").format(head, value(name, facts[name])))
    lines = list(told.values())
    html = pages().get_template("letter.html.j2").render(
        s=style, language=language, body=body, place=dated(hand, facts), signature=signature(facts),
        heading=procedure.title[language] if style.shape == "instance" else "",
        mail=_mail(procedure, hand) if style.shape == "mail" else [],
        sender=lines if style.sender != "closing" else [],
        closing=Markup("<br>").join([hand.chance.choice(_CLOSINGS[language]), *(lines if style.sender == "closing" else [])]),  # noqa: E501 - a table reads better whole
    )  # fmt: skip
    return printed(html)


def _said(procedure: Procedure, name: str, style: Style, hand: Hand, facts: Mapping[str, str]) -> Markup:
    spec, fact = procedure.fields[name], facts[name]
    if spec.type is FieldType.CHECKBOX:
        shown = value(name, _YES[hand.language][fact != "true"])
    elif spec.type is FieldType.CHOICE:
        shown = value(name, hand.chance.choice(spec.choices[fact][hand.language]))
    else:
        shown = value(name, hand.written(spec, fact))
    role = _ROLES[hand.language].get(name)
    label = role or caption(procedure.id, name, style, hand.language).split(" / ")[0]
    saying = Markup(hand.chance.choice(_SAYINGS[hand.language]))  # noqa: S704 - our own words
    return saying.format(l=label[0].lower() + label[1:], v=shown)


def _mail(procedure: Procedure, hand: Hand) -> list[str]:
    es = hand.language == "es"
    title = procedure.title[hand.language]
    return [
        f"De: {hand.email()}",
        f"{'Para' if es else 'Per a'}: registro@alicante.es",
        f"{'Asunto' if es else 'Assumpte'}: {title}",
    ]
