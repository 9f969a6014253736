"""What printed forms do to their values: split cells, captions under lines, headings with remarks, letterheads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from papers import ADDRESSED, PROCEDURES, cells, procedure, spec
from papers import best_values as values

from casework.procedure import FieldSpec, FieldType, Procedure
from casework.reading import Box
from nlp.candidates import Candidate, candidate
from nlp.corpus.paper import Paper
from nlp.extraction import Extractor
from nlp.labels import Caption, Target
from nlp.layout import Sheet, sheets_of
from nlp.parts import Parts

CARD = FieldSpec(
    name="card_kind",
    type=FieldType.CHOICE,
    labels={"es": ("Tipo de solicitud",), "ca": ("Tipus de sol·licitud",)},
    choices={"new": {"es": ("alta",)}, "renewal": {"es": ("renovación",)}},
)


def test_an_address_in_cells_is_one_line_and_its_empty_cells_say_nothing() -> None:
    """Way, street, number, stair, floor and door are joined; the caption beside an empty cell is no block."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    cells(paper, 60, ("Tipo de vía", "CALLE", 60), ("Nombre de la vía", "Pintor Aparicio", 160), ("Número", "22", 50),
          ("Bloque", "", 50), ("Esc.", "1", 40), ("Planta", "5", 40), ("Puerta", "D", 40))  # fmt: skip
    cells(paper, 84, ("C.P.", "03003", 80), ("Municipio", "Alicante", 200))
    assert values(paper) == {
        "applicant_address": "Calle Pintor Aparicio 22, esc. 1, 5º D",
        "applicant_postal_code": "03003",
        "applicant_municipality": "Alicante",
    }


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_stair_left_empty_takes_no_floor(order: tuple[int, int]) -> None:
    """Of two captions that see the same value it is the nearer one's, in whatever order they are met."""
    paper = Paper()
    for x, text in ((44, "Camino Gutiérrez"), (385, "Escalera"), (470, "Planta"), (472, "7")):
        paper.write(x, 80 + 12 * (text == "7"), text, 9)
    street, stair, floor, seven = sheets_of([("sha", paper.done().page)])[0].segments
    asked = {1: (stair, "stair"), 2: (floor, "floor")}
    parts = Parts()
    parts.keep(street, _asks("street"), "applicant", [street.words])
    for one in order:
        segment, name = asked[one]
        parts.keep(segment, _asks(name), "applicant", [seven.words])
    assert [text for _, _, text, _ in parts.joined()] == ["Camino Gutiérrez, 7º"]


def test_a_street_keeps_its_kind_behind_a_caption_that_names_kinds() -> None:
    """What follows a colon is the value, though it begins like a caption."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    paper.write(40, 60, "Calle / Plaza: Calle Zubiri", 9)
    paper.write(300, 60, "Nº: 122", 9)
    paper.write(40, 82, "Piso: bajo", 9)
    assert values(paper)["applicant_address"] == "Calle Zubiri 122, bajo"


def test_a_town_of_both_address_and_signature_is_read_in_both_places() -> None:
    """Where "Localidad" asks for both, neither takes the other's only place."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    paper.write(40, 50, "Nombre y apellidos: Begoña Ruiz Soler", 9)
    paper.write(40, 66, "Localidad: Alicante", 9)
    paper.write(40, 300, "En Alicante, a 16 de noviembre de 2026", 9)
    asked = replace(
        ADDRESSED,
        fields={**ADDRESSED.fields, "signature_place": spec("signature_place", FieldType.TEXT, "Localidad")},
    )
    chosen = values(paper, asked)
    assert (chosen["applicant_municipality"], chosen["signature_place"]) == ("Alicante", "Alicante")


def _asks(part: str) -> Caption:
    return Caption(start=0, end=1, targets={Target("concept", part): 1.0})


