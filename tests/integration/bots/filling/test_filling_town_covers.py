"""The demonstration back-office takes an application of each of the 18 procedures, in all its systems."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.ports import MOMENT
from fakes.town import Town

from bots.filling.entries import TemplateEntries
from bots.filling.once import fill
from bots.filling.systems import BackOffices
from casework.application import Application, Channel
from casework.case import Case
from casework.fields import Classification, FieldReading
from casework.filing import Filing
from casework.procedure import Procedure
from dovtech.procedures import load_procedures
from nlp.corpus.facts import facts
from nlp.corpus.values import Inventor, seeded

PROJECT = Path(__file__).resolve().parents[4]
PROCEDURES = load_procedures(PROJECT / "procedures")
COLLECTIONS = {
    "registry_entry": "asientos", "case_file": "expedientes", "third_party": "terceros",
    "direct_debit": "domiciliaciones", "census": "padron",
}  # fmt: skip


def invented(procedure: Procedure) -> Case:
    """A whole application of that procedure, which no sample shows."""
    seed = zlib.crc32(procedure.id.encode())
    values = {**facts(procedure, Inventor(seeded(seed))), "applicant_name": "Núria Peñón O'Brien"}
    blank = {name: Inventor(seeded(seed)).value(spec) for name, spec in procedure.fields.items()}
    application = Application(number=f"DOV-2026-{seed % 10**6:06}", received_at=MOMENT, channel=Channel.COUNTER,
                              documents=())  # fmt: skip
    return Case(
        application=application,
        presented_at=MOMENT,
        classification=Classification(kind=procedure.id, confidence=1.0, language="es"),
        fields=tuple(
            FieldReading(name=name, value=value, raw=value, confidence=1.0, method="clerk", accepted=True)
            for name, value in {**blank, **values}.items()
        ),
    )


def test_there_are_eighteen_and_each_is_filed_somewhere() -> None:
    """No procedure ends without a record."""
    assert len(PROCEDURES) == 18
    assert [procedure.id for procedure in PROCEDURES.values() if not procedure.targets] == []


@pytest.mark.parametrize("kind", sorted(PROCEDURES))
def test_it_takes_an_application(town: Town, robots: BackOffices, kind: str) -> None:
    """Each entry is written, read back field by field, and is one record behind the robot's back."""
    procedure, entries = PROCEDURES[kind], TemplateEntries(PROJECT / "templates/entries")
    case = invented(procedure)
    for target in procedure.targets:
        entry = entries.render(case, procedure, target.system, target.entry)
        proof = fill(robots[target.system], entry)
        assert proof.found is False
        assert len(town.records(COLLECTIONS[target.entry], external_key=entry.key)) == 1
        filing = Filing(key=entry.key, system=target.system, entry=target.entry, entry_version=entry.version,
                        record=proof.record.id, address="", account="robot", filed_at=MOMENT)  # fmt: skip
        case = replace(case, filings=(*case.filings, filing))
