"""The generator's one door: documents of every kind, the same for the same seed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from email.message import EmailMessage
from email.utils import formataddr
from functools import partial
from pathlib import Path
from random import Random

import pikepdf
from reportlab.lib.colors import Color, black

from casework.procedure import Procedure
from nlp.corpus.made import Made
from nlp.corpus.office import degrade
from nlp.corpus.office.content import Plan, Wording, captions, plan
from nlp.corpus.office.design import Design, design
from nlp.corpus.office.draw import Form, Pen
from nlp.corpus.office.facts import Case, case, council
from nlp.corpus.office.fonts import HANDS
from nlp.corpus.office.others import OTHER_KINDS, PAPER_KINDS, other, paper
from nlp.corpus.office.prose import STYLES, told
from nlp.corpus.office.sheet import WIDTH, Sheet
from nlp.corpus.office.values import Inventor

SOURCES = ("acroform", "flattened", "digital", "scan", "bad_scan", "photo", "letter", "email")
_INKS = (Color(0.05, 0.1, 0.5), Color(0.1, 0.1, 0.15), Color(0.1, 0.15, 0.6))
_HARMED = frozenset({"scan", "bad_scan", "photo"})


def orders(
    procedures: Mapping[str, Procedure],
    families: Sequence[int],
    count: int,
    seed: int,
    *,
    others: float = 0.16,
    sources: Sequence[str] = SOURCES,
    styles: Sequence[int] = STYLES,
) -> Iterator[Callable[[], Made]]:
    """`count` documents of these form families and letter styles, made when they are asked for.

    The share `others` of them is no application. Procedures and sources take turns, so that each has its part.
    """
    chance = Random(f"office {seed}")
    ids = sorted(procedures)
    for number in range(count):
        one = Random(chance.getrandbits(64))
        inventor = Inventor(one, one.choice(["es", "es", "es", "ca", "ca"]))
        source = sources[(number + number // len(sources)) % len(sources)]
        if one.random() < others:
            yield partial(_other, number, inventor, source, procedures, families)
        elif source in {"letter", "email"}:
            yield partial(_letter, procedures[ids[number % len(ids)]], number, inventor, source, one.choice(styles))
        else:
            yield partial(_form, procedures[ids[number % len(ids)]], number, inventor, source, one.choice(families))


def documents(
    procedures: Mapping[str, Procedure],
    families: Sequence[int],
    count: int,
    seed: int,
    *,
    others: float = 0.16,
    sources: Sequence[str] = SOURCES,
) -> Iterator[Made]:
    """The documents of `orders`, made, with the letters of all styles."""
    return (make() for make in orders(procedures, families, count, seed, others=others, sources=sources))


def _form(
    procedure: Procedure, number: int, inventor: Inventor, source: str, family: int, *, blank: bool = False
) -> Made:
    look, chance = design(family), inventor.chance
    wording = Wording(family, inventor.language, look.both)
    facts = case(procedure.id, inventor, blank=blank)
    made = plan(procedure, facts, wording, look.habits, inventor)
    sheet = Sheet(chance)
    pen = _pen(source, chance)
    form = Form(sheet, look, wording, pen, chance, council(inventor), wording.of("titles", procedure.id))
    if source == "photo":
        look = replace(look, instructions=False)
    truth = _fill_in(form, made, facts, blank=blank)
    kinds = [procedure.id] * sheet.page
    kinds += _annexes(look, form, facts, inventor, source, blank=blank)
    data = sheet.finished()
    if source == "flattened":
        data = _flattened(data)
    if source in _HARMED:
        data = degrade.scanned(data, source, chance)
    kinds = kinds[:1] if source == "photo" else kinds
    places = {name: found for name, found in sheet.places.items() if name in truth}
    suffix = "jpg" if source == "photo" else "pdf"
    kind = "blank_form" if blank else procedure.id
    return Made(
        name=f"{number:05d}-{source}-{kind}.{suffix}", data=data, kind=kind, language=inventor.language, family=look.name, source=source,
        page_kinds=tuple(kinds), fields={} if blank else truth, places={} if blank else places, written={} if blank else sheet.written,
    )  # fmt: skip


def _fill_in(form: Form, made: Plan, facts: Case, *, blank: bool) -> dict[str, str]:
    """Draw all sections; returns the truth of the page."""
    form.head()
    for number, section in enumerate(made.sections, start=1):
        form.section(section, number)
    day = facts.facts.get("signature_date")
    place = facts.facts.get("signature_place")
    signed = (not blank and form.chance.random() < 0.93) or (blank and form.chance.random() < 0.3)
    form.signing(
        place.written if place else "", dict(day.parts) if day else None, day.written if day else "", signed=signed
    )
    form.foot()
    if not blank and form.chance.random() < 0.3:
        form.stamp(f"{facts.day.year}/{form.chance.randrange(1000, 99999)}", facts.day.strftime("%d/%m/%Y"))
    truth = dict(made.truth)
    if place and day:
        truth |= {"signature_place": place.value, "signature_date": day.value}
    return truth | {"signed": "true" if signed else "false"}


def _pen(source: str, chance: Random) -> Pen:
    if source in {"acroform", "flattened"}:
        return Pen("sans", 8.5, black, live=True)
    look = (
        chance.choice(["typed", "typed", "courier", "hand"])
        if source in _HARMED
        else chance.choice(["typed", "typed", "typed", "courier"])
    )
    if look == "hand":
        return Pen(chance.choice(HANDS), chance.uniform(11, 13), chance.choice(_INKS), slip=1.6)
    if look == "courier":
        return Pen("mono", chance.uniform(8.6, 10), Color(0.12, 0.12, 0.12), slip=chance.choice([0, 1.2, 2.0]))
    return Pen(
        chance.choice(["sans", "noto", "serif", "sans-bold"]),
        chance.uniform(8.4, 10),
        chance.choice([black, black, _INKS[0]]),
    )


def _annexes(look: Design, form: Form, facts: Case, inventor: Inventor, source: str, *, blank: bool) -> list[str]:
    """Instruction pages and papers behind the form; returns the kinds of their pages."""
    kinds: list[str] = []
    if source == "photo":
        return kinds
    if look.instructions:
        form.sheet.next_page()
        _instructions(form.sheet, inventor, look)
        kinds.append("instructions")
    if not blank and inventor.maybe(0.2):
        for kind in inventor.chance.sample(PAPER_KINDS, inventor.chance.choice([1, 1, 2])):
            form.sheet.next_page()
            own = kind == "id_document" and not facts.legal_person
            who, number = facts.facts["applicant_name"], facts.facts["applicant_id"]
            paper(kind, form.sheet, inventor, name=who.value if own else "", number=number.value if own else "")
            kinds.append(kind)
    return kinds


def _instructions(sheet: Sheet, inventor: Inventor, look: Design) -> None:
    y = 60.0
    lines = [pair[int(inventor.language == "ca")] for pair in captions()["instructions"]]
    if inventor.maybe(0.1):
        lines.append(captions()["machine_note"][int(inventor.language == "ca")])
    for place, line in enumerate(lines):
        y = (
            sheet.wrapped(
                50,
                y,
                line,
                size=11 if place == 0 else 9,
                font=f"{look.face}-bold" if place == 0 else look.face,
                right=WIDTH - 50,
            )
            + 8
        )


def _flattened(data: bytes) -> bytes:
    import io  # noqa: PLC0415 - only here

    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.flatten_annotations("all")
        if "/AcroForm" in pdf.Root:
            del pdf.Root["/AcroForm"]
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _letter(procedure: Procedure, number: int, inventor: Inventor, source: str, style: int) -> Made:
    facts = case(procedure.id, inventor)
    paragraphs, truth = told(facts, style, inventor)
    day, place = facts.facts["signature_date"], facts.facts["signature_place"]
    if source == "email":
        return _mail(facts, number, inventor, style, paragraphs, truth)
    sheet, chance = Sheet(inventor.chance), inventor.chance
    face = chance.choice(["serif", "sans", "mono", "noto", *HANDS[:2]])
    size, y = chance.uniform(10, 12), chance.uniform(60, 110)
    for paragraph in paragraphs:
        y = (
            sheet.flow(
                72,
                y,
                [(_writable(text, face), field) for text, field in paragraph],
                size=size,
                font=face,
                right=WIDTH - 70,
            )
            + size * 0.7
        )
    of = str(day.parts["of"])
    stated = f"{day.parts['day']} {of}{day.parts['month']} de {day.parts['year']}"
    joins = ("A ", ", ") if inventor.language == "ca" else ("En ", ", a ")
    y = sheet.flow(
        72,
        y + 8,
        [(joins[0], ""), (place.written, "signature_place"), (joins[1], ""), (stated, "signature_date")],
        size=size,
        font=face,
        right=WIDTH - 70,
    )
    signed = inventor.maybe(0.9)
    if signed:
        sheet.scribble(280, y + 12, 110, 38, Color(0.1, 0.1, 0.5), "signed")
    truth |= {"signature_place": place.value, "signature_date": day.value, "signed": "true" if signed else "false"}
    data, harm = sheet.finished(), chance.choice(["letter", "letter", "scan", "bad_scan"])
    if harm in _HARMED:
        data = degrade.scanned(data, harm, chance)
    return Made(
        name=f"{number:05d}-letter-{procedure.id}.pdf", data=data, kind=procedure.id, language=inventor.language, family=f"office-letter-{style:02d}",
        source=harm, page_kinds=(procedure.id,) * sheet.page, fields=truth, places=sheet.places, written=sheet.written,
    )  # fmt: skip


def _writable(text: str, face: str) -> str:
    return text.replace("€", "euros") if face in HANDS else text


def _mail(
    case_told: Case,
    number: int,
    inventor: Inventor,
    style: int,
    paragraphs: list[list[tuple[str, str]]],
    truth: dict[str, str],
) -> Made:
    """An e-mail; the reader lays its text out, so its values have no place of their own."""
    kind, message = case_told.procedure, EmailMessage()
    ca = inventor.language == "ca"
    message["Subject"] = inventor.chance.choice(
        ["Consulta", "Sol·licitud", "Assumpte pendent"]
        if ca
        else ["Consulta", "Solicitud", "Una petición", "Para el Ayuntamiento"]
    )
    if "representative_email" in case_told.beside:
        sender = case_told.beside["representative_email"].value
    else:
        sender = case_told.facts["applicant_email"].value
        truth = {**truth, "applicant_email": sender}
    who = case_told.facts[
        "applicant_name" if "applicant_email" in truth and sender == truth["applicant_email"] else "representative_name"
    ]
    message["From"] = formataddr((who.value, sender)) if inventor.maybe(0.6) else sender
    message["To"] = "registro@ayto.example"
    body = "\n\n".join("".join(text for text, _ in paragraph) for paragraph in paragraphs)
    message.set_content(body)
    return Made(
        name=f"{number:05d}-email-{kind}.eml", data=message.as_bytes(), kind=kind, language=inventor.language, family=f"office-letter-{style:02d}",
        source="email", page_kinds=(kind,), fields=truth,
    )  # fmt: skip


def _other(
    number: int, inventor: Inventor, source: str, procedures: Mapping[str, Procedure], families: Sequence[int]
) -> Made:
    kinds = (*OTHER_KINDS, *OTHER_KINDS, *PAPER_KINDS)
    kind = inventor.chance.choice(kinds)
    if kind == "blank_form":
        procedure = procedures[inventor.chance.choice(sorted(procedures))]
        shown = source if source not in {"letter", "email"} else "digital"
        return _form(procedure, number, inventor, shown, inventor.chance.choice(families), blank=True)
    sheet = Sheet(inventor.chance)
    if kind in OTHER_KINDS:
        other(kind, sheet, inventor)
    else:
        paper(kind, sheet, inventor)
    harm = source if source in _HARMED else "bad_scan" if kind in {"unreadable", "photo"} else "digital"
    data = sheet.finished()
    data = degrade.scanned(data, harm, inventor.chance) if harm in _HARMED else data
    suffix = "jpg" if harm == "photo" else "pdf"
    return Made(
        name=f"{number:05d}-{harm}-{kind}.{suffix}", data=data, kind=kind, language="" if kind == "unreadable" else inventor.language,
        family=f"office-{kind}", source=harm, page_kinds=(kind,),
    )  # fmt: skip


def write_set(made: Iterable[Made], folder: Path) -> None:
    """Write documents and `truth.jsonl`, in the form `dovtech evaluate` reads, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as truth:
        for one in made:
            (folder / one.name).write_bytes(one.data)
            told_fields = {name: {"true": True, "false": False}.get(value, value) for name, value in one.fields.items()}
            line = {
                "file": one.name,
                "kind": one.kind,
                "language": one.language,
                "source": one.source,
                "family": one.family,
                "fields": told_fields,
            }
            truth.write(json.dumps(line, ensure_ascii=False) + "\n")