def test_figures_of_two_cells_are_no_number() -> None:
    """What the reader of text runs together is two values where a gap stands between them."""

    class RunsOn:
        def candidates(self, sheets: Sequence[Sheet], asked: Procedure, _: object) -> list[Candidate]:
            words = [word for sheet in sheets for word in sheet.page.words if word.text.isdigit()]
            made = candidate(asked.fields["amount"], sheets[0], words, "tagger", raw="107744")
            return [made] if made else []

    asked = procedure("P06", "Reclamación", spec("amount", FieldType.AMOUNT, "Importe"))
    paper = Paper()
    paper.write(40, 60, "Lectura: 107", 9)
    paper.write(200, 60, "Importe: 744", 9)
    extractor = Extractor({asked.id: asked}, RunsOn())
    groups = extractor.evidence(sheets_of([("sha", paper.done().page)]), asked).groups
    assert "107744.00" not in {group.value for group in groups if group.field == "amount"}
    assert "744.00" in {group.value for group in groups if group.field == "amount"}


def test_an_address_caption_goes_on_in_the_cells_beside_it() -> None:
    """A caption "Domicilio" with cells for number, floor and door next to it is an address in cells, too."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    cells(
        paper,
        60,
        ("Domicilio (calle, plaza, avenida)", "Av. de Denia", 200),
        ("Núm.", "55", 60),
        ("Piso", "2", 60),
        ("Pta.", "4", 60),
    )
    assert values(paper)["applicant_address"] == "Avenida de Denia 55, 2º 4"


def test_captions_under_their_lines_are_read_upwards() -> None:
    """Where values stand over their captions, nothing is taken from the row below."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    rows = (
        ((40, "Abel Cantó Horta", "Nombre y apellidos"), (380, "48576231R", "NIF")),
        ((40, "Plaza Ruano 90, bajo", "Domicilio"), (380, "03600", "Código postal")),
        ((40, "horta@example.net", "Correo electrónico"), (380, "714 808 593", "Teléfono")),
    )
    for number, row in enumerate(rows):
        for x, value, caption in row:
            paper.write(x, 60 + 27 * number, value, 9)
            paper.write(x, 77 + 27 * number, caption, 7)
    assert values(paper) == {
        "applicant_name": "Abel Cantó Horta",
        "applicant_id": "48576231R",
        "applicant_address": "Plaza Ruano 90, bajo",
        "applicant_postal_code": "03600",
        "applicant_email": "horta@example.net",
        "applicant_phone": "+34714808593",
    }


def test_a_heading_with_a_remark_opens_the_representatives_section() -> None:
    """The line "Persona que representa (rellenar solo si procede)" heads a block that stays empty."""
    paper = Paper()
    paper.write(40, 40, "1. Datos de quien solicita", 9)
    paper.write(40, 60, "NIF:", 8)
    paper.write(140, 60, "48576231R", 9)
    paper.write(40, 90, "2. Persona que representa (rellenar solo si procede)", 9)
    paper.write(40, 110, "Nombre y apellidos:", 8)
    paper.write(40, 130, "NIF:", 8)
    assert values(paper) == {"applicant_id": "48576231R"}


def test_what_stands_in_the_representatives_block_is_not_the_applicants() -> None:
    """A representative's telephone is found by its pattern as well, and is nobody else's for that."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL/DE LA REPRESENTANTE (en su caso)", 9)
    paper.write(40, 60, "Teléfono:", 8)
    paper.write(140, 60, "966 184 070", 9)
    paper.write(40, 90, "INTERESADO/A", 9)
    paper.write(40, 110, "Teléfono:", 8)
    assert "applicant_phone" not in values(paper)


def test_the_town_hall_in_the_letterhead_is_no_applicant() -> None:
    """A municipality's NIF (it begins with P) and the letterhead's telephone are nobody's."""
    paper = Paper()
    paper.write(40, 30, "AYUNTAMIENTO DE BENIFAR", 9)
    paper.write(40, 44, "C.I.F. P0399900A · Tel. 965 000 111 · www.ayto.example", 7)
    assert values(paper) == {}


@pytest.mark.parametrize("lines", [("CIF P0801900B · Tel. 934 027 000",), ("CIF P0801900B · Tel.", "934 027 000")])
def test_the_line_with_a_corporations_nif_reaches_the_corporation(lines: tuple[str, ...]) -> None:
    """It may stand lower than other letterheads, under a title and a stamp, and run on in a second line."""
    paper = Paper()
    for number, line in enumerate(lines):
        paper.write(140, 200 + 9 * number, line, 7)
    assert values(paper) == {}


