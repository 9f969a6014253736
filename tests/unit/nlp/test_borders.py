"""What is typed into one field, asked for in one cell or drawn around a tick box belongs together, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from papers import ADDRESSED, PROCEDURES, cells, procedure, spec
from papers import best_values as values

from casework.fields import FieldReading
from casework.procedure import FieldType
from casework.reading import Box, FormValue, Source, Word
from nlp.borders import within_borders
from nlp.candidates import Candidate, candidate
from nlp.corpus.paper import Paper
from nlp.evidence import Group
from nlp.extraction import Extractor
from nlp.labels import lexicon_of
from nlp.layout import Sheet, sheets_of
from nlp.live import is_asked_by
from nlp.resolver import resolve, with_asker, with_payer
from nlp.sections import outline

TYPED = procedure("P09", "Curso", spec("course_name", FieldType.TEXT, "Curso"))


def live(*fields: tuple[str, float, float]) -> Sheet:
    """A page with a caption and live fields: each text with its left edge and its top."""
    paper = Paper()
    paper.write(40, 60, "Curso", 7)
    for text, x, y in fields:
        paper.write(x, y, text, 9)
    page = paper.done().page
    boxes = [Box(x - 2, y - 2, x + 180, y + 12) for _, x, y in fields]
    words = tuple(
        replace(word, source=Source.FORM_FIELD) if any(box.holds(*word.box.middle) for box in boxes) else word
        for word in page.words
    )
    forms = tuple(FormValue(name=f"T{i}", value=fields[i][0], box=box) for i, box in enumerate(boxes))
    return sheets_of([("sha", replace(page, words=words, form_values=forms))])[0]


def guess(sheet: Sheet, text: str) -> Candidate:
    """What a reader of running text takes a stretch of words for."""
    words = [word for segment in sheet.segments for word in segment.words]
    size = len(text.split())
    start = next(i for i in range(len(words)) if " ".join(w.text for w in words[i : i + size]) == text)
    made = candidate(TYPED.fields["course_name"], sheet, words[start : start + size], "tagger")
    assert made is not None
    return made


def linked(sheet: Sheet, text: str) -> Candidate:
    return replace(guess(sheet, text), source="below")


def test_what_is_typed_into_a_field_is_neither_cut_nor_read_on_into_the_next() -> None:
    """Of one live field the whole is a value, where its caption says so; two fields are never one value."""
    sheet = live(("Curso de costura básica", 42, 75), ("Turno de tarde", 240, 75))
    whole = linked(sheet, "Curso de costura básica")
    part, across = guess(sheet, "costura básica"), guess(sheet, "costura básica Turno")
    assert list(within_borders([part, whole, across], [sheet])) == [whole]
    assert list(within_borders([part], [sheet])) == [part]


def test_no_value_is_read_across_the_rule_between_two_cells() -> None:
    paper = Paper()
    cells(paper, 60, ("", "Pista de tenis", 160), ("", "Tenis", 160))
    sheet = sheets_of([("sha", paper.done().page)])[0]
    across, inside = guess(sheet, "tenis Tenis"), guess(sheet, "Pista de tenis")
    assert list(within_borders([across, inside], [sheet])) == [inside]


def test_what_is_typed_is_no_caption() -> None:
    """In a live field the word "Curso" begins its answer; the same word printed is a caption."""
    sheet = live(("Curso de costura básica", 42, 75))
    evidence = Extractor({**PROCEDURES, TYPED.id: TYPED}).evidence([sheet], TYPED)
    said = {group.value for group in evidence.groups if group.field == "course_name" and group.best.source == "form"}
    assert said == {"Curso de costura básica"}


@pytest.mark.parametrize(
    ("caption", "answer", "town", "province"),
    [
        ("C.P. y municipio", "03005 Alicante", "Alicante", None),
        ("CP - Población - Provincia", "03202 - Elche - Alicante", "Elche", "Alicante"),
        ("Código postal, municipio y provincia", "03202 Elx/Elche (Alicante)", "Elx/Elche", "Alicante"),
    ],
)
def test_several_things_of_a_place_in_one_cell(caption: str, answer: str, town: str, province: str | None) -> None:
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    cells(paper, 60, (caption, answer, 300))
    asked = replace(
        ADDRESSED,
        fields={**ADDRESSED.fields, "applicant_province": spec("applicant_province", FieldType.TEXT, "Provincia")},
    )
    found = values(paper, asked)
    assert found["applicant_postal_code"] == answer[:5]
    assert found["applicant_municipality"] == town
    assert found.get("applicant_province") == province


def test_a_telephone_and_an_address_of_mail_in_one_cell() -> None:
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    cells(paper, 60, ("Teléfono / Correo electrónico", "655 019 287 / info@club.example", 300))
    found = values(paper)
    assert (found["applicant_phone"], found["applicant_email"]) == ("+34655019287", "info@club.example")


def test_the_edges_of_tick_boxes_enclose_no_words() -> None:
    """Between two drawn boxes and the rules over and under them stands no cell."""
    paper = Paper()
    paper.line(40, 300, 50)
    paper.line(40, 300, 100)
    for x, text in ((100.0, "Sí"), (130.0, "No")):
        paper.frame(x - 2, 68, x + 10, 80)
        paper.tick(x, 70, ticked=text == "Sí")
        paper.write(x + 14, 70, text, 9)
    sheet = sheets_of([("sha", paper.done().page)])[0]
    assert [segment.cell for segment in sheet.segments] == [None, None]


def test_small_print_is_the_offices_down_to_its_last_line() -> None:
    """A paragraph about data protection goes on in lines that name nothing of it; the next paragraph is another's."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    paper.write(40, 55, "Correo electrónico: rosa@buzon.example", 9)
    first = "Los datos personales serán tratados por el Consistorio para tramitar lo pedido. Escriba a la dirección:"
    paper.write(40, 300, first, 8)
    paper.write(40, 310, "atencion@consistorio.example. Teléfono 965 111 222", 8)
    found = values(paper)
    assert found["applicant_email"] == "rosa@buzon.example"
    assert "applicant_phone" not in found


