"""Forms about streets, buildings and supplies: parking, works, water, terraces, market stalls."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.colors import HexColor

from making import blocks, ink, show
from making.cases import Case
from making.live import LiveSheet
from making.sheet import Sheet
from making.style import RIGHT, Cell, Style


def resident_parking(case: Case, path: Path) -> None:
    sheet = LiveSheet(
        path, Style(accent=HexColor("#00707a"), cell="above", air=11), title="Tarjeta de residente", language="es"
    )
    office = "Movilidad · Servicio de estacionamiento regulado ORA"
    title = "Solicitud de tarjeta de residente ORA"
    sheet.header(title, "Sol·licitud de targeta de resident ORA", office=office, code="ORA-01 · formulario rellenable")
    sheet.section("", "SOLICITANTE")
    blocks.applicant_whole(sheet, case)
    sheet.row(Cell("Provincia", case["applicant_province"], 1), Cell("Sector ORA", case["parking_sector"], 0.6))
    sheet.section("", "VEHÍCULO")
    sheet.row(
        Cell("Matrícula", show.plate(case["vehicle_plate"]), 1),
        Cell("Marca y modelo", case["vehicle_model"], 2),
        Cell("Fecha del permiso", show.slashed(case.also["permit_date"]), 1),
        Cell("Permisos de conducir en el domicilio", case.also["licences"], 1.4),
    )
    titles = ("owned", "Propiedad"), ("renting", "Renting"), ("leasing", "Leasing"), ("company", "Vehículo de empresa")
    sheet.ticks("Disponibilidad del vehículo:", *((label, case.chose("vehicle_title", key)) for key, label in titles))
    sheet.section("", "TIPO DE SOLICITUD")
    kinds = ("new", "Alta"), ("renewal", "Renovación"), ("vehicle_change", "Cambio de vehículo")
    kinds = (*kinds, ("address_change", "Cambio de domicilio"), ("additional", "Adicional"))
    sheet.ticks("", *((label, case.chose("card_kind", key)) for key, label in kinds))
    sheet.section("", "NOTIFICACIÓN Y CONSULTA DE DATOS")
    blocks.notification(sheet, case)
    blocks.opposition(sheet, case)
    sheet.section("", "DOCUMENTACIÓN QUE APORTA")
    papers = ("DNI o NIE", True), ("Permiso de circulación", True), ("Permiso de conducir", True), ("Otros", False)
    sheet.ticks("", *papers)
    sheet.section("", "DECLARA Y FIRMA")
    sheet.paragraph(
        "Declara bajo su responsabilidad que está empadronado/a en el domicilio indicado, que es titular del permiso "
        "de circulación y que está al corriente del impuesto sobre vehículos de tracción mecánica.",
        8,
    )
    sheet.sign(blocks.place_and_date(case), case["applicant_name"], caption="Firma")
    sheet.footer("Envíe este impreso con su DNI y el permiso de circulación.", blocks.PRIVACY["es"], page="1")
    sheet.save()


def works_declaration(case: Case, path: Path) -> None:
    """Filled on a typewriter-like printer, ticked by pen, stamped at the counter."""
    blue = HexColor("#1e2a52")
    style = Style(
        accent=HexColor("#2d2d2d"),
        cell="grid",
        heading="band",
        value_font="Mono",
        value_size=9,
        ink=blue,
        pen_ticks=True,
        air=9,
    )
    sheet = Sheet(path, style, title="Declaración responsable de obras", language="es")
    office = "Concejalía de Urbanismo · Licencias y disciplina"
    title = "Declaración responsable de obras"
    sheet.header(title, "Declaració responsable d'obres", office=office, code="URB-11 (art. 233 TRLOTUP)")
    day = show.slashed(case["signature_date"])
    ink.entry_stamp(sheet.canvas, RIGHT - 136, 758, "E2026118402", f"{day}  11:26", tilt=-2)
    sheet.section("1.", "DECLARANTE")
    blocks.applicant_in_parts(sheet, case)
    sheet.section("2.", "EMPLAZAMIENTO DE LAS OBRAS")
    sheet.row(
        Cell("Dirección de la obra", case["works_address"], 1.4),
        Cell("Referencia catastral", show.cadastral(case["cadastral_reference"]), 1.2),
    )
    sheet.section("3.", "OBRAS QUE SE DECLARAN")
    sheet.area("Descripción de las obras", case["works_description"], 56)
    sheet.row(
        Cell("Presupuesto (PEM)", f"{show.euros(case['works_budget'])} €", 1.2),
        Cell("Superficie (m²)", case["works_area"], 1),
        Cell("Duración (meses)", case["duration_months"], 1),
        Cell("Fecha de inicio", show.slashed(case["start_date"]), 1),
    )
    sheet.row(
        Cell("Constructor / empresa", case["builder_name"], 2.4), Cell("NIF del constructor", case["builder_id"], 1)
    )
    sheet.ticks(
        "Marque lo que proceda:",
        ("Andamio en la vía pública", case.ticked("scaffolding")),
        ("Contenedor de escombros", case.ticked("skip")),
        ("Edificio catalogado", case.ticked("listed_building")),
    )
    sheet.section("4.", "NOTIFICACIÓN Y CONSULTA")
    blocks.notification(sheet, case)
    blocks.opposition(sheet, case)
    sheet.section("5.", "DECLARA BAJO SU RESPONSABILIDAD")
    sheet.paragraph(
        "Que las obras no afectan a la estructura, que cumplen la normativa urbanística y que dispone de la "
        "documentación que lo acredita. La inexactitud esencial impide continuar las obras.",
        7.6,
    )
    sheet.sign(blocks.place_and_date(case), case["applicant_name"], caption="Firma del declarante")
    sheet.footer(blocks.PRIVACY["es"], page="Hoja 1 de 1")
    sheet.save()


def water_claim(case: Case, path: Path) -> None:
    style = Style(accent=HexColor("#222222"), heading="rule", cell="line", value_font="Mono", value_size=9.2, air=9)
    sheet = Sheet(path, style, title="Reclamación de consumo de agua", language="es")
    office = "Oficina municipal de información al consumidor (OMIC)"
    title = "Reclamación por fuga o consumo de agua"
    sheet.header(title, "Reclamació per fuita o consum d'aigua", office=office, code="AGU-06")
    sheet.section("1.", "TITULAR DEL CONTRATO")
    sheet.row(Cell("Nombre y apellidos:", case["applicant_name"], 2), Cell("NIF:", case["applicant_id"], 1))
    sheet.row(Cell("Domicilio:", case["applicant_address"], 2), Cell("C.P.:", case["applicant_postal_code"], 1))
    sheet.row(
        Cell("Municipio:", case["applicant_municipality"], 1),
        Cell("Provincia:", case["applicant_province"], 1),
        Cell("Teléfono:", show.phone(case["applicant_phone"]), 1),
    )
    sheet.section("2.", "REPRESENTANTE")
    sheet.row(Cell("Nombre y apellidos:", case["representative_name"], 2), Cell("NIF:", case["representative_id"], 1))
    sheet.section("3.", "SUMINISTRO")
    sheet.row(Cell("N.º de contrato:", case["contract_number"], 1), Cell("N.º de contador:", case["meter_number"], 1))
    sheet.row(Cell("Dirección del suministro:", case["supply_address"]))
    sheet.row(Cell("Lectura actual (m³):", case["meter_reading"], 1), Cell("Fecha de la lectura:", "", 1))
    sheet.section("4.", "FACTURA QUE SE RECLAMA")
    sheet.row(
        Cell("N.º de factura:", case["invoice_number"], 1.3),
        Cell("Consumo (m³):", case["consumption_m3"], 1),
        Cell("Importe:", f"{show.euros(case['amount'])} €", 1),
    )
    sheet.section("5.", "FUGA O AVERÍA")
    sheet.row(
        Cell("Fecha de la fuga:", show.slashed(case["leak_date"]), 1),
        Cell("Fecha de la reparación:", show.slashed(case["repair_date"]), 1),
    )
    sheet.area("Explique lo ocurrido", case.also["story"], 62)
    sheet.section("6.", "DEVOLUCIÓN")
    sheet.row(Cell("IBAN para la devolución:", show.fours(case["iban"])))
    sheet.sign(blocks.place_and_date(case), case["representative_name"], caption="Firma")
    sheet.footer(blocks.PRIVACY["es"], page="1 de 1")
    sheet.save()


def terrace(case: Case, path: Path) -> None:
    style = Style(accent=HexColor("#a3441b"), heading="band", cell="boxed", value_font="Noto", value_size=10, air=10)
    sheet = Sheet(path, style, title="Ocupación de vía pública", language="es")
    office = "Ocupación de Vía Pública"
    title = "Solicitud de ocupación de vía pública"
    sheet.header(title, "Sol·licitud d'ocupació de via pública", office=office, code="OVP-16")
    sheet.section("1", "TITULAR DE LA ACTIVIDAD")
    blocks.applicant_whole(sheet, case)
    blocks.notification(sheet, case)
    sheet.section("2", "TIPO DE OCUPACIÓN")
    kinds = ("terrace", "Terraza (mesas y sillas)"), ("driveway", "Vado")
    sheet.ticks("", *((label, case.chose("occupation_kind", kind)) for kind, label in kinds))
    sheet.section("3", "LOCAL")
    sheet.row(
        Cell("Nombre comercial", case["premises_name"], 1.6), Cell("Licencia de apertura", case["licence_number"], 1)
    )
    sheet.row(Cell("Emplazamiento del local", case["premises_address"]))
    sheet.section("4", "TERRAZA QUE SE SOLICITA")
    sheet.row(
        Cell("Mesas", case["tables"], 1),
        Cell("Sillas", case["chairs"], 1),
        Cell("Superficie (m²)", case["area"], 1),
        Cell("Desde", show.slashed(case["period_start"]), 1.2),
        Cell("Hasta", show.slashed(case["period_end"]), 1.2),
    )
    sheet.section("5", "VADO")
    sheet.row(Cell("Anchura del acceso (m)", "", 1), Cell("Número de placa", "", 1), Cell("Plazas", "", 1))
    sheet.section("6", "DECLARA Y SOLICITA")
    words = "Declara que la licencia está en vigor y a su nombre, y solicita la autorización de la ocupación descrita."
    sheet.paragraph(words, 8.5)
    sheet.sign(blocks.place_and_date(case), case["applicant_name"], caption="Firma")
    sheet.footer(blocks.PRIVACY["es"], page="1/1")
    sheet.save()


def market_stall(case: Case, path: Path) -> None:
    style = Style(accent=HexColor("#5b6b16"), heading="tab", cell="boxed", value_font="Sans", value_size=9.5, air=10)
    sheet = Sheet(path, style, title="Puesto de mercado", language="es")
    office = "Comercio y Mercados · Venta no sedentaria"
    title = "Solicitud de puesto de mercado o venta eventual"
    sheet.header(title, "Sol·licitud de parada de mercat o venda eventual", office=office, code="MER-02 · 2026")
    sheet.section("1", "SOLICITANTE")
    blocks.applicant_whole(sheet, case)
    number = Cell("N.º de la Seguridad Social", show.social_security(case["social_security_number"]), 1.2)
    sheet.row(Cell("Provincia", case["applicant_province"], 1), number)
    blocks.notification(sheet, case)
    sheet.section("2", "MODALIDAD DE VENTA")
    kinds = ("periodic", "Mercado periódico"), ("occasional", "Mercado ocasional"), ("isolated", "Ubicación aislada")
    kinds = (*kinds, ("municipal_market", "Mercado municipal"), ("transfer", "Transmisión"))
    sheet.ticks("", *((label, case.chose("stall_modality", kind)) for kind, label in kinds), tight=True)
    sheet.row(
        Cell("Mercado o mercadillo", case["market_name"], 2),
        Cell("Puesto n.º", case["stall_number"], 1),
        Cell("Metros lineales", case["stall_metres"], 1),
    )
    sheet.row(Cell("Productos a la venta", case["products"], 3), Cell("Epígrafe IAE", case["activity_code"], 1))
    sheet.row(
        Cell("Desde", show.slashed(case["period_start"]), 1),
        Cell("Hasta", show.slashed(case["period_end"]), 1),
        Cell("Póliza de responsabilidad civil n.º", case["insurance_policy"], 1.6),
    )
    sheet.section("3", "DOMICILIACIÓN DE LA TASA")
    sheet.row(Cell("IBAN", show.fours(case["iban"])))
    sheet.section("4", "DECLARA")
    sheet.paragraph(
        "Que cumple los requisitos de la ordenanza de venta no sedentaria, que está de alta en el impuesto y en la "
        "Seguridad Social, y que mantendrá la póliza en vigor durante la autorización.",
        8,
    )
    sheet.sign(blocks.place_and_date(case), case["applicant_name"], caption="Firma del solicitante")
    sheet.footer(blocks.PRIVACY["es"], page="1 de 1")
    sheet.save()
