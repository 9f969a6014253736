"""Applications made by the tests: one page, one person each, always valid."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_GIVEN = ("Nuria", "Vicent", "Amparo", "Joaquín", "Remedios", "Tomás", "Elvira", "Ramón", "Consuelo", "Andreu")
_SURNAMES = ("Sempere", "Llorca", "Brotons", "Pastor", "Gisbert", "Asensi", "Carbonell", "Picó", "Mira", "Verdú")


def tax_id(index: int) -> str:
    """The NIF of the index-th invented person."""
    number = 41_200_000 + index * 7_919
    return f"{number}{_LETTERS[number % 23]}"


def name(index: int) -> str:
    """The name of the index-th invented person."""
    first, second = _SURNAMES[index % 10], _SURNAMES[(index * 3 + 1) % 10]
    return f"{_GIVEN[(index * 7) % 10]} {first} {second}"


def truth(index: int, *, applicant: str = "", applicant_id: str = "") -> dict[str, str | None]:
    """What a clerk with the paper in hand would type."""
    return {
        "applicant_name": applicant or name(index),
        "applicant_id": applicant_id or tax_id(index),
        "proposal_title": f"Más sombra en la plaza número {index}",
        "signed": "true",
    }


def proposal(index: int, *, applicant: str = "", applicant_id: str = "", blank: str = "") -> bytes:
    """A citizen proposal (P08) as a digital one-page form; behind the caption `blank` nothing is filled in."""
    out = BytesIO()
    page = Canvas(out, pagesize=A4, invariant=True)
    page.setFont("Helvetica-Bold", 14)
    page.drawString(56, 780, "PROPUESTA CIUDADANA")
    page.setFont("Helvetica", 9)
    page.drawString(56, 764, "Ayuntamiento de Alicante - Participación ciudadana")
    y = 730.0
    for caption, value in (
        ("Nombre y apellidos:", applicant or name(index)),
        ("NIF:", applicant_id or tax_id(index)),
        ("Teléfono:", f"6{10_000_000 + index * 101:08d}"),
        ("Título de la propuesta:", f"Más sombra en la plaza número {index}"),
        ("Barrio:", "Benalúa"),
        ("Descripción de la propuesta:", f"Plantar {index + 3} árboles y poner dos bancos junto a la fuente."),
        ("Lugar:", "Alicante"),
        ("Fecha:", f"{1 + index % 20:02d}/11/2026"),
    ):
        page.setFont("Helvetica-Bold", 10)
        page.drawString(56, y, caption)
        page.setFont("Helvetica", 10)
        page.drawString(210, y, "" if caption == blank else value)
        y -= 26
    page.drawString(56, y, "Firmado:")
    page.drawString(210, y, applicant or name(index))
    page.line(210, y - 4, 380, y - 4)
    page.showPage()
    page.save()
    return out.getvalue()


def locked(data: bytes, password: str, revision: Literal[3, 4, 6] = 6) -> bytes:
    """That PDF as it comes from somebody who put a password on it; `revision` is the kind of lock, 6 that of today."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as file:
        modern = revision > 3
        file.save(out, encryption=pikepdf.Encryption(user=password, owner="o", R=revision, aes=modern, metadata=modern))
    return out.getvalue()
