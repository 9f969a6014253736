"""Invented people, firms, streets and numbers: each value in its normal form and in the ways people write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

import yaml

from casework import identifiers

_LISTS = Path(__file__).parent / "lists.yaml"
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_PLATE_LETTERS = "BCDFGHJKLMNPRSTVWXYZ"
_VIN_CHARS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre".split(),
}
_ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()
_BANKS = "0049 2100 0081 0182 2085 3058 0128 2080 3159 0239".split()


@cache
def lists() -> Mapping[str, list[str]]:
    """The lists of words that values are made of."""
    loaded: Mapping[str, list[str]] = yaml.safe_load(_LISTS.read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True)
class Datum:
    """One value: `value` in the catalogue's normal form, `written` as it stands on the paper.

    `parts` are the cells a form may split it into (given name and surnames, street and door).
    """

    value: str
    written: str
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Town:
    """A town as its people call it, with a postal code of its own."""

    name: str
    province: str
    postal_code: str


@dataclass
class Inventor:
    """Makes values up from one source of chance, in one language."""

    chance: Random
    language: str

    def pick(self, name: str) -> str:
        return self.chance.choice(lists()[name])

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def digits(self, count: int) -> str:
        return "".join(self.chance.choice("0123456789") for _ in range(count))

    # people -----------------------------------------------------------------------------------------------------

    def surname(self) -> str:
        if self.maybe(0.3):
            return invented(self.chance)
        if self.maybe(0.06):
            return f"{self.pick('particles')} {self.pick('surnames')}"
        return self.pick("surnames")

    def person(self) -> Datum:
        """A person with one or two surnames, written as people do: natural order, capitals, surnames first."""
        foreign = self.maybe(0.14)
        given = self.pick("given_foreign" if foreign else "given")
        if not foreign and self.maybe(0.22):
            given += f" {self.pick('given')}"
        first = self.pick("surnames_foreign") if foreign else self.surname()
        second = "" if foreign and self.maybe(0.7) else self.surname()
        name = " ".join(part for part in (given, first, second) if part)
        surnames = f"{first} {second}".strip()
        written = self.chance.choice([name, name, name, name.upper()])
        parts = {"given": given, "surname1": first, "surname2": second, "surnames": surnames}
        parts["surnames_first"] = self.chance.choice([f"{surnames}, {given}", f"{surnames.upper()}, {given.upper()}"])
        return Datum(name, written, parts)

    def company(self) -> Datum:
        core = self.chance.choice([invented(self.chance), self.pick("surnames"), self.pick("firm_words")])
        name = f"{self.pick('firm_kinds')} {core}{self.chance.choice([', S.L.', ' S.L.', ', S.A.', ', S.L.U.'])}"
        return Datum(name, self.chance.choice([name, name.upper()]))

    def association(self) -> Datum:
        name = f"{self.pick('association_kinds_' + self.language)} {self.chance.choice([self.pick('firm_words'), invented(self.chance)])}"
        return Datum(name, name)

    # identifiers ------------------------------------------------------------------------------------------------

    def tax_id(self) -> Datum:
        if self.maybe(0.13):
            start, digits = self.chance.choice("XYZ"), self.digits(7)
            value = start + digits + _DNI_LETTERS[int(f"{'XYZ'.index(start)}{digits}") % 23]
            return self._written(value, [value, value, f"{start}-{digits}-{value[-1]}", f"{start}{digits} {value[-1]}"])
        number = self.chance.choice(
            [self.digits(8), f"0{self.digits(7)}", f"{self.chance.choice('2457')}{self.digits(7)}"]
        )
        letter = _DNI_LETTERS[int(number) % 23]
        dotted = f"{number[:2]}.{number[2:5]}.{number[5:]}"
        ways = [number + letter] * 4 + [
            f"{number}-{letter}",
            f"{dotted}-{letter}",
            f"{number} {letter}",
            f"{number}{letter.lower()}",
        ]
        return self._written(number + letter, ways)

    def company_id(self, kinds: str = "AB") -> Datum:
        while True:
            start, digits = (
                self.chance.choice(kinds),
                self.chance.choice(["03", "03", "54", "53", "46"]) + self.digits(5),
            )
            found = [c for c in "0123456789ABCDEFGHIJ" if identifiers.is_tax_id(start + digits + c)]
            if found:
                value = start + digits + self.chance.choice(found)
                return self._written(value, [value, value, f"{start}-{digits}{value[-1]}"])

    def iban(self) -> Datum:
        """A Spanish account, sometimes written as the old 20-digit code."""
        bank, branch, account = self.chance.choice(_BANKS), self.digits(4), self.digits(10)
        ccc = bank + branch + _ccc_digit("00" + bank + branch) + _ccc_digit(account) + account
        value = f"ES{98 - int(ccc + '142800') % 97:02d}{ccc}"
        fours = " ".join(value[place : place + 4] for place in range(0, 24, 4))
        old = f"{ccc[:4]} {ccc[4:8]} {ccc[8:10]} {ccc[10:]}"
        return self._written(value, [fours] * 5 + [value, value, fours.replace(" ", "-"), old])

    def plate(self) -> Datum:
        number, letters = self.digits(4), "".join(self.chance.choice(_PLATE_LETTERS) for _ in range(3))
        return self._written(
            number + letters,
            [f"{number} {letters}", number + letters, f"{number}-{letters}", f"{number}{letters.lower()}"],
        )

    def vin(self) -> Datum:
        start = self.chance.choice("VF1 WVW VSS TMB WBA ZFA KMH SJN W0L VF3".split())
        value = start + "".join(self.chance.choice(_VIN_CHARS) for _ in range(8)) + self.digits(6)
        return Datum(value, value)

    def cadastral_reference(self) -> Datum:
        while True:
            stem = (
                self.digits(7)
                + self.chance.choice(["YH", "VH", "YJ", "XH"])
                + self.digits(4)
                + self.chance.choice("ABSN")
            )
            stem += f"{self.chance.randrange(1, 180):04d}"
            value = stem + _cadastral_control(stem)
            if identifiers.is_cadastral_reference(value):
                spaced = f"{value[:7]} {value[7:14]} {value[14:18]} {value[18:]}"
                return self._written(value, [value, value, value, spaced])

    def social_security(self) -> Datum:
        while True:
            number = self.digits(8)
            base = f"03{number}"
            control = (int(number) + 3 * 10**7) % 97 if int(number) < 10**7 else int(base) % 97
            value = f"{base}{control:02d}"
            if identifiers.is_social_security(value):
                return self._written(value, [value, f"03/{number}/{control:02d}", f"03 {number} {control:02d}"])

    def bic(self) -> Datum:
        value = self.chance.choice("BSCHESMM CAIXESBB BSABESBB BBVAESMM CCRIES2A BKBKESMM CDENESBB UCJAES2M".split())
        value += self.chance.choice(["", "XXX"])
        return Datum(value, value)

    def phone(self) -> Datum:
        number = self.chance.choice(
            [
                "6" + self.digits(8),
                f"7{self.chance.choice('1234')}{self.digits(7)}",
                f"9{self.chance.choice(['65', '66', '60', '63'])}{self.digits(6)}",
            ]
        )
        ways = [f"{number[:3]} {number[3:6]} {number[6:]}", f"{number[:3]} {number[3:5]} {number[5:7]} {number[7:]}", number, number,
                f"{number[:3]}.{number[3:5]}.{number[5:7]}.{number[7:]}", f"+34 {number}", f"{number[:3]}-{number[3:]}"]  # fmt: skip
        return self._written("+34" + number, ways)

    def email(self, name: str) -> Datum:
        words = [_ascii(word) for word in name.lower().replace(",", "").split()]
        stem = self.chance.choice(
            [
                f"{words[0]}.{words[-1]}",
                f"{words[0][0]}{words[-1]}",
                f"{words[-1]}{self.digits(2)}",
                f"{words[0]}_{words[-1]}",
            ]
        )
        value = f"{stem}@{self.pick('domains')}"
        return self._written(value, [value, value, value.upper()] if self.maybe(0.2) else [value])

    # places -----------------------------------------------------------------------------------------------------

    def town(self) -> Town:
        if self.maybe(0.6):
            name = "Alacant" if self.language == "ca" else "Alicante"
            return Town(name, name, f"030{self.chance.randrange(1, 17):02d}")
        name, name_ca, province, province_ca, code = self.pick("towns").split("|")
        return Town(name_ca, province_ca, code) if self.language == "ca" else Town(name, province, code)

    def address(self) -> Datum:
        """A street line: way, street, number, perhaps block, stair, floor and door."""
        spanish = self.language == "es" or self.maybe(0.15)
        way, shorts = self.chance.choice(_WAYS_ES if spanish else _WAYS_CA)
        street = self.chance.choice(
            [self.pick("streets_es" if spanish else "streets_ca"), self.pick("surnames"), invented(self.chance)]
        )
        number = str(self.chance.randrange(1, 189)) if self.maybe(0.96) else "s/n"
        block = str(self.chance.randrange(1, 9)) if self.maybe(0.06) else ""
        stair = self.chance.choice(["1", "2", "A", "B", "izq."]) if self.maybe(0.1) else ""
        floor, door = self._floor(spanish=spanish)
        tail = [
            f"{'bloque' if spanish else 'bloc'} {block}" if block else "",
            f"esc. {stair}" if stair else "",
            f"{floor} {door}".strip(),
        ]
        rest = [piece for piece in tail if piece]
        value = ", ".join([f"{way} {street} {number}", *rest])
        short = f"{self.chance.choice(shorts)}{street}"
        joined = self.chance.choice(
            [f"{short}, {number}", f"{short}, nº {number}", f"{short} {number}", f"{short}, núm. {number}"]
        )
        loose = ", ".join([joined, *rest])
        parts = {
            "way": way,
            "street": street,
            "number": number,
            "block": block,
            "stair": stair,
            "floor": floor.rstrip("º"),
            "door": door,
        }
        parts["house"] = f"{way} {street}"
        return Datum(value, self.chance.choice([value, value, loose, loose.upper()]), parts)

    def _floor(self, *, spanish: bool) -> tuple[str, str]:
        if self.maybe(0.2):
            return ("bajo" if spanish else "baix"), ""
        if self.maybe(0.12):
            return "", ""
        number = self.chance.randrange(1, 12)
        floor = f"{number}º" if spanish else {1: "1r", 2: "2n", 3: "3r", 4: "4t"}.get(number, f"{number}é")
        sides = ["Izda.", "Dcha."] if spanish else ["esq.", "dta."]
        return floor, self.chance.choice([*"ABCDE", *"1234", *sides])

    # days and money ---------------------------------------------------------------------------------------------

    def day(self, value: date, *, stated: bool = True) -> Datum:
        """A day as people write it; `stated` allows the long forms with the month's name."""
        month, short = _MONTHS[self.language][value.month - 1], f"{value.year % 100:02d}"
        of = "d'" if self.language == "ca" and month[0] in "ao" else "de "
        ways = [f"{value.day:02d}/{value.month:02d}/{value.year}"] * 4 + [f"{value.day:02d}-{value.month:02d}-{value.year}",
                f"{value.day}/{value.month}/{value.year}", f"{value.day:02d}.{value.month:02d}.{value.year}",
                f"{value.day}-{_ROMAN[value.month - 1]}-{value.year}"]  # fmt: skip
        if value.year >= 2000:
            ways.append(f"{value.day}/{value.month}/{short}")
        if stated:
            ways += [f"{value.day} {of}{month} de {value.year}"] * 3
        parts = {"day": str(value.day), "month": month, "year": str(value.year), "of": of}
        parts["eight"] = value.strftime("%d%m%Y")
        return Datum(value.isoformat(), self.chance.choice(ways), parts)

    def between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.chance.randrange((last - first).days + 1))

    def amount(self, least: int, most: int) -> Datum:
        cents = self.chance.choice([0, 0, 50, self.chance.randrange(100)])
        whole = self.chance.randrange(least, most)
        value = f"{whole}.{cents:02d}"
        spanish = f"{whole:,}".replace(",", ".")
        ways = [
            f"{spanish},{cents:02d} €",
            f"{spanish},{cents:02d}",
            f"{whole},{cents:02d} euros",
            f"{whole}'{cents:02d} €",
            f"{spanish},{cents:02d}€",
        ]
        ways += [f"{spanish} €", f"{spanish} euros"] if cents == 0 else []
        return self._written(value, ways)

    def number(self, least: int, most: int, *, half: bool = False) -> Datum:
        whole = self.chance.randrange(least, most)
        if half and self.maybe(0.3):
            return Datum(f"{whole}.5", f"{whole},5")
        return Datum(str(whole), str(whole))

    def code(self, shape: str) -> Datum:
        """A code of a shape: # is a digit, @ a letter, anything else itself."""
        value = "".join(
            self.chance.choice("0123456789") if c == "#" else self.chance.choice("ABCDEFHKLMNPRT") if c == "@" else c
            for c in shape
        )
        return Datum(value, value)

    def text(self, name: str) -> Datum:
        """One of the texts of a list in the document's language; `%` stands for an invented word."""
        value = self.pick(f"{name}_{self.language}").replace("%", invented(self.chance))
        return Datum(value, value)

    def _written(self, value: str, ways: Sequence[str]) -> Datum:
        return Datum(value, self.chance.choice(ways))


