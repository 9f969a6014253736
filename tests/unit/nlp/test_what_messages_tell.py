"""E-mails and letters without captions: what is the writer's own, who writes for whom, and what sentences state."""

from __future__ import annotations

from pathlib import Path

import pytest

from bots.reading.text import text_pages
from dovtech.procedures import load_procedures
from nlp.extraction import Extractor
from nlp.layout import sheets_of
from nlp.message import own_pages
from nlp.resolver import resolve

PROCEDURES = load_procedures(Path(__file__).parents[3] / "procedures")
EXTRACTOR = Extractor(PROCEDURES)


def stated(text: str, kind: str) -> dict[str, str]:
    """The best value of each field by the hand-weighed evidence alone."""
    sheets = sheets_of(("message", page) for page in text_pages(text))
    groups = EXTRACTOR.evidence(sheets, PROCEDURES[kind]).groups
    return {c.group.field: c.group.value for c in resolve(groups, [min(g.weight, 1.0) for g in groups])}


def own(text: str) -> str:
    """What is left of a message."""
    return "\n".join(page.text for page in own_pages(list(text_pages(text))))


NEIGHBOUR = """From: Rosa Beltrán Quiles <rosa.beltran@correo.example>
Subject: Padrón

Buenas tardes: soy Rosa Beltrán Quiles, con DNI 48576231R, y vivo en la calle Mayor 12, 3º B.

Un saludo
"""


def test_the_sender_who_asks_for_herself_gives_name_and_address() -> None:
    """Who writes for herself is the applicant, and answers come to where she wrote from."""
    found = stated(NEIGHBOUR, "P00")
    assert (found["applicant_name"], found["applicant_email"]) == (
        "Rosa Beltrán Quiles",
        "rosa.beltran@correo.example",
    )


def test_a_message_says_nothing_of_a_signature() -> None:
    """A message has no place to sign: it is neither signed nor unsigned."""
    assert "signed" not in stated(NEIGHBOUR, "P00")


@pytest.mark.parametrize("address", ["no-reply@formularios.example", "oac@ajuntament.example"])
def test_machines_and_offices_are_no_applicants(address: str) -> None:
    """An address that nobody reads, or an office's, is never the applicant's."""
    text = NEIGHBOUR.replace("rosa.beltran@correo.example", address)
    assert "applicant_email" not in stated(text, "P00")


def test_an_agent_writes_for_another() -> None:
    """The one written for is the applicant; the writer represents, and the writer's address is not the applicant's."""
    text = """From: Gestoria Puig <info@gestoriapuig.example>
Subject: Alta

Jaume Puig Soler, amb DNI 21456789R, en nom i representació d'Amparo Ferri Llopis, amb NIF 48576231R, sol·licita la
inscripció.
"""
    found = stated(text, "P00")
    assert {name: found.get(name) for name in ("applicant_name", "representative_name", "applicant_email")} == {
        "applicant_name": "Amparo Ferri Llopis",
        "representative_name": "Jaume Puig Soler",
        "applicant_email": None,
    }


def test_a_club_asks_and_its_president_represents() -> None:
    """A company's number is the applicant's, the president's own the representative's."""
    text = """From: Club Natación Lucentum <club@lucentum.example>
Subject: Piscina

En nombre y representación del Club Natación Lucentum (CIF G03337706), del que soy presidente, solicito la piscina.

Un saludo,
Andrés Soler Mira
DNI 21456789R
"""
    found = stated(text, "P03")
    assert [found.get(f"{who}_{what}") for who in ("applicant", "representative") for what in ("name", "id")] == [
        "Club Natación Lucentum",
        "G03337706",
        "Andrés Soler Mira",
        "21456789R",
    ]


