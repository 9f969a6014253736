"""Things of pages by which a robot was once at a loss, each as small as it can be, in a real browser."""

from __future__ import annotations

import pytest
from fakes.shown_pages import Showing, do, walk

from bots.filling import fields
from bots.filling.drafting import draft, table
from bots.filling.naming import Capture
from bots.filling.steps import parsed
from bots.filling.visiting import look_around
from bots.filling.web import WebBackOffice
from casework.errors import EntryRefused, PageChanged

pytestmark = pytest.mark.robot


def test_round_buttons_are_one_choice_without_anything_around_them(showing: Showing) -> None:
    """Their name is loose text, or the buttons are hidden behind cards."""
    page = showing(
        "<p>Prioridad: <input type=radio name=p id=a><label for=a>Baja</label> "
        "<input type=radio name=p id=b><label for=b>Alta</label></p>"
        "<div><p>Vía</p><label><input type=radio name=v style='display:none'><b>Correo</b></label>"
        "<label><input type=radio name=v style='display:none'><b>Mesa</b></label></div>"
    )
    do(page, {"choose": {"Prioridad": "p", "Vía": "v"}}, p="Alta", v="Mesa")
    assert page.read([("label", "Prioridad", ()), ("label", "Vía", ())]) == ["Alta", "Mesa"]
    with pytest.raises(EntryRefused, match="the list «Vía» does not offer the value of v"):
        do(page, {"choose": {"Vía": "v"}}, v="Fax")
    assert list(dict.fromkeys(line.rpartition(" · ")[2] for line in table(look_around(page))[:4])) == [
        "in «Prioridad»", "in «Vía»"]  # fmt: skip


def test_a_name_is_what_a_person_reads(showing: Showing) -> None:
    """A picture's words are a button's name; icons and signs are no part of a name or of what is chosen."""
    page = showing(
        "<input type=image alt=Buscar onclick='document.title+=1'>"
        "<button onclick='document.title+=2'><i class=material-icons>save</i> Guardar</button>"
        "<label><input type=checkbox> ☐ Consiente</label>"
        "<span id=n>Área</span><div role=combobox aria-labelledby=n><span>Hacienda</span> <b>▾</b></div>"
    )
    do(page, {"click": "Buscar"}, {"click": "Guardar"}, {"tick": {"Consiente": "si"}}, si="true")
    assert page.driver.title == "12"
    assert page.read([("label", "Consiente", ()), ("label", "Área", ())]) == ["true", "Hacienda"]


def test_an_editor_before_its_hidden_field_is_waited_for(showing: Showing) -> None:
    """A script makes it one a while after its frame is there."""
    page = showing(
        "<label for=t>Texto</label><div><button>N</button><iframe srcdoc='<body></body>'></iframe></div>"
        "<textarea id=t style='display:none'></textarea><script>const f = document.querySelector('iframe');"
        "f.onload = () => setTimeout(() => { f.contentDocument.body.contentEditable = 'true' }, 400)</script>"
    )
    do(page, {"rich_text": {"Texto": "texto"}}, texto="Uno\nDos")
    assert str(page.read([("label", "Texto", ())])[0]).split() == ["Uno", "Dos"]


def test_lines_are_typed_together_up_to_what_needs_a_hand(showing: Showing) -> None:
    """Each over what it held, with all that it tells the page; one too long is refused before it is touched."""
    page = showing(
        "<label>A <input value=viejo></label><label>B <textarea></textarea></label><label>C <input type=date></label>"
        "<label>D <input maxlength=3></label><script>document.oninput = (e) => { document.title+=e.isTrusted}</script>"
    )
    do(page, {"fill": {"A": "a", "B": "b", "C": "c"}}, a="nuevo", b="uno\ndos", c="02/03/2026")
    assert page.read([("label", name, ()) for name in "ABC"]) == ["nuevo", "uno\ndos", "02/03/2026"]
    assert page.driver.title.startswith("truetrue")
    with pytest.raises(EntryRefused, match="d has 4 characters and «D» takes 3"):
        do(page, {"fill": {"A": "a", "D": "d"}}, a="otro", d="1234")
    assert page.read([("label", "A", ()), ("label", "D", ())]) == ["otro", ""]


def test_a_field_drawn_anew_is_typed_into_all_the_same(showing: Showing) -> None:
    """The page changes it under the robot the first time it is touched."""
    page = showing(
        "<div id=h><label>Nombre <input></label></div><script>let n = 0; document.addEventListener('focusin', () => {"
        "if (!n++) { const h = document.getElementById('h'); h.innerHTML = h.innerHTML } })</script>"
    )
    fields.type_into(page, "Nombre", "Ana", "nombre")
    assert page.read([("label", "Nombre", ())]) == ["Ana"]


def test_a_button_that_stays_disabled_is_told_as_such(showing: Showing) -> None:
    """Not as one that is not there."""
    page = showing("<button aria-disabled=true>Registrar</button>")
    page.patience = 0.2
    with pytest.raises(PageChanged, match="button «Registrar» stays disabled"):
        do(page, {"click": {"button": "Registrar"}})


TABS = (
    "<button role=tab onclick='show(0)'>Uno</button><button role=tab onclick='show(1)'>Dos</button>"
    "<div class=t><label>A <input value=1></label></div><div class=t hidden><label>B <input value=2></label></div>"
    "<script>const show = (n) => document.querySelectorAll('.t').forEach((t, k) => { t.hidden = k !== n })</script>"
)


def test_a_record_over_tabs_is_read_back_by_the_steps_to_each(any_robot: WebBackOffice, showing: Showing) -> None:
    """What one does not show is looked for on the next; what none shows is named."""
    page = showing(TABS)
    page.patience = 1.0
    pages = [[parsed({"click": {"tab": "Dos"}})]]
    wanted = {name: Capture.model_validate(name.upper()) for name in "abc"}
    del wanted["c"]
    assert any_robot._read(page, walk(page), wanted, pages) == {"a": "1", "b": "2"}  # noqa: SLF001 - what `look` does
    with pytest.raises(PageChanged, match="there is no label «C» to read back"):
        any_robot._read(page, walk(page), {"c": Capture.model_validate("C")}, pages)  # noqa: SLF001 - as above


def test_tabs_are_told_and_looked_into_by_a_click(showing: Showing) -> None:
    """Their fields are drafted like the others; lists that nobody types into are chosen from, calendars dated."""
    page = showing(TABS + "<label>Día <input readonly></label><span id=s>Área</span>"
                          "<div role=combobox aria-labelledby=s>…</div>")  # fmt: skip
    told = table(look_around(page))
    assert told[:3] == ["A · fill", "Día · date", "Área · choose"]
    assert "tabs: Uno, Dos (what they hold: --click NAME)" in told
    assert "B: b" in draft(look_around(page, ["Dos"]), "nuevo")
