"""The held-out generator tells the truth about what it draws, and always the same."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2

from casework.procedure import Procedure
from casework.reading import Box
from dovtech.procedures import load_procedures
from nlp.corpus.made import Made
from nlp.corpus.office import documents
from nlp.corpus.office.build import write_set
from nlp.corpus.office.design import FAMILIES
from nlp.text import fold

PROCEDURES = load_procedures(Path(__file__).parents[5] / "procedures")


def made(count: int, seed: int, *, others: float = 0.0, sources: tuple[str, ...] = ("digital",)) -> list[Made]:
    return list(documents(PROCEDURES, FAMILIES, count, seed, others=others, sources=sources))


def test_the_same_seed_makes_the_same_documents() -> None:
    """Truth, places and bytes are those of the seed."""
    assert made(4, 7) == made(4, 7)
    assert [one.fields for one in made(4, 7)] != [one.fields for one in made(4, 8)]


def test_every_procedure_has_its_turn_and_its_fields() -> None:
    """Eighteen documents cover the eighteen procedures, with no field that the catalogue does not know."""
    all_of_them = made(18, 3, sources=("digital", "email"))
    assert {one.kind for one in all_of_them} == set(PROCEDURES)
    for one in all_of_them:
        procedure: Procedure = PROCEDURES[one.kind]
        assert set(one.fields) - set(procedure.fields) == set()


def test_a_value_stands_in_its_box() -> None:
    """The text layer inside a value's box reads as what was written there."""
    checked = 0
    for one in made(12, 5):
        pdf = pypdfium2.PdfDocument(one.data)
        for name, places in one.places.items():
            for (number, box), text in zip(places, one.written[name], strict=True):
                if text and name != "notification_channel":  # a glyph mark stands close to its caption
                    assert fold(text).replace(" ", "") in fold(_text_in(pdf, number, box)).replace(" ", "")
                    checked += 1
        pdf.close()
    assert checked > 100


def _text_in(pdf: pypdfium2.PdfDocument, number: int, box: Box) -> str:
    page = pdf[number - 1]
    high = page.get_height()
    return str(page.get_textpage().get_text_bounded(box.x0 - 3, high - box.y1 - 3, box.x1 + 3, high - box.y0 + 3))


def test_other_kinds_state_no_fields() -> None:
    """Where nothing is applied for there is nothing to extract."""
    others = made(60, 11, others=1.0)
    assert {one.kind for one in others} >= {"invoice", "spam", "complaint", "blank_form"}
    assert all(not one.fields for one in others)


def test_a_set_is_written_with_its_truth(tmp_path: Path) -> None:
    """Each line of truth.jsonl names a file that is there; ticks are JSON's own true and false."""
    write_set(made(2, 2), tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert all((tmp_path / line["file"]).exists() for line in lines)
    assert all(line["fields"]["signed"] in {True, False} for line in lines)
