"""Corrections teach what several clerks bear out; what is poisoned stays out, or its challenger is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from casework.fields import FieldReading
from casework.procedure import FieldType, Procedure
from dovtech.procedures import load_procedures
from nlp.accuracy import UNSEEN
from nlp.bars import released_bars
from nlp.corpus.build import specimens
from nlp.learning.contest import Comparison, by_luck, compared
from nlp.learning.examples import Example, Seen, see
from nlp.learning.learn import School, challenged, lessons_of
from nlp.learning.lessons import Adapted, Lessons, from_json, moved, taught
from nlp.learning.quarantine import Reason, at_least, sifted
from nlp.learning.replay import Difference, replay
from nlp.learning.trials import Outcome, Told, Trial, every, freeze, frozen
from nlp.pipeline import Understander, load

HONEST, BAD = ("ana", "pere", "rosa"), "mala"
_NIFS = ("48576231R", "00000000T", "12345678Z")


@dataclass(frozen=True)
class Town:
    """A small town: its procedures, the released model, the frozen papers, and what clerks saw."""

    procedures: dict[str, Procedure]
    model: Understander
    frozen: list[Trial]
    papers: list[Seen]

    @property
    def school(self) -> School:
        return School(self.procedures, self.model, self.model, self.frozen, load=lambda _: self.model)


@pytest.fixture(scope="module")
def town(project: Path) -> Town:
    """Papers of families that no model learned from, told truly by three clerks and by a fourth who may do ill."""
    bars = released_bars()
    procedures = {key: one.with_bars(bars) for key, one in load_procedures(project / "procedures").items()}
    model = load(procedures)
    made = [one for one in specimens(procedures, UNSEEN, 64, 77, others=0.0) if one.fields and one.kind in procedures]
    judges = [Trial(one.kind, (one.reading,), one.fields) for one in made[:12]]
    papers = []
    for number, one in enumerate(made[12:48]):
        by = (*HONEST, BAD)[number % 4]
        example = Example(case=f"2026-{number}", by=by, kind=one.kind, readings=(one.reading,), said=dict(one.fields))
        seen = see(model, procedures[one.kind], example)
        papers.append(said(seen, {**dict.fromkeys(seen.told), **one.fields}))
    return Town(procedures, model, judges, papers)


def said(seen: Seen, values: dict[str, str | None]) -> Seen:
    return replace(seen, example=replace(seen.example, said=values))


def poisoned(papers: list[Seen], ill: Callable[[Seen], dict[str, str | None]]) -> list[Seen]:
    """The papers with what the fourth clerk says of theirs instead of the truth."""
    return [said(seen, {**seen.example.said, **ill(seen)}) if seen.example.by == BAD else seen for seen in papers]


def wrong_nifs(seen: Seen) -> dict[str, str | None]:
    """Another person's valid NIF for whoever applies."""
    return {"applicant_id": next(nif for nif in _NIFS if nif != seen.example.said.get("applicant_id"))}


def wrong_dates(seen: Seen) -> dict[str, str | None]:
    """Every date in another year, none of them on the paper."""
    return {
        name: f"1999{value[4:8]}09"
        for name, value in seen.example.said.items()
        if value and seen.procedure.fields[name].type is FieldType.DATE
    }


def garbage(seen: Seen) -> dict[str, str | None]:
    """Nonsense in every field that takes words."""
    return {
        name: f"zxq{len(value)} wvk"
        for name, value in seen.example.said.items()
        if value and seen.procedure.fields[name].type in {FieldType.TEXT, FieldType.PERSON, FieldType.EMAIL}
    }


def blanks(seen: Seen) -> dict[str, str | None]:
    """No value anywhere, so that nothing would be filed unseen any more."""
    return dict.fromkeys(seen.example.said)


def swapped(seen: Seen) -> dict[str, str | None]:
    """The applicant's and the representative's names and NIFs, each in the other's place."""
    told = {name: one.value for name, one in seen.told.items()}
    pairs = [(f"applicant_{what}", f"representative_{what}") for what in ("name", "id")]
    return {
        place: told[other]
        for one, two in pairs
        if one in told and two in told
        for place, other in ((one, two), (two, one))
    }


