"""Layout, roles and the resolver without any learned part."""

from __future__ import annotations

from papers import PARKING, best_values, form_page

from casework.reading import Page
from nlp.corpus.paper import Paper
from nlp.layout import lay_out


def values(page: Page) -> dict[str, str]:
    """What is read of a page."""
    return best_values(page, PARKING)


def test_a_role_is_told_by_its_section() -> None:
    """Both persons have the same captions; the heading above says whose they are."""
    assert values(form_page().done().page) == {
        "applicant_name": "María López Sánchez",
        "applicant_id": "48576231R",
        "representative_name": "Juan Gil Mira",
        "representative_id": "X1234567L",
        "signature_place": "Alicante",
        "signature_date": "2026-11-16",
    }


def test_a_blank_stays_blank() -> None:
    """A caption without a value gives none, whatever else stands on the page."""
    paper = Paper()
    paper.write(40, 40, "NIF:", 8)
    paper.write(300, 40, "Domicilio:", 8)
    assert values(paper.done().page) == {}


def test_the_councils_own_number_is_nobodys() -> None:
    """The NIF printed in the footer is never the applicant's."""
    paper = Paper()
    paper.write(40, 40, "NIF:", 8)
    paper.write(90, 40, "P0301400H", 8)
    assert values(paper.done().page) == {}


def test_a_value_is_found_in_the_captions_own_cell() -> None:
    """Captions over values in one cell belong together even where the next cell is nearer."""
    paper = Paper()
    paper.frame(40, 40, 200, 66)
    paper.frame(200, 40, 360, 66)
    paper.write(43, 42, "Matrícula", 6)
    paper.write(43, 52, "1234 BCD", 9)
    paper.write(203, 42, "NIF", 6)
    paper.write(203, 52, "48576231R", 9)
    assert values(paper.done().page) == {"vehicle_plate": "1234BCD", "applicant_id": "48576231R"}


def test_a_tick_box_has_the_words_behind_it() -> None:
    """The caption of a mark ends where the next mark begins."""
    paper = Paper()
    paper.tick(40, 40, ticked=True)
    paper.write(52, 40, "Alta nueva", 8)
    paper.tick(120, 40, ticked=False)
    paper.write(132, 40, "Renovación", 8)
    sheet = lay_out(paper.done().page, 0, "sha")
    assert [(tick.text, tick.mark.ticked) for tick in sheet.ticks] == [("Alta nueva", True), ("Renovación", False)]
