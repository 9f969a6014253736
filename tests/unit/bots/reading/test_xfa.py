"""Dynamic XFA forms: what was typed is read from their data, and the page that asks to wait is not."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from bots.reading import xfa
from bots.reading.limits import Limits
from bots.reading.ocr import Profile, eyes_for
from bots.reading.pdf import read_pages
from casework.errors import TooLarge
from casework.reading import Page, Source

_TEMPLATE = """<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="form1">
<draw><value><text>SOLICITUD DE TARJETA DE RESIDENTE</text></value></draw>
<draw presence="hidden"><value><text>No se ve</text></value></draw>
<field name="Nombre"><ui><textEdit/></ui><caption><value><text>Nombre y apellidos</text></value></caption></field>
<field name="Motivo"><caption><value><exData><body><p>Motivo de la
 solicitud:</p></body></exData></value></caption></field>
<field name="Aviso"><ui><checkButton/></ui><caption><value><text>Deseo aviso</text></value></caption>
<items><text>1</text><text>0</text></items></field>
<field name="Copia"><ui><checkButton/></ui><caption><value><text>Deseo copia</text></value></caption></field>
<exclGroup name="Zona">
<field name="A"><caption><value><text>Zona A</text></value></caption><items><text>za</text></items></field>
<field name="B"><caption><value><text>Zona B</text></value></caption><items><text>zb</text></items></field></exclGroup>
<field name="Enviar"><ui><button/></ui><caption><value><text>Enviar</text></value></caption></field>
</subform></template>"""
_DATA = """<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form1>
<Nombre>Ñoño Íñiguez Puig</Nombre>
<Motivo><body xmlns="http://www.w3.org/1999/xhtml"><p>Vivo en la zona.</p><p>Tengo coche.</p></body></Motivo>
<Aviso>1</Aviso><Copia>0</Copia><Zona>zb</Zona><Interno>48576231R</Interno>
</form1></xfa:data></xfa:datasets>"""


_WAIT = "Please wait... If this message is not eventually replaced, use Adobe Reader."


def _form(template: str, data: str, *, rendering: bool = True, packets: Sequence[str] = (), text: str = _WAIT) -> bytes:
    """A PDF as Acrobat saves a dynamic form: a page that asks to wait, and the packets."""
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(50, 700, text)
    canvas.save()
    with pikepdf.open(BytesIO(out.getvalue())) as file:
        parts: list[object] = []
        for name, xml in (("template", template), ("datasets", data), *((name, "<x/>") for name in packets)):
            parts += [pikepdf.String(name), file.make_stream(xml.encode())]
        file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=pikepdf.Array(parts))
        if rendering:
            file.Root.NeedsRendering = True
        made = BytesIO()
        file.save(made)
    return made.getvalue()


def _read(data: bytes) -> list[Page]:
    return list(read_pages(data, eyes_for(Profile.FAST), Limits()))  # no picture is looked at


@pytest.mark.parametrize("rendering", [True, False])
def test_the_data_are_read_and_not_the_request_to_wait(rendering: bool) -> None:  # noqa: FBT001
    """Printed texts and fields come in the order of the form, hidden texts and buttons do not."""
    (page,) = _read(_form(_TEMPLATE, _DATA, rendering=rendering))
    assert page.text.splitlines() == [
        "SOLICITUD DE TARJETA DE RESIDENTE",
        "Nombre y apellidos: Ñoño Íñiguez Puig",
        "Motivo de la solicitud: Vivo en la zona.",
        "Tengo coche.",
        "Deseo aviso",
        "Deseo copia",
        "Zona A",
        "Zona B",
        "Interno: 48576231R",
    ]
    assert page.notes == ("xfa",)


def test_values_ticks_and_choices_keep_their_names() -> None:
    """Each value is a form field's, each box has its state, and a group's value is that of the chosen one."""
    (page,) = _read(_form(_TEMPLATE, _DATA))
    assert [(value.name, value.value) for value in page.form_values] == [
        ("Nombre", "Ñoño Íñiguez Puig"),
        ("Motivo", "Vivo en la zona.\nTengo coche."),
        ("Zona", "zb"),
        ("Interno", "48576231R"),
    ]
    assert [(mark.name, mark.ticked) for mark in page.marks] == [
        ("Aviso", True),
        ("Copia", False),
        ("Zona", False),
        ("Zona", True),
    ]
    typed = [word.text for word in page.words if word.source is Source.FORM_FIELD]
    assert typed == ["Ñoño", "Íñiguez", "Puig", "Vivo", "en", "la", "zona.", "Tengo", "coche.", "48576231R"]
    name = page.form_values[0].box
    assert [word.text for word in page.words if name.holds(*word.box.middle)] == ["Ñoño", "Íñiguez", "Puig"]


def test_a_form_without_template_is_read_from_its_data_alone() -> None:
    """Then the names of the data are the captions."""
    (page,) = _read(_form("<no xml", _DATA))
    assert page.text.splitlines()[0] == "Nombre: Ñoño Íñiguez Puig"


@pytest.mark.parametrize(
    "data",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><datasets><data><x>&b;</x></data></datasets>',
        "<datasets><data>" + "<x>" * 200 + "</x>" * 200 + "</data></datasets>",
        "<datasets><data>" + "<x/>" * 100_001 + "</data></datasets>",
        "",
    ],
    ids=["entities", "deep", "long", "empty"],
)
def test_xml_that_no_form_would_hold_is_not_read(data: str) -> None:
    """Nothing is left to read then, and the page says so instead of showing the request to wait."""
    (page,) = _read(_form("", data))
    assert (page.words, page.quality, page.notes) == ((), 0.0, ("unreadable",))


def test_a_form_of_too_many_lines_is_refused() -> None:
    """The limit on pages holds for forms that have none of their own."""
    data = "<datasets><data>" + "<x>1</x>" * 20_000 + "</data></datasets>"
    with pytest.raises(TooLarge):
        _read(_form(_TEMPLATE, data))


def test_a_form_with_live_fields_on_its_pages_is_read_from_them() -> None:
    """Static XFA forms carry the same values in fields of their pages."""
    with pikepdf.open(BytesIO(_form(_TEMPLATE, _DATA))) as file:
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T=pikepdf.String("Nombre"),
            V=pikepdf.String("Ana"), Rect=[50, 600, 200, 620],
        )  # fmt: skip
        field = file.make_indirect(field)
        file.pages[0].Annots = pikepdf.Array([field])
        file.Root.AcroForm.Fields = pikepdf.Array([field])
        made = BytesIO()
        file.save(made)
    (page,) = _read(made.getvalue())
    assert [value.value for value in page.form_values] == ["Ana"]


def test_a_flattened_form_is_read_as_what_it_shows() -> None:
    """Its packets were left in the file, its pages are ordinary ones."""
    shown = _form(_TEMPLATE, _DATA, rendering=False, text="SOLICITUD de Ana Puig para la zona B")
    (page,) = _read(shown)
    assert (page.text, page.notes) == ("SOLICITUD de Ana Puig para la zona B", ())


def test_packets_are_counted() -> None:
    """A file with thousands of packets is not read to its end."""
    many = _form(_TEMPLATE, _DATA, packets=[f"p{number}" for number in range(100)])
    (page,) = _read(many)
    assert page.form_values[0].value == "Ñoño Íñiguez Puig"
    assert list(xfa.entries({})) == []
