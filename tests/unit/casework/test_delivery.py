"""By which way a letter goes out, and what a person's word makes of one that is held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fakes import ports
from fakes.ports import MOMENT, MemoryRegister

from casework.application import Channel
from casework.case import Case, Letter
from casework.delivery import (
    Dispatch,
    Standing,
    Step,
    Verdict,
    Way,
    alert_of,
    begins_term,
    came_back,
    is_announced,
    is_electronic,
    judged,
    planned,
    way_of,
)
from casework.fields import FieldReading
from casework.requirement import Requirement


def letter(kind: str, csv: str = "CSV") -> Letter:
    return Letter(kind=kind, language="es", csv=csv, sha256="0" * 64, written_at=MOMENT)


def case_by(channel: Channel, *, accepted: bool = True, **values: str) -> Case:
    register = MemoryRegister()
    case = register.load(register.case_of(ports.document(), channel=channel))
    fields = tuple(
        FieldReading(name=name, value=value, raw=value, confidence=1, method="test", accepted=accepted)
        for name, value in values.items()
    )
    return replace(case, fields=fields)


COMPANY = {"applicant_id": "P0301400H"}
PERSON = {"applicant_id": "48576231R"}
CHOSE = {**PERSON, "notification_channel": "electronic"}


@pytest.mark.parametrize(
    ("kind", "channel", "values", "way"),
    [
        ("L1", Channel.EMAIL, PERSON, Way.EMAIL),
        ("L1", Channel.EMAIL, COMPANY, Way.EMAIL),
        ("L1", Channel.COUNTER, PERSON, Way.PAPER),
        ("L1", Channel.API, PERSON, Way.ELECTRONIC),
        ("L1", Channel.COUNTER, COMPANY, Way.ELECTRONIC),
        ("L2", Channel.EMAIL, PERSON, Way.PAPER),
        ("L3", Channel.EMAIL, PERSON, Way.PAPER),
        ("L3", Channel.EMAIL, CHOSE, Way.ELECTRONIC),
        ("L3", Channel.API, PERSON, Way.PAPER),
        ("L4", Channel.COUNTER, PERSON, Way.ELECTRONIC),
        ("L6", Channel.FOLDER, COMPANY, Way.ELECTRONIC),
        ("L9", Channel.COUNTER, PERSON, Way.EMAIL),
    ],
)
def test_the_law_chooses_the_way(kind: str, channel: Channel, values: dict[str, str], way: Way) -> None:
    """What has effect never goes by e-mail; those obliged, or who chose it, get the electronic office."""
    assert way_of(case_by(channel, **values), letter(kind)) is way


def test_a_doubtful_number_obliges_nobody() -> None:
    """A value that nobody vouches for sends no letter where a citizen never looks."""
    assert not is_electronic(case_by(Channel.COUNTER, accepted=False, **COMPANY))


GAVE = {"applicant_email": "ana@example.org"}


@pytest.mark.parametrize(
    ("kind", "channel", "values", "told"),
    [
        ("L4", Channel.COUNTER, PERSON | GAVE, True),
        ("L4", Channel.COUNTER, PERSON | {"representative_email": "gestor@example.org"}, True),
        ("L4", Channel.COUNTER, PERSON, False),
        ("L4", Channel.EMAIL, COMPANY, True),
        ("L3", Channel.COUNTER, CHOSE | GAVE, True),
        ("L3", Channel.COUNTER, PERSON | GAVE, False),
        ("L1", Channel.EMAIL, COMPANY | GAVE, False),
        ("L9", Channel.COUNTER, COMPANY | GAVE, False),
    ],
)
def test_what_waits_in_the_electronic_office_is_announced_to_who_gave_an_address(
    kind: str,
    channel: Channel,
    values: dict[str, str],
    told: bool,  # noqa: FBT001
) -> None:
    """On the form or by writing from it; paper, mails and alerts themselves are not announced."""
    assert is_announced(case_by(channel, **values), letter(kind)) is told


def test_neither_a_doubtful_address_nor_a_draft_brings_an_alert() -> None:
    """Nobody vouches for the one, and the other goes nowhere."""
    assert not is_announced(case_by(Channel.COUNTER, accepted=False, **PERSON, **GAVE), letter("L4"))
    assert not is_announced(case_by(Channel.COUNTER, **COMPANY, **GAVE), replace(letter("L5"), draft=True))


def test_an_alert_belongs_to_the_letter_it_was_written_with() -> None:
    """Each announced letter has its own, and the others none."""
    written = (letter("L1", "A"), letter("L4", "B"), letter("L9", "C"), letter("L4", "D"), letter("L9", "E"))
    case = replace(case_by(Channel.API), letters=written)
    assert [alert_of(case, csv) for csv in ("A", "B", "D", "E", "?")] == ["", "C", "E", "", ""]


def held(way: Way = Way.EMAIL) -> Dispatch:
    made = planned(case_by(Channel.EMAIL), letter("L1"), MOMENT).then(Standing.HELD, MOMENT, reason="MAYBE_SENT")
    return replace(made, way=way)


@pytest.mark.parametrize(
    ("verdict", "standing", "way"),
    [
        (Verdict.SENT, Standing.SENT, Way.EMAIL),
        (Verdict.AGAIN, Standing.READY, Way.EMAIL),
        (Verdict.PAPER, Standing.QUEUED, Way.PAPER),
    ],
)
def test_a_person_settles_a_held_letter(verdict: Verdict, standing: Standing, way: Way) -> None:
    """What was said is what stands, with who said it."""
    after = judged(held(), verdict, "clerk", MOMENT)
    assert (after.standing, after.way, after.steps[-1].by, after.started) == (
        standing, way, "clerk", standing is Standing.READY,
    )  # fmt: skip


def test_only_an_alert_may_be_let_be_and_it_never_goes_on_paper() -> None:
    """A notification holds without its alert (art. 41.6); every other letter must reach its citizen."""
    alert = replace(held(), kind="L9")
    assert judged(alert, Verdict.UNSENT, "clerk", MOMENT).standing is Standing.UNSENT
    assert judged(alert, Verdict.PAPER, "clerk", MOMENT) is alert
    letter_ = held()
    assert judged(letter_, Verdict.UNSENT, "clerk", MOMENT) is letter_


def test_a_word_on_a_letter_that_is_not_held_changes_nothing() -> None:
    """A second click comes too late."""
    sent = held().then(Standing.SENT, MOMENT)
    assert judged(sent, Verdict.AGAIN, "clerk", MOMENT) is sent


def test_only_the_last_requirement_begins_the_days() -> None:
    """An older letter opened late moves nothing, nor does one whose receipt was noted already."""
    asked = Requirement(asked_at=MOMENT, by="clerk", defects=())
    case = replace(case_by(Channel.API), letters=(letter("L3", "OLD"), letter("L3", "NEW")), requirements=(asked,))
    noted = replace(case, requirements=(replace(asked, notified_on=date(2026, 11, 24)),))
    assert [begins_term(one, csv) for one, csv in ((case, "OLD"), (case, "NEW"), (noted, "NEW"))] == [
        False, True, False,
    ]  # fmt: skip
    assert not begins_term(case_by(Channel.API), "NEW")


def test_only_a_mail_that_left_or_may_have_left_comes_back() -> None:
    """A bounce says for sure what was in doubt; told twice it is one step, and a letter on paper minds no mail."""
    step = Step(at=MOMENT, standing=Standing.SENT)
    sent = Dispatch(csv="CSV", number="DOV-2026-000001", kind="L1", way=Way.EMAIL, steps=(step,))
    back = came_back(sent, MOMENT)
    assert (back.standing, back.reason, back.waits, sent.waits) == (Standing.HELD, "CAME_BACK", True, False)
    assert came_back(back, MOMENT) == back
    unsure = sent.then(Standing.HELD, MOMENT, reason="MAYBE_SENT")
    assert came_back(unsure, MOMENT).reason == "CAME_BACK"
    assert came_back(sent.then(Standing.LEAVING, MOMENT), MOMENT).reason == "CAME_BACK"
    for other in (replace(sent, way=Way.ELECTRONIC), sent.then(Standing.READY, MOMENT)):
        assert came_back(other, MOMENT) == other
