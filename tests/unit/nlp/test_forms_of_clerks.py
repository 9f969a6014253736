"""Forms as clerks made them: rows of little cells, blanks of underscores, columns of answers, spaced headings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from papers import best_values as values
from papers import procedure, spec

from casework.procedure import FieldType
from casework.reading import Box, Mark, Page, Source
from nlp.acting import says_who_acts
from nlp.corpus.paper import Paper
from nlp.extraction import Extractor
from nlp.layout import sheets_of
from nlp.stems import choice_by_stem, speaks_of
from nlp.values import identifiers
from nlp.values.people import parse_person

CARD = procedure(
    "P01",
    "Tarjeta de residente",
    spec("vehicle_model", FieldType.TEXT, "Marca y modelo"),
    spec("parking_sector", FieldType.CODE, "Sector"),
)
WORKS = procedure(
    "P11",
    "Obras",
    spec("scaffolding", FieldType.CHECKBOX, "Instalación de andamios"),
    spec("opposes_data_lookup", FieldType.CHECKBOX, "Me opongo a la consulta de mis datos"),
)
TRANSFER = procedure(
    "P17",
    "Plusvalía",
    spec("acquisition_date", FieldType.DATE, "Fecha de adquisición"),
    spec("acquisition_value", FieldType.AMOUNT, "Valor de adquisición"),
    spec("transfer_value", FieldType.AMOUNT, "Valor de transmisión"),
)
HOME = procedure(
    "P00",
    "Instancia general",
    spec("applicant_municipality", FieldType.TEXT, "Municipio"),
    spec("applicant_province", FieldType.TEXT, "Provincia"),
)
STEP = 14.0


def comb(paper: Paper, x: float, y: float, text: str, count: int) -> None:
    """A row of cells with a letter each; a space leaves its cell blank."""
    for place in range(count):
        paper.frame(x + place * STEP, y, x + (place + 1) * STEP, y + 16)
    for place, letter in enumerate(text):
        if letter != " ":
            paper.write(x + place * STEP + 4, y + 3, letter, 9)


def segments(page: Page) -> list[str]:
    return [segment.text for segment in sheets_of([("sha", page)])[0].segments]


def test_a_value_of_several_words_is_read_over_the_blank_cells_of_its_row() -> None:
    """Neighbouring cells spell a word, a blank one parts two, and another row of cells beside it is another answer."""
    paper = Paper()
    paper.write(40, 40, "MARCA Y MODELO", 7)
    paper.write(340, 40, "SECTOR", 7)
    comb(paper, 40, 52, "Toyota Yaris", 20)
    comb(paper, 340, 52, "2-B", 5)
    assert segments(paper.done().page)[2:] == ["Toyota Yaris", "2-B"]
    assert values(paper, CARD) == {"vehicle_model": "Toyota Yaris", "parking_sector": "2-B"}


def test_what_was_typed_across_cells_keeps_its_words() -> None:
    """A live field over a row of cells has more letters than cells under them: nothing is put together."""
    paper = Paper()
    comb(paper, 40, 52, "", 20)
    paper.write(43, 55, "Seat", 9)
    paper.write(70, 55, "Ibiza", 9)
    assert segments(paper.done().page) == ["Seat Ibiza"]


def test_values_over_underscores_stand_in_their_sentence() -> None:
    """They lie a little higher than the blanks; those of the line above do not come down, and a blank one stays."""
    paper = Paper()
    paper.write(62, 60, "En/Na ______________________ , proveït/da del", 11)
    paper.write(98, 55, "Neus Gomis Mora", 10)
    paper.write(62, 82, "document (________________), en nom seu ________________", 11)
    paper.write(124, 77, "77481439M", 10)
    told = " ".join(segments(paper.done().page))
    assert told == "En/Na Neus Gomis Mora , proveït/da del document ( 77481439M ), en nom seu ________________"


@pytest.mark.parametrize(("ticked", "told"), [("SÍ", "true"), ("NO", "false"), ("", None)])
def test_a_column_answers_the_questions_of_its_rows(ticked: str, told: str | None) -> None:
    """Of the boxes under "SÍ" and "NO" the ticked one answers what its row asks; where none is, nobody answered."""
    paper = Paper()
    paper.write(300, 40, "SÍ", 8)
    paper.write(340, 40, "NO", 8)
    for y, asked, answer in (
        (60, "Instalación de andamios", ticked),
        (80, "Me opongo a la consulta de mis datos", "NO"),
    ):
        paper.write(40, y, asked, 8)
        for x, head in ((300.0, "SÍ"), (340.0, "NO")):
            paper.tick(x, y, ticked=head == answer)
    found = values(paper, WORKS)
    assert found.get("scaffolding") == told
    assert found["opposes_data_lookup"] == "false"


def test_spaced_capitals_are_a_word_within_a_line() -> None:
    """A heading may be spaced in a sentence; a few initials are none."""
    paper = Paper()
    paper.write(40, 40, "Por lo cual S O L I C I T A :", 10)
    paper.write(40, 60, "Grupos A B C", 10)
    assert segments(paper.done().page) == ["Por lo cual SOLICITA :", "Grupos A B C"]


def test_date_and_value_are_of_the_event_that_heads_them() -> None:
    """The words "Fecha" and "Valor" under "ADQUISICIÓN ANTERIOR" are no signature's and no sale's."""
    paper = Paper()
    paper.write(40, 40, "ADQUISICIÓN ANTERIOR", 9)
    paper.write(40, 60, "Fecha:", 8)
    paper.write(80, 60, "12/5/1988", 8)
    paper.write(40, 80, "Valor:", 8)
    paper.write(80, 80, "45.386,69 €", 8)
    assert values(paper, TRANSFER) == {"acquisition_date": "1988-05-12", "acquisition_value": "45386.69"}


@pytest.mark.parametrize(
    ("read", "parts"),
    [
        ("fiscalAvenida", ["fiscal", "Avenida"]),
        ("NombreTrinidad", ["Nombre", "Trinidad"]),
        ("e-mailramon@correo.es", ["e-mail", "ramon@correo.es"]),
        ("Nombrete", ["Nombrete"]),
    ],
)
def test_a_caption_that_a_reader_glued_to_its_value_is_cut_off(read: str, parts: list[str]) -> None:
    """Only in pictures, and only the last words of captions."""
    paper = Paper()
    paper.write(40, 40, read, 9)
    page = paper.done().page
    scanned = replace(page, words=tuple(replace(word, source=Source.OCR) for word in page.words))
    assert " ".join(segments(scanned)).split() == parts
    assert segments(page) == [read]


def test_telephones_of_ranges_that_wait_are_read() -> None:
    """A mobile number of a range that is not given out yet is one; a personal number is read, and is in doubt."""
    later, personal = identifiers.phone("771 34 47 14"), identifiers.phone("702311918")
    assert later is not None
    assert (later.text, later.failed) == ("+34771344714", ())
    assert personal is not None
    assert (personal.text, personal.failed) == ("+34702311918", ("phone",))
    assert identifiers.phone("902100000") is None


@pytest.mark.parametrize("text", ["De la entidad abajo indicada (si procede", "Nombre (o razón"])
def test_words_of_a_form_are_nobody(text: str) -> None:
    """What opens a bracket and does not close it, or instructs, is no name."""
    assert parse_person(text) is None


def test_nobody_acts_for_oneself() -> None:
    """A certificate names once more who signs: that is no representative."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    paper.write(40, 60, "NIF: 48576231R", 9)
    paper.write(40, 90, "DATOS DEL REPRESENTANTE", 9)
    paper.write(40, 110, "NIF: 48576231R", 9)
    found = values(paper, CARD)
    assert [found.get(name) for name in ("applicant_id", "representative_id")].count("48576231R") == 1


