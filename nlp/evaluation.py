"""How right predictions are: kind, fields, and what the accepted ones are worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from nlp.comparing import as_told, loosely


@dataclass
class Score:
    """Counts of one field, type or layout: stated in truth, predicted, right; accepted and of these right."""

    stated: int = 0
    predicted: int = 0
    right: int = 0
    accepted: int = 0
    accepted_right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.stated if self.stated else 0.0

    @property
    def f1(self) -> float:
        both = self.stated + self.predicted
        return 2 * self.right / both if both else 0.0

    @property
    def accepted_precision(self) -> float:
        return self.accepted_right / self.accepted if self.accepted else 0.0

    @property
    def accepted_share(self) -> float:
        return self.accepted / self.stated if self.stated else 0.0

    def as_json(self) -> dict[str, float]:
        figures = ("precision", "recall", "f1", "accepted_precision", "accepted_share")
        return {**asdict(self), **{name: round(getattr(self, name), 4) for name in figures}}


# Findings that say the reading is in doubt; the others say something about the application itself.
DOUBTS = frozenset(
    {"FIELD_DOUBTFUL", "FIELD_INVALID", "TICKS_CONFLICT", "FIELD_MISSING", "KIND_DOUBTFUL", "NOT_A_PROCEDURE"}
)
SURE_KIND = 0.9


@dataclass
class Report:
    """The figures of one evaluation; `fields`, `types`, `sources` and `kinds` are broken down by name.

    `routed` counts the documents with a confidence in their kind of `SURE_KIND` or more, `routed_right` those of them
    with the right one. `straight_through` are documents of which every value is accepted and nothing about the
    reading is in doubt; `silently_wrong` those of them with a wrong value, `left_out` those with a stated value that
    was not told. `told` holds confidence and rightness of every value.
    """

    documents: int = 0
    errors: int = 0
    kinds_right: int = 0
    straight_through: int = 0
    silently_wrong: int = 0
    left_out: int = 0
    applications: int = 0
    routed: int = 0
    routed_right: int = 0
    told: list[tuple[float, bool]] = field(default_factory=list)
    whole: Score = field(default_factory=Score)
    fields: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    types: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    sources: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    kinds: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    @property
    def kind_accuracy(self) -> float:
        return self.kinds_right / self.documents if self.documents else 0.0

    def as_json(self) -> dict[str, Any]:
        return {
            "documents": self.documents,
            "errors": self.errors,
            "kind_accuracy": round(self.kind_accuracy, 4),
            "straight_through": self.straight_through,
            "silently_wrong": self.silently_wrong,
            "left_out": self.left_out,
            "applications": self.applications,
            "routed": self.routed,
            "routed_right": self.routed_right,
            "calibration_error": round(reliability(self.told)[0], 4),
            "whole": self.whole.as_json(),
            "sources": {name: score.as_json() for name, score in sorted(self.sources.items())},
            "types": {name: score.as_json() for name, score in sorted(self.types.items())},
            "fields": {name: score.as_json() for name, score in sorted(self.fields.items())},
            "kinds": {
                name: {"right": right, "documents": count} for name, (right, count) in sorted(self.kinds.items())
            },
        }

    def _routing(self) -> str:
        share, right = _share(self.routed, self.documents), _share(self.routed_right, self.routed)
        return f"kind told with {SURE_KIND} or more: {share} of the documents, {right} of these right"

    def _journeys(self) -> str:
        share = _share(self.straight_through, self.applications)
        return (
            f"applications {self.applications}   straight through {self.straight_through} ({share})   "
            f"silently wrong {self.silently_wrong}   with a stated value left out {self.left_out}"
        )

    def as_text(self) -> str:
        """Tables for people: kinds, documents, fields by source and type, what a confidence is worth, worst fields."""
        error, bins = reliability(self.told)
        by_f1 = sorted(self.fields.items(), key=lambda item: (item[1].f1, -item[1].stated))
        shown = [item for item in by_f1 if item[1].stated >= _FEW]
        return "\n".join(
            [
                f"documents {self.documents}   files not read {self.errors}   kind right {self.kind_accuracy:.1%}",
                self._routing(),
                self._journeys(),
                "",
                _HEAD,
                _line("all fields", self.whole),
                *(_line(name, score) for name, score in sorted(self.sources.items())),
                "",
                *(_line(name, score) for name, score in sorted(self.types.items(), key=lambda item: item[1].f1)),
                "",
                f"the fields from worst to best, those stated {_FEW} times or more",
                *(_line(name, score) for name, score in shown),
                "",
                f"calibration error {error:.4f}",
                f"{'said':>10}{'came true':>10}{'n':>8}",
                *(f"{mean:10.3f}{share:10.3f}{count:8}" for mean, share, count in bins),
                "",
                "kinds that were mistaken: " + (", ".join(_mistaken(self.kinds)) or "none"),
            ]
        )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _mistaken(kinds: Mapping[str, Sequence[int]]) -> list[str]:
    return [f"{name} {count - right} of {count}" for name, (right, count) in sorted(kinds.items()) if right < count]


def _line(name: str, score: Score) -> str:
    figures = f"{score.precision:8.1%}{score.recall:8.1%}{score.f1:8.1%}"
    return f"{name:28}{figures}{score.accepted_precision:10.1%}{score.accepted_share:8.1%}{score.stated:7}"


_FEW = 5
_HEAD = f"{'':28}{'P':>8}{'R':>8}{'F1':>8}{'accepted':>10}{'share':>8}{'n':>7}"


def told_the_same(first: object, second: object) -> bool:
    """Whether a predicted value is the true one: case, accents and spaces aside, numbers by their size."""
    left, right = as_told(first), as_told(second)
    if left == right:
        return True
    try:
        return float(left) == float(right)
    except ValueError:
        return loosely(left) == loosely(right) != ""


def evaluate(
    truth: Iterable[Mapping[str, Any]],
    told: Iterable[Mapping[str, Any]],
    types: Mapping[str, str] | None = None,
) -> Report:
    """Compare truth lines with the lines of `dovtech extract`, file by file; a missing file counts as an error.

    `types` gives the type of each field by its name, for the figures by type. What a truth line holds as `optional`
    counts only where it is told.
    """
    by_file = {str(line["file"]).rsplit("/", 1)[-1]: line for line in told}
    report = Report()
    for line in truth:
        _count(report, line, by_file.get(str(line["file"]).rsplit("/", 1)[-1], {"error": {}}), types or {})
    return report


def _count(report: Report, truth: Mapping[str, Any], told: Mapping[str, Any], types: Mapping[str, str]) -> None:
    report.documents += 1
    report.errors += "error" in told
    kind, said = str(truth.get("kind")), "unreadable" if "error" in told else told.get("kind")
    report.kinds_right += kind == said
    report.kinds[kind][0] += kind == said
    report.kinds[kind][1] += 1
    if float(told.get("kind_confidence") or 0.0) >= SURE_KIND:
        report.routed += 1
        report.routed_right += kind == said
    outcomes = _fields(report, truth, told, types)
    report.applications += bool(truth.get("fields"))
    found = {entry["code"] for entry in told.get("findings") or ()}
    if any(outcome.told for outcome in outcomes) and not found & DOUBTS and all(o.accepted for o in outcomes if o.told):
        report.straight_through += 1
        report.silently_wrong += any(outcome.told and not outcome.right for outcome in outcomes)
        report.left_out += any(not outcome.told for outcome in outcomes)


@dataclass(frozen=True)
class _Outcome:
    told: bool
    accepted: bool
    right: bool


def _fields(
    report: Report, truth: Mapping[str, Any], told: Mapping[str, Any], types: Mapping[str, str]
) -> list[_Outcome]:
    given = told.get("fields") or {}
    optional = {name: value for name, value in (truth.get("optional") or {}).items() if name in given}
    wanted = {**optional, **(truth.get("fields") or {})}
    outcomes = []
    for name in sorted(set(wanted) | set(given)):
        value, reading = wanted.get(name), given.get(name)
        right = value is not None and reading is not None and told_the_same(reading["value"], value)
        accepted = bool(reading and reading.get("accepted"))
        source, kind = str(truth.get("source", "all")), types.get(name)
        scores = [report.whole, report.fields[name], report.sources[source]]
        for score in [*scores, report.types[kind]] if kind else scores:
            score.stated += value is not None
            score.predicted += reading is not None
            score.right += right
            score.accepted += accepted
            score.accepted_right += accepted and right
        if reading is not None:
            report.told.append((float(reading.get("confidence", 0.0)), right))
        outcomes.append(_Outcome(reading is not None, accepted, right))
    return outcomes


def reliability(outcomes: Sequence[tuple[float, bool]], bins: int = 10) -> tuple[float, list[tuple[float, float, int]]]:
    """The expected calibration error, and by bin the mean confidence, the share that was right and the count."""
    table = []
    error = 0.0
    for number in range(bins):
        held = [(c, r) for c, r in outcomes if min(int(c * bins), bins - 1) == number]
        if held:
            mean, share = sum(c for c, _ in held) / len(held), sum(r for _, r in held) / len(held)
            table.append((mean, share, len(held)))
            error += abs(mean - share) * len(held) / len(outcomes)
    return error, table
