"""Six months of a case in seconds: every term ends on the day that the law says, and somebody is told in time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import telling

STORIES = telling.stories()
Seen = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
async def seen() -> Seen:
    """What was seen in every story, told once on one server."""
    binary = Path(sys.executable).with_name("temporal-test-server")
    return await telling.told(str(binary))  # type: ignore[return-value]


def of(sort: str) -> list[str]:
    """The names of the stories of one sort."""
    return [name for name, (its, _) in STORIES.items() if its == sort]


def facts(name: str) -> dict[str, Any]:
    """What the table says of a story, dates as text."""
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in STORIES[name][1].items()}


def part(standing: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(standing[name] for name in names)


def test_there_are_sixty_stories() -> None:
    """And those of the vectors stand among them."""
    assert len(STORIES) >= 60
    assert sum(name.startswith("vector") for name in STORIES) == 10


@pytest.mark.parametrize("name", of("asked"))
def test_nobody_answers(seen: Seen, name: str) -> None:
    """The last day is the citizen's to its end; then a person has a draft, and nothing is closed (R-14)."""
    told = facts(name)
    before, after = seen[name]["last day"], seen[name]["day after"]
    assert part(before, "status", "last", "letters") == ("asked", told["last"], "L3")
    assert part(after, "status", "letters", "ended") == ("waiting", "L3L8", "expired")
    assert "NO_ANSWER" in after["doubts"]


@pytest.mark.parametrize("name", of("answered"))
def test_an_answer_moves_the_term_by_the_days_it_took(seen: Seen, name: str) -> None:
    """From its receipt to the answer, to the day (R-11)."""
    told = facts(name)
    assert part(seen[name]["answered"], "status", "due", "ended", "missing") == ("filed", told["moved"], "met", 0)


@pytest.mark.parametrize("name", of("in_part"))
def test_a_part_leaves_the_rest_asked_for(seen: Seen, name: str) -> None:
    """A second letter with the rest alone, and the same last day."""
    told = facts(name)
    assert part(seen[name]["part"], "status", "missing", "letters", "last") == ("asked", 1, "L3L3", told["last"])
    assert part(seen[name]["rest"], "status", "missing", "ended") == ("filed", 0, "met")


@pytest.mark.parametrize("name", of("late"))
def test_a_late_answer_is_accepted_and_marked(seen: Seen, name: str) -> None:
    """A person decides, with the draft of withdrawal beside it (art. 73.3)."""
    told = facts(name)
    assert part(seen[name]["late"], "status", "late", "last", "letters") == ("waiting", [True], told["last"], "L3L8")
    assert seen[name]["late"]["doubts"] == ["LATE_ANSWER"]


@pytest.mark.parametrize("name", of("term"))
def test_a_term_ends_and_people_are_told_on_their_days(seen: Seen, name: str) -> None:
    """Not the day before."""
    told = facts(name)
    assert part(seen[name]["filed"], "status", "due") == ("filed", told["last"])
    expected = {
        f"{code} {when}": when == "on the day" for code in told["told"] for when in ("the day before", "on the day")
    }
    assert {key: value for key, value in seen[name].items() if key != "filed"} == expected


@pytest.mark.parametrize("name", of("entry"))
def test_what_comes_on_a_free_day_counts_from_the_next(seen: Seen, name: str) -> None:
    """And the term with it (R-06)."""
    told = facts(name)
    assert part(seen[name]["entered"], "presented", "due") == (told["counts"], told["due"])


@pytest.mark.parametrize("name", of("notice"))
def test_the_notice_goes_out_by_the_eighth_working_day(seen: Seen, name: str) -> None:
    """While the case waits, term and silence are told by themselves, once (R-10)."""
    assert seen[name]["NOTICE_NEAR the day before"] is False
    assert part(seen[name]["told"], "notices", "status") == (1, "waiting")


@pytest.mark.parametrize("name", of("recounted"))
def test_a_new_free_day_moves_what_is_waiting(seen: Seen, name: str) -> None:
    """The timers that run already follow the calendar (R-09)."""
    told = facts(name)
    assert seen[name]["old last day over"]["status"] == "asked"
    assert part(seen[name]["last day"], "status", "last") == ("asked", told["then"])
    assert part(seen[name]["day after"], "status", "letters") == ("waiting", "L3L8")
