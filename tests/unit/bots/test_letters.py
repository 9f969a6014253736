"""The letters: their legal parts in both languages, and what makes the PDF accessible and verifiable."""

from __future__ import annotations

import io
import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from bots.letters import LetterWriter
from casework.application import Application, Channel, Document
from casework.case import Case, LetterKind
from casework.deadlines import Silence, Term, TermUnit
from casework.errors import Misconfigured
from casework.fields import Classification, FieldReading
from casework.journey import Actor, Event, Stage
from casework.procedure import Procedure
from casework.verification import grouped, letter_code

TEMPLATES = Path(__file__).parents[3] / "templates" / "letters"
PAGE = "https://sede.example.org/verificar"
NUMBER = "DOV-2026-000347"
CODE = letter_code(NUMBER, "L1", b"secret")
SUNDAY = datetime(2026, 11, 22, 18, 4, 9, tzinfo=UTC)
MONDAY = datetime(2026, 11, 22, 23, 0, 0, tzinfo=UTC)  # midnight of the 23rd in Alicante
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

PROCEDURE = Procedure(
    id="P01",
    slug="resident_parking",
    title={"es": "Tarjeta de residente ORA", "ca": "Targeta de resident ORA"},
    unit="mobility",
    unit_name={"es": "Servicio de Movilidad", "ca": "Servei de Mobilitat"},
    term=Term(3, TermUnit.MONTHS, Silence.NEGATIVE, "arts. 21.3 y 24.1 Ley 39/2015"),
    retention_years=5,
    series="Tarjetas de residente",
    fields={},
)


def value(name: str, text: str, *, accepted: bool = True) -> FieldReading:
    return FieldReading(name=name, value=text, raw=text, confidence=0.99, method="test", accepted=accepted)


def case_in(language: str, *, channel: Channel = Channel.COUNTER, documents: int = 1) -> Case:
    papers = tuple(
        Document(sha256=HASH, name="solicitud.pdf", media_type="application/pdf", size=183_221)
        for _ in range(documents)
    )
    return Case(
        application=Application(number=NUMBER, received_at=SUNDAY, channel=channel, documents=papers),
        presented_at=MONDAY,
        classification=Classification(kind="P01", confidence=1, language=language),
        fields=(value("applicant_name", "María Dolores López Sánchez"), value("applicant_id", "48576231R")),
        due=date(2027, 2, 23),
        events=(Event(at=SUNDAY, stage=Stage.RECEIVE, actor=Actor.CITIZEN, what="received"),),
    )


@pytest.fixture(scope="module")
def writer() -> LetterWriter:
    return LetterWriter(TEMPLATES, PAGE)


def parts_of(html: str) -> set[str]:
    return set(re.findall(r'data-part="(\w+)"', html))


def text_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


LEGAL_PARTS = {
    "registration": {"es": "Número de registro de entrada", "ca": "Número de registre d'entrada"},
    "real_receipt": {"es": "art. 31.2 de la Ley 39/2015", "ca": "art. 31.2 de la Llei 39/2015"},
    "entry": {"es": "Persona interesada", "ca": "Persona interessada"},
    "documents": {"es": "Huella digital SHA-256", "ca": "Empremta digital SHA-256"},
    "term": {"es": "El plazo máximo para resolver y notificar", "ca": "El termini màxim per a resoldre i notificar"},
    "privacy": {"es": "Reglamento (UE) 2016/679", "ca": "Reglament (UE) 2016/679"},
    "verification": {"es": "arts. 27.3.c de la Ley 39/2015", "ca": "arts. 27.3.c de la Llei 39/2015"},
}
NO_ENTRY_PARTS = {
    "no_entry": {
        "es": "Este documento no es un registro de entrada",
        "ca": "Este document no és un registre d'entrada",
    },
    "channels": {"es": "En las oficinas de Correos", "ca": "En les oficines de Correus"},
    "message": {"es": "Referencia", "ca": "Referència"},
    "documents": {"es": "Huella digital SHA-256", "ca": "Empremta digital SHA-256"},
    "privacy": {"es": "Reglamento (UE) 2016/679", "ca": "Reglament (UE) 2016/679"},
    "verification": {"es": "arts. 27.3.c de la Ley 39/2015", "ca": "arts. 27.3.c de la Llei 39/2015"},
}


