"""Reasons why something is not in order, as codes with a sentence in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casework.reading import Box


class Severity(StrEnum):
    """What a finding asks for: nothing, a clerk's look, or something only the citizen can give."""

    NOTE = "note"
    DOUBT = "doubt"
    DEFECT = "defect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One coded reason, with its place and its legal source; the sentences hold no personal data."""

    code: str
    severity: Severity
    es: str
    ca: str
    field: str = ""
    law: str = ""
    document: str = ""
    page: int = 0
    box: Box | None = None

    def sentence(self, language: str) -> str:
        return self.ca if language == "ca" else self.es


@dataclass(frozen=True, slots=True)
class _Kind:
    severity: Severity
    es: str
    ca: str
    law: str = ""


_KINDS = {
    "FIELD_MISSING": _Kind(
        Severity.DEFECT,
        "Falta un dato obligatorio: {label}.",
        "Falta una dada obligatòria: {label}.",
        "art. 66.1 Ley 39/2015",
    ),
    "FIELD_INVALID": _Kind(Severity.DOUBT, "El valor de «{label}» no es válido.", "El valor de «{label}» no és vàlid."),
    "FIELD_DOUBTFUL": _Kind(
        Severity.DOUBT,
        "No hay seguridad suficiente de haber leído bien «{label}».",
        "No hi ha prou seguretat d'haver llegit bé «{label}».",
    ),
    "TICKS_CONFLICT": _Kind(
        Severity.DOUBT,
        "En «{label}» hay más de una casilla marcada, o una tachada: mire en el papel cuál vale.",
        "En «{label}» hi ha més d'una casella marcada, o una de ratllada: mireu en el paper quina val.",
    ),
    "MUNICIPALITY_UNKNOWN": _Kind(
        Severity.NOTE,
        "«{label}» no figura en la relación de municipios: compruebe cómo está escrito.",
        "«{label}» no figura en la relació de municipis: comproveu com està escrit.",
    ),
    "POSTAL_CODE_ELSEWHERE": _Kind(
        Severity.NOTE,
        "«{label}» es de otra provincia que el municipio.",
        "«{label}» és d'una altra província que el municipi.",
    ),
    "STREET_UNKNOWN": _Kind(
        Severity.NOTE,
        "La calle de «{label}» no figura en el callejero: compruebe cómo está escrita.",
        "El carrer de «{label}» no figura en el carrerer: comproveu com està escrit.",
    ),
    "STREET_NEARLY": _Kind(
        Severity.NOTE,
        "La calle de «{label}» no figura en el callejero, pero sí una parecida: {near}.",
        "El carrer de «{label}» no figura en el carrerer, però sí un de paregut: {near}.",
    ),
    "FIELD_ILLEGIBLE": _Kind(
        Severity.DEFECT,
        "No se puede leer en el papel: {label}.",
        "No es pot llegir en el paper: {label}.",
        "arts. 66.1 y 68.1 Ley 39/2015",
    ),
    "NOT_SIGNED": _Kind(
        Severity.DEFECT,
        "No consta la firma de la persona solicitante.",
        "No consta la signatura de la persona sol·licitant.",
        "art. 66.1.e Ley 39/2015",
    ),
    "PAPER_MISSING": _Kind(
        Severity.DEFECT,
        "Falta un documento: {label}.",
        "Falta un document: {label}.",
        "art. 68.1 Ley 39/2015",
    ),
    "KIND_DOUBTFUL": _Kind(
        Severity.DOUBT,
        "No hay seguridad suficiente sobre qué se solicita.",
        "No hi ha prou seguretat sobre què se sol·licita.",
    ),
    "SEVERAL_REQUESTS": _Kind(
        Severity.DOUBT,
        "El escrito pide varias cosas: además de esta, {label}. Cada una necesita su expediente.",
        "L'escrit demana diverses coses: a més d'esta, {label}. Cadascuna necessita el seu expedient.",
        "art. 66 Ley 39/2015",
    ),
    "ANOTHER_APPLICATION": _Kind(
        Severity.DOUBT,
        "En la página {label} parece empezar otra solicitud: no se ha leído con esta. Sepárela si lo es.",
        "En la pàgina {label} sembla començar una altra sol·licitud: no s'ha llegit amb esta. Separeu-la si ho és.",
        "art. 66 Ley 39/2015",
    ),
    "NOT_A_PROCEDURE": _Kind(
        Severity.DOUBT,
        "El documento no es una solicitud de los trámites conocidos.",
        "El document no és una sol·licitud dels tràmits coneguts.",
    ),
    "BLANK_FORM": _Kind(
        Severity.DEFECT,
        "El formulario se ha recibido sin rellenar.",
        "El formulari s'ha rebut sense emplenar.",
        "art. 68.1 Ley 39/2015",
    ),
    "POSSIBLE_DUPLICATE": _Kind(
        Severity.DOUBT,
        "Puede ser un duplicado del expediente {label}.",
        "Pot ser un duplicat de l'expedient {label}.",
    ),
    "RESTRICTED": _Kind(
        Severity.DOUBT,
        "El trámite contiene datos especialmente protegidos: siempre lo revisa una persona.",
        "El tràmit conté dades especialment protegides: sempre el revisa una persona.",
        "arts. 9 y 22 RGPD",
    ),
    "MUST_BE_ELECTRONIC": _Kind(
        Severity.DOUBT,
        "La persona solicitante está obligada a relacionarse por medios electrónicos.",
        "La persona sol·licitant està obligada a relacionar-se per mitjans electrònics.",
        "arts. 14.2 y 68.4 Ley 39/2015",
    ),
    "NO_ENTRY_DATE": _Kind(
        Severity.DOUBT,
        "Recibida por correo electrónico, sin fecha de entrada: una persona decide si se tramita.",
        "Rebuda per correu electrònic, sense data d'entrada: una persona decidix si es tramita.",
        "art. 16.4 Ley 39/2015",
    ),
    "AUTOMATIC_MESSAGE": _Kind(
        Severity.DOUBT,
        "El mensaje es un envío automático que trae documentos: una persona decide si es una solicitud.",
        "El missatge és un enviament automàtic que porta documents: una persona decideix si és una sol·licitud.",
    ),
    "ANSWER_WITHHELD": _Kind(
        Severity.NOTE,
        "No se ha enviado respuesta automática: esa dirección ya ha recibido hoy todas las que se permiten.",
        "No s'ha enviat resposta automàtica: eixa adreça ja ha rebut hui totes les que es permeten.",
    ),
    "MESSAGE_ENCRYPTED": _Kind(
        Severity.DOUBT,
        "El mensaje llegó cifrado y no se puede leer: pida a quien lo envió que lo mande sin cifrar.",
        "El missatge va arribar xifrat i no es pot llegir: demaneu a qui l'ha enviat que l'envie sense xifrar.",
    ),
    "MESSAGE_PARTIAL": _Kind(
        Severity.DOUBT,
        "Es solo una parte de un mensaje que se envió partido: busque las demás o pida que lo manden de nuevo.",
        "És només una part d'un missatge que es va enviar partit: busqueu les altres o demaneu que l'envien de nou.",
    ),
    "DOCUMENTS_LINKED": _Kind(
        Severity.DOUBT,
        "El mensaje da documentos por un enlace, que no se abre: pida que los manden adjuntos o los presenten.",
        "El missatge dona documents per un enllaç, que no s'obri: demaneu que els envien adjunts o els presenten.",
    ),
    "INVOICE": _Kind(
        Severity.DOUBT,
        "El mensaje trae una factura electrónica: su punto de entrada es FACe, no este registro.",
        "El missatge porta una factura electrònica: el seu punt d'entrada és FACe, no este registre.",
        "art. 8 Ley 25/2013",
    ),
    "DOCUMENT_REPAIRED": _Kind(
        Severity.NOTE,
        "El archivo estaba dañado: se ha leído una copia reparada y se conserva el original.",
        "L'arxiu estava danyat: s'ha llegit una còpia reparada i es conserva l'original.",
    ),
    "DOCUMENT_UNREADABLE": _Kind(
        Severity.DEFECT,
        "Uno de los archivos no se puede leer.",
        "Un dels arxius no es pot llegir.",
        "art. 68.1 Ley 39/2015",
    ),
    "DOCUMENT_LOCKED": _Kind(
        Severity.DEFECT,
        "Uno de los archivos está protegido con contraseña y no se puede abrir.",
        "Un dels arxius està protegit amb contrasenya i no es pot obrir.",
        "art. 68.1 Ley 39/2015",
    ),
    "DOCUMENT_TOO_LARGE": _Kind(
        Severity.DEFECT,
        "Uno de los archivos es demasiado grande o complejo para leerlo.",
        "Un dels arxius és massa gran o complex per a llegir-lo.",
        "art. 68.1 Ley 39/2015",
    ),
    "PAGE_UNREADABLE": _Kind(
        Severity.DOUBT,
        "La página {label} no se puede leer: hay que mirarla o pedirla de nuevo.",
        "La pàgina {label} no es pot llegir: cal mirar-la o demanar-la de nou.",
    ),
    "PAGE_POOR": _Kind(
        Severity.NOTE,
        "Conviene escanear de nuevo la página {label}.",
        "Convé escanejar de nou la pàgina {label}.",
    ),
    "HANDWRITTEN": _Kind(
        Severity.NOTE,
        "La página {label} está escrita a mano, al menos en parte: compare los datos con el papel.",
        "La pàgina {label} està escrita a mà, almenys en part: compare les dades amb el paper.",
    ),
    "TEXT_LAYER_DIFFERS": _Kind(
        Severity.DOUBT,
        "El texto oculto de la página {label} no es el que se ve: se ha leído lo que se ve.",
        "El text ocult de la pàgina {label} no és el que es veu: s'ha llegit el que es veu.",
    ),
    "FIELD_SHOWS_OTHER": _Kind(
        Severity.DOUBT,
        "Una casilla de la página {label} guarda otro valor del que muestra: se ha leído lo que se ve.",
        "Una casella de la pàgina {label} guarda un altre valor del que mostra: s'ha llegit el que es veu.",
    ),
    "HIDDEN_TEXT": _Kind(
        Severity.NOTE,
        "La página {label} lleva texto que no se ve; no se ha tenido en cuenta.",
        "La pàgina {label} porta text que no es veu; no s'ha tingut en compte.",
    ),
    "FILE_BY_HAND": _Kind(
        Severity.DOUBT,
        "Este asiento se hace a mano: {label}. Al terminar, apruebe el expediente.",
        "Este assentament es fa a mà: {label}. En acabar, aproveu l'expedient.",
    ),
    "CONFIRM_FILING": _Kind(
        Severity.DOUBT,
        "El asiento está preparado y sin guardar: {label}. Compruébelo y apruebe el expediente para que se guarde.",
        "L'assentament està preparat i sense guardar: {label}. Comproveu-lo i aproveu l'expedient perquè es guarde.",
    ),
    "NO_ANSWER": _Kind(
        Severity.DOUBT,
        "El plazo para subsanar ha terminado sin respuesta: hay un borrador de desistimiento para una persona.",
        "El termini per a esmenar ha acabat sense resposta: hi ha un esborrany de desistiment per a una persona.",
        "arts. 21.1 y 68.1 Ley 39/2015",
    ),
    "POSSIBLE_ANSWER": _Kind(
        Severity.DOUBT,
        "Puede ser la respuesta a otro expediente: una persona dice a cuál.",
        "Pot ser la resposta a un altre expedient: una persona diu a quin.",
    ),
    "ANSWER_CAME": _Kind(
        Severity.DOUBT,
        "Ha llegado una respuesta de la persona interesada: una persona comprueba si basta.",
        "Ha arribat una resposta de la persona interessada: una persona comprova si és prou.",
    ),
    "LATE_ANSWER": _Kind(
        Severity.DOUBT,
        "La respuesta ha llegado fuera de plazo; se admite mientras no se notifique la resolución.",
        "La resposta ha arribat fora de termini; s'admet mentre no es notifique la resolució.",
        "art. 73.3 Ley 39/2015",
    ),
    "STAGE_BLOCKED": _Kind(
        Severity.DOUBT,
        "El trabajo no puede seguir sin una persona ({label}).",
        "El treball no pot continuar sense una persona ({label}).",
    ),
}


def finding(
    code: str,
    *,
    field: str = "",
    label: dict[str, str] | None = None,
    near: str = "",
    document: str = "",
    page: int = 0,
    box: Box | None = None,
) -> Finding:
    """The finding of a general code; `label` gives what the sentence names, by language, `near` what was meant.

    Raises KeyError for a code that no table holds: codes are part of the program, not of the data.
    """
    kind = _KINDS[code]
    names = label or {}
    return Finding(
        code=code,
        severity=kind.severity,
        es=kind.es.format(label=names.get("es", field), near=near),
        ca=kind.ca.format(label=names.get("ca", names.get("es", field)), near=near),
        law=kind.law,
        field=field,
        document=document,
        page=page,
        box=box,
    )
