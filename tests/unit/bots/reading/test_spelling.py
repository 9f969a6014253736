"""What PP-OCR mistakes is mended where that is safe, and nowhere else."""

from __future__ import annotations

import pytest

from bots.reading.spelling import mended


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("n°", "nº"),
        ("3°", "3º"),
        ("20°C", "20°C"),
        ("Da", "Dª"),
        ("Ma", "Mª"),
        ("Sol-licita", "Sol·licita"),
        ("SOL•LICITUD", "SOL·LICITUD"),
        ("l’Ajuntament", "l'Ajuntament"),
        ("NIF：", "NIF:"),
        ("ana.sol-luna@example.org", "ana.sol-luna@example.org"),
        ("3a", "3a"),
        ("sol@example.çat", "sol@example.cat"),
        ('n"', "nº"),
        ("Sol.licitud", "Sol·licitud"),
        ("SOL.LICITUD", "SOL·LICITUD"),
        ("total.Los", "total.Los"),
        ("I'Ajuntament", "l'Ajuntament"),
        ("lnés", "Inés"),
        ("lVA", "IVA"),
        ("llave", "llave"),
        ("lago", "lago"),
        ("Pza,", "Pza."),
        ("6758KKs", "6758KKS"),
        ("8.534;30", "8.534,30"),
        ("6,295,14", "6.295,14"),
        ("1,25", "1,25"),
        ("Villa-lobos", "Villa-lobos"),
    ],
)
def test_a_word_reads_as_it_is_printed(read: str, printed: str) -> None:
    """Ordinals, the l·l and full-width signs come right; addresses and doors stay as they are."""
    assert mended(read) == printed