@pytest.mark.parametrize("language", ["es", "ca"])
@pytest.mark.parametrize(("channel", "legal"), [(Channel.API, LEGAL_PARTS), (Channel.EMAIL, NO_ENTRY_PARTS)])
def test_every_letter_has_its_legal_parts(
    writer: LetterWriter, language: str, channel: Channel, legal: dict[str, dict[str, str]]
) -> None:
    """The linter of the templates: each legal part stands in each language, in that language's words."""
    html = writer.html("L1", case_in(language, channel=channel), PROCEDURE, CODE).replace("&#39;", "'")
    assert set(legal) == parts_of(html)
    assert [part for part, words in legal.items() if words[language] not in html] == []


def test_each_template_exists_in_both_languages() -> None:
    """A letter that was written in one language only would leave half the city without it."""
    spanish = {path.name.removesuffix(".es.html") for path in TEMPLATES.glob("*.es.html")}
    valencian = {path.name.removesuffix(".ca.html") for path in TEMPLATES.glob("*.ca.html")}
    assert spanish == valencian == {"cover", "frame", "said", "L1_no_entry", *LetterKind}


@pytest.mark.parametrize(
    ("language", "facts"),
    [
        (
            "es",
            [
                "23 de noviembre de 2026, a las 0:00:00",
                "22 de noviembre de 2026, a las 19:04:09",
                "3 meses (arts. 21.3 y 24.1 Ley 39/2015)",
                "23 de febrero de 2027",
                "Servicio de Movilidad",
                "desestimada",
                "Página 1 de 1",
            ],
        ),
        (
            "ca",
            [
                "23 de novembre de 2026, a les 0:00:00",
                "22 de novembre de 2026, a les 19:04:09",
                "3 mesos (arts. 21.3 i 24.1 Llei 39/2015)",
                "23 de febrer de 2027",
                "Servei de Mobilitat",
                "desestimada",
                "Pàgina 1 de 1",
            ],
        ),
    ],
)
def test_the_receipt_states_the_facts_of_the_case(writer: LetterWriter, language: str, facts: list[str]) -> None:
    """Moments are in the official time of Alicante, and the real one stands beside the legal one (art. 31.2)."""
    (page,) = text_of(writer.write("L1", case_in(language), PROCEDURE, CODE))
    named = [*facts, NUMBER, "María Dolores López Sánchez", "***7623**", HASH[:32], HASH[32:], "183 kB", grouped(CODE)]
    assert [fact for fact in named if fact not in page] == []


def test_the_full_number_of_a_person_is_not_printed(writer: LetterWriter) -> None:
    """A letter that goes astray tells no full NIF."""
    assert "48576231R" not in writer.html("L1", case_in("es"), PROCEDURE, CODE)


def test_what_nobody_vouches_for_is_not_printed(writer: LetterWriter) -> None:
    """A doubtful name is left out rather than told to the wrong person."""
    case = replace(case_in("es"), fields=(value("applicant_name", "Quizá Otra Persona", accepted=False),))
    html = writer.html("L1", case, PROCEDURE, CODE)
    assert "Quizá" not in html
    assert "Pendiente de identificar" in html


@pytest.mark.parametrize("language", ["es", "ca"])
@pytest.mark.parametrize("procedure", [None, replace(PROCEDURE, id="P00")], ids=["unknown", "general"])
def test_no_silence_is_told_where_the_procedure_is_not_known(
    writer: LetterWriter, language: str, procedure: Procedure | None
) -> None:
    """A general request never carries a sense of silence nor a last day: its real procedure has them."""
    html = writer.html("L1", case_in(language), procedure, CODE)
    assert "estimada" not in html
    assert "2027" not in html
    assert "art. 21.4" in html


