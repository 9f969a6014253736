"""Taking clerks' corrections in: the labelled set of this installation, a challenger, and the model in force."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from casework.errors import UnreadableDocument
from casework.fields import Classification, FieldReading
from casework.ports import Understanding
from casework.procedure import Procedure
from casework.reading import Reading
from dovtech.wiring import Parts

if TYPE_CHECKING:  # slow to import, or in need of a configured Django
    from desk.champions import Model
    from nlp.learning.examples import Example
    from nlp.learning.learn import Challenger, Progress

MOST_CASES = 1000
"""The newest cases are enough, and no more can be taken in within twenty minutes on two cores."""
_KEPT = 30.0  # seconds


def examples(parts: Parts, *, limit: int = MOST_CASES, since: datetime | None = None) -> Iterator[Example]:
    """The labelled set: decided cases whose readings are still there, newest first.

    Nothing of it is kept: it is read from the register and the document store, and what is erased there is gone.
    Papers of restricted procedures teach nothing (art. 9 RGPD).
    """
    _ = parts.register
    from desk import labelled
    from nlp.learning.examples import Example

    for number in labelled.decided(limit, since=since):
        case = parts.register.load(number)
        procedure = parts.procedures.get(case.kind)
        if procedure is None or procedure.restricted:
            continue
        by, said = labelled.said_by_clerk(case, procedure)
        readings = _readings(parts, tuple(case.readings.values()))
        if by and readings:
            yield Example(case=number, by=by, kind=case.kind, readings=readings, said=said)


def _readings(parts: Parts, kept: Sequence[str]) -> tuple[Reading, ...]:
    """The readings of a case; none where any of them is gone."""
    try:
        return tuple(parts.readings.load(sha256) for sha256 in kept)
    except UnreadableDocument:
        return ()


def train(parts: Parts, *, by: str, progress: Progress) -> tuple[Model, Challenger]:
    """Make a challenger of all decisions, compare it with the model in force, and keep it under its version."""
    _ = parts.register
    from desk import champions
    from nlp.bars import MODEL
    from nlp.learning.learn import School, learn
    from nlp.learning.lessons import Lessons, from_json
    from nlp.learning.trials import frozen
    from nlp.pipeline import load

    champion = champions.champion(MODEL)
    released = load(parts.procedures)
    school = School(parts.procedures, released, released, list(frozen()))
    if champion.lessons:
        lessons: Lessons = from_json(champion.lessons)
        school = School(parts.procedures, released, school.adapted(lessons, champion.version), school.frozen)
    found = learn(school, list(examples(parts)), progress=progress)
    told = {**found.as_json(), "champion": champion.version}
    return champions.keep(MODEL, found.lessons.as_json(), told, by=by), found


def understander(parts: Parts, model: Model) -> Understanding:
    """The model of that version, ready to understand."""
    from nlp.learning.lessons import Adapted, from_json, taught
    from nlp.pipeline import load

    if not model.lessons:
        return parts.understanding
    lessons = from_json(model.lessons)
    return Adapted(load(taught(parts.procedures, lessons)), lessons.shifts, model.version)


@dataclass
class Following:
    """Plays the port `Understanding` by the model in force; workers follow a change within half a minute."""

    champion: Callable[[], Model]
    build: Callable[[Model], Understanding]
    clock: Callable[[], float] = time.monotonic
    _asked: float = field(default=float("-inf"), init=False)
    _version: str = field(default="", init=False)
    _now: Understanding | None = field(default=None, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def classify(self, readings: tuple[Reading, ...]) -> Classification:
        """The kind of the whole application, its language and the kinds of its pages."""
        return self._model().classify(readings)

    def extract(
        self, readings: tuple[Reading, ...], classification: Classification, procedure: Procedure
    ) -> tuple[FieldReading, ...]:
        """At most one value for each of the procedure's fields; a blank on the paper has none."""
        return self._model().extract(readings, classification, procedure)

    @property
    def version(self) -> str:
        """The version of the model in force, whether it is loaded or not."""
        return self.champion().version

    def _model(self) -> Understanding:
        with self._lock:
            if self._now is None or self.clock() - self._asked >= _KEPT:
                model = self.champion()
                if self._now is None or model.version != self._version:
                    self._now, self._version = self.build(model), model.version
                self._asked = self.clock()
            return self._now
