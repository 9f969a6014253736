"""A system's own words are kept, nobody's data with them."""

from __future__ import annotations

from bots.filling.words import masked


def test_what_was_typed_is_replaced_by_its_name() -> None:
    """The clerk reads which value the system speaks of, the log does not learn it."""
    words = masked(["Ya existe  un tercero «Ana Pérez»."], {"nombre": "Ana Pérez", "nif": "12345678Z"})
    assert words == "Ya existe un tercero «[nombre]»."


def test_other_peoples_numbers_are_starred() -> None:
    """What the page tells of somebody else does not leave it."""
    words = masked(["NIF de 87654321X, IBAN ES0721001640980200451837, ana@example.com, +34 612 480 915"], {})
    assert words == "NIF de ***, IBAN ***, ***, ***"


def test_a_plain_message_stays_as_it_is() -> None:
    """Short values and repeated sentences do not garble it."""
    assert masked(["El código postal tiene 5 cifras."] * 2, {"n": "5"}) == "El código postal tiene 5 cifras."
