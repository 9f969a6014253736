"""What is typed into a back-office for a case."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.filling.entries import TemplateEntries
from casework.case import Case
from casework.errors import EntryRefused, Misconfigured
from casework.filing import Filing, filing_key
from casework.procedure import FieldType, Procedure

CaseOf = Callable[..., Case]
Procedures = dict[str, Procedure]
PERSON = {
    "applicant_name": "Lucía  Ferrándiz Mora",
    "applicant_id": "48301927H",
    "applicant_address": "Calle Poeta Quintana 27, 3º A",
    "signature_date": "2026-11-16",
}


def test_a_case_file_holds_every_field_of_the_procedure(shipped: Path, procedures: Procedures, case_of: CaseOf) -> None:
    """The values of the application stand under `datos`, those of the file under its own names, blanks nowhere."""
    case = case_of("P08", **PERSON, proposal_title="Fuente & sombra <Ereta>", publish_consent="true")
    entry = TemplateEntries(shipped).render(case, procedures["P08"], "municipal_rest", "case_file")
    key = filing_key("DOV-2026-000042", "municipal_rest", "case_file")
    assert entry.key == key
    assert dict(entry.values) == {
        "external_key": key,
        "procedimiento": "P08",
        "asunto": "Propuesta ciudadana",
        "interesado_nif": "48301927H",
        "interesado_nombre": "Lucía Ferrándiz Mora",
        "fecha_entrada": "2026-11-23",
        "numero_solicitud": "DOV-2026-000042",
        "datos.applicant_address": "Calle Poeta Quintana 27, 3º A",
        "datos.signature_date": "2026-11-16",
        "datos.proposal_title": "Fuente & sombra <Ereta>",
        "datos.publish_consent": "true",
    }


def test_a_case_file_names_the_entry_of_the_register(shipped: Path, procedures: Procedures, case_of: CaseOf) -> None:
    """An entry can name the record that an earlier entry of the same case made."""
    filed = Filing(
        key="k", system="municipal_rest", entry="registry_entry", entry_version="1", record="REG-2026-000007",
        address="", account="robot", filed_at=datetime(2026, 11, 23, tzinfo=UTC),
    )  # fmt: skip
    case = case_of("P00", **PERSON).filed(filed)
    entry = TemplateEntries(shipped).render(case, procedures["P00"], "municipal_rest", "case_file")
    assert entry.values["numero_registro"] == "REG-2026-000007"


def test_a_registry_entry_has_the_official_time(shipped: Path, procedures: Procedures, case_of: CaseOf) -> None:
    """The moment of presentation is written in the council's own time, to the second."""
    case = case_of("P00", **PERSON, statement="Expone", petition="Solicita")
    entry = TemplateEntries(shipped).render(case, procedures["P00"], "municipal_rest", "registry_entry")
    assert entry.values["fecha_presentacion"] == "2026-11-23T00:30:00+01:00"
    assert entry.values["canal"] == "presencial"
    assert (entry.values["expone"], entry.values["solicita"]) == ("Expone", "Solicita")


def test_a_direct_debit_is_worded_as_its_form_is(shipped: Path, procedures: Procedures, case_of: CaseOf) -> None:
    """Choices become the list's words, dates Spanish dates, and the debtor with the applicant's NIF has their name."""
    case = case_of(
        "P13", **PERSON, tax_kind="ibi", debtor_id="48301927H", iban="ES0721001640980200451837", payment_kind="single"
    )
    entry = TemplateEntries(shipped).render(case, procedures["P13"], "municipal_web", "direct_debit")
    assert dict(entry.values) == {
        "tributo": "IBI - Bienes inmuebles",
        "deudor_nif": "48301927H",
        "deudor_nombre": "Lucía Ferrándiz Mora",
        "titular_nif": "48301927H",
        "titular_nombre": "Lucía Ferrándiz Mora",
        "iban": "ES0721001640980200451837",
        "tipo_pago": "Pago único",
        "fecha_firma": "16/11/2026",
    }


