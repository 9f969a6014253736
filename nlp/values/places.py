"""Street lines: way, number, stair, floor and door, without postal code and town."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nlp.text import fold

_WAYS = (
    (r"c\s?/|c\.|cl\.?|calle", "Calle"),
    (r"carrer|cr\.", "Carrer"),
    (r"avda\.?|avd\.?|avenida", "Avenida"),
    (r"avinguda|avgda\.?|avg\.?", "Avinguda"),
    (r"av\.?", "Avenida"),
    (r"plaza|pza\.?|plz\.?|pl\.", "Plaza"),
    (r"plaça|pça\.?", "Plaça"),
    (r"paseo|p\.?[ºo]|pso\.?", "Paseo"),
    (r"passeig|pg\.?", "Passeig"),
    (r"camino|cno\.?|cm\.?", "Camino"),
    (r"camí", "Camí"),
    (r"carretera|ctra\.?", "Carretera"),
    (r"travesía|trav\.?", "Travesía"),
    (r"travessia", "Travessia"),
    (r"ronda|rda\.?", "Ronda"),
    (r"partida|pt?da\.?", "Partida"),
    (r"urbanización|urb\.?", "Urbanización"),
    (r"pasaje|pje\.?", "Pasaje"),
    (r"passatge", "Passatge"),
    (r"glorieta|gta\.?", "Glorieta"),
    (r"rambla", "Rambla"),
    (r"gran vía", "Gran Vía"),
    (r"gran via", "Gran Via"),
    (r"alameda", "Alameda"),
    (r"albereda", "Albereda"),
    (r"bulevar", "Bulevar"),
    (r"explanada", "Explanada"),
    (r"esplanada", "Esplanada"),
    (r"cuesta", "Cuesta"),
    (r"costera", "Costera"),
    (r"pujada", "Pujada"),
    (r"senda", "Senda"),
    (r"colonia", "Colonia"),
    (r"colònia", "Colònia"),
    (r"barrio", "Barrio"),
    (r"barri", "Barri"),
    (r"polígono", "Polígono"),
    (r"polígon", "Polígon"),
)
_WAY = re.compile(
    "^(?:" + "|".join(f"(?P<w{i}>{form})" for i, (form, _) in enumerate(_WAYS)) + r")(?=[\s\d]|(?<=/)|$)\s*",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(rf"^(?:en|a)\s+(?={_WAY.pattern[1:]})", re.IGNORECASE)  # "Vive en: C/ Mayor 3"
_VALENCIAN = {
    "Calle": "Carrer", "Avenida": "Avinguda", "Plaza": "Plaça", "Paseo": "Passeig", "Camino": "Camí",
    "Travesía": "Travessia", "Pasaje": "Passatge", "Urbanización": "Urbanització",
}  # fmt: skip
_SPANISH = re.compile(
    r"\d\s?[ºª°]|\b(?:izda|izq|izquierda|dcha|derecha|bajo|bloque|entresuelo|puerta|escalera|piso)\b", re.IGNORECASE
)
_OF_VALENCIA = re.compile(
    r"\d(?:é|è|r|n|t)(?!\w)|\b(?:baix|baixos|dta|esq|esquerra|dreta|entresòl|àtic|porta|escala|pis)\b", re.IGNORECASE
)
_NAMED_IN_SPANISH = re.compile(r"\b(?:de l[ao]s|virgen|san|santo|maestro|iglesia|rey)\b", re.IGNORECASE)
_NAMED_IN_VALENCIAN = re.compile(
    r"\b(?:[dl]['’](?=\w)|(?:dels|sant|mestre|mare de d[ée]u|esgl[ée]sia|pur[íi]ssima|rei)\b)", re.IGNORECASE
)
_TAIL = re.compile(r"[\s,;.(–-]*(?:\bC\.?\s?P\.?:?\s*)?(?<!\d)(?:0[1-9]|[1-4]\d|5[0-2])\d{3}(?!\d).*$", re.IGNORECASE)
_NUMBER = re.compile(r"\s*,?\s*(?:\b(?:n[uú]m(?:ero)?|nro)\b\.?|\bn\s?\.?\s?[º°o]\.?)\s*(?=\d|s/n)", re.IGNORECASE)
_COMMA_NUMBER = re.compile(r"(?<=[^\W\d])\s*,\s*(?=\d+\s?(?:bis|[A-Z])?\s*(?:,|$))", re.IGNORECASE)
_DASHED = re.compile(  # between number and floor
    r"(?<=\d)\s?[-–]\s?(?=\d{1,2}\s?[ºª°](?!\w{2})|(?:baj[oa]s?|baix[oa]?s?|[aà]tic[oa]?|entresuelo|entresòl)\b)",
    re.IGNORECASE,
)
_FLOOR_DOOR = re.compile(r"\b(\d{1,2})\s?[º°ª]\s?[-–]?\s?([A-Z])\b(?!\w)")
_FLOOR_DASH = re.compile(r"(?<=, )(\d{1,2})\s?[-–]\s?([A-Z])$")
_SPELLED_FLOOR = re.compile(
    r",?\s*\b(?:piso|planta|pis)\s+(\d{1,2})(?:\s?[º°ª])?(?:\s*,?\s*(?:puerta|pta\.?|porta)\s+([\w.]+))?", re.IGNORECASE
)
_DOOR_NAMED = re.compile(
    r"(?<=, )(\d{1,2}\s?(?:[º°ª]|[rntéè](?!\w))),?\s+(?:puerta|porta|pta\.?)\s*(\w{1,3})\b", re.IGNORECASE
)
_PARTED = re.compile(r"(?<=, )(\d)\s(\d)(?=\s?[ºª°é])")
_LIKE_FIGURES = re.compile(r"(?<=, )[GIl]{1,2}(?=[ºª°é]| [\dA-Z]$)")
_FIGURES = str.maketrans("GIl", "611")
_BARE_FLOOR = re.compile(
    r"(?<=, )(?P<floor>\d{1,3})[.°]? (?P<door>[A-Z]|\d{1,2}|(?:izda|dcha|dta|esq)\.?)$", re.IGNORECASE
)
_HIGHEST, _EITHER = 20, ("10", "20")  # floors; what may be "1º" as well as the tenth
_DOTTED = re.compile(r"\.{2,}|(?<=[\s,])\.+(?=\w)|(?<=[a-zà-ú]{3})\.(?=[A-ZÀ-Ú0-9])")  # what dotted lines leave behind
_EDGES = " \t.,;:_-–—|"
_ABBREVIATED = re.compile(r"\b(?:izda|izq|dcha|dta|esq|pta|bjo)$", re.IGNORECASE)


def parse_address(text: str) -> str | None:
    """The street line with its way spelled out and its floor as "3º B"; None where there is no street in it."""
    plain = re.sub(r"[\s_]+", " ", _DOTTED.sub(" ", text)).strip(_EDGES)
    plain = _TAIL.sub("", plain).strip(" ,;:_-–|")
    if text.rstrip(" ,;_").endswith(".") and _ABBREVIATED.search(plain):
        plain += "."
    plain = _PREPOSITION.sub("", plain)
    way = _WAY.match(plain)
    if way:
        index = next(i for i, _ in enumerate(_WAYS) if way[f"w{i}"] is not None)
        plain = f"{_WAYS[index][1]} {plain[way.end() :]}"
    plain = _COMMA_NUMBER.sub(" ", _NUMBER.sub(" ", plain))
    plain = _SPELLED_FLOOR.sub(lambda m: f", {m[1]}º" + (f" {m[2]}" if m[2] else ""), plain)
    plain = _DOOR_NAMED.sub(r"\1 \2", plain)
    plain = _FLOOR_DOOR.sub(r"\1º \2", _FLOOR_DASH.sub(r"\1º \2", _DASHED.sub(", ", plain)))
    plain = re.sub(r"\s+", " ", plain).replace(" ,", ",")
    return plain if _is_street(plain) else None


def _is_street(plain: str) -> bool:
    letters = sum(char.isalpha() for char in plain)
    return (
        letters >= 4
        and "@" not in plain
        and len(plain) <= 120
        and bool(re.search(r"\d|s/n|baj[oa]|baix", plain, re.IGNORECASE))
    )


def mended_floor(value: str) -> str:
    """A street line read from a picture, its floor put right where the reader took the "º" for a nought or lost it.

    "3, 60 D" has its sixth floor, "3, 2 4" its second; "1 1º" is the eleventh, and "Gé" is "6é".
    """
    value = _PARTED.sub(r"\1\2", value)
    value = _LIKE_FIGURES.sub(lambda match: match[0].translate(_FIGURES), value)
    floor = _BARE_FLOOR.search(value)
    if floor is None:
        return value
    number, door = floor["floor"], floor["door"]
    if number in _EITHER:
        return value
    if int(number) > _HIGHEST:
        if not number.endswith("0"):
            return value
        number = number[:-1]
    return f"{value[: floor.start()]}{number}{_ordinal(number, value)} {door}"


def _ordinal(number: str, street: str) -> str:
    first = street.partition(" ")[0]
    valencian = first in _VALENCIAN.values() and first not in _VALENCIAN
    return ({"1": "r", "2": "n", "3": "r", "4": "t"}.get(number, "é")) if valencian else "º"


def in_own_language(value: str, raw: str, *, valencian: bool) -> str:
    """A street line with what its writer shortened spelled out in the writer's language.

    The street's own name tells it, "C/ de l'Església"; else floors and doors do, "8º izda." or "8é dta."; where they do
    not, it is the paper's, `valencian` or not.
    """
    spanish, other = bool(_SPANISH.search(raw)), bool(_OF_VALENCIA.search(raw))
    name = re.split(r"\d", value, maxsplit=1)[0]
    ours, theirs = bool(_NAMED_IN_VALENCIAN.search(name)), bool(_NAMED_IN_SPANISH.search(name))
    if not (ours if ours != theirs else other if spanish != other else valencian):
        return value
    way = _WAY.match(raw.strip())
    said = fold(raw.strip()[: way.end()]) if way else ""
    first, _, rest = value.partition(" ")
    if way and said != fold(first) and first in _VALENCIAN:
        value = f"{_VALENCIAN[first]} {rest}"
    return value if "bloque" in fold(raw) and not other else value.replace(", bloque ", ", bloc ")


def has_way(text: str) -> bool:
    """Whether a text begins with the name of a kind of street."""
    return bool(_WAY.match(text.strip()))


def is_way(text: str) -> bool:
    """Whether a text is nothing but a kind of street."""
    match = _WAY.match(text.strip())
    return match is not None and not text.strip()[match.end() :]


def joined_address(parts: Mapping[str, str]) -> str | None:
    """One street line as it is written, from the cells of a form: way, street, number, block, stair, floor, door.

    None where these name no street.
    """
    street = " ".join(part for part in (parts.get("way", ""), parts.get("street", ""), parts.get("number", "")) if part)
    floor, door = parts.get("floor", ""), parts.get("door", "")
    if re.fullmatch(r"\d{1,2}", floor):
        floor += "º"
    rest = [
        f"bloque {parts['block']}" if parts.get("block") else "",
        f"esc. {parts['stair']}" if parts.get("stair") else "",
        f"{floor} {door}".strip(),
    ]
    line = ", ".join([street, *(part for part in rest if part)])
    return line if parse_address(line) is not None else None
