"""Invented values for every field type: what is true, and one of the ways it may stand on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from casework import identifiers as rules
from casework.procedure import FieldSpec, FieldType, Procedure
from nlp.values.identifiers import iban_of_ccc

_DAY_ZERO = date(2026, 1, 1)
_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre".split(),
}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CONSONANTS = "BCDFGHJKLMNPRSTVWXYZ"
_STRUNG, _ODD, _TAILED = 0.6, 0.4, 0.7
_INVENTED = 0.45  # the share of names that exist nowhere, so that none is learned by heart


_OTHER_TITLES = 0.5


@lru_cache(maxsize=16)
def load(name: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(
        (files("nlp.corpus") / "wording" / f"{name}.yaml").read_text(encoding="utf-8")
    )
    return loaded


@lru_cache(maxsize=1)
def _titles() -> Mapping[str, Any]:
    return load("titles")


@lru_cache(maxsize=1)
def _general() -> Mapping[str, Any]:
    return load("general")


_WAYS = re.compile(r"\[([^\[\]]*)\]")


def seeded(seed: float | str) -> Random:
    """A source of chance that gives the same papers for the same seed."""
    return Random(seed)  # noqa: S311 - papers to learn from, not keys


@dataclass
class Inventor:
    """Makes values from a seeded source of chance; the same seed gives the same papers."""

    chance: Random
    language: str = "es"
    words: Mapping[str, Any] = field(default_factory=lambda: load("words"))
    texts: Mapping[str, Any] = field(default_factory=lambda: load("texts"))

    def pick(self, options: Any) -> Any:
        return self.chance.choice(list(options))

    def local(self, table: Mapping[str, Any]) -> Any:
        """One of the options in the paper's language, or in Spanish where there are none."""
        return self.pick(table.get(self.language) or table["es"])

    def phrase(self, text: str) -> str:
        """The text with one of the ways taken at each `[a|b]`."""
        return _WAYS.sub(lambda ways: str(self.pick(ways[1].split("|"))), text)

    def title_of(self, procedure: Procedure) -> str:
        """What the matter is called: as the council's own papers do, or as others do."""
        others = _titles().get(procedure.id, {}).get(self.language)
        if others and self.chance.random() < _OTHER_TITLES:
            return self.phrase(str(self.pick(others)))
        return str(self.pick(procedure.titles_on_paper.get(self.language) or (procedure.title[self.language],)))

    def digits(self, count: int) -> str:
        return "".join(self.chance.choice("0123456789") for _ in range(count))

    def letters(self, count: int, alphabet: str = _LETTERS) -> str:
        return "".join(self.chance.choice(alphabet) for _ in range(count))

    def invented(self) -> str:
        stem = "".join(self.pick(self.words["syllables"]) for _ in range(self.chance.randint(1, 2)))
        return f"{stem}{self.pick(self.words['endings'])}".capitalize()

    def surname(self) -> str:
        return self.invented() if self.chance.random() < _INVENTED else str(self.pick(self.words["surnames"]))

    def given(self) -> str:
        return str(
            self.pick(self.words["given_ca" if self.language == "ca" and self.chance.random() < 0.6 else "given_es"])
        )

    def person(self) -> str:
        count = 1 if self.chance.random() < 0.06 else 2
        return " ".join([self.given(), *(self.surname() for _ in range(count))])

    def company(self) -> str:
        if self.chance.random() < 0.35:
            return f"{self.pick(self.words['associations'])} {self.invented()}"
        return f"{self.pick(self.words['companies'])} {self.surname()}, {self.pick(self.words['company_ends'])}"

    def tax_id(self, *, company: bool = False) -> str:
        while company:
            body = self.pick("ABBBGGJ") + self.digits(7)
            valid = [body + c for c in "0123456789ABCDEFGHIJ" if rules.is_cif(body + c)]
            if valid:
                return str(valid[0])
        body = self.pick("XYZ") + self.digits(7) if self.chance.random() < 0.15 else self.digits(8)
        return next(body + c for c in "TRWAGMYFPDXBNJZSQVHLCKE" if rules.is_tax_id(body + c))

    def street(self) -> str:
        way = self.pick(self.words[f"ways_{self.language}"])
        name = self.invented() if self.chance.random() < _INVENTED else self.pick(self.words["streets"])
        return f"{way} {name}"

    def address(self) -> str:
        number = str(self.chance.randint(1, 180))
        floor = self.chance.randint(1, 12)
        door = self.pick(["A", "B", "C", "D", "E", "Izda.", "Dcha.", "1", "2"])
        tails = [
            "",
            f", {floor}º {door}",
            f", {floor}º {door}",
            f", {floor}º {door}",
            ", bajo",
            f", esc. {self.chance.randint(1, 3)}, {floor}º {door}",
            f", {floor}º",
        ]
        return f"{self.street()} {number}{self.pick(tails)}"

    def iban(self) -> str:
        while True:
            bank, account = (
                self.pick(["2100", "0049", "0081", "3058", "2080", "0182"]) + self.digits(4),
                self.digits(10),
            )
            for control in range(100):
                ccc = f"{bank}{control:02d}{account}"
                if rules.is_ccc(ccc):
                    return iban_of_ccc(ccc)

    def plate(self) -> str:
        return f"{self.digits(4)}{self.letters(3, _CONSONANTS)}"

    def cadastral(self) -> str:
        body = f"{self.digits(7)}Y{self.letters(1)}{self.digits(4)}{self.letters(1)}{self.digits(4)}"
        for first in _LETTERS:
            for second in _LETTERS:
                if rules.is_cadastral_reference(body + first + second):
                    return body + first + second
        return self.cadastral()

    def social_security(self) -> str:
        body = self.pick(["03", "28", "46", "30"]) + str(self.chance.randint(10_000_000, 99_999_999))
        return f"{body}{int(body) % 97:02d}"

    def phone(self) -> str:
        return f"+34{self.pick('6669')}{self.pick('123568')}{self.digits(7)}"

    def email(self) -> str:
        plain = re.sub(r"[^a-z]", "", f"{self.pick(self.words['given_es'])}".lower())[:9] or "correo"
        tail = self.pick(["", self.digits(2), f".{self.invented().lower()}", f"_{self.invented().lower()}"])
        ascii_tail = tail.encode("ascii", "ignore").decode()
        return f"{plain}{ascii_tail}@{self.pick(self.words['domains'])}"

    def day(self, first: int, last: int) -> str:
        return (_DAY_ZERO + timedelta(days=self.chance.randint(first, last))).isoformat()

    def matter(self) -> tuple[str, str]:
        """What is the case and what is asked for, of the many things that no form is for."""
        case, wish = self.local(_general())
        case, wish = self.phrase(str(case)), self.phrase(str(wish))
        que = self.pick(["que ", "que ", ""])
        done = [f"{que}{text}" for text in (case, wish)]
        return done[0][0].upper() + done[0][1:] + ".", done[1][0].upper() + done[1][1:] + self.pick([".", ""])

    def long_text(self, key: str = "long", sentences: int = 3) -> str:
        chosen = self.chance.sample(self.texts[key][self.language], min(sentences, len(self.texts[key][self.language])))
        que = self.pick(["Que ", ""])
        filled = [self._filled(text, que) for text in chosen]
        return ". ".join(text[0].upper() + text[1:] for text in filled) + "."

    def strung_text(self, *, wish: bool, sentences: int) -> str:
        """Sentences of words drawn at random: they read oddly, but nobody can have learned them."""
        que = self.pick(["que ", "que ", ""])
        made = []
        for _ in range(sentences):
            if wish:
                parts = [que + " y ".join(self.local(self.texts["wishes"]) for _ in range(self.chance.randint(1, 2)))]
            else:
                parts = [que + self.local(self.texts[part]) for part in ("subjects",)]
                parts += [self.local(self.texts[part]) for part in ("verbs", "objects")]
                if self.chance.random() < _TAILED:
                    parts.append(self.local(self.texts["tails"]))
            text = " ".join(parts)
            made.append(text[0].upper() + text[1:])
        return str(self.pick([". ", ". ", "; "])).join(made) + str(self.pick([".", ".", ""]))

    def _filled(self, text: str, que: str) -> str:
        for slot in ("problem", "action", "place"):
            text = text.replace("{" + slot + "}", self.local(self.texts[slot]))
        return text.replace("{Que }", que).replace("{n}", str(self.chance.randint(2, 9)))

    def value(self, spec: FieldSpec) -> str:
        """The true, normalised value of a field."""
        made = _MAKERS[spec.type](self, spec)
        return str(made)

    def _text(self, spec: FieldSpec) -> str:
        odd = self._odd_text(spec.name)
        if odd:
            return odd
        if spec.name in {"statement", "proposal_text"}:
            return self.long_text(sentences=self.chance.randint(1, 4))
        if spec.name == "petition":
            return self.long_text("petition", self.chance.randint(1, 2))
        if spec.name.endswith("municipality") and spec.name.startswith("applicant"):
            return str(self.pick(self.words[f"towns_{self.language}"]))
        if spec.name == "applicant_province":
            return "Alicante" if self.language == "es" else "Alacant"
        text = self.local(self.texts[spec.name]) if spec.name in self.texts else self.invented()
        return (
            f"{text} {self.invented()}"
            if spec.name not in {"signature_place", "season"} and self.chance.random() < 0.25
            else text
        )

    def _odd_text(self, name: str) -> str:
        """A text of words drawn at random, for some of the fields that take any text; else nothing."""
        if name in {"statement", "proposal_text", "petition"} and self.chance.random() < _STRUNG:
            wish = name == "petition"
            return self.strung_text(wish=wish, sentences=self.chance.randint(1, 2 if wish else 5))
        if name in {"proposal_title", "works_description", "activity", "products"} and self.chance.random() < _ODD:
            words = [str(self.local(self.texts[part])) for part in ("objects", "tails", "objects")]
            text = str(self.pick([", ", " y ", " "])).join(words[: self.chance.randint(1, 3)])
            return text[0].upper() + text[1:]
        return ""

    def _code(self, spec: FieldSpec) -> str:
        year = self.pick(["2024", "2025", "2026"])
        shapes: Mapping[str, Callable[[], Any]] = {
            "bic": lambda: self.letters(4) + "ES" + self.letters(2) + self.pick(["", "XXX"]),
            "parking_sector": lambda: f"{self.chance.randint(1, 6)}-{self.letters(1, 'ABCD')}",
            "activity_code": lambda: self.pick([f"{self.digits(3)}.{self.digits(1)}", self.digits(4), self.digits(3)]),
            "season": lambda: self.pick(["2026-27", "2026/2027", "2025-26"]),
            "case_number": lambda: self.pick(
                [f"{year}/{self.digits(7)}", f"{self.digits(6)}/{year}", f"EXP-{year}-{self.digits(4)}"]
            ),
            "health_card": lambda: self.pick([self.digits(8), self.digits(7)]),
        }
        return str(shapes.get(spec.name, lambda: self._plain_code(str(year)))())

    def _plain_code(self, year: str) -> str:
        shapes = [
            self.digits(7),
            f"{self.letters(2)}-{year}/{self.digits(4)}",
            f"{year}/{self.digits(5)}",
            f"{self.letters(1)}-{self.digits(3)}",
            self.digits(9),
            f"{self.digits(2)}{self.letters(2)}{self.digits(6)}",
            f"{self.letters(2)}-{self.digits(6)}",
        ]
        return str(self.pick(shapes))

    def _day(self, spec: FieldSpec) -> str:
        if "birth" in spec.name:
            return self.day(-33000, -7000)
        if spec.name == "signature_date":
            return self.day(-200, 500)
        return self.day(-900, 700)

    def _amount(self, _: FieldSpec) -> str:
        whole = self.pick([self.chance.randint(20, 900), self.chance.randint(900, 90000)])
        return f"{whole}.{self.pick(['00', '00', '50', '75', self.digits(2)])}"

    def _number(self, spec: FieldSpec) -> str:
        if (
            spec.name in {"stall_metres", "works_area", "premises_area", "access_width", "area"}
            and self.chance.random() < 0.3
        ):
            return f"{self.chance.randint(2, 90)}.{self.pick('5')}"
        most = {"disability_percent": 95, "household_size": 8, "duration_months": 18, "meter_reading": 9000}.get(
            spec.name, 140
        )
        return str(self.chance.randint(2, most))


