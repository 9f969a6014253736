"""The shipped procedures: they agree with the catalogue, and a new one needs no Python."""

from __future__ import annotations

import json
import shutil
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from casework.errors import Misconfigured
from casework.fields import Classification, FieldReading, Part
from casework.findings import Finding
from casework.procedure import FieldType, Procedure, Target
from casework.validation import validate
from dovtech.procedures import lint, load_calendars, load_kinds, load_procedures

REPO = Path(__file__).parents[3]
FOLDER = REPO / "procedures"
CATALOGUE = REPO.parent / "shared" / "catalogue.yaml"
VECTORS = REPO / "tests" / "unit" / "casework" / "vectors.json"
TODAY = date(2026, 11, 23)
IDS = [f"P{number:02d}" for number in range(18)]

FILE_ONLY = Target(system="municipal_rest", entry="case_file")
TARGETS = {
    "P00": {FILE_ONLY, Target(system="municipal_rest", entry="registry_entry")},
    "P02": {FILE_ONLY, Target(system="municipal_web", entry="third_party")},
    "P10": {FILE_ONLY, Target(system="municipal_web", entry="census")},
    "P13": {FILE_ONLY, Target(system="municipal_web", entry="direct_debit")},
}

NEW_PROCEDURE = """\
id: P18
slug: dog_licence
title: {es: Licencia de animal peligroso, ca: Llicència d'animal perillós}
titles_on_paper:
  es: [Licencia para la tenencia de animales potencialmente peligrosos]
  ca: [Llicència per a la tinença d'animals potencialment perillosos]
unit: citizen_service
term: {amount: 3, unit: months, silence: positive, law: art. 21.3 Ley 39/2015}
retention: {years: 5, series: Licencias de animales}
also_required: [applicant_phone]
fields:
  chip_number:
    type: code
    required: true
    pattern: "[0-9]{15}"
    labels: {es: [Número de microchip, Microchip], ca: [Número de microxip, Microxip]}
  breed_class:
    type: choice
    labels: {es: [Clase], ca: [Classe]}
    choices:
      listed: {es: [Incluida], ca: [Inclosa]}
      cross: {es: [Cruce], ca: [Encreuament]}
rules:
  - code: CROSS_BREED
    kind: notice
    when: {breed_class: [cross]}
    severity: doubt
    es: Un cruce necesita informe veterinario.
    ca: Un encreuament necessita informe veterinari.
papers:
  - {kinds: [insurance_policy], es: seguro, ca: assegurança}
back_offices:
  - {system: municipal_rest, entry: case_file}
"""


@pytest.fixture(scope="module")
def procedures() -> dict[str, Procedure]:
    return load_procedures(FOLDER)


@pytest.fixture(scope="module")
def catalogue() -> dict[str, Any]:
    if not CATALOGUE.is_file():
        pytest.skip(f"the catalogue is not beside this checkout: {CATALOGUE}")
    return yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))


def readings(values: dict[str, str]) -> tuple[FieldReading, ...]:
    return tuple(
        FieldReading(name=name, value=value, raw=value, confidence=1.0, method="test") for name, value in values.items()
    )


def found(procedure: Procedure, values: dict[str, str], *papers: str) -> tuple[Finding, ...]:
    parts = tuple(Part(document="d", pages=(page,), kind=kind) for page, kind in enumerate(papers, 1))
    classification = Classification(kind=procedure.id, confidence=1.0, language="es", parts=parts)
    return validate(procedure, classification, readings(values), today=TODAY).findings


def codes(procedure: Procedure, values: dict[str, str], *papers: str) -> set[str]:
    return {finding.code for finding in found(procedure, values, *papers)}


def missing_papers(procedure: Procedure, values: dict[str, str], *papers: str) -> list[str]:
    return [finding.es for finding in found(procedure, values, *papers) if finding.code == "PAPER_MISSING"]


def expected_fields(
    catalogue: dict[str, Any], procedure: dict[str, Any]
) -> dict[str, tuple[str, tuple[str, ...], bool]]:
    """Type, choices and whether it is required, by field name, as the catalogue has them."""
    required = {*catalogue["required_everywhere"], *procedure["required"]}
    return {
        name: ("choice", tuple(kind), name in required) if isinstance(kind, list) else (kind, (), name in required)
        for name, kind in (catalogue["common"] | procedure["fields"]).items()
    }


