"""The council's street map: whether an address lies in a street there is, and which street it may have meant.

A file of lines, as the council exports them: `Calle Mayor`, `MAYOR, CALLE`, or several names of one street between
semicolons, `Carrer Major; Calle Mayor`. The first line says whose they are: `# Alicante; Alacant`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path

from casework.errors import Misconfigured

_WAYS = frozenset(
    (
        "c cl calle carrer cr avenida avda avd av avinguda avgda plaza pza pl plaza placa pca paseo pso po passeig pg"
        " camino cno cami carretera ctra travesia trav travessia ronda rda partida ptda pda urbanizacion urbanitzacio"
        " urb pasaje pje passatge glorieta gta rambla via grupo poligono poligon escalinata"
    ).split()
)
_LITTLE = frozenset("de del dels la las los lo el els les l d i y n num numero".split())
_WORD = re.compile(r"[a-z0-9]+")
_TURNED = re.compile(r"(?P<name>.+), *(?P<way>[^,]+)")
_LIKE = 0.8  # of two names that one may be meant for the other


@dataclass(frozen=True, slots=True)
class StreetMap:
    """The streets of one town; `streets` gives for each name, without its kind, how the map spells it."""

    towns: frozenset[str] = frozenset()
    streets: Mapping[str, str] = field(default_factory=dict)

    def covers(self, town: str) -> bool:
        """Whether these are the streets of a town, in either language, or both as "Alicante/Alacant"."""
        return bool(self.streets) and any(_key(name) in self.towns for name in town.split("/"))

    def has(self, address: str) -> bool:
        """Whether an address begins with the name of a street: the longest name counts, so "9 d'Octubre 12" is one."""
        words = _key(address).split()
        return any(" ".join(words[:end]) in self.streets for end in range(len(words), 0, -1))

    def near(self, address: str) -> str:
        """The street that the address may have meant, as the map spells it; empty where none is like it."""
        first, *rest = _key(address).split() or [""]
        name = " ".join([first, *takewhile(str.isalpha, rest)])  # the number of "9 d'Octubre" is no house's
        found = get_close_matches(name, self.streets, n=1, cutoff=_LIKE)
        return self.streets[found[0]] if found else ""


NO_STREETS = StreetMap()  # of a council that gave none: nothing is looked for


def read(path: Path) -> StreetMap:
    """The street map in a file; raises Misconfigured where it cannot be read or says nothing."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured("the street map cannot be read", remedy="see DOVTECH_STREETS: text in UTF-8") from error
    head = lines[0] if lines else ""
    towns = frozenset(_key(name) for name in head.removeprefix("#").split(";") if head.startswith("#") and _key(name))
    streets = {_key(name): name for name in reversed(list(_names(lines[1:])))}  # the first of two is shown
    if not towns or not streets:
        remedy = "begin it with the town, as `# Alicante; Alacant`, then a street a line"
        raise Misconfigured("the street map does not say whose it is", remedy=remedy)
    return StreetMap(towns, streets)


def _names(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        for name in line.split(";"):
            turned = _TURNED.fullmatch(name.strip())
            plain = f"{turned['way']} {turned['name']}" if turned and not _key(turned["way"]) else name.strip()
            if _key(plain):
                yield plain


def _key(text: str) -> str:
    """A street's name as it is compared: no accents, capitals, kind of street or little words."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = _WORD.findall(plain)
    while words and words[0] in _WAYS | _LITTLE:
        words = words[1:]
    return " ".join(word for word in words if word not in _LITTLE)
