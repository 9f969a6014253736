"""Made documents: the same seed the same papers, every procedure, and values that stand where they are said to."""

from io import BytesIO
from pathlib import Path

import pdfplumber

from dovtech.procedures import load_procedures
from nlp.corpus.web import documents

_PROCEDURES = load_procedures(Path(__file__).parents[5] / "procedures")


def test_the_same_seed_gives_the_same_papers() -> None:
    """Bytes and truth depend on the seed alone."""
    first, again = (list(documents(_PROCEDURES, range(3), 2, 5, scanned=0.5)) for _ in range(2))
    assert first == again


def test_every_procedure_is_made_and_every_word_of_a_value_stands_in_its_box() -> None:
    """Each written word can be cut out of the page at its place."""
    made = list(documents(_PROCEDURES, range(45), len(_PROCEDURES), 1, scanned=0.0))
    assert set(_PROCEDURES) - {each.kind for each in made} <= {"blank_form"}
    for each in made:
        with pdfplumber.open(BytesIO(each.data)) as pdf:
            for name, places in each.places.items():
                for (number, box), text in zip(places, each.written[name], strict=True):
                    chars = pdf.pages[number - 1].chars
                    inside = [
                        c["text"] for c in chars if box.holds((c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2)
                    ]
                    found = "".join(inside)
                    assert found or not text, name
                    assert not text or found in text, name
