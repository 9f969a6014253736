"""Papers that are no forms: a typed letter, and what people attach (identity card, family title, bank certificate)."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit

from making import forms_money, ink, show
from making.cases import Case
from making.sheet import Sheet
from making.style import GREY, LEFT, RIGHT, WIDTH, Style

INSTRUCTIONS = """\
1. Interesado/a. Escriba apellidos y nombre como figuran en su DNI. Ejemplo: PÉREZ PÉREZ, ANA, 12345678Z.
2. Inmueble. La referencia catastral tiene 20 caracteres y figura en el recibo del IBI. Solo se bonifica la \
vivienda habitual; no se bonifican garajes ni trasteros con referencia propia.
3. Título. Debe estar vigente el 1 de enero del ejercicio. Marque la categoría que figure en el título.
4. Si desea además domiciliar el recibo, utilice el impreso REC-13 (orden de domiciliación SEPA). La exención \
del IVTM por discapacidad se pide con el impreso TRI-14 y la plusvalía se declara con el impreso TRI-17.
5. Plazo. Hasta el 31 de diciembre del año anterior. El plazo máximo para resolver es de seis meses; \
transcurrido sin notificación, la solicitud se entiende desestimada.
6. Documentos. Copia del DNI de la persona solicitante y copia del título de familia numerosa.
7. Dónde presentar. En la sede electrónica, en las oficinas de atención a la ciudadanía (OAC) con cita previa y \
en los demás lugares del artículo 16.4 de la Ley 39/2015, de 1 de octubre."""
SERIF = Style(accent=black, font="Serif", value_font="Serif", value_size=11.5, inset=34)


def general_request(case: Case, path: Path) -> None:
    """A letter written at home: no boxes, no captions."""
    sheet = Sheet(path, SERIF, title="Instància", language="ca")
    sheet.y -= 40
    name, address = case["applicant_name"], case["applicant_address"]
    home = f"{address}, {case['applicant_postal_code']} {case['applicant_municipality']}"
    sheet.paragraph(name, 12, "Serif-Bold")
    for line in (home, f"Tel. {show.phone(case['applicant_phone'])} · {case['applicant_email']}"):
        sheet.paragraph(line, 10.5)
    sheet.y -= 34
    opening = (
        f"{name}, major d'edat, amb DNI {case['applicant_id'][:8]}-{case['applicant_id'][8:]} i domicili a l'efecte de "
    )
    opening += f"notificacions en {home}, davant de l'Ajuntament d'Alacant comparec i, com millor procedisca,"
    sheet.paragraph(opening, 11.5)
    for heading, text in (("EXPOSA:", case["statement"]), ("SOL·LICITA:", case["petition"])):
        sheet.y -= 14
        sheet.paragraph(heading, 12, "Serif-Bold")
        sheet.y -= 4
        sheet.paragraph(text, 11.5)
    sheet.y -= 14
    sheet.paragraph("Demane que les notificacions d'este assumpte es facen per mitjans electrònics.", 11.5)
    sheet.y -= 22
    sheet.paragraph(f"{case['signature_place']}, {show.in_words(case['signature_date'], 'ca')}", 11.5)
    ink.signature(sheet.canvas, name, LEFT + 40, sheet.y - 62, 150, 46)
    sheet.y -= 66
    sheet.paragraph(name, 11.5)
    sheet.y -= 50
    sheet.paragraph("ALCALDIA-PRESIDÈNCIA DE L'AJUNTAMENT D'ALACANT", 10.5, "Serif-Bold")
    sheet.save()


def property_tax_bundle(case: Case, path: Path) -> None:
    """The form, the instructions on its back, the identity card's copy and the family title, scanned into one file."""
    style = Style(accent=forms_money.TAX_RED, heading="band", cell="above", value_font="Noto", value_size=9.2, air=12)
    sheet = Sheet(path, style, title="Bonificación IBI y documentos", language="es")
    forms_money.property_tax_relief(sheet, case)
    for page in (_instructions, _identity_card, _family_title):
        sheet.new_page()
        page(sheet, case)
    sheet.save()


def _instructions(sheet: Sheet, _case: Case) -> None:
    sheet.paragraph("INSTRUCCIONES PARA CUMPLIMENTAR EL IMPRESO TRI-15", 12, "Sans-Bold", forms_money.TAX_RED)
    sheet.y -= 8
    for point in INSTRUCTIONS.splitlines():
        sheet.paragraph(point, 9.5)
        sheet.y -= 5
    sheet.footer(page="TRI-15 · reverso")