def test_the_number_of_an_article_is_no_answer() -> None:
    paper = Paper()
    paper.write(40, 60, "Grado de discapacidad (art. 93.1 de la Ley 39/2015)", 9)
    share = procedure("P14", "Exención", spec("disability_percent", FieldType.NUMBER, "Grado de discapacidad"))
    assert "disability_percent" not in values(paper, share)


def test_a_live_field_is_asked_for_by_the_caption_nearest_to_it() -> None:
    """What stands before a field on its line asks for it, else what stands right over it; a part of it is no answer."""
    sheet = live(("Costura", 42, 75), ("Tarde", 42, 100))
    course, late = sheet.segments[1], sheet.segments[2]
    assert is_asked_by(sheet, sheet.segments[0], course.words)
    assert not is_asked_by(sheet, sheet.segments[0], late.words)
    assert not is_asked_by(sheet, sheet.segments[0], sheet.segments[0].words)
    two = live(("Costura básica", 42, 75))
    assert not is_asked_by(two, two.segments[0], two.segments[1].words[:1])


def test_an_identifier_glued_to_its_name_is_read() -> None:
    paper = Paper()
    paper.write(40, 60, "D./Dña. Rosa Gil Mira con NIF21448812Q y domicilio en Alicante", 9)
    assert [w.text for w in sheets_of([("sha", paper.done().page)])[0].segments[0].words][5:7] == ["NIF", "21448812Q"]


def test_a_box_closes_no_question_and_its_answer_ends_before_the_next_caption() -> None:
    paper = Paper()
    end = paper.write(40, 60, "¿Vive sola?", 9)
    paper.tick(end + 3, 61, ticked=False)
    end = paper.write(end + 26, 60, "Sí", 9)
    paper.tick(end + 4, 61, ticked=True)
    paper.write(end + 16, 60, "NO Grado reconocido: 45 %", 9)
    sheet = sheets_of([("sha", paper.done().page)])[0]
    assert [tick.text for tick in sheet.ticks] == ["Sí", "NO"]


def test_a_box_alone_on_its_line_belongs_to_the_words_under_it() -> None:
    paper = Paper()
    paper.tick(40, 50, ticked=True)
    paper.write(40, 60, "Terraza", 9)
    paper.write(40, 120, "Otra cosa", 9)
    sheet = sheets_of([("sha", paper.done().page)])[0]
    assert sheet.ticks[0].text == "Terraza"


def test_boxes_split_the_words_of_a_picture_where_they_stand() -> None:
    """A reader of pictures shares a line out among its words: a box may seem to lie on a letter's edge."""
    paper = Paper()
    end = paper.write(40, 60, "Motivo:", 9)
    paper.tick(end - 6, 61, ticked=False)
    paper.write(end + 1, 60, "Cambio de residencia", 9)
    page = paper.done().page
    page = replace(page, words=tuple(replace(word, source=Source.OCR) for word in page.words))
    sheet = sheets_of([("sha", page)])[0]
    assert sheet.ticks[0].text == "Cambio de residencia"


def test_a_line_set_like_the_headings_ends_the_section_over_it() -> None:
    """The place under "Ocupación" is not the representative's, though no word list knows that heading."""
    paper = Paper()
    paper.write(40, 40, "Datos del solicitante", 11)
    cells(paper, 60, ("Nombre y apellidos", "Rosa Gil Mira", 250))
    paper.write(40, 100, "Datos del representante", 11)
    cells(paper, 120, ("Nombre y apellidos", "Juan Soler Vives", 250))
    paper.write(40, 160, "Ocupación", 11)
    cells(paper, 180, ("Nombre", "Marta", 100), ("Apellidos", "Coves Antón", 200))
    sheet = sheets_of([("sha", paper.done().page)])[0]
    plan = outline([sheet], lexicon_of([ADDRESSED]))
    assert [heading.section for heading in plan.headings] == ["applicant", "representative", "other"]


