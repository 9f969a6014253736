"""Where and when a paper was signed, and from which day to which it asks: dates in forms and sentences."""

from __future__ import annotations

from papers import best_values as values
from papers import cells, procedure, spec

from casework.procedure import FieldType
from nlp.corpus.paper import Paper


def test_from_the_day_and_to_the_day_are_two_days() -> None:
    """The captions differ by a word that says nothing elsewhere."""
    asked = procedure(
        "P16",
        "Ocupación",
        spec("period_start", FieldType.DATE, "Desde el día"),
        spec("period_end", FieldType.DATE, "Hasta el día"),
    )
    paper = Paper()
    paper.write(40, 60, "Del día: 15/03/2026", 9)
    paper.write(300, 60, "Al día: 29/09/2026", 9)
    assert values(paper, asked) == {"period_start": "2026-03-15", "period_end": "2026-09-29"}


def test_where_and_when_in_two_cells() -> None:
    """The word "En" over one cell and the date over the next are the place and the date of signing."""
    paper = Paper()
    cells(paper, 600, ("En", "Mutxamel", 250), ("Día, mes y año", "29/09/2026", 250))
    assert values(paper) == {"signature_place": "Mutxamel", "signature_date": "2026-09-29"}


def test_only_the_end_of_the_year_is_filled_in() -> None:
    """The blank "de 20__" with two figures written is the whole year."""
    paper = Paper()
    paper.write(40, 600, "En Alicante, a 9 de octubre de 20 26", 9)
    assert values(paper) == {"signature_place": "Alicante", "signature_date": "2026-10-09"}


def test_a_verb_before_a_date_is_no_place() -> None:
    """A birth that is told in a sentence is no place and date of signing."""
    paper = Paper()
    paper.write(40, 60, "Nací el 18/07/1941 y vivo sola.", 9)
    assert "signature_place" not in values(paper)


def test_the_place_may_follow_the_date() -> None:
    """Mandates ask for "Fecha - Localidad" in this order."""
    paper = Paper()
    paper.write(40, 600, "Fecha - Localidad: 14/10/2026 - Alicante", 9)
    assert values(paper) == {"signature_place": "Alicante", "signature_date": "2026-10-14"}


def test_a_day_in_two_languages_is_a_date() -> None:
    """Bilingual forms print "de/d'" before the month's blank."""
    paper = Paper()
    paper.write(40, 600, "Alcoi, 16 de/d' octubre de 2026", 9)
    assert values(paper) == {"signature_place": "Alcoi", "signature_date": "2026-10-16"}
