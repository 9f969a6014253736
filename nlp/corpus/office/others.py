"""Documents that ask for none of the procedures, and the papers that come with those that do."""

from __future__ import annotations

from reportlab.lib.colors import Color

from nlp.corpus.office.facts import council
from nlp.corpus.office.prose import prose
from nlp.corpus.office.sheet import HEIGHT, WIDTH, Sheet
from nlp.corpus.office.values import Inventor

OTHER_KINDS = (
    "supplement",
    "complaint",
    "data_protection_right",
    "other_administration",
    "invoice",
    "blank_form",
    "unreadable",
    "spam",
)
PAPER_KINDS = (
    "id_document", "vehicle_permit", "driving_licence", "insurance_policy", "bank_certificate", "property_deed", "lease",
    "disability_certificate", "large_family_title", "payment_receipt", "technical_report", "plan", "photo", "invoice",
    "power_of_attorney", "other",
)  # fmt: skip


def paper(kind: str, sheet: Sheet, inventor: Inventor, *, name: str = "", number: str = "") -> None:
    """Draw a paper of an attachment kind on the current page."""
    who = inventor.person()
    slots = {
        "name": name or who.value, "given": who.parts["given"].upper(), "surnames": who.parts["surnames"].upper(),
        "id": number or inventor.tax_id().value, "plate": inventor.plate().value, "iban": inventor.iban().value, "digits": inventor.digits(8),
    }  # fmt: skip
    lines = [line.format(**slots) for line in prose()["papers"][kind][0]]
    if kind == "photo":
        _photo(sheet, inventor)
    elif kind == "plan":
        _plan(sheet, inventor)
    small = kind in {"id_document", "driving_licence", "vehicle_permit"}
    face = "sans" if small else inventor.chance.choice(["serif", "sans", "mono"])
    y = 110.0
    if small:
        sheet.rect(
            90,
            90,
            430,
            100 + 26 * len(lines),
            thick=1,
            color=Color(0.4, 0.5, 0.7),
            fill=Color(0.93, 0.95, 0.99),
            radius=9,
        )
        sheet.rect(104, 150, 170, 235, thick=0.5, fill=Color(0.7, 0.7, 0.7))
    for place, line in enumerate(lines):
        bold = place < 2 and face != "mono"
        y = (
            sheet.wrapped(
                190 if small else 70,
                y,
                line,
                size=13 if place == 0 else 10,
                font=f"{face}-bold" if bold else face,
                right=WIDTH - 60,
            )
            + 9
        )


def _photo(sheet: Sheet, inventor: Inventor) -> None:
    for _ in range(60):
        x, y = inventor.chance.uniform(60, 400), inventor.chance.uniform(160, 600)
        shade = inventor.chance.uniform(0.2, 0.85)
        sheet.rect(
            x,
            y,
            x + inventor.chance.uniform(20, 130),
            y + inventor.chance.uniform(20, 130),
            thick=0,
            fill=Color(shade, shade, shade * 0.9),
        )


def _plan(sheet: Sheet, inventor: Inventor) -> None:
    sheet.rect(70, 330, 520, 720, thick=2)
    for _ in range(7):
        x, y = inventor.chance.uniform(100, 480), inventor.chance.uniform(350, 690)
        sheet.line(x, 330, x, y, thick=2)
        sheet.line(70, y, x, y, thick=2)


def other(kind: str, sheet: Sheet, inventor: Inventor) -> None:
    """Draw a document of one of the other kinds, a blank form excepted."""
    which = int(inventor.language == "ca")
    if kind == "unreadable":
        for _ in range(240):
            x, y = inventor.chance.uniform(30, 560), inventor.chance.uniform(40, 800)
            sheet.line(
                x,
                y,
                x + inventor.chance.uniform(-30, 30),
                y + inventor.chance.uniform(-6, 6),
                thick=2.5,
                color=Color(0.5, 0.5, 0.5),
            )
        return
    if kind == "invoice":
        _invoice(sheet, inventor)
        return
    who, number = inventor.person(), inventor.tax_id()
    first, second = prose()["others"][kind][which]
    face = inventor.chance.choice(["serif", "sans", "mono"])
    y = sheet.wrapped(75, 90, first, size=12, font=face, right=WIDTH - 70) + 14
    if kind != "spam":
        line = f"{who.value}, {'amb' if which else 'con'} NIF {number.written}, {'domicili a' if which else 'domicilio en'} {inventor.address().written}."
        y = sheet.wrapped(75, y, line, size=11, font=face, right=WIDTH - 70) + 12
    y = sheet.wrapped(75, y, second, size=11, font=face, right=WIDTH - 70, lead=1.5) + 30
    if kind != "spam":
        sheet.scribble(300, y, 110, 36, Color(0.1, 0.1, 0.5))
        sheet.text(300, y + 48, who.value, size=9, font=face)


def _invoice(sheet: Sheet, inventor: Inventor) -> None:
    firm, house = inventor.company(), council(inventor)
    sheet.text(60, 60, firm.value, size=14, font="sans-bold")
    sheet.text(60, 80, f"CIF {inventor.company_id().written} · {inventor.address().value}", size=9, font="sans")
    sheet.text(360, 60, f"FACTURA {inventor.code('2026/####').value}", size=13, font="sans-bold")
    sheet.text(60, 120, f"Cliente: Ayuntamiento de {house['es']}   NIF {house['nif']}", size=10, font="sans")
    base = inventor.chance.randrange(80, 4000)
    rows = [
        ("Concepto", "Importe"),
        ("Suministro de material de oficina", f"{base},00 €"),
        ("Base imponible", f"{base},00 €"),
        ("IVA 21 %", f"{base * 0.21:.2f} €"),
        ("TOTAL FACTURA", f"{base * 1.21:.2f} €"),
    ]
    for place, (left, right) in enumerate(rows):
        y = 170 + 24 * place
        sheet.rect(60, y - 5, 530, y + 19, thick=0.5)
        sheet.text(66, y, left, size=10, font="sans")
        sheet.text(440, y, right, size=10, font="sans")
    sheet.text(
        60,
        HEIGHT - 90,
        "Forma de pago: transferencia a 30 días. Inscrita en el Registro Mercantil de Alicante.",
        size=8,
        font="sans",
    )
