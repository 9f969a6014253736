"""Values are judged by their type, bounds and rules; papers and persons by the law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from fakes.ports import TODAY, procedure
from hypothesis import given
from hypothesis import strategies as st

from casework.fields import BY_CLERK, ONE_TICK, Classification, FieldReading, Part
from casework.findings import Finding, Severity
from casework.procedure import WHOLE_PAPER, FieldSpec, FieldType, Paper, Procedure, Rule, RuleKind
from casework.reading import Box
from casework.validation import applies, doubts_of_bundle, doubts_of_kind, is_valid, measure, validate

LABELS = {"es": ("Dato",), "ca": ("Dada",)}
KIND = Classification(kind="P08", confidence=1.0, language="es")


def spec(kind: FieldType = FieldType.TEXT, name: str = "value", **more: object) -> FieldSpec:
    """A field of that type."""
    return replace(FieldSpec(name=name, type=kind, labels=LABELS), **more)  # type: ignore[arg-type]


def read(name: str, value: str, **more: object) -> FieldReading:
    """A value that was surely read."""
    plain = FieldReading(name=name, value=value, raw=value, confidence=1.0, method="fake")
    return replace(plain, **more)  # type: ignore[arg-type]


def plain(*specs: FieldSpec, **more: object) -> Procedure:
    """A procedure of those fields."""
    return procedure(fields={each.name: each for each in specs}, **more)


def codes(judged: Procedure, *fields: FieldReading, told: Classification = KIND) -> list[str]:
    """What is not in order, as codes."""
    return [found.code for found in validate(judged, told, fields, today=TODAY).findings]


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (FieldType.TAX_ID, "48576231R", "48576231T"),
        (FieldType.POSTAL_CODE, "03002", "53001"),
        (FieldType.PHONE, "+34612345678", "902100000"),
        (FieldType.EMAIL, "ana@example.org", "ana@example"),
        (FieldType.IBAN, "ES9121000418450200051332", "ES9121000418450200051331"),
        (FieldType.PLATE, "1234BCD", "1234ABC"),
        (FieldType.CADASTRAL_REFERENCE, "9872023VH5797S0001WX", "9872O23VH5797S0001WX"),
        (FieldType.SOCIAL_SECURITY, "031234567852", "031234567853"),
        (FieldType.VIN, "WVWZZZ1JZXW000001", "WVWZZZ1JZXWO00001"),
        (FieldType.CHECKBOX, "false", "yes"),
        (FieldType.DATE, "2026-02-28", "2026-02-30"),
        (FieldType.AMOUNT, "1234.50", "1.234,50"),
        (FieldType.NUMBER, "20260131", "veinte"),
        (FieldType.TEXT, "x", ""),
        (FieldType.PERSON, "Ana López", ""),
        (FieldType.ADDRESS, "Calle Mayor 1", ""),
        (FieldType.CODE, "1-A", ""),
        (FieldType.CHOICE, "paper", ""),
    ],
)
def test_each_type_tells_right_from_wrong(kind: FieldType, right: str, wrong: str) -> None:
    """Every type of the catalogue has its check."""
    assert (is_valid(spec(kind), right, today=TODAY), is_valid(spec(kind), wrong, today=TODAY)) == (True, False)


@pytest.mark.parametrize(
    ("bounded", "value", "valid"),
    [
        (spec(FieldType.NUMBER, minimum="33", maximum="100"), "33", True),
        (spec(FieldType.NUMBER, minimum="33", maximum="100"), "32.9", False),
        (spec(FieldType.NUMBER, minimum="33", maximum="100"), "100", True),
        (spec(FieldType.NUMBER, minimum="33", maximum="100"), "100.1", False),
        (spec(FieldType.DATE, maximum="today"), "2026-11-23", True),
        (spec(FieldType.DATE, maximum="today"), "2026-11-24", False),
        (spec(FieldType.DATE, minimum="2026-01-01"), "2025-12-31", False),
        (spec(FieldType.DATE), "12", False),
        (spec(FieldType.AMOUNT), "2026-01-01", False),
        (spec(FieldType.CODE, pattern=r"\d-[A-Z]"), "1-A", True),
        (spec(FieldType.CODE, pattern=r"\d-[A-Z]"), "1-AB", False),
        (spec(FieldType.CHOICE, choices={"paper": {}}), "paper", True),
        (spec(FieldType.CHOICE, choices={"paper": {}}), "Papel", False),
    ],
)
def test_bounds_patterns_and_choices_hold(bounded: FieldSpec, value: str, valid: bool) -> None:  # noqa: FBT001 - a table
    """The bounds themselves are within; dates and numbers are not taken for one another."""
    assert is_valid(bounded, value, today=TODAY) is valid


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        ("20260131", Decimal(20260131)),
        ("-3.50", Decimal("-3.50")),
        *(
            (text, None)
            for text in ("2026-W05-6", "1e5", "1_000", "NaN", "Infinity", " 1", "1\n", "١٢", "", "2026-13-01")
        ),
    ],
)
def test_only_the_catalogues_spellings_are_measures(text: str, measured: date | Decimal | None) -> None:
    """ISO dates with hyphens and plain decimals; eight digits are a number, however they look."""
    assert measure(text) == measured


@given(st.text(max_size=30))
def test_no_text_makes_a_type_stumble(text: str) -> None:
    """Whatever was read, each type answers."""
    assert {is_valid(spec(kind), text, today=TODAY) for kind in FieldType} <= {True, False}


def rule(kind: RuleKind, *fields: str, value: str = "", **when: tuple[str, ...]) -> Rule:
    """A rule that is found as R when it is broken."""
    return Rule(code="R", kind=kind, fields=fields, severity=Severity.DOUBT, es="no", ca="no", value=value, when=when)


@pytest.mark.parametrize(
    ("tested", "values", "broken"),
    [
        (rule(RuleKind.ORDER, "a", "b"), {"a": "2026-01-02", "b": "2026-01-01"}, True),
        (rule(RuleKind.ORDER, "a", "b"), {"a": "2026-01-01", "b": "2026-01-01"}, False),
        (rule(RuleKind.ORDER, "a", "b", "c"), {"a": "3", "c": "2"}, True),
        (rule(RuleKind.ORDER, "a", "b"), {"a": "2026-01-02", "b": "1"}, False),
        (rule(RuleKind.AT_LEAST, "a", value="33"), {"a": "32"}, True),
        (rule(RuleKind.AT_LEAST, "a", value="33"), {"a": "33"}, False),
        (rule(RuleKind.AT_LEAST, "a", value="33"), {}, False),
        (rule(RuleKind.AT_MOST, "a", value="2026-01-01"), {"a": "2026-01-02"}, True),
        (rule(RuleKind.AT_MOST, "a", value="2026-01-01"), {"a": "2026-01-01"}, False),
        (rule(RuleKind.AT_MOST, "a", value="2026-01-01"), {"a": "x"}, False),
        (rule(RuleKind.NEEDS, "a", "b"), {"a": "1"}, True),
        (rule(RuleKind.NEEDS, "a", "b"), {"a": "1", "b": "2"}, False),
        (rule(RuleKind.ANY_OF, "a", "b"), {}, True),
        (rule(RuleKind.ANY_OF, "a", "b"), {"b": "2"}, False),
        (rule(RuleKind.DIFFERENT, "a", "b"), {"a": "1", "b": "1"}, True),
        (rule(RuleKind.DIFFERENT, "a", "b"), {"a": "1", "b": "2"}, False),
        (rule(RuleKind.DIFFERENT, "a", "b"), {}, False),
        (rule(RuleKind.RATIO, "a", "b", value="4"), {"a": "9", "b": "2"}, True),
        (rule(RuleKind.RATIO, "a", "b", value="4"), {"a": "8", "b": "2"}, False),
        (rule(RuleKind.RATIO, "a", "b", value="4"), {"a": "8"}, False),
        (rule(RuleKind.RATIO, "a", "b", value="4"), {"b": "8"}, False),
        (rule(RuleKind.NOTICE), {}, True),
        (rule(RuleKind.NOTICE, a=("yes",)), {"a": "yes"}, True),
        (rule(RuleKind.NOTICE, a=("yes",)), {"a": "no"}, False),
        (rule(RuleKind.NEEDS, "b", a=("*",)), {"a": "anything"}, True),
        (rule(RuleKind.NEEDS, "b", a=("*",)), {}, False),
    ],
)
def test_each_rule_is_broken_by_what_it_forbids(
    tested: Rule,
    values: dict[str, str],
    broken: bool,  # noqa: FBT001 - a table of cases
) -> None:
    """Every kind of rule, where it holds and where it does not; a value that is missing breaks only what needs it."""
    judged = plain(*(spec(name=name) for name in "abc"), rules=(tested,))
    assert ("R" in codes(judged, *(read(name, value) for name, value in values.items()))) is broken


def test_every_kind_of_rule_is_tested() -> None:
    """A new kind of rule needs a line above."""
    tables = test_each_rule_is_broken_by_what_it_forbids.pytestmark  # type: ignore[attr-defined]
    assert {row[0].kind for row in tables[0].args[1]} == set(RuleKind)


@pytest.mark.parametrize(("fields", "place"), [(("a", "b"), "a"), ((), "")])
def test_a_rules_finding_is_the_rules(fields: tuple[str, ...], place: str) -> None:
    """Code, severity, sentences and law are the council's; its place is the rule's first field."""
    broken = replace(rule(RuleKind.NOTICE, *fields), law="art. 1")
    found = validate(plain(rules=(broken,)), KIND, (), today=TODAY).findings
    assert found == (Finding(code="R", severity=Severity.DOUBT, es="no", ca="no", law="art. 1", field=place),)


@pytest.mark.parametrize(
    ("when", "values", "holds"),
    [({}, {}, True), ({"a": ("", "x")}, {}, True), ({"a": ("x",), "b": ("*",)}, {"a": "x"}, False)],
)
def test_a_condition_holds_where_each_part_does(
    when: dict[str, tuple[str, ...]],
    values: dict[str, str],
    holds: bool,  # noqa: FBT001 - a table of cases
) -> None:
    """No condition always holds; a missing value is the empty one."""
    assert applies(when, values) is holds


@pytest.mark.parametrize(
    ("papers", "kinds", "opposed", "missing"),
    [
        (Paper(kinds=("plan", "sketch"), es="Plano", ca="Pla"), ("form", "sketch"), "false", 0),
        (Paper(kinds=("plan",), es="Plano", ca="Pla"), ("form",), "false", 1),
        (Paper(kinds=("id_card",), es="DNI", ca="DNI", lookup=True), (), "false", 0),
        (Paper(kinds=("id_card",), es="DNI", ca="DNI", lookup=True), (), "true", 1),
        (Paper(kinds=("id_card",), es="DNI", ca="DNI", lookup=True), ("id_card",), "true", 0),
        (Paper(kinds=("plan",), es="Plano", ca="Pla", when={"opposes_data_lookup": ("true",)}), (), "false", 0),
    ],
)
def test_a_paper_is_asked_for_unless_the_council_may_look(
    papers: Paper, kinds: tuple[str, ...], opposed: str, missing: int
) -> None:
    """What another administration holds is only asked for where the citizen opposes the look-up (art. 28.2)."""
    told = replace(KIND, parts=tuple(Part(document="ab", pages=(1,), kind=kind) for kind in kinds))
    judged = plain(spec(FieldType.CHECKBOX, "opposes_data_lookup"), papers=(papers,))
    assert codes(judged, read("opposes_data_lookup", opposed), told=told).count("PAPER_MISSING") == missing


def test_a_field_is_accepted_from_its_threshold_on() -> None:
    """The field's own threshold goes before the procedure's; a doubt has the place of its field."""
    judged = plain(spec(name="own", threshold=0.5), spec(name="other"), threshold=0.9)
    box = Box(1, 2, 3, 4)
    fields = (
        read("own", "x", confidence=0.5),
        read("other", "x", confidence=0.89, document="ab", page=2, box=box),
    )
    result = validate(judged, KIND, fields, today=TODAY)
    assert [field.accepted for field in result.fields] == [True, False]
    [doubt] = result.findings
    assert (doubt.code, doubt.field, doubt.document, doubt.page, doubt.box) == ("FIELD_DOUBTFUL", "other", "ab", 2, box)
    assert doubt.es == "No hay seguridad suficiente de haber leído bien «Dato»."


def test_open_thresholds_are_the_models() -> None:
    """What the council set stays; the rest takes the model's bar for the field, or else for its type."""
    given = plain(spec(name="own", threshold=0.5), spec(name="named"), spec(FieldType.DATE, "a"), spec(name="open"))
    barred = given.with_bars({"named": 0.7, "date": 0.9, WHOLE_PAPER: 0.8})
    assert {name: barred.threshold_of(name) for name in barred.fields} == {
        "own": 0.5,
        "named": 0.7,
        "a": 0.9,
        "open": given.threshold,
    }
    assert {name: known.whole for name, known in barred.fields.items()} == {
        "own": None,
        "named": 0.8,
        "a": 0.8,
        "open": 0.8,
    }


