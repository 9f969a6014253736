"""What forms of other councils have that one's own have not: dark margins, counted headings, cells for each part."""

from __future__ import annotations

from dataclasses import replace

import pytest
from papers import PARKING, best_values, procedure, scanned, spec

from casework.procedure import FieldType
from casework.reading import Box
from nlp.corpus.paper import Paper
from nlp.geometry import given_names
from nlp.labels import find_captions, lexicon_of
from nlp.layout import sheets_of
from nlp.printed import printed_words
from nlp.values.people import parse_person, surnames_first

PEOPLE = procedure(
    "P15",
    "Familia numerosa",
    spec("applicant_email", FieldType.EMAIL, "Correo electrónico"),
    spec("household_size", FieldType.NUMBER, "Miembros"),
    spec("birth_place", FieldType.TEXT, "Lugar de nacimiento"),
    spec("previous_municipality", FieldType.TEXT, "Municipio de procedencia"),
    spec("lives_alone", FieldType.CHECKBOX, "Vive sola"),
    spec("iban", FieldType.IBAN, "IBAN"),
    spec("parking_sector", FieldType.CODE, "Sector"),
)


def _row(paper: Paper, y: float, *cells: tuple[float, str, str]) -> None:
    """Captions with their values below."""
    for x, caption, value in cells:
        paper.write(x, y, caption, 7)
        if value:
            paper.write(x, y + 10, value, 10)


def test_a_name_takes_the_part_asked_for_as_name_or_company() -> None:
    """The cell for the second surname is blank, and the next line begins where a caption without a value could wrap."""
    paper = Paper()
    paper.write(40, 60, "DATOS DEL SOLICITANTE", 9)
    _row(paper, 80, (40, "PRIMER APELLIDO", "shevchenko"), (200, "SEGUNDO APELLIDO", ""))
    _row(paper, 80, (450, "NOMBRE O RAZÓN SOCIAL", "yulia"))
    assert best_values(paper, PEOPLE)["applicant_name"] == "Yulia Shevchenko"


def test_a_blank_cell_takes_nothing_of_the_line_below() -> None:
    paper = Paper()
    _row(paper, 80, (40, "Lugar de nacimiento", "Alcoi"), (440, "Municipio de procedencia", ""))
    told = best_values(paper, PEOPLE)
    assert told["birth_place"] == "Alcoi"
    assert "previous_municipality" not in told


def test_a_value_that_begins_before_its_caption_is_still_its_own() -> None:
    """The caption stands behind a little number that the reader of pictures did not see."""
    paper = Paper()
    paper.write(40, 60, "DATOS DEL SOLICITANTE", 9)
    for x, caption, value in ((52, "Primer apellido", "Guijarro"), (208, "Segundo apellido", "Mollà")):
        paper.write(x, 80, caption, 7)
        paper.write(x - 11, 90, value, 10)
    paper.write(364, 80, "Nombre", 7)
    paper.write(354, 90, "Ximo", 10)
    assert best_values(scanned(paper), PEOPLE)["applicant_name"] == "Ximo Guijarro Mollà"


def test_a_dark_margin_heads_the_rows_beside_it() -> None:
    """Its words stand in the middle of the field's height, below the first caption of its rows."""
    paper = Paper()
    for top, low, heading in ((70, 110, "TITULAR"), (114, 154, "REPRESENTANTE")):
        paper.rules.append(Box(40, top, 130, low))
        paper.write(48, (top + low) / 2 - 5, heading, 8)
    _row(paper, 74, (140, "Nombre y apellidos", "Ana Gil Mira"), (420, "NIF", "48576231R"))
    _row(paper, 118, (140, "Nombre y apellidos", "Juan Soler Pla"), (420, "NIF", "X1234567L"))
    told = best_values(paper, PEOPLE)
    assert (told["applicant_name"], told["representative_name"]) == ("Ana Gil Mira", "Juan Soler Pla")
    assert told["applicant_id"] == "48576231R"


def test_a_heading_in_a_band_keeps_its_letter() -> None:
    paper = Paper()
    paper.write(60, 30, "DATOS DEL REPRESENTANTE", 9)
    paper.frame(30, 60, 560, 76)
    paper.write(34, 63, "A", 9)
    paper.write(54, 63, "Titular del vehículo", 9)
    _row(paper, 84, (34, "Nombre y apellidos", "Ana Gil Mira"))
    assert best_values(paper, PEOPLE)["applicant_name"] == "Ana Gil Mira"


def test_numbers_that_count_the_headings_are_nobodys() -> None:
    paper = Paper()
    for place, heading in enumerate(("Sujeto pasivo", "Inmueble", "Título", "Miembros de la familia")):
        paper.write(46, 100 + 60 * place, str(place + 1), 9)
        paper.write(63, 100 + 60 * place, heading, 9)
    assert "household_size" not in best_values(paper, PEOPLE)


def test_an_account_is_read_over_its_cells() -> None:
    paper = Paper()
    cells = (
        ("IBAN", "ES91"),
        ("Entidad", "2100"),
        ("Oficina", "0418"),
        ("D.C.", "45"),
        ("Número de cuenta", "0200051332"),
    )
    for place, (caption, value) in enumerate(cells):
        paper.frame(40 + 90 * place, 76, 126 + 90 * place, 104)
        _row(paper, 80, (44 + 90 * place, caption, value))
    assert best_values(paper, PEOPLE)["iban"] == "ES9121000418450200051332"


