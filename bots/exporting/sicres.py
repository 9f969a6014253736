"""A register entry as registries exchange it: SICRES 4.0 (Resolución de 22 de julio de 2021)."""

from __future__ import annotations

from datetime import datetime, tzinfo

from lxml import etree

from bots.exporting.council import Sender
from bots.exporting.formats import extension_of
from bots.exporting.nodes import put, to_bytes
from bots.exporting.people import split_name
from bots.letter_facts import is_entry
from casework.application import Channel, Document
from casework.case import Case
from casework.errors import Refused
from casework.identifiers import is_legal_person, is_nie
from casework.procedure import Procedure

# Values of the standard's tables. The schema only lists them; what each means is to be compared with the text of the
# norm before a live exchange.
_IN_PERSON, _BY_WIRE = "01", "02"  # Modo_Registro
_ENTRY = "0"  # Tipo_Registro: an entry
_SENDING = "02"  # Tipo_Anotacion: a first sending
_NO_PAPER = "3"  # Documentacion_Fisica: no paper travels along; originals went back to the citizen
_NATURAL, _LEGAL = "1", "2"  # Tipo_Persona
_FORM, _ATTACHED = "01", "02"  # Tipo_Anexo
_NO_PROCEDURE = "Escrito sin trámite asignado"
_ISSUER = "DovTech"
_OFFICE = frozenset({Channel.COUNTER, Channel.FOLDER})

_ALICANTE = frozenset({"alicante", "alacant", "alicante/alacant", "alacant/alicante"})
_ALICANTE_INE = "03014"
_HASH_IN_NAME = 16


def asiento_sicres(case: Case, procedure: Procedure | None, sender: Sender, *, official_time: tzinfo) -> bytes:
    """The case's entry, valid against the interchange schema; files are listed by name and travel beside it.

    Only values that a threshold or a clerk vouches for are given. Raises Refused where the case is no entry (a general
    mailbox gives none, art. 16.4 Ley 39/2015) or where a value is longer than its element: nothing is ever cut.
    """
    if not is_entry(case, procedure):
        raise Refused(
            "the case has no entry in the register", remedy="ask the citizen to present it by a valid channel"
        )
    root = etree.Element("Fichero_Intercambio_SICRES_4")
    exchange = _exchange(case, sender)
    values = {field.name: field.value for field in case.fields if field.accepted}
    _office(put(root, "De_Origen_o_Remitente"), "Origen", sender)
    _unit(_office(put(root, "De_Destino"), "Destino", sender), case, procedure, sender)
    _interested(root, values)
    _entry(put(root, "De_Asiento"), case, procedure, official_time)
    for order, document in enumerate(case.application.documents, start=1):
        _annex(put(root, "De_Anexo"), case, document, order, exchange)
    _control(put(root, "De_Internos_Control"), exchange, sender)
    _form(root, values)
    return to_bytes(root)


def _exchange(case: Case, sender: Sender) -> str:
    """<office>_<two digits of the year>_<eight digits>, by the entry's own number: no two entries share one."""
    _, year, ordinal = case.number.split("-")
    return f"{sender.entity}_{year[2:]}_{ordinal.rjust(8, '0')}"


def _office(parent: etree._Element, role: str, sender: Sender) -> etree._Element:
    put(parent, f"Codigo_Entidad_Registral_{role}", sender.entity, at_most=21)
    put(parent, f"Decodificacion_Entidad_Registral_{role}", sender.name, at_most=120)
    return parent


def _unit(parent: etree._Element, case: Case, procedure: Procedure | None, sender: Sender) -> None:
    """Whom it is for: the administration it was forwarded to, else the council's own unit."""
    if case.destination:
        if case.destination_code:
            put(parent, "Codigo_Unidad_Tramitacion_Destino", case.destination_code, at_most=21)
        put(parent, "Decodificacion_Unidad_Tramitacion_Destino", case.destination, at_most=120)
        return
    unit = case.unit or (procedure.unit if procedure else "")
    if unit in sender.units:
        put(parent, "Codigo_Unidad_Tramitacion_Destino", sender.units[unit], at_most=21)
    if procedure and unit == procedure.unit:
        put(parent, "Decodificacion_Unidad_Tramitacion_Destino", procedure.unit_name.get("es", unit), at_most=120)


def _interested(root: etree._Element, values: dict[str, str]) -> None:
    """The applicant and the representative, each where name and number are sure."""
    people = {
        "Datos_Interesado": (values.get("applicant_name", ""), values.get("applicant_id", "")),
        "Datos_Representante": (values.get("representative_name", ""), values.get("representative_id", "")),
    }
    known = {role: person for role, person in people.items() if all(person)}
    if not known:
        return
    parent = put(root, "De_Interesado")
    for role, (name, tax_id) in known.items():
        person = put(parent, role)
        _identity(put(person, "Datos_Identificacion"), name, tax_id)
        if role == "Datos_Interesado":
            _contact(person, values)


