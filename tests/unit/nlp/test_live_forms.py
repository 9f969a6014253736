"""A printed paper becomes a live form: the same values, typed into fields with names."""

from __future__ import annotations

from random import Random

from papers import PROCEDURES

from casework.reading import Source
from nlp.corpus.build import JUDGE, specimens
from nlp.extraction import Extractor
from nlp.teaching.judge import evidence_of
from nlp.teaching.live import as_live_form

FORMS = [
    paper
    for paper in specimens(PROCEDURES, JUDGE, 40, 8, others=0.0)
    if paper.kind in PROCEDURES and paper.family.startswith("form") and paper.pages[0].page.source is Source.TEXT_LAYER
]


def test_what_was_written_stands_in_fields() -> None:
    """Every word of a value is typed; the printed ones stay printed, and the text is the same."""
    for number, paper in enumerate(FORMS):
        live = as_live_form(paper, PROCEDURES[paper.kind], Random(number))  # noqa: S311 - a toy
        for before, after in zip(paper.pages, live.pages, strict=True):
            assert after.page.text == before.page.text
            typed = {place for place, word in enumerate(after.page.words) if word.source is Source.FORM_FIELD}
            assert typed == set(before.tags)
            said = " ".join(value.value for value in after.page.form_values).split()
            assert sorted(said) == sorted(before.page.words[place].text for place in typed)


def test_a_field_with_a_telling_name_is_read_by_it() -> None:
    """Of the values that the names of fields give, nearly all are what the paper states."""
    extractor, right, said = Extractor(PROCEDURES), 0, 0
    for number, paper in enumerate(FORMS):
        procedure = PROCEDURES[paper.kind]
        live = as_live_form(paper, procedure, Random(number))  # noqa: S311 - a toy
        for group in evidence_of(extractor, extractor.procedure(procedure), live).groups:
            if any(member.source == "form" for member in group.members):
                said += 1
                right += group.value == paper.fields.get(group.field)
    assert said > 20
    assert right > 0.85 * said