def test_a_wrong_value_is_never_accepted_however_sure() -> None:
    """A failed check of a reader or of the type is one doubt, and is noted once however often it is judged."""
    judged = plain(spec(FieldType.DATE, "a"), spec(name="b"))
    fields = (read("a", "tomorrow"), read("b", "x", checks_failed=("two_readers",)))
    first = validate(judged, KIND, fields, today=TODAY)
    again = validate(judged, KIND, first.fields, today=TODAY)
    assert [(f.code, f.field) for f in first.findings] == [("FIELD_INVALID", "a"), ("FIELD_INVALID", "b")]
    assert [field.checks_failed for field in first.fields] == [("date",), ("two_readers",)]
    assert again == first


def test_boxes_that_contradict_each_other_are_a_doubt_of_their_own() -> None:
    """The person is told of the boxes, not of a value that is not valid; nothing is accepted."""
    result = validate(plain(spec(name="a")), KIND, (read("a", "x", checks_failed=(ONE_TICK,)),), today=TODAY)
    assert ([found.code for found in result.findings], result.fields[0].accepted) == (["TICKS_CONFLICT"], False)


def test_a_field_of_another_procedure_is_not_accepted() -> None:
    """It is shown under its own name."""
    result = validate(plain(), KIND, (read("stray", "x"),), today=TODAY)
    assert (result.fields[0].accepted, result.fields[0].checks_failed) == (False, ("in_procedure",))
    assert [(found.code, found.es) for found in result.findings] == [
        ("FIELD_INVALID", "El valor de «stray» no es válido.")
    ]


