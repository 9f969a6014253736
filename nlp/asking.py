"""What a page asks for by its title and its captions: knowledge of the procedures, which no corpus has to teach."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from casework.procedure import FieldType, Procedure
from casework.reading import Page
from nlp.intents import intents
from nlp.labels import words_of
from nlp.text import content, coverage

_TITLE_WORDS = 16
_MOST_FIELDS = 4.0


@dataclass(frozen=True)
class Asking:
    """The titles and the captions that are a procedure's own."""

    procedures: Mapping[str, Procedure]

    @cached_property
    def _titles(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        return {
            key: tuple(
                dict.fromkeys(
                    content(title)
                    for titles in (*one.titles_on_paper.values(), tuple(one.title.values()))
                    for title in titles
                )
            )
            for key, one in self.procedures.items()
        }

    @cached_property
    def _captions(self) -> dict[tuple[str, ...], dict[str, tuple[str, float]]]:
        """By phrase the procedures that print it: the field, and how telling the phrase is."""
        common = set.intersection(*(set(one.fields) for one in self.procedures.values())) if self.procedures else set()
        found: dict[tuple[str, ...], dict[str, str]] = {}
        for key, one in self.procedures.items():
            for name, spec in one.fields.items():
                if name in common:
                    continue
                labels = [label for texts in spec.labels.values() for label in texts]
                labels += words_of("labels").get(name, ())
                if spec.type is FieldType.CHOICE:
                    labels += [n for names in spec.choices.values() for texts in names.values() for n in texts]
                for label in labels:
                    found.setdefault(content(label), {})[key] = name
        many = len(self.procedures)
        return {
            phrase: {key: (name, math.log(many / len(owners))) for key, name in owners.items()}
            for phrase, owners in found.items()
            if len(owners) < many / 3
        }

    @cached_property
    def _first(self) -> dict[str, int]:
        longest: Counter[str] = Counter()
        for phrase in self._captions:
            longest[phrase[0]] = max(longest[phrase[0]], len(phrase))
        return dict(longest)

    def titles(self, page: Page) -> dict[str, float]:
        """How well a line of the page names each procedure, 0..1."""
        best = dict.fromkeys(self._titles, 0.0)
        for words in page.lines():
            line = content(" ".join(word.text for word in words)) if len(words) <= _TITLE_WORDS else ()
            shared = Counter(place for word in set(line) for place in self._by_word.get(word, ()))
            for (key, title), count in shared.items():
                if count >= min(2, len(title)):
                    best[key] = max(best[key], coverage(title, line) * (0.5 + 0.5 * coverage(line, title)))
        return best

    @cached_property
    def _by_word(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """The titles that hold a word, each with its procedure."""
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for key, titles in self._titles.items():
            for title in titles:
                for word in set(title):
                    found.setdefault(word, []).append((key, title))
        return found

    def captions(self, page: Page) -> dict[str, float]:
        """How many of a procedure's own fields the page asks for or tells, weighed by how telling they are."""
        told: dict[str, dict[str, float]] = {key: {} for key in self.procedures}
        for line in page.lines():
            words = content(" ".join(word.text for word in line))
            for start in range(len(words)):
                for size in range(min(self._first.get(words[start], 0), len(words) - start), 0, -1):
                    owners = self._captions.get(words[start : start + size])
                    if owners is not None:
                        for key, (name, weight) in owners.items():
                            told[key][name] = max(told[key].get(name, 0.0), weight * min(size, 3) / 3)
                        break
        return {key: min(sum(fields.values()), _MOST_FIELDS) for key, fields in told.items()}

    def signs(self, pages: Sequence[Page], labels: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Titles and captions as two tables, one row a page and one column a label.

        What is no procedure has as its title what the page says of itself, and no captions.
        """
        titles = [intents(page) | self.titles(page) for page in pages]
        captions = [self.captions(page) for page in pages]
        return (
            np.array([[row.get(label, 0.0) for label in labels] for row in titles]),
            np.array([[row.get(label, 0.0) for label in labels] for row in captions]),
        )