def confirmed(seen: Seen) -> dict[str, str | None]:
    """Whatever the machine told, right or wrong."""
    return {name: told.value if (told := seen.told.get(name)) else None for name in seen.example.said}


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        (wrong_nifs, Reason.NOT_ON_PAPER),
        (wrong_dates, Reason.NOT_ON_PAPER),
        (garbage, Reason.NOT_ON_PAPER),
        (swapped, Reason.SWAPPED),
        (blanks, Reason.CLERK_APART),
    ],
)
def test_ill_labels_stay_out(town: Town, attack: Callable[[Seen], dict[str, str | None]], reason: Reason) -> None:
    """Each of them is set apart with its reason, none is learned from, and honest clerks keep teaching."""
    papers = poisoned(town.papers, attack)
    told = sifted(papers)
    ill = {(seen.example.case, name) for seen in papers if seen.example.by == BAD for name in attack(seen)}
    truly = {(seen.example.case, name): seen.example.said[name] for seen in town.papers for name in seen.example.said}
    taken = [one for one in told.kept if (one.seen.example.case, one.name) in ill]
    assert told.out.get((reason, BAD), 0) > 0
    assert [one for one in taken if one.value != truly[one.seen.example.case, one.name]] == []
    assert {one.by for one in told.kept} >= set(HONEST)


def test_who_confirms_everything_teaches_nothing(town: Town) -> None:
    """Where the others correct one value in ten, a clerk who corrects none of hundreds is not looking."""
    papers = poisoned(town.papers, confirmed)
    careful = [
        said(seen, {**seen.example.said, **{name: None for place, name in enumerate(sorted(seen.told)) if place == 0}})
        if seen.example.by != BAD else seen
        for seen in papers
    ]  # fmt: skip
    told = sifted(careful)
    assert BAD not in {one.by for one in told.kept}
    assert told.out[Reason.CONFIRMS_ALL, BAD] > 50


def test_one_clerk_alone_moves_nothing(town: Town) -> None:
    """However many papers one person decides, a lesson needs another person to bear it out."""
    alone = [replace(seen, example=replace(seen.example, by="ana")) for seen in town.papers]
    assert lessons_of(alone, sifted(alone)) == Lessons()


def test_a_rare_field_cannot_be_taken_over(town: Town) -> None:
    """Two who conspire teach no caption that names something already."""
    rare = [
        said(seen, {**seen.example.said, "representative_name": seen.example.said.get("applicant_name")})
        for seen in town.papers
    ]
    learned = lessons_of(rare, sifted(rare))
    assert [kind for kind, fields in learned.labels.items() if "representative_name" in fields] == []


def test_poisoned_lessons_are_refused_on_the_frozen_papers(town: Town) -> None:
    """Were such lessons learned all the same, the frozen papers speak against them."""
    kinds = {trial.kind for trial in town.frozen}
    ill = Lessons(
        labels={kind: {"representative_name": ("nombre y apellidos", "nom i cognoms", "titular")} for kind in kinds},
        shifts={kind: dict.fromkeys(town.procedures[kind].fields, -2.0) for kind in kinds},
    )
    told = list(zip(town.frozen, every(town.model, town.procedures, town.frozen), strict=True))
    # On papers of which nothing wrong is filed, filing less is no gain whatever the released model is like.
    sound = [(trial, one) for trial, one in told if all(f.right for f in one.fields.values() if f.accepted)]
    adapted = Adapted(load(taught(town.procedures, ill)), ill.shifts, "ill")
    after = list(every(adapted, town.procedures, [trial for trial, _ in sound]))
    found = compared([one for _, one in sound], after, frozen=len(sound))
    assert not found.passes
    assert "fewer_filed" in found.reasons


def test_honest_decisions_make_a_challenger_that_is_compared(town: Town) -> None:
    """It names its cases and clerks, and passes only where nothing gets worse; its lessons survive being kept."""
    found = challenged(town.school, town.papers)
    assert (found.cases, found.clerks) == (36, 4)
    assert found.comparison is None or found.comparison.worse == frozenset() or found.reasons
    assert from_json(found.lessons.as_json()) == found.lessons


def test_without_lessons_there_is_no_challenger(town: Town) -> None:
    """Nothing decided, nothing learned, and that is the reason given."""
    assert challenged(town.school, []).reasons == ("nothing_learned",)


def outcome(*told: tuple[str, bool, float, bool]) -> Outcome:
    return Outcome(
        kind_right=True,
        kind_sure=0.99,
        fields={name: Told(right, sure, accepted=accepted) for name, right, sure, accepted in told},
    )


def reasons(before: list[Outcome], after: list[Outcome]) -> Comparison:
    return compared(before, after, frozen=len(before))


