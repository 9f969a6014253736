# ruff: noqa: DJ008 - rows are shown by nobody
"""What has robots of several workers take turns: one row a system."""

from __future__ import annotations

from django.db import models

from desk.models import columns


class RobotSeat(models.Model):
    """Which worker's robot uses a system's account, and until when."""

    system = columns.code(primary_key=True)
    holder = columns.code(200)
    until = columns.moment()


class RobotPace(models.Model):
    """Until when the time of a system is given out to robots, for writes that are spaced."""

    system = columns.code(primary_key=True)
    given_until = columns.moment()