_MAKERS: Mapping[FieldType, Any] = {
    FieldType.PERSON: lambda i, s: i.company() if s.name == "builder_name" and i.chance.random() < 0.7 else i.person(),
    FieldType.TAX_ID: lambda i, s: i.tax_id(company=s.name == "builder_id" and i.chance.random() < 0.7),
    FieldType.ADDRESS: lambda i, _: i.address(),
    FieldType.POSTAL_CODE: lambda i, _: (
        i.pick(["030", "030", "030", "035", "280", "036"]) + i.pick(["01", "02", "05", "08", "10", "14", "40", "59"])
    ),
    FieldType.PHONE: lambda i, _: i.phone(),
    FieldType.EMAIL: lambda i, _: i.email(),
    FieldType.IBAN: lambda i, _: i.iban(),
    FieldType.PLATE: lambda i, _: i.plate(),
    FieldType.CADASTRAL_REFERENCE: lambda i, _: i.cadastral(),
    FieldType.SOCIAL_SECURITY: lambda i, _: i.social_security(),
    FieldType.VIN: lambda i, _: i.letters(3, "VWSTJNKL") + i.letters(5, "ABCDEFGHJKLMNPRSTUVWXYZ") + i.digits(9),
    FieldType.DATE: Inventor._day,  # noqa: SLF001 - the table stands beside its class
    FieldType.AMOUNT: Inventor._amount,  # noqa: SLF001
    FieldType.NUMBER: Inventor._number,  # noqa: SLF001
    FieldType.CODE: Inventor._code,  # noqa: SLF001
    FieldType.TEXT: Inventor._text,  # noqa: SLF001
    FieldType.CHECKBOX: lambda i, _: i.pick(["true", "false"]),
    FieldType.CHOICE: lambda i, s: i.pick(s.choices),
}


