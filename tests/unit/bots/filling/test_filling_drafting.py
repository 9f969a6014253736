"""A first draft of an entry follows from what a page shows."""

from __future__ import annotations

from typing import Any

import yaml

from bots.filling.drafting import draft, table
from bots.filling.schema import WebEntry


def _field(label: str, sort: str, **more: Any) -> dict[str, Any]:
    return {"label": label, "sort": sort, "limit": 0, "required": False, "options": [], "group": "", "count": 1, **more}


VISIT = {
    "fields": [
        _field("Número de póliza", "line", limit=40, required=True),
        _field("Tipo", "select", options=["Uno", "Dos"]),
        _field("Alta", "radio", group="Prioridad"),
        _field("Baja", "radio", group="Prioridad"),
        _field("Nombre", "line", count=2),
        _field("Nombre", "line", count=2),
        _field("Texto", "editor"),
        _field("", "line"),
    ],
    "buttons": ["Cancelar", "Guardar"],
    "headings": ["Alta de pólizas"],
    "tabs": [],
    "clickable": [],
    "save": "Cancelar",
}


def test_every_named_field_gets_a_value_and_a_step() -> None:
    """The draft is an entry already; round buttons are one choice, and the button that saves is the last click."""
    entry = WebEntry.model_validate(yaml.safe_load(draft(VISIT, "alta/")))
    assert entry.values["numero_de_poliza"] == "{{ values.numero_de_poliza | needed | fits(40) }}"
    assert dict(pair for step in entry.steps for pair in step.types()) == {
        "Número de póliza": "numero_de_poliza", "Tipo": "tipo", "Prioridad": "prioridad", "Nombre #1": "nombre_1",
        "Nombre #2": "nombre_2", "Texto": "texto",
    }  # fmt: skip
    assert [step.verb for step in entry.steps] == ["open", "fill", "choose", "fill", "rich_text", "save", "expect"]
    assert entry.steps[-2].given.button == "Guardar"


def test_what_is_to_be_known_of_a_field_is_listed() -> None:
    """One line a field, with what must be written with care."""
    lines = table(VISIT)
    assert lines[0] == "Número de póliza · fill · obligatory; at most 40"
    assert lines[1] == "Tipo · choose · options: Uno, Dos"
    assert lines[4] == "Nombre · fill · 2 of that name"
    assert lines[7] == "— · fill · no name: use css"


def test_a_page_that_sends_by_another_word_is_drafted_with_that_button() -> None:
    """Its form's own; where there is none, the draft says that something is to be done."""
    steps = [yaml.safe_load(draft({**VISIT, "buttons": ["N", "Dar curso"], "save": save}, "alta/"))["steps"]
             for save in ("Dar curso", "")]  # fmt: skip
    assert [one[-2]["save"]["button"][:9] for one in steps] == ["Dar curso", "TODO the "]
