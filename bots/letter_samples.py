"""Invented cases to look at letters with: one for each letter and language, short or long; nobody in them exists."""

from __future__ import annotations

from datetime import UTC, date, datetime

from casework.application import Application, Channel, Document
from casework.case import Case
from casework.deadlines import Silence, Term, TermUnit
from casework.fields import Classification, FieldReading
from casework.filing import Filing
from casework.journey import Actor, Event, Stage
from casework.procedure import Procedure
from casework.requirement import Defect, Requirement

CODE = "DOV7Q2M9XKD44TBHA3FF"
NO_ENTRY = "L1_no_entry"
_SUNDAY = datetime(2026, 11, 22, 18, 4, 9, tzinfo=UTC)
_MONDAY = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # midnight of the 23rd in Alicante
_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_DEFECTS = (
    Defect(
        code="FIELD_MISSING", es="Falta el NIF o NIE de la persona interesada. Indíquelo en su respuesta.",
        ca="Falta el NIF o NIE de la persona interessada. Indiqueu-lo en la vostra resposta.",
        law="art. 66.1.a Ley 39/2015",
    ),
    Defect(
        code="NOT_SIGNED", es="La solicitud no está firmada. Preséntela firmada.",
        ca="La sol·licitud no està signada. Presenteu-la signada.", law="art. 66.1.e Ley 39/2015",
    ),
    Defect(
        es="Falta el documento que acredita el domicilio: contrato, recibo o certificado de empadronamiento.",
        ca="Falta el document que acredita el domicili: contracte, rebut o certificat d'empadronament.",
    ),
)  # fmt: skip
PROCEDURE = Procedure(
    id="P01",
    slug="resident_parking",
    title={"es": "Tarjeta de residente para el estacionamiento regulado (ORA)",
           "ca": "Targeta de resident per a l'estacionament regulat (ORA)"},
    unit="mobility",
    unit_name={"es": "Servicio de Movilidad y Tráfico", "ca": "Servei de Mobilitat i Trànsit"},
    term=Term(3, TermUnit.MONTHS, Silence.NEGATIVE, "arts. 21.3 y 24.1 Ley 39/2015"),
    retention_years=5,
    series="Tarjetas de residente",
    fields={},
)  # fmt: skip


def sample(kind: str, language: str, *, long: bool = False) -> Case:
    """A case of which that letter could be written; `long` has many documents and defects, and long names."""
    repeat = 12 if long else 1
    names = ("solicitud.pdf", "justificante de domicilio con un nombre de archivo que no se acaba nunca.pdf")
    papers = tuple(
        Document(sha256=_HASH, name=names[place % 2], media_type="application/pdf", size=183_221)
        for place in range(2 * repeat)
    )
    channel = Channel.EMAIL if kind == NO_ENTRY else Channel.COUNTER
    person = "María de los Desamparados Fernández de Córdoba y Álvarez de las Asturias" if long else "Ana Sanz Llorca"
    asked = Requirement(
        asked_at=_MONDAY, by="clerk", defects=_DEFECTS * (4 if long else 1), letter="L4" if kind == "L4" else "L3",
        notified_on=date(2026, 11, 24), due=date(2026, 12, 10),
    )  # fmt: skip
    paid = Filing(
        key="k", system="town", entry="fee", entry_version="1", record="77", address="", account="robot",
        filed_at=_MONDAY, read_back={"payment_amount": "48.35", "payment_reference": "0350 2026 0000 4711"},
    )  # fmt: skip
    return Case(
        application=Application(number="DOV-2026-000347", received_at=_SUNDAY, channel=channel, documents=papers),
        presented_at=_MONDAY,
        classification=Classification(kind="P01", confidence=1, language=language),
        fields=(_value("applicant_name", person), _value("applicant_id", "48576231R")),
        filings=(paid,),
        requirements=(asked,),
        due=date(2027, 2, 23),
        events=(Event(at=_MONDAY, stage=Stage.NOTIFY, actor=Actor.ROBOT, what="notified"),),
    )


def _value(name: str, text: str) -> FieldReading:
    return FieldReading(name=name, value=text, raw=text, confidence=0.99, method="sample", accepted=True)
