"""Tables whose rows are persons, letters in the margin, and headings that ask."""

from __future__ import annotations

from dataclasses import replace

import pytest
from papers import best_values, procedure, spec

from casework.procedure import FieldType, Procedure
from casework.reading import Box, FormValue, Mark, Page, Source
from nlp.candidates import candidate
from nlp.corpus.paper import Paper
from nlp.layout import sheets_of
from nlp.values.places import in_own_language

GENERAL = procedure(
    "P00",
    "Instancia general",
    spec("statement", FieldType.TEXT, "Expone", "Exposa"),
    spec("petition", FieldType.TEXT, "Solicita", "Sol·licita"),
    spec("transferor_name", FieldType.PERSON, "Transmitente"),
    spec("transferor_id", FieldType.TAX_ID, "NIF del transmitente"),
)


def values(page: Paper | Page, asked: Procedure = GENERAL) -> dict[str, str]:
    """What is read of a page for the procedure of these tests."""
    return best_values(page, asked)


def boxed(paper: Paper, y: float, *row: tuple[str, float]) -> None:
    """A row of cells from the left margin, each with its text and its width."""
    x = 40.0
    for text, width in row:
        paper.frame(x, y, x + width, y + 18)
        paper.write(x + 3, y + 4, text, 8)
        x += width


def test_a_row_belongs_to_the_person_that_begins_it() -> None:
    """A table of persons has its captions on top and whose data they are on the left."""
    paper = Paper()
    boxed(paper, 60, ("Persona", 80), ("Nombre y apellidos", 200), ("NIF", 100))
    boxed(paper, 78, ("Solicitante", 80), ("María Solbes Gil", 200), ("48576231R", 100))
    boxed(paper, 96, ("Representante", 80), ("Juan Gil Mira", 200), ("21448812R", 100))
    found = values(paper)
    assert (found["applicant_id"], found["representative_id"]) == ("48576231R", "21448812R")
    assert found["representative_name"] == "Juan Gil Mira"


def test_a_heading_beside_its_letter_ends_the_section_over_it() -> None:
    """The letter in the margin does not keep "DADES" from heading what stands under it."""
    paper = Paper()
    for y, letter, heading in ((60.0, "A", "REPRESENTANTE"), (120.0, "B", "DATOS")):
        paper.frame(40, y, 55, y + 50)
        paper.write(44, y + 4, letter, 9)
        paper.frame(55, y, 555, y + 12)
        paper.write(58, y + 2, heading, 8)
    paper.write(58, 136, "NIF:", 8)
    paper.write(90, 136, "21448812R", 9)
    assert "representative_id" not in values(paper)


def test_what_stands_as_a_heading_over_a_box_asks_for_what_is_in_it() -> None:
    """EXPONE and SOLICITA head their boxes and are the captions of what is written there."""
    paper = Paper()
    for y, heading, text in (
        (60.0, "EXPOSA / EXPONE", "Que la meua filla va a l'escola municipal i no la podem dur abans de les nou."),
        (110.0, "SOL·LICITA / SOLICITA", "Que se li autoritze l'entrada a dos quarts de deu del matí fins al juny."),
    ):
        paper.frame(40, y, 555, y + 45)
        paper.write(44, y + 3, heading, 6)
        paper.write(46, y + 14, text, 9)
    found = values(paper)
    assert found["statement"].startswith("Que la meua filla")
    assert found["petition"].startswith("Que se li autoritze")


def test_who_appears_for_somebody_is_the_representative() -> None:
    """Under "Don X, en nombre y representación de Y": Y asks, X represents."""
    paper = Paper()
    paper.write(40, 60, "Don Vicente Alberola Muñoz, con NIF 38609700Z, en nombre y representación de", 9)
    paper.write(40, 72, "Inmuebles Cabo Huertas, S.A., con NIF A03484797, presenta esta declaración.", 9)
    found = values(paper)
    assert found["applicant_name"] == "Inmuebles Cabo Huertas, S.A."
    assert found["representative_name"] == "Vicente Alberola Muñoz"
    assert (found["applicant_id"], found["representative_id"]) == ("A03484797", "38609700Z")


