"""Papers of which the truth is known, and how a model fares on each: the ground on which two models are compared."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from casework.fields import FieldReading
from casework.ports import Understanding
from casework.procedure import Procedure
from casework.reading import Reading
from casework.validation import validate
from nlp.bars import MODELS
from nlp.comparing import same_value

FROZEN = MODELS / "frozen-1.jsonl.gz"
_PRESENTED = date(2028, 1, 1)  # later than any date of the invented papers
_READINGS = TypeAdapter(tuple[Reading, ...])


@dataclass(frozen=True)
class Trial:
    """A paper with its kind and values.

    `judged` names the fields of which the truth is known, None where it is the whole truth: then a value that is told
    and not in `fields` is wrong.
    """

    kind: str
    readings: tuple[Reading, ...] = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)
    judged: frozenset[str] | None = None
    presented: date = _PRESENTED


@dataclass(frozen=True, slots=True)
class Told:
    """How one field of one paper came out: whether it is right (a blank left blank is), how sure, filed unseen."""

    right: bool
    sure: float | None
    accepted: bool


@dataclass(frozen=True)
class Outcome:
    """How a model fared on one paper: whether it knew the kind, and every field by name."""

    kind_right: bool
    kind_sure: float
    fields: Mapping[str, Told]


def fares(model: Understanding, procedures: Mapping[str, Procedure], trial: Trial) -> Outcome:
    """What a model makes of a paper, told its kind where it would not have known: fields are judged by themselves."""
    classified = model.classify(trial.readings)
    kind_right = classified.kind == trial.kind
    procedure = procedures.get(trial.kind)
    if procedure is None or not kind_right:
        return Outcome(kind_right, classified.confidence, {})
    read = model.extract(trial.readings, classified, procedure)
    judged = {one.name: one for one in validate(procedure, classified, read, today=trial.presented).fields}
    names = trial.judged if trial.judged is not None else frozenset((*trial.fields, *judged))
    told = {name: _told(procedure, name, trial.fields.get(name), judged.get(name)) for name in sorted(names)}
    return Outcome(kind_right, classified.confidence, told)


def _told(procedure: Procedure, name: str, wanted: str | None, read: FieldReading | None) -> Told:
    if read is None:
        return Told(wanted is None, None, accepted=False)
    right = wanted is not None and same_value(procedure.fields[name].type, read.value, wanted)
    return Told(right, read.confidence, read.accepted)


def frozen(path: Path = FROZEN) -> Iterator[Trial]:
    """The set that ships with the released model: invented papers of families that no part of it has learned from."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            yield Trial(told["kind"], _READINGS.validate_python(told["readings"]), told["fields"])


def freeze(papers: Iterable[Trial], path: Path = FROZEN) -> int:
    """Write such a set, the same bytes for the same papers; how many there are."""
    lines = [
        json.dumps(
            {
                "kind": one.kind,
                "fields": dict(one.fields),
                "readings": _READINGS.dump_python(one.readings, mode="json", exclude_defaults=True),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for one in papers
    ]
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode(), compresslevel=9, mtime=0))
    return len(lines)


def every(model: Understanding, procedures: Mapping[str, Procedure], trials: Sequence[Trial]) -> Iterator[Outcome]:
    """How a model fares on all of them, in order."""
    for trial in trials:
        yield fares(model, procedures, trial)
