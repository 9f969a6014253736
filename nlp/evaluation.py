"""How right predictions are: kind, fields, and what the accepted ones are worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from nlp.text import fold


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


@dataclass
class Report:
    """The figures of one evaluation; `fields`, `sources` and `kinds` are broken down by name."""

    documents: int = 0
    errors: int = 0
    kinds_right: int = 0
    straight_through: int = 0
    silently_wrong: int = 0
    whole: Score = field(default_factory=Score)
    fields: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
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
            "whole": self.whole.as_json(),
            "sources": {name: score.as_json() for name, score in sorted(self.sources.items())},
            "fields": {name: score.as_json() for name, score in sorted(self.fields.items())},
            "kinds": {
                name: {"right": right, "documents": count} for name, (right, count) in sorted(self.kinds.items())
            },
        }

    def as_text(self) -> str:
        """A table for people: the whole, by source, and the fields from worst to best."""
        lines = [
            f"documents {self.documents}   kind {self.kind_accuracy:.1%}   files not read {self.errors}",
            f"straight through {self.straight_through}   silently wrong {self.silently_wrong}",
            f"{'':28}{'P':>8}{'R':>8}{'F1':>8}{'accepted':>10}{'share':>8}{'n':>7}",
            _line("all fields", self.whole),
            *(_line(name, score) for name, score in sorted(self.sources.items())),
            *(_line(name, score) for name, score in sorted(self.fields.items(), key=lambda item: item[1].f1)),
        ]
        return "\n".join(lines)


def _line(name: str, score: Score) -> str:
    figures = f"{score.precision:8.1%}{score.recall:8.1%}{score.f1:8.1%}"
    return f"{name:28}{figures}{score.accepted_precision:10.1%}{score.accepted_share:8.1%}{score.stated:7}"


def told_the_same(first: object, second: object) -> bool:
    """Whether a predicted value is the true one: case, accents and spaces aside, numbers by their size."""
    left, right = _plain(first), _plain(second)
    if left == right:
        return True
    try:
        return float(left) == float(right)
    except ValueError:
        return fold(left) == fold(right) != ""


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


def evaluate(truth: Iterable[Mapping[str, Any]], told: Iterable[Mapping[str, Any]]) -> Report:
    """Compare truth lines with the lines of `dovtech extract`, file by file; a missing file counts as an error."""
    by_file = {str(line["file"]).rsplit("/", 1)[-1]: line for line in told}
    report = Report()
    for line in truth:
        _count(report, line, by_file.get(str(line["file"]).rsplit("/", 1)[-1], {"error": {}}))
    return report


def _count(report: Report, truth: Mapping[str, Any], told: Mapping[str, Any]) -> None:
    report.documents += 1
    report.errors += "error" in told
    kind, said = str(truth.get("kind")), "unreadable" if "error" in told else told.get("kind")
    report.kinds_right += kind == said
    report.kinds[kind][0] += kind == said
    report.kinds[kind][1] += 1
    outcomes = _fields(report, truth, told)
    sure = bool(outcomes) and all(accepted for accepted, _ in outcomes) and not told.get("findings")
    report.straight_through += sure
    report.silently_wrong += sure and not all(right for _, right in outcomes)


def _fields(report: Report, truth: Mapping[str, Any], told: Mapping[str, Any]) -> list[tuple[bool, bool]]:
    wanted = truth.get("fields") or {}
    given = told.get("fields") or {}
    outcomes = []
    for name in sorted(set(wanted) | set(given)):
        value, reading = wanted.get(name), given.get(name)
        right = value is not None and reading is not None and told_the_same(reading["value"], value)
        accepted = bool(reading and reading.get("accepted"))
        for score in (report.whole, report.fields[name], report.sources[str(truth.get("source", "all"))]):
            score.stated += value is not None
            score.predicted += reading is not None
            score.right += right
            score.accepted += accepted
            score.accepted_right += accepted and right
        if reading is not None:
            outcomes.append((accepted, right))
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
