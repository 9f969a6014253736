"""Whose a name is, is whose the number behind it is."""

from __future__ import annotations

import pytest
from papers import PARKING

from nlp.candidates import Candidate, candidate
from nlp.corpus.paper import Paper
from nlp.layout import Sheet, sheets_of
from nlp.pairs import paired


def letter(text: str) -> Sheet:
    paper = Paper()
    paper.flow(40, 60, [(text, "")], 10, 560)
    return sheets_of([("sha", paper.done().page)])[0]


def read(sheet: Sheet, field: str, text: str) -> Candidate:
    """What a reader of text took some words of a letter for."""
    words = [word for segment in sheet.segments for word in segment.words if word.text.strip(",.") in text.split()]
    made = candidate(PARKING.fields[field], sheet, words, "tagger", certainty=0.8)
    assert made is not None
    return made


@pytest.mark.parametrize("between", [", DNI ", " (NIF ", ", administradora, con DNI nº ", " amb DNI "])
def test_the_number_tells_whose_the_name_is(between: str) -> None:
    """A post may stand between them; the name is as sure as the number is."""
    sheet = letter(f"Firma per la comunitat Gemma Todolí Furió{between}48576231R")
    [made] = paired([read(sheet, "representative_id", "48576231R")], [sheet], PARKING)
    assert (made.field, made.value, made.certainty) == ("representative_name", "Gemma Todolí Furió", 0.8)


def test_the_name_tells_whose_the_number_is() -> None:
    """The other way round it is the same."""
    sheet = letter("Firma per la comunitat Gemma Todolí Furió, DNI 48576231R")
    [made] = paired([read(sheet, "representative_name", "Gemma Todolí Furió")], [sheet], PARKING)
    assert (made.field, made.value) == ("representative_id", "48576231R")


@pytest.mark.parametrize(
    "text",
    [
        "Gemma Todolí Furió y su vecino, que vive en el tercero desde marzo, DNI 48576231R",
        "Gemma Todolí Furió. DNI 48576231R",
    ],
)
def test_what_is_told_of_somebody_else_makes_no_pair(text: str) -> None:
    """More than a few words between them, or the end of a sentence, part them."""
    sheet = letter(text)
    assert not list(paired([read(sheet, "applicant_id", "48576231R")], [sheet], PARKING))