@pytest.mark.parametrize(("x_yes", "x_no", "told"), [(True, False, "true"), (False, True, "false")])
def test_yes_over_no_under_a_question(x_yes: bool, x_no: bool, told: str) -> None:  # noqa: FBT001
    paper = Paper()
    paper.write(40, 100, "¿Vive sola?", 9)
    for y, answer, ticked in ((114, "Sí", x_yes), (128, "No", x_no)):
        paper.write(40, y, answer, 9)
        paper.tick(56, y, ticked=ticked)
    assert best_values(paper, PEOPLE)["lives_alone"] == told


@pytest.mark.parametrize(
    "parts", [("Correo electronicoramon.perez@correo.es",), ("Correo electrónico:", "ramon. perez@correo.es")]
)
def test_an_address_of_mail_that_a_reader_of_pictures_glued_or_parted(parts: tuple[str, ...]) -> None:
    paper, x = Paper(), 40.0
    for part in parts:
        x = paper.write(x, 100, part, 9) + 4
    assert best_values(scanned(paper), PEOPLE)["applicant_email"] == "ramon.perez@correo.es"


def test_the_forms_own_number_is_no_answer() -> None:
    paper = Paper()
    paper.write(460, 40, "MOD. 27-A", 8)
    paper.write(40, 400, "Sector 4-B", 8)
    sheets = sheets_of([("0" * 64, paper.done().page)])
    printed = printed_words(sheets)
    assert [word.text for word in sheets[0].page.words if id(word) in printed] == ["27-A"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Cutillas Zaragozí Ximo", "Ximo Cutillas Zaragozí"),
        ("RIBES MENGUAL REMEI", "Remei Ribes Mengual"),
        ("Gil Pla José Antonio", "José Antonio Gil Pla"),
        ("María Gil Pla", "María Gil Pla"),  # in natural order all the same
        ("Belmonte Nguyen Thuy", "Thuy Belmonte Nguyen"),
        ("Gil Pla, Ana", "Ana Gil Pla"),
        ("Club Ciclista Aitana", "Club Ciclista Aitana"),
    ],
)
def test_surnames_that_were_asked_for_first(written: str, name: str) -> None:
    assert parse_person(surnames_first(written, given_names())) == name


def test_a_caption_that_asks_for_the_surnames_first_is_believed() -> None:
    paper = Paper()
    paper.write(40, 60, "DATOS DEL SOLICITANTE", 9)
    _row(paper, 80, (40, "Apellidos y nombre", "Cutillas Zaragozí Ximo"))
    assert best_values(paper, PARKING)["applicant_name"] == "Ximo Cutillas Zaragozí"


def test_who_signed_by_certificate_is_not_who_the_caption_names() -> None:
    paper = Paper()
    paper.frame(40, 80, 300, 130)
    paper.write(44, 84, "Firma del representante", 8)
    paper.write(44, 100, "Firmado digitalmente por AMPARO BERENGUER OLCINA", 7)
    assert "representative_name" not in best_values(paper, PARKING)


def test_a_legible_signature_signs() -> None:
    """It was read as a word, by hand, and stands alone; a town by hand stands among the words of its row."""
    paper = Paper()
    paper.write(284, 660, "(Firma)", 9)
    paper.write(240, 682, "Penataro", 14)
    paper.ink.append(Box(224, 680, 362, 706))
    page = scanned(paper)
    words = tuple(replace(word, handwritten=word.text == "Penataro") for word in page.words)
    assert best_values(replace(page, words=words), PARKING)["signed"] == "true"


_WRIT = replace(
    spec("writ_kind", FieldType.CHOICE, "Tipo de escrito"),
    choices={
        "allegation": {"es": ("Alegaciones",), "ca": ("Al·legacions",)},
        "driver_identification": {"es": ("Identificación del conductor",), "ca": ("Identificació del conductor",)},
    },
)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("IDENTIFICACIÓN DE LA PERSONA CONDUCTORA", "driver_identification"),
        ("ALEGACIONES O IDENTIFICACIÓN DEL CONDUCTOR", None),
        ("Solicitud en materia de tráfico", None),
    ],
)
def test_a_title_chooses_where_no_box_does(title: str, told: str | None) -> None:
    paper = Paper()
    paper.write(160, 40, title, 13)
    for place in range(14):
        paper.write(40, 100 + 20 * place, "Nombre y apellidos:", 8)
    assert best_values(paper, procedure("P07", "Tráfico", _WRIT)).get("writ_kind") == told


def test_a_caption_that_a_reader_of_pictures_glued_together() -> None:
    paper = Paper()
    paper.write(40, 60, "DATOS DEL SOLICITANTE", 9)
    paper.write(40, 80, "Nomicognoms: Ana Gil Pla", 9)
    assert best_values(scanned(paper), PEOPLE)["applicant_name"] == "Ana Gil Pla"


@pytest.mark.parametrize(
    ("line", "captions"), [("visc a: Carrer Major 3", 1), ("visc a", 1), ("visc a Alacant des de fa molts anys", 0)]
)
def test_homely_words_ask_only_before_a_colon_or_alone(line: str, captions: int) -> None:
    paper = Paper()
    paper.write(40, 80, line, 9)
    (sheet,) = sheets_of([("0" * 64, paper.done().page)])
    assert len(find_captions(sheet.segments[0], lexicon_of([PEOPLE]))) == captions
