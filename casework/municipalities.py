"""Whether a place is a municipality, and of which province: the list of the Instituto Nacional de Estadística.

The list comes with the package `busca-municipio`, one "Province;Name" a line, official names in both languages side by
side. What people here write instead of an official name, and their hamlets, are added (`municipalities.yaml`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

_ARTICLE = re.compile(r"(.+), (l'|l’|el|la|els|les|las|los|o|a|os|as|es|sa|ses)", re.IGNORECASE)
_LEADING = re.compile(r"(?:l['’]|(?:el|la|els|les|las|los|o|a|os|as|es|sa|ses) )")
_ASIDE = re.compile(r"\s*\([^)]*\)")
_SIGNS = re.compile(r"[^\w]+")


def provinces_of(name: str) -> frozenset[str]:
    """The provinces, as the first two figures of their postal codes, that have a municipality of that name.

    Accents, capitals and the article do not matter, nor in which language it is said, or whether in both. Empty where
    nobody knows it.
    """
    found = [_known().get(_folded(one), frozenset()) for one in _ASIDE.sub("", name).split("/")]
    return frozenset[str]().union(*found) if all(found) else frozenset()


def names_of(province: str) -> frozenset[str]:
    """What municipalities of a province, by its two figures, and the province itself are called, official or not."""
    return frozenset(name for name, code in _listed() if code == province)


@cache
def _known() -> Mapping[str, frozenset[str]]:
    known: dict[str, set[str]] = defaultdict(set)
    for name, code in _listed():
        known[_folded(name)].add(code)
    return {name: frozenset(found) for name, found in known.items()}


@cache
def _listed() -> Sequence[tuple[str, str]]:
    """All names there are, each with the figures of its province."""
    own: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    codes = {name: f"{code:02d}" for code, name in own["provinces"].items()}
    listed = (files("busca_municipio") / "municipios.txt").read_text(encoding="utf-8")
    official = (line.partition(";") for line in listed.splitlines())
    return (
        *((name, codes[province]) for province, _, names in official for name in _names(names)),
        *((name, f"{code:02d}") for code, names in own["also"].items() for name in names),
    )


def _names(listed: str) -> Iterator[str]:
    """The names of one municipality: "Alacant/Alicante" has two, "Campello, el" is said el Campello."""
    for name in (listed, *listed.split("/")):
        found = _ARTICLE.fullmatch(name)
        yield found[1] if found else name


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return _SIGNS.sub(" ", _LEADING.sub("", plain.strip(), count=1) if _LEADING.match(plain.strip()) else plain).strip()
