"""The register's count of the answers that go out by themselves, by sender and day."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from desk import models
from desk.register import with_connection

_KEPT = timedelta(days=7)


@with_connection
def count_answer(sender: str, day: date, number: str, most: int) -> bool:
    """Count a case among those of its sender and day, once; False where `most` others were counted before.

    What is kept is a hash of the address under the desk's secret, and for a week alone.
    """
    hashed = salted_hmac("desk.answered", sender, algorithm="sha256").hexdigest()
    with transaction.atomic():
        models.Answered.objects.filter(day__lt=day - _KEPT).delete()
        models.Answered.objects.get_or_create(sender=hashed, day=day, defaults={"numbers": []})
        row = models.Answered.objects.select_for_update().get(sender=hashed, day=day)
        if number not in row.numbers:
            if len(row.numbers) >= most:
                return False
            row.numbers = [*row.numbers, number]
            row.save()
    return True
