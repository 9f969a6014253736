"""From normalised values to what a Spanish or Valencian citizen writes."""

from __future__ import annotations

import re
from datetime import date

MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre".split(),
}


def slashed(iso: str) -> str:
    """2026-11-09 -> 09/11/2026."""
    return f"{date.fromisoformat(iso):%d/%m/%Y}" if iso else ""


def dashed(iso: str) -> str:
    """2026-11-09 -> 9-11-2026."""
    day = date.fromisoformat(iso)
    return f"{day.day}-{day.month}-{day.year}"


def in_words(iso: str, language: str) -> str:
    """2026-11-09 -> 9 de noviembre de 2026, 9 de novembre de 2026; before a vowel the month is `d'octubre`."""
    day = date.fromisoformat(iso)
    month = MONTHS[language][day.month - 1]
    link = "d'" if language == "ca" and month[0] in "ao" else "de "
    return f"{day.day} {link}{month} de {day.year}"


def euros(amount: str) -> str:
    """18500.00 -> 18.500,00."""
    return f"{float(amount):,.2f}".translate(str.maketrans(",.", ".,")) if amount else ""


def fours(iban: str) -> str:
    return " ".join(re.findall(".{1,4}", iban))


def phone(e164: str) -> str:
    """+34612480915 -> 612 480 915."""
    return " ".join(re.findall("...", e164.removeprefix("+34")))


def plate(value: str) -> str:
    return f"{value[:4]} {value[4:]}"


def social_security(value: str) -> str:
    return f"{value[:2]}/{value[2:10]}/{value[10:]}"


def cadastral(value: str) -> str:
    return f"{value[:7]} {value[7:14]} {value[14:18]} {value[18:]}"


def surnames_first(name: str, given: str) -> str:
    """Lucía Ferrándiz Mora -> FERRÁNDIZ MORA, LUCÍA."""
    return f"{name.removeprefix(given).strip()}, {given}".upper()


def split_name(name: str) -> tuple[str, str, str]:
    """Given names, first and second surname, for names with two one-word surnames."""
    given, first, second = name.rsplit(" ", 2)
    return given, first, second


def split_street(address: str) -> tuple[str, str, str, str]:
    """Kind of street, its name, number, and the rest: `Calle Bazán 15, 4º D` -> Calle, Bazán, 15, 4º D."""
    found = re.fullmatch(r"(\S+) (.+?) (\d+)(?:, (.*))?", address)
    assert found, address
    kind, name, number, rest = found.groups()
    return kind, name, number, rest or ""
