"""What the network hesitated over is settled by the line, and nothing else is touched."""

from __future__ import annotations

import pytest

from bots.reading.doubts import settled
from bots.reading.lines import Spelt


def _line(text: str, seconds: dict[int, tuple[str, float]] | None = None) -> Spelt:
    second = tuple((seconds or {}).get(index, ("", 0.0)) for index in range(len(text)))
    return Spelt(text, tuple(index / len(text) for index in range(len(text))), (0.9,) * len(text), second)


@pytest.mark.parametrize(
    ("read", "seconds", "printed"),
    [
        ("ana lopez@example.es", {3: ("_", 0.3)}, "ana_lopez@example.es"),
        ("ana de sol@example.es", {3: ("_", 0.3), 6: (".", 0.2)}, "ana_de.sol@example.es"),
        ("ana@example es", {11: (".", 0.3)}, "ana@example.es"),
        ("1lopez@example.es", {0: ("l", 0.2)}, "llopez@example.es"),
        ("ana lopez@example.es", {3: ("_", 0.02)}, "ana lopez@example.es"),
        ("ana lopez@example.es", {3: ("a", 0.3)}, "ana lopez@example.es"),
        ("correo lopez@example.es", {6: ("_", 0.3)}, "correo lopez@example.es"),
        ("electrónico lopez@example.es", {11: ("_", 0.3)}, "electrónico lopez@example.es"),
        ("ana@example.es Alicante", {14: (".", 0.3)}, "ana@example.es Alicante"),
        ("1234lopez@example.es", {0: ("l", 0.2)}, "1234lopez@example.es"),
        ("@example", {}, "@example"),
        ("ana lopez", {3: ("_", 0.3)}, "ana lopez"),
    ],
)
def test_an_address_is_whole_where_the_reader_thought_of_its_signs(
    read: str, seconds: dict[int, tuple[str, float]], printed: str
) -> None:
    """A caption before it stays a caption, and what stands after it stays too."""
    assert settled(_line(read, seconds)).text == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("loana Pastor Belda", "Ioana Pastor Belda"),
        ("Nombre: lulian lborra", "Nombre: Iulian lborra"),
        ("loana pastor", "loana pastor"),
        ("la Policía Local", "la Policía Local"),
        ("longitud Norte", "longitud Norte"),
        ("l'Ioana Pastor", "l'Ioana Pastor"),
        ("3º.A", "3º A"),
        ("nº.7", "nº.7"),
        ("2.905,32.€", "2.905,32 €"),
        ("lo que.figura en", "lo que figura en"),
        ("de·més", "de més"),
        ("esta sol.licitud", "esta sol.licitud"),
        ("en alicante.es", "en alicante.es"),
        ("en sede.alicante.es", "en sede.alicante.es"),
        ("avda.de", "avda.de"),
    ],
)
def test_a_name_begins_with_a_capital_and_a_door_stands_apart(read: str, printed: str) -> None:
    """Only names known to begin with I before a vowel, and only before another name."""
    assert settled(_line(read)).text == printed
