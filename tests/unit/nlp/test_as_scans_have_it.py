"""What a reader of pictures leaves of a form: signs lost or misread, rules that are only nearly where they were."""

from __future__ import annotations

import pytest
from papers import best_values, procedure, scanned, spec

from casework.procedure import FieldType, Procedure
from casework.reading import Box, Page
from nlp.choices import label_likeness
from nlp.corpus.paper import Paper
from nlp.layout import sheets_of
from nlp.values.places import mended_floor
from nlp.values.towns import meant_town

RESIDENT = procedure(
    "P02",
    "Padrón",
    spec("applicant_municipality", FieldType.TEXT, "Municipio"),
    spec("parking_sector", FieldType.CODE, "Sector"),
    spec("activity", FieldType.TEXT, "Actividad"),
    spec("statement", FieldType.TEXT, "Expone"),
    spec("petition", FieldType.TEXT, "Solicita"),
)


def values(page: Page, asked: Procedure = RESIDENT) -> dict[str, str]:
    """What is read of a page for the procedure of these tests."""
    return best_values(page, asked)


@pytest.mark.parametrize(
    ("line", "place", "day"),
    [
        ("En Gandía 13 de junio de 2025", "Gandía", "2025-06-13"),
        ("Dénia 23 de abril de 2026", "Dénia", "2026-04-23"),
        ("A lacant 28 de novembre de 2025", "Alacant", "2025-11-28"),
        ("En Alicante .a 7 de septiembre de 2025", "Alicante", "2025-09-07"),
    ],
)
def test_place_and_date_are_found_without_the_comma_between_them(line: str, place: str, day: str) -> None:
    """The small ", a" is what scans lose first."""
    paper = Paper()
    paper.write(40, 700, line, 9)
    found = values(scanned(paper))
    assert (found["signature_place"], found["signature_date"]) == (place, day)


@pytest.mark.parametrize("line", ["Fecha de nacimiento 3 de marzo de 2020", "Vigente 3 de marzo de 2020"])
def test_another_date_is_no_signature(line: str) -> None:
    """Neither a preposition nor a town stands before it."""
    paper = Paper()
    paper.write(40, 700, line, 9)
    assert "signature_place" not in values(scanned(paper))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Mlicante", "Alicante"),
        ("AL.ICANTE", "Alicante"),
        ("ACOST", "Agost"),
        ("SANVICENTEIELRASPEIG", "San Vicente del Raspeig"),
        ("Alicante", None),  # a place as it stands
        ("Tángel", None),  # and so is a hamlet
        ("Alicant", None),  # a letter from "Alicante" and from "Alacant"
        ("Nueva York", None),
        ("Asp", None),  # too short to be sure
    ],
)
def test_a_town_a_letter_away_is_the_town(read: str, meant: str | None) -> None:
    assert meant_town(read) == meant


def test_only_what_was_a_picture_is_put_right() -> None:
    """What somebody typed is what they typed."""
    paper = Paper()
    paper.write(40, 60, "Municipio: Mlicante", 9)
    assert values(scanned(paper))["applicant_municipality"] == "Alicante"
    assert values(paper.done().page)["applicant_municipality"] == "Mlicante"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Avenida Sempere 141, 7 4", "Avenida Sempere 141, 7º 4"),
        ("Calle Horna 97, bloque 8, 60 D", "Calle Horna 97, bloque 8, 6º D"),
        ("Calle Horna 151, esc. A, 1 1º D", "Calle Horna 151, esc. A, 11º D"),
        ("Passeig de Dalt 116, Gé B", "Passeig de Dalt 116, 6é B"),
        ("Carrer de Dalt 12, 3 B", "Carrer de Dalt 12, 3r B"),
        ("Calle Mayor 3, 10 2", "Calle Mayor 3, 10 2"),  # the first or the tenth: nobody knows
        ("Calle Mayor 3, 12", "Calle Mayor 3, 12"),
        ("Calle Mayor 3, 99 B", "Calle Mayor 3, 99 B"),
        ("Calle Mayor 3, 2º B", "Calle Mayor 3, 2º B"),
    ],
)
def test_a_floor_gets_its_sign_back(read: str, meant: str) -> None:
    assert mended_floor(read) == meant