def test_a_line_that_begins_with_a_person_is_that_ones() -> None:
    """In "Representado por D./Dª: ... DNI: ..." the number is the representative's, whoever's the section is."""
    paper = Paper()
    paper.write(40, 40, "ENTIDAD SOLICITANTE", 9)
    paper.write(40, 60, "CIF: G53111118", 9)
    paper.write(40, 80, "Representado por D./Dª:", 9)
    paper.write(160, 80, "Rosa Gil Mira", 9)
    paper.write(300, 80, "DNI:", 9)
    paper.write(330, 80, "48576231R", 9)
    found = values(paper, CARD)
    assert (found["representative_name"], found["representative_id"]) == ("Rosa Gil Mira", "48576231R")


@pytest.mark.parametrize(("told", "found"), [("Elda (Alicante)", {"Elda", "Alicante"}), ("Elda (Murcia)", set())])
def test_a_town_may_have_its_province_in_brackets(told: str, found: set[str]) -> None:
    """Where it lies in that; with any other it is no town's name that is known."""
    paper = Paper()
    paper.write(40, 40, f"D. Luis Mira Gil, vecino de {told}, comparece y dice", 10)
    evidence = Extractor({HOME.id: HOME}).evidence(sheets_of([("sha", paper.done().page)]), HOME)
    places = ("applicant_municipality", "applicant_province")
    assert {group.value for group in evidence.groups if group.field in places} == found