@pytest.mark.parametrize(
    ("required", "value", "expected"),
    [
        (True, None, ["NOT_SIGNED"]),
        (True, "false", ["NOT_SIGNED"]),
        (False, "false", ["NOT_SIGNED"]),
        (True, "true", []),
        (False, None, []),
    ],
)
def test_a_missing_signature_is_said_once(required: bool, value: str | None, expected: list[str]) -> None:  # noqa: FBT001 - a table
    """An empty signature box and a signature that nobody found are the same defect."""
    judged = plain(spec(FieldType.CHECKBOX, "signed", required=required))
    assert codes(judged, *([read("signed", value)] if value else [])) == expected


def test_a_required_field_must_have_a_value() -> None:
    """The one that is missing is named by its label, in both languages."""
    [found] = validate(plain(spec(required=True)), KIND, (), today=TODAY).findings
    assert (found.code, found.field) == ("FIELD_MISSING", "value")
    assert (found.es, found.ca) == ("Falta un dato obligatorio: Dato.", "Falta una dada obligatòria: Dada.")


@pytest.mark.parametrize("required", [True, False])
def test_what_nobody_can_make_out_is_told_apart_from_what_is_missing(required: bool) -> None:  # noqa: FBT001 - a table
    """Asked for or not; until a value comes."""
    judged, unread = plain(spec(required=required)), frozenset({"value", "of another procedure"})
    [found] = validate(judged, KIND, (), today=TODAY, illegible=unread).findings
    assert (found.code, found.field, found.severity) == ("FIELD_ILLEGIBLE", "value", Severity.DEFECT)
    assert (found.es, found.ca) == ("No se puede leer en el papel: Dato.", "No es pot llegir en el paper: Dada.")
    known = validate(judged, KIND, (read("value", "x"),), today=TODAY, illegible=unread).findings
    assert [one.code for one in known if one.code == "FIELD_ILLEGIBLE"] == []


