"""Options that run on over a line: the box at its end is for the words with which the next one begins."""

from __future__ import annotations

import pytest

from nlp.corpus.paper import Paper, text_width
from nlp.layout import sheets_of

_BOX = 8.0  # points


def _captions(*lines: str, gap: float = 4.0) -> list[str]:
    """What the boxes of lines are for; [] is a box, and each space between is `gap` wide."""
    paper = Paper()
    for number, line in enumerate(lines):
        x, y = 60.0, 100.0 + 14 * number
        for run in line.replace("[]", "\n[]\n").split("\n"):
            x += gap * (len(run) - len(run.lstrip()))
            if run == "[]":
                paper.tick(x, y, ticked=False)
                x += _BOX
            elif run.strip():
                paper.write(x, y, run.strip(), 9)
                x += text_width(run.strip(), 9)
            x += gap * (len(run) - len(run.rstrip())) if run.strip() else 0
    (sheet,) = sheets_of([("0" * 64, paper.done().page)])
    return [tick.text for tick in sheet.ticks]


@pytest.mark.parametrize("gap", [3.0, 6.0])
def test_the_last_box_of_a_line_opens_the_next(gap: float) -> None:
    told = _captions("Motivo: [] nacimiento [] cambio de residencia []", "omisión [] cambio de domicilio", gap=gap)
    assert told == ["nacimiento", "cambio de residencia", "omisión", "cambio de domicilio"]


def test_gaps_tell_where_a_heading_has_no_colon() -> None:
    told = _captions("MODALIDAD    []Mercado periódico   []Venta ocasional   []", "Puesto aislado   []Traspaso")
    assert told == ["Mercado periódico", "Venta ocasional", "Puesto aislado", "Traspaso"]


def test_boxes_that_close_their_words_are_left_theirs() -> None:
    told = _captions("Alta[]    Renovación[]    Adicional[]", "Propiedad[]    Renting[]")
    assert told == ["Alta", "Renovación", "Adicional", "Propiedad", "Renting"]


def test_a_closing_box_takes_the_whole_sentence() -> None:
    sentence = "Me opongo a que el Ayuntamiento consulte los datos que obren en poder de las Administraciones"
    assert _captions(sentence, "(artículo 28.2 de la Ley) []") == [f"{sentence} (artículo 28.2 de la Ley)"]


def test_a_sentence_that_ended_is_not_a_closing_boxes_own() -> None:
    ended = "Los datos que se piden en este apartado no son obligatorios para quienes ya los hayan dado antes."
    assert _captions(ended, "Me opongo a la consulta []") == ["Me opongo a la consulta"]