@pytest.mark.parametrize(
    ("silence", "said"),
    [
        (Silence.POSITIVE, "<strong>estimada</strong>"),
        (Silence.NEGATIVE, "<strong>desestimada</strong>"),
        (Silence.NONE, "no atribuye a este trámite"),
    ],
)
def test_the_sense_of_silence_is_that_of_the_procedure(writer: LetterWriter, silence: Silence, said: str) -> None:
    """Each sense has its own sentence, and only its own."""
    term = replace(PROCEDURE.term, silence=silence)
    html = writer.html("L1", case_in("es"), replace(PROCEDURE, term=term), CODE)
    sentences = ["<strong>estimada</strong>", "<strong>desestimada</strong>", "no atribuye a este trámite"]
    assert [said] == [sentence for sentence in sentences if sentence in html]


def test_one_working_day_is_singular(writer: LetterWriter) -> None:
    """Terms agree in number with their unit."""
    day = replace(PROCEDURE, term=Term(1, TermUnit.WORKING_DAYS))
    assert "<strong>1 día hábil</strong>" in writer.html("L1", case_in("es"), day, CODE)


def test_a_procedure_without_a_term_says_so(writer: LetterWriter) -> None:
    """Where there is nothing to resolve, no term is made up."""
    html = writer.html("L1", case_in("es"), replace(PROCEDURE, term=Term(0, TermUnit.MONTHS)), CODE)
    assert "no requiere una resolución" in html


def test_an_email_gets_no_entry_and_is_told_where_to_go(writer: LetterWriter) -> None:
    """E-mail is no place of presentation (art. 16.4): no entry number, no term, but the offices by name."""
    (page,) = text_of(writer.write("L1", case_in("es", channel=Channel.EMAIL), PROCEDURE, CODE))
    assert "registro de entrada." in page
    assert "Número de registro" not in page
    assert "plazo máximo" not in page
    assert "OAC Gastón Castelló" in page


def test_a_procedure_with_its_own_mailbox_gives_an_entry(writer: LetterWriter) -> None:
    """Where the council takes a procedure by e-mail, its receipt is a receipt."""
    case = case_in("es", channel=Channel.EMAIL)
    case = replace(case, application=replace(case.application, mailbox_entry=True))
    html = writer.html("L1", case, replace(PROCEDURE, mailbox_entry=True), CODE)
    assert "registration" in parts_of(html)
    assert "Correo electrónico habilitado" in html


def test_a_unit_that_a_clerk_chose_is_named_as_it_is(writer: LetterWriter) -> None:
    """The procedure's name of the unit is used for the procedure's unit only."""
    html = writer.html("L1", replace(case_in("es"), unit="Alcaldía"), PROCEDURE, CODE)
    assert "<td>Alcaldía</td>" in html


def test_what_a_citizen_writes_is_never_markup(writer: LetterWriter) -> None:
    """Names and file names are text, whatever is in them."""
    case = replace(case_in("es"), fields=(value("applicant_name", "<img src='https://evil.example'>"),))
    assert "<img src='https" not in writer.html("L1", case, PROCEDURE, CODE)


@pytest.fixture(scope="module")
def long_letter(writer: LetterWriter) -> Iterator[pikepdf.Pdf]:
    case = replace(case_in("ca", documents=60), fields=(value("applicant_name", "Nom molt llarg " * 20),))
    with pikepdf.open(io.BytesIO(writer.write("L1", case, PROCEDURE, CODE))) as pdf:
        yield pdf


def test_the_pdf_is_tagged_and_says_its_language_and_title(long_letter: pikepdf.Pdf) -> None:
    """What PDF/UA-1 asks of the catalogue is there."""
    root = long_letter.Root
    assert str(root.Lang) == "ca-ES-valencia"
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    with long_letter.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == f"Justificant de registre {NUMBER}"


def test_headings_and_table_cells_are_tagged(long_letter: pikepdf.Pdf) -> None:
    """One first heading, second ones below it, and every cell of a table names the header it stands under."""
    found = list(_elements(long_letter.Root.StructTreeRoot.K))
    names = [str(element.S) for element in found]
    assert names.count("/H1") == 1
    assert names.count("/H2") == 5
    headers = {str(element.ID) for element in found if str(element.S) == "/TH"}
    cells = [[str(header) for header in element.A.Headers] for element in found if str(element.S) == "/TD"]
    assert len(cells) == 6 - 1 + 60 * 4
    assert all(cell and headers.issuperset(cell) for cell in cells)


