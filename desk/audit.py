"""Who saw and did what: a chain of entries in which none can be changed, left out or added behind our back.

ENS (RD 311/2022) and art. 32 RGPD. Entries name users, cases and codes, never a citizen.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from desk.models import AuditEntry, AuditHead

ROBOT = "dovtech"
_STEP = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """The first place where the chain does not hold, and what is wrong there."""

    sequence: int
    what: str


def record(who: str, what: str, number: str = "", detail: str = "") -> AuditEntry:
    """Add an entry to the end of the chain; where the caller is in a transaction, both stand or fall together."""
    with transaction.atomic():
        head = _locked_head()
        entry = AuditEntry(
            sequence=head.entries + 1,
            at=timezone.now(),
            who=who,
            what=what,
            number=number,
            detail=detail,
            previous=head.hash,
        )
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
        AuditHead.objects.filter(pk=1).update(entries=entry.sequence, hash=entry.hash)
        return entry


def _locked_head() -> AuditHead:
    heads = AuditHead.objects.select_for_update()
    return heads.filter(pk=1).first() or heads.get(pk=AuditHead.objects.get_or_create(pk=1)[0].pk)


def hash_of(entry: AuditEntry) -> str:
    """The hash an entry must have: over all its facts and the hash of the one before."""
    at: datetime = entry.at.astimezone(UTC)
    facts = [entry.sequence, at.isoformat(), entry.who, entry.what, entry.number, entry.detail, entry.previous]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def verify() -> Problem | None:
    """Walk the whole chain; the first problem, or None where it holds to its end."""
    with transaction.atomic():  # one view of the chain and its end, while others go on adding to it
        head = AuditHead.objects.select_for_update().filter(pk=1).first()
        expected, previous = 0, ""
        for entry in AuditEntry.objects.order_by("sequence").iterator(_STEP):
            expected += 1
            problem = _problem(entry, expected, previous)
            if problem:
                return Problem(expected, problem)
            previous = entry.hash
    ended = (head.entries, head.hash) if head else (0, "")
    return None if ended == (expected, previous) else Problem(expected + 1, "entries are missing at the end")


def _problem(entry: AuditEntry, expected: int, previous: str) -> str:
    if entry.sequence != expected:
        return "an entry is missing"
    if entry.previous != previous:
        return "the entry does not follow the one before"
    return "" if entry.hash == hash_of(entry) else "the entry was changed"