def test_what_shows_a_certificate_signs() -> None:
    """Where a file was printed its signature's appearance is left: with the time it was made at, or it is a remark."""
    for under, told in (("GIL MIRA ROSA - 48576231R", "false"), ("Fecha: 2026.02.14 13:12:06", "true")):
        paper = Paper()
        paper.write(40, 400, "Firma", 9)
        paper.write(90, 396, "Firmado digitalmente por", 6)
        paper.write(90, 404, under, 6)
        paper.ink.append(Box(400, 100, 420, 110))
        assert values(paper, CARD).get("signed", "false") == told


def test_a_word_that_reaches_over_a_box_is_cut_there() -> None:
    """A reader of pictures leaves the box out: "IBIFem/Basura" are the captions of the boxes beside it."""
    paper = Paper()
    paper.write(60, 60, "IBIFem/Basura", 9)
    page = paper.done().page
    word = page.words[0]
    scanned = replace(
        page,
        words=(replace(word, source=Source.OCR, box=Box(60, 60, 140, 70)),),
        marks=(
            Mark(box=Box(48, 60, 57, 70), ticked=True, confidence=0.99, source=Source.OCR),
            Mark(box=Box(78, 59, 89, 71), ticked=False, confidence=0.99, source=Source.OCR),
        ),
    )
    ticks = sheets_of([("sha", scanned)])[0].ticks
    assert [(tick.text, tick.mark.ticked) for tick in ticks] == [("Fem/Basura", False), ("IBI", True)]


def test_a_name_behind_a_caption_that_nobody_knows_may_be_who_asks() -> None:
    """Sheets call people as they like; a sentence with a colon names nobody."""
    paper = Paper()
    paper.write(60, 60, "Hermano mayor: Máximo Gadea Llopis", 9)
    paper.write(60, 80, "Se pide lo de siempre: que venga la banda", 9)
    evidence = Extractor({CARD.id: CARD}).evidence(sheets_of([("sha", paper.done().page)]), CARD)
    told = {(group.value, group.best.likeness) for group in evidence.groups if group.field == "applicant_name"}
    assert ("Máximo Gadea Llopis", 0.3) in told
    assert not any("banda" in value for value, _ in told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Administrador, gestor o asesor que lo presenta", True),
        ("Pare, mare o tutor (si és menor)", True),
        ("Apoderat/da", True),
        ("Presidente/a o delegado/a que firma", True),
        ("Firma del apoderado", False),
        ("Cayetano Lillo Robles, apoderado, DNI 21.481.302-S", False),
        ("Persona que firma la solicitud", False),
    ],
)
def test_who_acts_is_told_by_the_stems_of_a_heading(text: str, told: bool) -> None:  # noqa: FBT001
    """No list has all that a form may call a representative; where somebody signs, or is named, is no heading."""
    assert says_who_acts(text) is told


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Em negue que l'Ajuntament busque les meues dades en Hisenda", "opposes_data_lookup"),
        ("No consulten mis datos en otras administraciones", "opposes_data_lookup"),
        ("¿Necesita alumbrado?", "lighting"),
        ("Sí, podéis publicar mi idea con mi nombre en la web", "publish_consent"),
        ("Autorizo a consultar mis datos", ""),
        ("Nº de deportistas", ""),
    ],
)
def test_what_a_box_asks_is_told_by_stems(text: str, field: str) -> None:
    """All stems of one of the fields must be in it; consent is no opposition."""
    asked = ("opposes_data_lookup", "lighting", "publish_consent", "music", "lives_alone")
    assert [name for name in asked if speaks_of(name, text)] == ([field] if field else [])


def test_a_choice_is_told_by_its_stem_alone() -> None:
    """Where the stems of two are found, nothing is told."""
    assert choice_by_stem("payment_kind", "Cada any / Cada año") == "recurrent"
    assert choice_by_stem("writ_kind", "CONDUCTOR ERA OTRO") == "driver_identification"
    assert choice_by_stem("tax_kind", "IBI o basura") == ""


def test_the_second_of_two_captions_in_cells_is_the_first_ones() -> None:
    """In a row of cells "Representante | NIF" the number under "NIF" is the representative's."""
    paper = Paper()
    paper.write(40, 30, "DATOS DEL TITULAR", 9)
    for y, row in ((45, ("Apellidos y nombre", "Panificadora Mira, S.A.", "NIF", "A54313244")),
                   (80, ("Representante", "Asunción Navalón Sempere", "NIF", "48576231R"))):  # fmt: skip
        paper.frame(40, y, 400, y + 30)
        paper.frame(400, y, 555, y + 30)
        for x, (caption, value) in ((43, row[:2]), (403, row[2:])):
            paper.write(x, y + 2, caption, 6)
            paper.write(x, y + 14, value, 9)
    found = values(paper, CARD)
    assert (found["representative_name"], found["representative_id"]) == ("Asunción Navalón Sempere", "48576231R")
