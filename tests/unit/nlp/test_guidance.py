"""Pages that instruct are told by their first lines, by sentences, and by nobody's answers."""

from __future__ import annotations

import pytest

from casework.reading import Page
from nlp.corpus.paper import Paper
from nlp.guidance import is_guidance

ADVICE = (
    "1. Escriba a máquina o con letra mayúscula, sin tachaduras. Ejemplo de NIF: 12345678Z, que no es de nadie.",
    "2. Este Ayuntamiento tramita también la tarjeta de residente, el alta en el padrón y la exención del impuesto.",
    "3. El recurso de reposición se presentará en un mes; las alegaciones en materia de tráfico, en veinte días.",
    "4. Deberá acompañarse copia del documento de identidad y, si se actúa por otro, acreditar la representación.",
)


def page(head: str, *lines: str) -> Page:
    paper = Paper()
    for place, line in enumerate((head, *lines)):
        paper.write(50, 60 + 24 * place, line, 9)
    return paper.done().page


@pytest.mark.parametrize(
    "head",
    [
        "INSTRUCCIONES PARA CUMPLIMENTAR EL IMPRESO",
        "Instruccions per a omplir l'imprés",
        "Normas para la cumplimentación",
        "NOTAS INFORMATIVAS",
        "Cómo presentar esta solicitud",
        "Com emplenar aquesta sol·licitud",
        "2. Información sobre el procedimiento",
        "Informació d'interés",
    ],
)
def test_a_page_that_says_so_instructs(head: str) -> None:
    """In either language, with an example's NIF in it."""
    assert is_guidance(page(head, *ADVICE))


@pytest.mark.parametrize("head", ["SOLICITUD DE TARJETA DE RESIDENTE", "Expone", "Información de la vivienda"])
def test_a_page_with_another_head_does_not(head: str) -> None:
    """Whatever stands below it."""
    assert not is_guidance(page(head, *ADVICE))


def test_somebodys_number_makes_it_an_application() -> None:
    """A form may begin with how it is filled in."""
    assert not is_guidance(
        page("INSTRUCCIONES", *ADVICE, "Quien suscribe, María Solbes Gil, con NIF 48576231R, lo pide.")
    )


def test_captions_below_the_advice_make_it_a_form() -> None:
    """What is asked for in lines of a few words is to be answered."""
    asked = [f"{caption}: {'.' * 20}" for caption in ("Nombre", "Domicilio", "Municipio", "Teléfono", "Correo") * 3]
    assert not is_guidance(page("INSTRUCCIONES", ADVICE[0], *asked))
