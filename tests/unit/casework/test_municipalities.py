"""Which places are municipalities, however people write them."""

from __future__ import annotations

import pytest

from casework.municipalities import names_of, provinces_of


@pytest.mark.parametrize(
    ("name", "provinces"),
    [
        ("Alicante", {"03"}),
        ("ALACANT", {"03"}),
        ("el Campello", {"03"}),
        ("Campello", {"03"}),
        ("Elche/Elx", {"03"}),
        ("Elche (Alicante)", {"03"}),
        ("l'Hospitalet de Llobregat", {"08"}),
        ("Muchamiel", {"03"}),
        ("Sant Vicent del Raspeig", {"03"}),
        ("La Coruña", {"15"}),
        ("Torrent", {"17", "46"}),
    ],
)
def test_a_municipality_is_known_by_all_its_names(name: str, provinces: set[str]) -> None:
    """Official in either language, of before, with the article or without."""
    assert provinces_of(name) == provinces


@pytest.mark.parametrize("name", ["", "San Vicente Aspe", "Elche/Palruela", "Calle Mayor"])
def test_what_is_no_municipality_is_of_no_province(name: str) -> None:
    """Two towns run together are none."""
    assert provinces_of(name) == frozenset()


def test_a_province_has_the_names_of_its_own() -> None:
    """As they are written, official or not, and of no other."""
    assert {"Alicante", "Alacant", "Elche"} - names_of("03") == set()
    assert {"Madrid", "La Coruña"} & names_of("03") == set()
    assert names_of("99") == frozenset()
