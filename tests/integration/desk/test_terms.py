"""Terms that run, as the desk shows them: their order, what was told of each, a person's word that one is over."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from fakes.desk import Office, clerk, waiting_case
from fakes.ports import document

from casework.application import Channel
from casework.case import Case
from casework.clock import Clock
from casework.deadlines import Calendar, Silence, Term, TermUnit
from casework.journey import Status
from casework.ports import Reminder, Submission

TODAY = timezone.localdate
CLOCK = Clock(term=Term(3, TermUnit.MONTHS), started=date(2026, 11, 23), calendar=Calendar(holidays=frozenset()))


@pytest.fixture
def clock(office: Office) -> Any:
    """A desk on which terms run."""
    with override_settings(DESK_PORTS=replace(settings.DESK_PORTS, clock_of=lambda _case: CLOCK)):
        yield


@pytest.fixture
def case_of(office: Office) -> Callable[..., Case]:
    """Makes filed cases whose term ends in so many days, with what the clock told of them."""

    def make(key: str, days: int, *codes: str, silence: Silence = Silence.NEGATIVE, **facts: Any) -> Case:
        from desk.register import DjangoRegister

        register, due = DjangoRegister(), TODAY() + timedelta(days=days)
        since = timezone.now() - timedelta(days=5)
        case = replace(
            waiting_case(office, key=key), **{"due": due, "status": Status.FILED, "presented_at": since} | facts
        )
        register.save(replace(case, revision=case.revision + 1))
        for back, code in enumerate(reversed(codes)):
            day = TODAY() - timedelta(days=back)
            register.remind(Reminder(number=case.number, code=code, day=day, due=due, silence=silence))
        return register.load(case.number)

    return make


def rows(page: str) -> list[str]:
    """The numbers of the cases on the page, in its order."""
    return re.findall(r'class="whole" href="/cases/([^"]+)"', page)


def test_what_silence_grants_comes_first_then_what_ends_first(case_of: Callable[..., Case]) -> None:
    """The last thing that was told of each, and what silence will mean (R-12)."""
    later, sooner = case_of("a", 40, "SHARE_50"), case_of("b", 4, "DAYS_15", "DAYS_5")
    granted = case_of("c", 29, "DAYS_30", silence=Silence.POSITIVE)
    over = case_of("d", -2, "SHARE_100", "TERM_OVER", status=Status.WAITING)
    page = clerk().get("/terms").content.decode()
    assert rows(page) == [case.number for case in (granted, over, sooner, later)]
    for words in ("se entiende estimado", "quedan 5 días", "el plazo ha vencido", "ha pasado la mitad del plazo"):
        assert words in page
    assert "quedan 15 días" not in page


def test_a_term_that_moved_or_never_ran_is_not_told(case_of: Callable[..., Case]) -> None:
    """What was told of another last day is old; a request of no known kind has no silence."""
    from desk.register import DjangoRegister

    moved = case_of("a", 4, "DAYS_5")
    DjangoRegister().save(replace(moved, due=TODAY() + timedelta(days=20), revision=moved.revision + 1))
    unknown = case_of("b", 4, "DAYS_5")
    kind = replace(unknown.classification, kind="unknown")
    DjangoRegister().save(replace(unknown, classification=kind, revision=unknown.revision + 1))
    case_of("c", 4, "DAYS_5", status=Status.RETURNED)
    page = clerk().get("/terms").content.decode()
    assert (rows(page), "Ningún plazo ha avisado." in page, "desestimado" in page) == ([], True, False)


def told() -> dict[str, bool]:
    """Of each case whether the page of terms begins with it."""
    from desk.models import Application

    return dict(Application.objects.values_list("number", "told"))


def test_a_case_is_marked_while_its_term_runs(database: str) -> None:
    """On both databases: told of, resolved, and told of once more by a clock that was slow to stop.

    Saving the case leaves the mark alone, and a register from before it was kept gets the same ones.
    """
    from django.apps import apps

    from desk.models import Application
    from desk.register import DjangoRegister

    register = DjangoRegister()
    arrived = Submission(key="a", received_at=timezone.now(), channel=Channel.COUNTER, documents=(document(),))
    quiet, runs, over = (register.admit(replace(arrived, key=key)).number for key in ("a", "b", "c"))
    for number, codes in ((runs, ("DAYS_15", "DAYS_5")), (over, ("DAYS_5", "RESOLVED", "TERM_OVER"))):
        for back, code in enumerate(codes):
            register.remind(Reminder(number=number, code=code, day=TODAY() + timedelta(days=back), due=TODAY()))
    case = register.load(runs)
    register.save(replace(case, unit="mobility", revision=case.revision + 1))
    marks = {quiet: False, runs: True, over: False}
    assert told() == marks
    Application.objects.update(told=False)
    importlib.import_module("desk.migrations.0020_told_cases").mark_told(apps, None)
    assert told() == marks


def test_terms_of_another_unit_are_not_shown(case_of: Callable[..., Case]) -> None:
    """Nor those of restricted procedures, to who may not see them."""
    from django.contrib.auth.models import User

    from desk.models import Seat

    case_of("a", 4, "DAYS_5", unit="mobility")
    case = case_of("b", 4, "DAYS_5")
    browser = clerk()
    Seat.objects.create(user=User.objects.get(username="ana"), unit="participation")
    assert rows(browser.get("/terms").content.decode()) == [case.number]


@pytest.mark.usefixtures("clock")
def test_a_person_says_that_a_case_was_resolved(office: Office, case_of: Callable[..., Case]) -> None:
    """On a day of its term, once; the case shows what it was told of, and is on the list no longer."""
    from desk.register import DjangoRegister

    case, browser = case_of("a", 4, "DAYS_15", "DAYS_5"), clerk()
    page = browser.get(f"/cases/{case.number}").content.decode()
    assert ("quedan 15 días" in page, f"/cases/{case.number}/resolved" in page) == (True, True)
    tomorrow, before = ((TODAY() + timedelta(days=days)).isoformat() for days in (1, -30))
    for wrong in ("", tomorrow, before):
        assert browser.post(f"/cases/{case.number}/resolved", {"day": wrong}).status_code == 409
    day = TODAY()
    assert browser.post(f"/cases/{case.number}/resolved", {"day": day.isoformat()}).status_code == 302
    assert office.told == [(f"resolved {day} ana", case.number)]
    DjangoRegister().remind(Reminder(number=case.number, code="RESOLVED", day=day, due=case.due, by="ana"))
    assert rows(browser.get("/terms").content.decode()) == []
    page = browser.get(f"/cases/{case.number}").content.decode()
    assert ("resuelto y notificado" in page, f"/cases/{case.number}/resolved" in page) == (True, False)
    assert browser.post(f"/cases/{case.number}/resolved", {"day": day.isoformat()}).status_code == 409
