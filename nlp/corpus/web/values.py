"""Invented people, companies, places and identifiers: what is true, and how a hand writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from casework import identifiers as rules
from casework.procedure import FieldSpec, FieldType

_LETTERS = "BCDFGHJKLMNPRSTVWXYZ"
_DAY_ZERO = date(2026, 6, 1)
MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre".split(),
}
_ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()


@lru_cache(maxsize=4)
def wording(name: str) -> dict[str, Any]:
    """A table of words that lies in the package."""
    text = (files("nlp.corpus.web") / "wording" / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@dataclass
class Hand:
    """One citizen's hand: the same seed invents and writes the same."""

    chance: Random
    language: str

    def __post_init__(self) -> None:
        self.words = wording("words")
        self.names: dict[str, tuple[str, ...]] = {}  # given name and surnames of each person made
        self.streets: dict[str, tuple[str, ...]] = {}  # way, street, number, stair, floor, door of each address made
        self.loud = self.chance.random() < 0.25
        self.date_style = self.chance.randrange(6)

    def word(self, key: str) -> str:
        options = self.words.get(f"{key}_{self.language}") or self.words[key]
        return str(self.chance.choice(options.split() if isinstance(options, str) else options))

    def digits(self, count: int) -> str:
        return "".join(self.chance.choice("0123456789") for _ in range(count))

    def letters(self, count: int) -> str:
        return "".join(self.chance.choice(_LETTERS) for _ in range(count))

    def invented(self) -> str:
        """A word that exists nowhere, so that nothing can be learned by heart."""
        stem = "".join(self.word("syllables") for _ in range(self.chance.randint(1, 2)))
        return (stem + self.word("endings")).capitalize()

    def _surname(self) -> str:
        draw = self.chance.random()
        if draw < 0.4:
            return self.invented()
        return self.word("particles") if draw < 0.46 else self.word("surnames")

    def person(self) -> str:
        if self.chance.random() < 0.12:
            return self._named(self.word("far"), self.word("far_surnames"), "")
        pool = "men" if self.chance.random() < 0.5 else "women"
        given = [self.word(pool)] + ([self.word(pool)] if self.chance.random() < 0.2 else [])
        return self._named(" ".join(given), self._surname(), self._surname())

    def _named(self, *parts: str) -> str:
        name = " ".join(part for part in parts if part)
        self.names[name] = parts
        return name

    def company(self) -> str:
        if self.chance.random() < 0.4:
            return f"{self.word('groups')} {self.invented()}"
        return f"{self.word('trades')} {self.invented()}, {self.word('company_ends')}"

    def tax_id(self, *, company: bool = False) -> str:
        while True:
            first = self.chance.choice("ABBBGGHJ") if company else self.chance.choice("01234567XYZ")
            body = first + self.digits(7)
            passing = [body + end for end in "0123456789ABCDEFGHIJKLMNPQRSTVWXYZ" if rules.is_tax_id(body + end)]
            if passing:
                return passing[0]

    def address(self) -> str:
        street = self.invented() if self.chance.random() < 0.4 else self.word("streets")
        number = str(self.chance.randint(1, 190))
        stair, floor, door = "", "", ""
        if self.chance.random() < 0.75:
            floor, door = f"{self.chance.randint(1, 11)}º", self.chance.choice("ABCDEF")
            stair = str(self.chance.randint(1, 4)) if self.chance.random() < 0.3 else ""
        parts = (self.word("ways"), street, number, stair, floor, door)
        tail = (f", esc. {stair}" if stair else "") + (f", {floor} {door}" if floor else "")
        whole = f"{parts[0]} {street} {number}{tail}"
        self.streets[whole] = parts
        return whole

    def iban(self) -> str:
        while True:
            bank, account = self.digits(8), self.digits(10)
            for control in range(100):
                ccc = f"{bank}{control:02d}{account}"
                if rules.is_ccc(ccc):
                    return f"ES{98 - int(ccc + '142800') % 97:02d}{ccc}"

    def cadastral(self) -> str:
        body = f"{self.digits(7)}YH{self.digits(4)}{self.letters(1)}{self.digits(4)}"
        ends = "MQWERTYUIOPASDFGHJKLBZX"
        return next(body + a + b for a in ends for b in ends if rules.is_cadastral_reference(body + a + b))

    def email(self) -> str:
        name = re.sub(r"[^a-z]", "", self.invented().lower().replace("ñ", "n")) or "correo"
        return f"{name}{self.chance.choice(['', '.', '_'])}{self.digits(2)}@{self.word('domains')}"

    def day(self, first: int, last: int) -> str:
        return (_DAY_ZERO + timedelta(days=self.chance.randint(first, last))).isoformat()

    def strangers(self, kind: str) -> str:
        """Somebody else's value, written down: it belongs to no field."""
        if kind == "person":
            return self.person()
        if kind == "phone":
            return f"965 {self.digits(3)} {self.digits(3)}"
        if kind == "amount":
            return f"{self.chance.randint(20, 900)},{self.digits(2)} €"
        if kind == "plate":
            return f"{self.digits(4)} {self.letters(3)}"
        return self.address() if kind == "address" else self.date(self.day(-900, 0))

    def value(self, procedure: str, spec: FieldSpec) -> str:
        """A true value in its normal form."""
        kind, name = spec.type, spec.name
        social = f"03{self.chance.randint(10_000_000, 99_999_999)}"
        makers: dict[FieldType, Any] = {
            FieldType.PERSON: self.company if name == "builder_name" else self.person,
            FieldType.TAX_ID: lambda: self.tax_id(company=name == "builder_id"),
            FieldType.ADDRESS: self.address,
            FieldType.POSTAL_CODE: lambda: f"030{self.chance.randint(1, 16):02d}",
            FieldType.PHONE: lambda: f"+34{self.chance.choice(['60', '62', '64', '65', '68'])}{self.digits(7)}",
            FieldType.EMAIL: self.email,
            FieldType.IBAN: self.iban,
            FieldType.PLATE: lambda: (
                self.digits(4) + self.letters(3)
                if self.chance.random() < 0.85
                else f"A{self.digits(4)}{self.letters(2)}"
            ),
            FieldType.CADASTRAL_REFERENCE: self.cadastral,
            FieldType.SOCIAL_SECURITY: lambda: f"{social}{int(social) % 97:02d}",
            FieldType.VIN: lambda: self.letters(8) + self.digits(9),
            FieldType.DATE: lambda: self.day(-32000, -7000) if "birth" in name else self.day(-400, 300),
            FieldType.AMOUNT: lambda: (
                f"{self.chance.choice([self.chance.randint(9, 900), self.chance.randint(900, 99000)])}"
                f".{self.chance.choice(['00', '50', self.digits(2)])}"
            ),
            FieldType.NUMBER: lambda: str(
                self.chance.randint(33, 95) if "percent" in name else self.chance.randint(1, 90)
            ),
            FieldType.CODE: lambda: self._code(name),
            FieldType.TEXT: lambda: self._text(procedure, name),
            FieldType.CHECKBOX: lambda: self.chance.choice(["true", "false"]),
            FieldType.CHOICE: lambda: self.chance.choice(list(spec.choices)),
        }
        return str(makers[kind]())

    def _code(self, name: str) -> str:
        fixed = {
            "bic": f"{self.letters(4)}ES{self.letters(2)}",
            "season": "2026/2027",
            "parking_sector": f"{self.chance.randint(1, 5)}-{self.letters(1)}",
        }
        year = self.chance.randint(2023, 2026)
        shapes = [
            self.digits(7),
            f"{year}/{self.digits(6)}",
            f"{self.letters(2)}{self.digits(6)}",
            f"{self.digits(5)}-{year}",
        ]
        return fixed.get(name) or self.chance.choice(shapes)

    def _text(self, procedure: str, name: str) -> str:
        if name in {"statement", "petition", "proposal_text"}:
            return self.prose({"statement": "statements", "petition": "petitions"}.get(name, "proposals"))
        if name in {"applicant_municipality", "signature_place"}:
            return self.word("towns")
        if name == "applicant_province":
            return "Alicante" if self.language == "es" else "Alacant"
        table = self.words["texts"].get(f"{procedure}.{name}") or self.words["texts"].get(name)
        options = table[self.language] if isinstance(table, dict) else table
        text = str(self.chance.choice(options)) if options else self.invented()
        return f"{text} {self.invented()}" if name != "nationality" and self.chance.random() < 0.3 else text

    def prose(self, key: str) -> str:
        options = self.words[key][self.language]
        chosen = self.chance.sample(options, self.chance.randint(1, 3))
        slots = {
            "n": self.chance.randint(2, 9),
            "m": self.chance.randint(1, 90),
            "k": self.chance.randint(70, 95),
            "year": self.chance.randint(2009, 2024),
        }
        lead = "Que " if key != "proposals" else ""
        filled = [(lead + text.format(**slots)) for text in chosen]
        return " ".join(f"{text[0].upper()}{text[1:]}." for text in filled)

    def written(self, spec: FieldSpec, value: str) -> str:  # noqa: PLR0911 - one return a type
        """One of the ways this hand writes a value."""
        kind, pick = spec.type, self.chance.choice
        if kind is FieldType.DATE:
            return self.date(value)
        if kind is FieldType.AMOUNT:
            whole, cents = value.split(".")
            grouped = f"{int(whole):,}".replace(",", ".")
            return pick([f"{grouped},{cents} €", f"{whole},{cents}", f"{grouped},{cents} euros", f"{whole}'{cents} €"])
        if kind is FieldType.IBAN:
            return pick([value, " ".join(value[k : k + 4] for k in range(0, 24, 4))])
        if kind is FieldType.PHONE:
            n = value[3:]
            return pick(
                [n, f"{n[:3]} {n[3:6]} {n[6:]}", f"{n[:3]}-{n[3:]}", f"+34 {n}", f"{n[:3]} {n[3:5]} {n[5:7]} {n[7:]}"]
            )
        if kind is FieldType.TAX_ID:
            return pick([value, value, f"{value[:-1]}-{value[-1]}", f"{value[:-1]} {value[-1]}"])
        if kind is FieldType.PLATE and value[0].isdigit():
            return pick([value, f"{value[:4]} {value[4:]}", f"{value[:4]}-{value[4:]}"])
        if kind is FieldType.ADDRESS:
            value = pick([value, value.replace("Calle ", "C/ ", 1), value.replace("Avenida ", "Avda. ", 1)])
        return value.upper() if self.loud and kind in {FieldType.PERSON, FieldType.ADDRESS} else value

    def date(self, value: str, *, named: bool = False) -> str:
        """A date in this hand's own manner; `named` with the month in letters."""
        day = date.fromisoformat(value)
        month = MONTHS[self.language][day.month - 1]
        of = "d'" if self.language == "ca" and month[0] in "ao" else "de "
        long = f"{day.day} {of}{month} de {day.year}"
        roman = f"{day.day}-{_ROMAN[day.month - 1]}-{day.year}"
        plain = [
            f"{day:%d/%m/%Y}",
            f"{day:%d-%m-%Y}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day:%d.%m.%Y}",
            long,
            roman,
        ]
        return long if named else plain[self.date_style]
