# ruff: noqa: DJ008 - rows are shown as cases, never by themselves
"""What belongs to a case, one table a sort, in order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models

from desk.models import columns
from desk.models.cases import Application


class Part(models.Model):
    """One thing of many that belong to a case, at its place in order."""

    # The constraint below is the index; Django's own for the key would only slow every save down.
    case: models.ForeignKey[Application, Application] = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    case_id: str
    position = columns.count()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="%(class)s_in_order")]


class Document(Part):
    """An original as it came; the bytes are in the document store."""

    sha256 = columns.code(64, db_index=True)
    name = columns.text()
    media_type = columns.code(200)
    size = columns.count()
    container = columns.flag()


class FieldValue(Part):
    """A value with its evidence."""

    name = columns.code()
    value = columns.text()
    raw = columns.text()
    confidence = columns.share()
    method = columns.code()
    document = columns.code(64)
    page = columns.count()
    box = columns.json(null=True)
    checks_passed = columns.json()
    checks_failed = columns.json()
    accepted = columns.flag()


class Finding(Part):
    """A reason why something is not in order."""

    code = columns.code()
    severity = columns.code(20)
    es = columns.text()
    ca = columns.text()
    field = columns.code()
    law = columns.text()
    document = columns.code(64)
    page = columns.count()
    box = columns.json(null=True)


class Decision(Part):
    """What a person decided and why; added, never changed."""

    by = columns.code(150)
    at = columns.moment()
    verdict = columns.code(20)
    revision = columns.count()
    reason = columns.text()
    kind = columns.code(null=True)  # None says that the kind was left as it was
    corrections = columns.json()
    duplicate_of = columns.text()
    illegible = columns.json(default=list)
    destination = columns.text(blank=True, default="")
    destination_code = columns.code(20, blank=True, default="")


class Filing(Part):
    """One write into one back-office, with its proof."""

    key = columns.code(64)
    system = columns.code()
    entry = columns.code()
    entry_version = columns.code(64)
    record = columns.text()
    address = columns.text()
    account = columns.code(150)
    filed_at = columns.moment()
    found = columns.flag()
    read_back = columns.json()
    screenshot = columns.code(64)
    before = columns.code(64, blank=True, default="")
    model = columns.code(blank=True, default="")
    undone_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    undone_by = columns.code(150, blank=True, default="")
    undone_because = columns.text(blank=True, default="")
    undone_record = columns.text(blank=True, default="")


class Rehearsal(Part):
    """What a robot would have written, and what a person wrote by hand."""

    key = columns.code(64)
    system = columns.code()
    entry = columns.code()
    entry_version = columns.code(64)
    mode = columns.code(20)
    at = columns.moment()
    written = columns.json()
    picture = columns.code(64)
    record = columns.text()
    by_hand = columns.json()
    compared_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)


class Letter(Part):
    """A letter that was written."""

    kind = columns.code(20)
    language = columns.code(10)
    csv = columns.code(40)
    sha256 = columns.code(64)
    written_at = columns.moment()
    draft: models.BooleanField[bool, bool] = models.BooleanField(default=False)


class Requirement(Part):
    """What the citizen was asked for, until when, and how it ended."""

    asked_at = columns.moment()
    by = columns.code(150)
    defects = columns.json()
    letter = columns.code(20)
    days = columns.count()
    notified_on: models.DateField[date | None, date | None] = models.DateField(null=True)
    due: models.DateField[date | None, date | None] = models.DateField(null=True)
    ended = columns.code(20)
    ended_on: models.DateField[date | None, date | None] = models.DateField(null=True)


class Reply(Part):
    """What came back for a case under way."""

    key = columns.code(200)
    received_at = columns.moment()
    presented_at = columns.moment()
    channel = columns.code(20)
    documents = columns.json()
    linked_by = columns.code(20)
    late = columns.flag()


class Pause(Part):
    """A span in which the term of the case stands still for a reason of its own."""

    since: models.DateField[date, date] = models.DateField()
    until: models.DateField[date, date] = models.DateField()
    why = columns.code()
    law = columns.text()
    by = columns.code(150)


class Event(Part):
    """One line of the timeline; added, never changed."""

    at = columns.moment()
    stage = columns.code(20)
    actor = columns.code(20)
    what = columns.code()
    detail = columns.text()
    by = columns.code(150)
