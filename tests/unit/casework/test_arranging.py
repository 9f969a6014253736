"""A clerk's order of pages: new documents are read, the old ones kept, and nothing else of the case is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.ports import MOMENT, MemoryRegister, document

from casework.arranging import Arranging, arranged, was_arranged
from casework.case import Case
from casework.errors import DecisionRefused
from casework.findings import finding
from casework.journey import Actor, Event, Stage, Status

FIRST, SECOND, MUTE, MADE = (document(name.encode(), f"{name}.pdf") for name in ("first", "second", "mute", "made"))


def case() -> Case:
    """Two documents that were read, and one that could not be."""
    register = MemoryRegister()
    plain = register.load(register.case_of(FIRST, MUTE, SECOND))
    return replace(
        plain,
        stage=Stage.REVIEW,
        status=Status.WAITING,
        revision=3,
        readings={FIRST.sha256: "1", SECOND.sha256: "2"},
        findings=(
            finding("PAGE_POOR", document=FIRST.sha256, page=1),
            finding("DOCUMENT_UNREADABLE", document=MUTE.sha256),
            finding("NO_ENTRY_DATE"),
        ),
    )


def arranging(*documents: object, **changes: object) -> Arranging:
    """A clerk's word on the case as it stands."""
    plain = Arranging(by="ana", at=MOMENT, revision=3, documents=documents)  # type: ignore[arg-type]
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_what_the_new_document_was_made_of_is_kept_and_read_no_more() -> None:
    """It is as a message that holds the document; what was said of its pages goes with them."""
    after = arranged(case(), arranging(MADE))
    assert after.application.documents == (
        replace(FIRST, container=True), MUTE, replace(SECOND, container=True), MADE,
    )  # fmt: skip
    assert (after.readings, [found.code for found in after.findings]) == (
        {}, ["DOCUMENT_UNREADABLE", "NO_ENTRY_DATE"],
    )  # fmt: skip
    assert (after.stage, after.status, after.revision) == (Stage.REVIEW, Status.WAITING, 4)
    assert after.events[-1] == Event(
        at=MOMENT, stage=Stage.REVIEW, actor=Actor.CLERK, what="arranged", detail="1", by="ana"
    )


def test_a_document_that_stays_whole_stays_itself_in_its_new_place() -> None:
    """Its reading and what was said of it stay, too."""
    after = arranged(case(), arranging(SECOND, FIRST))
    assert after.application.documents == (MUTE, SECOND, FIRST)
    assert after.readings == case().readings
    assert after.findings == case().findings


@pytest.mark.parametrize(
    ("word", "message"),
    [
        (arranging(MADE, revision=2), "the case has changed since"),
        (arranging(MADE, by=" "), "who took it"),
        (arranging(FIRST, SECOND), "stand like that already"),
    ],
)
def test_a_word_that_does_not_fit_is_refused(word: Arranging, message: str) -> None:
    """And says what to do."""
    with pytest.raises(DecisionRefused, match=message) as refused:
        arranged(case(), word)
    assert refused.value.remedy


def test_the_same_word_is_known_again() -> None:
    """By who said it and when."""
    after = arranged(case(), arranging(MADE))
    assert was_arranged(after, arranging(MADE))
    assert not was_arranged(after, arranging(MADE, by="luis"))
    assert not was_arranged(case(), arranging(MADE))
