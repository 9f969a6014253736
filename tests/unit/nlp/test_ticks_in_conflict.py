"""Boxes that exclude each other and are both ticked, or of which one was struck out, go to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from papers import procedure, spec

from casework.fields import Classification, FieldReading
from casework.procedure import FieldType
from casework.validation import validate
from nlp.corpus.paper import Paper
from nlp.extraction import Extractor
from nlp.layout import sheets_of
from nlp.resolver import read_out, resolve

_STATES = {"x": True, "-": None, ".": False}
TODAY = date(2026, 11, 20)
_CHANNEL = replace(
    spec("channel", FieldType.CHOICE, "Medio de notificación"),
    choices={
        "paper": {"es": ("En papel",), "ca": ("En paper",)},
        "electronic": {"es": ("Electrónica",), "ca": ("Electrònica",)},
    },
)
ASKED = procedure("P05", "Servicio de telecare", spec("alone", FieldType.CHECKBOX, "Vive sola"), _CHANNEL)


def _told(states: str, *captions: str) -> tuple[FieldReading, ...]:
    """What is read of two boxes after a question: x a ticked one, - a struck-out one, . an empty one."""
    question, *names = captions
    paper = Paper()
    paper.write(50, 100, question, 9)
    for x, name in ((200, names[0]), (300, names[1])):
        paper.tick(x, 100, ticked=False)
        paper.write(x + 16, 100, name, 9)
    page = paper.done().page
    marks = tuple(replace(mark, ticked=_STATES[state]) for mark, state in zip(page.marks, states, strict=True))
    sheets = sheets_of([("0" * 64, replace(page, marks=marks))])
    groups = Extractor({"P05": ASKED}).evidence(sheets, ASKED).groups
    chosen = resolve(groups, [group.weight / 1.5 for group in groups])
    return read_out(chosen, [0.99 for _ in chosen], ASKED, sheets, 1.0, groups)


def _judged(read: tuple[FieldReading, ...]) -> tuple[list[tuple[str, bool]], list[tuple[str, str]]]:
    kind = Classification(kind="P05", confidence=1.0, language="es")
    judged = validate(ASKED, kind, read, today=TODAY)
    accepted = [(field.value, field.accepted) for field in judged.fields if field.name in {"alone", "channel"}]
    return accepted, [(one.code, one.field) for one in judged.findings if one.code == "TICKS_CONFLICT"]


@pytest.mark.parametrize(
    ("captions", "field", "values"),
    [
        (("Vive sola:", "Sí", "No"), "alone", ("true", "false")),
        (("Medio de notificación:", "En papel", "Electrónica"), "channel", ("paper", "electronic")),
    ],
)
def test_boxes_that_exclude_each_other(captions: tuple[str, ...], field: str, values: tuple[str, str]) -> None:
    """One ticked box answers; two, or one that is struck out, are a conflict that a clerk is told of."""
    assert _judged(_told("x.", *captions)) == ([(values[0], True)], [])
    assert _judged(_told(".x", *captions)) == ([(values[1], True)], [])
    assert _judged(_told("..", *captions)) == ([], [])
    for states in ("xx", "x-", "-x", "-."):
        answers, findings = _judged(_told(states, *captions))
        assert ([accepted for _, accepted in answers], findings) == ([False], [("TICKS_CONFLICT", field)])


def test_a_stroke_that_spoils_the_answer_beside_it_is_seen_by_the_other_box() -> None:
    """A box that is struck out in the same row makes the pair doubtful, whatever was read of its own word."""
    answers, findings = _judged(_told("x-", "Vive sola:", "Sí", "*TNo"))
    assert (answers, findings) == ([("true", False)], [("TICKS_CONFLICT", "alone")])
