"""Forms of the offices for residents: participation, census, sports, training, telecare, and a typed request."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.colors import HexColor

from making import blocks, show
from making.cases import Case
from making.sheet import Sheet
from making.style import Cell, Style


def citizen_proposal(case: Case, path: Path) -> None:
    style = Style(accent=HexColor("#0b5d7a"), font="Noto", value_font="Noto", value_size=9, ink=HexColor("#10233f"))
    sheet = Sheet(path, style, title="Propuesta ciudadana", language="es")
    office = "Participación Ciudadana y Partidas Participativas"
    sheet.header("Propuesta ciudadana", "Proposta ciutadana", office=office, code="Mod. PAC-08 · rev. 02/2026")
    sheet.section("1", "DATOS DE LA PERSONA INTERESADA")
    blocks.applicant_in_parts(sheet, case)
    sheet.section("2", "REPRESENTANTE (solo si actúa en nombre de otra persona)")
    blocks.representative(sheet, case)
    sheet.section("3", "NOTIFICACIÓN")
    blocks.notification(sheet, case)
    sheet.section("4", "SU PROPUESTA")
    sheet.row(Cell("Título de la propuesta", case["proposal_title"]))
    sheet.area("Descripción: qué propone y para qué serviría", case["proposal_text"], 118)
    sheet.row(
        Cell("Barrio", case["neighbourhood"], 2),
        Cell("Coste estimado (si lo conoce)", f"{show.euros(case['estimated_cost'])} €", 1),
    )
    consent = "Autorizo la publicación del título y el texto en el Portal de Participación, sin mis datos de contacto."
    sheet.ticks("", (consent, case.ticked("publish_consent")))
    sheet.section("5", "DECLARACIÓN Y FIRMA")
    sheet.paragraph("DECLARO que los datos de esta propuesta son ciertos y que soy mayor de 16 años.", 8)
    sheet.sign(blocks.place_and_date(case), case["applicant_name"], caption="Firma de la persona proponente")
    sheet.paragraph("ALCALDÍA-PRESIDENCIA DEL EXCMO. AYUNTAMIENTO DE ALICANTE", 8, "Noto-Bold")
    sheet.footer(blocks.PRIVACY["es"], page="Página 1 de 1")
    sheet.save()


def census_registration(case: Case, path: Path) -> None:
    style = Style(accent=HexColor("#7a1f2b"), heading="rule", cell="above", value_font="Noto", value_size=9, air=8)
    sheet = Sheet(path, style, title="Full d'inscripció padronal", language="ca")
    office = "Estadística i Padró Municipal d'Habitants"
    title = "Full d'inscripció en el Padró Municipal"
    sheet.header(title, "Alta o canvi de domicili", office=office, code="PAD-01-VAL")
    sheet.section("A.", "PERSONA SOL·LICITANT I DOMICILI A L'EFECTE DE NOTIFICACIONS")
    blocks.applicant_whole(sheet, case, "ca", given=case.also["given"])
    sheet.row(
        Cell("Província", case["applicant_province"], 1.2),
        Cell("Data de naixement", show.slashed(case["birth_date"]), 1),
        Cell("Lloc de naixement", case["birth_place"], 1.4),
        Cell("Nacionalitat", case["nationality"], 1.2),
        Cell("Sexe", case.also["sex"], 0.7),
    )
    blocks.notification(sheet, case, "ca")
    sheet.section("B.", "MOTIU DE LA INSCRIPCIÓ")
    reasons = ("birth", "Naixement"), ("residence_change", "Canvi de residència"), ("omission", "Omissió")
    reasons = (*reasons, ("address_change", "Canvi de domicili dins del municipi"))
    sheet.ticks("", *((label, case.chose("registration_reason", reason)) for reason, label in reasons))
    sheet.row(Cell("Municipi o país de procedència", case["previous_municipality"]))
    sheet.section("C.", "HABITATGE ON S'INSCRIUEN")
    kind, street, number, door = show.split_street(case["dwelling_address"])
    sheet.row(
        Cell("Tipus de via", kind, 0.8),
        Cell("Nom de la via", street, 2.2),
        Cell("Núm.", number, 0.5),
        Cell("Esc./Pis/Porta", door, 1.2),
        Cell("Codi postal", case["dwelling_postal_code"], 0.8),
        Cell("Persones inscrites", case["household_size"], 0.9),
    )
    sheet.section("D.", "ALTRES PERSONES QUE S'INSCRIUEN EN EL MATEIX FULL")
    for name, birth, town, document in (*case.also["household"], ("", "", "", "")):
        sheet.row(
            Cell("Nom i cognoms", name, 2.2),
            Cell("Data de naixement", show.slashed(birth), 1),
            Cell("Lloc de naixement", town, 1.3),
            Cell("Núm. de document", document, 1),
        )
    sheet.section("E.", "DOCUMENTACIÓ QUE S'APORTA")
    sheet.ticks("", ("Document d'identitat", True), ("Contracte de lloguer", True), ("Llibre de família", True))
    blocks.opposition(sheet, case, "ca")
    sheet.section("F.", "DECLARACIÓ I FIRMA")
    words = "Les persones que firmen DECLAREN que són certes les dades d'este full i que viuen en l'habitatge."
    sheet.paragraph(words, 8)
    sheet.sign(blocks.place_and_date(case), case["applicant_name"], caption="Firma de la persona sol·licitant")
    sheet.footer(blocks.PRIVACY["ca"], page="Full 1 de 1")
    sheet.save()


def sports_facility(case: Case, path: Path) -> None:
    """Handed in with nothing on it but a signature."""
    style = Style(accent=HexColor("#1d6b3a"), heading="band", cell="line", air=12)
    sheet = Sheet(path, style, title="Solicitud de instalación deportiva", language="es")
    office = "Patronato Municipal de Deportes"
    title = "Solicitud de uso de instalaciones deportivas"
    sheet.header(title, "Sol·licitud d'ús d'instal·lacions esportives", office=office, code="DEP-03 / 2026-27")
    sheet.section("I", "CLUB, ENTIDAD O PERSONA SOLICITANTE")
    sheet.row(Cell("Nombre o razón social:", "", 2), Cell("NIF:", "", 1))
    sheet.row(Cell("Domicilio:", "", 2), Cell("C.P.:", "", 0.6), Cell("Municipio:", "", 1.2))
    sheet.row(Cell("Teléfono:", "", 1), Cell("Correo electrónico:", "", 2))
    sheet.section("II", "RESPONSABLE DURANTE EL USO")
    sheet.row(Cell("Nombre y apellidos:", "", 2), Cell("Teléfono:", "", 1))
    sheet.section("III", "INSTALACIÓN QUE SE SOLICITA")
    sheet.row(Cell("Instalación:", "", 2), Cell("Deporte:", "", 1))
    sheet.row(Cell("Temporada:", "", 1), Cell("Desde el día:", "", 1), Cell("Hasta el día:", "", 1))
    for day in ("Lunes", "Miércoles", "Viernes"):
        sheet.row(Cell(f"{day}, de las", "", 1), Cell("a las", "", 1), Cell("núm. de usuarios:", "", 1))
    sheet.ticks("Iluminación:", ("Sí", False), ("No", False))
    sheet.row(Cell("Cuenta para el cargo (IBAN):", ""))
    sheet.section("IV", "FIRMA")
    sheet.paragraph("El solicitante conoce y acepta las normas de uso de las instalaciones municipales.", 8)
    sheet.sign(blocks.place_and_date(case), "", caption="Firma y sello")
    sheet.footer("Ej. de cumplimentación: NIF 12345678Z, temporada 2026/27, de 17:00 a 18:30.", blocks.PRIVACY["es"])
    sheet.save()


def digital_course(case: Case, path: Path) -> None:
    style = Style(accent=HexColor("#4a2c82"), heading="tab", cell="boxed", font="Noto", value_font="Mono", air=13)
    sheet = Sheet(path, style, title="Inscripción en curso", language="es")
    office = "Agencia Local de Desarrollo · Aulas de inclusión digital"
    title = "Inscripción en curso de competencias digitales"
    sheet.header(title, "Inscripció en curs de competències digitals", office=office, code="FOR-09")
    sheet.section("1", "Curso elegido")
    sheet.row(Cell("Denominación del curso", case["course_name"], 3), Cell("Edición", case["course_edition"], 1))
    sheet.section("2", "Alumno o alumna")
    blocks.applicant_in_parts(sheet, case)
    sheet.row(Cell("Fecha de nacimiento", show.slashed(case["birth_date"]), 1), Cell("Tutor/a (menores)", "", 2))
    statuses = (("employed", "Empleado/a"), ("unemployed", "En desempleo"), ("student", "Estudiante"))
    statuses = (*statuses, ("retired", "Jubilado/a"))
    chosen = ((label, case.chose("employment_status", status)) for status, label in statuses)
    sheet.ticks("Situación laboral:", *chosen)
    sheet.section("3", "Avisos y consultas")
    blocks.notification(sheet, case)
    blocks.opposition(sheet, case)
    sheet.paragraph(
        "Las plazas se adjudican por orden de registro. Si no queda plaza, se pasa a la lista de espera.", 7.5
    )
    sheet.section("4", "Firma")
    sheet.sign(blocks.place_and_date(case), case["applicant_name"], caption="Firma")
    sheet.footer(blocks.PRIVACY["es"], page="1/1")
    sheet.save()


def telecare(case: Case, path: Path) -> None:
    style = Style(accent=HexColor("#333333"), heading="band", cell="grid", value_font="Mono", value_size=9.5, air=10)
    sheet = Sheet(path, style, title="Sol·licitud de teleassistència", language="ca")
    office = "Benestar Social i Família · Acció Social"
    title = "Sol·licitud de teleassistència municipal (STAD)"
    sheet.header(title, "Solicitud de teleasistencia municipal", office=office, code="SOC-STAD-05")
    sheet.section("1.", "PERSONA BENEFICIÀRIA / PERSONA BENEFICIARIA")
    blocks.applicant_whole(sheet, case, "both")
    sheet.row(
        Cell("Data de naixement / Fecha nac.", show.slashed(case["birth_date"]), 1),
        Cell("Núm. SIP", case["health_card"], 1),
        Cell("Núm. Seguretat Social / Seg. Social", show.social_security(case["social_security_number"]), 1.3),
        Cell("Grau discapacitat / Discapac. %", f"{case['disability_percent']} %", 1.1),
    )
    lives_alone = "Viu sola / Vive sola", case.ticked("lives_alone")
    sheet.ticks("", lives_alone)
    sheet.section("2.", "REPRESENTANT / REPRESENTANTE")
    blocks.representative(sheet, case, "both")
    sheet.section("3.", "PERSONA DE CONTACTE EN CAS D'EMERGÈNCIA / PERSONA DE CONTACTO")
    sheet.row(
        Cell("Nom i cognoms / Nombre y apellidos", case["contact_name"], 2),
        Cell("Telèfon / Teléfono", show.phone(case["contact_phone"]), 1),
        Cell("Parentiu / Parentesco", case["contact_relationship"], 1),
    )
    sheet.section("4.", "COMPTE BANCARI / CUENTA BANCARIA")
    sheet.row(Cell("IBAN", show.fours(case["iban"])))
    sheet.section("5.", "DOCUMENTS QUE S'APORTEN / DOCUMENTOS QUE SE APORTAN")
    papers = ("DNI", True), ("Informe mèdic / Informe médico", True), ("Resolució de discapacitat o dependència", True)
    sheet.ticks("", *papers)
    sheet.section("6.", "DECLARACIÓ I FIRMA / DECLARACIÓN Y FIRMA")
    words = "Declare que són certes les dades i autoritze l'accés al domicili en cas d'emergència."
    sheet.paragraph(words, 8)
    signer = case["representative_name"]
    sheet.sign(blocks.place_and_date(case), signer, caption="Firma de la persona beneficiària o representant")
    sheet.footer(blocks.PRIVACY["ca"], page="1 / 1")
    sheet.save()
