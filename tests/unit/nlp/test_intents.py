"""What a page says of itself when it asks for no procedure."""

from __future__ import annotations

import pytest

from nlp.corpus.paper import Paper
from nlp.intents import intents


def told(*lines: str) -> dict[str, float]:
    paper = Paper()
    for number, line in enumerate(lines):
        paper.write(40, 40 + 14 * number, line, 9)
    return intents(paper.done().page)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Pongo una queja por el trato recibido en la ventanilla", "complaint"),
        ("En contestación a su requerimiento, aporto la copia", "supplement"),
        ("En resposta al seu requeriment, aporte la còpia", "supplement"),
        ("Ejerzo mi derecho de acceso a mis datos", "data_protection_right"),
        ("al amparo del artículo 17 del Reglamento General de Protección de Datos", "data_protection_right"),
        ("Demane que esborren les meues dades personals de la base d'usuaris", "data_protection_right"),
        ("Asunto: derecho de supresión", "data_protection_right"),
        ("CERTIFICADO DEL GRADO DE DISCAPACIDAD", "disability_certificate"),
        ("A la Jefatura Provincial de Tráfico de Alicante", "other_administration"),
    ],
)
def test_one_sentence_is_enough(line: str, kind: str) -> None:
    assert told("Buenos días:", line) == {kind: 1.0}


def test_small_print_exercises_no_right() -> None:
    """Every form says that the citizen may exercise rights; that is no exercise of one."""
    assert told("Puede ejercer sus derechos de acceso, rectificación y supresión ante el registro") == {}
    assert (
        told("Podrá ejercer los derechos de los artículos 15 a 22 del RGPD; sus datos personales se conservarán") == {}
    )


def test_a_list_of_papers_is_no_title() -> None:
    """The papers a form asks for stand in it far from its head."""
    asked = [f"Línea {number} del impreso" for number in range(12)]
    assert told(*asked, "Certificado de discapacidad") == {}


def test_the_council_may_be_asked_about_another_body() -> None:
    """A letter to the town hall that names the Generalitat in a line of its own stays the town hall's."""
    assert told("Al Ayuntamiento de Alicante", "Generalitat Valenciana") == {}
