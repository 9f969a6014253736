"""What every form of the council has: who applies, who represents, how to notify, consents, the small print."""

from __future__ import annotations

from making import show
from making.cases import Case
from making.sheet import Sheet
from making.style import Cell

CAPTIONS = {
    "es": {
        "name": "Nombre y apellidos / Razón social",
        "given": "Nombre",
        "first": "Primer apellido",
        "second": "Segundo apellido",
        "surnames": "Apellidos y nombre",
        "id": "NIF / NIE",
        "address": "Domicilio",
        "kind": "Tipo de vía",
        "street": "Nombre de la vía",
        "number": "Número",
        "door": "Esc./Piso/Puerta",
        "postal": "C.P.",
        "town": "Municipio",
        "province": "Provincia",
        "phone": "Teléfono",
        "email": "Correo electrónico",
    },
    "ca": {
        "name": "Nom i cognoms / Raó social",
        "given": "Nom",
        "first": "Primer cognom",
        "second": "Segon cognom",
        "surnames": "Cognoms i nom",
        "id": "NIF / NIE",
        "address": "Domicili",
        "kind": "Tipus de via",
        "street": "Nom de la via",
        "number": "Número",
        "door": "Esc./Pis/Porta",
        "postal": "C.P.",
        "town": "Municipi",
        "province": "Província",
        "phone": "Telèfon",
        "email": "Correu electrònic",
    },
}
CAPTIONS["both"] = {
    key: ca if ca == CAPTIONS["es"][key] else f"{ca} / {CAPTIONS['es'][key]}" for key, ca in CAPTIONS["ca"].items()
}
CAPTIONS["both"]["name"] = "Nom i cognoms / Nombre y apellidos"

PRIVACY = {
    "es": "Protección de datos. Responsable: Ayuntamiento de Alicante. Finalidad: tramitar esta solicitud. Base "
    "jurídica: ejercicio de poderes públicos (art. 6.1.e RGPD). Puede ejercer sus derechos de acceso, rectificación, "
    "supresión y oposición ante el Registro General o en la sede electrónica. "
    "Delegado de protección de datos: dpd@alicante.es",
    "ca": "Protecció de dades. Responsable: Ajuntament d'Alacant. Finalitat: tramitar esta sol·licitud. Base jurídica: "
    "exercici de poders públics (art. 6.1.e RGPD). Pot exercir els drets d'accés, rectificació, supressió i oposició "
    "davant del Registre General o en la seu electrònica. Delegat de protecció de dades: dpd@alicante.es",
}


def applicant_in_parts(sheet: Sheet, case: Case, words: str = "es") -> None:
    """Name and street cut into the little boxes that offices love."""
    say = CAPTIONS[words]
    given, first, second = show.split_name(case["applicant_name"])
    kind, street, number, door = show.split_street(case["applicant_address"])
    sheet.row(
        Cell(say["id"], case["applicant_id"], 1.1),
        Cell(say["given"], given, 1.6),
        Cell(say["first"], first, 1.7),
        Cell(say["second"], second, 1.7),
    )
    sheet.row(
        Cell(say["kind"], kind, 0.9),
        Cell(say["street"], street, 2.8),
        Cell(say["number"], number, 0.8),
        Cell(say["door"], door, 1.4),
    )
    town(sheet, case, words)
    sheet.row(
        Cell(say["phone"], show.phone(case["applicant_phone"]), 1), Cell(say["email"], case["applicant_email"], 2)
    )


def applicant_whole(sheet: Sheet, case: Case, words: str = "es", *, given: str = "") -> None:
    """Name and address each in one box; with `given`, surnames first and in capitals."""
    say = CAPTIONS[words]
    name, caption = case["applicant_name"], say["name"]
    if given:
        name, caption = show.surnames_first(name, given), say["surnames"]
    sheet.row(Cell(caption, name, 3), Cell(say["id"], case["applicant_id"], 1))
    sheet.row(
        Cell(say["address"], case["applicant_address"], 2.6),
        Cell(say["postal"], case["applicant_postal_code"], 0.6),
        Cell(say["town"], case["applicant_municipality"], 1.2),
    )
    sheet.row(
        Cell(say["phone"], show.phone(case["applicant_phone"]), 1), Cell(say["email"], case["applicant_email"], 2)
    )


def town(sheet: Sheet, case: Case, words: str) -> None:
    say = CAPTIONS[words]
    sheet.row(
        Cell(say["postal"], case["applicant_postal_code"], 0.7),
        Cell(say["town"], case["applicant_municipality"], 1.6),
        Cell(say["province"], case["applicant_province"], 1.6),
    )


def representative(sheet: Sheet, case: Case, words: str = "es") -> None:
    """Printed on every form, filled by few."""
    say = CAPTIONS[words]
    sheet.row(
        Cell(say["name"].split(" / R")[0], case["representative_name"], 3),
        Cell(say["id"], case["representative_id"], 1),
    )


def notification(sheet: Sheet, case: Case, words: str = "es") -> None:
    paper, electronic = case.chose("notification_channel", "paper"), case.chose("notification_channel", "electronic")
    if words == "ca":
        sheet.ticks("Vull ser notificat/ada:", ("En paper", paper), ("Per mitjans electrònics", electronic))
    else:
        sheet.ticks("Deseo ser notificado/a:", ("En papel", paper), ("Por medios electrónicos", electronic))


def opposition(sheet: Sheet, case: Case, words: str = "es") -> None:
    """The box of art. 28.2 Ley 39/2015: ticking it forbids the council to look data up."""
    label = {
        "es": "ME OPONGO a que el Ayuntamiento consulte mis datos en otras administraciones (art. 28.2 Ley 39/2015).",
        "ca": "M'OPOSE al fet que l'Ajuntament consulte les meues dades en altres administracions (art. 28.2).",
    }[words]
    sheet.ticks("", (label, case.ticked("opposes_data_lookup")))


def place_and_date(case: Case, language: str = "") -> str:
    if not case["signature_date"]:
        return "En ________________, a ____ de ____________ de 20___"
    words = show.in_words(case["signature_date"], language or case.language)
    comma = "En {}, a {}" if (language or case.language) == "es" else "{}, {}"
    return comma.format(case["signature_place"], words)