def test_all_eighteen_load_without_a_problem(procedures: dict[str, Procedure]) -> None:
    """The shipped folder is clean and holds P00 to P17 in order."""
    assert lint(FOLDER) == []
    assert list(procedures) == IDS


@pytest.mark.parametrize("number", IDS)
def test_a_procedure_is_that_of_the_catalogue(
    number: str, procedures: dict[str, Procedure], catalogue: dict[str, Any]
) -> None:
    """Slug, titles, restriction, field names, types, choices and what is required are those fixed for everyone."""
    fixed, procedure = catalogue["procedures"][number], procedures[number]
    assert fixed["slug"] == procedure.slug
    assert {"es": fixed["es"], "ca": fixed["ca"]} == procedure.title
    assert fixed.get("restricted", False) is procedure.restricted
    assert expected_fields(catalogue, fixed) == {
        name: (spec.type.value, tuple(spec.choices), spec.required) for name, spec in procedure.fields.items()
    }


def test_the_catalogue_has_no_other_procedures(procedures: dict[str, Procedure], catalogue: dict[str, Any]) -> None:
    """Nothing in the catalogue is left out."""
    assert catalogue["procedures"].keys() == procedures.keys()


def test_other_kinds_are_those_of_the_catalogue(catalogue: dict[str, Any]) -> None:
    """Classifier answers and attachment kinds are the fixed ones, each with a title in both languages."""
    kinds = load_kinds(FOLDER)
    assert list(catalogue["other_kinds"]) == list(kinds.others)
    assert catalogue["attachment_kinds"] == list(kinds.attachments)
    assert kinds.attachments["invoice"] == {"es": "Factura", "ca": "Factura"}


@pytest.mark.parametrize("number", IDS)
def test_targets(number: str, procedures: dict[str, Procedure]) -> None:
    """Every procedure opens a case file; four of them write somewhere else too."""
    assert TARGETS.get(number, {FILE_ONLY}) == set(procedures[number].targets)


def test_only_the_parking_concession_takes_applications_by_mail(procedures: dict[str, Procedure]) -> None:
    """E-mail is no place of presentation except where the council says so (R-07)."""
    assert [number for number, procedure in procedures.items() if procedure.mailbox_entry] == ["P01"]


def test_the_general_request_promises_no_silence(procedures: dict[str, Procedure]) -> None:
    """While the real procedure is unknown, no sense of silence may be printed."""
    assert procedures["P00"].term.silence == "none"


def test_every_field_has_three_names_on_paper_or_is_an_acronym(procedures: dict[str, Procedure]) -> None:
    """Labels are rich enough to be found on forms of other councils, in both languages."""
    poor = [
        (number, name, language)
        for number, procedure in procedures.items()
        for name, spec in procedure.fields.items()
        for language, labels in spec.labels.items()
        if len(set(labels)) < 3
    ]
    assert poor == []


def test_the_calendar_is_that_of_the_vectors() -> None:
    """The holidays are the ones that the deadline vectors were counted with."""
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))["holidays_alicante"]
    days = {date.fromisoformat(day) for year in vectors.values() for day in year}
    assert days == load_calendars(FOLDER).council.holidays


def test_all_procedures_load_in_a_blink() -> None:
    """The best of three loads takes under 300 ms: every command pays for it."""
    took = []
    for _ in range(3):
        start = time.perf_counter()
        load_procedures(FOLDER)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.3