def test_a_lone_no_that_answers_nothing_asks_for_a_number() -> None:
    """Beside "Sí" it is an answer; behind the street it is "Nº"."""
    paper = Paper()
    for y, (caption, value) in enumerate([("Nombre de la vía", "Calle Barcelona"), ("No", "28"), ("Escalera", "2")]):
        paper.frame(38, 60 + 18 * y, 200, 78 + 18 * y)
        paper.frame(200, 60 + 18 * y, 500, 78 + 18 * y)
        paper.write(42, 64 + 18 * y, caption, 8)
        paper.write(204, 64 + 18 * y, value, 9)
    assert values(scanned(paper))["applicant_address"] == "Calle Barcelona 28, esc. 2"
    answered = Paper()
    answered.write(40, 60, "Sí", 9)
    answered.write(90, 60, "No", 9)
    (sheet,) = sheets_of([("sha", scanned(answered))])
    assert [segment.text for segment in sheet.segments] == ["Sí", "No"]


def test_typed_boxes_are_put_together_again() -> None:
    """A reader of pictures makes two words of "[ ]", and one of a box and its caption; of some it loses half."""
    paper = Paper()
    paper.write(40, 60, "[ ]", 9)
    paper.write(60, 60, "Vados", 9)
    paper.write(140, 60, "[X]Basuras", 9)
    paper.write(40, 80, "Clase:[", 9)
    paper.write(75, 80, "}Papel", 9)
    paper.write(140, 80, "]Mercado", 9)
    paper.write(40, 100, "[ ver nota 3]", 9)
    (sheet,) = sheets_of([("sha", scanned(paper))])
    assert [(tick.text, tick.mark.ticked) for tick in sheet.ticks] == [
        ("Vados", False), ("Basuras", True), ("Papel", False), ("Mercado", False)
    ]  # fmt: skip
    assert sheet.ticks[-1].mark.confidence <= 0.6, "its other half may have been ticked"
    assert "ver nota 3 ]" in [segment.text.removeprefix("[ ") for segment in sheet.segments]


def test_half_a_box_is_none_where_no_whole_one_stands() -> None:
    paper = Paper()
    paper.write(40, 60, "]Mercado", 9)
    (sheet,) = sheets_of([("sha", scanned(paper))])
    assert not sheet.ticks


def test_an_elided_pronoun_may_lose_its_apostrophe() -> None:
    """«M'opose» is read as «Mopose»."""
    opposes = spec("opposes_data_lookup", FieldType.CHECKBOX, "M'opose a la consulta")
    assert label_likeness(opposes, "Mopose a la consulta telemàtica") == 1.0


def test_a_caption_in_a_cell_of_its_own_is_no_heading() -> None:
    """A piece of a rule that nobody drew stands over the value, and not over its caption."""
    paper = Paper()
    paper.frame(40, 60, 550, 84)
    paper.rules.append(Box(40, 66.5, 100, 67))
    paper.write(60, 60, "Domicilio a efecto de notificaciones", 7)
    paper.write(44, 70, "Calle Elda 28", 9)
    assert values(scanned(paper))["applicant_address"] == "Calle Elda 28"


def test_a_company_and_a_code_head_no_section() -> None:
    """Named for what it sells, or numbered like a heading."""
    paper = Paper()
    paper.frame(40, 60, 550, 84)
    paper.write(44, 62, "Nombre y apellidos", 7)
    paper.write(44, 72, "SUMINISTROS AITANA, S.L.", 9)
    paper.frame(40, 84, 550, 108)
    paper.write(44, 86, "Sector", 7)
    paper.write(44, 96, "3-A", 9)
    found = values(scanned(paper))
    assert (found["applicant_name"].upper(), found["parking_sector"]) == ("SUMINISTROS AITANA, S.L.", "3-A")


def test_an_answer_may_begin_like_a_caption() -> None:
    """Behind a colon a caption's word begins the answer where it goes on with "de"; else it is another caption."""
    paper = Paper()
    paper.write(40, 60, "Actividad: Exposición de acuarelas", 9)
    assert values(scanned(paper))["activity"] == "Exposición de acuarelas"
    blank = Paper()
    blank.write(40, 60, "Actividad: Municipio (en mayúsculas)", 9)
    assert "activity" not in values(scanned(blank))


def test_a_heading_that_announces_the_facts_is_none_of_them() -> None:
    paper = Paper()
    paper.write(40, 60, "Expone los siguientes hechos", 9)
    paper.write(40, 74, "Que la señal estaba tapada por las ramas de un árbol.", 9)
    assert values(scanned(paper))["statement"] == "Que la señal estaba tapada por las ramas de un árbol."


def test_a_number_beside_a_false_box_is_still_somebody_s() -> None:
    """Specks pass for boxes at times; an option to tick is no number."""
    paper = Paper()
    paper.write(40, 60, "NIF:", 9)
    paper.tick(98, 60, ticked=False)
    paper.write(112, 60, "48576231R", 9)
    assert values(scanned(paper))["applicant_id"] == "48576231R"