def written(inventor: Inventor, spec: FieldSpec, value: str) -> str:
    """One of the ways a value stands on paper."""
    writer = _WRITERS.get(spec.type)
    return value if writer is None else str(writer(inventor, value))


def _tax(i: Inventor, v: str) -> str:
    return str(
        i.pick(
            [
                v,
                v,
                v,
                f"{v[:8]}-{v[8]}",
                f"{v[:8]} {v[8]}",
                v if v[0].isalpha() else f"{v[:2]}.{v[2:5]}.{v[5:8]}-{v[8]}",
            ]
        )
    )


def _person(i: Inventor, v: str) -> str:
    given, *rest = v.split(" ", 1)
    turned = f"{rest[0]}, {given}" if rest and " " in rest[0] and "," not in v and given in i.words["given_es"] else v
    return str(i.pick([v, v, v, v.upper(), turned, turned.upper()]))


def _address(i: Inventor, v: str) -> str:
    short = (
        v.replace("Calle ", i.pick(["C/ ", "C/", "Calle "]), 1)
        .replace("Avenida ", i.pick(["Avda. ", "Av. ", "Avenida "]), 1)
        .replace("Plaza ", i.pick(["Pza. ", "Plaza "]), 1)
    )
    numbered = re.sub(r" (\d+)(?=,|$)", i.pick([r" \1", r", \1", r", nº \1", r" núm. \1"]), short, count=1)
    return str(i.pick([v, v, v, short, numbered]))


