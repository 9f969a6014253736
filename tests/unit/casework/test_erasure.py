"""What robots made to do the work may go; the record stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes.ports import MOMENT, MemoryRegister, document

from casework.case import Case, Letter
from casework.erasure import check_erasable, erased, recorded, working_copies
from casework.errors import Refused
from casework.fields import FieldReading
from casework.filing import Filing
from casework.journey import Actor, Status

LATER = MOMENT + timedelta(days=400)


def case() -> Case:
    """A filed case with a reading, a letter, a filing with its picture and one without."""
    register = MemoryRegister()
    new = register.load(register.case_of(document()))
    pictured = Filing(
        key="k", system="s", entry="e", entry_version="1", record="1", address="", account="r", filed_at=MOMENT,
        screenshot="picture", before="form",
    )  # fmt: skip
    return replace(
        new,
        status=Status.FILED,
        classification=replace(new.classification, because=("propuesta",)),
        readings={document().sha256: "reading"},
        fields=(FieldReading(name="iban", value="ES91", raw="es 91", confidence=1.0, method="fake"),),
        filings=(pictured, replace(pictured, key="l", screenshot="", before="")),
        letters=(Letter(kind="L1", language="es", csv="c", sha256="letter", written_at=MOMENT),),
    )


def test_working_copies_are_never_the_record() -> None:
    """Readings and pictures may go, originals and letters stay, even where a reading is the original itself."""
    assert recorded(case()) == {document().sha256, "letter"}
    assert working_copies(case()) == {"reading", "picture", "form"}
    assert working_copies(replace(case(), readings={"a": document().sha256})) == {"picture", "form"}


def test_an_erased_case_keeps_its_values_and_says_who_erased_it() -> None:
    """The register entry, its receipts and its letters are as they were."""
    before = case()
    after = erased(before, at=LATER, by="dpo")
    assert (after.readings, after.classification.because, [field.raw for field in after.fields]) == ({}, (), [""])
    assert (after.values, after.letters, [filing.screenshot for filing in after.filings]) == (
        before.values, before.letters, ["", ""],
    )  # fmt: skip
    event = after.events[-1]
    assert (event.what, event.actor, event.by, event.at, after.revision) == (
        "erased", Actor.CLERK, "dpo", LATER, before.revision + 1,
    )  # fmt: skip


def test_erasing_again_changes_nothing() -> None:
    """There is nothing left to erase, and the timeline says so once."""
    once = erased(case(), at=LATER, by="dpo")
    assert erased(once, at=LATER, by="dpo") is once


@pytest.mark.parametrize("status", [Status.RUNNING, Status.WAITING, Status.PAUSED])
def test_work_that_goes_on_keeps_its_copies(status: Status) -> None:
    """A case that has not ended still needs them."""
    with pytest.raises(Refused, match="DOV-2026-000001 has not ended — let it end, or cancel it, then erase"):
        check_erasable(replace(case(), status=status))
