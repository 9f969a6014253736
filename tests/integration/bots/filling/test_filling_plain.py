"""Pages whose lists, switches and rows are made of plain elements, and names that only stand near their fields."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler

import pytest
from fakes.serving import served
from fakes.shown_pages import Showing, do, walk

from bots.filling.drafting import draft, table
from bots.filling.steps import Nothing, parsed, walk_through
from bots.filling.visiting import look_around
from casework.errors import EntryRefused, PageChanged

pytestmark = pytest.mark.robot
POINTED = "<style>.o,.sel,i,.bt{cursor:pointer} i{display:inline-block;width:30px;height:16px}</style>"
LIST = (
    "<div class=lb>Tipo</div><div class=sel onclick='open_()'>Seleccione…</div><p>Licencia</p><script>"
    "const open_ = () => {"
    "const p = document.createElement('div'); p.innerHTML = ['Obra', 'Licencia', 'Licencia de obra'].map((o) => "
    "`<div class=o>${o} <small>${o.length}</small></div>`.replace(o, `<span>${o}</span>`)).join('');"
    "p.onclick = (e) => { document.querySelector('.sel').textContent = e.target.textContent; p.remove() };"
    "document.body.append(p) }</script>"
)
SEGMENTS = (
    "<div>Canal</div><div><div class='o on'>Mesa</div><div class=o>Sede</div><div class=o>Correo</div></div>"
    "<div class=sw><i></i><span>Urgente</span></div><script>document.querySelectorAll('.o').forEach((o, _, all) => {"
    "o.onclick = () => all.forEach((other) => other.classList.toggle('on', other === o)) });"
    "document.querySelector('i').onclick = () => document.querySelector('.sw').classList.toggle('on')</script>"
)


def test_a_list_of_plain_elements_is_chosen_from_by_what_appears(showing: Showing) -> None:
    """The same word elsewhere on the page is none of its options."""
    page = showing(POINTED + LIST)
    page.patience = 1.0
    do(page, {"choose": {"Tipo": "tipo"}}, tipo="Licencia")
    assert page.read([("label", "Tipo", ())]) == ["Licencia"]
    with pytest.raises(EntryRefused, match="does not offer the value of tipo"):
        do(page, {"choose": {"Tipo": "tipo"}}, tipo="Padrón")


def test_one_of_some_things_side_by_side_is_taken_and_read_back(showing: Showing) -> None:
    """By what a class says, else by the one that looks otherwise; a switch beside its name is ticked once."""
    page = showing(POINTED + SEGMENTS)
    do(
        page,
        {"choose": {"Canal": "canal"}},
        {"tick": {"Urgente": "si"}},
        {"tick": {"Urgente": "si"}},
        canal="Sede",
        si="true",
    )
    assert page.read([("label", "Canal", ()), ("label", "Urgente", ())]) == ["Sede", "true"]
    page = showing(
        "<style>b{cursor:pointer}</style><p>Color</p><div><b>Rojo</b><b style='color:red'>Azul</b><b>Gris</b></div>"
    )
    assert page.read([("label", "Color", ())]) == ["Azul"]


def test_a_name_leads_to_the_field_that_is_nearest_to_it(showing: Showing) -> None:
    """Floating above it, around it, behind a box, or before three in a row; a small card's cross is not its word."""
    page = showing(
        "<div><input placeholder=' '><label>Usuario</label></div><div><input type=password><label>Clave</label></div>"
        "<p><input type=checkbox> Avisar</p><p>Teléfono<br><input></p>"
        "<table><tr><td>Fecha<td><select><option>1<option>2</select><select><option>mayo</select></table>"
        "<div>Unidad</div><div><span>Fiestas<u> ✕</u></span></div>"
    )
    do(page, {"fill": {"Usuario": "u", "Clave": "c", "Teléfono": "t"}}, {"tick": {"Avisar": "a"}},
       {"choose": {"Fecha #1": "dia"}}, u="robot", c="x", t="965", a="true", dia="2")  # fmt: skip
    names = ["Usuario", "Clave", "Teléfono", "Avisar", "Fecha #1", "Fecha #2", "Unidad"]
    assert page.read([("label", name, ()) for name in names]) == ["robot", "x", "965", "true", "2", "mayo", "Fiestas"]
    with pytest.raises(PageChanged, match="label «Fecha» names 2 things"):
        do(page, {"choose": {"Fecha": "dia"}}, dia="2")