def test_a_value_that_stands_twice_is_read_where_nobody_else_reads() -> None:
    """The town of the address is the same as that of the signature: each field has its own."""
    asked = procedure(
        "P03",
        "Instalaciones",
        spec("applicant_municipality", FieldType.TEXT, "Población"),
        spec("facility_name", FieldType.TEXT, "Instalación"),
    )
    paper = Paper()
    for y, caption, value in (
        (60, "Población", "Alacant"),
        (80, "Instalación", "Pavelló de la instalación"),
        (100, "Lugar:", "Alacant"),
    ):
        paper.write(40, y, caption, 9)
        paper.write(200, y, value, 9)
    found = values(paper, asked)
    assert (found["applicant_municipality"], found["signature_place"]) == ("Alacant", "Alacant")
    assert found["facility_name"] == "Pavelló de la instalación"


def test_what_stands_behind_a_street_is_left_to_others() -> None:
    """The words of an address are its own: what a column holds under it is not taken with it."""
    paper = Paper()
    paper.write(200, 60, "Avenida de Maisonnave 52, 4º 1", 9)
    paper.write(200, 74, "03003 Alacant info@club.example", 9)
    (sheet,) = sheets_of([("sha", paper.done().page)])
    made = candidate(spec("applicant_address", FieldType.ADDRESS), sheet, sheet.page.words, "right")
    assert made is not None
    assert made.value == "Avenida de Maisonnave 52, 4º 1"
    assert made.words == {id(word) for word in sheet.page.words[:6]}


def test_the_last_option_ends_where_the_margins_text_begins() -> None:
    """Lines under a tick box at the page's margin are not its caption's, however near the scan put them."""
    paper = Paper()
    paper.tick(41, 440, ticked=False)
    paper.write(46, 440, "En paper", 9)
    paper.write(41, 452, "Signatura", 9)
    (sheet,) = sheets_of([("sha", paper.done().page)])
    words = tuple(replace(word, source=Source.OCR) for word in sheet.page.words)
    (sheet,) = sheets_of([("sha", replace(sheet.page, words=words))])
    assert [tick.text for tick in sheet.ticks] == ["En paper"]


def test_what_an_option_is_called_inside_the_file_is_no_word_of_the_page() -> None:
    """A chosen option button has the caption beside it, not the one before it."""
    paper = Paper()
    card = replace(
        spec("card_kind", FieldType.CHOICE, "Tipo de tarjeta"),
        choices={"new": {"es": ("alta",)}, "renewal": {"es": ("renovación",)}},
    )
    for x, text in ((60.0, "Alta"), (140.0, "Renovación")):
        paper.write(x + 14, 60, text, 8)
    page = paper.done().page
    boxes = [Box(60, 60, 69, 69), Box(140, 60, 149, 69)]
    marks = [
        Mark(box=box, ticked=number == 1, confidence=1.0, source=Source.FORM_FIELD, name="opcion")
        for number, box in enumerate(boxes)
    ]
    live = replace(
        page, marks=tuple(marks), form_values=(FormValue(name="opcion", value="renewal_card", box=boxes[1]),)
    )
    assert values(live, procedure("P01", "Tarjeta", card))["card_kind"] == "renewal"


