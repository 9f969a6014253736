"""Values of invented people as they stand on paper; the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_NAMES = "Begoña Íker Núria Joaquín Remei Óscar Maria Àngels Guillermo Ximo Zoe Wafaa Ioana Vicent Mireia".split()
_SURNAMES = "Belda Cañizares Ferrándiz Güell Iborra Jover Llinares Muñoz Pastor Quesada Ripoll Saavedra Tolsà".split()
_STREETS = "C/ Colón|Av. de la Estación|Pza. de los Luceros|Carrer Major|Pje. San José|C/ Músico José Torregrosa".split(
    "|"
)
_HOSTS = "example.org example.com correo.example.es ajuda.example.cat".split()


def nif(chance: random.Random) -> str:
    """A NIF with its right letter; one in four is a foreigner's."""
    number = chance.randrange(10_000_000, 99_999_999)
    if chance.random() < 0.75:
        return f"{number}{_LETTERS[number % 23]}"
    first = chance.randrange(3)
    number %= 10_000_000
    return f"{'XYZ'[first]}{number:07d}{_LETTERS[(first * 10_000_000 + number) % 23]}"


def iban(chance: random.Random) -> str:
    """A Spanish IBAN with right check digits, in groups of four."""
    account = "".join(chance.choice("0123456789") for _ in range(20))
    check = 98 - int(f"{account}142800") % 97
    plain = f"ES{check:02d}{account}"
    return " ".join(plain[at : at + 4] for at in range(0, 24, 4))


def name(chance: random.Random) -> str:
    """A name with two surnames."""
    return f"{chance.choice(_NAMES)} {chance.choice(_SURNAMES)} {chance.choice(_SURNAMES)}"


def email(chance: random.Random) -> str:
    """An address as people have them: dots, digits, underscores and hyphens."""
    sign = chance.choice("._-")
    return f"{chance.choice(_PLAIN)}{sign}{chance.choice(_PLAIN)}{chance.randrange(100)}@{chance.choice(_HOSTS)}"


_PLAIN = "begona iker nuria belda jover llinares ripoll tolsa quesada".split()


def phone(chance: random.Random) -> str:
    """A Spanish telephone number, in one of the usual groupings."""
    digits = f"{chance.choice('69')}{chance.randrange(10_000_000, 99_999_999)}"
    return chance.choice(
        (f"{digits[:3]} {digits[3:5]} {digits[5:7]} {digits[7:]}", f"{digits[:3]} {digits[3:6]} {digits[6:]}", digits)
    )


def date(chance: random.Random) -> str:
    """A day with slashes."""
    return f"{chance.randrange(1, 29):02d}/{chance.randrange(1, 13):02d}/{chance.randrange(1950, 2027)}"


def plate(chance: random.Random) -> str:
    """A car's plate."""
    return f"{chance.randrange(10_000):04d}" + "".join(chance.choice("BCDFGHJKLMNPRSTVWXYZ") for _ in range(3))


def address(chance: random.Random) -> str:
    """A street with number, floor and door."""
    floor = f"{chance.randrange(1, 9)}º {chance.choice(('A', 'B', 'izq.', 'dcha.', '2ª'))}"
    return f"{chance.choice(_STREETS)}, nº {chance.randrange(1, 140)}, {floor}"


def amount(chance: random.Random) -> str:
    """Euros as they are written in Spain."""
    return f"{chance.randrange(1, 9)}.{chance.randrange(100, 999)},{chance.randrange(100):02d} €"


MAKERS: Mapping[str, Callable[[random.Random], str]] = {
    "NIF / NIE": nif,
    "IBAN": iban,
    "Nombre y apellidos / Nom i cognoms": name,
    "Correo electrónico": email,
    "Teléfono / Telèfon": phone,
    "Fecha / Data": date,
    "Matrícula": plate,
    "Domicilio / Domicili": address,
    "Importe": amount,
}

SPANISH = (
    "Que en fecha reciente se ha recibido en mi domicilio la liquidación del impuesto, cuyo importe no coincide con el",
    "que figura en la ordenanza fiscal aprobada por el Pleno. Asimismo, la vivienda tiene la condición de habitual y",
    "se encuentra al corriente de pago, según se acredita con la documentación que acompaña a la presente solicitud.",
    "Por todo ello, ruego que se revise la liquidación y se devuelva la cantidad ingresada de más, con sus intereses.",
)
VALENCIAN = (
    "Que s'ha rebut en el meu domicili la liquidació de l'impost, l'import de la qual no coincideix amb el que figura",
    "en l'ordenança fiscal aprovada pel Ple. Així mateix, l'habitatge té la condició d'habitual i es troba al corrent",
    "de pagament, segons s'acredita amb la documentació que acompanya esta sol·licitud. Per tot açò, demane que es",
    "revise la liquidació i es torne la quantitat ingressada de més, amb els interessos que corresponguen.",
)
