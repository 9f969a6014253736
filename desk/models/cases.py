# ruff: noqa: DJ008 - rows are shown as cases, never by themselves
"""A case's own row, its number, and what became none."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models

from desk.models import columns


class Counter(models.Model):
    """The last number given in a year; its row is the lock under which the next one is given."""

    year = columns.count(primary_key=True)
    last = columns.count(default=0)
    at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)


class Application(models.Model):
    """A case's own facts. `digests` tells a save which parts have changed; `search` is what people look for.

    `urgency` is the place in the tray: what waits for a person first, then by the end of the term, then the counter's
    before the rest, then by age. `told` says that the legal clock told people of it and nobody has resolved it since.
    """

    number = columns.code(15, primary_key=True)
    key = columns.code(200, unique=True)
    admitted_at = columns.moment()
    received_at = columns.moment()
    presented_at = columns.moment()
    channel = columns.code(20)
    mailbox = columns.text(blank=True, default="")
    mailbox_entry: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    stage = columns.code(20)
    status = columns.code(20)
    revision = columns.count(default=0)
    kind = columns.code()
    kind_confidence = columns.share(default=0.0)
    language = columns.code(10)
    parts = columns.json(default=list)
    because = columns.json(default=list)
    also = columns.json(default=list)
    readings = columns.json(default=dict)
    unit = columns.code(blank=True, default="")
    due: models.DateField[date | None, date | None] = models.DateField(null=True)
    duplicate_of = columns.text(blank=True, default="")
    archived = columns.text(blank=True, default="")
    applicant_id = columns.code(blank=True, default="")
    applicant_name = columns.text(blank=True, default="")
    search = columns.text(blank=True, default="")
    urgency = columns.code(80, blank=True, default="")
    doubts = columns.count(default=0)
    told: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    digests = columns.json(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["status", "due"]),
            models.Index(fields=["applicant_id", "kind"]),
            models.Index(fields=["kind"]),
            # The first counts what stands open; the others are the tray's orders with all that it filters by, so that
            # a page is found without reading a case that is not on it.
            models.Index(fields=["status", "stage", "unit", "kind", "number"]),
            models.Index(fields=["urgency", "number", "kind", "unit", "status", "stage", "channel"]),
            models.Index(fields=["number", "urgency", "kind", "unit", "status", "stage", "channel"]),
            # The page of terms, in its order: it stays small however many cases were ever resolved.
            models.Index(fields=["due", "number"], condition=models.Q(told=True), name="application_told"),
        ]


class SetAside(models.Model):
    """A message that became no case, with the code that says why; its bytes are in the document store."""

    key = columns.code(200, primary_key=True)
    mailbox = columns.text()
    received_at = columns.moment()
    sha256 = columns.code(64)
    code = columns.code()