def _identity_card(sheet: Sheet, case: Case) -> None:
    """A photocopy crossed by a watermark; a drawing that resembles no real card closely."""
    canvas = sheet.canvas
    x, y, width, height = 150.0, 560.0, 300.0, 186.0
    given, first, second = show.split_name(case["applicant_name"])
    canvas.setFillColor(HexColor("#e9eef0"))
    canvas.setStrokeColor(GREY)
    canvas.roundRect(x, y, width, height, 9, fill=1)
    canvas.setFillColor(HexColor("#b9c6cc"))
    canvas.roundRect(x, y + height - 30, width, 30, 9, stroke=0, fill=1)
    sheet.text(x + 12, y + height - 19, "ESPAÑA", "Sans-Bold", 11, black)
    sheet.text(x + 84, y + height - 19, "DOCUMENTO NACIONAL DE IDENTIDAD", "Sans", 8.5, black)
    canvas.setFillColor(HexColor("#9aa5ab"))
    canvas.rect(x + 14, y + 34, 76, 98, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#6d777d"))
    canvas.circle(x + 52, y + 96, 18, stroke=0, fill=1)
    canvas.ellipse(x + 20, y + 10 + 24, x + 84, y + 74, stroke=0, fill=1)
    lines = (("APELLIDOS", f"{first} {second}".upper()), ("NOMBRE", given.upper()))
    lines = (*lines, ("FECHA DE NACIMIENTO", show.slashed(case.also["birth"]).replace("/", " ")))
    lines = (*lines, ("VALIDEZ", "14 06 2031"), ("NÚM.", case["applicant_id"]))
    for number, (caption, value) in enumerate(lines):
        sheet.text(x + 104, y + 140 - number * 25, caption, "Sans", 5.5, GREY)
        sheet.text(x + 104, y + 129.5 - number * 25, value, "Sans-Bold", 9.5, black)
    canvas.saveState()
    canvas.translate(x + width / 2, y + height / 2)
    canvas.rotate(27)
    canvas.setFillColor(HexColor("#b03030"), alpha=0.35)
    canvas.setFont("Sans-Bold", 15)
    canvas.drawCentredString(0, 0, "COPIA SOLO PARA TRÁMITE MUNICIPAL")
    canvas.restoreState()
    sheet.text(LEFT, 60, "Documento ficticio: muestra de DovTech", "Sans", 6.5, GREY)


def _family_title(sheet: Sheet, case: Case) -> None:
    canvas = sheet.canvas
    canvas.setStrokeColor(HexColor("#8b6d1f"))
    canvas.setLineWidth(2)
    canvas.rect(LEFT - 8, 400, WIDTH + 16, 400)
    canvas.setLineWidth(0.6)
    canvas.rect(LEFT - 3, 405, WIDTH + 6, 390)
    sheet.y -= 24
    sheet.paragraph("GENERALITAT VALENCIANA", 13, "Serif-Bold")
    sheet.paragraph("Conselleria de Serveis Socials, Igualtat i Habitatge", 9.5, "Serif")
    sheet.y -= 18
    sheet.paragraph("TÍTOL DE FAMÍLIA NOMBROSA / TÍTULO DE FAMILIA NUMEROSA", 14, "Serif-Bold", HexColor("#8b6d1f"))
    sheet.y -= 10
    category = {"general": "GENERAL", "special": "ESPECIAL"}[case["large_family_category"]]
    for line in (
        f"Núm. de títol / Núm. de título: {case['large_family_title']}",
        f"Categoria / Categoría: {category}",
        f"Vàlid fins a / Válido hasta: {show.slashed(case['title_expiry'])}",
        f"Titular: {case['applicant_name']} · DNI {case['applicant_id']}",
        "Membres de la unitat familiar / Miembros de la unidad familiar:",
        *(f"     {number}. {name}" for number, name in enumerate([case["applicant_name"], *case.also["members"]], 1)),
    ):
        sheet.paragraph(line, 11, "Serif")
        sheet.y -= 3
    sheet.y -= 14
    sheet.paragraph("La cap del servei territorial d'Alacant", 9.5, "Serif-Italic")
    ink.signature(canvas, "cap del servei", LEFT + 20, sheet.y - 50, 130, 40)
    sheet.text(LEFT, 60, "Documento ficticio: muestra de DovTech", "Sans", 6.5, GREY)


def bank_certificate(case: Case, path: Path) -> None:
    """What a bank prints to prove who holds an account."""
    sheet = Sheet(path, SERIF, title="Certificado de titularidad", language="es")
    canvas = sheet.canvas
    canvas.setFillColor(HexColor("#0a4d8c"))
    canvas.rect(0, A4[1] - 58, A4[0], 58, stroke=0, fill=1)
    sheet.text(LEFT, A4[1] - 36, "Banca Litoral", "Serif-Bold", 20, white)
    sheet.text(RIGHT - 130, A4[1] - 34, "Oficina 3402 · Alicante", "Sans", 9, white)
    sheet.y -= 70
    sheet.paragraph("CERTIFICADO DE TITULARIDAD DE CUENTA", 13, "Serif-Bold")
    sheet.y -= 12
    words = (
        f"Banca Litoral certifica que {case['applicant_name']}, con documento {case['applicant_id']}, es titular de la "
    )
    words += f"cuenta corriente con IBAN {show.fours(case['iban'])}, abierta y operativa en el día de la fecha."
    sheet.paragraph(words, 11.5)
    sheet.y -= 12
    words = "Y para que conste ante quien proceda, se expide el presente en Alicante, a 18 de noviembre de 2026."
    sheet.paragraph(words, 11.5)
    ink.signature(canvas, "Banca Litoral", LEFT + 40, sheet.y - 76, 130, 42)
    sheet.y -= 84
    for line in simpleSplit("P. P. Banca Litoral, servicio de atención al cliente", "Serif-Italic", 10, WIDTH):
        sheet.paragraph(line, 10, "Serif-Italic")
    sheet.text(LEFT, 44, "Entidad ficticia: muestra de DovTech", "Sans", 6.5, GREY)
    sheet.save()
