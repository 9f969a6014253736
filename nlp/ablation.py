"""What each part of the understanding is worth: the same papers with a part taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from casework.procedure import Procedure
from nlp.bars import MODEL, MODELS
from nlp.candidates import READERS, SOURCES, Candidate
from nlp.channels import Place
from nlp.evaluation import Report, evaluate
from nlp.evidence import Group
from nlp.extraction import Evidence, Extractor, Tagger
from nlp.layout import Sheet
from nlp.learning.trials import Trial
from nlp.loading import pipe
from nlp.pipeline import Understander, load
from nlp.resolver import Chosen, Judge
from nlp.tagging import FieldTagger

_LAYOUT = frozenset({"cell", "right", "below", "joined"})
_HEAVY = 1.3  # the weight of a candidate for which nearly everything speaks


@dataclass(frozen=True)
class ByHand:
    """Plays the resolver's Judge by the hand-weighed evidence alone; nothing of it is learned."""

    def scores(self, groups: Sequence[Group], rows: np.ndarray) -> np.ndarray:
        """The weights, brought into 0..1."""
        return np.array([min(max(group.weight / _HEAVY, 0.0), 1.0) for group in groups[: len(rows)]])

    def confidences(  # the judge's shape, of which the scores are all that is looked at
        self,
        chosen: Sequence[Chosen],
        *_: object,
    ) -> list[float]:
        """The same: what they are worth was never measured."""
        return [choice.score for choice in chosen]


class Without(Extractor):
    """Finds everything but what comes of some sources."""

    def __init__(self, procedures: Mapping[str, Procedure], tagger: Tagger | None, silent: frozenset[str]) -> None:
        super().__init__(procedures, tagger)
        self._silent = silent

    def evidence(self, sheets: Sequence[Sheet], known: Procedure) -> Evidence:
        """The groups that other sources found, with these alone as their members."""
        found = super().evidence(sheets, known)
        groups = []
        for group in found.groups:
            heard = tuple(member for member in group.members if member.source not in self._silent)
            if heard:
                groups.append(replace(group, members=heard))
        return replace(found, groups=tuple(groups))


@dataclass(frozen=True)
class Placeless:
    """A tagger that is told the words and not where they stand."""

    tagger: Tagger

    def candidates(
        self, sheets: Sequence[Sheet], procedure: Procedure, places: Sequence[Mapping[int, Place]]
    ) -> Sequence[Candidate]:
        """Candidates by the words alone."""
        return self.tagger.candidates(sheets, procedure, [{} for _ in places])


def variants(procedures: Mapping[str, Procedure], model: Path | None = None) -> Iterator[tuple[str, Understander]]:
    """The released model whole, and without each part; every one is told kinds by the same classifier."""
    folder = model or MODELS / MODEL
    whole = load(procedures, folder)
    yield "whole", whole
    tagger = FieldTagger(pipe(folder / "tagger"))
    judge, decider = whole.judge, whole.decider

    def made(extractor: Extractor, by: Judge) -> Understander:
        return Understander(procedures, decider, extractor, by, whole.version)

    yield "rules alone", made(Extractor(procedures), ByHand())
    yield "rules, judged by the model", made(Extractor(procedures), judge)
    yield "model alone", made(Without(procedures, tagger, frozenset(SOURCES) - READERS), judge)
    yield "without layout", made(Without(procedures, Placeless(tagger), _LAYOUT), judge)


def ablated(
    procedures: Mapping[str, Procedure], trials: Sequence[Trial], model: Path | None = None
) -> Iterator[tuple[str, Report]]:
    """For each variant how its fields fare on these papers."""
    for name, understander in variants(procedures, model):
        yield name, fared(understander, procedures, trials)


def fared(understander: Understander, procedures: Mapping[str, Procedure], trials: Iterable[Trial]) -> Report:
    """The figures of one model on papers whose truth is whole."""
    truth, told = [], []
    for number, trial in enumerate(trials):
        classified = understander.classify(trial.readings)
        procedure = procedures.get(classified.kind)
        read = understander.extract(trial.readings, classified, procedure) if procedure else ()
        truth.append({"file": str(number), "kind": trial.kind, "fields": dict(trial.fields)})
        fields = {one.name: {"value": one.value, "confidence": one.confidence} for one in read}
        told.append({"file": str(number), "kind": classified.kind, "fields": fields})
    return evaluate(truth, told)
