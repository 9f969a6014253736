"""Letters of companies, associations and offices: who asks, who signs for them, and what an office says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from bots.reading.text import text_pages
from dovtech.procedures import load_procedures
from nlp.bodies import is_body
from nlp.extraction import Extractor
from nlp.layout import sheets_of
from nlp.parties import fuller
from nlp.resolver import resolve

PROCEDURES = load_procedures(Path(__file__).parents[3] / "procedures")
EXTRACTOR = Extractor(PROCEDURES)
HEAD = "Talleres Bonavista, S.L.\nCIF B03272986\n\nAyuntamiento de Alicante\n\n"


def stated(text: str, kind: str = "P00") -> dict[str, str]:
    """The best value of each field by the hand-weighed evidence alone."""
    sheets = sheets_of(("letter", page) for page in text_pages(text))
    groups = EXTRACTOR.evidence(sheets, PROCEDURES[kind]).groups
    return {c.group.field: c.group.value for c in resolve(groups, [min(g.weight, 1.0) for g in groups])}


@pytest.mark.parametrize(
    "said",
    [
        "El que suscribe, Jorge Pla Mira, con DNI 74820421H, gerente de la empresa, lo firma y les escribe.",
        (
            "Comparece D. Jorge Pla Mira, con NIF 74820421H, como administrador único\n"
            "de la mercantil del encabezamiento, y pide lo que sigue."
        ),
        (
            "Qui subscriu, Jorge Pla Mira, amb DNI 74820421H, secretari de\n"
            "l'empresa que figura a l'encapçalament, ho demana així."
        ),
        (
            "Pedimos que se nos conteste por escrito. La representación la ostenta\n"
            "D. Jorge Pla Mira, NIF 74820421H, como es debido."
        ),
    ],
)
def test_a_letterhead_asks_and_its_signer_represents(said: str) -> None:
    """A company that is named above the letter is who asks, by any of the usual words of representation."""
    found = stated(HEAD + said)
    assert {
        name: found.get(name) for name in ("applicant_name", "representative_name", "applicant_id", "representative_id")
    } == {
        "applicant_name": "Talleres Bonavista, S.L.",
        "representative_name": "Jorge Pla Mira",
        "applicant_id": "B03272986",
        "representative_id": "74820421H",
    }


def test_who_speaks_for_herself_and_another_asks() -> None:
    """Who speaks "por sí y en nombre de su esposo" is the applicant and represents nobody else's application."""
    found = stated(
        "D.ª Carmen Egea Ros, con NIF 48576231R, solicita, por sí y en nombre de su esposo, Luis Mas Gil, que se haga."
    )
    assert (found["applicant_name"], found.get("representative_name")) == ("Carmen Egea Ros", None)


def test_an_offices_address_is_not_its_clients() -> None:
    """A gestoría's letterhead says where the gestoría is; the client is named and has numbers of her own."""
    found = stated(
        "Gestoría Mira & Asociados\nCalle Mayor, 44, 03002 Alicante · Tel. 965 98 00 12\n\n"
        "Ayuntamiento de Alicante\n\nCliente: Nuria Pons Vila\n\n"
        "Por encargo de nuestra clienta, con NIF 48576231R, pedimos que se atienda lo siguiente.\n"
    )
    names = ("applicant_name", "applicant_id", "applicant_phone", "applicant_postal_code", "applicant_address")
    assert [found.get(name) for name in names] == ["Nuria Pons Vila", "48576231R", None, None, None]


def test_a_technician_called_dona_is_no_applicant() -> None:
    """A title of courtesy makes nobody the applicant where the words before it name another role."""
    found = stated("El proyecto lo firma la arquitecta técnica D.ª Paula Ríos Server y se adjunta a esta carta.", "P12")
    assert (found.get("technician_name"), found.get("applicant_name")) == ("Paula Ríos Server", None)


def test_a_club_that_sends_is_asked_for_by_who_signs() -> None:
    """A message from an association's account is the association's; whoever signs "per la colla" represents it."""
    found = stated(
        "From: Colla El Xiprer <xiprer@correu.example>\nSubject: Sala\n\n"
        "Bona vesprada, voldríem fer servir una sala.\n\n"
        "Per la colla, Pau Lloret Ferri, DNI 48576231R\n"
    )
    assert (found.get("applicant_name"), found.get("representative_name")) == ("Colla El Xiprer", "Pau Lloret Ferri")


@pytest.mark.parametrize(
    ("short", "whole"),
    [("Ana Ruiz", "Ana Ruiz Soler"), ("Ana", "Ana Ruiz Soler"), ("Ana Soler", "Ana Ruiz Soler"), ("Eva", "Eva")],
)
def test_a_fuller_name_of_the_same_person_wins(short: str, whole: str) -> None:
    """Who signs with less than the whole name is the one named whole elsewhere."""
    assert fuller(short, ["Ana Ruiz Soler", "Luis Ruiz"]) == whole


@pytest.mark.parametrize(
    ("name", "body"), [("Club Atlètic", True), ("Comunicación de obra", False), ("Ana Ruiz, S.L.", True)]
)
def test_a_body_is_known_by_its_form_or_first_word(name: str, body: bool) -> None:  # noqa: FBT001 - a table
    """A title that begins like a body's name is none."""
    assert is_body(name) is body


def test_a_number_behind_an_unknown_name_is_not_the_writers() -> None:
    """Whose name stands right before a number owns it, though nothing tells what that one is."""
    found = stated(
        "Por la presente, Elvira Mora Gil, NIF 48576231R, autorizo a que venga mi primo, Luis Mora Egea, NIF 74820421H."
    )
    assert (found["applicant_name"], found["applicant_id"]) == ("Elvira Mora Gil", "48576231R")


@pytest.mark.parametrize(
    ("text", "kind", "field", "value"),
    [
        ("Ens agradaria usar la Sala Gran per a assajos, els dissabtes de matí, durant l'any.", "P04", "venue_name",
         "Sala Gran"),
        ("Las plazas son para una charla sobre reciclaje a la que invitamos a todo el barrio.", "P04", "activity",
         "una charla sobre reciclaje"),
        ("El local está dedicado a Venta de flores, epígrafe 659.7, y tiene todos los permisos en regla.", "P12",
         "activity", "Venta de flores"),
        ("Los comunique que el 22 d'octubre de 2026 vaig vendre el pis que tenia a la ciutat, com era obligat.", "P17",
         "transfer_date", "2026-10-22"),
        ("El coche lo llevaba nuestro trabajador Julio Ruiz Mora, NIF 48576231R, como consta en el parte.", "P07",
         "driver_name", "Julio Ruiz Mora"),
        ("Els volem empadronar i som tots quatre de la mateixa casa, el títol és en vigor fins 01.02.2031.", "P15",
         "title_expiry", "2031-02-01"),
    ],
)  # fmt: skip
def test_sentences_announce_values(text: str, kind: str, field: str, value: str) -> None:
    """What a sentence tells of an activity, a place, a driver or a date is read to where it ends."""
    assert stated(text, kind).get(field) == value


def test_the_account_may_be_the_writers_own() -> None:
    """A caption that names the holder holds for a name that has been told to be the writer's."""
    text = (
        HEAD
        + "Autorizamos a cargar el recibo del vado en nuestra cuenta.\nTitular de la cuenta: Talleres Bonavista, S.L.\n"
    )
    assert stated(text, "P13")["account_holder_name"] == "Talleres Bonavista, S.L."