def _elements(kids: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            if "/K" in kid:
                yield from _elements(kid.K)


def test_every_page_has_the_code_its_picture_and_its_place(writer: LetterWriter) -> None:
    """A page alone can be verified and is known to be missing (art. 27.3.c)."""
    pdf = writer.write("L1", case_in("es", documents=60), PROCEDURE, CODE)
    pages = text_of(pdf)
    assert len(pages) >= 3
    for place, page in enumerate(pages, start=1):
        assert grouped(CODE) in page
        assert f"Página {place} de {len(pages)}" in page
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert [1] * len(pages) == [len(page.get_images()) for page in document.pages]


def test_all_fonts_are_embedded(long_letter: pikepdf.Pdf) -> None:
    """No reader needs a font of its own (PDF/UA-1, 7.21)."""
    fonts = [font for page in long_letter.pages for font in page.resources.Font.values()]
    held = [set(font.DescendantFonts[0].FontDescriptor.keys()) for font in fonts]
    assert len(held) >= 3
    assert all(keys & {"/FontFile", "/FontFile2", "/FontFile3"} for keys in held)


def test_weasyprint_finds_nothing_to_say(writer: LetterWriter, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever it logs would be a fault of the template: a lost property, a picture without words."""
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        writer.write("L1", case_in("es"), PROCEDURE, CODE)
    assert caplog.messages == []


def test_the_same_case_gives_the_same_bytes(writer: LetterWriter) -> None:
    """A letter written again by a retry is the letter that was written, to the byte."""
    first = writer.write("L1", case_in("es"), PROCEDURE, CODE)
    assert first == LetterWriter(TEMPLATES, PAGE).write("L1", case_in("es"), PROCEDURE, CODE)


def test_an_unknown_language_is_answered_in_spanish(writer: LetterWriter) -> None:
    """A form in English gets a letter in the language all offices share."""
    assert '<html lang="es">' in writer.html("L1", case_in("en"), PROCEDURE, CODE)


def test_a_letter_that_no_template_writes_is_a_misconfiguration(writer: LetterWriter) -> None:
    """The message names the template that is missing."""
    with pytest.raises(Misconfigured, match=r"there is no template L0\.es\.html"):
        writer.write("L0", case_in("es"), PROCEDURE, CODE)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (("L1.es.html", "{% extends 'frame.es.html' %}{% block words %}{% if %}"), r"L1\.es\.html, line 1"),
        (("L1.es.html", "{{ nobody }}"), "a name is missing"),
        (("council.yaml", "name: {es: [}"), r"council\.yaml of the letters cannot be read"),
        (("council.yaml", "name: {es: Ayuntamiento}"), "a name is missing"),
    ],
)
def test_a_damaged_template_is_a_misconfiguration(tmp_path: Path, damage: tuple[str, str], message: str) -> None:
    """What is wrong with the words is said by file and line, without a value of the case."""
    folder = tmp_path / "letters"
    shutil.copytree(TEMPLATES, folder)
    (folder / damage[0]).write_text(damage[1], "utf-8")
    with pytest.raises(Misconfigured, match=message) as caught:
        LetterWriter(folder, PAGE).html("L1", case_in("es"), PROCEDURE, CODE)
    assert "López" not in str(caught.value)


@pytest.mark.parametrize(("size", "words"), [(811, "811 B"), (183_221, "183 kB"), (2_381_000, "2,4 MB")])
def test_sizes_are_written_with_a_decimal_comma(writer: LetterWriter, size: int, words: str) -> None:
    """Sizes read as both languages write them."""
    paper = Document(sha256=HASH, name="a.pdf", media_type="application/pdf", size=size)
    case = case_in("es")
    case = replace(case, application=replace(case.application, documents=(paper,)))
    assert f'<td class="size">{words}</td>' in writer.html("L1", case, PROCEDURE, CODE)