@pytest.mark.parametrize(
    ("raw", "value", "expected", "valencian"),
    [
        ("C/ Llinares 91, 9é 4", "Calle Llinares 91, 9é 4", "Carrer Llinares 91, 9é 4", True),
        ("C/ Llinares 91, 9É 4", "Calle Llinares 91, 9É 4", "Carrer Llinares 91, 9É 4", False),
        ("C/ Llinares 91, 9º C", "Calle Llinares 91, 9º C", "Calle Llinares 91, 9º C", True),
        ("C/ Llinares 91, bajo", "Calle Llinares 91, bajo", "Calle Llinares 91, bajo", True),
        ("C/ Llinares 91", "Calle Llinares 91", "Calle Llinares 91", False),
        ("Calle Llinares 91", "Calle Llinares 91", "Calle Llinares 91", True),
        ("Av. Lillo 107", "Avenida Lillo 107", "Avinguda Lillo 107", True),
        ("Ronda Nova 3", "Ronda Nova 3", "Ronda Nova 3", True),
        ("Plaça Jaume I 183 7 baix", "Plaça Jaume I 183, bloque 7, baix", "Plaça Jaume I 183, bloc 7, baix", True),
        ("Pintor Gisbert 2", "Pintor Gisbert 2", "Pintor Gisbert 2", True),
        ("C/ de l'Església 82, 4º B", "Calle de l'Església 82, 4º B", "Carrer de l'Església 82, 4º B", False),
        ("C/ Virgen del Socorro 8", "Calle Virgen del Socorro 8", "Calle Virgen del Socorro 8", True),
    ],
)
def test_a_shortened_street_is_spelled_out_in_the_writers_language(
    raw: str, value: str, expected: str, *, valencian: bool
) -> None:
    """What is spelled out stays; else the street's own name tells the language first, then a floor, then the paper."""
    assert in_own_language(value, raw, valencian=valencian) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            (("Calle", "Vilaplana"), ("Número", "s/n"), ("Piso", "8º"), ("Puerta", "Dcha.")),
            "Calle Vilaplana s/n, 8º Dcha.",
        ),
        (
            (("Calle", "Barcelona"), ("Número", "128"), ("Piso", "2º"), ("Letra", "Izda.")),
            "Calle Barcelona 128, 2º Izda.",
        ),
    ],
)
def test_a_house_without_a_number_and_a_door_on_the_left_are_parts(
    row: tuple[tuple[str, str], ...], expected: str
) -> None:
    """What a cell holds is no caption because it looks like one, and no part is lost."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    x = 40.0
    for caption, value in row:
        paper.frame(x, 60, x + 120, 84)
        paper.write(x + 3, 62, caption, 6)
        paper.write(x + 3, 72, value if caption != "Calle" else f"Calle {value}", 9)
        x += 120
    assert values(paper)["applicant_address"] == expected


def test_a_centred_caption_over_a_cell_asks_for_what_the_cell_holds() -> None:
    """The value begins far left of its caption; the empty cell beside it takes nothing."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    for x0, x1, caption, value in ((40, 400, "Domicilio", "Calle Mayor 12, 3º B"), (400, 550, "NIF", "48576231R")):
        paper.frame(x0, 60, x1, 70)
        paper.write((x0 + x1) / 2 - 15, 62, caption, 6)
        paper.frame(x0, 70, x1, 90)
        paper.write(x0 + 4, 76, value, 9)
    found = values(paper)
    assert (found["applicant_address"], found["applicant_id"]) == ("Calle Mayor 12, 3º B", "48576231R")


def test_the_numbers_of_cells_are_nobodys_values() -> None:
    """A form that numbers its cells in little boxes is read as one that does not."""
    paper = Paper()
    for x, number, caption, value in ((40, "05", "Municipio", "Alicante"), (240, "06", "Domicilio", "Calle Mayor 12")):
        paper.frame(x, 60, x + 200, 88)
        paper.frame(x, 60, x + 11, 69)
        paper.write(x + 2, 61, number, 6)
        paper.write(x + 13, 61, caption, 6)
        paper.write(x + 3, 76, value, 9)
    asked = procedure("P03", "Instalaciones", spec("applicant_municipality", FieldType.TEXT, "Municipio"))
    found = values(paper, asked)
    assert (found["applicant_municipality"], found["applicant_address"]) == ("Alicante", "Calle Mayor 12")


