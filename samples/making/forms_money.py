"""Forms of the tax office: direct debit, vehicle tax exemption, property tax relief."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.colors import HexColor

from making import blocks, show
from making.cases import Case
from making.sheet import Sheet
from making.style import Cell, Style

TAX_RED = HexColor("#8a1c1c")


def direct_debit(case: Case, path: Path) -> None:
    style = Style(accent=HexColor("#14365c"), heading="tab", cell="above", value_font="Mono", value_size=9.2, air=11)
    sheet = Sheet(path, style, title="Orden de domiciliación SEPA", language="es")
    office = "Tesorería Municipal · Recaudación voluntaria"
    title = "Orden de domiciliación de adeudo directo SEPA"
    sheet.header(
        title, "Orde de domiciliació de deute directe SEPA", office=office, code="REC-13 · un impreso por recibo"
    )
    sheet.section("A", "PERSONA QUE PRESENTA LA ORDEN")
    blocks.applicant_whole(sheet, case)
    sheet.row(Cell("Provincia", case["applicant_province"], 1), Cell("Fax / otro teléfono", "", 2))
    sheet.section("B", "RECIBO QUE SE DOMICILIA")
    taxes = ("ibi", "IBI urbana"), ("waste", "Tasa de basura"), ("ivtm", "IVTM vehículos"), ("iae", "IAE")
    taxes = (*taxes, ("vado", "Vado"), ("markets", "Mercados"))
    sheet.ticks("Tributo:", *((label, case.chose("tax_kind", tax)) for tax, label in taxes))
    sheet.row(
        Cell("Número fijo o de recibo", case["tax_reference"], 1.2),
        Cell("Titular del recibo (deudor)", case["debtor_name"], 2.2),
        Cell("NIF del deudor", case["debtor_id"], 1),
    )
    sheet.section("C", "CUENTA DE CARGO")
    sheet.row(
        Cell("Titular de la cuenta", case["account_holder_name"], 3),
        Cell("NIF del titular de la cuenta", case["account_holder_id"], 1.2),
    )
    sheet.row(Cell("IBAN (24 posiciones)", case["iban"], comb=24))
    sheet.row(Cell("BIC / SWIFT", case["bic"], 1), Cell("Entidad y oficina", "", 2))
    kinds = (("recurrent", "Recurrente"), ("single", "Único"))
    sheet.ticks("Tipo de pago:", *((label, case.chose("payment_kind", kind)) for kind, label in kinds))
    sheet.section("D", "AUTORIZACIÓN")
    sheet.paragraph(
        "Mediante la firma de esta orden, el deudor autoriza al Ayuntamiento de Alicante (identificador del acreedor "
        "ES19000P0301400H) a enviar instrucciones a su entidad para adeudar su cuenta, y a la entidad a efectuar los "
        "adeudos. Tiene derecho al reembolso en las ocho semanas que siguen a la fecha del adeudo.",
        7.6,
    )
    sheet.sign(blocks.place_and_date(case), case["applicant_name"], caption="Firma del deudor")
    sheet.section("E", "DOCUMENTOS QUE ACOMPAÑA")
    papers = (
        ("Copia del NIF del deudor", True),
        ("Certificado de titularidad de la cuenta", True),
        ("Último recibo", False),
    )
    sheet.ticks("", *papers)
    instructions = (
        "Instrucciones: firme en la casilla. La orden surte efecto en el siguiente periodo si se presenta dos "
    )
    instructions += "meses antes de su inicio. No sirve para IBI rústica ni para recibos en ejecutiva."
    sheet.footer(instructions, blocks.PRIVACY["es"], page="Ejemplar para la Administración")
    sheet.save()


def vehicle_tax_exemption(case: Case, path: Path) -> None:
    style = Style(accent=TAX_RED, heading="rule", cell="grid", value_font="Serif", value_size=10.5, air=9)
    sheet = Sheet(path, style, title="Exención del IVTM", language="es")
    office = "Gestión Tributaria · Impuesto sobre vehículos"
    title = "Solicitud de exención del IVTM por discapacidad"
    sheet.header(title, "Sol·licitud d'exempció de l'IVTM per discapacitat", office=office, code="TRI-14")
    sheet.section("1.", "SUJETO PASIVO (TITULAR DEL VEHÍCULO)")
    blocks.applicant_in_parts(sheet, case)
    sheet.section("2.", "REPRESENTANTE")
    blocks.representative(sheet, case)
    sheet.section("3.", "VEHÍCULO")
    sheet.row(
        Cell("Matrícula", show.plate(case["vehicle_plate"]), 1), Cell("Número de bastidor", case["vehicle_vin"], 2)
    )
    sheet.section("4.", "RECONOCIMIENTO DE LA DISCAPACIDAD")
    sheet.row(
        Cell("Grado reconocido (%)", case["disability_percent"], 1),
        Cell("Fecha de la resolución", show.slashed(case["resolution_date"]), 1),
        Cell("Organismo", "", 1.5),
    )
    uses = ("drives", "Conduce la persona con discapacidad"), ("transport", "Se destina a su transporte")
    sheet.ticks("Uso exclusivo:", *((label, case.chose("vehicle_use", use)) for use, label in uses))
    sheet.section("5.", "NOTIFICACIÓN Y CONSULTA DE DATOS")
    blocks.notification(sheet, case)
    blocks.opposition(sheet, case)
    sheet.section("6.", "DOCUMENTOS QUE APORTA")
    papers = ("Resolución o certificado del grado", True), ("Permiso de circulación", True), ("Ficha técnica", True)
    sheet.ticks("", *papers, ("Declaración de uso exclusivo", False))
    sheet.section("7.", "DECLARA Y SOLICITA")
    sheet.paragraph(
        "Declara que no disfruta de esta exención por otro vehículo y que el vehículo es para su uso exclusivo "
        "(art. 93.1.e del texto refundido de la Ley Reguladora de las Haciendas Locales), y SOLICITA la exención.",
        8,
    )
    sheet.sign(blocks.place_and_date(case), case["applicant_name"], caption="Firma del solicitante")
    sheet.footer(blocks.PRIVACY["es"], page="Pág. 1 de 1")
    sheet.save()


def property_tax_relief(sheet: Sheet, case: Case) -> None:
    """The form's own page; `bundle.py` adds the papers that came with it."""
    office = "Gestión Tributaria · Impuesto sobre bienes inmuebles"
    title = "Bonificación del IBI por familia numerosa"
    sheet.header(title, "Bonificació de l'IBI per família nombrosa", office=office, code="TRI-15 · anverso")
    sheet.section("1", "INTERESADO/A")
    blocks.applicant_whole(sheet, case, given=case.also["given"])
    sheet.row(Cell("Provincia", case["applicant_province"], 1), Cell("En calidad de", "Propietaria", 2))
    sheet.section("2", "INMUEBLE")
    sheet.row(Cell("Referencia catastral (20 caracteres)", case["cadastral_reference"], comb=20))
    residence = "Es la vivienda habitual de la familia", case.ticked("main_residence")
    sheet.ticks("", residence)
    sheet.section("3", "TÍTULO DE FAMILIA NUMEROSA")
    sheet.row(
        Cell("Número de título", case["large_family_title"], 1.4),
        Cell("Válido hasta", show.slashed(case["title_expiry"]), 1),
        Cell("Miembros de la unidad familiar", case["household_size"], 1.2),
    )
    kinds = (("general", "General"), ("special", "Especial"))
    sheet.ticks("Categoría:", *((label, case.chose("large_family_category", kind)) for kind, label in kinds))
    sheet.section("4", "NOTIFICACIÓN")
    blocks.notification(sheet, case)
    blocks.opposition(sheet, case)
    sheet.section("5", "SOLICITA")
    sheet.paragraph(
        "La bonificación de la cuota del IBI para el ejercicio 2027. Acompaña copia del DNI y del título.", 8
    )
    sheet.sign(blocks.place_and_date(case), case["applicant_name"], caption="Firma")
    sheet.footer(blocks.PRIVACY["es"], page="Instrucciones al dorso")