def test_captions_with_the_numbers_of_their_cells() -> None:
    """«04 Calle, plaza, avda.» asks for the street as «Calle» does."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    cells(paper, 60, ("04 Calle, plaza, avda.", "C/ Poeta Quintana", 240), ("05 Nº", "11", 60),
          ("06 Escalera", "", 60), ("07 Piso y puerta", "4º B", 100))  # fmt: skip
    asked = procedure("P00", "Instancia general", spec("applicant_address", FieldType.ADDRESS, "Domicilio"))
    assert values(paper, asked) == {"applicant_address": "Calle Poeta Quintana 11, 4º B"}


def test_a_caption_centred_under_a_long_line_asks_for_what_stands_on_it() -> None:
    """The value begins at the line's left end, far from its caption."""
    paper = Paper()
    for y, caption, value in [
        (60, "NIF", "48576231R"), (90, "Teléfono", "612345678"), (120, "Correo electrónico", "ana.gil@example.org"),
        (150, "Localidad", "Mutxamel"),
    ]:  # fmt: skip
        paper.write(44, y, value, 9)
        paper.rules.append(Box(40, y + 11, 550, y + 11.5))
        paper.write(280, y + 14, caption, 6)
    assert values(paper)["applicant_municipality"] == "Mutxamel"


def test_the_place_of_premises_is_no_home() -> None:
    paper = Paper()
    cells(paper, 60, ("Emplaçament", "Gran Vía Ramón y Cajal 158", 250))
    asked = procedure("P16", "Ocupación", spec("premises_address", FieldType.ADDRESS, "Dirección del local"),
                      spec("applicant_address", FieldType.ADDRESS, "Domicilio"))  # fmt: skip
    assert values(paper, asked) == {"premises_address": "Gran Vía Ramón y Cajal 158"}


def test_a_street_in_a_sentence_goes_on_over_the_lines_end() -> None:
    """The words before a street tell that it is a home; number, floor and door belong to it."""
    paper = Paper()
    paper.write(40, 60, "Andrés Villar Cuesta, con DNI 48576231R y domicilio en la calle Virgen del", 9)
    paper.write(40, 72, "Socorro, número 61, 3º dcha., 03002 de Alicante, comparece y dice:", 9)
    sheets = sheets_of([("sha", paper.done().page)])
    told = Extractor(PROCEDURES).evidence(sheets, ADDRESSED).groups
    assert [group.value for group in told if group.field == "applicant_address"] == [
        "Calle Virgen del Socorro 61, 3º dcha."
    ]


def test_captions_in_both_languages_are_one_caption() -> None:
    """The captions "COGNOMS / APELLIDOS" and "PORTA / PUERTA" ask once for a part of a name or of an address."""
    paper = Paper()
    paper.write(40, 40, "DADES DE LA PERSONA SOL·LICITANT", 9)
    cells(paper, 60, ("COGNOMS / APELLIDOS", "Ripoll i Mas", 200), ("NOM / NOMBRE", "Empar", 150))
    cells(paper, 84, ("ADREÇA / DOMICILIO", "Carrer de Sant Francesc", 200), ("NÚM.", "31", 50),
          ("PIS / PISO", "2", 60), ("PORTA / PUERTA", "5", 80))  # fmt: skip
    assert values(paper) == {
        "applicant_name": "Empar Ripoll i Mas",
        "applicant_address": "Carrer de Sant Francesc 31, 2º 5",
    }


def test_a_caption_glued_to_its_value_is_cut_off() -> None:
    """Scans lose the space after a colon; the caption is no part of the value."""
    paper = Paper()
    paper.write(40, 60, "NIF:48576231R", 9)
    assert values(paper) == {"applicant_id": "48576231R"}


