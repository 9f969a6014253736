"""PDF pages from their text layer: words in their places, marks, fields, and no belief in what cannot be seen."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from fakes import sheets
from fakes.eyes import BlindEyes
from reportlab.pdfgen.canvas import Canvas

from bots.reading.limits import Limits
from bots.reading.pdf import read_pages
from bots.reading.pdf_text import differs
from casework.errors import TooLarge, UnreadableDocument
from casework.reading import Box, Page, Source, Word


def _read(data: bytes, eyes: BlindEyes | None = None) -> Page:
    (page,) = read_pages(data, eyes or BlindEyes(), Limits())
    return page


def _place(page: Page, text: str) -> tuple[float, float, float, float]:
    word = next(word for word in page.words if word.text == text)
    return (word.box.x0, word.box.y0, word.box.x1, word.box.y1)


def _near(place: tuple[float, float, float, float], by: float = 3.0) -> object:
    return pytest.approx(place, abs=by)


def test_every_printed_value_is_read_in_its_place() -> None:
    """Values come letter by letter as printed, boxes count from the top left."""
    page = _read(sheets.form())
    assert [value for value in sheets.VALUES.values() if value not in page.text] == []
    assert _place(page, "48576231R") == _near(sheets.NIF_BOX)
    assert (page.source, page.rotation, page.notes) == (Source.TEXT_LAYER, 0, ())


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_that_is_stored_turned_is_read_upright(rotation: int) -> None:
    """Whether `/Rotate` was meant or not, letters stand upright in the coordinates given."""

    def turn(file: pikepdf.Pdf) -> None:
        file.pages[0].Rotate = rotation

    page = _read(sheets.changed(sheets.form(), turn))
    assert (round(page.width), round(page.height)) == (595, 842)
    assert _place(page, "48576231R") == _near(sheets.NIF_BOX)


def test_letters_that_run_upwards_turn_the_page() -> None:
    """A page drawn on its side, with a `/Rotate` that rights it or without, reads in lines."""

    def sideways(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.setFont("Helvetica", 10)
        for row in range(8):
            canvas.drawString(60, -80 - 20 * row, f"Línea {row} de la instancia presentada")

    page = _read(sheets.drawn(sideways))
    assert (page.rotation, round(page.width), round(page.height)) == (90, 842, 595)
    assert page.text.splitlines()[3] == "Línea 3 de la instancia presentada"


def test_places_count_from_the_crop_box() -> None:
    """What a viewer cuts off is cut off here."""

    def crop(file: pikepdf.Pdf) -> None:
        file.pages[0].CropBox = [50, 50, 545, 792]

    page = _read(sheets.changed(sheets.form(), crop))
    x0, y0, x1, y1 = sheets.NIF_BOX
    assert (round(page.width), round(page.height)) == (495, 742)
    assert _place(page, "48576231R") == _near((x0 - 50, y0 - 50, x1 - 50, y1 - 50))


def test_drawn_tick_boxes_are_marks() -> None:
    """Crossed is ticked, empty is not; the cells of a comb are no tick boxes."""
    page = _read(sheets.form())
    assert [mark.ticked for mark in page.marks] == list(sheets.OPTIONS.values())
    assert page.marks[0].box.height == pytest.approx(10, abs=1)


def test_the_letters_of_a_comb_are_one_word() -> None:
    """Letters in cells spell the word, over the whole row."""
    page = _read(sheets.form())
    last = [word for word in page.words if word.text == "48576231R"][-1]
    assert last.box.x0 == pytest.approx(155, abs=2)
    assert last.box.x1 == pytest.approx(281, abs=2)


def test_values_typed_under_each_other_are_two_words() -> None:
    """Programs that fill a form set one value after the other with nothing between: "71" over "143,90" is no number."""
    file = BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica", 9)
    text = canvas.beginText(240, 600)
    text.textOut("71")
    text.setTextOrigin(240, 586)
    text.textOut("143,90")
    canvas.drawText(text)
    canvas.drawString(40, 500, "Metros cúbicos e importe facturado por la empresa de aguas, según su recibo")
    canvas.save()
    words = [word.text for word in _read(file.getvalue()).words]
    assert "71" in words
    assert "143,90" in words


def test_a_rounded_frame_is_no_part_of_the_signature_in_it() -> None:
    """Curved strokes that run around a whole section are its box."""
    file = BytesIO()
    canvas = Canvas(file)
    canvas.drawString(60, 200, "Firma de la persona solicitante")
    canvas.roundRect(40, 90, 515, 130, 8)
    canvas.bezier(100, 120, 130, 180, 150, 90, 190, 150)
    canvas.save()
    (ink,) = _read(file.getvalue()).ink
    assert ink.width < 200


def test_a_drawn_signature_is_ink() -> None:
    """Strokes of a signature's size are told by their place."""
    (ink,) = _read(sheets.form()).ink
    assert ink.x0 == pytest.approx(sheets.SIGNATURE_BOX[0], abs=3)
    assert ink.x1 == pytest.approx(sheets.SIGNATURE_BOX[2], abs=3)


