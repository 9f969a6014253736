# ruff: noqa: DJ008 - rows are shown as cases, never by themselves
"""What the legal clock told, how letters were sent, and how many answers went out by themselves."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models

from desk.models import columns


class Reminder(models.Model):
    """What the legal clock told people of a case."""

    number = columns.code(15)
    code = columns.code()
    day: models.DateField[date, date] = models.DateField()
    due: models.DateField[date | None, date | None] = models.DateField(null=True)
    silence = columns.code(20)
    by = columns.code(150, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "code", "day"], name="reminder_once")]
        indexes = [models.Index(fields=["day"])]


class Dispatch(models.Model):
    """How one letter is sent; `steps` tells its way, `standing` the last of them."""

    csv = columns.code(40, primary_key=True)
    number = columns.code(15, db_index=True)
    kind = columns.code(10)
    way = columns.code(20)
    standing = columns.code(20)
    steps = columns.json()
    proof = columns.text(blank=True, default="")
    batch = columns.code(64, blank=True, default="")

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["standing"])]


class Answered(models.Model):
    """The cases of one sender and day that were answered by themselves; `sender` is a keyed hash, never an address."""

    sender = columns.code(64)
    day: models.DateField[date, date] = models.DateField(db_index=True)
    numbers = columns.json()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "day"], name="answered_once")]