def test_a_coin_tells_luck() -> None:
    """Five of five is no luck, four of five is; and so is a binomial tail."""
    assert [by_luck(5, 0), by_luck(4, 1)] == [pytest.approx(1 / 32), pytest.approx(6 / 32)]
    assert at_least(2, 3, 0.5) == pytest.approx(0.5)


def test_better_values_pass() -> None:
    """Six values gained of six changed are better beyond luck, and nothing is worse."""
    found = reasons([outcome(("a", False, 0.5, False))] * 20, [outcome(("a", True, 0.5, False))] * 6
                    + [outcome(("a", False, 0.5, False))] * 14)  # fmt: skip
    assert (found.reasons, found.right_after) == ((), 6)


def test_a_rare_field_may_lose_nothing() -> None:
    """One loss of a field that stands on a few papers refuses the challenger, whatever else is gained."""
    before = [outcome(("a", False, 0.5, False))] * 30 + [outcome(("rare", True, 0.9, False))]
    after = [outcome(("a", True, 0.9, False))] * 30 + [outcome(("rare", False, 0.9, False))]
    assert reasons(before, after).reasons == ("field_worse:rare",)


def test_one_more_wrong_value_filed_unseen_refuses() -> None:
    """On the frozen papers no wrong value more may be filed, however many right ones are."""
    before = [outcome(("a", True, 0.97, False))] * 30 + [outcome(("b", False, 0.9, False))]
    after = [outcome(("a", True, 0.98, True))] * 30 + [outcome(("b", False, 0.98, True))]
    assert "more_wrong_filed" in reasons(before, after).reasons


def test_what_changes_nothing_is_not_better() -> None:
    """A challenger equal to the champion does not replace it."""
    same = [outcome(("a", True, 0.9, False))] * 30
    assert reasons(same, same).reasons == ("not_better",)


def test_confidence_moves_by_its_log_odds_and_no_further_than_the_kind_allows() -> None:
    """Half is moved to 0.73 by one unit; a doubtful kind caps what any value may have."""
    assert (moved(0.5, 1.0), moved(0.99, 5.0, 0.8)) == (0.7311, 0.8)


def test_lessons_reach_the_procedure() -> None:
    """Captions and titles are added behind the known ones, and what a procedure no longer has is left out."""
    from papers import PROCEDURES

    learned = Lessons({"P01": {"vehicle_plate": ("placa",), "gone": ("x",)}}, {"P01": ("tarjeta verde",)})
    told = taught(PROCEDURES, learned)["P01"]
    assert told.fields["vehicle_plate"].labels["es"] == ("Matrícula", "placa")
    assert told.titles_on_paper["es"][-1] == "tarjeta verde"
    assert learned.without({"vehicle_plate"}, {"P01"}) == Lessons({"P01": {"gone": ("x",)}})


class Fixed:
    """An understanding that always tells the same fields, with another confidence for each name."""

    def __init__(self, town: Town, sure: float, gone: str) -> None:
        self.town, self.sure, self.gone = town, sure, gone

    def classify(self, readings: object) -> object:
        return self.town.model.classify(readings)  # type: ignore[arg-type]

    def extract(self, readings: object, classified: object, procedure: object) -> tuple[FieldReading, ...]:
        read = self.town.model.extract(readings, classified, procedure)  # type: ignore[arg-type]
        return tuple(replace(one, confidence=self.sure) for one in read if one.name != self.gone)


def test_a_replay_tells_what_would_differ(town: Town) -> None:
    """A value that would no longer be read, and those that would be asked, are listed by case without any value."""
    seen = next(one for one in town.papers if one.classified.kind == one.example.kind and "applicant_id" in one.told)
    other = Fixed(town, 0.5, "applicant_id")
    told = replay(town.model, other, town.procedures, [seen.example], today=town.frozen[0].presented)  # type: ignore[arg-type]
    assert Difference(seen.example.case, "applicant_id", "gone", "now") in told.differences
    assert (told.cases, told.touched) == (1, 1)
    assert all(what in {"asked", "gone"} for _, what, _ in told.sums)


def test_a_frozen_set_comes_back_as_it_was(town: Town, tmp_path: Path) -> None:
    """The same papers give the same bytes, and their truth is whole."""
    path = tmp_path / "set.jsonl.gz"
    assert freeze(town.frozen[:2], path) == 2
    first = path.read_bytes()
    freeze(town.frozen[:2], path)
    assert path.read_bytes() == first
    assert [one.fields for one in frozen(path)] == [dict(one.fields) for one in town.frozen[:2]]
    assert next(frozen(path)).readings == town.frozen[0].readings