_WAYS_ES = [("Calle", ["C/ ", "C. ", "Calle ", "c/"]), ("Calle", ["C/ ", "Calle "]), ("Avenida", ["Avda. ", "Av. ", "Avda "]),
            ("Plaza", ["Pza. ", "Plz. ", "Plaza "]), ("Camino", ["Cno. ", "Camino "]), ("Paseo", ["Pº ", "Paseo "]),
            ("Carretera", ["Ctra. ", "Carretera "]), ("Travesía", ["Trav. "]), ("Partida", ["Pda. ", "Partida "])]  # fmt: skip
_WAYS_CA = [("Carrer", ["C/ ", "Carrer ", "c/ "]), ("Carrer", ["Carrer "]), ("Avinguda", ["Av. ", "Avda. ", "Avgda. "]),
            ("Plaça", ["Pl. ", "Pça. "]), ("Camí", ["Camí "]), ("Passeig", ["Pg. ", "Passeig "]), ("Partida", ["Pda. "])]  # fmt: skip
_HEADS = "Bar Bel Cam Can Dor Esc Far Gal Gar Hor Jun Lam Lor Mal Mar Mon Nav Ol Pal Per Quin Rob Sal Sar Tam Tor Ur Val Ver Xil Zar Ful Bren Cler".split()
_MIDDLES = [
    "a",
    "e",
    "i",
    "o",
    "ar",
    "er",
    "en",
    "ol",
    "al",
    "and",
    "est",
    "int",
    "uel",
    "ant",
    "ib",
    "urr",
    "ell",
    "osc",
    "anc",
]
_TAILS = "ada edo ell era eres ero eta ina iol osa ot uda uela ura ells era ondo ura enys isc iga esa ola umbres alt ench".split()