def test_what_is_quoted_is_not_the_application() -> None:
    """Older messages, notices and the lines of mail programs are left out."""
    text = """Subject: Re: cita

Bon dia, adjunte el que faltava.

Enviat des del meu mòbil

El dl., 2 de nov. 2026 a les 10:00, Registre <registre@ajuntament.example> va escriure:
> Ens falta el seu NIF.

Este mensaje es confidencial y se dirige exclusivamente a su destinatario.
"""
    assert own(text) == "Subject: Re: cita\nBon dia, adjunte el que faltava."


def test_what_is_passed_on_is_the_application() -> None:
    """Who only passes a message on is not its sender: the headers inside say who is."""
    text = """From: Biblioteca <biblioteca@ajuntament.example>
Subject: RV: Solicitud

Os paso esto que nos ha llegado.

-----Mensaje reenviado-----
De: Rosa Beltrán Quiles <rosa.beltran@correo.example>
Enviado: lunes, 2 de noviembre de 2026
Para: biblioteca@ajuntament.example
Asunto: Solicitud

Solicito que arreglen la fuente de la plaza.
"""
    found = stated(text, "P00")
    assert (own(text), found["applicant_email"]) == (
        "Solicito que arreglen la fuente de la plaza.",
        "rosa.beltran@correo.example",
    )


def test_who_states_a_number_of_ones_own_asks_for_oneself() -> None:
    """What a company wrote is passed on beside it."""
    text = """From: Hugo Sarabia <hugo@empresa.example>
Subject: RV: Autorización del vehículo

Os paso lo que me manda la compañía. Vivo en calle Mayor 10, mi DNI es 21190393-X.

-----Mensaje reenviado-----
De: Clientes <clientes@renting.example>
Enviado: lunes, 2 de noviembre de 2026
Para: Hugo Sarabia
Asunto: Autorización

Autorizamos el uso del vehículo matrícula 6640 NCS.
"""
    told = own(text)
    assert "21190393-X" in told
    assert "6640 NCS" in told
    assert stated(text, "P01")["applicant_email"] == "hugo@empresa.example"


def test_a_letter_that_begins_with_its_date_is_no_message() -> None:
    """Headers of a message name somebody who can be written to."""
    text = "Fecha: 3 de mayo de 2026\nAsunto: vado\n\nSolicito un vado."
    assert own(text) == text.replace("\n\n", "\n")


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("Lo queremos del 3 al 15 de julio de 2026.", "2026-07-03", "2026-07-15"),
        ("Volem la pista des de l'1 de maig fins al 30 de juny de 2027.", "2027-05-01", "2027-06-30"),
        ("Desde el 01/02/2027 hasta el 28/02/2027, por las tardes.", "2027-02-01", "2027-02-28"),
    ],
)
def test_a_period_is_read_from_its_sentence(sentence: str, start: str, end: str) -> None:
    """The first day takes from the last what is said only once."""
    found = stated(f"Subject: pista\n\n{sentence}\n", "P03")
    assert (found.get("period_start"), found.get("period_end")) == (start, end)


@pytest.mark.parametrize(
    ("kind", "sentence", "field", "value"),
    [
        ("P05", "Desde que enviudé vivo sola en casa.", "lives_alone", "true"),
        ("P05", "No visc sola, estic amb mon fill.", "lives_alone", "false"),
        ("P15", "Autoritzo que consulteu i autoritze a consultar les meues dades.", "opposes_data_lookup", "false"),
        ("P14", "Me opongo a que consulten mis datos en otras administraciones.", "opposes_data_lookup", "true"),
        ("P14", "Tinc un grau de discapacitat del 46,5 per cent.", "disability_percent", "46.5"),
        ("P06", "El comptador marcava 1.291 ahir.", "meter_reading", "1291"),
        ("P07", "Interpongo recurso de reposición contra la multa.", "writ_kind", "appeal"),
        ("P07", "Expediente 2026/MU/\n000123 de multas.", "case_number", "2026/MU/000123"),
        ("P10", "Nací en Elda el 3 de mayo de 1980.", "birth_place", "Elda"),
        ("P11", "Hará falta un contenedor pero sin andamio.", "scaffolding", "false"),
        ("P16", "Voldria posar una terrassa amb 6 taules i 24 cadires.", "chairs", "24"),
        ("P08", "Títol: Un parc per a gossos a la Torreta", "proposal_title", "Un parc per a gossos a la Torreta"),
    ],
)
def test_a_sentence_states_a_field(kind: str, sentence: str, field: str, value: str) -> None:
    """Facts are told in the words of people, in both languages."""
    assert stated(f"Subject: consulta\n\n{sentence}\n", kind).get(field) == value


