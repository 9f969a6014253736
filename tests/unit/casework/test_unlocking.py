"""A locked document that a clerk opened: the original is kept as it came, what was in it is the case's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.ports import MOMENT, MemoryRegister, document

from casework.asking import defects_of
from casework.case import Case
from casework.errors import DecisionRefused
from casework.findings import finding
from casework.journey import Actor, Event, Stage, Status
from casework.unlocking import Unlocking, locked_documents, unlocked, was_unlocked

FIRST, LOCKED, SECOND, INSIDE = (document(name.encode(), f"{name}.pdf") for name in ("a", "locked", "b", "inside"))


def case() -> Case:
    """Three documents; one of them asks for a password."""
    register = MemoryRegister()
    plain = register.load(register.case_of(FIRST, LOCKED, SECOND))
    found = (finding("PAGE_POOR", document=FIRST.sha256, page=1), finding("DOCUMENT_LOCKED", document=LOCKED.sha256))
    return replace(plain, stage=Stage.REVIEW, status=Status.WAITING, revision=3, findings=found)


def word(**changes: object) -> Unlocking:
    """A clerk's word that it was opened."""
    return replace(Unlocking(by="ana", at=MOMENT, locked=LOCKED.sha256, document=INSIDE), **changes)  # type: ignore[arg-type]


def test_what_was_in_it_is_read_and_the_original_kept() -> None:
    """In its place among the others; the finding is gone, those of the others stay."""
    after = unlocked(case(), word())
    assert after.application.documents == (FIRST, replace(LOCKED, container=True), INSIDE, SECOND)
    assert [found.code for found in after.findings] == ["PAGE_POOR"]
    assert (after.stage, after.status, after.revision) == (Stage.REVIEW, Status.WAITING, 4)
    assert after.events[-1] == Event(at=MOMENT, stage=Stage.REVIEW, actor=Actor.CLERK, what="unlocked", by="ana")


def test_what_the_citizen_also_sent_without_a_lock_stands_once() -> None:
    """In the place where it was."""
    after = unlocked(case(), word(document=FIRST))
    assert after.application.documents == (FIRST, replace(LOCKED, container=True), SECOND)


@pytest.mark.parametrize(
    ("unlocking", "message"), [(word(by=" "), "who took it"), (word(locked=FIRST.sha256), "asks for no password")]
)
def test_a_word_that_does_not_fit_is_refused(unlocking: Unlocking, message: str) -> None:
    """Nobody's, or of a document that was read."""
    with pytest.raises(DecisionRefused, match=message):
        unlocked(case(), unlocking)


def test_it_is_opened_once() -> None:
    """The same word is known again; another one comes too late."""
    after = unlocked(case(), word())
    assert (was_unlocked(after, word()), was_unlocked(after, word(by="luis"))) == (True, False)
    assert (locked_documents(case()), locked_documents(after)) == ((LOCKED,), ())
    with pytest.raises(DecisionRefused, match="asks for no password"):
        unlocked(after, word(by="luis"))


def test_a_citizen_is_asked_for_a_copy_and_never_for_a_password() -> None:
    """Our letters say that nobody will ask for one."""
    [defect] = defects_of(case())
    assert defect.es.endswith("no se puede abrir. Preséntelo otra vez sin contraseña.")
    assert defect.ca.endswith("no es pot obrir. Presenteu-lo una altra vegada sense contrasenya.")
