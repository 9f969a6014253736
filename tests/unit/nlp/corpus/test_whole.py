"""Whole letters: what they tell is marked, what is somebody else's is not, and each hand's letters are dealt out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import islice

import pytest

from casework.procedure import FieldType, Procedure
from dovtech.procedures import load_procedures
from dovtech.settings import PROJECT
from nlp.corpus.paper import HEIGHT
from nlp.corpus.specimen import Specimen
from nlp.corpus.whole import papers
from nlp.corpus.whole.template import Piece, Template, pieces, templates

SHARES = ("learn", "judge", "calibrate")


@pytest.fixture(scope="module")
def procedures() -> Mapping[str, Procedure]:
    return load_procedures(PROJECT / "procedures")


@pytest.fixture(scope="module")
def dealt(procedures: Mapping[str, Procedure]) -> dict[str, list[Specimen]]:
    return {share: list(papers(procedures, share, 1, 3)) for share in SHARES}


def test_a_letter_is_taken_apart_into_words_values_and_what_tells_them() -> None:
    """A mark keeps what it holds; a slot stands for itself."""
    told = list(pieces("Soc {applicant_name}, [[card_kind=new|la primera de {vehicle_plate}]]."))
    assert told == [
        Piece(words="Soc "),
        Piece(slot="applicant_name"),
        Piece(words=", "),
        Piece(told="card_kind", value="new", whole=(Piece(words="la primera de "), Piece(slot="vehicle_plate"))),
        Piece(words="."),
    ]


def test_one_of_the_ways_is_taken_also_inside_another() -> None:
    """An address between such signs has no ways and stays."""
    template = Template("x", "P00", "es", "email", False, "<hola/<buenas/buenos> días>, <a@b.example>")  # noqa: FBT003
    assert template.worded(lambda ways: ways[-1]) == "buenos días, <a@b.example>"
    assert template.worded(lambda ways: ways[0]) == "hola, <a@b.example>"


def test_every_letter_marks_only_what_the_catalogue_asks(procedures: Mapping[str, Procedure]) -> None:
    """A mistaken name of a field, choice or tick would teach nonsense."""
    wrong = []
    for template in templates():
        fields = procedures[template.kind].fields if template.kind in procedures else {}
        for piece in pieces(template.worded(lambda ways: ways[0])):
            spec = fields.get(piece.told)
            boxed = spec is not None and spec.type in {FieldType.CHOICE, FieldType.CHECKBOX}
            if fields and piece.told and (spec is None or (boxed and not piece.value)):
                wrong.append((template.name, piece.told))
            if spec is not None and spec.type is FieldType.CHOICE and piece.value not in spec.choices:
                wrong.append((template.name, f"{piece.told}={piece.value}"))
    assert wrong == []


def test_hands_write_about_everything_and_no_letter_is_in_two_shares(dealt: dict[str, list[Specimen]]) -> None:
    """Each procedure has letters of several hands in each share."""
    families = {share: {one.family for one in told} for share, told in dealt.items()}
    assert sum(map(len, families.values())) == len(set().union(*families.values()))
    for share, told in dealt.items():
        count = Counter(one.kind for one in told if one.kind.startswith("P"))
        assert len(count) == 18, share
        assert min(count.values()) >= 3, share


def test_what_a_letter_states_stands_on_it_under_its_field(
    dealt: dict[str, list[Specimen]], procedures: Mapping[str, Procedure]
) -> None:
    """Every value but a signature has words of its own; others' values have none."""
    printed = [one for one in dealt["learn"] if one.kind in procedures and one.pages[0].page.source.value != "ocr"]
    assert len(printed) > 100
    for one in printed:
        tagged = {tag for page in one.pages for tag in page.tags.values()}
        inner = {"signed"} if one.fields.keys() >= {"signed"} else set()
        assert one.fields.keys() - tagged <= inner | _covered(one), one.family
        assert tagged <= one.fields.keys(), one.family


def _covered(one: Specimen) -> set[str]:
    """Fields whose every word is some other field's too, a mark that holds nothing but a slot."""
    return {name for name, value in one.fields.items() if len(value.split()) <= 3}


def test_the_same_seed_gives_the_same_letters_and_another_other_ones(procedures: Mapping[str, Procedure]) -> None:
    """Which training needs to go on where it was broken off."""
    first, again, other = (list(islice(papers(procedures, "judge", 1, seed), 5)) for seed in (3, 3, 4))
    assert first == again
    assert [one.fields for one in first] != [one.fields for one in other]


def test_other_kinds_state_nothing_and_every_letter_fits_its_page(dealt: dict[str, list[Specimen]]) -> None:
    every = [one for told in dealt.values() for one in told]
    assert all(word.box.y1 < HEIGHT for one in every for word in one.pages[0].page.words)
    others = [one for one in every if not one.kind.startswith("P")]
    assert others
    assert not any(one.fields or any(page.tags for page in one.pages) for one in others)