def invented(chance: Random) -> str:
    """A word that no list holds and that could be a name."""
    middle = chance.choice(_MIDDLES) if chance.random() < 0.6 else ""
    return chance.choice(_HEADS) + middle + chance.choice(["", chance.choice("bdglmnrst")]) + chance.choice(_TAILS)


def _ascii(text: str) -> str:
    plain = text.translate(str.maketrans("áéíóúüñçàèòïôâ", "aeiouuncaeoioa"))
    return "".join(char for char in plain if char.isalnum() and char.isascii()) or "correo"


def _ccc_digit(digits: str) -> str:
    weights = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)
    rest = 11 - sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    return {10: "1", 11: "0"}.get(rest, str(rest))


def _cadastral_control(stem: str) -> str:
    weights = (13, 15, 12, 5, 4, 17, 9, 21, 3, 7, 1)
    order = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"

    def control(chars: str) -> str:
        worth = [int(c) if c.isdigit() else order.index(c) + 1 for c in chars]
        return "MQWERTYUIOPASDFGHJKLBZX"[sum(v * w for v, w in zip(worth, weights, strict=True)) % 23]

    return control(stem[:7] + stem[14:18]) + control(stem[7:14] + stem[14:18])


Maker = Callable[[Inventor], Mapping[str, Datum]]