def test_a_value_that_is_too_long_is_refused(shipped: Path, procedures: Procedures, case_of: CaseOf) -> None:
    """Nothing is cut: the refusal names the field and the lengths, never the value."""
    case = case_of("P00", **{**PERSON, "applicant_name": "Lucía " * 50})
    with pytest.raises(EntryRefused) as refused:
        TemplateEntries(shipped).render(case, procedures["P00"], "municipal_rest", "case_file")
    assert refused.value.args[0] == "the value interesado_nombre has 299 characters and the field takes 200"


def test_a_needed_value_that_is_missing_is_refused(shipped: Path, procedures: Procedures, case_of: CaseOf) -> None:
    """The refusal names the field that the back-office cannot do without."""
    case = case_of("P13", **PERSON, tax_kind="ibi", debtor_id="48301927H")
    with pytest.raises(EntryRefused, match="the value iban is missing"):
        TemplateEntries(shipped).render(case, procedures["P13"], "municipal_web", "direct_debit")


def test_an_entry_nobody_wrote_is_misconfigured(shipped: Path, procedures: Procedures, case_of: CaseOf) -> None:
    """The message names the file to write."""
    with pytest.raises(Misconfigured, match=r"there is no entry municipal_web/moon — write .*municipal_web/moon\.yaml"):
        TemplateEntries(shipped).render(case_of("P00"), procedures["P00"], "municipal_web", "moon")


def test_a_field_no_procedure_has_is_misconfigured(
    tmp_path: Path, shipped: Path, procedures: Procedures, case_of: CaseOf
) -> None:
    """A misspelt field is an error, where a field the citizen left blank is empty."""
    shutil.copytree(shipped / "municipal_rest", tmp_path / "municipal_rest")
    path = tmp_path / "municipal_rest/case_file.yaml"
    path.write_text(path.read_text().replace("values.applicant_id", "values.aplicant_id"))
    with pytest.raises(Misconfigured, match="aplicant_id"):
        TemplateEntries(tmp_path).render(case_of("P00", **PERSON), procedures["P00"], "municipal_rest", "case_file")


def test_the_version_follows_the_files(tmp_path: Path, shipped: Path, procedures: Procedures, case_of: CaseOf) -> None:
    """The same files give the same version; another byte in one of them gives another, the key stays."""
    case = case_of("P00", **PERSON)

    def entry(folder: Path) -> tuple[str, str]:
        made = TemplateEntries(folder).render(case, procedures["P00"], "municipal_rest", "case_file")
        return made.version, made.key

    shutil.copytree(shipped / "municipal_rest", tmp_path / "municipal_rest")
    same = entry(tmp_path)
    with (tmp_path / "municipal_rest/system.yaml").open("a") as file:
        file.write("# touched\n")
    assert same == entry(shipped)
    assert entry(tmp_path)[0] != same[0]
    assert entry(tmp_path)[1] == same[1]


def test_every_target_of_every_procedure_has_an_entry(shipped: Path, procedures: Procedures, case_of: CaseOf) -> None:
    """What the procedures are filed by exists, and renders for a case that states every field."""
    entries = TemplateEntries(shipped)
    for procedure in procedures.values():
        for target in procedure.targets:
            case = case_of(procedure.id, **{**dict.fromkeys(procedure.fields, "x"), **_sound(procedure), **PERSON})
            key = entries.render(case, procedure, target.system, target.entry).key
            assert key == filing_key(case.number, target.system, target.entry)


def _sound(procedure: Procedure) -> dict[str, str]:
    """A value of the right type for the fields whose filters look at it."""
    dates = {name: "2026-11-16" for name, spec in procedure.fields.items() if spec.type is FieldType.DATE}
    return {**dates, **{name: next(iter(spec.choices)) for name, spec in procedure.fields.items() if spec.choices}}