def _phone(i: Inventor, v: str) -> str:
    n = v[3:]
    return str(
        i.pick(
            [
                n,
                f"{n[:3]} {n[3:6]} {n[6:]}",
                f"{n[:3]} {n[3:5]} {n[5:7]} {n[7:]}",
                f"+34 {n}",
                f"{n[:3]}.{n[3:6]}.{n[6:]}",
            ]
        )
    )


def _iban(i: Inventor, v: str) -> str:
    return str(
        i.pick([v, " ".join(v[k : k + 4] for k in range(0, 24, 4)), " ".join(v[k : k + 4] for k in range(0, 24, 4))])
    )


def _plate(i: Inventor, v: str) -> str:
    return str(i.pick([v, f"{v[:4]} {v[4:]}", f"{v[:4]}-{v[4:]}"]))


def date_written(i: Inventor, v: str, *, long: bool | None = None) -> str:
    """A date as figures or with its month's name."""
    day = date.fromisoformat(v)
    month = _MONTHS[i.language][day.month - 1]
    of = "d'" if i.language == "ca" and month[0] in "ao" else "de "
    named = [
        f"{day.day} {of}{month} de {day.year}",
        f"{day.day} {of}{month} {'del' if i.language == 'ca' else 'de'} {day.year}",
    ]
    figures = [
        f"{day:%d/%m/%Y}",
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d.%m.%Y}",
    ]
    if long is None:
        return str(i.pick([*figures, named[0]]))
    return str(i.pick(named if long else figures))


def _amount(i: Inventor, v: str) -> str:
    whole, cents = v.split(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    tail = f",{cents}" if cents != "00" or i.chance.random() < 0.6 else ""
    return f"{i.pick([grouped, grouped, whole])}{tail}{i.pick([' €', ' €', ' euros', '€', ''])}"


_WRITERS: Mapping[FieldType, Any] = {
    FieldType.TAX_ID: _tax,
    FieldType.PERSON: _person,
    FieldType.ADDRESS: _address,
    FieldType.PHONE: _phone,
    FieldType.IBAN: _iban,
    FieldType.PLATE: _plate,
    FieldType.DATE: date_written,
    FieldType.AMOUNT: _amount,
    FieldType.NUMBER: lambda _, v: v.replace(".", ","),
}
