"""Whether the values of a case are in order: types, bounds, the procedure's own rules, papers and art. 66."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from casework import identifiers
from casework.acceptance import sure_fields
from casework.fields import ANOTHER_APPLICATION, BY_CLERK, ONE_TICK, Classification, FieldReading, by_name
from casework.findings import Finding, finding
from casework.municipalities import provinces_of
from casework.procedure import FieldSpec, FieldType, Paper, Procedure, Rule, RuleKind
from casework.streets import NO_STREETS, StreetMap

_TOWN, _POSTAL_CODE = "applicant_municipality", "applicant_postal_code"
_HOME = "applicant_address"
_ALWAYS: Callable[[str], bool] = bool
# Only these two spellings: the standard library would also read 20260131 as a date and 1e5 or 1_000 as numbers.
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_TYPE_CHECKS: dict[FieldType, Callable[[str], bool]] = {
    FieldType.TAX_ID: identifiers.is_tax_id,
    FieldType.POSTAL_CODE: identifiers.is_postal_code,
    FieldType.PHONE: identifiers.is_phone,
    FieldType.EMAIL: identifiers.is_email,
    FieldType.IBAN: identifiers.is_iban,
    FieldType.PLATE: identifiers.is_plate,
    FieldType.CADASTRAL_REFERENCE: identifiers.is_cadastral_reference,
    FieldType.SOCIAL_SECURITY: identifiers.is_social_security,
    FieldType.VIN: identifiers.is_vin,
    FieldType.CHECKBOX: lambda value: value in {"true", "false"},
}


def is_valid(spec: FieldSpec, value: str, *, today: date) -> bool:
    """Whether a normalised value has the type, bounds, pattern and choices of its field."""
    if not _TYPE_CHECKS.get(spec.type, _ALWAYS)(value):
        return False
    if spec.choices and value not in spec.choices:
        return False
    if spec.pattern and not re.fullmatch(spec.pattern, value):
        return False
    if spec.type in {FieldType.DATE, FieldType.NUMBER, FieldType.AMOUNT}:
        return _in_bounds(spec, value, today)
    return True


def _in_bounds(spec: FieldSpec, value: str, today: date) -> bool:
    measured = measure(value)
    if measured is None or isinstance(measured, date) != (spec.type is FieldType.DATE):
        return False
    low, high = _bound(spec.minimum, today), _bound(spec.maximum, today)
    return (low is None or not _falls(low, measured)) and (high is None or not _falls(measured, high))


def _bound(text: str, today: date) -> date | Decimal | None:
    return today if text == "today" else measure(text)


def measure(value: str) -> date | Decimal | None:
    """A date (2026-01-31) or a number (1234.50) that can be compared; None where the text is neither."""
    if _NUMBER.fullmatch(value):
        return Decimal(value)
    try:
        return date.fromisoformat(value) if _DATE.fullmatch(value) else None
    except ValueError:  # 2026-02-30
        return None


def _falls(first: date | Decimal, second: date | Decimal) -> bool:
    """Whether two measures of one sort are in falling order; measures of two sorts never are."""
    if isinstance(first, date) and isinstance(second, date):
        return first > second
    if isinstance(first, Decimal) and isinstance(second, Decimal):
        return first > second
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """The fields with their acceptance decided, and everything that is not in order."""

    fields: tuple[FieldReading, ...]
    findings: tuple[Finding, ...]


def validate(
    procedure: Procedure,
    classification: Classification,
    fields: tuple[FieldReading, ...],
    *,
    today: date,
    illegible: frozenset[str] = frozenset(),
    streets: StreetMap = NO_STREETS,
) -> Validation:
    """Decide for each field whether it may be filed without a clerk, and find what is not in order.

    `today` is the day of presentation: papers and dates are judged by it, not by the day of the check. `illegible`
    names the fields of which a clerk said that nobody can make them out; where a value came since, it counts. Addresses
    in the council's town are looked for in its `streets`, where these are known.
    """
    given = by_name(fields)
    places = [*_place_findings(procedure, given), *_street_findings(procedure, given, streets)]
    odd = {one.field for one in places}
    checked = tuple(_checked(procedure, field, today) for field in fields)
    # An odd value is for a person to look at, and right where one gave it.
    doubted = odd - {field.name for field in fields if field.method == BY_CLERK}
    sure = sure_fields(procedure, checked, doubted)
    judged = tuple(replace(field, accepted=field.name in sure) for field in checked)
    values = by_name(judged)
    findings = [
        *_field_findings(procedure, judged),
        *places,
        *_missing_findings(procedure, values, illegible),
        *(_rule_finding(rule) for rule in procedure.rules if applies(rule.when, values) and _broken(rule, values)),
        *_paper_findings(procedure, classification, values),
        *_person_findings(procedure, values),
    ]
    return Validation(fields=judged, findings=tuple(findings))


def doubts_of_kind(classification: Classification, procedures: Mapping[str, Procedure]) -> tuple[Finding, ...]:
    """What is to be said of a kind that is less sure than its procedure asks for, or that is not all there is."""
    procedure = procedures[classification.kind]
    unsure = (finding("KIND_DOUBTFUL"),) if classification.confidence < procedure.threshold else ()
    titles = [procedures[other].title for other in classification.also if other in procedures and other != procedure.id]
    if not titles:
        return unsure
    named = {language: ", ".join(f"«{title[language]}»" for title in titles) for language in ("es", "ca")}
    return (*unsure, finding("SEVERAL_REQUESTS", label=named))


def doubts_of_bundle(classification: Classification) -> tuple[Finding, ...]:
    """For each document the page where an application that is not the case's seems to begin, whatever the kind."""
    begun: dict[str, int] = {}
    for part in classification.parts:
        if part.kind == ANOTHER_APPLICATION:
            begun.setdefault(part.document, part.pages[0])
    return tuple(
        finding("ANOTHER_APPLICATION", document=document, page=page, label={"es": str(page)})
        for document, page in begun.items()
    )