def test_restricted_procedures_and_legal_persons_wait_for_a_person() -> None:
    """Both are doubts, whatever else is in order."""
    judged = plain(spec(FieldType.TAX_ID, "applicant_id"), restricted=True)
    assert codes(judged, read("applicant_id", "P0301400H")) == ["RESTRICTED", "MUST_BE_ELECTRONIC"]
    assert codes(judged, read("applicant_id", "48576231R")) == ["RESTRICTED"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (KIND, []),
        (replace(KIND, confidence=0.1), ["KIND_DOUBTFUL"]),
        (replace(KIND, also=("P77", KIND.kind, "P78")), ["SEVERAL_REQUESTS"]),
        (replace(KIND, also=(KIND.kind,)), []),  # a clerk has said meanwhile which of both it is
    ],
)
def test_what_is_asked_for_beside_the_kind_is_named(told: Classification, expected: list[str]) -> None:
    """Each request needs a file of its own, so the clerk hears which others there are."""
    known = replace(plain(), id=KIND.kind)
    other = replace(known, id="P77", title={"es": "Vado", "ca": "Gual"})
    found = doubts_of_kind(told, {known.id: known, other.id: other})
    assert [one.code for one in found] == expected
    for one in found:
        if one.code == "SEVERAL_REQUESTS":
            assert "«Vado»" in one.es
            assert "«Gual»" in one.ca


