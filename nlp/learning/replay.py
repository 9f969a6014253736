"""What another model would have made of cases that were decided: kinds, values and acceptance that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from casework.fields import FieldReading
from casework.ports import Understanding
from casework.procedure import Procedure
from casework.validation import validate
from nlp.comparing import same_value
from nlp.learning.examples import Example

KIND = "kind"
_MOST = 200  # differences that are listed; sums count all


@dataclass(frozen=True)
class Difference:
    """One thing of one case that would have come out otherwise; it names no value.

    `what` is `kind`, `value`, `new`, `gone`, `filed_unseen` or `asked`; `better` says which model the clerk agrees
    with: `now`, `then`, or neither.
    """

    case: str
    field: str
    what: str
    better: str = ""


@dataclass
class Replay:
    """How many cases were looked at, in how many anything differs, each difference and their sums."""

    cases: int = 0
    touched: int = 0
    differences: list[Difference] = field(default_factory=list)
    sums: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def note(self, found: Iterable[Difference]) -> None:
        """Count a case with what differs in it."""
        found = list(found)
        self.cases += 1
        self.touched += bool(found)
        self.differences += found[: max(_MOST - len(self.differences), 0)]
        self.sums.update((one.field, one.what, one.better) for one in found)


def replay(
    now: Understanding,
    then: Understanding,
    procedures: Mapping[str, Procedure],
    examples: Iterable[Example],
    *,
    today: date,
    done: Callable[[int], None] = lambda _: None,
) -> Replay:
    """Understand each case by the model in force (`now`) and by the other (`then`), and note what differs."""
    found = Replay()
    for example in examples:
        found.note(_differences(now, then, procedures[example.kind], example, today))
        done(found.cases)
    return found


def _differences(
    now: Understanding, then: Understanding, procedure: Procedure, example: Example, today: date
) -> Iterable[Difference]:
    first, second = now.classify(example.readings), then.classify(example.readings)
    if first.kind != second.kind:
        yield Difference(example.case, KIND, KIND, _better(first.kind == example.kind, second.kind == example.kind))
    before, after = (
        _by_name(model, procedure, example, today) if told.kind == procedure.id else {}
        for model, told in ((now, first), (then, second))
    )
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        what = _what(procedure, name, old, new)
        if what:
            agreed = [name in example.said and _says(procedure, name, one, example) for one in (old, new)]
            yield Difference(example.case, name, what, _better(*agreed))


def _by_name(model: Understanding, procedure: Procedure, example: Example, today: date) -> dict[str, FieldReading]:
    classified = model.classify(example.readings)
    read = model.extract(example.readings, classified, procedure)
    return {one.name: one for one in validate(procedure, classified, read, today=today).fields}


def _what(procedure: Procedure, name: str, old: FieldReading | None, new: FieldReading | None) -> str:
    if old is None or new is None:
        return "new" if old is None else "gone"
    if not same_value(procedure.fields[name].type, old.value, new.value):
        return "value"
    if old.accepted == new.accepted:
        return ""
    return "filed_unseen" if new.accepted else "asked"


def _says(procedure: Procedure, name: str, read: FieldReading | None, example: Example) -> bool:
    value = example.said[name]
    if value is None or read is None:
        return value is None and read is None
    return same_value(procedure.fields[name].type, read.value, value)


def _better(now: bool, then: bool) -> str:  # noqa: FBT001 - two models, one answer each
    return "" if now == then else "now" if now else "then"
