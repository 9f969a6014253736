"""The administrator's page says where a case stands, and nothing about the citizen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fakes.ports import MOMENT

from casework.journey import Stage, Status
from workflows import details
from workflows.messages import CaseState

STATE = CaseState(
    number="DOV-2026-000001",
    stage=Stage.VALIDATE,
    status=Status.RUNNING,
    revision=4,
    kind="P08",
    language="es",
    due=date(2027, 2, 23),
    doubts=("KIND_DOUBTFUL", "FIELD_MISSING"),
    summary="validated",
)


@pytest.mark.parametrize(
    ("status", "paused", "expected"),
    [
        (Status.RUNNING, "", "none"),
        (Status.WAITING, "", "person"),
        (Status.WAITING, "until Monday", "paused"),
        (Status.RUNNING, "until Monday", "paused"),
        (Status.FILED, "until Monday", "none"),
    ],
)
def test_attention_is_one_word(status: Status, paused: str, expected: str) -> None:
    """A paused case waits to be resumed before anything else; an ended one waits for nothing."""
    assert details.attention(replace(STATE, status=status), paused) == expected


def test_a_line_has_its_hour() -> None:
    """Hour, stage and what happened."""
    assert details.line(MOMENT, STATE) == "- 09:30:00 **validate** validated"


def test_the_page_shows_the_nine_stages_and_the_doubts() -> None:
    """What is done, what is under way, what is to come."""
    assert details.page(STATE, "none", ["- one", "- two"]) == (
        "receive ✓ → read ✓ → classify ✓ → extract ✓ → **validate** → review → fill → notify → archive\n\n"
        "**P08** · running · due 23/02/2027\n\nDoubts: KIND_DOUBTFUL, FIELD_MISSING\n\n- one\n- two"
    )


@pytest.mark.parametrize(
    ("attention", "words"), [("person", "waiting for a clerk's decision"), ("paused", "paused"), ("none", "running")]
)
def test_the_page_says_what_the_case_waits_for(attention: str, words: str) -> None:
    """In words."""
    assert details.page(replace(STATE, due=None, doubts=()), attention, []).split("\n\n")[1] == f"**P08** · {words}"


def test_an_ended_case_has_no_more_doubts() -> None:
    """What was doubtful has been decided."""
    assert "Doubts" not in details.page(replace(STATE, status=Status.FILED), "none", [])
