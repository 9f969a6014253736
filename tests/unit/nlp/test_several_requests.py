"""One letter that asks for several things, and one that only names several."""

from __future__ import annotations

from pathlib import Path

import pytest

from bots.reading.text import text_pages
from dovtech.procedures import load_procedures
from nlp.several import Several
from nlp.sheets import Sheets

SEVERAL = Several(load_procedures(Path(__file__).parents[3] / "procedures"))
HEAD = """Ayuntamiento de Alicante

Yo, Rosa Beltrán Quiles, con DNI 48576231R y domicilio en la calle Mayor 12 de esta ciudad, expongo que me he mudado
hace poco al barrio y que tengo varias cosas que arreglar con el Ayuntamiento este mes.
"""


def asked(text: str) -> tuple[str, ...]:
    return SEVERAL.asked(list(text_pages(HEAD + text)), Sheets())


@pytest.mark.parametrize(
    "text",
    [
        """
Por todo ello solicito:
1. La tarjeta de residente ORA para mi vehículo, que se detalla en la documentación que acompaña a este escrito.
2. La domiciliación bancaria de los tributos municipales en la cuenta que se indica en el mandato adjunto.
""",
        """
Por todo ello solicito la tarjeta de residente ORA para mi vehículo, que se detalla en los papeles de este escrito.
Asimismo, la domiciliación bancaria de los tributos municipales en la cuenta que se indica más abajo en el escrito.
""",
        """
Per tot això sol·licite:
a) La targeta de resident ORA per al meu vehicle, que es detalla en la documentació que acompanya este escrit meu.
b) La domiciliació bancària dels tributs municipals en el compte que s'indica en el mandat que adjunte a l'escrit.
""",
    ],
)
def test_requests_that_stand_apart_are_told_apart(text: str) -> None:
    """A list, or a word of adding, makes two requests of one letter."""
    assert set(asked(text)) == {"P01", "P13"}


def test_one_request_in_several_points_is_one() -> None:
    """Points that all belong to the one matter are no second request."""
    text = """
Por todo ello solicito:
1. La tarjeta de residente ORA para mi vehículo, que se detalla en la documentación que acompaña a este escrito.
2. Que se me comunique la concesión por correo electrónico, puesto que trabajo fuera de la ciudad toda la semana.
"""
    assert asked(text) == ()


def test_the_instance_itself_is_no_second_matter() -> None:
    """Whoever asks that the instance be admitted asks for what is in it."""
    text = """
Por todo ello solicito:
1. La tarjeta de residente ORA para mi vehículo, que se detalla en la documentación que acompaña a este escrito.
2. Que se admita esta instancia general con los papeles que la acompañan y se me dé recibo de todo lo presentado.
"""
    assert asked(text) == ()


def test_a_matter_that_is_only_told_is_not_asked_for() -> None:
    """What the reasons tell of is no request."""
    text = """
Ya tengo la domiciliación bancaria de los tributos municipales desde el año pasado y estoy al corriente de todo.

Por todo ello solicito la tarjeta de residente ORA para mi vehículo, que se detalla en los papeles de este escrito.
"""
    assert asked(text) == ()


def test_a_letter_that_asks_for_nothing_names_nothing() -> None:
    """Without a request there is none to name."""
    assert asked("\nLes agradezco mucho la atención que me dieron el lunes en la oficina de la plaza.\n") == ()
