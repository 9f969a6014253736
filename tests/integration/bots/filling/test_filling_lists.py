"""Lists and calendars as libraries of scripts draw them, each as small as it can be, in a real browser."""

from __future__ import annotations

import pytest
from fakes.shown_pages import Showing, do

from bots.filling.drafting import table
from bots.filling.visiting import look_around
from casework.errors import EntryRefused

pytestmark = pytest.mark.robot

# Six of 2000 streets are in the document at a time; the page draws its list away while it saves, once.
STREETS = """<span id=l>Calle</span><div role=combobox aria-labelledby=l aria-haspopup=listbox id=c>&nbsp;</div>
<script>let away = AWAY;
const all = [...Array(2000)].map((_, n) => 'Calle ' + n).concat('Plaza Mayor, 1', 'Plaza Mayor');
c.onclick = () => {
  if (document.querySelector('.pop')) return;
  const pop = document.createElement('div'); pop.className = 'pop';
  const box = '<div role=listbox style="height:90px;overflow-y:auto"><div></div></div>';
  pop.innerHTML = (NARROWS ? '<input>' : '') + box;
  document.body.append(pop);
  const list = pop.querySelector('[role=listbox]'), held = list.firstChild, line = pop.querySelector('input');
  let found = all;
  const draw = () => {
    const from = Math.floor(list.scrollTop / 30);
    held.style.cssText = `position:relative;height:${found.length * 30}px`;
    held.replaceChildren(...found.slice(from, from + 6).map((text, n) => {
      const o = document.createElement('div'); o.setAttribute('role', 'option'); o.textContent = text;
      o.style.cssText = `position:absolute;height:30px;top:${(from + n) * 30}px`;
      o.onclick = () => { c.textContent = text; pop.remove(); };
      return o;
    }));
  };
  list.onscroll = draw; draw();
  if (line) {
    line.focus();
    line.oninput = () => { found = all.filter((one) => one.includes(line.value)); list.scrollTop = 0; draw(); };
  }
  if (away) { away = false; setTimeout(() => pop.remove(), 200); }
};</script>"""


def streets(*, narrows: str, away: str = "false") -> str:
    """The list, with a line to narrow it or none."""
    return STREETS.replace("NARROWS", narrows).replace("AWAY", away)


def test_a_long_list_is_narrowed_by_what_is_wanted(showing: Showing) -> None:
    """As a person would, and the option that only contains it is another."""
    page = showing(streets(narrows="true"))
    do(page, {"choose": {"Calle": "street"}}, street="Plaza Mayor")
    assert page.ask("document.getElementById('c').textContent") == "Plaza Mayor"


def test_a_list_that_the_page_draws_away_is_opened_again(showing: Showing) -> None:
    """A page that saves by itself may draw all anew in the middle of a choice."""
    page = showing(streets(narrows="true", away="true"))
    do(page, {"choose": {"Calle": "street"}}, street="Calle 1999")
    assert page.ask("document.getElementById('c').textContent") == "Calle 1999"


@pytest.mark.parametrize("narrows", ["true", "false"])
def test_what_a_long_list_does_not_have_is_refused(showing: Showing, narrows: str) -> None:
    """Narrowed and from its top to its end."""
    page = showing(streets(narrows=narrows).replace("2000", "60"))
    page.patience = 1.0
    with pytest.raises(EntryRefused, match="«Calle» does not offer the value of street"):
        do(page, {"choose": {"Calle": "street"}}, street="Calle 7000")


# A list of a library beside the hidden one, whose name stands before both and belongs to none.
HIDDEN = """<style>.h{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)}</style>
<div><label>Categoría *</label><div><select class=h tabindex=-1><option value="">---<option>Vía pública</select>
<span><span role=combobox tabindex=0 aria-labelledby=own onclick="pop.hidden=false"><span id=own>---</span></span>
</span></div></div><ul role=listbox id=pop hidden><li role=option onclick="own.textContent=this.textContent;
document.querySelector('select').selectedIndex=1; pop.hidden=true">Vía pública</li></ul>
<div><label for=t>Descripción</label><div><textarea id=t style="display:none"></textarea>
<iframe title="Área de texto" srcdoc="<body contenteditable></body>"></iframe><div>p</div></div></div>
<form><input><button name=add value=1><span>Añadir</span></button></form>"""


def test_what_stands_in_a_fields_place_goes_by_the_fields_name(showing: Showing) -> None:
    """Chosen from, read back, and told as one field each; a button is called by its words."""
    page = showing(HIDDEN)
    told = table(look_around(page))
    assert told[:2] == ["Categoría · choose · options: Vía pública", "Descripción · rich_text"]
    assert "buttons: Añadir" in told
    do(page, {"choose": {"Categoría": "kind"}}, kind="Vía pública")
    assert page.read([("label", "Categoría", ())]) == ["Vía pública"]


# A month from a list and a year to be typed; the days of the week are called as months begin, and so is a button.
CALENDAR = """<label>Fecha <input readonly id=f onclick="draw()"></label>
<a onclick="draw()" title="Abrir calendario">c</a><div id=k></div><script>let y = 2026, m = 10;
const names = [...Array(12).keys()].map((n) => new Date(2026, n).toLocaleString('es', { month: 'long' }));
function draw() {
  MONTHS
  k.innerHTML = head + 'lun mar mié jue vie sáb dom'.split(' ').map((d) => `<b>${d}</b>`).join(' ') + '<p></p>';
  for (let d = 1; d <= new Date(y, m + 1, 0).getDate(); d++) {
    const s = document.createElement('span'); s.textContent = d; s.style.padding = '4px';
    s.onclick = () => { f.value = `${d}/${m + 1}/${y}`; k.innerHTML = ''; }; k.append(s, ' ');
  }
}
function turn(by) { m += by; if (m < 0) { m = 11; y--; } if (m > 11) { m = 0; y++; } draw(); }
</script>"""
LISTED = """const months = names.map((one, n) => `<option value=${n} ${n === m ? 'selected' : ''}>${one}</option>`);
  const head = '<select onchange="m=+this.value;draw()">' + months +
    `</select><input type=number value=${y} onkeyup="y=+this.value;draw()"><br>`;"""
ARROWS = """const arrow = '<svg width=9 height=9></svg>';
  const head = `<span class=cal-prev-month onclick="turn(-1)">${arrow}</span> ${names[m]} ${y}
  <span class=cal-next-month onclick="turn(1)">${arrow}</span><br>`;"""


@pytest.mark.parametrize(("drawn", "day"), [(LISTED, "9/3/2019"), (ARROWS, "9/2/2027")])
def test_a_day_is_taken_from_a_calendar_however_it_is_turned(showing: Showing, drawn: str, day: str) -> None:
    """By a list of months and a field of the year, or by arrows that are only drawn."""
    page = showing(CALENDAR.replace("MONTHS", drawn))
    number, month, year = day.split("/")
    do(page, {"date": {"Fecha": "day"}}, day=f"{number:>02}/{month:>02}/{year}")
    assert page.ask("document.getElementById('f').value") == day