def test_a_cell_at_the_left_of_several_rows_heads_them() -> None:
    """Its words run over two lines and say whose the rows beside it are."""
    paper = Paper()
    for top, heading, name, number in (
        (60, ("Datos de la", "persona interesada"), "Rosa Gil Mira", "48576231R"),
        (110, ("Actúa en", "representación"), "Juan Mira Gil", "X1234567L"),
    ):
        paper.frame(40, top, 120, top + 48)
        for line, text in enumerate(heading):
            paper.write(43, top + 3 + 9 * line, text, 7)
        for row, (caption, value) in enumerate((("Nombre y apellidos", name), ("NIF", number))):
            paper.frame(120, top + 24 * row, 550, top + 24 * (row + 1))
            paper.write(123, top + 2 + 24 * row, caption, 6)
            paper.write(125, top + 11 + 24 * row, value, 9)
    found = values(paper)
    assert (found["applicant_name"], found["applicant_id"]) == ("Rosa Gil Mira", "48576231R")
    assert (found["representative_name"], found["representative_id"]) == ("Juan Mira Gil", "X1234567L")


def test_spaced_capitals_are_one_word() -> None:
    """A heading set wide opens the request as SOLICITA does."""
    paper = Paper()
    paper.write(40, 60, "E X P O N E", 9)
    paper.write(40, 80, "Que el semáforo solo está nueve segundos en verde.", 9)
    paper.write(40, 100, "S O LI C I TA", 9)
    paper.write(40, 120, "Que se amplíe el tiempo de paso.", 9)
    found = values(paper)
    assert found["statement"] == "Que el semáforo solo está nueve segundos en verde."
    assert found["petition"] == "Que se amplíe el tiempo de paso."


def test_a_number_in_brackets_opens_a_section_and_one_glued_to_a_caption_is_no_part_of_it() -> None:
    """Under "(3) EMPLAZAMIENTO" nothing is the representative's any more."""
    asked = procedure("P11", "Obras", spec("works_budget", FieldType.AMOUNT, "Presupuesto"))
    paper = Paper()
    paper.write(40, 40, "(1) DATOS DEL INTERESADO", 9)
    paper.write(40, 52, "NIF:", 8)
    paper.write(140, 52, "48576231R", 9)
    paper.write(40, 70, "(2) DATOS DEL REPRESENTANTE", 9)
    paper.write(40, 82, "NIF:", 8)
    paper.write(40, 100, "(3) EMPLAZAMIENTO", 9)
    paper.write(40, 112, "NIF:", 8)
    paper.write(140, 112, "B54694658", 9)
    paper.write(40, 130, "14Presupuesto", 8)
    paper.write(140, 130, "13.480,50", 9)
    found = values(paper, asked)
    assert found["applicant_id"] == "48576231R"
    assert "representative_id" not in found
    assert found["works_budget"] == "13480.50"


def test_a_caption_in_two_languages_that_runs_over_its_line_is_no_name() -> None:
    """Its first line ends in "Nom (o", and the bracket that it opens there is the caption's."""
    paper = Paper()
    for x0, x1 in ((40, 165), (165, 330), (330, 440), (440, 560)):
        paper.frame(x0, 60, x1, 100)
    for x, caption in ((44, "NIF"), (334, "Primer apellido / Primer cognom"), (444, "Segundo apellido / Segon cognom")):
        paper.write(x, 64, caption, 6)
    paper.write(169, 64, "Nombre (o razón social) / Nom (o", 6)
    paper.write(169, 72, "raó social)", 6)
    for x, value in ((44, "48576231R"), (169, "Jordi"), (334, "Palacios"), (444, "Úbeda")):
        paper.write(x, 84, value, 9)
    assert values(paper)["applicant_name"] == "Jordi Palacios Úbeda"
