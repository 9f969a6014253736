"""The register's turns: which worker's robot uses a system's account, and when its next writes may begin."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar

from django.db import connections, transaction
from django.db.models import Q
from django.utils import timezone

from desk.models import RobotPace, RobotSeat
from desk.register import with_connection

P = ParamSpec("P")
R = TypeVar("R")


def _seldom(method: Callable[P, R]) -> Callable[P, R]:
    """Leave no connection behind: the threads that keep a seat while a robot works end with the work."""

    @functools.wraps(method)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return with_connection(method)(*args, **kwargs)
        finally:
            connections.close_all()

    return asked


class DjangoTurns:
    """Plays `Turns` over SQLite or PostgreSQL, by the clocks of the machines, which agree to a second or so."""

    @_seldom
    def lend(self, seat: str, holder: str, until: datetime) -> str:
        """Lend a seat where it is free, run out or the holder's own already; who holds it now."""
        RobotSeat.objects.get_or_create(system=seat, defaults={"holder": holder, "until": until})
        free = Q(holder=holder) | Q(until__lt=timezone.now())
        if RobotSeat.objects.filter(free, system=seat).update(holder=holder, until=until):
            return holder
        return RobotSeat.objects.get(system=seat).holder

    @_seldom
    def give_back(self, seat: str, holder: str) -> None:
        """Free a seat, where that holder has it."""
        RobotSeat.objects.filter(system=seat, holder=holder).update(until=datetime.min.replace(tzinfo=UTC))

    @with_connection
    def reserve(self, system: str, seconds: float) -> float:
        """Give the caller a stretch of a system's time, behind all given before; in how many seconds it begins."""
        with transaction.atomic():
            RobotPace.objects.get_or_create(system=system, defaults={"given_until": timezone.now()})
            row = RobotPace.objects.select_for_update().get(system=system)
            now = timezone.now()
            begins = max(row.given_until, now)
            row.given_until = begins + timedelta(seconds=seconds)
            row.save()
        return (begins - now).total_seconds()