def test_live_fields_give_values_words_and_marks() -> None:
    """What was typed has the field's name, and stands among the words once."""
    page = _read(sheets.form(live=True))
    assert {value.name: value.value for value in page.form_values} == {
        label.strip(":").replace(" ", "_"): value for label, value in sheets.VALUES.items()
    }
    assert {mark.name: mark.ticked for mark in page.marks} == {f"op_{k}": v for k, v in sheets.OPTIONS.items()}
    typed = [word for word in page.words if word.source is Source.FORM_FIELD]
    assert " ".join(word.text for word in typed[:3]) == "María Peñalver Català"
    assert page.text.count("maria.penalver@example.org") == 1


def _holding(name: str, value: str, *, anew: bool = False) -> bytes:
    """The live form, whose field of that name holds another value than it shows."""

    def change(file: pikepdf.Pdf) -> None:
        (field,) = (field for field in file.Root.AcroForm.Fields if str(field.T) == name)
        field.V = pikepdf.String(value)
        file.Root.AcroForm.NeedAppearances = anew

    return sheets.changed(sheets.form(live=True), change)


@pytest.mark.parametrize(
    ("name", "held", "read", "notes"),
    [
        ("NIF", "12345678Z", "48576231R", ("field_differs",)),
        ("Nombre_y_apellidos", "Otro Nombre Distinto", "María Peñalver Català", ("field_differs",)),
        ("Fecha", "2026-03-14", "2026-03-14", ()),
        ("IBAN", "ES9121000418450200051332", "ES9121000418450200051332", ()),
    ],
)
def test_what_a_field_shows_is_read_where_it_holds_something_else(
    name: str, held: str, read: str, notes: tuple[str, ...]
) -> None:
    """The paper is what the citizen saw; another way to write the same is no contradiction."""
    page = _read(_holding(name, held))
    assert {value.name: value.value for value in page.form_values}[name] == read
    typed = " ".join(word.text for word in page.words if word.text in read.split())
    assert (set(read.split()) <= set(typed.split()), page.notes) == (True, notes)
    assert held == read or held not in page.text


def test_a_form_that_is_drawn_anew_by_every_program_shows_what_it_holds() -> None:
    """What was drawn in it before is old."""
    page = _read(_holding("NIF", "12345678Z", anew=True))
    assert ({value.name: value.value for value in page.form_values}["NIF"], page.notes) == ("12345678Z", ())


def test_a_damaged_file_is_repaired_and_says_so() -> None:
    """A file that lost its end is read, and its pages carry the note."""
    whole = sheets.form()
    page = _read(whole[: int(len(whole) * 0.93)])
    assert page.notes == ("repaired",)
    assert "maria.penalver@example.org" in page.text


def test_a_file_beyond_repair_is_unreadable() -> None:
    """A PDF of nothing but its first bytes is given back with a remedy."""
    with pytest.raises(UnreadableDocument, match="beyond repair"):
        _read(sheets.form()[:40])


@pytest.mark.parametrize(("password", "readable"), [("", True), ("secreta", False)])
def test_only_an_empty_password_is_tried(password: str, readable: bool) -> None:  # noqa: FBT001 - a case
    """Files locked against changes are read; those that need a password are not."""
    out = BytesIO()
    with pikepdf.open(BytesIO(sheets.form())) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="o", user=password))
    if readable:
        assert "48576231R" in _read(out.getvalue()).text
    else:
        with pytest.raises(UnreadableDocument, match="password"):
            _read(out.getvalue())


