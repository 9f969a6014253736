"""What people at the desk arrange among themselves: who has a case open, whose it is, what was put off and why.

A case's own state is the workflow's; this says only who works on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from casework.errors import DecisionRefused
from desk import audit
from desk.models import Work, WorkNote

HELD = timedelta(minutes=15)
"""How long a case stays with who opened it, from their last touch on."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a case open, and until when."""

    who: str
    until: datetime


def claim(number: str, who: str) -> Holder:
    """Take the case for a while, or keep it; where somebody else has it, they keep it and are named."""
    now = timezone.now()
    with transaction.atomic():
        work = _locked(number)
        if work.holder and work.holder != who and work.until and work.until > now:
            return Holder(work.holder, work.until)
        if work.holder != who:
            audit.record(who, "claim", number)
        work.holder, work.until = who, now + HELD
        work.save()
    return Holder(who, now + HELD)


def take_over(number: str, who: str) -> None:
    """Take the case from whoever has it open; it is noted."""
    with transaction.atomic():
        work = _locked(number)
        audit.record(who, "take_over", number, work.holder)
        work.holder, work.until = who, timezone.now() + HELD
        work.save()


def release(number: str, who: str) -> None:
    """Leave the case to whoever wants it next."""
    Work.objects.filter(pk=number, holder=who).update(holder="", until=None)


def holder(number: str) -> Holder | None:
    """Who has the case open now."""
    work = Work.objects.filter(pk=number, until__gt=timezone.now()).exclude(holder="").first()
    return Holder(work.holder, work.until) if work and work.until else None


def require_free(number: str, who: str) -> None:
    """Raise DecisionRefused where somebody else has the case open."""
    held = holder(number)
    if held and held.who != who:
        until = f"{timezone.localtime(held.until):%H:%M}"
        raise DecisionRefused(f"{held.who} has this case open until {until}", remedy="talk to them, or take it over")


def hand_over(number: str, by: str, *, person: str = "", unit: str = "", note: str = "") -> None:
    """Give the case to a person or a unit, with a word about it; who had it open no longer has."""
    with transaction.atomic():
        work = _locked(number)
        work.person, work.unit, work.holder, work.until, work.paused = person, unit, "", None, False
        work.save()
        _note(number, by, "handed_over", to=person or unit, text=note)


def put_off(number: str, by: str, note: str) -> None:
    """Set the case aside until somebody takes it up again."""
    with transaction.atomic():
        work = _locked(number)
        work.paused, work.holder, work.until = True, "", None
        work.save()
        _note(number, by, "put_off", text=note)


def take_up(number: str, by: str) -> None:
    """Take up again what was put off."""
    with transaction.atomic():
        work = _locked(number)
        work.paused = False
        work.save()
        _note(number, by, "taken_up")


def remark(number: str, by: str, note: str) -> None:
    """Leave a word for whoever looks next."""
    with transaction.atomic():
        _note(number, by, "remarked", text=note)


def split(number: str, made: str, by: str) -> None:
    """Note on both cases that one was made of pages of the other."""
    with transaction.atomic():
        _note(number, by, "split_off", to=made)
        _note(made, by, "split_from", to=number)


def _note(number: str, by: str, what: str, *, to: str = "", text: str = "") -> None:
    WorkNote.objects.create(case_id=number, at=timezone.now(), by=by, what=what, to=to, text=text)
    audit.record(by, what, number, to)


def _locked(number: str) -> Work:
    Work.objects.get_or_create(pk=number)
    return Work.objects.select_for_update().get(pk=number)
