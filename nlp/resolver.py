"""One value for each field, and one field for each place: the judgement over all candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from casework.fields import ONE_TICK, FieldReading
from casework.procedure import Procedure
from nlp.bodies import doubted
from nlp.candidates import Candidate
from nlp.evidence import OF_A_FORM, Group, weight
from nlp.layout import Sheet
from nlp.text import fold

LEAST = 0.35  # below this a value is rather wrong than right, and a blank is better
LEAST_TOLD = 0.2  # the same where the paper itself, by a caption or a box, says what a value is: papers differ
_TOLD = frozenset(("inline", "cell", "right", "below", "form", "paragraph", "joined", "mark"))
_IN_CONFLICT = 0.3  # how sure either of two boxes is that exclude each other
_WELL = 0.9  # likeness of a caption that names its field plainly
_SHARED = 0.5
_PAYERS, _UNDERSTOOD = ("debtor", "account_holder"), 0.8  # roles of a mandate, and how sure what is not said can be
DECIMALS = 4  # of a confidence that is told
_NOT_ONESELF = (("applicant_id", "representative_id"), ("applicant_name", "representative_name"))
_SURE_KIND = 0.9  # below it the doubt about the kind is a doubt about every value as well


class Judge(Protocol):
    """Tells how likely each group of candidates is right, and what that is worth on papers never seen."""

    def scores(self, groups: Sequence[Group], rows: np.ndarray) -> np.ndarray:
        """One number 0..1 for each row, good for ranking."""
        ...

    def confidences(
        self,
        chosen: Sequence[Chosen],
        groups: Sequence[Group],
        rows: np.ndarray,
        scores: Sequence[float],
        procedure: Procedure,
        captions: int,
    ) -> Sequence[float]:
        """The calibrated probability that each chosen value is right; `captions` tells forms from letters."""
        ...


@dataclass(frozen=True)
class Chosen:
    """A group that won its field, with its score and the place where it is read: a value may stand on a paper twice."""

    group: Group
    score: float
    place: Candidate


def resolve(groups: Sequence[Group], scores: Sequence[float]) -> list[Chosen]:
    """The best group of each field, best first; a place that is taken by a surer field is not read twice."""
    taken: dict[int, str] = {}
    chosen: dict[str, Chosen] = {}
    ranked = sorted(range(len(groups)), key=lambda i: (-scores[i], groups[i].field, groups[i].value))
    likely = [i for i in ranked if scores[i] >= (LEAST_TOLD if _is_told(groups[i]) else LEAST)]
    only = _only_places(groups[i] for i in likely)
    for index in likely:
        group = groups[index]
        if group.field in chosen:
            continue
        places = [one for one in group.members if sum(word in taken for word in one.words) <= _SHARED * len(one.words)]
        # A town that is also the place of signing is read where it was signed, if the address has no other place.
        others = {word for word, field in only if field != group.field and field not in chosen}
        places = [one for one in places if not others.intersection(one.words)] or places
        if places:
            place = group.best if group.best in places else max(places, key=weight)
            chosen[group.field] = Chosen(group, float(scores[index]), place)
            taken.update(dict.fromkeys(place.words, group.field))
    return [one for one in chosen.values() if not _is_oneself(one, chosen)]


def _is_oneself(one: Chosen, chosen: Mapping[str, Chosen]) -> bool:
    """Whether a value would make somebody act for oneself: who signs by certificate is named once more there."""
    for own, other in _NOT_ONESELF:
        rival = chosen.get({own: other, other: own}.get(one.group.field, ""))
        if rival is not None and _words(rival) == _words(one):
            return rival.score > one.score or (rival.score == one.score and one.group.field == other)
    return False


def _words(one: Chosen) -> list[str]:
    return sorted(fold(one.group.value).split())


def _only_places(ranked: Iterable[Group]) -> set[tuple[int, str]]:
    """The words that the best value of a field cannot do without, each with the field: it is read there or nowhere."""
    best: dict[str, Group] = {}
    for group in ranked:
        best.setdefault(group.field, group)
    return {
        (word, field)
        for field, group in best.items()
        for word in frozenset.intersection(*(frozenset(member.words) for member in group.members))
    }


def _is_told(group: Group) -> bool:
    """Whether the paper's own structure names a value's field, and nothing gives it to another role."""
    return any(m.source in _TOLD and m.likeness >= _WELL and m.role >= 0 for m in group.members)


def read_out(
    chosen: Sequence[Chosen],
    confidences: Sequence[float],
    procedure: Procedure,
    sheets: Sequence[Sheet],
    kind_confidence: float,
    groups: Sequence[Group] = (),
    captions: int = OF_A_FORM,
) -> tuple[FieldReading, ...]:
    """The chosen values with their evidence, in the procedure's order; among `groups` are boxes in conflict.

    `captions` tells forms, whose blanks stay blank, from letters.
    """
    order: Mapping[str, int] = {name: place for place, name in enumerate(procedure.fields)}
    readings = [
        _reading(choice, sure, sheets, kind_confidence) for choice, sure in zip(chosen, confidences, strict=True)
    ]
    readings = list(_with_conflicts(readings, groups, sheets, kind_confidence))
    asked = tuple(with_asker(readings, procedure))
    agreed = doubted(asked if captions >= OF_A_FORM else tuple(with_payer(asked, procedure)))
    return tuple(sorted(agreed, key=lambda reading: order[reading.name]))


def with_asker(readings: Sequence[FieldReading], procedure: Procedure) -> Iterator[FieldReading]:
    """The readings, and the debtor as the applicant where a mandate names nobody else who asks for it."""
    yield from readings
    known = {reading.name: reading for reading in readings}
    pairs = [(f"applicant_{what}", f"debtor_{what}") for what in ("name", "id")]
    if any(own in known and debtor in known and known[own].value != known[debtor].value for own, debtor in pairs):
        return
    for own, debtor in pairs:
        if own in procedure.fields and own not in known and debtor in known:
            yield replace(known[debtor], name=own)


def with_payer(readings: Sequence[FieldReading], procedure: Procedure) -> Iterator[FieldReading]:
    """The readings, and who asks as debtor and account holder where a letter about "my receipts" names nobody else.

    It says so without a name: a person confirms it.
    """
    yield from readings
    known = {reading.name: reading for reading in readings}
    for payer in _PAYERS:
        pairs = [(f"applicant_{what}", f"{payer}_{what}") for what in ("name", "id")]
        if any(theirs in known for _, theirs in pairs):
            continue
        for own, theirs in pairs:
            if theirs in procedure.fields and own in known:
                sure = min(known[own].confidence, _UNDERSTOOD)
                yield replace(known[own], name=theirs, confidence=sure, method="understood")


def _with_conflicts(
    readings: Sequence[FieldReading], groups: Sequence[Group], sheets: Sequence[Sheet], kind_confidence: float
) -> Iterator[FieldReading]:
    """The readings, those whose boxes contradict each other with `ONE_TICK` failed; no such field is left out.

    Neither box may win in silence: a person looks which one holds.
    """
    held = {group.field: group for group in reversed(groups) if any(ONE_TICK in one.failed for one in group.members)}
    for reading in readings:
        failed = (*reading.checks_failed, *((ONE_TICK,) if held.pop(reading.name, None) else ()))
        yield replace(reading, checks_failed=tuple(dict.fromkeys(failed)))
    for group in held.values():
        place = next(one for one in group.members if ONE_TICK in one.failed)
        yield _reading(Chosen(group, 0.0, place), _IN_CONFLICT, sheets, kind_confidence)


def _reading(choice: Chosen, sure: float, sheets: Sequence[Sheet], kind_confidence: float) -> FieldReading:
    best = choice.place
    sheet = sheets[best.sheet]
    return FieldReading(
        name=choice.group.field,
        value=choice.group.value,
        raw=best.raw,
        confidence=round(sure if kind_confidence >= _SURE_KIND else min(sure, 0.5 + kind_confidence / 2), DECIMALS),
        method="+".join(sorted({member.source for member in choice.group.members})),
        document=sheet.document,
        page=sheet.page.number,
        box=best.box,
        checks_passed=best.passed,
        checks_failed=best.failed,
    )