def test_too_many_pages_are_refused() -> None:
    """The limit is checked before the first page is read."""
    with pytest.raises(TooLarge, match="more than 0 pages"):
        list(read_pages(sheets.form(), BlindEyes(), Limits(pages=0)))


def test_words_that_cannot_be_seen_are_left_out() -> None:
    """White letters on white paper are not what the citizen signed."""

    def trap(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(60, 700, "Solicito la ayuda de diez euros")
        canvas.setFillGray(1)
        canvas.drawString(60, 660, "Importe 9999")

    page = _read(sheets.drawn(trap))
    assert page.text == "Solicito la ayuda de diez euros"
    assert page.notes == ("hidden_text",)


def test_a_scan_with_hidden_letters_is_looked_at() -> None:
    """Another program's OCR under the picture is not believed: the picture is read."""

    def scan(canvas: Canvas) -> None:
        from reportlab.lib.utils import ImageReader

        picture = ImageReader(BytesIO(sheets.packed(sheets.scanned(sheets.form(), 100))))
        canvas.drawImage(picture, 0, 0, 595, 842)
        text = canvas.beginText(60, 700)
        text.setTextRenderMode(3)
        text.textLine("Nif 4B576Z3lR leido por otro programa con muchos errores")
        canvas.drawText(text)

    eyes = BlindEyes()
    page = _read(sheets.drawn(scan), eyes)
    assert eyes.shown == [(2339, 1654)]
    assert [word.text for word in page.words] == ["LEÍDO"]
    assert page.source is Source.OCR


def test_a_stamp_printed_over_a_scan_is_kept_as_text() -> None:
    """The registry's line of letters over a scanned page is exact, and stands beside what was read."""

    def stamped(canvas: Canvas) -> None:
        from reportlab.lib.utils import ImageReader

        picture = ImageReader(BytesIO(sheets.packed(sheets.scanned(sheets.form(), 100))))
        canvas.drawImage(picture, 0, 0, 595, 842)
        canvas.drawString(60, 30, "CSV 7H3K-99QX")

    page = _read(sheets.drawn(stamped))
    assert [(word.text, word.source) for word in page.words] == [
        ("LEÍDO", Source.OCR),
        ("CSV", Source.TEXT_LAYER),
        ("7H3K-99QX", Source.TEXT_LAYER),
    ]


def test_a_blank_page_is_not_looked_at() -> None:
    """Empty backs of sheets cost nothing."""
    eyes = BlindEyes()
    page = _read(sheets.drawn(lambda canvas: canvas.showPage()), eyes)
    assert (page.notes, eyes.shown) == (("blank",), [])


def _layer(*texts: str) -> list[Word]:
    boxes = (Box(50, 100 + 20 * row, 150, 112 + 20 * row) for row in range(len(texts)))
    return [Word(text=text, box=box, confidence=1.0, source=Source.OCR) for text, box in zip(texts, boxes, strict=True)]


def test_a_text_layer_that_lies_is_noticed() -> None:
    """Other numbers than the picture's are told; the small errors of another program's OCR are not."""
    seen = _layer("Solicitud", "48576231R", "612345678", "Alicante")
    assert differs(_layer("Solicitud", "12345678Z", "699999999", "Alicante"), seen)
    assert not differs(_layer("Solicitud", "4857623lR", "6l2345678", "A1icante"), seen)
    assert not differs([], seen)


def test_a_form_of_dotted_lines_is_read_by_its_own_letters() -> None:
    """Lines of dots to write on are no glyph numbers of a broken font."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for number, caption in enumerate(("Nombre y apellidos:", "Domicilio:", "Municipio:", "Provincia:", "En:")):
        canvas.drawString(60, 780 - 30 * number, caption)
        canvas.drawString(200, 780 - 30 * number, "." * 100)
    canvas.drawString(202, 781, "Blas Peidró Quinarola")
    canvas.save()
    eyes = BlindEyes()
    page = _read(out.getvalue(), eyes)
    assert page.source is Source.TEXT_LAYER
    assert eyes.shown == []
    assert {"Blas", "Peidró", "Quinarola"} <= {word.text for word in page.words}
