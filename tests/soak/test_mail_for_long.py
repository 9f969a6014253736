"""Five hundred messages of all kinds, watchers killed at least twenty-five times, the server restarted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fakes.dovecot import Dovecot, make_dovecot
from fakes.mail_storm import Storm

__all__ = ["make_dovecot"]


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_five_hundred_messages_are_accounted_for_once(make_dovecot: Callable[..., Dovecot]) -> None:
    """Two watchers at once, each killed between any two steps."""
    storm = Storm(make_dovecot())
    people = storm.deliver(500)
    await storm.blow(kills=25, seed=7)
    outcomes = storm.outcomes()
    print(f"{outcomes.total()} messages, {storm.deaths} kills: {dict(outcomes)}")  # noqa: T201 - docs/mail.md cites it
    assert (len(storm.register.cases), storm.started) == (people, set(storm.register.cases))
    assert (len(storm.register.aside), outcomes[""], storm.server.flags()) == (500 - people, 0, [])