def test_the_creditors_cells_under_no_heading_are_nobodys_and_the_debtor_asks() -> None:
    """A mandate's first cells name the council; who is to pay asks for it where nobody else is named."""
    mandate = procedure(
        "P13",
        "Orden de domiciliación",
        spec("debtor_name", FieldType.PERSON, "Nombre del deudor"),
        spec("debtor_id", FieldType.TAX_ID, "NIF del deudor"),
        spec("applicant_postal_code", FieldType.POSTAL_CODE, "Código postal"),
    )
    paper = Paper()
    cells(paper, 60, ("Nombre del acreedor", "Consistorio de Torrealta", 500))
    cells(paper, 84, ("Dirección", "Plaza Mayor 1", 250), ("Código postal", "46999", 250))
    paper.write(40, 120, "DATOS DEL DEUDOR", 9)
    cells(paper, 140, ("Nombre del deudor", "Rosa Gil Mira", 250), ("NIF del deudor", "21448812Q", 250))
    cells(paper, 164, ("Dirección", "Calle Sevilla 19", 250), ("Código postal", "03012", 250))
    found = values(paper, mandate)
    assert found["applicant_postal_code"] == "03012"
    assert found["applicant_address"] == "Calle Sevilla 19"


def read(name: str, value: str) -> FieldReading:
    return FieldReading(
        name=name, value=value, raw=value, confidence=0.9, method="cell", document="sha", page=1, box=Box(0, 0, 9, 9)
    )


def test_the_debtor_is_the_applicant_where_nobody_else_is() -> None:
    asked = procedure("P13", "SEPA", spec("debtor_name", FieldType.PERSON), spec("debtor_id", FieldType.TAX_ID))
    debtor = [read("debtor_name", "Rosa Gil"), read("debtor_id", "21448812Q")]
    assert {r.name: r.value for r in with_asker(debtor, asked)}["applicant_id"] == "21448812Q"
    other = [*debtor, read("applicant_name", "Juan Soler")]
    assert list(with_asker(other, asked)) == other


def test_a_letter_about_ones_own_receipts_needs_a_person_to_confirm_whose_they_are() -> None:
    fields = (spec("debtor_name", FieldType.PERSON), spec("debtor_id", FieldType.TAX_ID))
    asked = procedure("P13", "SEPA", *fields, spec("account_holder_name", FieldType.PERSON))
    asker = [read("applicant_name", "Rosa Gil"), read("applicant_id", "21448812Q")]
    told = {reading.name: reading for reading in with_payer(asker, asked)}
    assert told["debtor_id"].value == "21448812Q"
    assert told["debtor_name"].confidence < asker[0].confidence
    holder = read("account_holder_name", "Juan Soler")
    assert {r.name: r.value for r in with_payer([*asker, holder], asked)}["account_holder_name"] == "Juan Soler"
    assert list(with_payer(asker, TYPED)) == asker


def test_a_name_in_cells_is_whole_or_nothing() -> None:
    """The given name's cell asks for the "Nombre o razón social", and is no name without its surnames' cells."""
    paper = Paper()
    paper.write(40, 40, "DATOS DEL SOLICITANTE", 9)
    cells(paper, 60, ("Nombre o razón social", "Joan Manel", 250))
    cells(paper, 84, ("Primer apellido", "Ferrándiz", 200), ("Segundo apellido", "Vaello", 200))
    sheets = sheets_of([("sha", paper.done().page)])
    evidence = Extractor({**PROCEDURES, ADDRESSED.id: ADDRESSED}).evidence(sheets, ADDRESSED)
    names = {group.value for group in evidence.groups if group.field == "applicant_name"}
    assert "Joan Manel Ferrándiz Vaello" in names
    assert "Joan Manel" not in names


def test_a_caption_settles_what_a_reader_guesses() -> None:
    """A town under its own caption is no province; whose telephone it is the caption "Teléfono" does not say."""
    paper = Paper()
    cells(paper, 60, ("Localidad", "Alicante", 160), ("Teléfono", "965202122", 160))
    sheet = sheets_of([("sha", paper.done().page)])[0]
    town, phone = sheet.segments[2].words, sheet.segments[3].words

    def made(name: str, kind: FieldType, words: tuple[Word, ...], source: str) -> Candidate:
        found = candidate(spec(name, kind), sheet, words, source)
        assert found is not None
        return found

    told = [
        made("applicant_municipality", FieldType.TEXT, town, "cell"),
        made("applicant_phone", FieldType.PHONE, phone, "cell"),
    ]
    province = made("applicant_province", FieldType.TEXT, town, "tagger")
    contact = made("contact_phone", FieldType.PHONE, phone, "tagger")
    assert list(within_borders([*told, province, contact], [sheet])) == [*told, contact]


def test_what_the_paper_names_is_shown_to_the_clerk_though_it_is_doubted() -> None:
    told = Group("applicant_phone", "1", (guess(live(("Costura", 42, 75)), "Costura"),))
    read_there = replace(told, members=tuple(replace(m, source="cell") for m in told.members))
    assert resolve([told], [0.3]) == []
    assert [choice.score for choice in resolve([read_there], [0.3])] == [0.3]
    assert resolve([read_there], [0.1]) == []
