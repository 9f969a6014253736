"""The own generator's wordings are whole: every matter has its names, every way is taken, no slot is left."""

from __future__ import annotations

from pathlib import Path

from dovtech.procedures import load_procedures
from nlp.corpus.build import JUDGE, specimens
from nlp.corpus.letters import letter_style
from nlp.corpus.others import OTHER_KINDS, PAGE_KINDS, other
from nlp.corpus.values import Inventor, load, seeded

PROCEDURES = load_procedures(Path(__file__).parents[4] / "procedures")


def test_every_procedure_goes_by_other_titles_too() -> None:
    """Both languages have some that the council's own papers do not bear."""
    titles = load("titles")
    assert set(titles) == set(PROCEDURES)
    for key, procedure in PROCEDURES.items():
        for language in ("es", "ca"):
            assert set(titles[key][language]) - set(procedure.titles_on_paper[language])


def test_no_sign_of_the_grammar_is_left_on_paper() -> None:
    """Choices and slots are filled in titles, letters and papers of other kinds."""
    papers = [paper.reading.text for paper in specimens(PROCEDURES, JUDGE, 90, 5)]
    for number, kind in enumerate((*OTHER_KINDS, *PAGE_KINDS)):
        for language in ("es", "ca"):
            inventor = Inventor(seeded(number), language)
            papers.append(other(kind, inventor, letter_style(number)).reading.text)
    assert [text for text in papers if set(text) & set("[]{}|")] == []


def test_where_a_representative_is_reached_is_nobodys_field() -> None:
    """Forms that ask for it state no more values than the others, and the applicant's are the applicant's."""
    for paper in specimens(PROCEDURES, JUDGE, 60, 6, others=0.0):
        tagged = {tag for page in paper.pages for tag in page.tags.values()}
        assert tagged <= set(PROCEDURES[paper.kind].fields)
