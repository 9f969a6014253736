"""What a form asks, in its order and wording, before any design draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from casework.procedure import FieldType, Procedure
from nlp.corpus.office.facts import Case
from nlp.corpus.office.values import Datum, Inventor

_CAPTIONS = Path(__file__).parent / "captions.yaml"
_COMBED = frozenset({FieldType.TAX_ID, FieldType.IBAN, FieldType.PHONE, FieldType.POSTAL_CODE, FieldType.DATE, FieldType.PLATE,
                     FieldType.CADASTRAL_REFERENCE, FieldType.SOCIAL_SECURITY, FieldType.VIN})  # fmt: skip
_WIDE = frozenset(
    {
        FieldType.PERSON,
        FieldType.ADDRESS,
        FieldType.TEXT,
        FieldType.EMAIL,
        FieldType.IBAN,
        FieldType.CADASTRAL_REFERENCE,
    }
)
LONG = frozenset({"statement", "petition", "proposal_text", "works_description"})


@cache
def captions() -> Mapping[str, Any]:
    """The wordings of forms."""
    loaded: Mapping[str, Any] = yaml.safe_load(_CAPTIONS.read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True)
class Cell:
    """One thing a form asks: `look` is line, comb, area, choice, tick, yes_no or sign; `span` its share of a row of 12."""

    field: str
    caption: str
    text: str = ""
    look: str = "line"
    span: int = 4
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    rows: tuple[tuple[Cell, ...], ...]
    role: str = ""


@dataclass(frozen=True)
class Wording:
    """A family's own choice of words: the same family always prints the same captions."""

    seed: int
    language: str
    both: bool = False

    def of(self, *path: str) -> str:
        """The words for one thing, in one language or, on a bilingual form, in both."""
        held: Any = captions()
        for key in path:
            held = held[key]
        spanish, valencian = (part.split("|") for part in held)
        place = Random(f"{self.seed}-{'-'.join(path)}").randrange(max(len(spanish), len(valencian)))
        es, ca = str(spanish[place % len(spanish)]), str(valencian[place % len(valencian)])
        if self.both:
            return es if es == ca else f"{es} / {ca}"
        return ca if self.language == "ca" else es


@dataclass
class Plan:
    """The questions of one form and, field by field, what the citizen's paper truly says."""

    sections: list[Section]
    truth: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Habits:
    """How a family asks: names whole or split, addresses whole or split, combs or not, its order of sections."""

    names: str = "whole"
    addresses: str = "whole"
    combs: bool = False
    yes_no: bool = False
    representative_first: bool = False
    consent: bool = True
    notification: bool = True


def plan(procedure: Procedure, case: Case, wording: Wording, habits: Habits, inventor: Inventor) -> Plan:
    """A form for a case; optional questions may stay blank, required ones of the procedure do not."""
    made = Plan([])
    keep = _kept(procedure, case, inventor)
    applicant = Section(
        wording.of("sections", "applicant"), tuple(_person("applicant", keep, made, wording, habits)), "applicant"
    )
    agent = Section(
        wording.of("sections", "representative"),
        tuple(_person("representative", keep, made, wording, habits)),
        "representative",
    )
    made.sections += [agent, applicant] if habits.representative_first else [applicant, agent]
    if habits.notification:
        made.sections.append(_notification(made, wording, keep, inventor, case))
    made.sections.append(
        Section(_object_title(wording), tuple(_object(procedure, keep, made, wording, habits)), "object")
    )
    if habits.consent:
        made.sections.append(_consent(made, wording, keep, inventor))
    return made


def _object_title(wording: Wording) -> str:
    return wording.of("sections", "object")


def _kept(procedure: Procedure, case: Case, inventor: Inventor) -> dict[str, Datum]:
    """The facts that the citizen wrote down: some optional ones are left blank."""
    needed = {name for name, spec in procedure.fields.items() if spec.required}
    kept = {}
    for name, datum in {**case.facts, **case.beside}.items():
        known = name in needed or name in LONG or not inventor.maybe(0.12)
        if known:
            kept[name] = datum
    return kept


def _person(
    role: str, keep: Mapping[str, Datum], made: Plan, wording: Wording, habits: Habits
) -> list[tuple[Cell, ...]]:
    def cell(part: str, name: str, span: int, text: str | None = None, look: str = "line") -> Cell:
        full = f"{role}_{name}"
        datum = keep.get(full)
        tag = full if role == "applicant" or name in {"name", "id"} else ""
        if datum is not None and tag:
            made.truth[full] = datum.value
        shown = "" if datum is None else datum.written if text is None else text
        return Cell(tag, wording.of("parts", part), shown, look, span, value=datum.value if datum else "")

    comb = "comb" if habits.combs else "line"
    who, where = keep.get(f"{role}_name"), keep.get(f"{role}_address")
    parts = who.parts if who else {}
    rows: list[tuple[Cell, ...]] = []
    number = cell("id", "id", 3, look=comb)
    if habits.names == "split" and (not who or parts):
        rows.append(
            (
                number,
                cell("given", "name", 3, parts.get("given", "")),
                cell("surname1", "name", 3, parts.get("surname1", "")),
                cell("surname2", "name", 3, parts.get("surname2", "")),
            )
        )
    elif habits.names == "surnames_first":
        rows.append(
            (
                cell("surnames_first", "name", 8, parts.get("surnames_first", who.written if who else "")),
                cell("id", "id", 4, look=comb),
            )
        )
    else:
        rows.append((cell("name", "name", 8), cell("id", "id", 4, look=comb)))
    rows += _address(cell, where, habits)
    rows.append(
        (
            cell("postal_code", "postal_code", 2, look=comb),
            cell("municipality", "municipality", 6),
            cell("province", "province", 4)
            if role == "applicant"
            else Cell("", wording.of("parts", "province"), span=4),
        )
    )
    rows.append((cell("phone", "phone", 4, look=comb), cell("email", "email", 8)))
    if role == "representative":
        rows.append((Cell("", wording.of("parts", "capacity_of"), span=12),))
    return rows


