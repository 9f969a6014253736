"""From clerks' decisions to a challenger, and whether it may take the champion's place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.ports import Understanding
from casework.procedure import Procedure
from nlp.learning import shifts, words
from nlp.learning.contest import Comparison, compared
from nlp.learning.examples import Example, Seen, see
from nlp.learning.lessons import Adapted, Lessons, taught
from nlp.learning.quarantine import Label, Sifted, sifted
from nlp.learning.trials import Outcome, Trial, every
from nlp.pipeline import Understander, load

Progress = Callable[[str, float], None]
_HELD = 4  # one case in so many is never learned from and judges
_TRIES = 3  # times that lessons which make something worse are left out
Load = Callable[[Mapping[str, Procedure]], Understander]


@dataclass(frozen=True)
class Challenger:
    """What was learned of how many cases, what stayed out, and how the new model fares against the champion."""

    lessons: Lessons
    cases: int
    clerks: int
    quarantined: Mapping[str, int]
    left_out: tuple[str, ...]
    comparison: Comparison | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it may not take the champion's place; none where it may."""
        return self.comparison.reasons if self.comparison else ("nothing_learned",)

    def as_json(self) -> dict[str, Any]:
        """What is kept and shown of it beside its lessons."""
        return {
            "cases": self.cases,
            "clerks": self.clerks,
            "quarantined": dict(self.quarantined),
            "left_out": list(self.left_out),
            "reasons": list(self.reasons),
            "comparison": self.comparison.as_json() if self.comparison else None,
        }


@dataclass(frozen=True)
class School:
    """What a challenger is made of and measured by: the released model, the champion in force, the frozen papers."""

    procedures: Mapping[str, Procedure]
    released: Understander
    champion: Understanding
    frozen: Sequence[Trial]
    load: Load = load

    def adapted(self, lessons: Lessons, version: str) -> Understanding:
        """The released model with these lessons."""
        return Adapted(self.load(taught(self.procedures, lessons)), lessons.shifts, version)


def _quiet(_: str, __: float) -> None:
    """Nobody is watching."""


def learn(school: School, examples: Sequence[Example], *, progress: Progress = _quiet) -> Challenger:
    """A challenger by these decisions, compared with the champion on the frozen papers and on cases kept apart."""
    papers = []
    for number, example in enumerate(examples, start=1):
        if example.kind in school.procedures and example.readings:
            papers.append(see(school.released, school.procedures[example.kind], example))
        progress("examples", number / len(examples))
    return challenged(school, papers, progress=progress)


def challenged(school: School, papers: Sequence[Seen], *, progress: Progress = _quiet) -> Challenger:
    """The challenger by examples that the released model has seen already."""
    told = sifted(papers)
    lessons = lessons_of(papers, told)
    left_out: list[str] = []
    comparison: Comparison | None = None
    trials = [*school.frozen, *held_out(told)]
    before = _faring(school.champion, school.procedures, trials, lambda part: progress("champion", part))
    for _ in range(_TRIES):
        if not lessons.count:
            break
        after = _faring(
            school.adapted(lessons, ""), school.procedures, trials, lambda part: progress("challenger", part)
        )
        comparison = compared(before, after, frozen=len(school.frozen))
        if not comparison.worse:
            break
        spared = lessons.without(comparison.worse)
        if spared == lessons:
            break
        lessons, left_out = spared, [*left_out, *sorted(comparison.worse)]
    return Challenger(
        lessons=lessons,
        cases=len(papers),
        clerks=len({seen.example.by for seen in papers}),
        quarantined=told.reasons(),
        left_out=tuple(left_out),
        comparison=comparison if lessons.count else None,
    )


def lessons_of(papers: Sequence[Seen], told: Sifted) -> Lessons:
    """What the labels that may teach do teach; cases kept apart have no part in it."""
    learned = [label for label in told.kept if not is_held(label.seen.example.case)]
    counted = [label for label in told.counted if not is_held(label.seen.example.case)]
    return Lessons(
        labels=words.captions_of(learned),
        titles=words.titles_of([seen for seen in papers if not is_held(seen.example.case)]),
        shifts=shifts.shifts_of(counted),
    )


def is_held(case: str) -> bool:
    """Whether a case is kept apart to judge: the same answer every time."""
    return hashlib.sha256(case.encode()).digest()[0] % _HELD == 0


def held_out(told: Sifted) -> list[Trial]:
    """The cases kept apart, each with the values that nothing speaks against."""
    by_case: dict[str, list[Label]] = {}
    for label in told.kept:
        if is_held(label.seen.example.case):
            by_case.setdefault(label.seen.example.case, []).append(label)
    return [
        Trial(
            labels[0].seen.example.kind,
            labels[0].seen.example.readings,
            {label.name: label.value for label in labels if label.value is not None},
            frozenset(label.name for label in labels),
        )
        for labels in by_case.values()
    ]


def _faring(
    model: Understanding, procedures: Mapping[str, Procedure], trials: Sequence[Trial], done: Callable[[float], None]
) -> list[Outcome]:
    outcomes = []
    for outcome in every(model, procedures, trials):
        outcomes.append(outcome)
        done(len(outcomes) / len(trials))
    return outcomes
