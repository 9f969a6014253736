"""Whether one instance asks for several things, each of which is a procedure of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from casework.procedure import Procedure
from casework.reading import Page
from nlp.deciding import GENERAL
from nlp.kinds import asks_in_general
from nlp.reasons import ASKS, ENDS
from nlp.sheets import Sheets
from nlp.telling import is_told, telling
from nlp.text import content, coverage

_ITEM = re.compile(
    r"(?:^|\n|(?<=[.;:,])\s)(?:[-•*·–]\s+|(?:\d{1,2}|[a-h])\s?[.)º]-?\s+"
    r"|(?:primer[oa]?|segon?|segund[oa]|tercer[oa]?|quart|cuarto)\s?[.:,\-]+\s+)"
    r"|\b(?:asimismo|asi mismo|igualmente|ademas|tambien|por otra parte|por otro lado|aixi mateix|igualment|a mes"
    r"|tambe|per altra banda|d.altra banda|al mateix temps|al mismo tiempo)\b"
)
_EMPTY = frozenset("solicitud solicituds sollicitud instancia impreso formulario formulari peticion peticio".split())
_LEAST, _WIDE = 2, 3  # words of a title that name it; how far apart they may stand, in titles' lengths


@dataclass(frozen=True)
class Several:
    """Knows the procedures by what their papers are titled."""

    procedures: Mapping[str, Procedure]

    @cached_property
    def _named(self) -> Mapping[str, frozenset[tuple[str, ...]]]:
        # An instance is no matter: whoever writes "esta instancia general" asks for what is in it.
        return {key: frozenset(_phrases(one)) for key, one in self.procedures.items() if one.slug != GENERAL}

    def asked(self, pages: Sequence[Page], sheets: Sheets) -> tuple[str, ...]:
        """The ids of the procedures that a letter's or an instance's requests name, in their order, two at least.

        None where it asks for one thing, or where it cannot be told what else: a request that names two matters in
        one breath is no second request.
        """
        found: dict[str, None] = {}
        general = asks_in_general(pages)
        for sheet in map(sheets.of, pages):
            if general or is_told(sheet):
                for item in _items(telling(sheet).plain):
                    named = self._one(item)
                    if named is not None:
                        found[named] = None
        return tuple(found) if len(found) > 1 else ()

    def _one(self, item: str) -> str | None:
        """The procedure that a request names, by the longest of its titles; None where none is, or two alike are."""
        words = content(item)
        best = [
            (max((len(t) for t in titles if _names(t, words)), default=0), key) for key, titles in self._named.items()
        ]
        size, key = max(best)
        alone = [one for one, _ in best].count(size) == 1
        return key if size and alone else None


def _phrases(procedure: Procedure) -> Iterator[tuple[str, ...]]:
    for titles in (*procedure.titles_on_paper.values(), tuple(procedure.title.values())):
        for title in titles:
            for piece in re.split(r"[.:(]", title):
                words = tuple(word for word in content(piece) if word not in _EMPTY)
                if len(words) >= _LEAST:
                    yield words


def _names(title: Sequence[str], words: Sequence[str]) -> bool:
    width = _WIDE * len(title)
    if coverage(title, words) < 1.0:  # what stands nowhere stands in no part
        return False
    return any(coverage(title, words[at : at + width]) == 1.0 for at in range(max(len(words) - len(title), 0) + 1))


def _items(plain: str) -> Iterator[str]:
    """The requests of a text, each alone: those of a list, and those that a word of adding begins."""
    asks = ASKS.search(plain)
    if asks is None:
        return
    end = ENDS.search(plain, asks.end())
    asked = plain[asks.end() : end.start() if end else len(plain)]
    at = 0
    for match in _ITEM.finditer(asked):
        yield asked[at : match.start()]
        at = match.end()
    yield asked[at:]