def _address(cell: Any, where: Datum | None, habits: Habits) -> list[tuple[Cell, ...]]:
    parts = where.parts if where else {}
    if habits.addresses == "split":
        return [
            (
                cell("way", "address", 2, parts.get("way", "")),
                cell("street", "address", 7, parts.get("street", "")),
                cell("number", "address", 3, parts.get("number", "")),
            ),
            tuple(cell(p, "address", 3, parts.get(p, "")) for p in ("block", "stair", "floor", "door")),
        ]
    if habits.addresses == "half":
        sizes = (("house", 6), ("number", 2), ("stair", 1), ("floor", 2), ("door", 1))
        block = parts.get("block", "")
        row = [cell(p, "address", s, parts.get(p, "")) for p, s in sizes]
        return [tuple(row)] if not block else [(*row[:2], cell("block", "address", 1, block), *row[2:])]
    return [(cell("address", "address", 12),)]


def _notification(made: Plan, wording: Wording, keep: dict[str, Datum], inventor: Inventor, case: Case) -> Section:
    chosen = ""
    if "applicant_name" in keep and inventor.maybe(0.82):
        chosen = "electronic" if case.legal_person or inventor.maybe(0.5) else "paper"
        made.truth["notification_channel"] = chosen
    cell = _choice("notification_channel", chosen, ("paper", "electronic"), wording)
    return Section(wording.of("sections", "notification"), ((cell,),), "notification")


def _choice(name: str, chosen: str, choices: Sequence[str], wording: Wording) -> Cell:
    options = tuple((choice, wording.of("choices", name, choice)) for choice in choices)
    return Cell(name, wording.of("fields", name), "", "choice", 12, options, chosen)


def _consent(made: Plan, wording: Wording, keep: dict[str, Datum], inventor: Inventor) -> Section:
    ticked = bool(keep) and inventor.maybe(0.15)
    if keep:
        made.truth["opposes_data_lookup"] = "true" if ticked else "false"
    cell = Cell(
        "opposes_data_lookup",
        wording.of("fields", "opposes_data_lookup"),
        look="tick",
        span=12,
        value="true" if ticked else "false" if keep else "",
    )
    return Section(wording.of("sections", "consent"), ((cell,),), "consent")


def _object(
    procedure: Procedure, keep: dict[str, Datum], made: Plan, wording: Wording, habits: Habits
) -> list[tuple[Cell, ...]]:
    """The procedure's own questions: short ones share rows, choices and long texts have their own."""
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []

    def close() -> None:
        if row:
            spans = 12 - sum(cell.span for cell in row)
            row[-1] = Cell(
                row[-1].field, row[-1].caption, row[-1].text, row[-1].look, row[-1].span + spans, value=row[-1].value
            )
            rows.append(tuple(row))
            row.clear()

    for name in _own_fields(procedure):
        spec, datum = procedure.fields[name], keep.get(name)
        if datum is not None:
            made.truth[name] = datum.value
        if spec.type is FieldType.CHOICE:
            close()
            rows.append((_choice(name, datum.value if datum else "", list(spec.choices), wording),))
        elif spec.type is FieldType.CHECKBOX:
            close()
            rows.append((_flag(name, datum, made, wording, habits),))
        elif name in LONG:
            close()
            rows.append((Cell(name, wording.of("fields", name), datum.written if datum else "", "area", 12),))
        else:
            look = "comb" if habits.combs and spec.type in _COMBED else "line"
            span = 7 if spec.type in _WIDE else 4 if look == "line" else 5
            if sum(cell.span for cell in row) + span > 12:
                close()
            row.append(
                Cell(
                    name,
                    wording.of("fields", name),
                    datum.written if datum else "",
                    look,
                    span,
                    value=datum.value if datum else "",
                )
            )
    close()
    return rows


def _flag(name: str, datum: Datum | None, made: Plan, wording: Wording, habits: Habits) -> Cell:
    if habits.yes_no:
        options = (("true", wording.of("answer_yes")), ("false", wording.of("answer_no")))
        return Cell(name, wording.of("fields", name), "", "yes_no", 12, options, datum.value if datum else "")
    if datum is None and made.truth:  # a single box that is not ticked says no
        made.truth[name] = "false"
    return Cell(name, wording.of("fields", name), "", "tick", 12, value=datum.value if datum else "false")


def _own_fields(procedure: Procedure) -> list[str]:
    return [name for name in procedure.fields if name not in COMMON]


COMMON = frozenset(
    "applicant_name applicant_id applicant_address applicant_postal_code applicant_municipality applicant_province applicant_phone applicant_email"
    " representative_name representative_id notification_channel opposes_data_lookup signature_place signature_date signed".split()
)