def test_another_application_in_the_file_is_told_once_for_each_document() -> None:
    """The page where it begins is named, so that a clerk can part it; such a case never goes on by itself."""
    other = "another_application"
    kinds = [("ab", 1, KIND.kind), ("ab", 2, other), ("ab", 4, other), ("cd", 3, "photo")]
    told = replace(KIND, parts=tuple(Part(document=d, pages=(page,), kind=kind) for d, page, kind in kinds))
    [found] = doubts_of_bundle(told)
    assert (found.code, found.severity, found.document, found.page) == ("ANOTHER_APPLICATION", Severity.DOUBT, "ab", 2)
    assert "página 2 " in found.es
    assert "pàgina 2 " in found.ca
    assert doubts_of_bundle(KIND) == ()


@pytest.mark.parametrize(
    ("town", "code", "odd", "accepted"),
    [
        ("Alicante", "03001", [], (True, True)),
        ("Alicante", "46004", ["POSTAL_CODE_ELSEWHERE"], (True, False)),
        ("San Vicente Aspe", "46004", ["MUNICIPALITY_UNKNOWN"], (False, True)),
        ("", "46004", [], (True, True)),
        ("Alicante", "53001", ["FIELD_INVALID"], (True, False)),
    ],
)
def test_a_town_is_a_municipality_and_its_postal_code_of_its_province(
    town: str, code: str, odd: list[str], accepted: tuple[bool, bool]
) -> None:
    """What a machine read so goes to a person, with the reason."""
    judged = plain(spec(name="applicant_municipality"), spec(FieldType.POSTAL_CODE, name="applicant_postal_code"))
    both = (read("applicant_municipality", town), read("applicant_postal_code", code))
    fields = tuple(field for field in both if field.value)
    result = validate(judged, KIND, fields, today=TODAY)
    assert [found.code for found in result.findings if found.code not in {"FIELD_DOUBTFUL", "FIELD_MISSING"}] == odd
    assert tuple(field.accepted for field in result.fields) == accepted[0 if town else 1 :]


def test_a_town_that_a_person_gave_stays_though_no_list_knows_it() -> None:
    """It is told, and asks for nothing more."""
    judged = plain(spec(name="applicant_municipality"))
    given_by_clerk = read("applicant_municipality", "Llogaret de Dalt", method=BY_CLERK)
    result = validate(judged, KIND, (given_by_clerk,), today=TODAY)
    assert [(found.code, found.severity) for found in result.findings] == [("MUNICIPALITY_UNKNOWN", Severity.NOTE)]
    assert result.fields[0].accepted