def test_a_word_before_a_name_tells_whose_it_is() -> None:
    """Letters name people in sentences, and say what they are to somebody."""
    asked = procedure(
        "P05",
        "Teleasistencia",
        spec("contact_name", FieldType.PERSON, "Persona de contacto"),
        spec("contact_relationship", FieldType.TEXT, "Parentesco"),
    )
    paper = Paper()
    paper.write(40, 60, "Les escribe Alba Llinares Garrigós. En caso de apuro avisen a Mónica", 9)
    paper.write(40, 72, "Sarancot del Payá, nuera, en el 963873143.", 9)
    sheets = sheets_of([("sha", paper.done().page)])
    told = {(group.field, group.value) for group in Extractor({}).evidence(sheets, asked).groups}
    assert {
        ("applicant_name", "Alba Llinares Garrigós"),
        ("contact_name", "Mónica Sarancot del Payá"),
        ("contact_relationship", "nuera"),
    } <= told
    assert ("contact_name", "Alba Llinares Garrigós") not in told


def test_where_there_are_boxes_only_a_tick_chooses() -> None:
    """An option that is printed beside a box is nobody's choice, nor is one named in a sentence."""
    asked = procedure("P01", "Tarjeta", CARD)
    paper = Paper()
    paper.write(40, 60, "Tipo de solicitud: renovación", 9)
    for y, name in ((80, "Alta"), (95, "Renovación")):
        paper.tick(40, y, ticked=False)
        paper.write(60, y, name, 9)
    assert values(paper, asked) == {}


def test_a_pair_of_boxes_answers_the_question_over_it_in_its_cell() -> None:
    """Yes and no in a cell answer the cell's caption, not what stands in the next cell of the row."""
    asked = procedure("P03", "Instalación", spec("lighting", FieldType.CHECKBOX, "Luz artificial"))
    paper = Paper()
    cells(paper, 60, ("Hasta", "30/06/2027", 150), ("Luz artificial", "", 150))
    for x, name, ticked in ((195.0, "Sí", True), (240.0, "No", False)):
        paper.tick(x, 72, ticked=ticked)
        paper.write(x + 14, 72, name, 8)
    assert values(paper, asked)["lighting"] == "true"


def test_the_person_who_acts_for_another_is_the_representative() -> None:
    """Headings name a representative with a verb, too; a club's name is asked for as its "Denominación"."""
    paper = Paper()
    paper.write(40, 40, "DATOS DE LA ENTIDAD SOLICITANTE", 9)
    cells(paper, 60, ("Denominación", "Club Deportivo Salinas", 250))
    paper.write(40, 100, "DATOS DE LA PERSONA QUE ACTÚA EN SU NOMBRE", 9)
    cells(paper, 120, ("Nombre", "Beatriz", 150), ("Apellidos", "Coves Antón", 200))
    assert values(paper) == {
        "applicant_name": "Club Deportivo Salinas",
        "representative_name": "Beatriz Coves Antón",
    }


def test_captions_of_no_field_are_nobodys_values() -> None:
    """What a form asks besides is known as a caption: an empty cell beside it stays empty."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL REPRESENTANTE", 9)
    paper.write(40, 60, "Segundo apellido", 8)
    paper.write(200, 60, "En calidad de", 8)
    paper.write(40, 80, "Nombre", 8)
    paper.write(200, 80, "País", 8)
    assert values(paper) == {}


def test_a_code_whose_slash_ends_its_line_goes_on_in_the_next() -> None:
    """A number of a file that was too long for its cell is still one number."""
    paper = Paper()
    paper.frame(40, 60, 110, 100)
    paper.write(43, 62, "Expediente", 6)
    paper.write(43, 72, "2026/MU/", 9)
    paper.write(43, 84, "000123", 9)
    asked = procedure("P07", "Alegaciones", spec("case_number", FieldType.CODE, "Expediente"))
    assert values(paper, asked)["case_number"] == "2026/MU/000123"


@pytest.mark.parametrize("hint", ["qué propone y para qué serviría", "indique brevemente en qué consiste"])
def test_what_a_caption_asks_for_is_no_answer(hint: str) -> None:
    """The answer stands below, in the same cell."""
    asked = procedure("P08", "Propuesta", spec("proposal_text", FieldType.TEXT, "Descripción"))
    paper = Paper()
    paper.frame(40, 60, 540, 130)
    paper.write(43, 63, f"Descripción: {hint}", 8)
    paper.write(43, 78, "Un banco a la sombra en la plaza.", 9)
    assert values(paper, asked) == {"proposal_text": "Un banco a la sombra en la plaza."}
