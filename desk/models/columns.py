"""The sorts of columns that the register's tables are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

# Six sorts of columns are enough. Their types stand here once, so that no table has to repeat them for the checker.


def code(length: int = 60, **options: Any) -> models.CharField[str, str]:
    return models.CharField(max_length=length, **options)


def text(**options: Any) -> models.TextField[str, str]:
    return models.TextField(**options)


def moment(**options: Any) -> models.DateTimeField[datetime, datetime]:
    return models.DateTimeField(**options)


def count(**options: Any) -> models.PositiveBigIntegerField[int, int]:
    return models.PositiveBigIntegerField(**options)


def share(**options: Any) -> models.FloatField[float, float]:
    return models.FloatField(**options)


def flag() -> models.BooleanField[bool, bool]:
    return models.BooleanField()


def json(**options: Any) -> models.JSONField[Any, Any]:
    return models.JSONField(**options)