def test_a_lawyers_letter_argues_after_it_has_told_who_appears() -> None:
    """The reasons begin behind "las siguientes ALEGACIONES", and a date in words ends the request."""
    found = stated(
        "Juan Carlos Muñoz Gosálbez, abogado, comparezco y como mejor proceda en Derecho DIGO:\n\n"
        "Que el 29 de octubre de 2026 se notificó la denuncia y dentro de plazo formulo las siguientes ALEGACIONES:\n\n"
        "Que no consta el certificado de verificación del cinemómetro vigente en la fecha de los\nhechos.\n\n"
        "Por lo expuesto, SOLICITO:\n\nQue se acuerde el archivo del procedimiento.\n\n"
        "En Alicante, a doce de noviembre de dos mil veintiséis.\n",
        "P07",
    )
    assert found["statement"].startswith("Que no consta")
    assert found["statement"].endswith("hechos.")
    assert found["petition"] == "Que se acuerde el archivo del procedimiento."


def test_who_builds_is_told_with_a_number_and_what_is_built_is_told_whole() -> None:
    """Who has the works "a cargo de" builds, the number in brackets is theirs; a comma does not end what is built."""
    found = stated(
        "Don Gonzalo Belmonte Cutillas, con DNI 73002693A, declara que va a realizar unas obras, "
        "consistentes en reforma interior del local, con nueva tabiquería y pintura. Estarán a cargo de "
        "Construcciones y Acabados Teulada, S.L. (CIF B54314257), que situará un contenedor en la calzada.\n",
        "P11",
    )
    assert found["builder_name"] == "Construcciones y Acabados Teulada, S.L."
    assert found["builder_id"] == "B54314257"
    assert found["works_description"] == "reforma interior del local, con nueva tabiquería y pintura"
    assert found["skip"] == "true"


def test_reasons_and_request_are_whole() -> None:
    """What is told ends where it is asked, what is asked ends before the greeting, over the ends of lines."""
    text = """Subject: ruido

EXPONGO: que los contenedores están bajo mi ventana. Los vacían de madrugada, por lo que en casa no hay quien duerma
ninguna noche de la semana.

SOLICITO: que los cambien de sitio.

Atentamente,
"""
    found = stated(text, "P00")
    assert (found["statement"], found["petition"]) == (
        (
            "que los contenedores están bajo mi ventana. Los vacían de madrugada, por lo que en casa no hay quien"
            " duerma ninguna noche de la semana."
        ),
        "que los cambien de sitio.",
    )


@pytest.mark.parametrize(
    ("creditor", "debtor"),
    [("DATOS DEL ACREEDOR", "DATOS DEL DEUDOR"), ("A EMPLENAR PEL CREDITOR", "A EMPLENAR PEL DEUTOR")],
)
def test_the_creditor_of_a_direct_debit_is_never_the_applicant(creditor: str, debtor: str) -> None:
    """The council's street and postal code stand in the creditor's block; the debtor has a block of his own."""
    text = f"""ORDEN DE DOMICILIACIÓN SEPA

{creditor}
Dirección: Plaza Mayor 1
Código postal: 46980
Población: Paterna

{debtor}
Nombre: Rosa Beltrán Quiles
NIF: 48576231R
"""
    found = stated(text, "P13")
    assert {name: found.get(name) for name in ("applicant_address", "applicant_postal_code", "debtor_name")} == {
        "applicant_address": None,
        "applicant_postal_code": None,
        "debtor_name": "Rosa Beltrán Quiles",
    }