@pytest.mark.parametrize(
    ("number", "values", "code"),
    [
        ("P00", {"representative_name": "Ana Gil Mas"}, "REPRESENTATIVE_WITHOUT_ID"),
        ("P00", {"representative_id": "48576231R"}, "REPRESENTATIVE_WITHOUT_NAME"),
        ("P00", {"representative_id": "48576231R", "applicant_id": "48576231R"}, "REPRESENTS_ONESELF"),
        ("P01", {"card_kind": "additional"}, "ADDITIONAL_CARD"),
        ("P02", {"period_start": "2027-02-01", "period_end": "2027-01-31"}, "PERIOD_REVERSED"),
        ("P02", {"stall_modality": "transfer"}, "STALL_TO_TRANSFER"),
        ("P03", {}, "NO_DIRECT_DEBIT"),
        ("P03", {"period_start": "2027-02-01", "period_end": "2027-01-31"}, "PERIOD_REVERSED"),
        ("P04", {"period_start": "2027-02-01", "period_end": "2027-01-31"}, "PERIOD_REVERSED"),
        ("P04", {"music": "true"}, "MUSIC"),
        ("P05", {}, "NO_CONTACT"),
        ("P05", {}, "RESTRICTED"),
        ("P06", {"leak_date": "2026-03-02", "repair_date": "2026-03-01"}, "REPAIR_BEFORE_LEAK"),
        ("P06", {}, "CLAIM_WITHOUT_OBJECT"),
        ("P07", {"offence_date": "2026-03-02", "notification_date": "2026-03-01"}, "NOTIFIED_BEFORE_OFFENCE"),
        ("P07", {"writ_kind": "driver_identification", "driver_name": "Ana Gil"}, "DRIVER_NOT_IDENTIFIED"),
        ("P07", {"writ_kind": "appeal"}, "WRIT_WITHOUT_REASONS"),
        ("P07", {"writ_kind": "allegation"}, "REDUCTION_LOST"),
        ("P07", {"writ_kind": "appeal"}, "APPEAL_TERM"),
        ("P08", {"publish_consent": "false"}, "NOT_TO_PUBLISH"),
        ("P10", {"registration_reason": "residence_change"}, "ORIGIN_MISSING"),
        ("P11", {"listed_building": "true"}, "LISTED_BUILDING"),
        ("P11", {"scaffolding": "true"}, "SCAFFOLDING"),
        ("P11", {"skip": "true"}, "SKIP_ON_STREET"),
        ("P12", {}, "AREA_UNKNOWN"),
        ("P13", {}, "NO_HOLDER"),
        ("P13", {"payment_kind": "single"}, "SINGLE_PAYMENT"),
        ("P14", {"disability_percent": "32"}, "DISABILITY_UNDER_33"),
        ("P14", {}, "ONE_VEHICLE_ONLY"),
        ("P15", {"main_residence": "false"}, "NOT_MAIN_RESIDENCE"),
        ("P15", {"household_size": "2"}, "FAMILY_TOO_SMALL"),
        ("P16", {"occupation_kind": "terrace", "tables": "6", "chairs": "25"}, "TOO_MANY_CHAIRS"),
        ("P16", {"occupation_kind": "terrace"}, "TERRACE_WITHOUT_SIZE"),
        ("P16", {"occupation_kind": "driveway"}, "DRIVEWAY_WITHOUT_SIZE"),
        ("P16", {"period_start": "2027-02-01", "period_end": "2027-01-31"}, "PERIOD_REVERSED"),
        ("P17", {"acquisition_date": "2026-03-02", "transfer_date": "2026-03-01"}, "ACQUIRED_AFTER_TRANSFER"),
        ("P17", {"event_kind": "inheritance"}, "DECEASED_UNKNOWN"),
    ],
)
def test_a_rule_is_found_broken(
    number: str, values: dict[str, str], code: str, procedures: dict[str, Procedure]
) -> None:
    """Each rule of the shipped procedures finds what it was written for."""
    assert code in codes(procedures[number], values)


@pytest.mark.parametrize(
    ("number", "values", "code"),
    [
        ("P00", {"representative_name": "Ana Gil Mas", "representative_id": "48576231R"}, "REPRESENTATIVE_WITHOUT_ID"),
        ("P06", {"leak_date": "2026-03-02", "repair_date": "2026-03-02"}, "REPAIR_BEFORE_LEAK"),
        ("P07", {"writ_kind": "appeal", "petition": "Que se anule"}, "WRIT_WITHOUT_REASONS"),
        ("P11", {"listed_building": "false"}, "LISTED_BUILDING"),
        ("P14", {"disability_percent": "33"}, "DISABILITY_UNDER_33"),
        ("P15", {"household_size": "3"}, "FAMILY_TOO_SMALL"),
        ("P16", {"occupation_kind": "terrace", "tables": "6", "chairs": "24"}, "TOO_MANY_CHAIRS"),
        ("P17", {"event_kind": "sale"}, "DECEASED_UNKNOWN"),
    ],
)
def test_a_rule_is_not_found_broken(
    number: str, values: dict[str, str], code: str, procedures: dict[str, Procedure]
) -> None:
    """At the edge of a rule nothing is found."""
    assert code not in codes(procedures[number], values)