def _identity(parent: etree._Element, name: str, tax_id: str) -> None:
    legal = is_legal_person(tax_id)
    put(parent, "Tipo_Persona", _LEGAL if legal else _NATURAL)
    put(parent, "Tipo_Documento_Identificacion", "C" if legal else "E" if is_nie(tax_id) else "N")
    put(parent, "Documento_Identificacion", tax_id, at_most=256)
    if legal:
        put(parent, "Razon_Social", name, at_most=80)
        return
    split = split_name(name)
    parts = {"Nombre": split.given, "Primer_Apellido": split.first, "Segundo_Apellido": split.second}
    for element, value in parts.items():
        if value:
            put(parent, element, value, at_most=30)


def _contact(person: etree._Element, values: dict[str, str]) -> None:
    address, phone = _address(values), values.get("applicant_phone", "")
    mobile = phone.removeprefix("+34").startswith(("6", "7"))
    rest = {
        "Correo_Electronico": (values.get("applicant_email", ""), 160),
        "Telefono_Movil": (phone if mobile else "", 20),
        "Telefono_Fijo": ("" if mobile else phone, 20),
    }
    if not address and not any(value for value, _ in rest.values()):
        return
    parent = put(person, "Datos_Contacto")
    if address:
        postal = put(parent, "Direccion_Postal")
        for element, (value, longest) in address.items():
            put(postal, element, value, at_most=longest)
    for element, (value, longest) in rest.items():
        if value:
            put(parent, element, value, at_most=longest)


def _address(values: dict[str, str]) -> dict[str, tuple[str, int]]:
    """The postal address; the codes of province and municipality (INE) where they can be told for certain."""
    code = values.get("applicant_postal_code", "")
    in_alicante = values.get("applicant_municipality", "").casefold() in _ALICANTE
    given = {
        "Provincia": (code[:2], 2),
        "Municipio": (_ALICANTE_INE if in_alicante else "", 5),
        "Direccion": (values.get("applicant_address", ""), 160),
        "Codigo_Postal": (code, 5),
    }
    return {element: (value, longest) for element, (value, longest) in given.items() if value}


def _entry(parent: etree._Element, case: Case, procedure: Procedure | None, official_time: tzinfo) -> None:
    put(parent, "Modo_Registro", _IN_PERSON if case.application.channel in _OFFICE else _BY_WIRE)
    put(parent, "Tipo_Registro", _ENTRY)
    put(parent, "Numero_Registro_Entrada", case.number, at_most=20)
    put(parent, "Resumen", procedure.title["es"] if procedure else _NO_PROCEDURE, at_most=240)
    # What comes on a holiday is entered at the first hour of the next working day; the real moment is kept (art. 31.2).
    put(parent, "Fecha_Hora_Registro", _moment(case.presented_at, official_time), at_most=19)
    put(parent, "Fecha_Hora_Presentacion", _moment(case.application.received_at, official_time), at_most=19)


def _moment(moment: datetime, official_time: tzinfo) -> str:
    return f"{moment.astimezone(official_time):%Y%m%d%H%M%S%z}"


def _annex(parent: etree._Element, case: Case, document: Document, order: int, exchange: str) -> None:
    """A file under a name of ours: what the citizen called it is personal and of any length."""
    ending = extension_of(document.media_type)
    kinds = {part.kind for part in case.classification.parts if part.document == document.sha256}
    put(parent, "Nombre_Fichero_Anexado", f"{order:02d}-{document.sha256[:_HASH_IN_NAME]}.{ending}", at_most=80)
    put(parent, "Identificador_Fichero", f"{exchange}_01_{order:04d}.{ending}", at_most=50)
    put(parent, "Tipo_Anexo", _FORM if case.kind in kinds else _ATTACHED)
    put(parent, "Tipo_MIME", document.media_type, at_most=80)


def _control(parent: etree._Element, exchange: str, sender: Sender) -> None:
    put(parent, "Identificador_Intercambio", exchange, at_most=33)
    put(parent, "Aplicacion_Version_Emisora", _ISSUER, at_most=20)
    put(parent, "Tipo_Anotacion", _SENDING)
    put(parent, "Documentacion_Fisica", _NO_PAPER)
    put(parent, "Codigo_Entidad_Registral_Inicio", sender.entity, at_most=21)
    put(parent, "Decodificacion_Entidad_Registral_Inicio", sender.name, at_most=120)


def _form(root: etree._Element, values: dict[str, str]) -> None:
    """What the citizen states and asks for, where the form has both."""
    statement, petition = values.get("statement", ""), values.get("petition", "")
    if statement and petition:
        parent = put(root, "De_Formulario_Generico")
        put(parent, "Expone", statement, at_most=4000)
        put(parent, "Solicita", petition, at_most=4000)
