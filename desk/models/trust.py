# ruff: noqa: DJ008 - rows are shown as cases, never by themselves
"""What proves and steers the robots: modes, blind samples, fields that fell, and the audit chain."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from desk.models import columns
from desk.models.cases import Application


class ModeChange(models.Model):
    """Who set how much of the filing robots do, for which procedure and system; the last one holds."""

    procedure = columns.code()
    system = columns.code()
    mode = columns.code(20)
    by = columns.code(150)
    at = columns.moment()
    reason = columns.text()

    class Meta:
        indexes = [models.Index(fields=["procedure", "system"])]


class Sample(models.Model):
    """A value that was filed unseen, asked of a second person who does not see what the machine read."""

    case: models.ForeignKey[Application, Application] = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="+"
    )
    case_id: str
    kind = columns.code()
    field = columns.code()
    method = columns.code()
    drawn_at = columns.moment()
    again: models.BooleanField[bool, bool] = models.BooleanField(default=False)  # asked since the promise was broken
    answer = columns.text(blank=True, default="")
    by = columns.code(150, blank=True, default="")
    answered_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    wrong: models.BooleanField[bool | None, bool | None] = models.BooleanField(null=True)  # None: cannot be told

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "field"], name="asked_once")]
        indexes = [models.Index(fields=["answered_at", "drawn_at"])]


class Lowered(models.Model):
    """A field that always goes to a person, since its promise was broken; until somebody trusts it again."""

    kind = columns.code()
    field = columns.code()
    at = columns.moment()
    wrong = columns.count()
    asked = columns.count()
    reopened = columns.count()
    ended_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    ended_by = columns.code(150, blank=True, default="")
    reason = columns.text(blank=True, default="")


class AuditHead(models.Model):
    """The end of the audit chain; its row is the lock under which the next entry is made."""

    id = columns.count(primary_key=True, default=1)
    entries = columns.count(default=0)
    hash = columns.code(64, default="")


class AuditEntry(models.Model):
    """Who did what to which case, and when; each entry holds the hash of the one before it."""

    sequence = columns.count(primary_key=True)
    at = columns.moment()
    who = columns.code(150)
    what = columns.code(40)
    number = columns.code(15, db_index=True)
    detail = columns.text()
    previous = columns.code(64)
    hash = columns.code(64)


class ModelVersion(models.Model):
    """A challenger that was made of clerks' decisions: its lessons, what was said of it, how it fared.

    `told` holds no citizen's data: counts, captions that stood on several papers, reasons.
    """

    version = columns.code(60, primary_key=True)
    base = columns.code(60)
    made_at = columns.moment()
    made_by = columns.code(150)
    lessons = columns.json()
    told = columns.json()


class ModelChange(models.Model):
    """Which model came into force, by whose word and why; the last one holds. `what` is accept or rollback."""

    version = columns.code(60)
    base = columns.code(60)
    what = columns.code(20)
    by = columns.code(150)
    at = columns.moment()
    reason = columns.text()
