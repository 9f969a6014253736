"""Queues, time limits and retry policies, each named for what it is about."""

from __future__ import annotations

from datetime import timedelta

from temporalio.common import RetryPolicy

CASES = "dovtech"
READING = "dovtech-reading"
ROBOTS = "dovtech-robots"
MAIL = "dovtech-mail"

LIGHT = timedelta(seconds=30)
READING_LIMIT = timedelta(hours=6)  # 200 files of a delivery may be scans; a reader that is gone is missed by its beats
FILLING_LIMIT = timedelta(minutes=5)
SENDING_LIMIT = timedelta(minutes=2)
HEARTBEAT = timedelta(seconds=30)
WATCHING_LIMIT = timedelta(hours=1)
COUNTING_LIMIT = timedelta(hours=6)
TAKE_OVER = timedelta(seconds=15)  # so long a dead watcher is waited for

# A light step fails only where the register or a file is away for a moment: again soon, and for as long as it takes.
PATIENT = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), backoff_coefficient=2.0, maximum_interval=timedelta(seconds=15)
)
# A back-office may be down all night; looking comes before writing, so trying again is always safe.
UNTIL_BACK = RetryPolicy(
    initial_interval=timedelta(milliseconds=500), backoff_coefficient=2.0, maximum_interval=timedelta(minutes=1)
)

# A clerk waits for the answer, and can ask again: that begins by looking, too.
WHILE_ASKED = RetryPolicy(initial_interval=timedelta(milliseconds=500), backoff_coefficient=2.0, maximum_attempts=5)

# A mail server that comes back must not wait long for its watcher.
RECONNECT = RetryPolicy(
    initial_interval=timedelta(seconds=1), backoff_coefficient=2.0, maximum_interval=timedelta(seconds=10)
)

# After so many tries an error that nobody foresaw is a defect of ours, and a person is told.
TRIES_OF_THE_UNFORESEEN = 4