def _checked(procedure: Procedure, field: FieldReading, today: date) -> FieldReading:
    """The field with the check of its type among those passed or failed."""
    spec = procedure.fields.get(field.name)
    if spec is None:
        return replace(field, checks_failed=("in_procedure",))
    if not is_valid(spec, field.value, today=today):
        return replace(field, checks_failed=_with(field.checks_failed, spec.type))
    return replace(field, checks_passed=_with(field.checks_passed, spec.type))


def _with(checks: tuple[str, ...], check: FieldType) -> tuple[str, ...]:
    """The checks with one more, which stands once however often a case is judged."""
    return tuple(dict.fromkeys((*checks, check.value)))


def _field_findings(procedure: Procedure, fields: tuple[FieldReading, ...]) -> list[Finding]:
    return [
        finding(
            _fault(field),
            field=field.name,
            label=procedure.labels_of(field.name),
            document=field.document,
            page=field.page,
            box=field.box,
        )
        for field in fields
        if not field.accepted
    ]


def _fault(field: FieldReading) -> str:
    if ONE_TICK in field.checks_failed:
        return "TICKS_CONFLICT"
    return "FIELD_INVALID" if field.checks_failed else "FIELD_DOUBTFUL"


def _place_findings(procedure: Procedure, values: Mapping[str, str]) -> list[Finding]:
    """What cannot be of the applicant's address: a town that nobody knows, a postal code of another province."""
    town, code = values.get(_TOWN, ""), values.get(_POSTAL_CODE, "")
    provinces = provinces_of(town)
    if town and not provinces:
        return [finding("MUNICIPALITY_UNKNOWN", field=_TOWN, label=procedure.labels_of(_TOWN))]
    if town and identifiers.is_postal_code(code) and code[:2] not in provinces:
        return [finding("POSTAL_CODE_ELSEWHERE", field=_POSTAL_CODE, label=procedure.labels_of(_POSTAL_CODE))]
    return []


