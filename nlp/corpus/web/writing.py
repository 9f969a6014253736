"""How a hand writes a value in running prose."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from casework.procedure import FieldSpec, FieldType
from nlp.corpus.web.numerals import in_words
from nlp.corpus.web.values import MONTHS, Hand


def in_prose(hand: Hand, spec: FieldSpec, fact: str) -> str:
    """One of the ways people write a value between other words."""
    kind, pick = spec.type, hand.chance.choice
    if kind is FieldType.CHOICE:
        name = pick(spec.choices[fact][hand.language])
        return name[0].lower() + name[1:] if name[1:] == name[1:].lower() else name
    own = _WAYS.get(kind)
    if own is None or hand.chance.random() < 0.35:
        return hand.written(spec, fact)
    return own(hand, fact)


def _date(hand: Hand, fact: str) -> str:
    day = date.fromisoformat(fact)
    month = MONTHS[hand.language][day.month - 1]
    of = "d'" if hand.language == "ca" and month[0] in "ao" else "de "
    year = in_words(day.year, hand.language)
    ways = [
        f"{in_words(day.day, hand.language)} {of}{month} de {year}",
        f"{day.day} {of}{month} de {day.year}",
        f"{day.day} {of}{month} del {day.year}",
        f"{day.day} {of}{month} de {day.year}",
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day:%d/%m/%y}",
    ]
    old = day.year < 1961 or day.year > 2026
    return hand.chance.choice(ways[:-1] if old else ways)


def _amount(hand: Hand, fact: str) -> str:
    whole, cents = fact.split(".")
    number = int(whole)
    grouped = f"{number:,}".replace(",", ".")
    words = in_words(number, hand.language)
    words = re.sub(r"uno$", "un", words) if hand.language == "es" else words
    if cents != "00":
        return hand.chance.choice([f"{grouped},{cents} €", f"{whole},{cents} euros", f"{whole}'{cents} €"])
    return hand.chance.choice([f"{grouped} euros", f"{grouped} €", f"{words} euros", f"{grouped} € ({words} euros)"])


def _tax_id(hand: Hand, fact: str) -> str:
    if not fact[0].isdigit():
        return hand.chance.choice([f"{fact[0]}-{fact[1:]}", fact, f"{fact[0]}-{fact[1:-1]}-{fact[-1]}"])
    dotted = f"{fact[:2]}.{fact[2:5]}.{fact[5:8]}"
    return hand.chance.choice(
        [f"{dotted}-{fact[8]}", f"{dotted}{fact[8]}", f"{dotted} {fact[8]}", f"{fact[:8]}-{fact[8].lower()}"]
    )


def _phone(hand: Hand, fact: str) -> str:
    n = fact[3:]
    ways = [f"{n[:3]} {n[3:6]} {n[6:]}", f"{n[:3]} {n[3:5]} {n[5:7]} {n[7:]}", f"{n[:3]}.{n[3:6]}.{n[6:]}"]
    return hand.chance.choice([*ways, f"+34 {n}", f"{n[:3]}-{n[3:5]}-{n[5:7]}-{n[7:]}", f"0034 {n}"])


def _iban(hand: Hand, fact: str) -> str:
    fours = [fact[k : k + 4] for k in range(0, 24, 4)]
    parts = [fact[:4], fact[4:8], fact[8:12], fact[12:14], fact[14:]]
    return hand.chance.choice([" ".join(fours), "-".join(fours), " ".join(parts), fact, f"{fact[:4]} {fact[4:]}"])


def _plate(hand: Hand, fact: str) -> str:
    if fact[0].isdigit():
        ways = [f"{fact[:4]}-{fact[4:]}", f"{fact[:4]} {fact[4:]}", f"{fact[:4]} - {fact[4:]}", fact.lower()]
    else:
        ways = [f"{fact[0]}-{fact[1:5]}-{fact[5:]}", f"{fact[0]} {fact[1:5]} {fact[5:]}"]
    return hand.chance.choice(ways)


def _cadastral(hand: Hand, fact: str) -> str:
    return hand.chance.choice([fact, f"{fact[:7]} {fact[7:14]} {fact[14:18]} {fact[18:]}", f"{fact[:14]} {fact[14:]}"])


def _social(hand: Hand, fact: str) -> str:
    return hand.chance.choice([f"{fact[:2]}/{fact[2:10]}/{fact[10:]}", f"{fact[:2]} {fact[2:10]} {fact[10:]}", fact])


def _address(hand: Hand, fact: str) -> str:
    number = "núm." if hand.language == "ca" else hand.chance.choice(["n.º", "nº", "número", "núm."])
    spelled = re.sub(r" (\d+)(?=$|,)", lambda m: hand.chance.choice([f", {number} {m[1]}", f", {m[1]}"]), fact, count=1)
    floor, door = ("pis", "porta") if hand.language == "ca" else ("piso", "puerta")
    if hand.chance.random() < 0.4:
        spelled = re.sub(r", (\d+)º ([A-F])$", rf", {floor} \1º, {door} \2", spelled)
    return spelled


def _email(hand: Hand, fact: str) -> str:
    return hand.chance.choice([fact, fact, fact.upper(), fact.capitalize()])


def _number(hand: Hand, fact: str) -> str:
    return in_words(int(fact), hand.language) if 1 < int(fact) <= 15 and hand.chance.random() < 0.6 else fact


def _person(hand: Hand, fact: str) -> str:
    return fact.upper() if hand.chance.random() < 0.1 and "." not in fact else fact


_WAYS: dict[FieldType, Callable[[Hand, str], str]] = {
    FieldType.DATE: _date,
    FieldType.AMOUNT: _amount,
    FieldType.TAX_ID: _tax_id,
    FieldType.PHONE: _phone,
    FieldType.IBAN: _iban,
    FieldType.PLATE: _plate,
    FieldType.CADASTRAL_REFERENCE: _cadastral,
    FieldType.SOCIAL_SECURITY: _social,
    FieldType.ADDRESS: _address,
    FieldType.EMAIL: _email,
    FieldType.NUMBER: _number,
}
