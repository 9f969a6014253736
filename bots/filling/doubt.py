"""A write whose end nobody knows."""

from __future__ import annotations

from casework.errors import BackOfficeDown


class Unanswered(BackOfficeDown):
    """The system was asked and did not answer: it may be at work on it still."""

    unanswered = True
