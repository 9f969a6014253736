"""A full name in natural order as forms with three boxes want it: name, first surname, second surname."""

from __future__ import annotations

from dataclasses import dataclass

# Words that belong to the surname after them: "de la Torre", "del Río", "Fuster i Ortells" (two surnames).
_PARTICLES = frozenset("d' da das de dei del dels di do dos el i la las les lo los mac san santa van von y".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A natural person's name; a surname that is not there is empty."""

    given: str
    first: str = ""
    second: str = ""


def split_name(name: str) -> Name:
    """The name in its parts: the last two surnames as a Spanish document has them, everything before them given.

    With two words the second is the only surname (most foreigners have one). "López Sánchez, María" is taken by its
    comma. What cannot be told from the words (three given names and one surname) follows the rule all the same.
    """
    surnames, comma, given = name.partition(",")
    if comma:
        first, *rest = _groups(surnames) or [""]
        return Name(" ".join(given.split()), first, " ".join(rest))
    groups = _groups(name)
    if len(groups) < 2:
        return Name(" ".join(groups))
    if len(groups) == 2:
        return Name(*groups)
    return Name(" ".join(groups[:-2]), groups[-2], groups[-1])


def _groups(text: str) -> list[str]:
    """Words with their particles: a particle goes with the word after it, and no word is lost."""
    groups: list[str] = []
    held: list[str] = []
    for word in text.split():
        held.append(word)
        if word.casefold() not in _PARTICLES:
            groups.append(" ".join(held))
            held = []
    return [*groups, " ".join(held)] if held else groups
