# ruff: noqa: DJ008 - rows are shown as cases, never by themselves
"""Programs that deliver cases and are told of them."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from desk.models import columns
from desk.models.cases import Application


class Token(models.Model):
    """What a kiosk or portal shows to be let in; only its hash is kept, and its webhook's key sealed."""

    name = columns.code(60, unique=True)
    digest = columns.code(64, unique=True)
    scopes = columns.json()
    webhook = columns.text(blank=True, default="")
    webhook_key = columns.text(blank=True, default="")
    made_at = columns.moment()
    made_by = columns.code(150)
    used_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    revoked_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)


class Delivery(models.Model):
    """What a token delivered: its key, a hash of the files, and the case they became."""

    token: models.ForeignKey[Token, Token] = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="+")
    token_id: int
    key = columns.code(64)
    files = columns.code(64)
    case: models.ForeignKey[Application, Application] = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="deliveries"
    )
    case_id: str

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_delivery_for_a_key")]


class Notice(models.Model):
    """One thing to tell a webhook, kept until it was taken or given up."""

    token: models.ForeignKey[Token, Token] = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    body = columns.json()
    made_at = columns.moment()
    tries = columns.count(default=0)
    due_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True, db_index=True)
    taken_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    trouble = columns.code(200, blank=True, default="")