def _street_findings(procedure: Procedure, values: Mapping[str, str], streets: StreetMap) -> list[Finding]:
    """Addresses in streets that the council's town has not: its matters lie in it, an applicant may live elsewhere."""
    odd = []
    for spec in procedure.fields.values():
        address = values.get(spec.name, "")
        here = streets.covers(values.get(_TOWN, "")) if spec.name == _HOME else bool(streets.streets)
        if spec.type is FieldType.ADDRESS and address and here and not streets.has(address):
            near = streets.near(address)
            code, label = "STREET_NEARLY" if near else "STREET_UNKNOWN", procedure.labels_of(spec.name)
            odd.append(finding(code, field=spec.name, label=label, near=near))
    return odd


def _missing_findings(procedure: Procedure, values: Mapping[str, str], illegible: frozenset[str]) -> list[Finding]:
    codes = {
        name: "FIELD_ILLEGIBLE" if name in illegible else "NOT_SIGNED" if name == "signed" else "FIELD_MISSING"
        for name, spec in procedure.fields.items()
        if not values.get(name) and (spec.required or name in illegible)
    }
    if values.get("signed") == "false" and "signed" in procedure.fields:
        codes["signed"] = "NOT_SIGNED"
    return [finding(code, field=name, label=procedure.labels_of(name)) for name, code in codes.items()]


def applies(when: Mapping[str, tuple[str, ...]], values: Mapping[str, str]) -> bool:
    """Whether a case's values meet a condition: each named field has one of the values (`*`: any)."""
    return all(
        bool(values.get(name)) if "*" in wanted else values.get(name, "") in wanted for name, wanted in when.items()
    )


def _broken(rule: Rule, values: Mapping[str, str]) -> bool:
    return _RULES[rule.kind](rule, [values.get(name, "") for name in rule.fields])


def _order(_: Rule, given: list[str]) -> bool:
    known = [m for m in map(measure, given) if m is not None]
    return any(_falls(first, second) for first, second in pairwise(known))


def _at_least(rule: Rule, given: list[str]) -> bool:
    bound, known = measure(rule.value), measure(given[0])
    return bound is not None and known is not None and _falls(bound, known)


def _at_most(rule: Rule, given: list[str]) -> bool:
    bound, known = measure(rule.value), measure(given[0])
    return bound is not None and known is not None and _falls(known, bound)


def _ratio(rule: Rule, given: list[str]) -> bool:
    first, second = measure(given[0]), measure(given[1])
    if not isinstance(first, Decimal) or not isinstance(second, Decimal):
        return False
    return first > second * Decimal(rule.value)


_RULES: dict[RuleKind, Callable[[Rule, list[str]], bool]] = {
    RuleKind.ORDER: _order,
    RuleKind.AT_LEAST: _at_least,
    RuleKind.AT_MOST: _at_most,
    RuleKind.NEEDS: lambda _, given: not all(given),
    RuleKind.ANY_OF: lambda _, given: not any(given),
    RuleKind.DIFFERENT: lambda _, given: all(given) and len(set(given)) < len(given),
    RuleKind.RATIO: _ratio,
    RuleKind.NOTICE: lambda _rule, _given: True,
}


def _rule_finding(rule: Rule) -> Finding:
    return Finding(
        code=rule.code,
        severity=rule.severity,
        es=rule.es,
        ca=rule.ca,
        law=rule.law,
        field=rule.fields[0] if rule.fields else "",
    )


def _paper_findings(procedure: Procedure, classification: Classification, values: Mapping[str, str]) -> list[Finding]:
    brought = {part.kind for part in classification.parts}
    opposed = values.get("opposes_data_lookup") == "true"
    return [
        finding("PAPER_MISSING", label={"es": paper.es, "ca": paper.ca})
        for paper in procedure.papers
        if applies(paper.when, values) and not brought.intersection(paper.kinds) and _must_bring(paper, opposed)
    ]


def _must_bring(paper: Paper, opposed: bool) -> bool:  # noqa: FBT001 - the one fact that decides it
    return opposed or not paper.lookup


def _person_findings(procedure: Procedure, values: Mapping[str, str]) -> list[Finding]:
    found = []
    if procedure.restricted:
        found.append(finding("RESTRICTED"))
    if identifiers.is_legal_person(values.get("applicant_id", "")):
        found.append(finding("MUST_BE_ELECTRONIC", field="applicant_id"))
    return found
