"""An application has a number of its form, a moment with its zone, and a channel."""

from __future__ import annotations

from datetime import datetime

import pytest
from fakes.ports import MOMENT

from casework.application import Application, Channel, application_number


def test_numbers_count_on_within_the_year() -> None:
    """Six digits after the year."""
    assert [application_number(2026, ordinal) for ordinal in (1, 2, 999999)] == [
        "DOV-2026-000001", "DOV-2026-000002", "DOV-2026-999999",
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["DOV-2026-1", "dov-2026-000001", "DOV-2026-000001\n", "../DOV-2026-000001", ""])
def test_a_number_of_another_form_is_refused(number: str) -> None:
    """Numbers become folder names and workflow ids, so nothing else may pass for one."""
    with pytest.raises(ValueError, match="looks like DOV-2026-000001"):
        Application(number=number, received_at=MOMENT, channel=Channel.COUNTER, documents=())


def test_a_moment_without_its_zone_is_refused() -> None:
    """Terms are counted from the moment of receipt, which needs a time zone."""
    naive = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001 - what is being refused
    with pytest.raises(ValueError, match="time zone"):
        Application(number="DOV-2026-000001", received_at=naive, channel=Channel.COUNTER, documents=())


def test_only_email_gives_no_entry_date() -> None:
    """E-mail is none of the places of art. 16.4."""
    assert [channel for channel in Channel if not channel.gives_entry_date] == [Channel.EMAIL]
