"""Small papers and procedures for the tests of understanding."""

from __future__ import annotations

from dataclasses import replace

from casework.deadlines import Term, TermUnit
from casework.procedure import FieldSpec, FieldType, Procedure
from casework.reading import Page, Source
from nlp.corpus.paper import Paper
from nlp.extraction import Extractor
from nlp.layout import sheets_of
from nlp.resolver import resolve


def spec(name: str, kind: FieldType, *labels: str, required: bool = False) -> FieldSpec:
    return FieldSpec(name=name, type=kind, labels={"es": labels or (name,), "ca": labels or (name,)}, required=required)


def procedure(identity: str, title: str, *fields: FieldSpec) -> Procedure:
    common = (
        spec("applicant_name", FieldType.PERSON, "Nombre y apellidos", required=True),
        spec("applicant_id", FieldType.TAX_ID, "NIF", required=True),
        spec("applicant_address", FieldType.ADDRESS, "Domicilio"),
        spec("representative_name", FieldType.PERSON, "Nombre del representante"),
        spec("representative_id", FieldType.TAX_ID, "NIF del representante"),
        spec("signature_place", FieldType.TEXT, "Lugar"),
        spec("signature_date", FieldType.DATE, "Fecha", required=True),
        spec("signed", FieldType.CHECKBOX, "Firma", required=True),
    )
    return Procedure(
        id=identity,
        slug=identity.lower(),
        title={"es": title, "ca": title},
        unit="unit",
        unit_name={"es": "Unidad", "ca": "Unitat"},
        term=Term(3, TermUnit.MONTHS),
        retention_years=5,
        series="Series",
        fields={field.name: field for field in (*common, *fields)},
        titles_on_paper={"es": (title,), "ca": (title,)},
    )


PARKING = procedure(
    "P01", "Solicitud de tarjeta de residente", spec("vehicle_plate", FieldType.PLATE, "Matrícula", required=True)
)
WATER = procedure(
    "P06", "Reclamación por fuga de agua", spec("contract_number", FieldType.CODE, "Número de contrato", required=True)
)
ADDRESSED = procedure(
    "P00",
    "Instancia general",
    spec("applicant_postal_code", FieldType.POSTAL_CODE, "Código postal"),
    spec("applicant_municipality", FieldType.TEXT, "Municipio"),
    spec("applicant_phone", FieldType.PHONE, "Teléfono"),
    spec("applicant_email", FieldType.EMAIL, "Correo electrónico"),
)
PROCEDURES = {"P01": PARKING, "P06": WATER}


def form_page() -> Paper:
    """A form whose applicant and representative both have a name and a NIF."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    paper.write(40, 60, "Nombre y apellidos:", 8)
    paper.write(140, 60, "LÓPEZ SÁNCHEZ, MARÍA", 9)
    paper.write(40, 80, "NIF:", 8)
    paper.write(140, 80, "48576231R", 9)
    paper.write(40, 110, "DATOS DEL REPRESENTANTE", 9)
    paper.write(40, 130, "Nombre y apellidos:", 8)
    paper.write(140, 130, "Juan Gil Mira", 9)
    paper.write(40, 150, "NIF:", 8)
    paper.write(140, 150, "X1234567L", 9)
    paper.write(40, 190, "En Alicante, a 16 de noviembre de 2026", 9)
    paper.write(40, 700, "Ayuntamiento de Alicante NIF P0301400H", 6)
    return paper


def scanned(paper: Paper) -> Page:
    """The page as if it had been read from a picture."""
    page = paper.done().page
    return replace(page, words=tuple(replace(word, source=Source.OCR, confidence=0.99) for word in page.words))


def best_values(page: Paper | Page, asked: Procedure = ADDRESSED) -> dict[str, str]:
    """The best value of each field by the hand-weighed evidence alone."""
    sheets = sheets_of([("sha", page.done().page if isinstance(page, Paper) else page)])
    evidence = Extractor({**PROCEDURES, asked.id: asked}).evidence(sheets, asked)
    chosen = resolve(evidence.groups, [group.weight / 1.5 for group in evidence.groups])
    return {choice.group.field: choice.group.value for choice in chosen}


def cells(paper: Paper, y: float, *row: tuple[str, str, float]) -> None:
    """A row of cells from the left margin: caption, value, width."""
    x = 40.0
    for caption, value, width in row:
        paper.frame(x, y, x + width, y + 24)
        paper.write(x + 3, y + 2, caption, 6)
        if value:
            paper.write(x + 3, y + 12, value, 9)
        x += width
