"""Made documents: the same seed the same papers, every procedure, and values that stand where they are said to."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from casework.procedure import FieldType
from dovtech.procedures import load_procedures
from nlp.comparing import same_value
from nlp.corpus.made import Made
from nlp.corpus.web import documents
from nlp.corpus.web.numerals import in_words
from nlp.corpus.web.others import OTHER_KINDS
from nlp.normalise import normalise
from nlp.text import fold
from nlp.values.numerals import number_in_words

_PROCEDURES = load_procedures(Path(__file__).parents[5] / "procedures")


@pytest.fixture(scope="module")
def made() -> list[Made]:
    """Two papers for each procedure, made once."""
    return list(documents(_PROCEDURES, range(60), 2 * len(_PROCEDURES), 3, scanned=0.0))


def _words(texts: Sequence[str]) -> set[str]:
    return {word for text in texts for word in fold(text).split()}


def test_the_same_seed_gives_the_same_papers() -> None:
    """Bytes and truth depend on the seed alone."""
    first, again = (list(documents(_PROCEDURES, range(3), 2, 5, scanned=0.5)) for _ in range(2))
    assert first == again


def test_every_procedure_is_made_and_every_word_of_a_value_stands_in_its_box(made: list[Made]) -> None:
    """Each written word can be cut out of the page at its place; that is looked at on every second paper."""
    assert {each.kind for each in made} <= {*_PROCEDURES, *OTHER_KINDS, "blank_form"}
    assert len({each.kind for each in made} & set(_PROCEDURES)) > len(_PROCEDURES) / 2
    for each in made[::2]:
        with pdfplumber.open(BytesIO(each.data)) as pdf:
            for name, places in each.places.items():
                for (number, box), text in zip(places, each.written[name], strict=True):
                    chars = pdf.pages[number - 1].chars
                    inside = [
                        c["text"] for c in chars if box.holds((c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2)
                    ]
                    found = "".join(inside)
                    assert found or not text, name
                    assert not text or found in text or text in found, name  # a stamp may lie over it


def test_what_stands_on_the_pages_says_the_truth_of_its_field(made: list[Made]) -> None:
    """The written words of each value, put together, are read back as the fact by the normaliser."""
    wrong = []
    for each in made:
        specs = _PROCEDURES[each.kind].fields if each.kind in _PROCEDURES else {}
        for name, texts in each.written.items():
            spec = specs[name]
            if spec.type in {FieldType.CHECKBOX, FieldType.CHOICE}:
                continue  # a tick has no words, and prose says a choice in other words than the form
            joined = (normalise(spec, gap.join(texts)) for gap in (" ", ""))  # a long word may be broken in its cell
            if _words(texts) == _words([each.fields[name]]) - {"esc"}:
                continue  # a name or a street in split cells, or surnames first
            if not any(read and same_value(spec.type, read.text, each.fields[name]) for read in joined):
                wrong.append((name, texts, each.fields[name]))
    assert wrong == []


def test_numbers_in_words_are_read_back() -> None:
    """What the writer spells, the reader of numerals counts."""
    for language in ("es", "ca"):
        for number in [*range(1, 130), 200, 521, 999, 1000, 1961, 2026, 21_300, 98_765]:
            assert number_in_words(fold(in_words(number, language)).split()) == number