def test_papers_held_by_administrations_are_not_asked_for(procedures: dict[str, Procedure]) -> None:
    """Without opposition no identity document, family title or certificate is missing (art. 28.2, R-15)."""
    assert [missing_papers(procedures[number], {}) for number in ("P13", "P14", "P15")] == [[], [], []]


def test_opposition_makes_them_due(procedures: dict[str, Procedure]) -> None:
    """Who forbids the council to look has to bring the papers."""
    assert missing_papers(procedures["P15"], {"opposes_data_lookup": "true"}, "id_document") == [
        "Falta un documento: título de familia numerosa en vigor."
    ]


def test_a_representative_proves_it(procedures: dict[str, Procedure]) -> None:
    """A declaration by a representative without proof lacks a paper (art. 5, R-16)."""
    values = {"representative_name": "Ana Gil Mas", "representative_id": "48576231R"}
    missing = missing_papers(procedures["P11"], values, "technical_report", "plan")
    assert missing == ["Falta un documento: acreditación de la representación (Anexo XIII)."]
    assert missing_papers(procedures["P11"], values, "technical_report", "plan", "power_of_attorney") == []


def test_a_title_out_of_date_goes_to_a_clerk(procedures: dict[str, Procedure]) -> None:
    """A family title is judged by the day of presentation (trap 31)."""
    assert "FIELD_INVALID" in codes(procedures["P15"], {"title_expiry": "2026-11-22"})
    assert "FIELD_INVALID" not in codes(procedures["P15"], {"title_expiry": "2026-11-23"})


def test_a_procedure_is_added_as_one_file(tmp_path: Path) -> None:
    """One YAML file and no Python: the new procedure lints, loads with the common fields, and validates."""
    folder = tmp_path / "procedures"
    shutil.copytree(FOLDER, folder)
    (folder / "P18_dog_licence.yaml").write_text(NEW_PROCEDURE, encoding="utf-8")
    assert lint(folder) == []
    procedure = load_procedures(folder)["P18"]
    assert procedure.fields["applicant_phone"].required
    assert procedure.fields["chip_number"].type is FieldType.CODE
    assert procedure.unit_name["ca"] == "Servei d'Atenció Integral a la Ciutadania"
    values = {
        "applicant_name": "Ana Gil Mas",
        "applicant_id": "48576231R",
        "applicant_phone": "+34612345678",
        "signature_date": "2026-11-20",
        "signed": "true",
        "chip_number": "941000012345678",
        "breed_class": "cross",
    }
    assert codes(procedure, values, "insurance_policy") == {"CROSS_BREED"}
    assert codes(procedure, values | {"chip_number": "94"}) == {"CROSS_BREED", "FIELD_INVALID", "PAPER_MISSING"}


def test_a_wrong_procedure_does_not_load(tmp_path: Path) -> None:
    """Loading stops at the first problem, with its file, its line and the mend."""
    folder = tmp_path / "procedures"
    shutil.copytree(FOLDER, folder)
    wrong = NEW_PROCEDURE.replace("type: code", "type: kode")
    (folder / "P18_dog_licence.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(Misconfigured) as refused:
        load_procedures(folder)
    assert str(refused.value).startswith(f"{folder}/P18_dog_licence.yaml:13: unknown field type 'kode' — use one of ")
    assert str(refused.value) == str(lint(folder)[0])


def test_wrong_calendars_and_kinds_do_not_load(tmp_path: Path) -> None:
    """The two smaller files are refused in the same words."""
    (tmp_path / "calendar.yaml").write_text("holidays: []\n", encoding="utf-8")
    (tmp_path / "kinds.yaml").write_text("other_kinds: {}\n", encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"calendar\.yaml:1: 'holidays' is wrong: list should have at least 1 item"):
        load_calendars(tmp_path)
    with pytest.raises(Misconfigured, match=r"kinds\.yaml:1: 'attachment_kinds' is missing — add"):
        load_kinds(tmp_path)
