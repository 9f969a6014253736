# ruff: noqa: DJ008 - rows are shown as cases, never by themselves
"""Who works on what at the desk, and where they sit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from desk.models import columns
from desk.models.cases import Application


class Work(models.Model):
    """Who works on a case: who has it open until when, whose it is, whether it was put off."""

    case: models.OneToOneField[Application, Application] = models.OneToOneField(
        Application, on_delete=models.CASCADE, primary_key=True, related_name="work"
    )
    holder = columns.code(150, blank=True, default="")
    until: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    person = columns.code(150, blank=True, default="", db_index=True)
    unit = columns.code(blank=True, default="", db_index=True)
    paused: models.BooleanField[bool, bool] = models.BooleanField(default=False)


class WorkNote(models.Model):
    """What somebody said about a case when they handed it over or put it off."""

    case: models.ForeignKey[Application, Application] = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="+"
    )
    at = columns.moment()
    by = columns.code(150)
    what = columns.code()
    to = columns.code(150, blank=True, default="")
    text = columns.text(blank=True, default="")


class SavedSearch(models.Model):
    """A search somebody wants again, under a name of their own."""

    who = columns.code(150)
    name = columns.code(80)
    query = columns.text()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "name"], name="one_search_a_name")]


class Seat(models.Model):
    """A unit that a person belongs to; who has none belongs to the counter."""

    user: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats"
    )
    unit = columns.code()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "unit"], name="one_seat_in_a_unit")]