def test_a_record_in_a_list_without_a_table_is_a_row(showing: Showing) -> None:
    """By its place or by one of its texts."""
    page = showing(
        "<style>.r{cursor:pointer}</style><nav><div class=r><b>A</b><b>B</b></div></nav>"
        "<div class=r onclick='document.title=1'><span>E-1</span><span>Obra</span></div>"
        "<div class=r onclick='document.title=2'><span>E-2</span><span>Poda</span></div>"
    )
    do(page, {"click": {"row": "Poda"}})
    assert page.driver.title == "2"
    do(page, {"click": {"row": "1"}})
    assert page.driver.title == "1"


def test_an_editor_in_a_frame_of_a_frame_is_typed_into(showing: Showing) -> None:
    """Its name stands before the outer one."""
    page = showing(
        '<p>Descripción</p><iframe srcdoc="<p>N K</p>'
        "<iframe srcdoc='<body contenteditable=true></body>'></iframe>\"></iframe>"
    )
    do(page, {"rich_text": {"Descripción": "texto"}}, texto="Uno\nDos")
    assert str(page.read([("label", "Descripción", ())])[0]).split() == ["Uno", "Dos"]


SEARCH = (
    "<label>Buscar <input></label><ul><li><a href=#>vieja</a><b>1</b></li></ul><script>let t;"
    "document.oninput = (e) => {"
    "clearTimeout(t); t = setTimeout(() => { document.querySelector('ul').innerHTML = e.target.value === 'nada' ? "
    "'<p>Sin resultados</p>' : `<li><a href=#>${e.target.value}</a> <b>2</b></li>` }, 350) }</script>"
)
FOUND = {"found": {"record": {"row": "1"}, "nothing": "Sin resultados"}}


def test_what_a_list_showed_before_the_search_is_no_answer(showing: Showing) -> None:
    """A list that searches while one types shows the old records for a moment."""
    page = showing(SEARCH)
    with pytest.raises(Nothing):
        do(page, {"fill": {"Buscar": "search"}}, FOUND, search="nada")
    page = showing(SEARCH)
    do(page, {"fill": {"Buscar": "search"}}, FOUND, {"expect": "nueva"}, search="nueva")


def test_the_last_page_of_a_list_may_have_no_way_on(showing: Showing) -> None:
    """Only once it was seen: a first page without it may be another page."""
    page = showing(
        "<p>A</p><button onclick='this.previousSibling.textContent = \"B\"; this.remove()'>Siguiente</button>"
    )
    leafing = [parsed({"found": {"record": {"row": "C"}, "more": "Siguiente"}})]
    with pytest.raises(Nothing):
        walk_through(leafing, walk(page))
    page.patience = 1.0
    with pytest.raises(PageChanged, match="neither row «C» nor"):
        walk_through(leafing, walk(page))


def test_things_of_plain_elements_are_told_and_drafted(showing: Showing) -> None:
    """In the page's own order, under the names beside them; what else can be clicked is told."""
    page = showing(
        POINTED + LIST + SEGMENTS + "<p>Unidad</p><input placeholder='Escriba 3 letras'><br><div class=bt>Guardar</div>"
    )
    shown = look_around(page)
    told = table(shown)
    assert told[:4] == [
        "Tipo · choose",
        "Canal · choose · options: Mesa, Sede, Correo",
        "Urgente · tick",
        "Unidad · autocomplete",
    ]
    assert "what else can be clicked: Guardar" in told
    assert "save: Guardar" in draft(shown, "nuevo")


class Slow(BaseHTTPRequestHandler):
    """One page of scripts that draws an answer, half a second late, over whatever is there."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """The page, or the answer."""
        if self.path == "/late":
            time.sleep(0.5)
        body = (
            b"<p>Ficha</p><script>const say = (t) => { document.querySelector('p').textContent = t };"
            b"onhashchange = () => say('Lista'); fetch('/late').then(() => say('Ficha 7'))</script>"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def test_an_answer_under_way_is_let_in_before_going_on(showing: Showing) -> None:
    """Else the page would draw it over the one that was opened after."""
    page = showing("")
    with served(Slow) as address:
        page.open(address)
        page.open(f"{address}/#lista")
        page.until(lambda: not page.ask("dovtech.resting()[1]"), lambda: "it never rests")
        assert page.ask("document.querySelector('p').textContent") == "Lista"
