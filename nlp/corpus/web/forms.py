"""Forms of the procedures: sections of captioned cells, filled in by a hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from casework.procedure import FieldSpec, FieldType, Procedure
from nlp.corpus.web.cells import filled, split, splits
from nlp.corpus.web.render import Printed, printed, value
from nlp.corpus.web.style import Style
from nlp.corpus.web.values import Hand, wording

_WIDE = frozenset({FieldType.ADDRESS, FieldType.PERSON, FieldType.CHECKBOX, FieldType.CHOICE, FieldType.IBAN})
_LONG = frozenset({"statement", "petition", "proposal_text", "works_description"})
_EXAMPLES = {
    FieldType.TAX_ID: "12345678Z",
    FieldType.IBAN: "ES91 2100 0418 4502 0005 1332",
    FieldType.DATE: "31/12/2025",
    FieldType.PHONE: "600 000 000",
}
_APART = frozenset({"signature_place", "signature_date", "signed"})
_HEADINGS = {
    "es": {"applicant": "Datos del interesado",
           "representative": "Representante (en su caso)",
           "notification": "Notificaciones",
           "opposes": "Consulta de datos (art. 28.2 Ley 39/2015)", "own": "Datos de la solicitud"},
    "ca": {"applicant": "Dades de l'interessat",
           "representative": "Representant (si és el cas)", "notification": "Notificacions",
           "opposes": "Consulta de dades (art. 28.2 Llei 39/2015)", "own": "Dades de la sol·licitud"},
}  # fmt: skip
_FINE = {
    "es": "Los datos personales serán tratados por el Ayuntamiento para tramitar su solicitud (RGPD)."
    " Puede ejercer sus derechos de acceso, rectificación y supresión ante el delegado de protección de datos.",
    "ca": "Les dades personals seran tractades per l'Ajuntament per a tramitar la seua sol·licitud (RGPD)."
    " Podeu exercir els drets d'accés, rectificació i supressió davant del delegat de protecció de dades.",
}


@lru_cache(maxsize=1)
def pages() -> Environment:
    """The templates of this package."""
    return Environment(loader=PackageLoader("nlp.corpus.web"), autoescape=True)


def caption(procedure: str, name: str, style: Style, language: str) -> str:
    """How this family names a field, in both languages where it is bilingual."""
    table = wording("labels")
    entry = table.get(f"{procedure}.{name}") or table[name]
    other = {"es": "ca", "ca": "es"}[language]
    own = str(entry[language][style.wording % len(entry[language])])
    twin = str(entry[other][style.wording % len(entry[other])])
    return f"{own} / {twin}" if style.bilingual and twin != own else own


def form(procedure: Procedure, style: Style, hand: Hand, facts: Mapping[str, str]) -> Printed:
    """The form as it is handed in; fields without a fact stay blank."""
    groups: dict[str, list[FieldSpec]] = {}
    for name, spec in procedure.fields.items():
        if name not in _APART:
            head = name.split("_")[0] if name != "notification_date" else "own"
            groups.setdefault(head if head in _HEADINGS["es"] else "own", []).append(spec)
    order = ["applicant", "representative", "own", "notification", "opposes"]
    if style.wording % 3 == 0:
        order = ["own", "applicant", "representative", "notification", "opposes"]
    sections = [
        {
            "title": f"{n}. {title}" if style.numbered else title,
            "rows": _rows(procedure.id, groups[key], style, hand, facts),
        }
        for n, key in enumerate((key for key in order if key in groups), start=1)
        for title in [_HEADINGS[hand.language][key]]
    ]
    titles = procedure.titles_on_paper[hand.language]
    html = pages().get_template("form.html.j2").render(
        s=style, language=hand.language, council=hand.word("councils"), unit=hand.word("units"), sections=sections,
        title=titles[style.wording % len(titles)],
        stamp={"es": "REGISTRO DE ENTRADA", "ca": "REGISTRE D'ENTRADA"}[hand.language],
        entry=_entry(hand), place=dated(hand, facts), signature=signature(facts), fine=_FINE[hand.language],
        sign_caption={"es": "Firma", "ca": "Signatura"}[hand.language],
    )  # fmt: skip
    return printed(html)


def _entry(hand: Hand) -> str:
    """What the register's stamp says, where the paper was stamped: a number and a day that are no field's."""
    if hand.chance.random() < 0.5:
        return ""
    return f"{hand.chance.randint(2024, 2026)}/{hand.digits(6)} · {hand.strangers('date')}"


def dated(hand: Hand, facts: Mapping[str, str]) -> Markup:
    """The line of place and date above the signature."""
    town = value("signature_place", facts["signature_place"]) if "signature_place" in facts else Markup("____________")
    day = Markup("__________")
    if "signature_date" in facts:
        day = value("signature_date", hand.date(facts["signature_date"], named=hand.chance.random() < 0.6))
    return Markup({"es": "En {}, a {}", "ca": "{}, {}"}[hand.language]).format(town, day)  # noqa: S704 - both are Markup


def signature(facts: Mapping[str, str]) -> Markup:
    """A scribble where it is signed."""
    if facts.get("signed") != "true":
        return Markup("")
    seed = sum(map(ord, facts.get("applicant_name", "x")))
    points = " ".join(f"{10 + 13 * k} {20 + (seed * (k + 3) * 7) % 31 - 15}" for k in range(9))
    drawn = (
        f'<svg width="130" height="45"><polyline points="{points}" fill="none" stroke="#223" stroke-width="1.6"/></svg>'
    )
    return Markup('<a class="m" href="dov:signed#">{}</a>').format(Markup(drawn))  # noqa: S704 - drawn from numbers


def _rows(
    procedure: str, specs: list[FieldSpec], style: Style, hand: Hand, facts: Mapping[str, str]
) -> list[list[Any]]:
    rows: list[list[Any]] = []
    free = 0
    for spec in specs:
        for text, span, content in _cells(procedure, spec, style, hand, facts.get(spec.name)):
            if span > free:
                if rows:
                    rows[-1][-1]["span"] += free
                rows.append([])
                free = style.columns
            free -= span
            rows[-1].append({"caption": text, "span": span, "long": spec.name in _LONG, "value": content})
    if rows:
        rows[-1][-1]["span"] += free
    return rows


def _cells(
    procedure: str, spec: FieldSpec, style: Style, hand: Hand, fact: str | None
) -> Iterator[tuple[str, int, Markup]]:
    """The captions, spans and contents of a field's cells."""
    text = caption(procedure, spec.name, style, hand.language)
    if splits(spec, style, hand, fact):
        role = "" if spec.name.startswith("applicant") else f" ({text.split(' / ')[0]})"
        for name, share, content in split(spec, style, hand, fact):
            yield name + role, share, content
        return
    span = style.columns // (2 if spec.type in _WIDE else 3)
    if spec.name in _LONG or spec.type is FieldType.CHOICE:
        span = style.columns
    if style.surnames_first and spec.type is FieldType.PERSON and spec.name == "applicant_name":
        text = {"es": "Apellidos y nombre", "ca": "Cognoms i nom"}[hand.language]
    if style.example and spec.type in _EXAMPLES:
        text += f" (ej.: {_EXAMPLES[spec.type]})"
    yield text, span, filled(spec, style, hand, fact)
