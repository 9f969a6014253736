"""What a letter may say of a case, in the citizen's language; the words around it stand in the templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from casework.application import Language
from casework.case import Case
from casework.dates import long_date, long_moment
from casework.deadlines import Term, TermUnit
from casework.identifiers import masked_tax_id
from casework.procedure import Procedure

LANGUAGES = {Language.ES.value: "es", Language.CA.value: "ca-ES-valencia"}  # as BCP 47 has them

_GENERAL = "P00"
_UNITS = {
    "es": {
        TermUnit.WORKING_DAYS: ("día hábil", "días hábiles"),
        TermUnit.NATURAL_DAYS: ("día natural", "días naturales"),
        TermUnit.MONTHS: ("mes", "meses"),
    },
    "ca": {
        TermUnit.WORKING_DAYS: ("dia hàbil", "dies hàbils"),
        TermUnit.NATURAL_DAYS: ("dia natural", "dies naturals"),
        TermUnit.MONTHS: ("mes", "mesos"),
    },
}
_DAYS = {"es": {10: "diez", 15: "quince"}, "ca": {10: "deu", 15: "quinze"}}
_NORMS = {
    "Ley Orgánica": "Llei orgànica",
    "Real Decreto Legislativo": "Reial decret legislatiu",
    "Real Decreto": "Reial decret",
    "Decreto": "Decret",
    "Ley": "Llei",
    "Ordenanza": "Ordenança",
    "Resolución": "Resolució",
    " y ": " i ",
}


def is_entry(case: Case, procedure: Procedure | None) -> bool:
    """Whether the case has a date of entry: by e-mail only from a mailbox that gives one (art. 16.4)."""
    return case.has_entry(procedure)


def letter_language(case: Case) -> str:
    """The citizen's language, Spanish where the council writes no letters in it."""
    return case.language if case.language in LANGUAGES else Language.ES.value


def facts_of(case: Case, procedure: Procedure | None, *, official_time: tzinfo, draft: bool = False) -> dict[str, Any]:
    """The case as the templates name it; a value no clerk and no threshold vouches for is left out.

    `procedure_known` is false for general requests and unknown kinds, of which no letter may tell a term or a silence.
    """
    language = letter_language(case)
    moments = _moments(case, language, official_time)
    return {
        "number": case.number,
        "language": language,
        "lang": LANGUAGES[language],
        "languages": LANGUAGES,
        "channel": case.application.channel.value,
        "documents": case.application.documents,
        "person": _person(case),
        "subject": procedure.title.get(language, "") if procedure else "",
        "unit": _unit(case, procedure, language),
        "procedure_known": procedure is not None and procedure.id != _GENERAL,
        "term": _term(procedure.term, language) if procedure else None,
        "due": long_date(case.due, language) if case.due else "",
        "draft": draft,
        "competitive": procedure is not None and procedure.competitive,
        "requirement": _requirement(case, language, official_time),
        "payment": _payment(case),
        "destination": case.destination or _known(case).get("destination_body", ""),
        **moments,
    }


def _requirement(case: Case, language: str, official_time: tzinfo) -> dict[str, Any]:
    """What is still missing, in the citizen's words; nothing where nothing was asked."""
    asked = case.requirement
    if asked is None:
        return {}
    return {
        "defects": [
            {"words": defect.sentence(language), "law": _law(defect.law, language)} for defect in asked.missing
        ],
        "days": f"{_DAYS[language].get(asked.days, asked.days)} {_UNITS[language][TermUnit.WORKING_DAYS][1]}",
        "rest": len(asked.missing) < len(asked.defects),
        "asked": long_date(asked.asked_at.astimezone(official_time), language),
        "notified": long_date(asked.notified_on, language) if asked.notified_on else "",
        "due": long_date(asked.due, language) if asked.due else "",
    }


def _payment(case: Case) -> dict[str, str]:
    """What a system that was filled says is to be paid, and by which reference; empty where none says both."""
    for filing in case.filings:
        amount, reference = filing.read_back.get("payment_amount", ""), filing.read_back.get("payment_reference", "")
        if amount and reference:
            return {"amount": amount.replace(".", ","), "reference": reference}
    return {}


def _moments(case: Case, language: str, official_time: tzinfo) -> dict[str, str]:
    def here(moment: datetime) -> datetime:
        return moment.astimezone(official_time)

    last = case.events[-1].at if case.events else case.application.received_at
    return {
        "presented": long_moment(here(case.presented_at), language),
        "presented_day": long_date(here(case.presented_at), language),
        "received": long_moment(here(case.application.received_at), language),
        "written": long_date(here(last), language),
    }


def _person(case: Case) -> dict[str, str]:
    known = _known(case)
    return {
        "name": known.get("applicant_name", ""),
        "tax_id": masked_tax_id(known.get("applicant_id", "")),
        "representative": known.get("representative_name", ""),
    }


def _known(case: Case) -> dict[str, str]:
    return {field.name: field.value for field in case.fields if field.accepted}


def _unit(case: Case, procedure: Procedure | None, language: str) -> str:
    """The unit's name where the procedure gives one for the unit the case is at, else the unit as it is called."""
    if procedure and case.unit in {"", procedure.unit}:
        return procedure.unit_name.get(language, "")
    return case.unit


def _term(term: Term, language: str) -> Mapping[str, Any]:
    one, many = _UNITS[language][term.unit]
    words = f"{term.amount} {one if term.amount == 1 else many}"
    return {
        "amount": term.amount,
        "words": words,
        "silence": term.silence.value,
        "law": _law(term.law, language),
    }


def _law(source: str, language: str) -> str:
    """The norm as it is cited in the letter's language; procedures cite it in Spanish."""
    if language == Language.CA:
        for spanish, valencian in _NORMS.items():
            source = source.replace(spanish, valencian)
    return source
